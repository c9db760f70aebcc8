"""Whether a text is a digest of this kind: a search in its beginning, made before anything else is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestkit.markdown import grammar
from digestkit.source import BOM

KOREAN = "daily-papers-ko"
"""The name of the dialect that this room reads."""

HEAD = 1 << 16
"""How many bytes of a text, as UTF-8, tell its dialect."""
FIRST_LOOK = 1 << 12
"""So many characters are looked at first: few texts need more."""

_PAPER = re.compile(
    r"//(?:[a-z.]+\.)?"
    r"(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers|openreview\.net/(?:forum|pdf)|doi\.org|alphaxiv\.org/abs"
    r"|biorxiv\.org/content|medrxiv\.org/content|aclanthology\.org)/?[^\s)]"
)
"""A link to a paper, where most digests have theirs."""
_FENCE = "---"
_FENCE_BELOW = f"\n{_FENCE}"
_UNNUMBERED = re.compile(r"\n### \[(?![0-9]++\] \[)")


def head(text: str) -> str:
    """The lines that a text begins with, as many as go into the bytes that tell its dialect."""
    most = min(len(text), HEAD)
    if most * 4 > HEAD and not (beginning := text[:most]).isascii():
        most = len(beginning.encode("utf-8", "replace")[:HEAD].decode("utf-8", "ignore"))
    return lines(text, most)


def lines(text: str, most: int) -> str:
    """The lines that a text begins with, as many as go into so many characters; part of one at least."""
    if len(text) <= most:
        return text
    return text[: text.rfind("\n", 0, most) + 1] or text[:most]


def begins_with_day(text: str) -> bool:
    """Whether a day heading stands where a text is looked at first, as in nearly all of these digests."""
    return any(True for _ in _days(text, FIRST_LOOK))


def has_day(text: str) -> bool:
    """Whether a day heading stands in the beginning of a text."""
    return any(_is_in_head(text, end) for end in _days(text, HEAD))


def may_have_papers(text: str) -> bool:
    """Whether a line starts as the heading of a paper does, under a day or not."""
    return "### [" in text and _UNNUMBERED.search(f"\n{text.removeprefix(BOM)}") is not None


def has_votes(text: str) -> bool:
    """Whether a line starts as that of the votes does, which no other digest has."""
    return grammar.VOTES in text and f"\n{grammar.VOTES}" in f"\n{text}"


def links_papers(text: str) -> bool:
    """Whether the beginning of a text links a paper: only then it may be a digest of another kind."""
    found = _PAPER.search(text, 0, HEAD)
    return found is not None and (_is_in_head(text, found.end()) or _PAPER.search(head(text)) is not None)


def links_later(text: str) -> bool:
    """Whether a text that is none of these digests links its first paper beyond its beginning."""
    if len(text) * 4 <= HEAD or may_have_papers(text):
        return False
    return _PAPER.search(text, len(head(text))) is not None and not any(True for _ in _days(text, len(text)))


def may_need_table(text: str) -> bool:
    """Whether a text that begins with no day heading may be a digest of another kind."""
    return links_papers(text) or links_in_front(text) or links_later(text)


def links_in_front(text: str) -> bool:
    """Whether front matter, with which a text begins, has a link: on whatever site, it may be to a paper."""
    if not text.startswith((_FENCE, BOM + _FENCE)):
        return False
    end = text.find(_FENCE_BELOW, len(_FENCE), HEAD)
    return text.find("://", 0, end if end >= 0 else HEAD) >= 0


def _days(text: str, most: int) -> Iterator[int]:
    """The ends of the day headings that start within so many characters, and end there or in the beginning.

    To search for one character is cheap.
    """
    at = text.find("#", 0, most)
    while at >= 0:
        if text.startswith("## ", at):
            end = text.find("\n", at, max(most, HEAD))
            end = min(len(text), max(most, HEAD)) if end < 0 else end
            start = at - 1 if at and text[at - 1] == BOM else at
            is_line = start == 0 or text[start - 1] == "\n"
            if (
                is_line
                and text.find(grammar.BEFORE_DATE, at, end) >= 0
                and grammar.read_day(text[start:end]) is not None
            ):
                yield end
        at = text.find("#", at + 3, most)


def _is_in_head(text: str, end: int) -> bool:
    """Whether the beginning of a text reaches so far: no character has more than four bytes."""
    return end * 4 <= HEAD or end <= len(head(text))
