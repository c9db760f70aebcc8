"""What kind of picture some bytes are: told by the bytes, never by a name or a server's word.

Only EPUB's core media types (EPUB 3.3, core media types) are known. A picture must be whole: a file that
a broken download cut off shows as a hole in the book.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import attrs

Size = tuple[int, int]
"""Width and height in pixels."""


@attrs.frozen
class Raster:
    """A raster picture's type, the suffix of its file, its size, and whether it may move."""

    media_type: str
    suffix: str
    size: Size
    moving: bool


@attrs.frozen
class _Kind:
    media_type: str
    suffix: str
    matches: Callable[[bytes], bool]
    size: Callable[[bytes], Size | None]
    is_whole: Callable[[bytes], bool]
    moves: Callable[[bytes], bool]


def raster(data: bytes) -> Raster | None:
    """What raster picture this is; None for anything else, and for one that is cut off or empty."""
    for kind in _KINDS:
        if kind.matches(data):
            size = kind.size(data)
            if size is None or not all(size) or not kind.is_whole(data):
                return None
            return Raster(kind.media_type, kind.suffix, size, kind.moves(data))
    return None


def _unpack(layout: str, data: bytes, at: int) -> Size | None:
    """Two numbers at an offset, or None where the data ends before."""
    if at + struct.calcsize(layout) > len(data):
        return None
    first, second = struct.unpack_from(layout, data, at)
    return first, second


def _png_size(data: bytes) -> Size | None:
    return _unpack(">II", data, 16) if data[12:16] == b"IHDR" else None


def _png_is_whole(data: bytes) -> bool:
    """Whether all chunks have their checksums, up to the last (PNG, 5.3), and pixels are among them."""
    at, has_pixels = 8, False
    while (found := _unpack(">II", data, at)) is not None:
        kind, end = data[at + 4 : at + 8], at + 8 + found[0]
        if data[end : end + 4] != struct.pack(">I", zlib.crc32(data[at + 4 : end])):
            return False
        if kind == b"IEND":
            return has_pixels
        has_pixels |= kind == b"IDAT"
        at = end + 4
    return False


def _gif_is_whole(data: bytes) -> bool:
    """Whether the blocks of the file (GIF89a, 12) lead to its trailer, and a frame is among them."""
    at, has_frame = 13 + _palette(data[10:11]), False
    while (kind := data[at : at + 1]) in (b",", b"!"):
        if kind == b",":
            at += 11 + _palette(data[at + 9 : at + 10])
            has_frame = True
        else:
            at += 2
        while (length := data[at : at + 1]) not in (b"", b"\0"):
            at += 1 + length[0]
        at += 1
    return kind == b";" and has_frame


def _palette(flags: bytes) -> int:
    """How many bytes a table of colours has, by the flags before it."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _jpeg_size(data: bytes) -> Size | None:
    """The size in the first frame header (ITU T.81, B.2.2), found by walking the segments before it."""
    at = 2
    while (segment := _unpack(">HH", data, at)) is not None:
        marker, length = segment
        if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
            found = _unpack(">HH", data, at + 5)
            return (found[1], found[0]) if found else None
        if marker < 0xFF01 or length < 2:
            return None
        at += 1 if marker == 0xFFFF else 2 + length
    return None


def _webp_size(data: bytes) -> Size | None:
    """The size in any of the three bitstream headers (RFC 9649, section 2)."""
    form = data[12:16]
    if form == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    found = _unpack("<HH", data, 26) if form == b"VP8 " else None
    return (found[0] & 0x3FFF, found[1] & 0x3FFF) if found else None


def _webp_is_whole(data: bytes) -> bool:
    return len(data) >= 8 + int.from_bytes(data[4:8], "little")


_KINDS = (
    _Kind(
        "image/png",
        ".png",
        matches=lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
        size=_png_size,
        is_whole=_png_is_whole,
        moves=lambda data: b"acTL" in data[:4096],
    ),
    _Kind(
        "image/jpeg",
        ".jpg",
        matches=lambda data: data.startswith(b"\xff\xd8\xff"),
        size=_jpeg_size,
        is_whole=lambda data: data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda") > 0,
        moves=lambda _data: False,
    ),
    _Kind(
        "image/gif",
        ".gif",
        matches=lambda data: data.startswith((b"GIF87a", b"GIF89a")),
        size=lambda data: _unpack("<HH", data, 6),
        is_whole=_gif_is_whole,
        moves=lambda _data: True,
    ),
    _Kind(
        "image/webp",
        ".webp",
        matches=lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP",
        size=_webp_size,
        is_whole=_webp_is_whole,
        moves=lambda data: data[12:16] == b"VP8X" and bool(data[20:21] and data[20] & 2),
    ),
)
