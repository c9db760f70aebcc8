"""Breaking a heading into lines without a font to measure: widths are estimated generously."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

Width = Callable[[str], float]
"""The width of a character, in the unit in which the line is measured."""


def em(char: str) -> float:
    """The width of a character in a wide sans-serif font, in ems: 1.0, 0.8 or 0.6, a rough estimate."""
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.8 if char.isupper() or char in "MW@%mw" else 0.6


def fit(text: str, width: int, sizes: Sequence[int], max_lines: int, of: Width) -> tuple[int, list[str]]:
    """The largest of `sizes`, in descending order, at which a text fits into `max_lines`, and its lines.

    A smaller size is preferred to a broken word. At the smallest size, what does not fit is cut off.
    """
    longest = max((sum(map(of, word)) for word in text.split()), default=0.0)
    for may_break in (False, True):
        for size in sizes:
            lines = wrap(text, width / size, of)
            if len(lines) <= max_lines and (may_break or longest <= width / size):
                return size, lines
    return size, lines[:max_lines]


def wrap(text: str, width: float, of: Width) -> list[str]:
    """Lines no wider than `width`, broken at blanks, and inside words only if they are wider than a line."""
    lines = [""]
    for word in text.split():
        for part in _pieces(word, width, of):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if sum(map(of, joined)) <= width:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _pieces(word: str, width: float, of: Width) -> list[str]:
    pieces, start, used = [], 0, 0.0
    for at, total in enumerate(accumulate(map(of, word))):
        if total - used > width:
            pieces.append(word[start:at])
            start, used = at, total - of(word[at])
    return [*pieces, word[start:]]
