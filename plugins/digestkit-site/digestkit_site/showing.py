"""Papers as their days show them: rendered once for the page of the day and that of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from digestkit_site import addresses
from digestkit_site.catalogue import Day, Listing
from digestkit_site.context import ArticleContext
from digestkit_site.parts import Shown
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer, plain

_ROW = 700
"""About as many bytes as a paper takes in the list of its day."""

_FULL = 84_000
"""Bytes of papers that a page of a day may hold, so that with its frame it stays below 100 kB."""


class Showing:
    """Renders the papers of a day when they are asked for, and holds those of the last day only.

    `days` are all days by key; `with_media` shows pictures and does not just link them.
    """

    def __init__(
        self, days: Mapping[str, Day], viewer: Viewer, templates: Templates, *, with_media: bool
    ) -> None:
        self._days = days
        self._viewer = viewer
        self._templates = templates
        self._with_media = with_media
        self._held: tuple[str, Mapping[str, Shown]] = ("", {})
        self._pages: dict[str, Mapping[str, str]] = {}

    def of(self, key: str) -> Mapping[str, Shown]:
        """The papers of a day by their places in it, in their order."""
        if self._held[0] != key:
            shown = {each.listing.anchor: each for each in self._rendered(self._days[key])}
            self._held = (key, shown)
            self._pages[key] = {anchor: each.page for anchor, each in shown.items()}
        return self._held[1]

    def page_of(self, listing: Listing) -> str:
        """The page of its day that has a paper."""
        pages = self._pages.get(listing.day)
        if pages is None:
            shown = self._rendered(self._days[listing.day])
            pages = self._pages[listing.day] = {each.listing.anchor: each.page for each in shown}
        return pages[listing.anchor]

    def _rendered(self, day: Day) -> Iterator[Shown]:
        listings = list(day.listings)
        views = [self._viewer.paper(listing) for listing in listings]
        bodies = [
            self._templates.part("article.html", ArticleContext(view, self._with_media, "../"))
            for view in views
        ]
        sizes = [
            len(body.encode("utf-8", "replace")) + len(view.coins) + _ROW
            for view, body in zip(views, bodies, strict=True)
        ]
        for listing, view, body, page in zip(listings, views, bodies, divided(day, sizes), strict=True):
            yield Shown(listing, view, body, plain(listing), page)


def divided(day: Day, sizes: Iterable[int]) -> Iterator[str]:
    """The page of each paper of a day, so that no page holds more bytes of papers than it should."""
    part, held = 1, 0
    for size in sizes:
        if held and held + size > _FULL:
            part, held = part + 1, 0
        held += size
        yield addresses.of_day(day.key, part)
