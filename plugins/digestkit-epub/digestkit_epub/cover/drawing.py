"""The drawn cover: the book's title, a picture of its period, its days, and how many papers it has."""

from __future__ import annotations

from collections.abc import Sequence

from digestkit_epub.cover.canvas import INK, SHADES, Canvas, Mask, mask
from digestkit_epub.cover.chart import MANY, Bar, Chart
from digestkit_epub.cover.lettering import extent, fit, spell
from digestkit_epub.cover.typeface import UNITS, Glyph, lay, outlines
from digestkit_epub.plan import Plan

FILE_NAME = "cover.png"

WIDTH, HEIGHT, MARGIN = 1600, 2400, 120
# All lengths are in pixels; `_FLOOR` and the like are distances from the top.
_LINE = WIDTH - 2 * MARGIN
_PAPER, _INK, _ACCENT = (bytes.fromhex(colour) for colour in ("f4f1ea", "1b2733", "b4492f"))
_ACCENTED = INK + 1

_TITLE_TOP, _TITLE_HEIGHT = 200, 1060
_SIZES = (240, 210, 184, 160, 140, 122, 106, 92, 80, 70)
_CAPTION, _ROOF, _FLOOR, _LABELS = 1420, 1540, 2000, 2056
_PERIOD, _COUNT = 2220, 2310
_SMALL, _MIDDLE, _LARGE = 42, 52, 72
_WIDEST = 130
"""A bar or a square with the space beside it: a book of one paper must not become a wall."""

_KNOWN: dict[tuple[Glyph, int], Mask] = {}
"""Letters that were drawn, by their size in pixels an em."""
_KEPT = 512


def draw(plan: Plan, shown: Chart | None, *, compress: bool) -> bytes:
    """The cover of a book as PNG, the same for the same title, days, numbers of papers and votes.

    Compressed, its bytes are those of one build of zlib; its pixels are always the same.
    """
    canvas = Canvas(WIDTH, HEIGHT, [*map(_shade, range(INK + 1)), _ACCENT])
    canvas.rectangle(0, 0, WIDTH, 60, _ACCENTED)
    title = fit(spell(plan.heading).text, _LINE, _TITLE_HEIGHT, _SIZES)
    for number, line in enumerate(title.lines):
        _write(canvas, line, MARGIN, _TITLE_TOP + title.size + number * title.leading, title.size)
    if shown is not None:
        _write(canvas, shown.caption, MARGIN, _CAPTION, _MIDDLE)
        (_draw_tally if shown.is_tally else _draw_bars)(canvas, shown.bars)
    _write(canvas, plan.period, MARGIN, _PERIOD, _LARGE)
    count = plan.words.papers(sum(len(day.sections) for day in plan.days))
    _write(canvas, count, MARGIN, _COUNT, _MIDDLE)
    return canvas.png(compress=compress)


def _shade(number: int) -> bytes:
    """A colour between those of paper and ink, which are the first and the last shade."""
    number = min(number, SHADES)
    mixed = (
        (light * (SHADES - number) + dark * number) // SHADES
        for light, dark in zip(_PAPER, _INK, strict=True)
    )
    return bytes(mixed)


def _draw_bars(canvas: Canvas, bars: tuple[Bar, ...]) -> None:
    """Bars on a line, the highest as high as the space; with few bars, each has its number and its name."""
    step = min(_LINE * 16 // len(bars), _WIDEST * 16)  # in sixteenths: many bars have no whole pixels each
    wide = max(step * 3 // 64, 1)
    highest = max(bar.number for bar in bars)
    told = range(len(bars)) if len(bars) <= MANY else [[bar.number for bar in bars].index(highest)]
    for at, bar in enumerate(bars):
        # Something is never nothing.
        height = max((_FLOOR - _ROOF) * bar.number // highest, 3 if bar.number else 0)
        left = MARGIN + at * step // 16
        canvas.rectangle(left, _FLOOR - height, wide, height, _ACCENTED)
        if at in told:
            _write_centred(canvas, f"{bar.number:,}", left + wide // 2, _FLOOR - height - 14, _SMALL)
    canvas.rectangle(MARGIN, _FLOOR, (len(bars) - 1) * step // 16 + wide, 4, INK)
    _write_names(canvas, bars, step, wide)


def _write_names(canvas: Canvas, bars: tuple[Bar, ...], step: int, wide: int) -> None:
    """Under few bars, the last part of each name, which tells it from the next; else the ends."""
    if len(bars) > MANY:
        _write(canvas, bars[0].name, MARGIN, _LABELS, _SMALL)
        end = MARGIN + (len(bars) - 1) * step // 16 + wide
        _write(canvas, bars[-1].name, end - _width(bars[-1].name, _SMALL), _LABELS, _SMALL)
        return
    for at, bar in enumerate(bars):
        name = bar.name.rpartition("-")[2]
        _write_centred(canvas, name, MARGIN + at * step // 16 + wide // 2, _LABELS, _SMALL)


def _draw_tally(canvas: Canvas, bars: tuple[Bar, ...]) -> None:
    """A square for each paper, as large as the space allows, from left to right and down."""
    height = _FLOOR - _ROOF + _SMALL
    side = next(side for side in range(_WIDEST, 0, -1) if (_LINE // side) * (height // side) >= len(bars))
    in_row = _LINE // side
    for number in range(len(bars)):
        down, across = divmod(number, in_row)
        top = _ROOF - _SMALL + down * side
        canvas.rectangle(MARGIN + across * side, top, max(side * 4 // 5, 1), max(side * 4 // 5, 1), _ACCENTED)


def _write_centred(canvas: Canvas, text: str, middle: int, y: int, size: int) -> None:
    width = _width(text, size)
    _write(canvas, text, min(max(middle - width // 2, MARGIN // 2), WIDTH - MARGIN // 2 - width), y, size)


def _width(text: str, size: int) -> int:
    return extent(text) * size // UNITS


def _write(canvas: Canvas, text: str, x: int, y: int, size: int) -> None:
    """Write a text from `x` on the line `y`; of a letter that there is not, nothing is drawn."""
    glyphs, places = lay(text)
    for letter, at in zip(_masks(glyphs, size), places, strict=True):
        canvas.draw(letter, x + at * size // UNITS, y)


def _masks(glyphs: Sequence[Glyph], size: int) -> list[Mask]:
    """Letters as they are drawn; they are kept, since the volumes of a series share most of theirs."""
    known = {glyph: _KNOWN.get((glyph, size)) for glyph in glyphs}
    made = {glyph: letter for glyph, letter in known.items() if letter is not None}
    if new := [glyph for glyph in known if glyph not in made]:
        if len(_KNOWN) + len(new) > _KEPT:
            _KNOWN.clear()
        for glyph, outline in zip(new, outlines(new), strict=True):
            made[glyph] = _KNOWN[glyph, size] = mask(outline, size)
    return [made[glyph] for glyph in glyphs]
