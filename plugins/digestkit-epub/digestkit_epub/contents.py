"""What the book lists, in the order of its pages: one tree for its own contents and that of old readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkit_epub.periods import Period, Place
from digestkit_epub.phrases import Phrase
from digestkit_epub.plan import SHORT, Day, Plan


class Entry(NamedTuple):
    """A link of the contents, and those below it; `language` is that of the title, if not the page's."""

    href: str
    title: str
    language: str | None = None
    below: tuple[Entry, ...] = ()

    @property
    def size(self) -> int:
        """How many links there are, this one and all below it."""
        return 1 + sum(entry.size for entry in self.below)


def entries(plan: Plan, places: Sequence[Place]) -> tuple[Entry, ...]:
    """The book's days with their papers, in the months and years that `places` has.

    A book of one day has its papers on the same level as the day.
    """
    found = tuple(map(_entry, places))
    if len(plan.days) == 1:
        return tuple(one for entry in found for one in (entry._replace(below=()), *entry.below))
    return found


def is_long(listed: Iterable[Entry]) -> bool:
    """Whether contents are too long to stand in a reader's way."""
    return sum(entry.size for entry in listed) > SHORT


def titled(href: str, title: Phrase) -> Entry:
    """An entry in the words of a digest, with none below it."""
    return Entry(href, title.text, title.language)


class Around(NamedTuple):
    """Where a day's page leads: the days before and after it, if any, and the list that it stands in."""

    before: Entry | None
    above: Entry
    after: Entry | None


def around(places: Sequence[Place], above: Entry) -> list[Around]:
    """What is around each day of the book, in their order; `above` lists the uppermost places."""
    days = list(_days(places, above))
    entries = [None, *[entry for entry, _ in days], None]
    return [
        Around(before, upper, after)
        for before, (_, upper), after in zip(entries, days, entries[2:], strict=False)  # one each of `days`
    ]


def _days(places: Iterable[Place], above: Entry) -> Iterator[tuple[Entry, Entry]]:
    """Links to all days, each with one to the list that it stands in."""
    for found in places:
        entry = Entry(found.file_name, found.name)
        if isinstance(found, Period):
            yield from _days(found.below, entry)
        else:
            yield entry, above


def _entry(found: Place) -> Entry:
    below = map(_entry, found.below) if isinstance(found, Period) else _papers(found)
    return Entry(found.file_name, found.name, below=tuple(below))


def _papers(day: Day) -> Iterator[Entry]:
    """The papers of a day, below the headings that they stand under, if any."""
    for part in day.parts:
        found = tuple([titled(section.place, section.title) for section in part.sections])
        if part.title is None:
            yield from found
        else:
            yield titled(part.place, part.title)._replace(below=found)
