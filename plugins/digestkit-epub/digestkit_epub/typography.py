"""Where lines may break: what the finished markup of a page gets so that no line begins with a particle.

It changes text between tags only, never an attribute, and adds nothing that can be seen.
"""

from __future__ import annotations

import re

from digestkit_epub.markup import Markup

WORD_JOINER = "\u2060"
"""Forbids a line break; invisible, and without width (Unicode Standard Annex 14, class WJ)."""

_HANGUL = re.compile("[\uac00-\ud7a3]")
# What a particle is written to without a blank: a closing bracket, quote or sign, or a word in Latin, Greek
# or Cyrillic letters, perhaps with a number at its end; code as a whole. Tags of phrases may stand between.
# All quantifiers are possessive, so that the cost is linear and no joiner gets into code.
_WORD = r"A-Za-z\u00c0-\u024f\u0370-\u04ff\u00b2\u00b3\u00b9\u2070-\u209c"
_BEFORE = rf"[)\]}}%‰°℃'\"’”»›」』〉》*+#${_WORD}](?:[-.]?[0-9])*+"
_PHRASES = r"(?:</?(?:a|b|code|em|i|span|strong|sub|sup)\b[^>]*+>)*+"
_PLACE = re.compile(
    rf"((?:<code>[^<]*+|{_BEFORE}){_PHRASES}(?=[\uac00-\ud7a3]))"
    r"|<code>[^<]*+|<[^>]*+>"  # code and tags that are none of these places are passed over
)

_SHOWN_URL = re.compile(r"(?<=>)https?://[^<]+(?=<)")
# Only where such a run begins (`;` ends an `&amp;`), or a long one at the end would be tried from each place.
_BREAK = re.compile(r"(?<![/?=#_;])(?:[/?=_]|(?<!&)#|&amp;)++(?=.)")


def typeset(markup: Markup) -> Markup:
    """Markup that breaks where a reader expects it: not before a Korean particle, but within a long URL."""
    if _HANGUL.search(markup):
        markup = Markup(_PLACE.sub(_joined, markup))
    return Markup(_SHOWN_URL.sub(_breakable, markup))


def _joined(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else match[0] + WORD_JOINER


def _breakable(match: re.Match[str]) -> str:
    """A URL with places for line breaks after its punctuation; a hyphen is one already."""
    return _BREAK.sub(r"\g<0><wbr/>", match[0])
