"""From a catalogue to pages: address, template and context of each, in the order of writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import attrs
from markupsafe import Markup

import digestkit
from digestkit.text import isolated
from digestkit_site import addresses, beside, catalogue, citation, head
from digestkit_site.cards import Cards
from digestkit_site.catalogue import Catalogue, Day, Listing, Period, Shelf, Work
from digestkit_site.context import (
    AboutContext,
    Alternate,
    Card,
    DayContext,
    IndexContext,
    ListContext,
    MissingContext,
    Page,
    PaperContext,
    Part,
    PeriodContext,
    ShelfContext,
    Site,
)
from digestkit_site.lists import Lists
from digestkit_site.parts import Shown, arranged
from digestkit_site.spacing import one_line
from digestkit_site.views import Link, Text, Viewer

RECENT = 30
"""How many days the first page names."""
_BEST = 5
"""How many of its papers a month or a year names first."""
_LATEST = 60
"""How many papers of the newest day the first page has."""
_OF_MONTH = 400
"""How many papers a month lists; of more it has the first of each day."""
_OF_DAY = 10
_MOST = 100
"""How many papers the page of an author or a topic has; beyond, there are pages by month."""
_FULL = 84_000
"""Bytes of papers that a page of a day may hold, so that with its frame it stays below 100 kB."""
_DESCRIBED = 200
_BLANKS = 40


class Rendered(NamedTuple):
    """A page to be rendered: the template with its context, and the frame."""

    template: str
    context: object
    page: Page


@attrs.frozen
class Maker:
    """Makes pages of a catalogue.

    `shown` has every listing by its day and anchor, and `ui` is the attribute for the language of words.
    """

    site: Site
    catalogue: Catalogue
    viewer: Viewer
    rows: Lists
    shown: dict[tuple[str, str], Shown]
    ui: str

    @property
    def cards(self) -> Cards:
        """What lists of days are made of."""
        return Cards(self.viewer, self.rows, self.site.title)

    def all(self) -> Iterator[Rendered]:
        """All pages but those of papers and days, which are made with what stands beside them."""
        yield self._index()
        yield from self._periods(self.catalogue.years, self._year)
        yield from self._periods(self.catalogue.months, self._month)
        yield from self._topics()
        yield from self._authors()
        yield self._about()
        yield self._missing()

    # Frames.

    def page(
        self,
        kind: str,
        address: str,
        title: str,
        *,
        around: tuple[Link | None, Link | None] = (None, None),
        alternates: tuple[Alternate, ...] = (),
        description: str = "",
        meta: str = "",
        og: Iterable[tuple[str, str]] = (),
        json_ld: str = "",
    ) -> Page:
        """The frame of a page."""
        site = self.site
        canonical = f"{site.base_url}{address}" if site.base_url and kind != "missing" else ""
        properties = [("og:title", title), ("og:site_name", site.title), *og]
        properties += [("og:url", canonical)] if canonical else []
        properties += [("og:description", description)] if description else []
        # A server shows the page of a missing one at any address, where relative links lead astray.
        root = addresses.rooted(site.base_url) if kind == "missing" else addresses.root(address)
        made = head.made(
            root=root,
            description=description,
            canonical=canonical,
            meta=meta,
            policy=site.policy,
            properties=properties,
            alternates=alternates,
            json_ld=json_ld,
        )
        return Page(
            kind,
            address,
            root,
            isolated(title),
            *around,
            alternates,
            made,
            beside.around(root, self.viewer.words, self.ui, *around),
            beside.data(root, alternates),
        )

    # Lists of days.

    def _index(self) -> Rendered:
        days = self.catalogue.days[::-1]
        days = tuple([day for day in days if day.count]) or days
        latest = self.cards.of(days[0], days[0].listings, "", most=_LATEST) if days else None
        recent = tuple(
            [self.cards.of(day, catalogue.best(day, 1), "", most=0) for day in days[1 : RECENT + 1]]
        )
        months = self.catalogue.months
        years = tuple(
            (
                Link(self.viewer.words.in_year(year.date), year.address),
                tuple([self._period_link(month) for month in months if month.key[:4] == year.key]),
            )
            for year in self.catalogue.years[::-1]
        )
        page = self.page("index", "index.html", self.site.title, og=[("og:type", "website")])
        return Rendered("index.html", IndexContext(latest, recent, years), page)

    def _periods(self, periods: Sequence[Period], make: object) -> Iterator[Rendered]:
        links = [self._period_link(period) for period in periods]
        for at, period in enumerate(periods):
            yield make(period, neighbours(links, at))  # type: ignore[operator] # a method of this class

    def _period_link(self, period: Period) -> Link:
        words = self.viewer.words
        name = words.in_month(period.date) if "-" in period.key else words.in_year(period.date)
        return Link(name, period.address)

    def _year(self, period: Period, around: tuple[Link | None, Link | None]) -> Rendered:
        months = []
        for key, group in groupby(reversed(period.days), key=lambda day: day.key[:7]):
            days = list(group)
            date = days[0].date
            name = self.viewer.words.in_month(date) if date is not None else key
            count = self.viewer.words.count_papers(sum(day.count for day in days))
            links = tuple([Link(str(date.day), day.address) for day in days[::-1] if (date := day.date)])
            months.append((Link(name, addresses.of_month(key)), count, links))
        return self._period(period, around, None, months=tuple(months))

    def _month(self, period: Period, around: tuple[Link | None, Link | None]) -> Rendered:
        up = Link(self.viewer.words.in_year(period.date), addresses.of_year(period.key[:4]))
        most = 0 if sum(day.count for day in period.days) <= _OF_MONTH else _OF_DAY
        days = tuple([self.cards.of(day, day.listings, "../", most=most) for day in reversed(period.days)])
        return self._period(period, around, up, days=days)

    def _period(
        self,
        period: Period,
        around: tuple[Link | None, Link | None],
        up: Link | None,
        months: tuple[tuple[Link, str, tuple[Link, ...]], ...] = (),
        days: tuple[Card, ...] = (),
    ) -> Rendered:
        name = self._period_link(period).text
        count = self.viewer.words.count_papers(sum(day.count for day in period.days))
        voted = [listing for day in period.days for listing in day.listings if listing.paper.votes]
        best = self.rows.of(catalogue.most_voted(voted)[:_BEST], "../")
        page = self.page("period", period.address, name, around=around)
        return Rendered("period.html", PeriodContext(name, count, up, months, days, best), page)

    # Authors and topics.

    def _topics(self) -> Iterator[Rendered]:
        words = self.viewer.words
        names = {
            "section": words.sections,
            "category": words.categories,
            "tag": words.tags,
            "label": words.labels,
        }
        groups = []
        up = Link(words.topics, "topics/index.html")
        for kind, shelves in self.catalogue.topics.items():
            if shelves:
                groups.append((names[kind], self._counted(shelves)))
                yield from self._shelves(shelves, names[kind], up)
        if groups:
            yield self._list(up, "", tuple(groups))

    def _authors(self) -> Iterator[Rendered]:
        words, shelves = self.viewer.words, self.catalogue.authors
        up = Link(words.authors, "authors/index.html")
        yield from self._shelves(shelves, words.authors, up)
        if shelves:
            yield self._list(up, "", (("", self._counted(shelves)),))

    def _list(
        self, link: Link, note: str, groups: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]
    ) -> Rendered:
        return Rendered(
            "list.html", ListContext(link.text, note, groups), self.page("list", link.address, link.text)
        )

    def _counted(self, shelves: Iterable[Shelf]) -> tuple[tuple[Link, int], ...]:
        return tuple(
            [(self.viewer.link(shelf.name, shelf.address), len(shelf.listings)) for shelf in shelves]
        )

    def _shelves(self, shelves: Sequence[Shelf], kind: str, up: Link) -> Iterator[Rendered]:
        names = [self.viewer.name(shelf.name) for shelf in shelves]
        links = [
            Link(name.plain, shelf.address, mark=name.mark)
            for name, shelf in zip(names, shelves, strict=True)
        ]
        for at, shelf in enumerate(shelves):
            yield from self._shelf(shelf, kind, up, neighbours(links, at))

    def _shelf(
        self, shelf: Shelf, kind: str, up: Link, around: tuple[Link | None, Link | None]
    ) -> Iterator[Rendered]:
        newest = shelf.listings[::-1]
        months: list[Link] = []
        title = self.viewer.name(shelf.name)
        if len(newest) > _MOST:
            for key, group in groupby(newest, key=lambda listing: listing.day[:7]):
                listings = tuple(group)
                page = self._shelf_month(shelf, title, key, listings)
                months.append(Link(self._month_of(listings), page.page.address))
                yield page
        rows = self.rows.of(newest[:_MOST], "../")
        # The number of all would be another with every paper; where there are many, nobody misses it.
        count = "" if months else self.viewer.words.count_papers(len(newest))
        context = ShelfContext(title, kind, count, up, rows, tuple(months))
        yield Rendered("shelf.html", context, self.page("shelf", shelf.address, title.plain, around=around))

    def _shelf_month(self, shelf: Shelf, title: Text, key: str, listings: tuple[Listing, ...]) -> Rendered:
        words = self.viewer.words
        name = self._month_of(listings)
        address = f"{shelf.address.removesuffix('.html')}/{key}.html"
        rows = self.rows.of(listings, "../../")
        count = words.count_papers(len(listings))
        context = ShelfContext(title, name, count, Link(title.plain, shelf.address), rows, ())
        return Rendered(
            "shelf.html", context, self.page("shelf", address, f"{isolated(title.plain)}: {name}")
        )

    def _month_of(self, listings: Sequence[Listing]) -> str:
        date = listings[0].reference.day
        return self.viewer.words.undated if date is None else self.viewer.words.in_month(date)

    # The rest.

    def _about(self) -> Rendered:
        dated = [day for day in self.catalogue.days if day.date is not None]
        period = (
            " – ".join(dict.fromkeys([self.viewer.day(dated[0].date), self.viewer.day(dated[-1].date)]))
            if dated
            else ""
        )
        context = AboutContext(period, f"digestkit {digestkit.__version__}")
        return Rendered("about.html", context, self.page("about", "about.html", self.viewer.words.about))

    def _missing(self) -> Rendered:
        page = self.page("missing", "404.html", self.viewer.words.not_found)
        return Rendered("404.html", MissingContext(), page)

    # Days and papers.

    def days(self) -> Iterator[tuple[Day, list[Rendered]]]:
        """Each day with its pages."""
        days = self.catalogue.days
        links = [Link(self.viewer.day(day.date), day.address) for day in days]
        for at, day in enumerate(days):
            yield day, list(self._day(day, neighbours(links, at)))

    def _day(self, day: Day, around: tuple[Link | None, Link | None]) -> Iterator[Rendered]:
        pages = list(dict.fromkeys(self.shown[day.key, each.anchor].page for each in day.listings))
        pages = pages or [day.address]
        links = tuple([Link(str(number), address) for number, address in enumerate(pages, 1)])
        name = self.viewer.day(day.date)
        titles = self.cards.titles(day)
        # Several titles stand above the papers of their digests.
        title = titles[0] if len(titles) == 1 else Text(name, Markup.escape(name))
        up = None
        if day.date is not None:
            up = Link(self.viewer.words.in_month(day.date), addresses.of_month(day.key[:7]))
        alternates = _alternates(day.address, f": {name}")
        heading = name if title.plain == name else f"{title.plain} ({name})"
        for number, address in enumerate(pages, 1):
            parts = tuple(self._parts(day, address))
            papers = tuple([view for part in parts for view in part.papers])
            iso = day.date.isoformat() if day.date is not None else ""
            context = DayContext(title, name, iso, up, papers, parts, links if len(links) > 1 else (), number)
            called = heading if number == 1 else f"{heading} · {number}/{len(pages)}"
            page = self.page("day", address, called, around=around, alternates=alternates)
            yield Rendered("day.html", context, page)

    def _parts(self, day: Day, address: str) -> Iterator[Part]:
        """What of a day stands in one of its pages."""
        shown = (
            (
                digest,
                [found for each in listings if (found := self.shown[day.key, each.anchor]).page == address],
            )
            for digest, listings in day.digests
        )
        return arranged(
            [(digest, held) for digest, held in shown if held or address == day.address], self.viewer, level=2
        )

    def papers(self) -> Iterator[tuple[Work, Rendered]]:
        """Each paper with its page; before and after it stand the papers of its first day."""
        firsts: dict[str, list[Work]] = {}
        for work in self.catalogue.works:
            firsts.setdefault(work.listings[0].day, []).append(work)
        for works in firsts.values():
            titles = [self._shown(work).view.title for work in works]
            links = [
                Link(title.plain, work.address, mark=title.mark)
                for title, work in zip(titles, works, strict=True)
            ]
            for at, work in enumerate(works):
                yield work, self._paper(work, neighbours(links, at))

    def _shown(self, work: Work) -> Shown:
        return self.shown[work.newest.day, work.newest.anchor]

    def _paper(self, work: Work, around: tuple[Link | None, Link | None]) -> Rendered:
        found = self._shown(work)
        view, listing = found.view, found.listing
        reference, title, names = listing.reference, view.title.plain, listing.names
        description = described(found.text)
        og = [("og:type", "article")]
        if view.media is not None and view.media.kind == "image" and view.media.href is not None:
            og.append(("og:image", view.media.href))
        language, issued = view.title.lang or self.site.lang, citation.date(reference)
        page = self.page(
            "paper",
            work.address,
            title,
            around=around,
            alternates=_alternates(work.address, ""),
            description=description,
            meta=citation.highwire(reference, title, names, issued, view.title.lang),
            og=og,
            json_ld=citation.json_ld(reference, title, names, issued, description, language),
        )
        return Rendered("paper.html", PaperContext(view, found.body, tuple(self._listed(work))), page)

    def _listed(self, work: Work) -> Iterator[tuple[Link, str]]:
        days = {listing.day: listing for listing in work.listings[::-1]}  # of several in a day, the first
        for listing in days.values():
            page = self.shown[listing.day, listing.anchor].page
            name = self.viewer.day(listing.reference.day)
            yield Link(name, f"{page}#{listing.anchor}"), self.viewer.votes(listing.paper.votes)


def _alternates(address: str, title: str) -> tuple[Alternate, ...]:
    """The data of a page, which lie beside it."""
    stem = address.removesuffix(".html")
    return (
        Alternate(f"{stem}.bib", "application/x-bibtex", f"BibTeX{title}"),
        Alternate(f"{stem}.json", "application/json", f"JSON{title}"),
    )


def described(text: str) -> str:
    """The beginning of a text, as search engines show it."""
    line = one_line(text[: _DESCRIBED + _BLANKS])
    if len(line) <= _DESCRIBED:
        line = one_line(text[: 4 * _DESCRIBED])
    return line if len(line) <= _DESCRIBED else f"{line[: _DESCRIBED - 1].rstrip()}…"


def divided(day: Day, sizes: Iterable[int]) -> Iterator[str]:
    """The page of each paper of a day, so that no page holds more bytes of papers than it should."""
    part, held = 1, 0
    for size in sizes:
        if held and held + size > _FULL:
            part, held = part + 1, 0
        held += size
        yield addresses.of_day(day.key, part)


def neighbours(links: Sequence[Link], at: int) -> tuple[Link | None, Link | None]:
    """What stands before and after a place."""
    return links[at - 1] if at else None, links[at + 1] if at + 1 < len(links) else None
