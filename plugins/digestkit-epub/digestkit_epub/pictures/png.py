"""PNG 1.2, and APNG: its chunks, their checksums, and how many bytes its pixels unpack to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from digestkit_epub.pictures.extent import Extent, pair
from digestkit_epub.pictures.picture import Size

MAX_TEXT = 8_000_000
"""The most bytes that a colour profile or a text may unpack to: libpng's own bound."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples per pixel, by colour type (section 4.1.1)."""

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7 (section 2.6): first column and row, then the distance between columns and between rows."""

_ONE_PASS = ((0, 0, 1, 1),)

_STEP = 1 << 20  # bytes unpacked at a time, so that a bomb never fills the memory

Chunk = tuple[bytes, bytes]
"""Kind and contents."""


def size(data: bytes) -> Size | None:
    """Width and height in pixels, from the header; None if it is not there."""
    return pair(">II", data, 16) if data[8:16] == b"\0\0\0\x0dIHDR" else None


def extent(data: bytes, canvas: Size) -> Extent | None:
    """Where the last chunk ends; None unless all checksums hold and the pixels unpack to their exact size."""
    chunks, end = _chunks(data)
    if not chunks or chunks[-1][0] != b"IEND" or _unpacks_to_too_much(chunks):
        return None
    expected = _row_bytes(chunks[0][1], canvas)
    pixels = b"".join(body for kind, body in chunks if kind == b"IDAT")
    if not expected or _unpacked(pixels, expected) != (expected, True):
        return None
    moving = any(kind == b"acTL" for kind, _ in chunks)
    frames = [pair(">II", body, 4) or (0, 0) for kind, body in chunks if kind == b"fcTL"]
    return Extent(end, moving, sum(width * height for width, height in frames or [canvas]))


def _chunks(data: bytes) -> tuple[list[Chunk], int]:
    """The chunks (section 3.2) up to the last, or to one without its checksum; and where they end."""
    at, found = 8, []
    while (head := pair(">II", data, at)) is not None:
        end = at + 8 + head[0]
        if data[end : end + 4] != zlib.crc32(data[at + 4 : end]).to_bytes(4, "big"):
            break
        found.append((data[at + 4 : at + 8], data[at + 8 : end]))
        at = end + 4
        if found[-1][0] == b"IEND":
            break
    return found, at


def _row_bytes(header: bytes, canvas: Size) -> int:
    """How many bytes the rows have, each with its filter; none for a header that means nothing."""
    depth, colour, *_, interlace = header[8:13]
    width, height = canvas
    bits = depth * _CHANNELS.get(colour, 0)
    if not bits or depth not in (1, 2, 4, 8, 16) or interlace > 1:
        return 0
    total = 0
    for left, top, across, down in _PASSES if interlace else _ONE_PASS:
        columns, rows = -((left - width) // across), -((top - height) // down)
        if columns > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _unpacks_to_too_much(chunks: Iterable[Chunk]) -> bool:
    return any(_unpacked(_packed(*chunk), MAX_TEXT)[0] > MAX_TEXT for chunk in chunks)


def _packed(kind: bytes, body: bytes) -> bytes:
    """What is compressed in a chunk beside the pixels: a profile or a text."""
    rest = body.partition(b"\0")[2]
    if kind in (b"iCCP", b"zTXt"):
        return rest[1:]
    if kind == b"iTXt" and rest[:1] == b"\x01":
        return b"".join(rest[2:].split(b"\0", 2)[2:])
    return b""


def _unpacked(packed: bytes, bound: int) -> tuple[int, bool]:
    """How many bytes a zlib stream unpacks to, not looked at beyond `bound`, and whether it ends there."""
    inflater = zlib.decompressobj()
    total, length = 0, _STEP
    try:
        while (packed or length == _STEP) and total <= bound:
            length = len(inflater.decompress(packed, _STEP))
            packed = inflater.unconsumed_tail
            total += length
    except zlib.error:
        return total, False
    return total, inflater.eof
