"""From a catalogue to the pages that lead to days and papers: address, template and context of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

import digestkit
from digestkit_site import addresses, catalogue, sharing
from digestkit_site.cards import Cards
from digestkit_site.catalogue import Catalogue, Period
from digestkit_site.context import (
    AboutContext,
    Card,
    IndexContext,
    MissingContext,
    PeriodContext,
    Site,
)
from digestkit_site.frames import Frames, Rendered, neighbours
from digestkit_site.lists import Lists
from digestkit_site.shelves import Shelves
from digestkit_site.views import Link, Viewer

RECENT = 30
"""How many days the first page names."""
_BEST = 5
"""How many of its papers a month or a year names first."""
_LATEST = 60
"""How many papers of the newest day the first page has."""
_OF_MONTH = 400
"""How many papers a month lists; of more it has the first of each day."""
_OF_DAY = 10


@attrs.frozen
class Pages:
    """Makes the pages of a catalogue that list days, papers, topics and authors, and what every site has."""

    site: Site
    catalogue: Catalogue
    viewer: Viewer
    rows: Lists
    frames: Frames

    @property
    def cards(self) -> Cards:
        """What lists of days are made of."""
        return Cards(self.viewer, self.rows, self.site.title)

    def all(self) -> Iterator[Rendered]:
        """Every page, the first one first."""
        yield self._index()
        yield from self._periods(self.catalogue.years, self._year)
        yield from self._periods(self.catalogue.months, self._month)
        yield from Shelves(self.frames, self.catalogue, self.viewer, self.rows).all()
        yield self._about()
        yield self._missing()

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
        newest = [self.viewer.title(each.paper.title).plain for each in days[0].listings] if days else []
        description = sharing.listed(self.viewer.day(days[0].date), newest) if days else ""
        page = self.frames.page("index", "index.html", self.site.title, description=description)
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
        page = self.frames.page("period", period.address, name, around=around)
        return Rendered("period.html", PeriodContext(name, count, up, months, days, best), page)

    # The rest.

    def _about(self) -> Rendered:
        dated = [day for day in self.catalogue.days if day.date is not None]
        period = (
            " – ".join(dict.fromkeys([self.viewer.day(dated[0].date), self.viewer.day(dated[-1].date)]))
            if dated
            else ""
        )
        context = AboutContext(period, f"digestkit {digestkit.__version__}")
        page = self.frames.page("about", "about.html", self.viewer.words.about)
        return Rendered("about.html", context, page)

    def _missing(self) -> Rendered:
        page = self.frames.page("missing", "404.html", self.viewer.words.not_found)
        return Rendered("404.html", MissingContext(), page)
