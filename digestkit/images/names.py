"""What a picture is called in the folder: so a book finds it again by its URL."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

_FORBIDDEN = frozenset('/\\:\0"')
"""Decoding can yield slashes; on Windows, `\\` separates folders, and `:` a drive or a stream."""


_LONGEST = 255
"""Bytes that a name of a file may have on most systems."""


def file_name(url: str) -> str | None:
    """The last part of a URL's path, percent-decoded; None where it is no name of a file, or a hidden one."""
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return None
    if not name or name.startswith(".") or not _FORBIDDEN.isdisjoint(name):
        return None
    return name if len(name.encode("utf-8", "replace")) <= _LONGEST else None
