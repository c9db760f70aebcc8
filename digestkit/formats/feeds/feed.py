"""What RSS and Atom say alike: a channel and its entries, and the options that shape them."""

from __future__ import annotations

import datetime
import enum
import uuid
from typing import Any, NamedTuple

import attrs

from digestkit.export.contract import FIELDS, InputFile
from digestkit.formats.feeds import dates
from digestkit.formats.feeds.addresses import ARXIV
from digestkit.model import HUGGING_FACE
from digestkit.text.links import web_uri

VOTES_SCHEME = f"{HUGGING_FACE}/papers#votes"
"""What a category that holds a number of votes belongs to."""

DEFAULT_LINK = f"{HUGGING_FACE}/papers"
"""The site of a feed whose user names none: where the digests' papers are chosen."""


class Items(enum.Enum):
    """What one item of a feed is."""

    PAPER = "paper"
    DIGEST = "digest"


def _is_web_url(_options: object, field: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and web_uri(value) is None:
        raise ValueError(f"{field.name} must be an absolute http or https URL, not {value!r}")


def _is_not_negative(_options: object, field: attrs.Attribute[Any], value: int) -> None:
    if value < 0:
        raise ValueError(f"{field.name} must not be negative, and is {value}")


def _is_zone(_options: object, _field: attrs.Attribute[Any], value: str) -> None:
    dates.zone(value)


@attrs.frozen
class FeedOptions:
    """What both formats let the user choose."""

    items: Items = attrs.field(
        default=Items.PAPER, metadata={"help": "one item for each paper, or for each day's digest"}
    )
    feed_url: str | None = attrs.field(
        default=None,
        validator=_is_web_url,
        metadata={"help": "where the feed will be published; readers ask for it"},
    )
    link: str | None = attrs.field(
        default=None,
        validator=_is_web_url,
        metadata={"help": "the site that the feed belongs to (default: --base-url)"},
    )
    description: str | None = attrs.field(default=None, metadata={"help": "a sentence about the feed"})
    image: str | None = attrs.field(
        default=None,
        validator=_is_web_url,
        metadata={"help": "the URL of a picture for the feed: PNG, JPEG or GIF"},
    )
    ttl: int = attrs.field(
        default=0,
        validator=_is_not_negative,
        metadata={"help": "RSS: minutes for which readers may keep a copy; 0 says nothing"},
    )
    timezone: str = attrs.field(
        default="UTC",
        validator=_is_zone,
        metadata={"help": "where a digest's day begins: UTC, +09:00, or Asia/Seoul"},
    )
    max_items: int = attrs.field(
        default=200,
        validator=_is_not_negative,
        metadata={"help": "how many items to keep, the newest; 0 keeps all"},
    )
    stagger: bool = attrs.field(
        default=False, metadata={"help": "date each paper one second before the one above it"}
    )
    previous: InputFile = attrs.field(
        default=None,
        repr=False,
        metadata={"help": "the feed's last version, whose dates and older items are kept"},
    )


def carries(options: FeedOptions) -> tuple[str, ...]:
    """All fields; but an item for a whole day has no place for the votes of its papers."""
    return tuple(name for name in FIELDS if options.items is Items.PAPER or name != "votes")


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
        return self.id.startswith(ARXIV)

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
