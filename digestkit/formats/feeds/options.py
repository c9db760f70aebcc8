"""The options of RSS and Atom."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from digestkit.export.contract import FIELDS, InputFile
from digestkit.formats.feeds import dates
from digestkit.text.links import web_uri


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
