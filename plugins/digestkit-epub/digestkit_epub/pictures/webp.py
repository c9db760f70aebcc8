"""WebP (RFC 9649): its chunks, and the sizes in its bitstreams."""

from __future__ import annotations

from collections.abc import Iterator

from digestkit_epub.pictures.extent import Extent, pair
from digestkit_epub.pictures.picture import Size

_HEADER = 12


def size(data: bytes) -> Size | None:
    """The size in pixels of the canvas (section 2.7), or of the only bitstream; None if there is neither."""
    form, body = data[12:16], data[20:]
    if form == b"VP8X" and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    return _bitstream_size(form, body[:10])


def extent(data: bytes, canvas: Size) -> Extent | None:
    """Where the RIFF container ends; None if it is cut off, or a bitstream is larger than the canvas.

    The bitstreams themselves are not decoded, so damage in them is not noticed.
    """
    end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < end:
        return None
    pixels = 0
    for width, height in _frames(data, _HEADER, end):
        if width > canvas[0] or height > canvas[1]:
            return None
        pixels += width * height
    moving = data[12:16] == b"VP8X" and bool(data[20] & 2)
    return Extent(end, moving, pixels) if pixels else None


def _frames(data: bytes, at: int, end: int) -> Iterator[Size]:
    """The sizes of all bitstreams, including those in the frames of an animation (section 2.7.1.1)."""
    while at + 8 <= end:
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        inside = min(at + 8 + length, end)
        if kind == b"ANMF":
            yield from _frames(data, at + 8 + 16, inside)  # after the frame's own header of 16 bytes
        elif found := _bitstream_size(kind, data[at + 8 : min(at + 18, inside)]):
            yield found
        at += 8 + length + length % 2  # RIFF pads chunks to an even length


def _bitstream_size(kind: bytes, start: bytes) -> Size | None:
    """The size in the first bytes of a bitstream, lossless (section 3.4) or lossy (RFC 6386, section 9.1)."""
    if kind == b"VP8L" and len(start) >= 5:
        # 14 bits each, one less than the width and the height.
        bits = int.from_bytes(start[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    found = pair("<HH", start, 6) if kind == b"VP8 " else None
    return (found[0] & 0x3FFF, found[1] & 0x3FFF) if found else None
