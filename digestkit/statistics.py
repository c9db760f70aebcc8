"""What many digests have in common: how many papers, votes, authors and labels."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from digestkit.model import Digest, Paper


class Voted(NamedTuple):
    """A paper with its votes, and the day of its digest where that has one."""

    votes: int
    title: str
    id: str
    date: str | None


class Statistics:
    """Counts as digests pass by, and holds only what it counts.

    `months` counts papers by month (`2024-07`; `undated`), `authors` and `labels` how often each occurs;
    `items` counts items, `unlabelled` those without a label. A paper that occurs twice counts twice.
    """

    def __init__(self, top: int) -> None:
        self.digests = self.papers = self.items = self.unlabelled = 0
        self.months: Counter[str] = Counter()
        self.authors: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self._top = top
        self._voted: list[tuple[int, int, Voted]] = []

    def add(self, digest: Digest) -> None:
        """Count a digest."""
        self.digests += 1
        self.months[str(digest.date)[:7] if digest.date else "undated"] += len(digest.papers)
        for paper in digest.papers:
            self.papers += 1
            self.authors.update(set(paper.authors_clean))
            self._count_items(paper)
            if paper.votes is not None:
                self._vote(paper, paper.votes, digest)

    @property
    def most_voted(self) -> Iterator[Voted]:
        """The papers with the most votes; of equals, the one met first comes first."""
        return (voted for _, _, voted in sorted(self._voted, reverse=True))

    def _count_items(self, paper: Paper) -> None:
        labels = [item.label for item in paper.summary if item.label is not None]
        self.items += len(paper.summary)
        self.unlabelled += len(paper.summary) - len(labels)
        self.labels.update(labels)

    def _vote(self, paper: Paper, votes: int, digest: Digest) -> None:
        """Keep the most voted in a heap, of as many as are asked for."""
        if len(self._voted) == self._top and (not self._top or votes <= self._voted[0][0]):
            return
        date = str(digest.date) if digest.date else None
        entry = (votes, -self.papers, Voted(votes, paper.title, paper.id, date))
        if len(self._voted) < self._top:
            heapq.heappush(self._voted, entry)
        else:
            heapq.heapreplace(self._voted, entry)


def ranked(counts: Counter[str], top: int) -> list[tuple[str, int]]:
    """The most frequent, and of equals the first in order of text, however they were met."""
    return heapq.nsmallest(top, counts.items(), key=lambda pair: (-pair[1], pair[0]))
