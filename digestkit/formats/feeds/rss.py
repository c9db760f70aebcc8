"""RSS 2.0 (https://www.rssboard.org/rss-specification), as the RSS profile asks for it.

Every item has a title, a guid, a date, a plain-text description and then the whole content as HTML.
Authors are `dc:creator`, since `author` takes only e-mail addresses; pictures and videos are Media RSS;
the PDF is a related `atom:link`. An item that changed after it was published has `atom:updated`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from lxml import etree

from digestkit._version import __version__
from digestkit.export.contract import ExportContext, Exporter, exporter, hookimpl
from digestkit.formats.feeds import dates, memory
from digestkit.formats.feeds.assembly import assemble
from digestkit.formats.feeds.feed import Category, Entry, Feed
from digestkit.formats.feeds.media import media_parts, read_thumbnail, read_video
from digestkit.formats.feeds.options import FeedOptions, carries
from digestkit.formats.feeds.previous import Previous
from digestkit.formats.feeds.xml import (
    ATOM,
    CONTENT,
    DC,
    MEDIA,
    XML_LANG,
    Element,
    Part,
    Shape,
    Writer,
    add,
    attribute_of,
    text_of,
)
from digestkit.model import Digest
from digestkit.text.cleaning import escape

_NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA, memory.PREFIX: memory.NAMESPACE}
_LINK, _UPDATED = f"{{{ATOM}}}link", f"{{{ATOM}}}updated"
_ENCODED, _CREATOR = f"{{{CONTENT}}}encoded", f"{{{DC}}}creator"

_ITEM_TITLE = Shape("title")
_ITEM_TITLE_IN = Shape("title", {XML_LANG: None})
_ITEM_PAGE = Shape("link")
_ITEM_GUID = Shape("guid", {"isPermaLink": None})
_ITEM_PUBLISHED = Shape("pubDate")
_ITEM_UPDATED = Shape(_UPDATED)
_ITEM_DESCRIPTION = Shape("description")
_ITEM_CONTENT = Shape(_ENCODED, holds="html")
_ITEM_PDF = Shape(_LINK, {"rel": "related", "type": "application/pdf", "href": None}, holds="nothing")
_ITEM_TERM = Shape("category")
_ITEM_TERM_OF = Shape("category", {"domain": None})
_ITEM_AUTHOR = Shape(_CREATOR)

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
    """Write the newest papers as a feed, once all digests are read."""
    # Categories without a domain, as in arXiv's own RSS: JavaScript's parsers make an object of one with a
    # domain, and readers show that as `[object Object]`.
    yield from write(assemble(digests, context, read, category_scheme=""))


def write(feed: Feed) -> Iterator[str]:
    """The feed's document, an item at a time."""
    writer = Writer(partial(_channel, feed), "item")
    channel = _channel(feed)
    _add_metadata(channel, feed)
    yield writer.opening(channel)
    for entry in feed.entries:
        yield writer.item(_parts(entry))
    yield writer.closing


def read(root: Element) -> Previous:
    """The items of an RSS feed that digestkit wrote, or another program.

    Raises ValueError where the document is something else.
    """
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise ValueError(f"it is not an RSS feed: its root is <{etree.QName(root).localname}>")
    items = channel.findall("item")
    entries = tuple(filter(None, map(_read_item, items)))
    return Previous(
        entries=entries,
        title=text_of(channel, "title") or None,
        language=text_of(channel, "language") or None,
        unusable=len(items) - len(entries),
    )


def _channel(feed: Feed) -> Element:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    root.text = "\n"
    channel = add(root, "channel", "\n")
    channel.set(XML_LANG, feed.language)
    return channel


def _add_metadata(channel: Element, feed: Feed) -> None:
    add(channel, "title", feed.title)
    add(channel, "link", feed.link)
    add(channel, "description", feed.description)
    if feed.feed_url:
        add(channel, _LINK, rel="self", type="application/rss+xml", href=feed.feed_url)
    add(channel, "language", feed.language)
    if feed.rights:
        add(channel, "copyright", feed.rights)
    add(channel, "lastBuildDate", dates.rfc822(feed.updated))
    add(channel, "generator", f"digestkit {__version__}")
    add(channel, "docs", _DOCS)
    if feed.ttl:
        add(channel, "ttl", str(feed.ttl))
    if feed.image:
        # The specification wants the image's title and link to be those of the channel.
        image = add(channel, "image", "\n")
        add(image, "url", feed.image)
        add(image, "title", feed.title)
        add(image, "link", feed.link)


def _parts(entry: Entry) -> list[Part]:
    """The elements of an item."""
    language = entry.title_language
    parts: list[Part] = [
        (_ITEM_TITLE_IN, (language, entry.title)) if language else (_ITEM_TITLE, entry.title)
    ]
    if entry.link:
        parts.append((_ITEM_PAGE, entry.link))
    parts.append((_ITEM_GUID, ("true" if entry.is_permalink else "false", entry.id)))
    parts.append((_ITEM_PUBLISHED, dates.rfc822(entry.published)))
    if entry.updated:
        parts.append((_ITEM_UPDATED, dates.rfc3339(entry.updated)))
    # Readers take any description for HTML, so plain text is escaped once more; it comes before the content,
    # as the RSS profile asks.
    parts.append((_ITEM_DESCRIPTION, escape(entry.summary)))
    parts.append((_ITEM_CONTENT, entry.content))
    parts.extend(media_parts(entry))
    if entry.pdf:
        parts.append((_ITEM_PDF, entry.pdf))
    parts.extend(memory.parts(entry.memory))
    parts.extend(map(_category, entry.categories))
    parts += [(_ITEM_AUTHOR, name) for name in entry.authors]
    return parts


def _category(category: Category) -> Part:
    return (
        (_ITEM_TERM_OF, (category.scheme, category.term)) if category.scheme else (_ITEM_TERM, category.term)
    )


def _read_item(item: Element) -> Entry | None:
    """The entry that an item was written from; None for an item without a guid or a date."""
    from html import unescape  # noqa: PLC0415 - only a feed that goes on from another is read

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
        pdf=attribute_of(item, _LINK, "href", rel="related", type="application/pdf"),
        summary=unescape(text_of(item, "description")),
        content=text_of(item, _ENCODED),
        thumbnail=read_thumbnail(item),
        video=read_video(item),
        authors=tuple(creator.text or "" for creator in item.iterfind(_CREATOR)),
        categories=tuple(
            Category(category.get("domain", ""), category.text or "")
            for category in item.iterfind("category")
        ),
        memory=memory.read(item),
        published=published,
        updated=dates.read_rfc3339(item.findtext(_UPDATED)),
    )


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer RSS."""
    register(rss)
