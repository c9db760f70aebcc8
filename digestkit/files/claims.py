"""A file that is read and then replaced, such as a bibliography that grows: one run at a time may do that.

Of two runs that read the same file, the one that writes last would lose in silence what the other added.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digestkit.errors import OutputError
from digestkit.files import locks
from digestkit.files.journal import PREFIX

_LONGEST = 50
"""Characters of the name that a lock file's name holds: with up to four bytes each, systems allow 255."""

_State = tuple[int, int, int, int]


class Claim(NamedTuple):
    """A file that no other run may replace; `path` is its place, with all links followed."""

    path: Path
    state: _State | None

    def check(self) -> None:
        """Raise `OutputError` where a program that knows no such claims changed the file meanwhile."""
        if _state(self.path) != self.state:
            raise OutputError(f"{self.path}: it was changed after it was read; no file was written")


@contextlib.contextmanager
def claim(path: Path) -> Iterator[Claim]:
    """Claim a file that may not be there yet, before it is read.

    Raises `OutputError` where another run has claimed it, and where its folder cannot be written to. A
    run that is killed gives its claims back; the empty lock file that it leaves claims nothing.
    """
    lock = path.with_name(f"{PREFIX}{path.name[:_LONGEST]}.lock")
    descriptor = _locked(lock, path)
    try:
        yield Claim(path, _state(path))
    finally:
        with contextlib.suppress(OSError):  # on Windows, what is open stays
            lock.unlink()  # before it is given back, so that nobody locks what is about to go
        os.close(descriptor)


def _locked(lock: Path, path: Path) -> int:
    while True:
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
        if locks.take(descriptor) is False:
            os.close(descriptor)
            raise OutputError(f"{path}: another run is adding to it; run this again when that is done")
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # the run before removed it in between


def _state(path: Path) -> _State | None:
    """What changes when a file does; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
