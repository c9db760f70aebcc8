"""What pages have around them: their head, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from digestkit.text import isolated
from digestkit_site import addresses, beside, head
from digestkit_site.context import Alternate, Page, Site
from digestkit_site.views import Link, Viewer


class Rendered(NamedTuple):
    """A page to be rendered: the template with its context, and the frame."""

    template: str
    context: object
    page: Page


@attrs.frozen
class Frames:
    """Makes the frames of pages; `ui` is the attribute for the language of words."""

    site: Site
    viewer: Viewer
    ui: str

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
        properties = [*self._properties(kind, title), *og]
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
        links = beside.around(root, self.viewer.words, self.ui, *around)
        data = beside.data(root, alternates)
        return Page(kind, address, root, isolated(title), *around, alternates, made, links, data)

    def _properties(self, kind: str, title: str) -> Iterator[tuple[str, str]]:
        # Some networks show no name of the site, and a day's title is its date.
        alone = kind == "paper" or title == self.site.title
        yield "og:title", title if alone else f"{isolated(title)} · {self.site.title}"
        yield "og:site_name", self.site.title
        yield "og:type", "article" if kind == "paper" else "website"


def neighbours(links: Sequence[Link], at: int) -> tuple[Link | None, Link | None]:
    """What stands before and after a place."""
    return links[at - 1] if at else None, links[at + 1] if at + 1 < len(links) else None
