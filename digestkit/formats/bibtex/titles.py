"""Titles: which capitals BibTeX styles must keep.

Classic styles print titles in lower case except for the first letter and what stands in braces. Whatever has
the shape of a name is protected (`{LLM}s`, `{DeepSeek}`, `{3D}`, `{GPT-4o}`), token by token. A plain
capitalised word is protected where a list has it (`{Bayesian}`), where the paper itself shows that it is a
name, and where it begins a sentence of which styles know nothing (`Lost? {Found}!`); else it is left to the
style.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from digestkit.formats.bibtex.escaping import CLOSE, MATH, OPEN, braced, escape, hide_math, show_math
from digestkit.formats.bibtex.evidence import NOTHING, Evidence
from digestkit.formats.bibtex.proper import FIRST_WORDS, PHRASES, is_listed


class TitleCase(enum.Enum):
    """How much of a title is protected against a style's lower case."""

    SMART = "smart"
    ALL = "all"
    NONE = "none"


# Letters and digits in a row, with an apostrophe before a capital: `O'Brien`, but not all of `LLM's`.
_PART = re.compile(rf"(?:[^\W_]|[\u0300-\u036f{MATH}])+(?:['’](?=[A-Z])[^\W_]+)*")
_JOINTS = frozenset("-‐‑–./&+_^@:*")
_VERSION = re.compile(r"V[0-9]+")
# Styles leave the first character of a title and of a subtitle alone; a quotation mark or bracket hides the
# capital after it from them, and they know no other start of a sentence. Two letters and a stop are `vs.`.
_HIDDEN_START = re.compile(r"(?:: [^\w\s]++|[?!] [^\w\s]*+|[a-z]{4}\. )(?=[^\W\d_])")

Protect = Callable[[str, Evidence], str]


def title(text: str, protect: Protect, evidence: Evidence = NOTHING) -> str:
    """Escape a tidy title with one of `PROTECTIONS`; formulas are always put in braces."""
    formulas: list[str] = []
    if "$" in text:
        text, formulas = hide_math(text)
    made = protect(text, evidence)
    return show_math(made, formulas) if formulas else made


def _smart(text: str, evidence: Evidence) -> str:
    words = text.split(" ")
    made_words = list(map(_word, words))
    made_words[0] = _word(words[0], is_first=True)
    for at in _beginnings(text):
        made_words[at] = _word(words[at], is_start=True)
    if evidence is not NOTHING:
        _follow(evidence, words, made_words)
    if not FIRST_WORDS.isdisjoint(words):
        phrases = list(PHRASES.finditer(text))
        firsts = _numbers(text, (match.start() for match in phrases))
        for first, match in zip(firsts, phrases, strict=True):
            for at in range(first, first + match[0].count(" ") + 1):
                _protect_capital(at, words, made_words)
    made = " ".join(made_words)
    # At the end, `A` is no article: `Plan A`.
    return f"{made[:-1]}{{A}}" if text[-2:] == " A" else made


def _beginnings(text: str) -> Iterator[int]:
    """The places, in words, where a capital begins a sentence and no style would keep it."""
    if not text[:1].isalnum():
        # With `: ` in front the title itself begins as a subtitle does.
        found = _HIDDEN_START.finditer(f": {text}")
        yield from _numbers(text, (match.end() - 2 for match in found))
    else:
        yield from _numbers(text, (match.end() for match in _HIDDEN_START.finditer(text)))


def _numbers(text: str, places: Iterable[int]) -> Iterator[int]:
    """The numbers of the words at some places, which come in their order: words are counted once."""
    number = before = 0
    for place in places:
        number += text.count(" ", before, place)
        before = place
        yield number


def _follow(evidence: Evidence, words: list[str], made_words: list[str]) -> None:
    """Protect what the paper shows to be names."""
    if evidence.names:
        for at, word in enumerate(words):
            if at and any(part[0] in evidence.names for part in _PART.finditer(word)):
                made_words[at] = _word(word, also=evidence.names)
    if evidence.head == 1:
        name, colon, more = words[0].partition(":")
        made_words[0] = escape(f"{OPEN}{name}{CLOSE}{colon}{more}")
    elif evidence.head:
        _protect_capital(1, words, made_words)


def _protect_capital(at: int, words: list[str], made_words: list[str]) -> None:
    """Protect the first part of a word if it has a capital, unless it begins the title or is protected."""
    if at and made_words[at] == words[at] and words[at][:1].isupper():
        made_words[at] = _word(words[at], is_start=True)


def _all(text: str, _evidence: Evidence) -> str:
    return braced(escape(text))


def _none(text: str, _evidence: Evidence) -> str:
    return escape(text.replace(MATH, OPEN + MATH + CLOSE))


PROTECTIONS: dict[TitleCase, Protect] = {
    TitleCase.SMART: _smart,
    TitleCase.ALL: _all,
    TitleCase.NONE: _none,
}


@lru_cache(maxsize=8192)  # a few thousand different words make up most titles
def _word(
    word: str, *, is_first: bool = False, is_start: bool = False, also: frozenset[str] = frozenset()
) -> str:
    """Escape a word with its names, or those of `also`, in braces; with `is_start`, also its first capital.

    Styles leave the capital alone that `is_first` in a title.
    """
    # Plain words, by far the most, need no look at their parts.
    if word.isalpha() and not (is_start or also) and (_is_plain(word) or (is_first and word.istitle())):
        return word
    made: list[str] = []
    at = 0
    for start, end in _names(word, is_start=is_start, also=also):
        if is_first and start == 0 and word[:end].istitle() and word[:end].isalpha() and end > 1:
            continue
        made += [word[at:start], OPEN, word[start:end], CLOSE]
        at = end
    return escape("".join([*made, word[at:]]))


def _is_plain(word: str) -> bool:
    return word.islower() or (word.istitle() and len(word) > 1 and not is_listed(word)) or word == "A"


def _names(word: str, *, is_start: bool, also: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where the names in a word start and end; names connected by a joint are one: `GPT-4o`, `I&S-ViT`."""
    start = end = -1
    before, before_end = "", -1
    for match in _PART.finditer(word):
        part, joint = match[0], word[before_end : match.start()] if before else ""
        joined = len(joint) == 1 and joint in _JOINTS
        from_before = joined and _takes_before(before, joint, part)
        # No style knows that a subtitle begins after a colon without a blank.
        starts = part[0].isupper() and (joint == ":" if before else is_start)
        if joined and end == before_end and _continues(before, joint, part):
            end = match.end()
        elif from_before or starts or part in also or _is_name(part, joint):
            if end >= 0:
                yield start, _without_plural(word, start, end)
            start = before_end - len(before) if from_before else match.start()
            end = match.end()
        before, before_end = part, match.end()
    if end >= 0:
        yield start, _without_plural(word, start, end)


def _continues(name: str, joint: str, part: str) -> bool:
    """Whether a part belongs to the name that a joint connects it with: `GPT-4o`, `X-Reasoner`."""
    if part[0].isdigit() or _is_name(part, joint):
        return True
    return joint == "-" and len(name) == 1 and name.isupper() and part[0].isupper()


def _takes_before(word: str, joint: str, part: str) -> bool:
    """Whether a name begins with the plain word or number before: `Phi-3`, `1.5B`."""
    if joint == ".":
        return word.isdigit() and _is_name(part, joint)
    return joint == "-" and part[0].isdigit() and word[0].isupper()


def _is_name(part: str, joint: str) -> bool:
    """Whether a part has the shape of a name.

    It has a capital after its first character, is a capital with digits or alone, or holds a formula. `V2`
    after a hyphen is a version, which styles may write as they like.
    """
    if MATH in part or is_listed(part):
        return True
    if joint == "-" and _VERSION.fullmatch(part):
        return False
    rest = part[1:]
    if rest != rest.lower():
        return True
    return part[0].isupper() and (not rest or any(char.isdigit() for char in rest))


def _without_plural(word: str, start: int, end: int) -> int:
    """Where a name ends without its plural: `{LLM}s`, `{ViT}s`; but `Os` stays whole."""
    return end - 1 if end - start > 2 and word[end - 1] == "s" and word[end - 2].isupper() else end
