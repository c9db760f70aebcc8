"""The files of a site in batches, each of which can be made without the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import attrs

from digestkit.text import clean, isolated
from digestkit_site import catalogue, data, search
from digestkit_site.catalogue import Catalogue, Work
from digestkit_site.frames import Rendered
from digestkit_site.hearing import Hearing
from digestkit_site.pages import Pages
from digestkit_site.papers import Leaves
from digestkit_site.templates import Templates

_PAPERS = 60
"""Papers in a batch of days, so that what waits to be written is small, and to hand it on costs little."""

_MORE = ("…",)
"""Stands for the names that a cut list leaves out: one name alone would pass for the only author's."""

HTML = "text/html"


class Ready(NamedTuple):
    """A file of the site: its address, its media type, and what it holds."""

    address: str
    media_type: str
    content: str | bytes


class Batch(NamedTuple):
    """Some files, and what the search has to know of the papers among them."""

    files: Sequence[Ready]
    entries: Sequence[search.Entry] = ()


@attrs.frozen
class Batches:
    """Makes batches; `feeds` makes the feeds."""

    catalogue: Catalogue
    pages: Pages
    leaves: Leaves
    records: data.Records
    templates: Templates
    hearing: Hearing
    feeds: Callable[[], Iterator[tuple[str, str]]]

    def all(self) -> Iterator[Callable[[], Batch]]:
        """All of them, those first that take longest."""
        yield self._lists
        yield self._bibliography
        yield self._feeds
        for places in _lots(self.catalogue):
            yield partial(self._days, places)

    def _lists(self) -> Batch:
        return Batch([self._page(rendered) for rendered in self.pages.all()])

    def _bibliography(self) -> Batch:
        """The BibTeX of all papers and days; the keys of the entries differ throughout the site."""
        entries = data.bibliography(self.catalogue.works)
        files = [_beside(day.address, ".bib", data.of_day(day, entries)) for day in self.catalogue.days]
        files += [_beside(work.address, ".bib", entries[work.id]) for work in self.catalogue.works]
        return Batch(files)

    def _feeds(self) -> Batch:
        return Batch([Ready(address, _FEEDS[address], _encoded(text)) for address, text in self.feeds()])

    def _days(self, places: Sequence[int]) -> Batch:
        """Some days, and the papers that they are the last to list, each with its JSON."""
        files: list[Ready] = []
        entries = []
        for place in places:
            day = self.catalogue.days[place]
            files += [self._page(rendered) for rendered in self.leaves.day(place)]
            empty = [digest for digest, listings in day.digests if not listings]
            files.append(_beside(day.address, ".json", self.records.of(day.listings, empty)))
            for work in self.catalogue.ended.get(day.key, ()):
                files.append(self._page(self.leaves.paper(work)))
                files.append(_beside(work.address, ".json", self.records.of(work.listings)))
                entries.append(search.entry(self._indexed(work)))
        return Batch(files, entries)

    def _page(self, rendered: Rendered) -> Ready:
        text = self.templates.page(rendered.template, rendered.context, rendered.page)
        return Ready(rendered.page.address, HTML, _encoded(self.hearing.replaced(text)))

    def _indexed(self, work: Work) -> search.Indexed:
        listing = work.newest
        paper, found = listing.paper, self.leaves.showing.of(listing.day)[listing.anchor]
        return search.Indexed(
            work.address,
            found.view.title.plain,
            (*_isolated(listing.names), *(_MORE if paper.authors_truncated else ())),
            found.text,
            listing.day if listing.reference.day is not None else "",
            paper.votes,
            tuple(map(clean, catalogue.terms(paper, "category"))) if paper.categories else (),
            found.view.summary_lang or self.pages.site.lang,
            found.view.title.lang or "",
        )


_FEEDS = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml"}
_DATA = {".bib": "application/x-bibtex", ".json": "application/json"}


def _beside(address: str, suffix: str, text: str) -> Ready:
    """The data of a page, which lies beside it."""
    return Ready(address.removesuffix(".html") + suffix, _DATA[suffix], _encoded(text))


def _encoded(text: str) -> str | bytes:
    """A text as its bytes, which take less to hand on; one that UTF-8 cannot spell is left to the host."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text


def _lots(made: Catalogue) -> Iterator[list[int]]:
    """The places of days that are made together."""
    lot: list[int] = []
    number = 0
    for place, day in enumerate(made.days):
        lot.append(place)
        number += day.count
        if number >= _PAPERS:
            yield lot
            lot, number = [], 0
    if lot:
        yield lot


def _isolated(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, each by itself in a line; one look at all settles it for nearly all papers."""
    line = "\n".join(names)
    return names if isolated(line) == line else tuple(map(isolated, names))
