"""Locks that end with the process that holds them, however it ends: the system keeps them, not a file."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30
    """The offset of the byte to lock, beyond the end: on Windows, others cannot read what is locked."""

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            # What another process has locked; a file system without locks says something else.
            if error.errno in (errno.EACCES, errno.EDEADLK):
                raise BlockingIOError from error
            raise
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        # `flock`, not `lockf`: a lock of the latter ends when any descriptor of the file is closed.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(descriptor: int) -> bool | None:
    """Lock an open file against other processes, without waiting; whether that was possible.

    False where another holds the lock, None where the file system has no locks. The lock ends when the
    descriptor is closed.
    """
    try:
        _take(descriptor)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def remove(path: Path, descriptor: int) -> None:
    """Remove a locked file and close it; it is closed even if it cannot be removed.

    It is removed while it is locked, so that no other run locks a file about to vanish. Windows removes no
    file that is open, hence the second attempt; there, one that another run has opened meanwhile stays.
    """
    try:
        is_gone = _is_removed(path)
    finally:
        os.close(descriptor)
    if not is_gone:
        path.unlink(missing_ok=True)


def _is_removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True
