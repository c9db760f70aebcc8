"""The cover as libraries and devices show it: a PNG, since many of them cannot draw SVG.

It has the same parts as the cover page. Its letters are made of blocks, and there are only those of ASCII: a
heading in another script is left to the cover page, and to the title that libraries show next to a cover.
"""

from __future__ import annotations

from digestkit_epub.cover import drawing, lettering
from digestkit_epub.pictures.pixels import ADVANCE, Canvas, spellable
from digestkit_epub.plan import Plan

FILE_NAME = "cover.png"

_WIDTH, _HEIGHT, _MARGIN = 600, 800, 54
_INK, _ACCENT = 1, 2
# Pixels of a block of a letter, from the largest that a heading may have.
_BLOCKS = (14, 12, 10, 8, 6, 5, 4)
_LINE = 9
_MAX_LINES = 5
_PERIOD_BLOCK = 4


def draw(plan: Plan, *, compress: bool) -> bytes:
    """The thumbnail of a book's cover, as PNG; `compress` is that of the canvas."""
    colours = [bytes.fromhex(colour[1:]) for colour in (drawing.PAPER, drawing.INK, drawing.ACCENT)]
    canvas = Canvas(_WIDTH, _HEIGHT, colours)
    canvas.rectangle(0, 0, _WIDTH, 18, _ACCENT)
    _write_heading(canvas, plan.heading)
    scale = _WIDTH / drawing.WIDTH
    for bar in drawing.bars([len(day.sections) for day in plan.days]):
        x, y, width, height = (round(number * scale) for number in bar)
        canvas.rectangle(x, y, width, height, _ACCENT)
    ends = [date.isoformat() for date in plan.dates]
    lines = ends[:1] if len(ends) < 2 else [f"{ends[0]} -", ends[-1]]
    for number, line in enumerate(lines):
        canvas.write(line, _MARGIN, 704 + number * _LINE * _PERIOD_BLOCK, _PERIOD_BLOCK, _INK)
    return canvas.png(compress=compress)


def _write_heading(canvas: Canvas, heading: str) -> None:
    text = spellable(heading)
    if text is None:
        return
    block, lines = lettering.fit(text, _WIDTH - 2 * _MARGIN, _BLOCKS, _MAX_LINES, lambda _char: ADVANCE)
    for number, line in enumerate(lines):
        canvas.write(line, _MARGIN, 110 + number * _LINE * block, block, _INK)
