"""What both formats say of a paper: one reference for each, however often it was met."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from digestkit import Code, Digest, ExportContext, Item, Outline, Paper
from digestkit.text import LiteralName, PersonName, parse_name, plain


class HasAbstract(Protocol):
    """Options of either format."""

    @property
    def abstract(self) -> bool:
        """Whether the summary is wanted."""


def carries(options: HasAbstract) -> tuple[str, ...]:
    """The fields that reach the references; the date shows for papers that are not from arXiv."""
    return ("date", "title", "url", "authors", *(["summary"] if options.abstract else []))


@attrs.frozen
class Reference:
    """A paper, and the earliest day that listed it."""

    paper: Paper
    day: datetime.date | None

    @property
    def arxiv(self) -> str | None:
        """`arXiv:2407.01906`; None for papers from elsewhere."""
        return f"arXiv:{self.paper.arxiv_id}" if self.paper.arxiv_id else None

    @property
    def doi(self) -> str | None:
        """The DOI that arXiv registers for every paper (https://info.arxiv.org/help/doi.html)."""
        return f"10.48550/arXiv.{self.paper.arxiv_id}" if self.paper.arxiv_id else None

    @property
    def issued(self) -> tuple[int, ...]:
        """Year and month from the arXiv id; for other papers the year of the digest; empty if unknown."""
        if self.paper.published is not None:
            return tuple(self.paper.published)
        return (self.day.year,) if self.day is not None else ()

    @property
    def accessed(self) -> datetime.date | None:
        """The day of the digest, for papers whose page may change; None for papers of arXiv."""
        return None if self.arxiv else self.day

    @property
    def names(self) -> tuple[PersonName | LiteralName, ...]:
        """The authors in the digest's order, which since 2024 says nothing about who is first."""
        return tuple(parse_name(name) for name in self.paper.authors_clean)


def references(digests: Iterable[Digest], context: ExportContext) -> list[Reference]:
    """A reference for each paper in the order they were first met.

    A paper that is met again is reported, and gets the earlier of the days.
    """
    found: dict[str, Reference] = {}
    for digest in digests:
        for paper in digest.papers:
            before = found.get(paper.id)
            if before is None:
                found[paper.id] = Reference(paper, digest.date)
            else:
                context.report(f"{paper.id} is one entry, though listed again", paper, Code.MERGED)
                found[paper.id] = attrs.evolve(before, day=_earlier(before.day, digest.date))
    return list(found.values())


def abstract(items: Iterable[Item]) -> Iterator[str]:
    """The summary as lines of plain text: labels before their texts, nested items indented."""
    for item in items:
        yield from _lines(item.outline, "")


def _lines(entry: Outline, indent: str) -> Iterator[str]:
    parts = [entry.label, plain(entry.text) or None]
    yield indent + ": ".join(part for part in parts if part is not None)
    for below in entry.items:
        yield from _lines(below, indent + "  ")


def _earlier(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days, default=None)
