"""Letters as outlines: a reader of the TrueType fonts beside it, packed as WOFF.

Only what `scripts/make_letters.py` writes is read: one table of characters in format 4, without an array
of glyphs, long offsets, and letters that are not made of others. The formats: OpenType 1.9, tables `cmap`,
`glyf`, `hmtx` and `loca`; WOFF 1.0, section 5.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

UNITS = 512
"""Units of an em in all three fonts."""

_PIECE = 1 << 15
"""Bytes of outlines that are unpacked at a time."""

Point = tuple[int, int]
Curve = tuple[Point, Point, Point]
"""A quadratic curve from its first to its last point; in a straight line, the first two are equal."""

Glyph = tuple[str, int]
"""The name of a font, and the number of a letter in it."""

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32


class Typeface:
    """One of the fonts; its tables are unpacked when they are first needed."""

    def __init__(self, name: str) -> None:
        self._data = files("digestkit_epub.cover").joinpath("letters", f"{name}.woff").read_bytes()
        (count,) = struct.unpack_from(">H", self._data, 12)
        records = (struct.unpack_from(">4sIII", self._data, 44 + 20 * number) for number in range(count))
        self._places = {tag: (offset, packed, length) for tag, offset, packed, length in records}
        self._tables: dict[bytes, bytes] = {}
        self._outlines = bytearray()
        self._unpacker = zlib.decompressobj()
        self._packed = self._raw(b"glyf")
        self._ends, self._starts, self._deltas = self._segments()

    def glyph(self, char: str) -> int:
        """The number of a letter's glyph; 0 where the font has none."""
        code = ord(char)
        at = bisect_left(self._ends, code)
        if at == len(self._ends) or code < self._starts[at]:
            return 0
        return (code + self._deltas[at]) & 0xFFFF

    def advance(self, glyph: int) -> int:
        """How far it is to the start of the next letter, in units."""
        # The last width holds for all glyphs that follow.
        (count,) = struct.unpack_from(">H", self._table(b"hhea"), 34)
        return int.from_bytes(self._table(b"hmtx")[4 * min(glyph, count - 1) :][:2], "big")

    def curves(self, glyph: int) -> list[Curve]:
        """The outline, in units from the start of the letter and up from the line that it stands on."""
        start, end = struct.unpack_from(">II", self._table(b"loca"), 4 * glyph)
        if start == end:
            return []
        self._unpack(end)
        return [curve for contour in _contours(self._outlines[start:end]) for curve in _curves(contour)]

    def _table(self, tag: bytes) -> bytes:
        found = self._tables.get(tag)
        if found is None:
            _, packed, length = self._places[tag]
            found = self._raw(tag)
            found = self._tables[tag] = zlib.decompress(found) if packed < length else found
        return found

    def _raw(self, tag: bytes) -> bytes:
        offset, packed, _ = self._places[tag]
        return self._data[offset : offset + packed]

    def _unpack(self, end: int) -> None:
        """Unpack the outlines as far as that: they are most of a font, and common letters come early."""
        while len(self._outlines) < end:
            self._outlines += self._unpacker.decompress(self._packed, _PIECE)
            self._packed = self._unpacker.unconsumed_tail

    def _segments(self) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """The runs of characters whose glyphs follow one another: last, first, distance to the glyph."""
        table = self._table(b"cmap")
        (offset,) = struct.unpack_from(">I", table, 8)  # all subtables are the same one
        (double,) = struct.unpack_from(">H", table, offset + 6)
        ends, starts, deltas = (
            struct.unpack_from(f">{double // 2}H", table, offset + at)
            for at in (14, 16 + double, 16 + 2 * double)
        )
        return ends, starts, deltas


@cache
def typeface(name: str) -> Typeface:
    """The font of that name, read once."""
    return Typeface(name)


def lay(text: str) -> tuple[list[Glyph], list[int]]:
    """The letters of a text that there are, and how far each stands from the start, in units."""
    glyphs, places, at = [], [], 0
    for char in text:
        if found := find(char):
            glyphs.append(found)
            places.append(at)
            at += typeface(found[0]).advance(found[1])
    return glyphs, places


def outlines(glyphs: Iterable[Glyph]) -> list[list[Curve]]:
    """How letters are drawn, each as `Typeface.curves` has it."""
    return [typeface(font).curves(number) for font, number in glyphs]


def find(char: str) -> Glyph | None:
    """The glyph of a letter in the font that has it; None if none has it."""
    first = "hangul" if "가" <= char <= "힣" else "latin"
    for name in (first, "han") if char > "\u200f" else (first,):
        if glyph := typeface(name).glyph(char):
            return name, glyph
    return None


def _contours(glyph: bytearray) -> Iterator[list[tuple[int, int, bool]]]:
    """The closed lines of a glyph, as points with whether they lie on the curve."""
    (count,) = struct.unpack_from(">h", glyph)
    ends = struct.unpack_from(f">{count}H", glyph, 10)
    (hints,) = struct.unpack_from(">H", glyph, 10 + 2 * count)
    flags, at = _flags(glyph, 12 + 2 * count + hints, ends[-1] + 1)
    xs, at = _coordinates(glyph, at, flags, _X_SHORT, _X_SAME)
    ys, _ = _coordinates(glyph, at, flags, _Y_SHORT, _Y_SAME)
    points = [(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    for first, last in zip((0, *[end + 1 for end in ends]), ends, strict=False):
        yield points[first : last + 1]


def _flags(glyph: bytearray, at: int, count: int) -> tuple[list[int], int]:
    flags: list[int] = []
    while len(flags) < count:
        flag = glyph[at]
        at += 1
        repeats = 1
        if flag & _REPEAT:
            repeats += glyph[at]
            at += 1
        flags += [flag] * repeats
    return flags, at


def _coordinates(glyph: bytearray, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    """Each is the step from the one before: a byte with the sign in the flag, two bytes, or nothing."""
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += glyph[at] if flag & same else -glyph[at]
            at += 1
        elif not flag & same:
            value += int.from_bytes(glyph[at : at + 2], "big", signed=True)
            at += 2
        found.append(value)
    return found, at


def _curves(contour: list[tuple[int, int, bool]]) -> Iterator[Curve]:
    """Between two points off the curve, one on it lies half-way; here its halves are rounded down."""
    points = []
    for (x, y, on), (next_x, next_y, next_on) in zip(contour, contour[1:] + contour[:1], strict=True):
        points.append((x, y, on))
        if not on and not next_on:
            points.append(((x + next_x) // 2, (y + next_y) // 2, True))
    first = next(at for at, point in enumerate(points) if point[2])
    points = points[first:] + points[: first + 1]
    control: Point | None = None
    start = points[0][:2]
    for x, y, on in points[1:]:
        if on:
            yield (start, control or start, (x, y))
            start, control = (x, y), None
        else:
            control = (x, y)
