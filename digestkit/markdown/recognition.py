"""Whether a text is a digest of this kind: a search in its beginning, made before anything else is tried."""

from __future__ import annotations

import re

from digestkit.markdown import grammar

KOREAN = "daily-papers-ko"
"""The name of the dialect that this room reads."""

HEAD = 1 << 16
"""How many characters of a text tell its dialect."""

_DAY = re.compile(r"^\ufeff?## .*\([0-9]{4}-[0-9]{2}-[0-9]{2}\)[^\S\n]*$", re.MULTILINE)
_PAPER = re.compile(
    r"//(?:[a-z.]+\.)?"
    r"(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers|openreview\.net/(?:forum|pdf)|doi\.org|alphaxiv\.org/abs"
    r"|biorxiv\.org/content|medrxiv\.org/content|aclanthology\.org)/?[^\s)]"
)
"""A link to a paper, where most digests have theirs."""


def head(text: str, most: int = HEAD) -> str:
    """The lines that a text begins with, as many as go into so many characters."""
    if len(text) <= most:
        return text
    return text[: text.rfind("\n", 0, most) + 1] or text[:most]


def has_day(text: str) -> bool:
    """Whether a day heading stands in the beginning of a text."""
    beginning = head(text)
    if not any(start in f"\n{beginning}" for start in ("\n## ", "\n\ufeff## ")):
        return False  # a search costs a tenth of the pattern
    return any(grammar.read_day(match[0].rstrip()) for match in _DAY.finditer(beginning))


def links_papers(text: str) -> bool:
    """Whether the beginning of a text links a paper: only then it may be a digest of another kind."""
    return _PAPER.search(head(text)) is not None
