"""Papers in lists, each rendered once for all lists of a depth: an author's, a topic's, a month's."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from digestkit_site import markup
from digestkit_site.catalogue import Listing
from digestkit_site.context import RowContext
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer


class Lists:
    """The lines of papers that were rendered so far."""

    def __init__(self, viewer: Viewer, templates: Templates) -> None:
        self._viewer = viewer
        self._templates = templates
        self._made: dict[tuple[Listing, str, bool], str] = {}

    def of(self, listings: Iterable[Listing], root: str, *, dated: bool = True) -> Markup:
        """A line for each paper, on a page from which `root` leads to the site's; `dated` has the days."""
        return markup.safe("".join([self._row(listing, root, dated) for listing in listings]))

    def _row(self, listing: Listing, root: str, dated: bool) -> str:
        key = (listing, root, dated)
        made = self._made.get(key)
        if made is None:
            context = RowContext(self._viewer.row(listing), root, dated)
            made = self._made[key] = self._templates.part("row.html", context)
        return made
