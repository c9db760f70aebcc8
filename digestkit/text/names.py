"""The parts of an author's name, for formats that want them apart.

A digest gives each name as one text, mostly in spoken order: `Laurens van der Maaten`. Bibliographies want
family names, particles and suffixes apart, and teams kept whole. A person's name in a script that puts the
family name first, or of one word, is a family name alone: that prints as it is written everywhere. Names that
are a team's, or that no rule divides, stay a `LiteralName`.

No character but white space is lost: the parts of a `PersonName`, joined by blanks, are the name.
"""

from __future__ import annotations

import re

import attrs

from digestkit.text import families, teams
from digestkit.text.surnames import words

SUFFIXES = words("Jr Jr. Sr Sr. Junior Júnior II III IV 2nd 3rd M.D. PhD Ph.D. Ph.D Esq.")
"""Words that follow a family name."""
# Credentials that some sources divide.
_TITLES = frozenset(("D. O.", "M. D.", "Ph. D."))
# Family names, too: `Waldir Junior`.
_SUFFIX_OR_FAMILY = frozenset(("Junior", "Júnior"))

TELLING = teams.TELLING | families.TELLING_AT_END | frozenset(map(str.lower, SUFFIXES))
TELLING_WITHIN = families.TELLING_WITHIN
"""In lower case: words with a capital that make more of a name than given names and a family name.

A name of two or more capitalised words without digits, none of them in `TELLING`, with or without a full
stop, none between the first and the last in `TELLING_WITHIN`, none that `teams.may_spell_team` finds, and the
last no initial, has its last word as its family name; `parse_name` need not be asked.
"""
# `\w` less digits and the underscore: the letters of every script.
_LETTER = re.compile(r"[^\W\d_]")
_ET_AL = re.compile(r"\bet al\.?$", re.IGNORECASE)
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
"""Hangul, kana and Han: in these scripts the family name comes first, and often without a blank."""


@attrs.frozen
class PersonName:
    """A person's name in its parts, each with single blanks between words; all but `family` may be empty."""

    given: str
    particle: str
    family: str
    suffix: str

    def __str__(self) -> str:
        """The name in spoken order, with single blanks."""
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


@attrs.frozen
class LiteralName:
    """A name to be printed as it is: a team, a single word, or one whose parts cannot be known."""

    text: str

    def __str__(self) -> str:
        """The name as it is printed."""
        return self.text


def parse_name(name: str) -> PersonName | LiteralName:
    """Find the parts of a name. White space is collapsed; nothing else is changed.

    A comma is understood only before a suffix (`McClelland, Jr.`): what stands before any other comma may be
    a family name or half a company. Never raises; a blank name is a `LiteralName` of no text.
    """
    found = name.split()
    text = " ".join(found)
    head, comma, tail = text.rpartition(", ")
    # More commas may be a list of people in one field, which must not become one person with a suffix.
    if comma and tail in SUFFIXES and "," not in head:
        found = [*head.split(), tail]
    elif "," in text:
        return LiteralName(text)
    body, suffix = _without_suffix(found)
    if not body or teams.is_team(body) or _is_indivisible(body, text):
        return LiteralName(text)
    if _FAMILY_FIRST.search(text) is not None:
        return PersonName("", "", text, "")
    start, family = families.find(body)
    return PersonName(
        given=" ".join(body[:start]),
        particle=" ".join(body[start:family]),
        family=" ".join(body[family:]),
        suffix=suffix,
    )


def _without_suffix(found: list[str]) -> tuple[list[str], str]:
    if len(found) > 3 and " ".join(found[-2:]) in _TITLES:
        return found[:-2], " ".join(found[-2:])
    last = found[-1] if len(found) > 1 else ""
    if last not in SUFFIXES or (last in _SUFFIX_OR_FAMILY and len(found) == 2):
        return found, ""
    return found[:-1], last


def _is_indivisible(body: list[str], text: str) -> bool:
    """A bare symbol, which no name has; or words that stand for further names."""
    return (
        _ET_AL.search(text) is not None
        or text.lower() == "others"
        or any(_LETTER.search(word) is None for word in body)
    )
