"""A canvas of sixteen colours that draws rectangles and outlines with soft edges, and is written as PNG.

All arithmetic is in whole numbers, so a picture has the same pixels on every machine. A row is one number
with four bits a pixel, the leftmost in the highest: drawing in a row costs a few operations, however wide.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, repeat
from math import isqrt
from typing import NamedTuple

from digestkit_epub.cover.typeface import UNITS, Curve

_BITS = 4
SHADES = 5
"""How many shades ink has: a pixel is tested at five points, each in a row and a column of its own."""

INK = 7
"""The last of the colours that ink may have: where two shades meet, any bits of theirs may be set."""

# Where in the width of a pixel its points lie, from the highest point to the lowest, in 1/65536 of it.
_ACROSS = [((2 * (2 * row % SHADES) + 1) << 16) // (2 * SHADES) for row in range(SHADES)]


class Mask(NamedTuple):
    """A drawn letter: its rows, and where its upper left corner lies from the start of the letter."""

    left: int
    top: int
    width: int
    rows: tuple[int, ...]


def mask(curves: Iterable[Curve], size: int) -> Mask:
    """The outline of a letter, in units, at so many pixels an em.

    A point is inside if a line from it to the right crosses the outline an odd number of times: the outlines
    have no overlaps. So each crossing turns over everything to its right, and nothing needs to be sorted.
    """
    lines = [line for curve in curves for line in _flattened(curve, size)]
    if not lines:
        return Mask(0, 0, 0, ())
    xs = [x for (x, _), _ in lines]
    ys = [y for (_, y), _ in lines]
    left, top = (min(xs) * size // UNITS >> 4) - 1, (max(ys) * size // UNITS >> 4) + 1
    width = (max(xs) * size // UNITS >> 4) + 2 - left
    height = top - (min(ys) * size // UNITS >> 4)
    fine = _fine_rows(lines, size, left, top, width, height)
    rows = [sum(fine[at : at + SHADES]) for at in range(0, height * SHADES, SHADES)]
    return Mask(left, -top, width, tuple(rows))


def _flattened(curve: Curve, size: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Straight lines in place of a curve, in sixteenths of a unit, no tenth of a pixel away from it."""
    (x0, y0), (x1, y1), (x2, y2) = curve
    if (x0, y0) == (x1, y1):
        return [((x0 << 4, y0 << 4), (x2 << 4, y2 << 4))]
    bend = abs(x0 - 2 * x1 + x2) + abs(y0 - 2 * y1 + y2)
    count = 1 + isqrt(bend * size * 5 // (UNITS * 4))
    square = count * count
    points = [
        (
            ((x0 * (count - at) ** 2 + 2 * x1 * (count - at) * at + x2 * at * at) << 4) // square,
            ((y0 * (count - at) ** 2 + 2 * y1 * (count - at) * at + y2 * at * at) << 4) // square,
        )
        for at in range(count + 1)
    ]
    return list(pairwise(points))


def _fine_rows(
    lines: list[tuple[tuple[int, int], tuple[int, int]]],
    size: int,
    left: int,
    top: int,
    width: int,
    height: int,
) -> list[int]:
    """For each row of points, five to a row of pixels, a 1 in each pixel whose point is inside."""
    right_of = list(accumulate(repeat(_BITS, width), lambda ones, bits: ones << bits | 1, initial=0))
    rows = [0] * (height * SHADES)
    down = size * SHADES << 4
    zero = (top * SHADES << 8) - 128  # the points lie half-way down their rows
    for one, other in lines:
        (x0, y0), (x1, y1) = (one, other) if one[1] > other[1] else (other, one)
        upper, lower = zero - y0 * down // UNITS, zero - y1 * down // UNITS
        first, end = upper + 255 >> 8, lower + 255 >> 8
        if first == end:
            continue
        start = (x0 * size << 12) // UNITS - (left << 16)
        across = ((x1 - x0) * size << 12) // UNITS
        step = (across << 8) // (lower - upper)
        x = start + across * ((first << 8) - upper) // (lower - upper)
        for row in range(first, end):
            rows[row] ^= right_of[width - (x - _ACROSS[row % SHADES] + 65535 >> 16)]
            x += step
    return rows


class Canvas:
    """A picture. Colours are numbers: 0 is the background, up to `INK` are shades of ink."""

    def __init__(self, width: int, height: int, colours: Sequence[bytes]) -> None:
        self.width, self.height, self.colours = width, height, colours
        self._rows = [0] * height

    def rectangle(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle, which must lie in the picture and on nothing but background."""
        if width > 0:
            span = int(f"{colour:x}" * width, 16) << _BITS * (self.width - x - width)
            for row in range(y, y + height):
                self._rows[row] |= span

    def draw(self, letter: Mask, x: int, y: int) -> None:
        """Draw a letter that starts at `x` on the line `y`; where shades meet, neither gets paler."""
        shift = _BITS * (self.width - x - letter.left - letter.width)
        for row, bits in enumerate(letter.rows, y + letter.top):
            self._rows[row] |= bits << shift

    def png(self, *, compress: bool) -> bytes:
        """The picture as PNG; without compression, its bytes are the same with every build of zlib."""
        length = self.width * _BITS // 8
        blank = bytes(1 + length)  # each row begins with the number of its filter, 0 for none
        data = b"".join([b"\0" + row.to_bytes(length, "big") if row else blank for row in self._rows])
        # Colour type 3: indices into a palette.
        header = struct.pack(">IIBBBBB", self.width, self.height, _BITS, 3, 0, 0, 0)
        # Level 4 takes a twentieth of the time of level 9, which searches long in rows that are alike.
        packed = zlib.compress(data, 4 if compress else 0)
        chunks = ((b"IHDR", header), (b"PLTE", b"".join(self.colours)), (b"IDAT", packed), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
