"""A cover made of type: an SVG with the book's title, its period and its numbers.

No font is measured: widths are estimated, on the generous side, so that lines stay inside the picture
whatever font a reading system has.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from lxml import etree

from digestkit.cleaning import clean
from digestkit_epub import svg
from digestkit_epub.plan import Plan

FILE_NAME = "cover.svg"

_WIDTH, _HEIGHT, _MARGIN = 1200, 1600, 110
_SIZES = (150, 120, 96, 76, 60)
_MAX_LINES = 6
_PAPER, _INK, _ACCENT = "#f4f1ea", "#1b2733", "#b4492f"
_BARS_TOP, _BARS_HEIGHT, _MAX_BARS = 1130, 240, 40


def draw(plan: Plan) -> bytes:
    """The cover of a book: the same for the same title, dates and numbers of papers."""
    root = svg.root_element("svg")
    root.set("viewBox", f"0 0 {_WIDTH} {_HEIGHT}")
    root.set("width", str(_WIDTH))
    root.set("height", str(_HEIGHT))
    _add(root, "title").text = clean(plan.title)
    _add(root, "rect", width=_WIDTH, height=_HEIGHT, fill=_PAPER)
    _add(root, "rect", width=_WIDTH, height=36, fill=_ACCENT)
    size, lines = _fit(clean(plan.heading))
    for number, line in enumerate(lines):
        _write(root, line, y=260 + int((number + 0.6) * size * 1.25), size=size, weight="bold")
    _draw_bars(root, [len(day.sections) for day in plan.days])
    count = sum(len(day.sections) for day in plan.days)
    _write(root, plan.period, y=_HEIGHT - 150, size=56, weight="normal")
    _write(root, plan.words.papers(count), y=_HEIGHT - 75, size=48, weight="normal")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _draw_bars(root: etree._Element, counts: list[int]) -> None:
    """A bar for each day, as high as it has papers; the last ones where there are too many."""
    counts = counts[-_MAX_BARS:]
    highest = max(counts, default=0)
    if not highest:
        return
    step = (_WIDTH - 2 * _MARGIN) / max(len(counts), 8)
    for number, count in enumerate(counts):
        height = _BARS_HEIGHT * count // highest
        y = _BARS_TOP + _BARS_HEIGHT - height
        x = round(_MARGIN + number * step)
        _add(root, "rect", x=x, y=y, width=round(step * 0.7), height=height, fill=_ACCENT)


def _write(root: etree._Element, text: str, *, y: int, size: int, weight: str) -> None:
    if text:
        style: dict[str, int | str] = {"font_family": "sans-serif", "font_weight": weight, "font_size": size}
        _add(root, "text", x=_MARGIN, y=y, fill=_INK, **style).text = text


def _add(parent: etree._Element, tag: str, **attributes: int | str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{svg.NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        element.set(name.replace("_", "-"), str(value))
    return element


def _fit(text: str) -> tuple[int, list[str]]:
    """The largest size at which a text fits, and its lines; beyond the smallest, it ends in an ellipsis."""
    for size in _SIZES:
        lines = _wrap(text, (_WIDTH - 2 * _MARGIN) / size)
        if len(lines) <= _MAX_LINES:
            return size, lines
    return size, [*lines[: _MAX_LINES - 1], f"{lines[_MAX_LINES - 1][:-2]}…"]


def _wrap(text: str, width: float) -> list[str]:
    """Lines no wider than `width` ems, broken at spaces, and inside words that are wider than a line."""
    lines = [""]
    for word in text.split():
        for part in _pieces(word, width):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if _ems(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _pieces(word: str, width: float) -> list[str]:
    if _ems(word) <= width:
        return [word]
    pieces, start, used = [], 0, 0.0
    for at, total in enumerate(accumulate(map(_em, word))):
        if total - used > width:
            pieces.append(word[start:at])
            start, used = at, total - _em(word[at])
    return [*pieces, word[start:]]


def _ems(text: str) -> float:
    return sum(map(_em, text))


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.8 if char.isupper() or char in "MW@%mw" else 0.6
