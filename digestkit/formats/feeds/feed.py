"""What RSS and Atom have in common: a feed and its entries."""

from __future__ import annotations

import datetime
import uuid
from typing import NamedTuple

import attrs

from digestkit.arxiv import PAGES
from digestkit.formats.feeds.memory import NOTHING, Memory
from digestkit.text.inline import typeset

CATEGORIES_SCHEME = "http://arxiv.org/schemas/atom"
"""What arXiv's categories belong to, as arXiv's own feeds say it."""


class Category(NamedTuple):
    """A word of a scheme, which readers show as a tag; the scheme may be empty."""

    scheme: str
    term: str


class Video(NamedTuple):
    """A video's URL, and its media type if the suffix tells it."""

    url: str
    type: str | None


@attrs.frozen(kw_only=True)
class Entry:
    """An item, ready to be written: its text is legal in XML, its URLs are absolute and safe.

    `summary` is plain text, `content` HTML that is also XML. Both dates have an offset; `updated` is None as
    long as the item is as it was published. `title_language` is None if the title is in the feed's language.
    Each of `authors` is an element, which may name several people.
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
    memory: Memory = NOTHING
    published: datetime.datetime
    updated: datetime.datetime | None = None

    @property
    def is_permalink(self) -> bool:
        """Whether the id is also the address of the paper, as only arXiv's is sure to remain."""
        return self.id.startswith(PAGES)

    @property
    def changed(self) -> datetime.datetime:
        """When the item last changed."""
        return self.updated or self.published

    def says_what(self, old: Entry) -> bool:
        """Whether it says no more and no less than an older version of it, votes and dates aside.

        Votes change daily; readers must not be shown a paper again for that. Of entries that earlier versions
        wrote, the HTML is not compared, since it has looked otherwise, nor whether TeX is set.
        """
        if old.memory.checksum is not None and self.memory.checksum is not None:
            return old.memory.checksum == self.memory.checksum
        return self._gist() == old._gist()

    def _gist(self) -> tuple[object, ...]:
        said = (typeset(self.title), self.pdf, typeset(self.summary), self.thumbnail, self.video)
        return (*said, ", ".join(self.authors))


NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""The date of a feed that holds nothing dated: both formats want one, and no exporter looks at a clock."""


@attrs.frozen(kw_only=True)
class Feed:
    """A feed, ready to be written, with its entries newest first. `ttl` is in minutes, 0 for not given."""

    title: str
    link: str
    feed_url: str | None
    description: str
    image: str | None
    ttl: int
    language: str
    rights: str | None = None
    updated: datetime.datetime
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """A URN (`urn:uuid:…`) that stays the same as long as the feed keeps its address."""
        return uuid.uuid5(uuid.NAMESPACE_URL, self.feed_url or self.link).urn
