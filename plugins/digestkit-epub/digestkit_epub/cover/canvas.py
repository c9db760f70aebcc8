"""A canvas of sixteen colours that draws rectangles and outlines with soft edges, and is written as PNG.

All arithmetic is in whole numbers, so a picture has the same pixels on every machine. A row is one number
with four bits a pixel, the leftmost in the highest: drawing in a row costs a few operations, however wide.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, count, groupby, pairwise, repeat
from math import isqrt
from operator import xor
from typing import NamedTuple

from digestkit_epub.cover.typeface import UNITS, Curve, Point

_BITS = 4
SHADES = 5
"""How many shades ink has: a pixel is tested at five points, each in a row and a column of its own."""

INK = 7
"""The last of the colours that ink may have: where two shades meet, any bits of theirs may be set."""

# Where in the width of a pixel its points lie, from the highest point to the lowest, in 1/65536 of it.
_ACROSS = [((2 * (2 * row % SHADES) + 1) << 16) // (2 * SHADES) for row in range(SHADES)]


Line = tuple[Point, Point]
"""A straight line, in sixteenths of a unit."""


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


def _flattened(curve: Curve, size: int) -> list[Line]:
    """Straight lines in place of a curve, in sixteenths of a unit, no tenth of a pixel away from it."""
    (x0, y0), (x1, y1), (x2, y2) = curve
    if (x0, y0) == (x1, y1):
        return [((x0 << 4, y0 << 4), (x2 << 4, y2 << 4))]
    bend = abs(x0 - 2 * x1 + x2) + abs(y0 - 2 * y1 + y2)
    pieces = 1 + isqrt(bend * size * 5 // (UNITS * 4))
    square = pieces * pieces
    points = [
        (
            ((x0 * (pieces - at) ** 2 + 2 * x1 * (pieces - at) * at + x2 * at * at) << 4) // square,
            ((y0 * (pieces - at) ** 2 + 2 * y1 * (pieces - at) * at + y2 * at * at) << 4) // square,
        )
        for at in range(pieces + 1)
    ]
    return list(pairwise(points))


def _fine_rows(
    lines: list[Line],
    size: int,
    left: int,
    top: int,
    width: int,
    height: int,
) -> list[int]:
    """For each row of points, five to a row of pixels, a 1 in each pixel whose point is inside."""
    right_of = list(accumulate(repeat(_BITS, width), lambda ones, bits: ones << bits | 1, initial=0))
    # How far the points of each row lie from the right end; there are as many rows more as a pixel has.
    away = [across + (width << 16) for across in _ACROSS] * (height + 1)
    rows = [0] * len(away)
    crossings = [_crossing(line, size, left, top) for line in lines]
    for first, end, x, step in crossings:
        # An upright line, as half of all are: what it turns over is noted where it begins and where it ends.
        if not step and first < end:
            for row in (*range(first, first + SHADES), *range(end, end + SHADES)):
                rows[row] ^= right_of[away[row] - x >> 16]
    for shade in range(SHADES):
        rows[shade::SHADES] = accumulate(rows[shade::SHADES], xor)
    for first, end, x, step in crossings:
        if step:
            for row, at in zip(range(first, end), count(x, step), strict=False):
                rows[row] ^= right_of[away[row] - at >> 16]
    return rows[:-SHADES]


def _crossing(line: Line, size: int, left: int, top: int) -> tuple[int, int, int, int]:
    """The first row of points that a line crosses and the one after its last; where it does, and each next.

    A place in a row is in 1/65536 of a pixel.
    """
    (x0, y0), (x1, y1) = line if line[0][1] > line[1][1] else line[::-1]
    down = size * SHADES << 4
    zero = (top * SHADES << 8) - 128  # the points lie half-way down their rows
    upper, lower = zero - y0 * down // UNITS, zero - y1 * down // UNITS
    first, end = upper + 255 >> 8, lower + 255 >> 8
    start = (x0 * size << 12) // UNITS - (left << 16)
    across = ((x1 - x0) * size << 12) // UNITS
    if first == end or not across:
        return first, end, start, 0
    tall = lower - upper
    return first, end, start + across * ((first << 8) - upper) // tall, (across << 8) // tall


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
        # Each row begins with the number of its filter, 0 for none. Rows that are alike stand together.
        rows = [(b"\0" + row.to_bytes(length, "big"), len(list(same))) for row, same in groupby(self._rows)]
        data = b"".join([row * count for row, count in rows])
        # Colour type 3: indices into a palette.
        header = struct.pack(">IIBBBBB", self.width, self.height, _BITS, 3, 0, 0, 0)
        # Runs alone: to search for rows that are alike takes three times as long, and saves a tenth.
        packer = zlib.compressobj(1 if compress else 0, strategy=zlib.Z_RLE)
        packed = packer.compress(data) + packer.flush()
        chunks = ((b"IHDR", header), (b"PLTE", b"".join(self.colours)), (b"IDAT", packed), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
