"""How far a picture reaches in its file, and numbers read from bytes."""

from __future__ import annotations

import struct
from typing import NamedTuple


class Extent(NamedTuple):
    """The offset at which a picture ends, whether it may move, and how many pixels a reader has to decode."""

    end: int
    moving: bool
    frame_pixels: int


def pair(layout: str, data: bytes, at: int) -> tuple[int, int] | None:
    """The two numbers that `layout` (of `struct`) reads at an offset, or None if the data ends before."""
    if at + struct.calcsize(layout) > len(data):
        return None
    first, second = struct.unpack_from(layout, data, at)
    return first, second
