"""The options of RSS and Atom."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from digestkit.export.contract import FIELDS, InputFile
from digestkit.formats.feeds import dates
from digestkit.text.links import web_uri


class Items(enum.Enum):
    """What each item of a feed is about: a paper, or a day's digest."""

    PAPER = "paper"
    DIGEST = "digest"


class Authors(enum.Enum):
    """Which elements name the authors of a paper: one with all names, one for each, or one with ten at most.

    Of several, most readers show the first, which in shuffled lists may be anybody.
    """

    JOINED = "joined"
    EACH = "each"
    SHORT = "short"


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
    """What both formats let the user choose; values that cannot be used raise ValueError."""

    items: Items = attrs.field(
        default=Items.PAPER, metadata={"help": "one item for each paper, or for each day's digest"}
    )
    full: bool = attrs.field(
        default=True,
        metadata={"help": "show all of a paper, or one sentence on it with votes, names and links"},
    )
    authors: Authors = attrs.field(
        default=Authors.JOINED,
        metadata={
            "help": "name authors in one element, in one for each (readers show the first), or ten in one"
        },
    )
    feed_url: str | None = attrs.field(
        default=None,
        validator=_is_web_url,
        metadata={"help": "where the feed will be published; feed readers want to know"},
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
        metadata={"help": "the time zone of a digest's day: UTC, +09:00, or Asia/Seoul"},
    )
    max_items: int = attrs.field(
        default=200,
        validator=_is_not_negative,
        metadata={"help": "how many of the newest items to keep; 0 keeps all"},
    )
    stagger: bool = attrs.field(
        default=False,
        metadata={"help": "date each paper a second before the one above it, in its day's first hour"},
    )
    previous: InputFile = attrs.field(
        default=None,
        repr=False,
        metadata={"help": "the feed's previous version, whose dates and older items are kept"},
    )


def carries(options: FeedOptions) -> tuple[str, ...]:
    """All fields; short entries have no place for what a digest says under names of its own."""
    return tuple(name for name in FIELDS if options.full or name != "extra")
