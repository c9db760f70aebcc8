"""One digest of a day that its dialect spreads over rows, topics or files.

Digests of several dialects stay apart, as their sites tell.

The Korean digests stay as they are: they spread nothing, and two of a day are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import attrs

from digestkit.model import Digest, Paper
from digestkit.source import SourceText


def of_file(digests: Iterable[Digest]) -> list[Digest]:
    """The digests of a file, one a day, each where its day is met first."""
    days: dict[object, list[Digest]] = {}
    for at, digest in enumerate(digests):
        days.setdefault(digest.date or at, []).append(digest)
    return [_joined(runs) for runs in days.values()]


def of_files(digests: Iterable[Digest]) -> Iterator[Digest]:
    """The digests of files in their order; what follows one of the same day is part of it. Holds one day."""
    for _, runs in groupby(digests, _Day):
        yield _joined(list(runs))


class _Day:
    """What digests that are one have in common; equal to nothing where they stay as they are."""

    def __init__(self, digest: Digest) -> None:
        layout = digest.layout
        spread = isinstance(layout, SourceText) and layout.reread is not None
        self.date = digest.date if spread else None
        self.site = digest.site

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Day) or self.date is None:
            return False
        return self.date == other.date and self.site == other.site

    __hash__ = None  # type: ignore[assignment] # compared with its neighbour, and kept nowhere


def _joined(runs: list[Digest]) -> Digest:
    """One digest: with the title that all have; where they have several, these head the papers as sections.

    It has a source where all come from one.
    """
    first = runs[0]
    if len(runs) == 1:
        return first
    titles = {digest.title for digest in runs}
    sources = {digest.source for digest in runs}
    papers: list[Paper] = []
    for digest in runs:
        papers += digest.papers if len(titles) == 1 else _headed(digest)
    title = first.title if len(titles) == 1 else ""
    return attrs.evolve(first, title=title, papers=papers, source=first.source if len(sources) == 1 else None)


def _headed(digest: Digest) -> Iterator[Paper]:
    for paper in digest.papers:
        section = digest.title if paper.section is None else paper.section
        yield attrs.evolve(paper, section=section) if section and section != paper.section else paper
