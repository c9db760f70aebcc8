"""What fills the placeholders of a dialect that is written: values of a paper, and of its place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple

from digestkit import arxiv
from digestkit.dialects.placeholders import EXTRA, LINKS
from digestkit.model import Paper

_MORE = "+"
"""A name that says that there are more, where the dialect has no words for it."""


class Terms(NamedTuple):
    """How a list is spelled: what stands between its entries or around each, and what says that it is cut.

    `more` is None where another placeholder says that.
    """

    separator: str = ", "
    wrap: str = ""
    more: str | None = ""

    def joined(self, terms: tuple[str, ...]) -> str:
        """The entries in one line."""
        if self.wrap:
            return " ".join(f"{self.wrap}{term}{self.wrap}" for term in terms)
        return self.separator.join(terms)


class Slot(NamedTuple):
    """A placeholder in its place: of an item it has the label, and of a list the way it is spelled."""

    name: str
    label: str | None = None
    terms: Terms = Terms()


class Line(NamedTuple):
    """A line: literals, and the slots between them."""

    literals: tuple[str, ...]
    slots: tuple[Slot, ...]

    def fill(self, value: Callable[[Slot], str | None]) -> str | None:
        """The line with its values; None where one is not there."""
        parts = [self.literals[0]]
        for slot, literal in zip(self.slots, self.literals[1:], strict=True):
            filled = value(slot)
            if filled is None:
                return None
            parts += (filled, literal)
        return "".join(parts)


class Context(NamedTuple):
    """What a paper does not know of itself: the day and its title, its places from 1, and how many there are.

    `sections` are those of the day, each with the number of its papers.
    """

    date: datetime.date | None = None
    title: str = ""
    section: str | None = None
    ordinal: int = 1
    ordinal_in_section: int = 1
    papers: int = 0
    sections: tuple[tuple[str, int], ...] = ()

    @property
    def values(self) -> dict[str, str | None]:
        """The values of those placeholders that are not of a paper."""
        date = self.date
        return {
            "date": date.isoformat() if date else None,
            "year": f"{date.year:04}" if date else None,
            "month": f"{date.month:02}" if date else None,
            "day": f"{date.day:02}" if date else None,
            "digest": self.title or None,
            "section": self.section,
            "ordinal": str(self.ordinal),
            "ordinal_in_section": str(self.ordinal_in_section),
            "count": str(self.papers),
        }


Lines = tuple[Line, ...]


def value_of(slot: Slot, paper: Paper) -> str | None:
    """What a paper has for a placeholder; None where it has nothing."""
    name = slot.name
    if name in _VALUES:
        return _VALUES[name](slot, paper)
    value = getattr(paper, name, None)
    return str(value) if value is not None else None


def _terms(slot: Slot, paper: Paper) -> str | None:
    terms = getattr(paper, slot.name)
    return slot.terms.joined(terms) if terms else None


def _link(slot: Slot, paper: Paper) -> str | None:
    return next((url for kind, url in paper.links if kind == slot.name), None)


def _further(slot: Slot, paper: Paper) -> str | None:
    return next((text for name, text in paper.extra if name == slot.name), None)


def _item(slot: Slot, paper: Paper) -> str | None:
    return next((item.text for item in paper.summary if item.label == slot.label), None)


def _names(slot: Slot, paper: Paper) -> str | None:
    names, terms = paper.authors, slot.terms
    if not paper.authors_truncated:
        return terms.joined(names) if names else None
    if names and terms.more != "":
        return f"{terms.joined(names)}{terms.more or ''}"
    return terms.joined((*names, _MORE))


def _arxiv_id(_slot: Slot, paper: Paper) -> str | None:
    found = arxiv.find(paper.url)
    if found is None:
        return None
    return f"{found.id}v{found.version}" if found.version is not None else found.id


_VALUES: dict[str, Callable[[Slot, Paper], str | None]] = {
    **dict.fromkeys(("categories", "tags"), _terms),
    **dict.fromkeys(LINKS, _link),
    **dict.fromkeys(EXTRA, _further),
    "authors": _names,
    "text": _item,
    "id": _arxiv_id,
}
"""Placeholders whose values are not the text of the field of their name; days are, by the standard."""
