"""Locks that end with the process that holds them, however it ends: the system keeps them, not a file."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30
    """The offset of the byte to lock, beyond the end: on Windows, others cannot read what is locked."""

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:  # any refusal counts as another's lock, to be on the safe side
            raise BlockingIOError from error
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
