"""A typographic cover: an SVG with the book's title, its period, and a bar for each day."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from digestkit_epub.cover import lettering
from digestkit_epub.pictures import svg
from digestkit_epub.plan import Plan

FILE_NAME = "cover.svg"

WIDTH, HEIGHT, MARGIN = 1200, 1600, 110
# All lengths are in pixels of a page 1200 wide and 1600 high.
PAPER, INK, ACCENT = "#f4f1ea", "#1b2733", "#b4492f"

_SIZES = (150, 120, 96, 76, 60)
_MAX_LINES = 6
_BARS_TOP, _BARS_HEIGHT, _MAX_BARS = 1130, 240, 40


def draw(plan: Plan) -> bytes:
    """The cover of a book, as SVG in UTF-8; the same for the same title, dates and numbers of papers."""
    root = svg.root_element("svg")
    root.set("viewBox", f"0 0 {WIDTH} {HEIGHT}")
    root.set("width", str(WIDTH))
    root.set("height", str(HEIGHT))
    _add(root, "title").text = plan.title
    _add(root, "rect", width=WIDTH, height=HEIGHT, fill=PAPER)
    _add(root, "rect", width=WIDTH, height=36, fill=ACCENT)
    size, lines = _heading(plan.heading)
    for number, line in enumerate(lines):
        _write(root, line, y=260 + int((number + 0.6) * size * 1.25), size=size, weight="bold")
    for x, y, width, height in bars([len(day.sections) for day in plan.days]):
        _add(root, "rect", x=x, y=y, width=width, height=height, fill=ACCENT)
    count = sum(len(day.sections) for day in plan.days)
    _write(root, plan.period, y=HEIGHT - 150, size=56, weight="normal")
    _write(root, plan.words.papers(count), y=HEIGHT - 75, size=48, weight="normal")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def bars(counts: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """A bar for each count, left, top, width and height in pixels; of more than 40, the last.

    The highest bar is as high as the space for them, whatever its count.
    """
    counts = counts[-_MAX_BARS:]
    highest = max(counts, default=0)
    step = (WIDTH - 2 * MARGIN) / max(len(counts), 8)  # a single day must not become a wall
    heights = [_BARS_HEIGHT * count // highest for count in counts] if highest else []
    return [
        (round(MARGIN + at * step), _BARS_TOP + _BARS_HEIGHT - height, round(step * 0.7), height)
        for at, height in enumerate(heights)
    ]


def _heading(text: str) -> tuple[int, list[str]]:
    """Size and lines; a text too long for all sizes ends in an ellipsis."""
    size, lines = lettering.fit(text, WIDTH - 2 * MARGIN, _SIZES, _MAX_LINES, lettering.em)
    # Breaking lines moves blanks, so texts are compared without them.
    if "".join(lines).replace(" ", "") != "".join(text.split()):
        lines[-1] = f"{lines[-1][:-2]}…"
    return size, lines


def _write(root: etree._Element, text: str, *, y: int, size: int, weight: str) -> None:
    if text:
        style: dict[str, int | str] = {"font_family": "sans-serif", "font_weight": weight, "font_size": size}
        _add(root, "text", x=MARGIN, y=y, fill=INK, **style).text = text


def _add(parent: etree._Element, tag: str, **attributes: int | str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{svg.NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        element.set(name.replace("_", "-"), str(value))
    return element
