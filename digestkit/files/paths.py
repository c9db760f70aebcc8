"""Questions to the file system that have an answer for every path, also for one that cannot be looked at.

Whether something can be read or written shows when it is: that raises, with the reason, in one place.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether there is a folder, as far as one may know."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_plain_file(path: Path) -> bool:
    """Whether there is a file that can be read twice: no pipe and no device."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_stream(path: Path) -> bool:
    """Whether there is a pipe, a socket or a device, which may never end and never begin."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def inode(place: Path | int) -> tuple[int, int] | None:
    """What tells a file or folder from all others, whatever names and links lead there.

    `place` is a path or a file descriptor. None for what is not there, and for a pipe or device, which may
    be read and written at once.
    """
    try:
        status = os.stat(place)  # noqa: PTH116 - of a descriptor, too
    except (OSError, ValueError):
        return None
    kept = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return (status.st_dev, status.st_ino) if kept else None
