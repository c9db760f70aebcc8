"""The pages of days and papers: address, template and context of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from markupsafe import Markup

from digestkit_site import addresses, citation, sharing
from digestkit_site.cards import Cards
from digestkit_site.catalogue import Catalogue, Day, Work
from digestkit_site.context import Alternate, DayContext, PaperContext, Part, Site
from digestkit_site.frames import Frames, Rendered, neighbours
from digestkit_site.parts import Shown, arranged
from digestkit_site.showing import Showing
from digestkit_site.views import Link, PaperView, Text, Viewer

Around = tuple[Link | None, Link | None]


@attrs.frozen
class Leaves:
    """Makes the pages of days and papers."""

    site: Site
    catalogue: Catalogue
    viewer: Viewer
    cards: Cards
    frames: Frames
    showing: Showing
    _beside: dict[str, dict[Work, Around]] = attrs.field(factory=dict, init=False)

    def day(self, place: int) -> Iterator[Rendered]:
        """The pages of the day at a place among all."""
        days, links = self.catalogue.days, {}
        for at in range(max(place - 1, 0), min(place + 2, len(days))):
            links[at] = Link(self.viewer.day(days[at].date), days[at].address)
        around = (links.get(place - 1), links.get(place + 1))
        return self._day(days[place], self.showing.of(days[place].key), around)

    def _day(self, day: Day, shown: Mapping[str, Shown], around: Around) -> Iterator[Rendered]:
        pages = list(dict.fromkeys(each.page for each in shown.values())) or [day.address]
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
            parts = tuple(self._parts(day, shown, address))
            papers = tuple([view for part in parts for view in part.papers])
            iso = day.date.isoformat() if day.date is not None else ""
            context = DayContext(title, name, iso, up, papers, parts, links if len(links) > 1 else (), number)
            called = heading if number == 1 else f"{heading} · {number}/{len(pages)}"
            page = self.frames.page(
                "day",
                address,
                called,
                around=around,
                alternates=alternates,
                description=self._description(papers),
                og=sharing.picture(papers),
            )
            yield Rendered("day.html", context, page)

    def _description(self, papers: tuple[PaperView, ...]) -> str:
        count = len({paper.id for paper in papers})
        return sharing.listed(self.viewer.words.count_papers(count), [paper.title.plain for paper in papers])

    def _parts(self, day: Day, shown: Mapping[str, Shown], address: str) -> Iterator[Part]:
        """What of a day stands in one of its pages."""
        here = (
            (digest, [found for each in listings if (found := shown[each.anchor]).page == address])
            for digest, listings in day.digests
        )
        return arranged(
            [(digest, held) for digest, held in here if held or address == day.address], self.viewer, level=2
        )

    def paper(self, work: Work) -> Rendered:
        """The page of a paper; before and after it stand the papers of its first day."""
        found, around = self.showing.of(work.newest.day)[work.newest.anchor], self._around(work)
        view, listing = found.view, found.listing
        reference, title, names = listing.reference, view.title.plain, listing.names
        description = sharing.described(found.text)
        language, issued = view.title.lang or self.site.lang, citation.date(reference)
        page = self.frames.page(
            "paper",
            work.address,
            title,
            around=around,
            alternates=_alternates(work.address, ""),
            description=description,
            meta=citation.highwire(reference, title, names, issued, view.title.lang),
            og=sharing.picture((view,)),
            json_ld=citation.json_ld(reference, title, names, issued, description, language),
        )
        return Rendered("paper.html", PaperContext(view, found.body, tuple(self._listed(work))), page)

    def _listed(self, work: Work) -> Iterator[tuple[Link, str]]:
        days = {listing.day: listing for listing in work.listings[::-1]}  # of several in a day, the first
        for listing in days.values():
            page = self.showing.page_of(listing)
            name = self.viewer.day(listing.reference.day)
            yield Link(name, f"{page}#{listing.anchor}"), self.viewer.votes(listing.paper.votes)

    def _around(self, work: Work) -> Around:
        first = work.listings[0].day
        beside = self._beside.get(first)
        if beside is None:
            works = self.catalogue.begun[first]
            titles = [self.viewer.title(each.newest.paper.title) for each in works]
            links = [
                Link(title.plain, each.address, mark=title.mark)
                for title, each in zip(titles, works, strict=True)
            ]
            beside = {each: neighbours(links, at) for at, each in enumerate(works)}
            self._beside[first] = beside
        return beside[work]


def _alternates(address: str, title: str) -> tuple[Alternate, ...]:
    """The data of a page, which lie beside it."""
    stem = address.removesuffix(".html")
    return (
        Alternate(f"{stem}.bib", "application/x-bibtex", f"BibTeX{title}"),
        Alternate(f"{stem}.json", "application/json", f"JSON{title}"),
    )
