"""Where lines may break: what the text of a page gets so that no line begins with a particle.

It changes text between tags only, never an attribute, and adds nothing that can be seen; done twice, it adds
nothing more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from digestkit.text import escape
from digestkit_epub.markup import Markup

WORD_JOINER = "\u2060"
"""Forbids a line break; invisible, and without width (Unicode Standard Annex 14, class WJ)."""

_TAG = re.compile("(<[^>]*>)")
_PHRASE = re.compile(r"</?(?:a|b|code|em|i|span|strong|sub|sup)\b")
# What a particle is written to without a blank: a closing bracket, quote or sign, or a word in Latin, Greek
# or Cyrillic letters, perhaps with a number at its end.
_END = r"[)\]}%‰°℃'\"’”»›」』〉》*+#$A-Za-z\u00c0-\u024f\u0370-\u04ff\u00b2\u00b3\u00b9\u2070-\u209c]"
_WORD = rf"{_END}(?:[-.]?[0-9])*+"
_BEFORE_PARTICLE = re.compile(f"({_WORD})(?=[가-힣])")
_ENDS = re.compile(rf"{_WORD}\Z")
_SYLLABLE = re.compile("[가-힣]")
_LONGEST = 20
"""How far back the last word of a text is looked for: further than any number at its end reaches."""

# Only where such a run begins (`;` ends an `&amp;`), or a long one at the end would be tried from each place;
# and not after `https://`, which nobody wants alone on a line.
_BREAK = re.compile(r"(?<![/?=#_;:])(?:[/?=_]|(?<!&)#|&amp;)++(?=.)")


def lined(value: str) -> Markup:
    """A text as markup that breaks where a reader expects it."""
    return set_lines(Markup(escape(value)))


@lru_cache(maxsize=1024)
def own(value: str) -> Markup:
    """The same for the book's own words, most of which stand on every page."""
    return lined(value)


def set_lines(markup: Markup) -> Markup:
    """Markup that breaks where a reader expects it: not before a Korean particle, but within a long URL."""
    if markup.isascii() and "http" not in markup:
        return markup
    pieces = _TAG.split(markup)  # text, tag, text, tag, …, text
    for at, piece in enumerate(pieces[::2]):
        if piece.isascii():
            if piece[:4] == "http":  # `startswith` takes twice the time, for each text of a book
                pieces[2 * at] = _breakable(piece)
        elif _SYLLABLE.search(piece) and not (at and pieces[2 * at - 1] == "<code>"):
            pieces[2 * at] = _joined(piece, "가" <= piece[0] <= "힣" and _goes_on(pieces, 2 * at))
    return Markup("".join(pieces))


def _breakable(text: str) -> str:
    return _BREAK.sub(r"\g<0><wbr/>", text) if text.startswith(("https://", "http://")) else text


def _joined(text: str, goes_on: bool) -> str:
    """A text whose particles stay with their words, as its first one does if it `goes_on` with a word."""
    parts = _BEFORE_PARTICLE.split(text)  # text, word, text, word, …, text
    if len(parts) > 1:
        parts[1::2] = [word + WORD_JOINER for word in parts[1::2]]
        text = "".join(parts)
    return WORD_JOINER + text if goes_on else text


def _goes_on(pieces: list[str], at: int) -> bool:
    """Whether only tags of phrases stand between a text and the word before it."""
    while at and _PHRASE.match(pieces[at - 1]):
        if pieces[at - 2]:
            return pieces[at - 1] == "</code>" or _ENDS.search(pieces[at - 2][-_LONGEST:]) is not None
        at -= 2
    return False
