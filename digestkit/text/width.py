"""How wide text is on a terminal, in cells: a Hangul syllable takes two, a combining mark none.

Unicode Standard Annex 11 gives each character its width. Emoji made of several characters are counted by
their parts, and characters of ambiguous width as one cell, as most terminals outside East Asia show them.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset(("Mn", "Me", "Cf"))


def cells(text: str) -> int:
    """The cells that a text takes on one line; control characters count as one each."""
    return len(text) if text.isascii() else sum(map(cell, text))


def cell(char: str) -> int:
    """The cells that a character takes: 0, 1 or 2."""
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 2
    # The vowels and final consonants of decomposed Hangul join the consonant before them.
    if unicodedata.category(char) in _INVISIBLE or "\u1160" <= char <= "\u11ff":
        return 0
    return 1


def pad(text: str, width: int) -> str:
    """The text, filled with spaces up to a width in cells; a wider one is returned unchanged."""
    return text + " " * (width - cells(text))


def cut(text: str, width: int) -> str:
    """The text, or as much of it as fits a width in cells together with a final `…`, which takes one."""
    if cells(text) <= width:
        return text
    taken, used = [], 0
    for char in text:
        used += cell(char)
        if used >= width:
            break
        taken.append(char)
    return "".join(taken) + "…"
