"""What a site is made of: days, months, years, papers, topics, authors, and what stands beside what.

All digests are held, since a paper may be listed again on any day. Days are in ascending order, those without
a date first; each thing that has a page knows its address.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

import attrs

import digestkit
from digestkit.reference import Reference
from digestkit.text import clean
from digestkit_site import addresses
from digestkit_site.hearing import Heard

TopicKind = Literal["section", "category", "tag", "label"]
KINDS: tuple[TopicKind, ...] = ("section", "category", "tag", "label")
"""What papers are sorted by, in the order in which the list of topics shows it."""


@attrs.frozen(eq=False)
class Listing:
    """A paper as a day lists it.

    `names` are its authors, without what HTML forbids; `anchor` is its place in the pages of the day.
    `is_plain` says that all its texts are printable; see `Heard`. `site` is the page that its digest comes
    from, None where that is Hugging Face's.
    """

    day: str
    reference: Reference
    names: tuple[str, ...]
    anchor: str
    is_plain: bool
    site: str | None = None

    @property
    def paper(self) -> digestkit.Paper:
        """The paper as this day has it."""
        return self.reference.paper


@attrs.frozen(eq=False)
class Work:
    """A paper with all its listings, the earliest first."""

    id: str
    address: str
    listings: tuple[Listing, ...]

    @property
    def newest(self) -> Listing:
        """How the last day has it."""
        return self.listings[-1]


@attrs.frozen(eq=False)
class Day:
    """All digests of a day; `date` is None where it is not known."""

    key: str
    date: datetime.date | None
    digests: tuple[tuple[digestkit.Digest, tuple[Listing, ...]], ...]

    @property
    def address(self) -> str:
        """Its first page."""
        return addresses.of_day(self.key)

    @property
    def listings(self) -> Iterator[Listing]:
        """Its papers in their order."""
        return (listing for _, listings in self.digests for listing in listings)

    @property
    def count(self) -> int:
        """How many papers it has; one that it lists twice, under two sections, is one."""
        return len({listing.reference.id for listing in self.listings})


@attrs.frozen(eq=False)
class Period:
    """A month or a year: its key (`2024-07`, `2024`), its first day, and its days in ascending order."""

    key: str
    date: datetime.date
    days: tuple[Day, ...]

    @property
    def address(self) -> str:
        """Its page."""
        return addresses.of_month(self.key) if "-" in self.key else addresses.of_year(self.key)


@attrs.frozen(eq=False)
class Shelf:
    """What has a page that lists papers: an author or a topic; `listings` are the earliest first."""

    name: str
    address: str
    listings: tuple[Listing, ...]


@attrs.frozen(eq=False)
class Catalogue:
    """Everything that has a page, by kind; topics are sorted by name within each kind.

    `begun` and `ended` have the papers by the first and by the last day that lists them.
    """

    days: tuple[Day, ...]
    months: tuple[Period, ...]
    years: tuple[Period, ...]
    works: tuple[Work, ...]
    begun: Mapping[str, Sequence[Work]]
    ended: Mapping[str, Sequence[Work]]
    topics: dict[TopicKind, tuple[Shelf, ...]]
    authors: tuple[Shelf, ...]


Named = tuple[str, tuple[Listing, ...]]
"""A name with what stands under it."""


def make(heard: Iterable[Heard], *, min_papers: int) -> Catalogue:
    """Sort digests; authors and labels of fewer papers than `min_papers` have no page."""
    days = tuple(_days(heard))
    dated = [day for day in days if day.date is not None]
    works = tuple(_works(days))
    firsts = sorted((work.newest for work in works), key=lambda listing: order(listing.day))
    return Catalogue(
        days,
        tuple(_periods(dated, len("2024-07"))),
        tuple(_periods(dated, len("2024"))),
        works,
        _by_day(works, 0),
        _by_day(works, -1),
        _distinct({kind: tuple(_topics(works, firsts, kind, min_papers)) for kind in KINDS}),
        tuple(_authors(firsts, min_papers)),
    )


def key_of(date: datetime.date | None) -> str:
    """A day as addresses name it."""
    return addresses.UNDATED if date is None else date.isoformat()


def order(key: str) -> str:
    """What days are sorted by: years have four digits, and what is undated comes before them all."""
    return "" if key == addresses.UNDATED else key


def _days(heard: Iterable[Heard]) -> Iterator[Day]:
    found: dict[str, list[Heard]] = {}
    for each in heard:
        found.setdefault(key_of(each.digest.date), []).append(each)
    for key in sorted(found, key=order):
        yield _day(key, found[key])


def _day(key: str, heard: list[Heard]) -> Day:
    met: dict[str, int] = {}
    made = []
    for digest, references, plain in heard:
        listings = []
        site = None if digest.site is None else digest.site.url
        for reference in references:
            name = addresses.name_of(reference.id)
            met[name] = met.get(name, 0) + 1
            anchor = f"p-{name}" if met[name] == 1 else f"p-{name}_{met[name]}"
            is_plain = id(reference) in plain
            names = reference.authors if is_plain else tuple(map(clean, reference.authors))
            listings.append(Listing(key, reference, names, anchor, is_plain, site))
        made.append((digest, tuple(listings)))
    return Day(key, heard[0].digest.date, tuple(made))


def _periods(days: Sequence[Day], length: int) -> Iterator[Period]:
    for key, group in groupby(days, key=lambda day: day.key[:length]):
        held = tuple(group)
        date = held[0].date or datetime.date.min
        yield Period(key, date, held)


def _works(days: Iterable[Day]) -> Iterator[Work]:
    found: dict[str, list[Listing]] = {}
    for day in days:
        for listing in day.listings:
            found.setdefault(listing.reference.id, []).append(listing)
    for identity, listings in found.items():
        yield Work(identity, addresses.of_paper(identity), tuple(listings))


def _by_day(works: Iterable[Work], place: int) -> Mapping[str, Sequence[Work]]:
    """The works by the day of one of their listings."""
    found: dict[str, list[Work]] = {}
    for work in works:
        found.setdefault(work.listings[place].day, []).append(work)
    return found


def terms(paper: digestkit.Paper, kind: TopicKind) -> tuple[str, ...]:
    """The names under which a paper stands on shelves of a kind, white space collapsed; none is blank."""
    given: Iterable[str]
    match kind:
        case "section":
            given = () if paper.section is None else (paper.section,)
        case "category":
            given = paper.categories
        case "tag":
            given = paper.tags
        case "label":
            given = [item.label for item in paper.summary if item.label]
    return tuple(folded for name in given if (folded := " ".join(name.split())))


def _authors(listings: Iterable[Listing], least: int) -> Iterator[Shelf]:
    held = _sorted((listing, listing.names) for listing in listings)
    return (Shelf(name, addresses.of_author(name), found) for name, found in held if len(found) >= least)


def _topics(
    works: Sequence[Work], listings: Sequence[Listing], kind: TopicKind, least: int
) -> Iterator[Shelf]:
    """The shelves of a kind; `listings` are the newest of the works, in the order of their days."""
    if kind == "label":
        held = _telling(_sorted((listing, terms(listing.paper, kind)) for listing in listings), listings)
        held = (each for each in held if len(each[1]) >= least)
    else:
        # Whatever a paper was listed under, on the same day or on another.
        named = {
            work.newest: tuple(
                dict.fromkeys(name for each in work.listings for name in terms(each.paper, kind))
            )
            for work in works
            if any(each.paper.further for each in work.listings)
        }
        held = _sorted((listing, named[listing]) for listing in listings if listing in named)
    return (Shelf(name, addresses.of_topic(kind, name), found) for name, found in held)


def _distinct(topics: dict[TopicKind, tuple[Shelf, ...]]) -> dict[TopicKind, tuple[Shelf, ...]]:
    """The topics without sections, where each of these is a category that has the same papers.

    Some dialects group papers by their first category, and name no other.
    """
    held = {(addresses.fold(shelf.name), shelf.listings) for shelf in topics["category"]}
    if all((addresses.fold(shelf.name), shelf.listings) in held for shelf in topics["section"]):
        topics["section"] = ()
    return topics


def _telling(labels: Iterable[Named], listings: Iterable[Listing]) -> Iterator[Named]:
    """The labels that tell papers apart: not those that most papers have, on the days that have it at all.

    Nearly every dialect has a handful that stand in each summary, and a page of all papers helps nobody.
    """
    number = Counter(listing.day for listing in listings)
    for name, found in labels:
        if 2 * len(found) < sum(number[day] for day in {listing.day for listing in found}):
            yield name, found


def _sorted(named: Iterable[tuple[Listing, tuple[str, ...]]]) -> Iterator[Named]:
    """What stands under each name, by name; spellings that differ in case only are one, the first."""
    found: dict[str, tuple[str, list[Listing]]] = {}
    for listing, names in named:
        for name in names:
            folded = addresses.fold(name)
            if folded not in found:
                found[folded] = (name, [listing])
            elif found[folded][1][-1] is not listing:
                found[folded][1].append(listing)
    return ((name, tuple(held)) for _, (name, held) in sorted(found.items()))


def once(listings: Iterable[Listing]) -> list[Listing]:
    """Each paper as it is listed first."""
    found: dict[str, Listing] = {}
    for listing in listings:
        found.setdefault(listing.reference.id, listing)
    return list(found.values())


def best(day: Day, number: int) -> list[Listing]:
    """The most voted papers of a day, or the first ones where nothing is known of votes."""
    return most_voted(list(day.listings))[:number]


def most_voted(listings: list[Listing]) -> list[Listing]:
    """Sorted by votes, each paper once; equals keep their order."""
    return once(sorted(listings, key=lambda listing: -(listing.paper.votes or 0)))
