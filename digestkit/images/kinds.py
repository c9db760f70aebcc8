"""What kind of picture some bytes are: by the bytes, whatever a name or a server says.

Only whether they begin and end as such a picture does is looked at; whoever shows it checks the rest.
"""

from __future__ import annotations

import re

_SVG = re.compile(
    rb"\s*+(?>(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)\s*+)*+<(?:\w+:)?svg[\s>]", re.DOTALL
)
"""Nothing in it is tried twice: where a blank or a comment may end in two places, each doubles the time."""

_HEAD = 4096
"""How far into a drawing its element is looked for."""


_TAIL = 1024
"""How far before the end of the data a picture may end: some programs add a little of their own."""


def kind(data: bytes) -> str | None:
    """`PNG`, `JPEG`, `GIF`, `WebP` or `SVG`; None for anything else, and for one that is cut off."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG" if b"IEND" in data[-_TAIL:] else None
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG" if b"\xff\xd9" in data[-_TAIL:] else None
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF" if b"\x3b" in data[-_TAIL:] else None
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP" if len(data) >= 8 + int.from_bytes(data[4:8], "little") else None
    return (
        "SVG" if _SVG.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) and b"</" in data[-_TAIL:] else None
    )
