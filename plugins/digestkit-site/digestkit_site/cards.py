"""Days in lists of days: when, how many papers, and some of them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from digestkit.text import clean
from digestkit_site import catalogue
from digestkit_site.catalogue import Day, Listing
from digestkit_site.context import Card
from digestkit_site.lists import Lists
from digestkit_site.views import Link, Text, Viewer

_TITLES = 3
"""How many titles of digests stand with a day; one that has more is known by its date."""


@attrs.frozen
class Cards:
    """Makes cards of days for a site that is called `title`."""

    viewer: Viewer
    rows: Lists
    title: str

    def of(self, day: Day, listings: Iterable[Listing], root: str, *, most: int) -> Card:
        """A day with the first of these papers; how many others there are is said if `most` is not 0."""
        held = catalogue.once(listings)
        left = len(held) - most if most else 0
        left = left if left > 1 else 0  # to say that there is one more takes as much room as the one
        words = self.viewer.words
        return Card(
            Link(self.viewer.day(day.date), day.address),
            self.titles(day),
            words.count_papers(day.count),
            self.rows.of(held[: len(held) - left], root, dated=False),
            words.more_papers.format(left) if left else "",
        )

    def titles(self, day: Day) -> tuple[Text, ...]:
        """What a day's digests are called, as far as it is not what the site is called; empty for many."""
        names = dict.fromkeys(digest.title for digest, _ in day.digests if digest.title.strip())
        told = [self.viewer.title(name) for name in names if clean(name).strip() != self.title]
        return tuple(told) if len(told) <= _TITLES else ()
