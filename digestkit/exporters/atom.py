"""Atom 1.0 (RFC 4287).

Every entry has an id, a title, both its dates, a plain-text summary and the whole content as HTML; every
link says its relation and type. Pictures and films are Media RSS.

Validators warn of entries that share `updated`, and a day's papers do: there, all but the last differ by
milliseconds, the first the latest.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata

import attrs
from lxml import etree

from digestkit.exporters import _feed_dates as dates
from digestkit.exporters._feed import Category, Entry, Feed, FeedOptions, carries
from digestkit.exporters._feed_build import build
from digestkit.exporters._feed_media import add_media, read_thumbnail, read_video
from digestkit.exporters._feed_previous import Previous
from digestkit.exporters._xml import (
    ATOM,
    MEDIA,
    XML_LANG,
    Element,
    Frame,
    add,
    add_plain,
    attribute_of,
    text_of,
)
from digestkit.exporters.base import ExportContext, Exporter, exporter
from digestkit.hookspecs import hookimpl
from digestkit.model import Digest

_NAMESPACES: dict[str | None, str] = {None: ATOM, "media": MEDIA}
_MILLISECOND = datetime.timedelta(milliseconds=1)


@exporter(
    "atom",
    suffix=".atom",
    media_type="application/atom+xml",
    summary="Atom feed (RFC 4287).",
    options=FeedOptions,
    carries=carries,
)
def atom(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write the newest papers as a feed."""
    feed = build(digests, context, read)
    entries = told_apart(feed.entries)
    updated = max((entry.changed for entry in entries), default=feed.updated)
    yield from write(attrs.evolve(feed, entries=entries, updated=updated))


def told_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, all with an `updated` of their own; what the feed's last version says stays."""
    given = {at: entry.updated for at, entry in enumerate(entries) if entry.updated}
    asked = [*given.items(), *((at, entry.published) for at, entry in enumerate(entries) if at not in given)]
    free: dict[datetime.datetime, datetime.datetime] = {}
    taken: dict[datetime.datetime, int] = {}
    for at, instant in sorted(asked, key=lambda pair: (pair[0] not in given, -pair[0])):
        moment = free.get(instant, instant)
        while moment in taken:
            moment += _MILLISECOND
        taken[moment] = at
        free[instant] = moment
    return tuple(
        attrs.evolve(entries[at], updated=moment) for moment, at in sorted(taken.items(), key=_place)
    )


def _place(taken: tuple[datetime.datetime, int]) -> int:
    return taken[1]


def write(feed: Feed) -> Iterator[str]:
    """The feed's document, an entry at a time."""
    language = {XML_LANG: feed.language}
    root = etree.Element(f"{{{ATOM}}}feed", language, nsmap=_NAMESPACES)  # type: ignore[arg-type] # None is the default namespace
    _add_metadata(root, feed)
    frame = Frame(root, root)
    yield frame.opening
    for entry in feed.entries:
        element = _add(root, "entry", "\n")
        _add_content(element, entry)
        yield frame.child(element)
    yield frame.closing


def read(root: Element) -> Previous:
    """The entries of an Atom feed; ValueError where the document is something else."""
    if root.tag != f"{{{ATOM}}}feed":
        raise ValueError(f"it is no Atom feed: its root is <{etree.QName(root).localname}>")
    elements = root.findall(f"{{{ATOM}}}entry")
    entries = tuple(filter(None, map(_read_entry, elements)))
    return Previous(
        entries=entries,
        title=_text(root, "title") or None,
        language=root.get(XML_LANG),
        unusable=len(elements) - len(entries),
    )


def _add_metadata(root: Element, feed: Feed) -> None:
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", dates.rfc3339(feed.updated))
    _add_link(root, "alternate", "text/html", feed.link)
    if feed.feed_url:
        _add_link(root, "self", "application/atom+xml", feed.feed_url)
    _add_author(root, feed.title)
    _add(root, "generator", "digestkit", version=metadata.version("digestkit"))
    if feed.image:
        _add(root, "logo", feed.image)


def _add_content(element: Element, entry: Entry) -> None:
    _add(element, "id", entry.id)
    title = _add(element, "title", entry.title, type="text")
    if entry.title_language:
        title.set(XML_LANG, entry.title_language)
    _add(element, "published", dates.rfc3339(entry.published))
    _add(element, "updated", dates.rfc3339(entry.changed))
    if entry.link:
        _add_link(element, "alternate", "text/html", entry.link)
    if entry.pdf:
        _add_link(element, "related", "application/pdf", entry.pdf)
    for name in entry.authors:
        _add_author(element, name)
    for category in entry.categories:
        _add(element, "category", scheme=category.scheme, term=category.term)
    _add(element, "summary", entry.summary, type="text")
    add(element, f"{{{ATOM}}}content", entry.content, type="html")
    add_media(element, entry)


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    return add_plain(parent, f"{{{ATOM}}}{tag}", text, **attributes)


def _add_link(parent: Element, relation: str, media_type: str, url: str) -> None:
    _add(parent, "link", rel=relation, type=media_type, href=url)


def _add_author(parent: Element, name: str) -> None:
    _add(_add(parent, "author", "\n"), "name", name)


def _read_entry(element: Element) -> Entry | None:
    """The entry that an element was written from, or None for one without id or dates."""
    updated = dates.read_rfc3339(_text(element, "updated"))
    published = dates.read_rfc3339(_text(element, "published")) or updated
    identifier = _text(element, "id")
    if published is None or not identifier:
        return None
    title = element.find(f"{{{ATOM}}}title")
    return Entry(
        id=identifier,
        title=_text(element, "title") or identifier,
        title_language=title.get(XML_LANG) if title is not None else None,
        link=_read_link(element, rel="alternate"),
        pdf=_read_link(element, rel="related", type="application/pdf"),
        summary=_text(element, "summary"),
        content=_text(element, "content"),
        thumbnail=read_thumbnail(element),
        video=read_video(element),
        authors=tuple(name.text or "" for name in element.iterfind(f"{{{ATOM}}}author/{{{ATOM}}}name")),
        categories=tuple(
            Category(category.get("scheme", ""), category.get("term", ""))
            for category in element.iterfind(f"{{{ATOM}}}category")
        ),
        published=published,
        updated=updated,
    )


def _read_link(element: Element, **wanted: str) -> str | None:
    return attribute_of(element, f"{{{ATOM}}}link", "href", **wanted)


def _text(element: Element, tag: str) -> str:
    return text_of(element, f"{{{ATOM}}}{tag}")


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer Atom."""
    register(atom)
