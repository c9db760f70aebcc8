r"""What LaTeX spells a character beyond ASCII with: `\'e`, `\L`, `\ensuremath{\alpha}`.

A letter that Unicode composes of an ASCII letter and accents is composed of TeX's accents; signs are the
commands of `text.tex`, the table of formulas; what Unicode holds to be a variant of plain characters is those
in another font or place. All print without a package, but for the letters that need the font encoding T1,
`\textcommabelow` before LaTeX 2015 and the signs that only `amssymb` has. Nothing here is imported for text
in ASCII. Sources: LaTeX's `fontmath.ltx` and `ltoutenc.dtx`; the Unicode standard, chapter 3.7 and annex 15.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from digestkit.formats.bibtex.escaping import escape
from digestkit.text.accents import MARKS
from digestkit.text.tex import COMMANDS, Kind

PUNCTUATION = {"‘": "`", "’": "'", "“": "``", "”": "''", "–": "--", "—": "---"}
"""TeX's ligatures spell these with ASCII alone; commands would hinder hyphenation and searching."""

_LETTERS = {
    "ł": r"\l", "Ł": r"\L", "ø": r"\o", "Ø": r"\O", "ß": r"\ss", "æ": r"\ae", "Æ": r"\AE", "œ": r"\oe",
    "Œ": r"\OE", "ı": r"\i", "ȷ": r"\j", "đ": r"\dj", "Đ": r"\DJ", "ð": r"\dh", "Ð": r"\DH", "þ": r"\th",
    "Þ": r"\TH", "ŋ": r"\ng", "Ŋ": r"\NG",
}  # fmt: skip

_ACCENTS = {mark: command for command, mark in MARKS.items()}
_DOTLESS = {"i": r"\i"}
_BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")
"""These are built around the letter as a box, over which TeX puts no accent; so they go outermost."""
_HORN, _HOOK = "\u031b", "\u0309"

_SIGNS = (Kind.LETTER, Kind.OPERATOR, Kind.RELATION, Kind.LARGE, Kind.OPENING, Kind.CLOSING, Kind.FENCE)
# Of two commands for a character, LaTeX's own comes before amssymb's.
_PREFERRED = frozenset(
    [
        "emptyset",
        "triangle",
        "ldots",
        "cdots",
        "propto",
        "sim",
        "approx",
        "setminus",
        "bowtie",
        "cdot",
        "parallel",
    ]
)
# Greek letters that look Latin have no commands; and what Unicode has twice.
_LIKE = {
    "ο": "o", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X",
}  # fmt: skip
_TWICE = {"∆": r"\Delta", "ϒ": r"\Upsilon", "⋆": r"\star", "∣": r"\mid", "−": "-"}

_FONTS = {
    "SANS-SERIF": r"\textsf", "MONOSPACE": r"\texttt", "BOLD": r"\textbf", "DOUBLE-STRUCK": r"\textbf",
    "ITALIC": r"\textit", "SCRIPT": r"\textit", "FRAKTUR": r"\textbf", "BLACK-LETTER": r"\textbf",
}  # fmt: skip
_LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")
"""Fonts have them, so they stay."""
_PLACES = {"<super>": "^", "<sub>": "_"}


def spelling(char: str) -> str | None:
    """The command for a character, or ASCII text for it, escaped; None where LaTeX itself has nothing.

    Spellings with a letter that stands for itself begin with `{}`, since a style must not change its case.
    """
    return _LETTERS.get(char) or composed(char) or sign(char) or _variant(char)


@cache
def _signs() -> dict[str, str]:
    made = _TWICE | {char: rf"\mathrm{{{letter}}}" for char, letter in _LIKE.items()}
    for each in COMMANDS.values():
        char = each.unicode or ""
        if each.kind in _SIGNS and not char.isascii() and (char not in made or each.name in _PREFERRED):
            made[char] = f"\\{each.name}"
    return made


@cache
def _marks() -> dict[str, str]:
    """The accents of formulas by their combining characters; of two, the narrow one."""
    accents = [each for each in COMMANDS.values() if each.kind is Kind.ACCENT and each.unicode]
    return {each.unicode or "": f"\\{each.name}" for each in reversed(accents)}


def in_formula(char: str) -> str | None:
    """What stands for a character in a formula: a command of the table of formulas, or a letter."""
    made = _signs().get(char)
    if made is not None or char.isascii():
        return made
    letter, *marks = list(unicodedata.normalize("NFD", char))
    made = _signs().get(letter)
    for mark in marks:
        accent = _marks().get(mark)
        made = f"{accent}{{{made}}}" if accent and made else None
    return made


def sign(char: str) -> str | None:
    """A letter or sign of formulas, as text."""
    made = in_formula(char)
    if made is None:
        return None
    return rf"{{}}\ensuremath{{{made}}}" if r"\mathrm" in made else rf"\ensuremath{{{made}}}"


def composed(char: str) -> str | None:
    """An ASCII letter's accents as commands around it; None for another mark, or no ASCII letter."""
    parts = unicodedata.normalize("NFD", char)
    letter, marks = parts[0], parts[1:]
    if not marks or not letter.isascii() or not letter.isalpha():
        return None
    return accented(letter, marks)


def accented(letter: str, marks: str) -> str | None:
    """A letter, or nothing, under accents; None where TeX has no command for one of them."""
    made = letter
    for mark in sorted(marks, key=_BELOW.__contains__):
        if mark == _HORN:  # Vietnamese; only the font encoding T5, a package of its own, has the letters
            made = rf"{made}\llap{{'}}"
            continue
        if mark == _HOOK:  # an apostrophe over the letter, for the same reason
            made = rf"\accent`'{_DOTLESS.get(made, made)}"
            continue
        accent = _ACCENTS.get(mark)
        if accent is None:
            return None
        # `\'e` needs no braces; `\c{c}` would otherwise be read as the command `\cc`.
        made = f"\\{accent}{{{made}}}" if accent.isalpha() or made != letter else f"\\{accent}{made}"
    return made


def _variant(char: str) -> str | None:
    """What is a letter in another font, above or below the line, in a circle, or of another width."""
    how, *codes = unicodedata.decomposition(char).split() or [""]
    if not how.startswith("<") or char in _LIGATURES:
        return None
    inner = [_plain(chr(int(code, 16))) for code in codes]
    if None in inner:
        return None
    text = "".join(filter(None, inner))
    if how in _PLACES:
        return rf"{{}}\ensuremath{{{_PLACES[how]}{{{text}}}}}"
    if how == "<circle>":
        return rf"{{}}\textcircled{{{text}}}"
    if how == "<font>" and text.isalnum():
        font = next((font for word, font in _FONTS.items() if word in unicodedata.name(char)), None)
        return text if font is None else rf"{{}}{font}{{{text}}}"
    return text


def _plain(char: str) -> str | None:
    return escape(char, quotes=False) if char.isascii() else spelling(char)
