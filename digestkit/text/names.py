"""The parts of an author's name, for formats that want them apart.

A digest gives each name as one text, mostly in spoken order: `Laurens van der Maaten`. Bibliographies want
family names, particles and suffixes apart, and teams kept whole. Where the parts cannot be known, a name
stays a `LiteralName`: printed as written it is right, split by guesswork it may be wrong.

No character but white space is lost: the parts of a `PersonName`, joined by blanks, are the name.
"""

from __future__ import annotations

import re

import attrs


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words(
    "af al av bin da das de degli del della den der di do dos du el ibn la le op ten ter van vom von "
    "zu zum zur 't"
)
"""Words in lower case that stand before a family name, and are left out when it is sorted."""

FIXED_PARTICLES = _words("Al De Del Della Den Der Dos El Van Von")
"""Words that, with a capital, are a part of the family name itself: `Luc Van Gool`."""

SUFFIXES = _words("Jr Jr. Sr Sr. Junior Júnior II III IV 2nd 3rd PhD Ph.D. Ph.D")
"""Words that follow a family name."""

_JOINING = frozenset(("e", "y"))
"""Words that join two family names: `Gabriel Poesia Reis e Silva`."""

# Words by which organisations call themselves, compared in lower case.
_GROUP = _words(
    "academy alliance association bureau center centre collaboration collective college committee "
    "communication community company consortium contributors corp corporation department foundation "
    "group inc initiative institut institute lab laboratories laboratory labs llc ltd network "
    "organization project research robotics society team teams technologies technology university "
    "universität université workshop"
)
# Compared as written: in another case, some of them are ordinary words.
_ORGANISATION = _words(
    "AGI AI Alibaba Amazon Anthropic Baidu ByteDance DeepMind DeepSeek Google Huawei IBM Kuaishou LLM LLMs "
    "Meituan Microsoft NVIDIA OpenAI Qwen Salesforce Samsung Tencent Xiaomi"
)
_JOINS_GROUP = frozenset(("and", "at", "for", "the", "with"))
TELLING = frozenset(
    word.lower() + stop
    for word in FIXED_PARTICLES | SUFFIXES | _GROUP | _ORGANISATION | _JOINS_GROUP | {"the"}
    for stop in ("", ".")
)
"""In lower case: words with a capital that make more of a name than given names and a family name.

A name of two or more capitalised words without digits, none of them among these and the last no initial,
has its last word as its family name; `parse_name` need not be asked.
"""
# `\w` less digits and the underscore: the letters of every script.
_LETTER = re.compile(r"[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d_]\.?")
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
    words = name.split()
    text = " ".join(words)
    head, comma, tail = text.rpartition(", ")
    # More commas may be a list of people in one field, which must not become one person with a suffix.
    if comma and tail in SUFFIXES and "," not in head:
        words = [*head.split(), tail]
    elif "," in text:
        return LiteralName(text)
    body, suffix = (words[:-1], words[-1]) if words and words[-1] in SUFFIXES else (words, "")
    # One word alone may be a family name, a given name or a team; with a suffix it is a family name.
    if len(body) + bool(suffix) < 2 or not body or _is_group(body) or _parts_unknown(body, text):
        return LiteralName(text)
    start, family = _family(body)
    return PersonName(
        given=" ".join(body[:start]),
        particle=" ".join(body[start:family]),
        family=" ".join(body[family:]),
        suffix=suffix,
    )


def _is_group(body: list[str]) -> bool:
    """Whether a word says that this is no single person; digits do too, as in `01. AI`."""
    return body[0].lower() == "the" or any(
        word.lower().strip(".:") in _GROUP
        or word in _ORGANISATION
        or word in _JOINS_GROUP
        or any(char.isdigit() or char in "&/@:" for char in word)
        for word in body
    )


def _parts_unknown(body: list[str], text: str) -> bool:
    """A script that puts the family name first, an initial at the end (`Ashvanth. S`), a bare symbol."""
    return (
        _FAMILY_FIRST.search(text) is not None
        or _INITIAL.fullmatch(body[-1]) is not None
        or _ET_AL.search(text) is not None
        or any(_LETTER.search(word) is None for word in body)
    )


def _family(body: list[str]) -> tuple[int, int]:
    """Where particle and family name start.

    As in BibTeX's rule, a particle anywhere after the first word begins the family name, and several
    words may follow it: `Emily de Oliveira Santos`.
    """
    # The last word belongs to the family name whatever it is, so that this is never empty.
    last = len(body) - 1
    start = next((at for at in range(last) if body[at] in PARTICLES), None)
    if start is not None:
        family = next(at for at in range(start, last + 1) if at == last or body[at] not in PARTICLES)
        return start, family
    for at in range(1, last):
        if body[at] in FIXED_PARTICLES:
            return at, at
        # The joined name before it needs a given name in front: `Ana e Silva` has none to spare.
        if body[at] in _JOINING and at > 1:
            return at - 1, at - 1
    return last, last
