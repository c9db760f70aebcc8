"""What RSS and Atom say alike: a channel and its entries."""

from __future__ import annotations

import datetime
import uuid
from typing import NamedTuple

import attrs

from digestkit.arxiv import PAGES
from digestkit.model import HUGGING_FACE

VOTES_SCHEME = f"{HUGGING_FACE}/papers#votes"
"""What a category that holds a number of votes belongs to."""

CATEGORIES_SCHEME = "http://arxiv.org/schemas/atom"
"""What arXiv's categories belong to, as arXiv's own feeds say it."""

DEFAULT_LINK = f"{HUGGING_FACE}/papers"
"""The site of a feed whose user names none: where the digests' papers are chosen."""


class Category(NamedTuple):
    """A term of a scheme: `18` of the votes, `2407.01906` of arXiv; the scheme may be empty."""

    scheme: str
    term: str


class Video(NamedTuple):
    """A film, and its media type where the file's ending tells it."""

    url: str
    type: str | None


@attrs.frozen(kw_only=True)
class Entry:
    """An item, ready to be written: its text is legal in XML, its URLs are absolute and safe.

    `updated` is None while the item is as it was published. `title_language` is None where the title is
    in the feed's language.
    """

    id: str
    title: str
    title_language: str | None = None
    link: str | None = None
    pdf: str | None = None
    summary: str
    content: str
    thumbnail: str | None = None
    video: Video | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    published: datetime.datetime
    updated: datetime.datetime | None = None

    @property
    def is_permalink(self) -> bool:
        """Whether the id is where the paper is read; only arXiv's address is sure to stay that."""
        return self.id.startswith(PAGES)

    @property
    def changed(self) -> datetime.datetime:
        """When the item last changed."""
        return self.updated or self.published

    @property
    def meaning(self) -> Entry:
        """What a reader would call the item's content: without its dates and votes."""
        kept = tuple(category for category in self.categories if category.scheme != VOTES_SCHEME)
        return attrs.evolve(self, categories=kept, published=NO_DATE, updated=None)


NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""The date of a feed that holds nothing with a date: formats demand one, and there is no clock."""


@attrs.frozen(kw_only=True)
class Feed:
    """A feed, ready to be written: the channel's own properties, and its entries, newest first."""

    title: str
    link: str
    feed_url: str | None
    description: str
    image: str | None
    ttl: int
    language: str
    updated: datetime.datetime
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """A URN that stays while the feed stays at its address."""
        return uuid.uuid5(uuid.NAMESPACE_URL, self.feed_url or self.link).urn
