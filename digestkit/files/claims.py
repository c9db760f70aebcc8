"""A file that is read and then replaced, such as a growing bibliography: one run at a time may do that.

Of two runs that read the same file, the one that writes last would silently lose what the other added.
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
"""Characters of the file's name in its lock's: at four bytes each, they stay below the usual limit of 255."""

_State = tuple[int, int, int, int]


class Claim(NamedTuple):
    """A file that no other run may replace; `path` is where it lies, with all links followed.

    `state` is what it was when it was claimed, None for a file that was not there.
    """

    path: Path
    state: _State | None

    def check(self) -> None:
        """Raise `OutputError` where a program that knows nothing of claims has changed the file since.

        What is compared are device, inode, size in bytes and time of modification in nanoseconds.
        """
        if _state(self.path) != self.state:
            raise OutputError(f"{self.path}: it was changed after it was read; no file was written")


def watch(path: Path) -> Claim:
    """A file as it is now, which nobody has claimed, so that a change shows."""
    return Claim(path, _state(path))


def seen(path: Path, status: os.stat_result | None) -> Claim:
    """The same for a file that somebody has looked at; None where there is none."""
    return Claim(path, None if status is None else _state_of(status))


@contextlib.contextmanager
def claim(path: Path) -> Iterator[Claim]:
    """Claim a file that may not be there yet, before it is read.

    Raises `OutputError` where another run has claimed it, and where its folder cannot be written to. The
    claims of a run that is killed end with it; the empty lock file that it leaves behind claims nothing.
    """
    lock = path.with_name(f"{PREFIX}{path.name[:_LONGEST]}.lock")
    descriptor = _locked(lock, path)
    try:
        yield Claim(path, _state(path))
    finally:
        with contextlib.suppress(OSError):  # one that stays claims nothing
            locks.remove(lock, descriptor)


def _locked(lock: Path, path: Path) -> int:
    while True:
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
        if locks.take(descriptor) is False:
            os.close(descriptor)
            raise OutputError(f"{path}: another run is adding to it; run this again when that is done")
        # Between opening and locking, the run before may have removed the file: then this lock is on a file
        # without a name, which no other run will ever meet.
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)


def _state(path: Path) -> _State | None:
    """What changes when a file does; None where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return _state_of(status)


def _state_of(status: os.stat_result) -> _State:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
