"""JPEG (ITU-T T.81): its segments, and whether the tables in them can be read.

Marker segments are followed to the end of the image. Tables whose lengths or codes do not add up are
noticed; damage in the coded pixels is not, since only decoding them would show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from digestkit_epub.pictures.extent import Extent
from digestkit_epub.pictures.picture import Size

_FRAMES = (0xC0, 0xC1, 0xC2)
"""Baseline, extended and progressive Huffman coding: of the frames in table B.1, what readers decode."""
# Lossless, hierarchical and arithmetic coding, which readers do not decode; C4, C8 and CC are no frames.
_OTHER_FRAMES = (0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
_TABLES, _QUANTISATION, _SCAN, _END = 0xC4, 0xDB, 0xDA, 0xD9

# In coded pixels, FF is followed by 00 or by a restart marker; before a marker, FF may be repeated.
_AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


@attrs.define
class _Seen:
    """What the segments so far have said."""

    tables: set[int] = attrs.field(factory=set)
    components: dict[int, int] = attrs.field(factory=dict)
    frames: int = 0
    scans: int = 0


def size(data: bytes) -> Size | None:
    """Width and height in pixels, from the first frame header (B.2.2); None if there is none."""
    frames = (body for marker, body, _ in _segments(data) if marker in _FRAMES)
    first = next(frames, b"")
    if len(first) < 6:
        return None
    return int.from_bytes(first[3:5], "big"), int.from_bytes(first[1:3], "big")  # the height comes first


def extent(data: bytes, canvas: Size) -> Extent | None:
    """Where the image ends (B.1.1.3); None unless it has an end, one frame, and scans of its components.

    All pixels count once for each scan, since a decoder goes through them that often.
    """
    seen = _Seen()
    for marker, body, end in _segments(data):
        if marker == _END:
            pixels = canvas[0] * canvas[1] * seen.scans
            return Extent(end, False, pixels) if seen.scans else None
        if not _is_sound(marker, body, seen):
            return None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The marker, contents and end of each segment, up to the end of the image or to what is no segment."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 1 < len(data):
        marker = data[at + 1]
        if marker == _END:
            yield marker, b"", at + 2
            return
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8 or length < 2 or end > len(data):
            return
        yield marker, data[at + 4 : end], end
        at = end
        # Coded pixels follow the header of a scan without a length; only the next marker ends them.
        if marker == _SCAN:
            after = _AFTER_PIXELS.search(data, end)
            at = after.start() if after else len(data)


def _is_sound(marker: int, body: bytes, seen: _Seen) -> bool:
    if marker in _FRAMES:
        return _read_frame(body, seen)
    if marker == _QUANTISATION:
        return _read_quantisation(body, seen)
    if marker == _TABLES:
        return _are_tables(body)
    if marker == _SCAN:
        return _read_scan(body, seen)
    return marker not in _OTHER_FRAMES


def _read_frame(body: bytes, seen: _Seen) -> bool:
    """Whether this is a sound header (B.2.2): the only one, with as many components as it says."""
    count = body[5] if len(body) > 5 else 0
    parts = [body[at : at + 3] for at in range(6, len(body), 3)]
    seen.frames += 1
    seen.components = {part[0]: part[-1] for part in parts}
    # 8 bits per sample, in grey, colour or CMYK: what readers show.
    right = seen.frames == 1 and body[:1] == b"\x08" and count in (1, 3, 4)
    if not right or len(body) != 6 + 3 * count or len(seen.components) != count:
        return False
    return all(1 <= part[1] >> 4 <= 4 and 1 <= part[1] & 15 <= 4 and part[2] <= 3 for part in parts)


def _read_quantisation(body: bytes, seen: _Seen) -> bool:
    """Whether these are tables of 64 numbers, of one or two bytes each, none of them 0 (B.2.4.1)."""
    at = 0
    while at < len(body):
        wide, number = body[at] >> 4, body[at] & 15
        table = body[at + 1 : at + 65 + 64 * wide]
        steps = [table[place : place + 1 + wide] for place in range(0, len(table), 1 + wide)]
        if wide > 1 or number > 3 or len(table) != 64 + 64 * wide or not all(map(any, steps)):
            return False
        seen.tables.add(number)
        at += 1 + len(table)
    return True


def _are_tables(body: bytes) -> bool:
    """Whether these are Huffman tables: counts of codes by length, then a value for each code (B.2.4.2).

    No length may have more codes than the shorter codes leave room for.
    """
    at = 0
    while at < len(body):
        counts = body[at + 1 : at + 17]
        room = 1
        for count in counts:
            room = 2 * room - count
            if room < 0:
                return False
        if body[at] >> 4 > 1 or body[at] & 15 > 3 or len(counts) != 16 or sum(counts) > 256:
            return False
        at += 17 + sum(counts)
    return at == len(body)


def _read_scan(body: bytes, seen: _Seen) -> bool:
    """Whether this is a header (B.2.3) that names components of the frame whose tables are there."""
    count = body[0] if body else 0
    named = body[1 : 1 + 2 * count : 2]
    seen.scans += 1
    if not 1 <= count <= 4 or len(body) != 4 + 2 * count:
        return False
    return all(seen.components.get(name) in seen.tables for name in named)
