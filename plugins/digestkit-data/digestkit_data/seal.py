"""A seal: a checksum of a whole file that stands in the file, so that damage does not pass for content.

It counts for the file as it was written. Another program may change the file, and does not know of it: so the
seal names the `state` that it is for, a number that changes with the file, and for others it says nothing.
"""

from __future__ import annotations

import hashlib
import mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

_MARK = b"digestkit-seal:"
_STATE = 16

BLANK = _MARK + b"0" * (_STATE + hashlib.sha256().digest_size * 2)
"""What stands in a file in place of its seal until that is known."""


def sealed(blank: bytes, before: _Hash, state: int) -> bytes:
    """The end of a file with the seal in place of the last blank one; `before` has hashed all before it."""
    start, _, end = blank.rpartition(BLANK)
    before.update(blank)
    return b"".join([start, _seal(before, state), end])


def put(file: mmap.mmap, state: int) -> None:
    """Seal a file that has one blank seal; a text like one beside it is a reason to have none."""
    at = file.find(BLANK)
    if at >= 0 and at == file.rfind(BLANK):
        file[at : at + len(BLANK)] = _seal(hashlib.sha256(file), state)


def is_broken(content: bytes | mmap.mmap, state: int) -> bool:
    """Whether a file says of this state of it that it was something else."""
    at = content.find(_MARK)
    end = at + len(BLANK)
    told = content[at:end]
    # `state` is hashed, too, but may be of another time; two of them are none of ours.
    if at < 0 or at != content.rfind(_MARK) or told[len(_MARK) : len(_MARK) + _STATE] != _spelled(state):
        return False
    with memoryview(content) as view:
        found = hashlib.sha256(view[:at])
        found.update(BLANK)
        found.update(view[end:])
    return told != _seal(found, state)


def _seal(hashed: _Hash, state: int) -> bytes:
    spelled = _spelled(state)
    hashed.update(spelled)
    return _MARK + spelled + hashed.hexdigest().encode()


def _spelled(state: int) -> bytes:
    return b"%0*x" % (_STATE, state)
