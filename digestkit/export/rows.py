"""The rows of a table of papers: one for each paper, and one for a digest without any.

Formats that are tables share them. Columns are best called as the keys of a record of JSON Lines are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple

from digestkit import arxiv
from digestkit.model import Digest, Item, Media, Pair, Paper

__all__ = ["NOTHING", "Nothing", "Row", "of_digest", "shareable", "spelled"]


class Nothing:
    """What stands in a row for the paper of a digest that has none: it has the fields, which say nothing."""

    title: Final[str | None] = None
    url: Final[str | None] = None
    media: Final[Media | None] = None
    votes: Final[int | None] = None
    authors: Final[tuple[str, ...]] = ()
    authors_truncated: Final = False
    summary: Final[tuple[Item, ...]] = ()
    section: Final[str | None] = None
    abstract: Final[str | None] = None
    tldr: Final[str | None] = None
    categories: Final[tuple[str, ...]] = ()
    tags: Final[tuple[str, ...]] = ()
    submitted: Final[datetime.date | None] = None
    doi: Final[str | None] = None
    links: Final[tuple[Pair, ...]] = ()
    extra: Final[tuple[Pair, ...]] = ()
    authors_ordered: Final[bool | None] = None


NOTHING = Nothing()


class Row(NamedTuple):
    """A paper, with its place from 1 in a digest, and what follows from its URL and its source.

    Of a digest without papers, `paper` is `NOTHING`, and `rank` and the ids are None. `source_line` is known
    only where the path is.
    """

    digest: Digest
    rank: int | None
    paper: Paper | Nothing
    id: str | None
    arxiv_id: str | None
    source_path: str | None
    source_line: int | None

    @property
    def node(self) -> Digest | Paper:
        """What the row shows, for reports about it."""
        return self.paper if isinstance(self.paper, Paper) else self.digest


def of_digest(digest: Digest) -> Iterator[Row]:
    """Yield the rows of a digest, in the order of its papers."""
    path = shareable(digest.source) if digest.source is not None else None
    if not digest.papers:
        yield Row(digest, None, NOTHING, None, None, path, _line(digest) if path is not None else None)
    for rank, paper in enumerate(digest.papers, 1):
        found = arxiv.find(paper.url)
        known = None if found is None else found.id
        line = _line(paper) if path is not None else None
        yield Row(digest, rank, paper, arxiv.identity(paper.url, found), known, path, line)


def spelled(summary: tuple[Item, ...]) -> str:
    """A summary as one text: each item on a line of its own, `label: text`, with its markup."""
    return "\n".join([item.text if item.label is None else f"{item.label}: {item.text}" for item in summary])


def shareable(path: str) -> str:
    """A path that means the same on another machine: an absolute one is cut to its last part."""
    if PurePosixPath(path).is_absolute():
        return PurePosixPath(path).name
    return PureWindowsPath(path).name if PureWindowsPath(path).is_absolute() else path


def _line(node: Digest | Paper) -> int | None:
    """The line of a file; None where it is not known."""
    position = node.position
    return None if position is None else position.line
