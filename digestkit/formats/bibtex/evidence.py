"""What a paper itself says of its title: which plain words of it are names.

A name keeps its capital in the middle of a sentence, and no other word does. So the paper's summary and
abstract are searched for the words of its title: one that stands there alone with a capital, and nowhere
without, is a name. So is what stands before the colon of a title, if it is two words or one with a hyphen,
and comes again with the same capitals. Nothing but the paper counts: a paper has one title in every file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestkit.formats.bibtex.proper import USUAL, is_listed
from digestkit.model import Paper

# Words of three letters and more: shorter ones are mostly articles and the like.
_WORD = re.compile(r"(?<![\w'’])[^\W\d_a-z][^\W\d_A-Z]{2,}(?![\w'’]*[A-Z0-9_])")
_HEAD = re.compile(r"[A-Z]\w*(?:-\w+)+(?=:)|[A-Z][\w+-]* [A-Z0-9]\w*(?=:|\Z)")
_BEFORE = re.compile(r"([A-Za-z0-9]+)[ -]\Z")
_AFTER = re.compile(r"[ -]([A-Za-z0-9]+)")
# What makes a longer word, an address or a name with a hyphen of it; and what several of a word end in.
_NOT_BEFORE = re.compile(r"[\w/.&+-]")
_NOT_AFTER = re.compile(r"[A-Za-z0-9_/+]|[-.&][A-Za-z0-9]")
_ALNUM = re.compile("[A-Za-z0-9]")
_ENDING = re.compile(r"(?:s|es)?(?![a-z])")
_HANGUL = re.compile("[가-힣]")
_MOST = 50  # words of a title that are looked for: hardly a title has more, and time stays linear
_LONGEST = 40  # code points of a word in front that is looked at
_CONTEXT = 200
"""Code points before a word that are looked at, for the word before it and an open parenthesis."""


class Evidence(NamedTuple):
    """Names among a title's words, and how many of its first words are a name as a whole: 0, 1 or 2."""

    names: frozenset[str]
    head: int


NOTHING = Evidence(frozenset(), 0)


def find(title: str, paper: Paper) -> Evidence:
    """Look into the paper's own words for the names of its title."""
    found = dict.fromkeys(_WORD.findall(title, 1))
    words = [word for word in found if not is_listed(word) and word.lower() not in USUAL]
    head = _HEAD.match(title)
    if head is not None and head[0][1:].islower():  # styles leave the first capital alone
        head = None
    if not words and head is None:
        return NOTHING
    text = "\n".join(_texts(paper))
    names = frozenset(word for word in words[:_MOST] if word in text and _is_name(word, text, title))
    count = _count(head[0], text) if head is not None else 0
    return Evidence(names, count) if names or count else NOTHING


def _texts(paper: Paper) -> Iterator[str]:
    yield from (item.text for item in paper.summary)
    yield from filter(None, (paper.abstract, paper.tldr))


def _is_name(word: str, text: str, title: str) -> bool:
    if _stands_small(word, title) or _stands_small(word, text):
        return False
    return any(
        _NOT_BEFORE.match(text[start - 1 : start]) is None
        and _NOT_AFTER.match(text, end) is None
        and _is_inside_sentence(text, start, end)
        for start, end in _places(word, text)
    )


def _stands_small(word: str, text: str) -> bool:
    """Whether the text has the word in small letters, or several of it."""
    return any(
        not text[start - 1 : start].isalnum() and _ENDING.match(text, end) is not None
        for start, end in _places(word.lower(), text)
    )


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text has a word, or a part of one; patterns for each word would have to be compiled."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        yield start, end
        start = text.find(word, end)


def _is_inside_sentence(text: str, start: int, end: int) -> bool:
    """Whether a word has its capital neither from a sentence's start nor from a phrase in capitals.

    Before a Korean ending a word may begin a sentence: Korean has no capitals to begin it with.
    """
    if _is_in_parentheses(text, start) or text[end : end + 2].lstrip()[:1] == "(":
        return False
    left = text[max(start - _CONTEXT, 0) : start]
    before = _BEFORE.search(left[-_LONGEST:])
    after = _AFTER.match(text, end)
    if any(each is not None and not each[1].islower() for each in (before, after)):
        return False
    return left.rstrip()[-1:] not in "\n.!?:;\"'“‘*`" or _HANGUL.match(text, end) is not None


def _is_in_parentheses(text: str, at: int) -> bool:
    begin = max(at - _CONTEXT, 0)
    return text.rfind("(", begin, at) > text.rfind(")", begin, at)


def _count(head: str, text: str) -> int:
    """How many words come together again, always with their capitals and, if two, not to explain letters."""
    if head.lower() in text:
        return 0
    places = [
        (start, end)
        for start, end in _places(head, text)
        if not (text[start - 1 : start].isalnum() or _ALNUM.match(text, end))
    ]
    if " " not in head:
        return 1 if places else 0
    explains = any(
        _is_in_parentheses(text, start) or text[end : end + 2].lstrip()[:1] == "(" for start, end in places
    )
    return 2 if places and not explains else 0
