"""Which papers are one: those with one id, and those that a DOI connects.

A paper of arXiv is known by its id, whatever the URL and the version. A paper from elsewhere has its URL and,
where the digest says one or the URL is a resolver's, its DOI. Of a DOI the case does not count
(https://www.doi.org/doi-handbook/HTML/case-sensitivity.html), nor what people write before it. It also
connects a paper from elsewhere with one of arXiv: by the DOI that arXiv gives each of its papers, or by that
of the journal, where a digest says it. But it never makes two papers of arXiv one, as where both were printed
in one volume: of these, it belongs to the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from digestkit import arxiv
from digestkit.model import Paper
from digestkit.reference import Reference

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
"""What can be a DOI: in the place of one, digests also have `N/A` or `-`, which must connect nothing."""

_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.[^?#]+)", re.IGNORECASE)


def firsts(papers: Iterable[Paper]) -> list[int]:
    """For each paper, the place of the first that is the same paper: its own, for most."""
    groups = _Groups()
    for paper in papers:
        groups.add(Reference(paper))
    return [groups.first(place) for place in range(len(groups))]


def doi(text: str | None) -> str | None:
    """A bare DOI as it is compared; None for what is none. Versions of arXiv's do not count."""
    if text is None or _DOI.fullmatch(text) is None:
        return None
    found = arxiv.find(f"https://doi.org/{text}")
    return (found.doi if found is not None else text).casefold()


def dois(reference: Reference) -> Iterator[str]:
    """The DOIs of a paper, as they are compared."""
    address = _RESOLVER.fullmatch(reference.paper.url)
    written = unquote(address[1]) if address is not None else None
    own = reference.arxiv.doi if reference.arxiv is not None else None
    for text in (own, reference.stated_doi, written):
        known = doi(text)
        if known is not None:
            yield known


class _Groups:
    """Places of papers, each pointing to an earlier one that is the same; a root points to itself.

    So the root of a group is the place of its first paper, and has at most one id of arXiv.
    """

    def __init__(self) -> None:
        self._before: list[int] = []
        self._arxiv: dict[int, str] = {}
        self._owners: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._before)

    def add(self, reference: Reference) -> None:
        """Take in the next paper."""
        place = len(self._before)
        owner = self._owners.setdefault(reference.id, place)
        self._before.append(owner)
        if reference.arxiv is not None and owner == place:
            self._arxiv[place] = reference.arxiv.id
        for key in dois(reference):
            self._unite(place, self._owners.setdefault(f"doi:{key}", place))

    def first(self, place: int) -> int:
        """The first place of a group."""
        before = self._before
        while before[place] != place:
            before[place] = before[before[place]]  # halves the way for the next who asks
            place = before[place]
        return place

    def _unite(self, one: int, other: int) -> None:
        first, second = sorted((self.first(one), self.first(other)))
        if first == second or (first in self._arxiv and second in self._arxiv):
            return
        self._before[second] = first
        if second in self._arxiv:
            self._arxiv[first] = self._arxiv.pop(second)
