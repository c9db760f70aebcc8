"""What many digests have in common: how many papers, votes, authors and labels."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from digestkit.model import Digest, Paper


class Voted(NamedTuple):
    """A paper with its votes, and the day of its digest (`2024-07-05`) where it has one.

    Plain values only: a `Paper` would keep the text of its whole file.
    """

    votes: int
    title: str
    id: str
    date: str | None


class Statistics:
    """Counts digests as they pass by, and holds only what it counts.

    `months` counts papers by month (`2024-07`, or `undated`), `authors` the papers of each name, `labels` the
    items with each label; `items` counts all items, `unlabelled` those without a label. A paper that occurs
    twice counts twice. `top` is how many papers `most_voted` has at most.
    """

    def __init__(self, top: int) -> None:
        self.digests = self.papers = self.items = self.unlabelled = 0
        self.months: Counter[str] = Counter()
        self.authors: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self._top = top
        self._voted: list[tuple[int, int, Voted]] = []

    def add(self, digest: Digest) -> None:
        """Count a digest and everything in it."""
        self.digests += 1
        self.months[str(digest.date)[:7] if digest.date else "undated"] += len(digest.papers)
        for paper in digest.papers:
            self.papers += 1
            # A set: a name that a paper has twice is still one paper of that name.
            self.authors.update(set(paper.authors_clean))
            self._count_items(paper)
            if paper.votes is not None:
                self._vote(paper, paper.votes, digest)

    @property
    def most_voted(self) -> Iterator[Voted]:
        """The papers with the most votes, most first; of equals, the first one counted comes first."""
        return (voted for _, _, voted in sorted(self._voted, reverse=True))

    def _count_items(self, paper: Paper) -> None:
        labels = [item.label for item in paper.summary if item.label is not None]
        self.items += len(paper.summary)
        self.unlabelled += len(paper.summary) - len(labels)
        self.labels.update(labels)

    def _vote(self, paper: Paper, votes: int, digest: Digest) -> None:
        """Keep the most voted in a heap of at most `top`; papers with unknown votes never get here."""
        if len(self._voted) == self._top and (not self._top or votes <= self._voted[0][0]):
            return
        date = str(digest.date) if digest.date else None
        # The running number is unique, so that the comparison never gets to the third part.
        entry = (votes, -self.papers, Voted(votes, paper.title, paper.id, date))
        if len(self._voted) < self._top:
            heapq.heappush(self._voted, entry)
        else:
            heapq.heapreplace(self._voted, entry)


def ranked(counts: Counter[str], top: int) -> list[tuple[str, int]]:
    """The `top` most frequent, each with its count; of equals, those first in code-point order.

    So the result does not depend on the order of the input.
    """
    return heapq.nsmallest(top, counts.items(), key=lambda pair: (-pair[1], pair[0]))
