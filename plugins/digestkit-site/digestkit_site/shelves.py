"""The pages of topics and authors, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from digestkit.text import isolated
from digestkit_site import markup
from digestkit_site.catalogue import Catalogue, Listing, Shelf
from digestkit_site.context import ListContext, ShelfContext
from digestkit_site.frames import Frames, Rendered, neighbours
from digestkit_site.lists import Lists
from digestkit_site.views import Link, Text, Viewer

MOST = 100
"""How many papers the page of an author or a topic has; beyond, there are pages by month."""


@attrs.frozen
class Shelves:
    """Makes pages of what has papers on a shelf."""

    frames: Frames
    catalogue: Catalogue
    viewer: Viewer
    rows: Lists

    def all(self) -> Iterator[Rendered]:
        """The pages of topics, then of authors, each kind with its list."""
        yield from self._topics()
        yield from self._authors()

    def _topics(self) -> Iterator[Rendered]:
        words = self.viewer.words
        names = {
            "section": (words.section, words.sections),
            "category": (words.category, words.categories),
            "tag": (words.tag, words.tags),
            "label": (words.label, words.labels),
        }
        groups = []
        up = Link(words.topics, "topics/index.html", mark=markup.safe(self.frames.ui))
        for kind, shelves in self.catalogue.topics.items():
            if shelves:
                one, all_of_them = names[kind]
                groups.append((all_of_them, self._counted(shelves)))
                yield from self._shelves(shelves, one, up)
        if groups:
            yield self._list(up, "", tuple(groups))

    def _authors(self) -> Iterator[Rendered]:
        words, shelves = self.viewer.words, self.catalogue.authors
        up = Link(words.authors, "authors/index.html", mark=markup.safe(self.frames.ui))
        yield from self._shelves(shelves, words.authors, up)
        if shelves:
            yield self._list(up, "", (("", self._counted(shelves)),))

    def _list(
        self, link: Link, note: str, groups: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]
    ) -> Rendered:
        return Rendered(
            "list.html",
            ListContext(link.text, note, groups),
            self.frames.page("list", link.address, link.text),
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
        if len(newest) > MOST:
            for key, group in groupby(newest, key=lambda listing: listing.day[:7]):
                listings = tuple(group)
                page = self._shelf_month(shelf, title, key, listings)
                months.append(Link(self._month_of(listings), page.page.address))
                yield page
        rows = self.rows.of(newest[:MOST], "../")
        # The number of all would be another with every paper; where there are many, nobody misses it.
        count = "" if months else self.viewer.words.count_papers(len(newest))
        context = ShelfContext(title, kind, count, up, rows, tuple(months))
        yield Rendered(
            "shelf.html", context, self.frames.page("shelf", shelf.address, title.plain, around=around)
        )

    def _shelf_month(self, shelf: Shelf, title: Text, key: str, listings: tuple[Listing, ...]) -> Rendered:
        words = self.viewer.words
        name = self._month_of(listings)
        address = f"{shelf.address.removesuffix('.html')}/{key}.html"
        rows = self.rows.of(listings, "../../")
        count = words.count_papers(len(listings))
        context = ShelfContext(title, name, count, Link(title.plain, shelf.address), rows, ())
        return Rendered(
            "shelf.html", context, self.frames.page("shelf", address, f"{isolated(title.plain)}: {name}")
        )

    def _month_of(self, listings: Sequence[Listing]) -> str:
        date = listings[0].reference.day
        return self.viewer.words.undated if date is None else self.viewer.words.in_month(date)
