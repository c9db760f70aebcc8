"""A seal: a checksum of a whole file that stands in the file, so that damage does not pass for content.

It counts for the file as it was written. Another program may change the file, and does not know of it: so the
seal names the `state` that it is for, a number that changes with the file, and for others it says nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from hashlib import _Hash

_MARK = b"digestkit-seal:"
_STATE = 16
_CHUNK = 1 << 20
"""How much of a file is looked at a time: it may be larger than memory."""

BLANK = _MARK + b"0" * (_STATE + hashlib.sha256().digest_size * 2)
"""What stands in a file in place of its seal until that is known."""


def sealed(blank: bytes, before: _Hash, state: int) -> bytes:
    """The end of a file with the seal in place of the last blank one; `before` has hashed all before it."""
    start, _, end = blank.rpartition(BLANK)
    before.update(blank)
    return b"".join([start, _seal(before, state), end])


def put(file: BinaryIO, state: int) -> None:
    """Seal a file that has one blank seal; a text like one beside it is a reason to have none."""
    at = _place(file, BLANK)
    if at is not None:
        seal = _seal(_hashed(file, at), state)
        file.seek(at)
        file.write(seal)


def is_broken(file: BinaryIO, state: int) -> bool:
    """Whether a file says of this state of it that it was something else."""
    at = _place(file, _MARK)
    if at is None:
        return False
    file.seek(at)
    told = file.read(len(BLANK))
    if not told.startswith(_MARK + _spelled(state)):
        return False
    return told != _seal(_hashed(file, at), state)


def _place(file: BinaryIO, mark: bytes) -> int | None:
    """Where a mark stands in a file; None where it does not, or more than once."""
    found: list[int] = []
    window, start = b"", 0
    for piece in _pieces(file):
        window += piece
        found += [start + match.start() for match in re.finditer(re.escape(mark), window)]
        # What is kept is shorter than the mark, so that nothing is found twice.
        done = max(0, len(window) - len(mark) + 1)
        start, window = start + done, window[done:]
    return found[0] if len(found) == 1 else None


def _hashed(file: BinaryIO, at: int) -> _Hash:
    """What a file was hashed as before there was a seal in this place."""
    found = hashlib.sha256()
    for piece in _pieces(file, 0, at):
        found.update(piece)
    found.update(BLANK)
    for piece in _pieces(file, at + len(BLANK)):
        found.update(piece)
    return found


def _pieces(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    file.seek(start)
    while piece := file.read(_CHUNK if end is None else min(_CHUNK, end - file.tell())):
        yield piece


def _seal(hashed: _Hash, state: int) -> bytes:
    spelled = _spelled(state)
    hashed.update(spelled)
    return _MARK + spelled + hashed.hexdigest().encode()


def _spelled(state: int) -> bytes:
    return b"%0*x" % (_STATE, state)
