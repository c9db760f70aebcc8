"""GIF (GIF89a): its blocks, followed to the trailer. Sections are those of the GIF89a specification."""

from __future__ import annotations

from digestkit_epub.pictures.extent import Extent, pair
from digestkit_epub.pictures.picture import Size


def size(data: bytes) -> Size | None:
    """The size of the canvas (section 18), in pixels; None if the data ends before."""
    return pair("<HH", data, 6)


def extent(data: bytes, canvas: Size) -> Extent | None:
    """Where the blocks (section 12) end in the trailer; None unless they do, with a frame among them.

    Each frame must lie within the canvas (section 20), so that checking the canvas's size is enough. Any GIF
    counts as moving.
    """
    # 13 bytes: the header (section 17) and the logical screen descriptor.
    at, pixels = 13 + _palette(data[10:11]), 0
    while (kind := data[at : at + 1]) in (b",", b"!"):
        if kind == b",":
            frame = _frame_pixels(data, at, canvas)
            if not frame:
                return None
            pixels += frame
            # The image descriptor, a table of colours, and the minimum code size of the pixels.
            at += 11 + _palette(data[at + 9 : at + 10])
        else:
            at += 2
        # Sub-blocks (section 15): a length in one byte before each, and a zero at the end.
        while (length := data[at : at + 1]) not in (b"", b"\0"):
            at += 1 + length[0]
        at += 1
    return Extent(at + 1, True, pixels) if kind == b";" and pixels else None


def _frame_pixels(data: bytes, at: int, canvas: Size) -> int:
    """How many pixels a frame has; 0 if it reaches beyond the canvas."""
    corner, frame = pair("<HH", data, at + 1), pair("<HH", data, at + 5)
    if corner is None or frame is None:
        return 0
    inside = all(start + length <= end for start, length, end in zip(corner, frame, canvas, strict=True))
    return frame[0] * frame[1] if inside else 0


def _palette(flags: bytes) -> int:
    """How many bytes the table of colours takes that the flags announce; 0 if there is none."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0
