"""Names of files that every platform can store and keeps apart: Linux, macOS and Windows, and git.

What one of them refuses, or takes for something else, is refused on all of them, so that a tree that was made
here can be copied anywhere. https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 255
"""Bytes of a name in UTF-8, without the folders before it: what ext4, APFS and NTFS store at least."""

LONGEST_PATH = 900
"""Bytes of a path in UTF-8: macOS stores 1,024, of which the folder that the tree stands in needs some."""

OWN = ".digestkit-"
"""How the names of digestkit's own files begin: manifests, journals, locks."""

_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])[ .]*", re.IGNORECASE)
_FORBIDDEN = re.compile('[<>:"|?*\\\\]')
# Line and paragraph separators break lists of files; a lone surrogate has no UTF-8.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SLASH = re.compile("/")
# Parts of letters, digits, `-` and `_`, with dots between, which nobody refuses: one look settles nearly all.
_PLAIN = r"(?!CON|PRN|AUX|NUL|COM|LPT)[A-Z0-9_][A-Z0-9_-]*(?:\.[A-Z0-9_-]+)*"
_ALL_PLAIN = re.compile(rf"{_PLAIN}(?:/{_PLAIN})*", re.IGNORECASE | re.ASCII)


def fault(path: str) -> str | None:
    """What is wrong with a relative path whose parts are divided by `/`; None for a good one."""
    if len(path) <= LONGEST and _ALL_PLAIN.fullmatch(path) is not None:
        return None
    if path.startswith("/"):
        return "it is absolute"
    faults = (reason for part in path.split("/") for is_so, reason in _FAULTS if is_so(part))
    reason = next(faults, None)
    if reason is None and len(path.encode("utf-8")) > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes"
    return reason


def key(path: str) -> str:
    """A path as a file system compares it that ignores case and composes characters; equal for a clash."""
    if path.isascii():
        return path.lower()
    composed = unicodedata.normalize("NFC", path)
    return unicodedata.normalize("NFC", composed.casefold())


def _is_too_long(part: str) -> bool:
    return len(part.encode("utf-8")) > LONGEST


def _is_device(part: str) -> bool:
    # What follows the first dot does not make a file of a device: `nul.tar.gz` is one.
    return _DEVICES.fullmatch(part.partition(".")[0]) is not None


def _is_of_git(part: str) -> bool:
    # HFS+ passes over characters that format text, and NTFS gives `.git` a second name.
    seen = "".join(char for char in part if unicodedata.category(char) != "Cf").casefold()
    return seen in (".git", "git~1")


def _is_own(part: str) -> bool:
    return part.casefold().startswith(OWN)


# In this order: what comes later need not be asked of what was refused before, a lone surrogate its bytes.
_FAULTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda part: part in ("", ".", ".."), "it has an empty part, `.` or `..`"),
    (_CONTROLS.search, "it has a control character, a line separator or half of a surrogate pair"),
    (_FORBIDDEN.search, 'it has one of the characters < > : " | ? * \\'),
    (lambda part: part[-1] in ". ", "a part ends in a dot or a blank"),
    (_is_too_long, f"a part is longer than {LONGEST} bytes"),
    (_is_device, "a part is a device on Windows"),
    (_is_of_git, "a part belongs to git"),
    (_is_own, f"names that begin with {OWN} are digestkit's own"),
)


class Names:
    """The paths of a tree as they are named one after the other; tells those that cannot stand together."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._met: set[str] = set()

    def clash(self, path: str) -> str | None:
        """Why a file cannot be added to the others; None where it was."""
        own = key(path)
        if own in self._files:
            return f"{path!r} twice" if self._files[own] == path else _same(path, self._files[own])
        if own in self._folders:
            return f"{path!r} is a file, and a folder of others"
        within = path.rpartition("/")[0]
        if within not in self._met:
            clash = self._clash_of_folders(path)
            if clash is not None:
                return clash
            self._met.add(within)
        self._files[own] = path
        return None

    def _clash_of_folders(self, path: str) -> str | None:
        for slash in _SLASH.finditer(path):
            folder = path[: slash.start()]
            place = key(folder)
            if place in self._files:
                return f"{self._files[place]!r} is a file, and the folder of {path!r}"
            if self._folders.setdefault(place, folder) != folder:
                return _same(folder, self._folders[place])
        return None


def _same(one: str, other: str) -> str:
    return f"{other!r} and {one!r} are one name on some systems"
