"""Questions to the file system that have an answer for every path, even for one that may not be looked at.

They never raise. Whether something can be read or written shows in the attempt, which raises with the reason.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TypeGuard

PACKED = (".gz", ".zst")
"""The suffixes of files that are packed by themselves; they stand behind what the file's own would be."""

ARCHIVES = (".zip", ".tar", ".tgz", ".tzst", *(f".tar{packed}" for packed in PACKED))
"""The suffixes of archives, which are searched as folders are."""

_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]+::)*+[A-Za-z][A-Za-z0-9+.-]+://")
"""A URL may begin with what it goes through: `simplecache::s3://…`."""


def is_url(given: str | os.PathLike[str]) -> TypeGuard[str]:
    """Whether an input or output is meant as a URL; a `Path` never is."""
    return isinstance(given, str) and _URL.match(given) is not None


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, links followed; False also where permissions do not let it be seen."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # ValueError: a null character in the path
        return False


def is_plain_file(path: Path) -> bool:
    """Whether a path is a file that can be read twice, and so neither a pipe nor a device."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_stream(path: Path) -> bool:
    """Whether a path is a pipe, a socket or a device, reading from which may never end, nor even begin."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def inode(place: Path | int) -> tuple[int, int] | None:
    """Device and inode, which identify a file or folder whatever names and links lead to it.

    `place` is a path or a file descriptor. None for what does not exist, and for a pipe or device, which may
    be an input and an output at once.
    """
    try:
        status = os.stat(place)  # noqa: PTH116 - of a descriptor, too
    except (OSError, ValueError):
        return None
    kept = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return (status.st_dev, status.st_ino) if kept else None
