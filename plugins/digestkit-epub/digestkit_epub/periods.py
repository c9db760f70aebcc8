"""Months and years as pages of the book: what stands between it and its days where these are many."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from digestkit_epub.plan import Day
from digestkit_epub.words import Words

_FULL = 1.5
"""How many entries those of a level must hold on average, or they would only be pages more to turn."""


class Period(NamedTuple):
    """A month or a year with a page of its own, and what it consists of: months, or days."""

    date: datetime.date
    file_name: str
    name: str
    below: tuple[Period | Day, ...]

    @property
    def days(self) -> Iterator[Day]:
        """All its days, in their order."""
        return (place for place in walk(self.below) if not isinstance(place, Period))


Place = Period | Day


def arrange(days: Sequence[Day], words: Words) -> tuple[Place, ...]:
    """The days of a book, in months and years where there are several of these, and several days in them.

    Days are in ascending order. Those without a date stand by themselves, at the end.
    """
    places: list[Place] = [day for day in days if day.date is not None]
    undated = [day for day in days if day.date is None]
    for length, name in ((len("2024-07"), words.month), (len("2024"), words.year)):
        groups = [(key, tuple(group)) for key, group in groupby(places, key=partial(_start, length))]
        if 1 < len(groups) <= len(places) / _FULL:
            places = [_period(key, name, group) for key, group in groups]
    return (*places, *undated)


def walk(places: Iterable[Place]) -> Iterator[Place]:
    """All places in the order of their pages, each before those below it."""
    for place in places:
        yield place
        if isinstance(place, Period):
            yield from walk(place.below)


def _start(length: int, place: Place) -> str:
    """The year, or year and month, of a place."""
    return str(place.date)[:length]


def _period(key: str, name: Callable[[datetime.date], str], below: tuple[Place, ...]) -> Period:
    date = below[0].date or datetime.date.min
    return Period(date, f"{key}.xhtml", name(date), below)
