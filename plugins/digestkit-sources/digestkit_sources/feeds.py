"""arXiv's own feeds: the Atom of its API and of its daily announcements, and their RSS.

Sources: https://info.arxiv.org/help/api/user-manual.html;
https://info.arxiv.org/help/rss_specifications.html.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import attrs

import digestkit
from digestkit import reading

_KIND = Literal["new", "cross", "replace", "replace-cross"]
_ARXIV = re.compile(rb"arxiv\.org/(?:schemas/atom|api/)|updates on arXiv\.org", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[A-Za-z]+:)?(feed|rss)[\s>]")
_VERSION = re.compile(r"arXiv:\S+?(v[1-9][0-9]{0,2})\b")


@attrs.frozen
class FeedOptions:
    """Which papers of a daily feed are read."""

    announced: tuple[_KIND, ...] = attrs.field(
        default=(),
        metadata={"help": "Of a daily feed, the papers that are announced so; by default, all."},
    )


@attrs.frozen
class AtomOptions(FeedOptions):
    """Which papers are read, and what makes a day."""

    by: Literal["published", "updated"] = attrs.field(
        default="published",
        metadata={"help": "Whether the first version of a paper or the latest says to which day it belongs."},
    )


def _detect(root: bytes, beginning: bytes) -> float:
    found = _ROOT.search(beginning)
    return 0.9 if found is not None and found[1] == root and _ARXIV.search(beginning) else 0.0


def detect_atom(beginning: bytes) -> float:
    """How surely bytes are Atom from arXiv: the root, and arXiv's namespace or address."""
    return _detect(b"feed", beginning)


def detect_rss(beginning: bytes) -> float:
    """How surely bytes are RSS from arXiv: the root, and arXiv's namespace or title."""
    return _detect(b"rss", beginning)


@digestkit.reader(
    "arxiv-atom",
    suffixes=(".atom", ".xml"),
    media_types=("application/atom+xml",),
    summary="Atom from arXiv: an answer of its API, or a daily announcement.",
    binary=True,
    options=AtomOptions,
    detect=detect_atom,
    api_version=1,
)
def arxiv_atom(content: bytes, context: digestkit.ReadContext) -> list[digestkit.Digest]:
    """The papers by day: that of their first version, or of their announcement in a daily feed."""
    return _digests(content, context, "entry", _entry)


@digestkit.reader(
    "arxiv-rss",
    suffixes=(".rss", ".xml"),
    media_types=("application/rss+xml",),
    summary="RSS from arXiv: a daily announcement.",
    binary=True,
    options=FeedOptions,
    detect=detect_rss,
    api_version=1,
)
def arxiv_rss(content: bytes, context: digestkit.ReadContext) -> list[digestkit.Digest]:
    """The papers by the day of their announcement."""
    return _digests(content, context, "item", _item)


Dated = tuple[object, dict[str, Any]]
"""The day that a paper belongs to, and its fields."""


def _digests(
    content: bytes,
    context: digestkit.ReadContext,
    name: str,
    read: Callable[[Any, digestkit.ReadContext], Dated],
) -> list[digestkit.Digest]:
    tell = partial(context.report, code=digestkit.Code.READ_ERROR)
    wanted = context.options.announced
    title, day, dated = "", None, list[tuple[object, digestkit.Paper | None]]()
    for element in reading.elements([content], (name, "title", "pubDate"), tell):
        kind = reading.local_name(element)
        if kind == "title":
            title = title or reading.one_line("".join(element.itertext()))
        elif kind == "pubDate":
            day = day or _day("".join(element.itertext()))
        else:
            own, fields = read(element, context)
            announced = fields["extra"]["announced"]
            if not wanted or not announced or announced in wanted:
                dated.append((own or day, reading.paper(context, line=element.sourceline, **fields)))
    return reading.by_day(context, dated, title)


def _entry(element: Any, context: digestkit.ReadContext) -> Dated:  # noqa: ANN401 - lxml's
    fields = reading.atom_entry(element)
    first = fields["submitted"] is None or context.options.by == "published"
    dates = reading.texts(element, "published" if first else "updated")
    return next(iter(dates), None), fields


def _item(element: Any, _context: digestkit.ReadContext) -> Dated:  # noqa: ANN401 - lxml's
    def first(name: str) -> str:
        return reading.one_line(next(iter(reading.texts(element, name)), ""))

    description = next(iter(reading.texts(element, "description")), "")
    abstract, kind = reading.announced(description)
    version = _VERSION.match(description.lstrip())
    url = first("link")
    versioned = reading.arxiv_url(url + version[1]) if version is not None else None
    return _day(first("pubDate")), {
        "title": first("title"),
        "url": versioned or url or reading.arxiv_url(first("guid").removeprefix("oai:arXiv.org:")),
        "authors": reading.creators(element),
        "authors_ordered": True,
        "abstract": abstract,
        "categories": reading.texts(element, "category"),
        "doi": first("DOI") or first("doi"),
        "extra": {
            "journal": first("journal_reference") or first("journal_ref"),
            "announced": first("announce_type") or kind,
            "rights": first("rights"),
        },
    }


def _day(text: str) -> str | None:
    """The day of a date of RFC 822, in its own time zone: feeds are dated at midnight in New York."""
    try:
        return email.utils.parsedate_to_datetime(text.strip()).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
