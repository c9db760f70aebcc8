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

_PAPER = re.compile(
    r"//(?:[a-z.]+\.)?"
    r"(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers|openreview\.net/(?:forum|pdf)|doi\.org|alphaxiv\.org/abs"
    r"|biorxiv\.org/content|medrxiv\.org/content|aclanthology\.org)/?[^\s)]"
)
"""A link to a paper, where most digests have theirs."""


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


def has_day(text: str) -> bool:
    """Whether a day heading stands in the beginning of a text."""
    if text.startswith(_DAY) and _is_day(text, 0):
        return True
    beginning = head(text)
    return any(_is_day(beginning, at) for at in _starts(beginning))


_DAY = ("## ", f"{BOM}## ")


def _starts(text: str) -> Iterator[int]:
    """Where lines start, but for the first, that may be day headings."""
    for start in _DAY:
        at = text.find(f"\n{start}")
        while at >= 0:
            yield at + 1
            at = text.find(f"\n{start}", at + 1)


def _is_day(text: str, at: int) -> bool:
    end = text.find("\n", at)
    return grammar.read_day(text[at : end if end >= 0 else len(text)]) is not None


def links_papers(text: str) -> bool:
    """Whether the beginning of a text links a paper: only then it may be a digest of another kind."""
    return _PAPER.search(head(text)) is not None
