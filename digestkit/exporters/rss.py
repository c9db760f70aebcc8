"""RSS 2.0 (https://www.rssboard.org/rss-specification), as the RSS profile asks for it.

Every item has a title, a guid, a date, a plain-text description and then the whole content as HTML.
Authors are `dc:creator`, since `author` takes only e-mail addresses; pictures and films are Media RSS;
the PDF is a related `atom:link`. `atom:updated` stands where an item changed after it was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import unescape
from importlib import metadata

from lxml import etree

from digestkit.cleaning import escape
from digestkit.exporters import _feed_dates as dates
from digestkit.exporters._feed import Category, Entry, Feed, FeedOptions, carries
from digestkit.exporters._feed_build import build
from digestkit.exporters._feed_media import add_media, read_thumbnail, read_video
from digestkit.exporters._feed_previous import Previous
from digestkit.exporters._xml import (
    ATOM,
    CONTENT,
    DC,
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

_NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}
_DOCS = "https://www.rssboard.org/rss-specification"


@exporter(
    "rss",
    suffix=".rss",
    media_type="application/rss+xml",
    summary="RSS 2.0 feed.",
    options=FeedOptions,
    carries=carries,
)
def rss(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write the newest papers as a feed."""
    yield from write(build(digests, context, read))


def write(feed: Feed) -> Iterator[str]:
    """The feed's document, an item at a time."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    root.text = "\n"
    channel = etree.SubElement(root, "channel", {XML_LANG: feed.language})
    _add_metadata(channel, feed)
    frame = Frame(root, channel)
    yield frame.opening
    for entry in feed.entries:
        item = add(channel, "item", "\n")
        _add_content(item, entry)
        yield frame.child(item)
    yield frame.closing


def read(root: Element) -> Previous:
    """The items of an RSS feed; ValueError where the document is something else."""
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise ValueError(f"it is no RSS feed: its root is <{etree.QName(root).localname}>")
    items = channel.findall("item")
    entries = tuple(filter(None, map(_read_item, items)))
    return Previous(
        entries=entries,
        title=text_of(channel, "title") or None,
        language=text_of(channel, "language") or None,
        unusable=len(items) - len(entries),
    )


def _add_metadata(channel: Element, feed: Feed) -> None:
    add_plain(channel, "title", feed.title)
    add(channel, "link", feed.link)
    add_plain(channel, "description", feed.description)
    if feed.feed_url:
        add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=feed.feed_url)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", dates.rfc822(feed.updated))
    add(channel, "generator", f"digestkit {metadata.version('digestkit')}")
    add(channel, "docs", _DOCS)
    if feed.ttl:
        add(channel, "ttl", str(feed.ttl))
    if feed.image:
        image = add(channel, "image", "\n")
        add(image, "url", feed.image)
        add_plain(image, "title", feed.title)
        add(image, "link", feed.link)


def _add_content(item: Element, entry: Entry) -> None:
    title = add_plain(item, "title", entry.title)
    if entry.title_language:
        title.set(XML_LANG, entry.title_language)
    if entry.link:
        add(item, "link", entry.link)
    add(item, "guid", entry.id, isPermaLink="true" if entry.is_permalink else "false")
    add(item, "pubDate", dates.rfc822(entry.published))
    if entry.updated:
        add(item, f"{{{ATOM}}}updated", dates.rfc3339(entry.updated))
    # Readers show a description as HTML, also one that is only text.
    add_plain(item, "description", escape(entry.summary))
    add(item, f"{{{CONTENT}}}encoded", entry.content)
    for name in entry.authors:
        add_plain(item, f"{{{DC}}}creator", name)
    for category in entry.categories:
        add_plain(item, "category", category.term, domain=category.scheme)
    add_media(item, entry)
    if entry.pdf:
        add(item, f"{{{ATOM}}}link", rel="related", type="application/pdf", href=entry.pdf)


def _read_item(item: Element) -> Entry | None:
    """The entry that an item was written from, or None for an item without guid or date."""
    published = dates.read_rfc822(item.findtext("pubDate"))
    guid = text_of(item, "guid")
    if published is None or not guid:
        return None
    title = item.find("title")
    return Entry(
        id=guid,
        title=text_of(item, "title") or guid,
        title_language=title.get(XML_LANG) if title is not None else None,
        link=text_of(item, "link") or None,
        pdf=attribute_of(item, f"{{{ATOM}}}link", "href", rel="related", type="application/pdf"),
        summary=unescape(text_of(item, "description")),
        content=text_of(item, f"{{{CONTENT}}}encoded"),
        thumbnail=read_thumbnail(item),
        video=read_video(item),
        authors=tuple(creator.text or "" for creator in item.iterfind(f"{{{DC}}}creator")),
        categories=tuple(
            Category(category.get("domain", ""), category.text or "")
            for category in item.iterfind("category")
        ),
        published=published,
        updated=dates.read_rfc3339(item.findtext(f"{{{ATOM}}}updated")),
    )


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer RSS."""
    register(rss)
