"""What a feed remembers of its entries for its next version, in a namespace of digestkit's own.

Readers pass over it, while they would show votes and ids as tags if these were categories. The namespace is
described in `docs/reference/feeds.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from digestkit import arxiv
from digestkit.formats.feeds import plain
from digestkit.formats.feeds.xml import Element, Part, Shape
from digestkit.model import Paper
from digestkit.reference import Reference

NAMESPACE = "urn:digestkit:feed:1"
"""The namespace of digestkit's own elements; what they mean never changes, and others may be added."""

PREFIX = "digestkit"

_VOTES, _ARXIV, _CHECKSUM = (f"{{{NAMESPACE}}}{name}" for name in ("votes", "arxiv", "checksum"))
_SHAPES = {tag: Shape(tag) for tag in (_VOTES, _ARXIV, _CHECKSUM)}
_IS_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_IS_CHECKSUM = re.compile(r"[0-9a-f]{8}")


class Memory(NamedTuple):
    """The votes and the arXiv id of a paper, and a checksum of what an entry says apart from votes.

    All of it is None for entries that somebody else wrote, and the last for those of earlier versions.
    """

    votes: int | None = None
    arxiv: str | None = None
    checksum: str | None = None


NOTHING = Memory()
"""What is remembered of entries of which nothing is."""


def of_paper(reference: Reference, *, full: bool) -> Memory:
    """What is to be known of a paper the next time."""
    found = reference.arxiv
    return Memory(
        reference.paper.votes, None if found is None else found.id, checksum([reference], full=full)
    )


def checksum(references: Iterable[Reference], *, full: bool) -> str:
    """Eight hex digits (a CRC-32) of what entries say of papers, but for the votes.

    It is made from the fields, not from the HTML, so that another layout is no change of the content. A
    change goes unnoticed once in four billion times.
    """
    found = 0
    for reference in references:
        said = "\0".join((*_said(reference), *_at_length(reference.paper, full=full)))
        found = crc32(said.encode("utf-8", "replace"), found)
    return f"{found:08x}"


def _said(reference: Reference) -> Iterator[str]:
    paper = reference.paper
    yield from (paper.title, reference.page, reference.pdf_url or "")
    if paper.media is not None:
        yield from (paper.media.kind, paper.media.url)
    yield from paper.authors
    yield "+" if paper.authors_truncated else ""
    for name in paper.further:
        if name not in _AT_LENGTH:
            yield name
            yield from _texts(getattr(paper, name))


_AT_LENGTH = ("abstract", "tldr", "extra")


def _at_length(paper: Paper, *, full: bool) -> Iterator[str]:
    if not full:
        yield plain.teaser(paper)
        return
    for item in paper.summary:
        yield from (item.label or "", item.text)
    if paper.further:
        for name in _AT_LENGTH:
            yield name
            yield from _texts(getattr(paper, name) or "")


def _texts(value: object) -> Iterator[str]:
    """All text in a field that only some dialects have."""
    if isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)


def parts(memory: Memory) -> Iterator[Part]:
    """The elements of what is remembered."""
    if memory.votes is not None:
        yield _SHAPES[_VOTES], str(memory.votes)
    if memory.arxiv is not None:
        yield _SHAPES[_ARXIV], memory.arxiv
    if memory.checksum is not None:
        yield _SHAPES[_CHECKSUM], memory.checksum


def read(parent: Element) -> Memory:
    """What an item remembers; values that digestkit does not write count as none."""
    votes = _text(parent, _VOTES, _IS_NUMBER)
    known = arxiv.find(arxiv.PAGES + (parent.findtext(_ARXIV) or ""))
    return Memory(
        votes=None if votes is None else int(votes),
        arxiv=None if known is None else known.id,
        checksum=_text(parent, _CHECKSUM, _IS_CHECKSUM),
    )


def _text(parent: Element, tag: str, pattern: re.Pattern[str]) -> str | None:
    text = parent.findtext(tag) or ""
    return text if pattern.fullmatch(text) else None
