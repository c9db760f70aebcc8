"""Titles: which capitals BibTeX styles must keep.

Classic styles print titles in lower case except for the first letter and what stands in braces. Whatever has
the shape of a name is protected (`{LLM}s`, `{DeepSeek}`, `{3D}`, `{GPT-4o}`), token by token; a plain
capitalised word may or may not be a name, and is left to the style.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from digestkit.formats.bibtex.escaping import CLOSE, MATH, OPEN, braced, escape, hide_math, show_math


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
# capital after it from them.
_HIDDEN_START = re.compile(r": [^\w\s]++(?=[^\W\d_])")


def title(text: str, protect: Callable[[str], str]) -> str:
    """Escape a tidy title with one of `PROTECTIONS`; formulas are always put in braces."""
    formulas: list[str] = []
    if "$" in text:
        text, formulas = hide_math(text)
    made = protect(text)
    return show_math(made, formulas) if formulas else made


def _smart(text: str) -> str:
    words = text.split(" ")
    made_words = list(map(_word, words))
    if not text[:1].isalnum() or _HIDDEN_START.search(text):
        # With `: ` in front the title itself begins as a subtitle does; `at` counts words by blanks.
        for match in _HIDDEN_START.finditer(f": {text}"):
            at = match.string.count(" ", 2, match.end())
            made_words[at] = _word(words[at], is_start=True)
    made = " ".join(made_words)
    # At the end, `A` is no article: `Plan A`.
    return f"{made[:-1]}{{A}}" if text[-2:] == " A" else made


def _all(text: str) -> str:
    return braced(escape(text))


def _none(text: str) -> str:
    return escape(text.replace(MATH, OPEN + MATH + CLOSE))


PROTECTIONS: dict[TitleCase, Callable[[str], str]] = {
    TitleCase.SMART: _smart,
    TitleCase.ALL: _all,
    TitleCase.NONE: _none,
}


@lru_cache(maxsize=8192)  # a few thousand different words make up most titles
def _word(word: str, *, is_start: bool = False) -> str:
    """Escape a word with its names in braces; with `is_start`, also the capital that begins a title."""
    # Plain words, by far the most, need no look at their parts.
    if word.isalpha() and (word.islower() or (word.istitle() and len(word) > 1) or word == "A"):
        return word
    made: list[str] = []
    at = 0
    for start, end in _names(word, is_start=is_start):
        made += [word[at:start], OPEN, word[start:end], CLOSE]
        at = end
    return escape("".join([*made, word[at:]]))


def _names(word: str, *, is_start: bool) -> Iterator[tuple[int, int]]:
    """Where the names in a word start and end; names connected by a joint are one: `GPT-4o`, `I&S-ViT`."""
    start = end = -1
    before, before_end = "", -1
    for match in _PART.finditer(word):
        part, joint = match[0], word[before_end : match.start()] if before else ""
        joined = len(joint) == 1 and joint in _JOINTS
        from_before = joined and _takes_before(before, joint, part)
        starts = is_start and not before and part[0].isupper()
        if joined and end == before_end and _continues(before, joint, part):
            end = match.end()
        elif from_before or starts or _is_name(part, joint):
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
    if MATH in part:
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
