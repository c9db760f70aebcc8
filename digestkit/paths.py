"""Questions to the file system that have an answer for every path, also for one that cannot be looked at.

Whether something can be read or written shows when it is: that raises, with the reason, in one place.
"""

from __future__ import annotations

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


def real(path: Path) -> Path:
    """The path without links, for comparing; as it is where links go in circles."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()
