"""The nodes of digests, each with a place of its own, so that reports can tell which one they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from digestkit.checks.contract import Of
from digestkit.model import Digest, Item, Media, Paper
from digestkit.source import RecordOrigin


def nodes(digest: Digest) -> Iterator[Digest | Paper | Item | Media]:
    """A digest and all that is in it."""
    yield digest
    for paper in digest.papers:
        yield paper
        if paper.media is not None:
            yield paper.media
        yield from paper.summary


def of_kind(digest: Digest, kind: Of) -> Iterator[Digest | Paper | Item]:
    """The nodes of a digest that a lint of this kind looks at."""
    wanted = {"digest": Digest, "paper": Paper, "item": Item}[kind]
    for node in nodes(digest):
        if isinstance(node, wanted) and not isinstance(node, Media):
            yield node


def placed(digests: Iterable[Digest]) -> tuple[Digest, ...]:
    """The digests with a place for each node, so that reports can tell which paper they are about."""
    line, placed = 0, []
    for digest in digests:
        papers = []
        for paper in digest.papers:
            line += 1
            where: dict[str, Any] = {"layout": RecordOrigin("sample", line), "span": (0, 0)}
            media = attrs.evolve(paper.media, **where) if paper.media is not None else None
            summary = [attrs.evolve(item, **where) for item in paper.summary]
            papers.append(attrs.evolve(paper, media=media, summary=summary, **where))
        line += 1
        placed.append(attrs.evolve(digest, papers=papers, layout=RecordOrigin("sample", line), span=(0, 0)))
    return tuple(placed)
