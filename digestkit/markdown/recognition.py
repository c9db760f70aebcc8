"""Whether a text is a digest of this kind: a search in its beginning, made before anything else is tried."""

from __future__ import annotations

import re

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
    return text[: reach(text, most)]


def reach(text: str, most: int) -> int:
    """Where the lines end that a text begins with, as many as go into so many characters."""
    if len(text) <= most:
        return len(text)
    return text.rfind("\n", 0, most) + 1 or most


def begins_with_day(text: str) -> bool:
    """Whether a day heading stands where a text is looked at first, as in nearly all of these digests.

    Front matter with a link is not asked: it may say more than a heading further on.
    """
    return not links_in_front(text) and meets_day(text)


def meets_day(text: str) -> bool:
    """Whether a day heading stands where a text is looked at first, whatever stands before it."""
    return _day(text, 0, FIRST_LOOK) >= 0


def has_day(text: str) -> bool:
    """Whether a day heading stands in the beginning of a text."""
    end = _day(text, 0, HEAD)
    while end >= 0 and not _is_in_head(text, end):
        end = _day(text, end, HEAD)
    return end >= 0


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
    return _PAPER.search(text, len(head(text))) is not None and _day(text, 0, len(text)) < 0


def may_need_table(text: str) -> bool:
    """Whether a text that begins with no day heading may be a digest of another kind."""
    return links_papers(text) or links_in_front(text) or links_later(text)


def links_in_front(text: str) -> bool:
    """Whether front matter, with which a text begins, has a link: on whatever site, it may be to a paper."""
    if not text.startswith((_FENCE, BOM + _FENCE)):
        return False
    end = text.find(_FENCE_BELOW, len(_FENCE), HEAD)
    return text.find("://", 0, end if end >= 0 else HEAD) >= 0


def _day(text: str, at: int, most: int) -> int:
    """The end of the first day heading that starts from an offset on, within so many characters; else -1.

    It ends there or in the beginning of the text. To search for one character is cheap.
    """
    at = text.find("#", at, most)
    while at >= 0:
        if text.startswith("## ", at) and _begins_line(text, at):
            end = _line_end(text, at, max(most, HEAD))
            if text.find(grammar.BEFORE_DATE, at, end) >= 0 and grammar.read_day(text[at:end]) is not None:
                return end
        at = text.find("#", at + 3, most)
    return -1


def _begins_line(text: str, at: int) -> bool:
    start = at - 1 if at and text[at - 1] == BOM else at
    return start == 0 or text[start - 1] == "\n"


def _line_end(text: str, at: int, most: int) -> int:
    end = text.find("\n", at, most)
    return end if end >= 0 else min(len(text), most)


def _is_in_head(text: str, end: int) -> bool:
    """Whether the beginning of a text reaches so far: no character has more than four bytes."""
    return end * 4 <= HEAD or end <= len(head(text))
