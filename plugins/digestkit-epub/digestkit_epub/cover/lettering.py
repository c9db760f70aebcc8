"""Breaking a heading into lines without a font to measure: widths are estimated, on the generous side."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

Width = Callable[[str], float]
"""The width of a character, in the unit of the line's."""


def em(char: str) -> float:
    """The width of a character in a wide sans-serif font, in ems."""
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.8 if char.isupper() or char in "MW@%mw" else 0.6


def fit(text: str, width: int, sizes: Sequence[int], max_lines: int, of: Width) -> tuple[int, list[str]]:
    """The largest size at which a text fits into the lines, and these; beyond the smallest, it is cut.

    A smaller size is better than a broken word.
    """
    longest = max((sum(map(of, word)) for word in text.split()), default=0.0)
    for may_break in (False, True):
        for size in sizes:
            lines = wrap(text, width / size, of)
            if len(lines) <= max_lines and (may_break or longest <= width / size):
                return size, lines
    return size, lines[:max_lines]


def wrap(text: str, width: float, of: Width) -> list[str]:
    """Lines no wider than `width`, broken at spaces, and inside words that are wider than a line."""
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
