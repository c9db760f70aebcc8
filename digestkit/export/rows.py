"""The rows of a table of papers: one for each paper, and one for a digest without any.

Formats that are tables share them. Columns are called as the keys of a record of JSON Lines are, and values
are those of the model: dates are dates, lists are tuples. What an object of a record holds, `source.path`,
stands in a column of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

from digestkit import arxiv
from digestkit.model import Digest, Item, Media, Pair, Paper

__all__ = ["Row", "of_digest", "shareable", "spelled"]


class Row(NamedTuple):
    """What a table says of a paper in a digest; of a digest without papers, what is known of the digest.

    There `rank`, `title` and `url` are None, and the rest says nothing. `node` is what the row shows, for
    reports about it.
    """

    id: str | None
    date: datetime.date | None
    digest: str
    rank: int | None
    title: str | None
    url: str | None
    arxiv_id: str | None
    votes: int | None
    authors: tuple[str, ...]
    authors_truncated: bool
    media: Media | None
    summary: tuple[Item, ...]
    source_path: str | None
    source_line: int | None
    section: str | None
    abstract: str | None
    tldr: str | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    submitted: datetime.date | None
    doi: str | None
    links: tuple[Pair, ...]
    authors_ordered: bool | None
    extra: tuple[Pair, ...]
    node: Digest | Paper


def of_digest(digest: Digest) -> Iterator[Row]:
    """Yield the rows of a digest, in the order of its papers."""
    path = shareable(digest.source) if digest.source is not None else None
    if not digest.papers:
        yield _of_nothing(digest, path)
    for rank, paper in enumerate(digest.papers, 1):
        found = arxiv.find(paper.url)
        yield Row(
            arxiv.identity(paper.url, found),
            digest.date,
            digest.title,
            rank,
            paper.title,
            paper.url,
            None if found is None else found.id,
            paper.votes,
            paper.authors,
            paper.authors_truncated,
            paper.media,
            paper.summary,
            path,
            _line(path, paper),
            paper.section,
            paper.abstract,
            paper.tldr,
            paper.categories,
            paper.tags,
            paper.submitted,
            paper.doi,
            paper.links,
            paper.authors_ordered,
            paper.extra,
            paper,
        )


def spelled(summary: tuple[Item, ...]) -> str:
    """A summary as one text: each item on a line of its own, `label: text`, with its markup."""
    return "\n".join([item.text if item.label is None else f"{item.label}: {item.text}" for item in summary])


def shareable(path: str) -> str:
    """A path that means the same on another machine: an absolute one is cut to its last part."""
    if PurePosixPath(path).is_absolute():
        return PurePosixPath(path).name
    return PureWindowsPath(path).name if PureWindowsPath(path).is_absolute() else path


def _of_nothing(digest: Digest, path: str | None) -> Row:
    nothing = (None, None, None, None, None, (), False, None, ())
    further = (None, None, None, (), (), None, None, (), None, ())
    known = (path, _line(path, digest))
    return Row(None, digest.date, digest.title, *nothing, *known, *further, digest)  # type: ignore[arg-type]


def _line(path: str | None, node: Digest | Paper) -> int | None:
    """The line of a file; None where there is no file, or the line is not known."""
    position = node.position if path is not None else None
    return None if position is None else position.line
