"""Atom 1.0 (RFC 4287).

Every entry has an id, a title, both its dates, a plain-text summary and the whole content as HTML; every
link says its relation and type. Pictures and videos are Media RSS.

Validators warn about entries that share `updated`, as all papers of a day would: so these are a millisecond
apart, the first one latest.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from lxml import etree

from digestkit._version import __version__
from digestkit.export.contract import ExportContext, Exporter, exporter, hookimpl
from digestkit.formats.feeds import dates, memory
from digestkit.formats.feeds.assembly import assemble
from digestkit.formats.feeds.feed import CATEGORIES_SCHEME, Category, Entry, Feed
from digestkit.formats.feeds.media import media_parts, read_thumbnail, read_video
from digestkit.formats.feeds.options import FeedOptions, carries
from digestkit.formats.feeds.previous import Previous
from digestkit.formats.feeds.xml import (
    ATOM,
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

_NAMESPACES: dict[str | None, str] = {None: ATOM, "media": MEDIA, memory.PREFIX: memory.NAMESPACE}
_LINK, _CATEGORY = f"{{{ATOM}}}link", f"{{{ATOM}}}category"
_AUTHOR, _NAME = f"{{{ATOM}}}author", f"{{{ATOM}}}name"
_ID, _TITLE, _UPDATED = f"{{{ATOM}}}id", f"{{{ATOM}}}title", f"{{{ATOM}}}updated"

_ENTRY_AUTHOR = Shape(_NAME, within=_AUTHOR)
_ENTRY_ID = Shape(_ID)
_ENTRY_TITLE = Shape(_TITLE, {"type": "text"})
_ENTRY_TITLE_IN = Shape(_TITLE, {"type": "text", XML_LANG: None})
_ENTRY_PUBLISHED = Shape(f"{{{ATOM}}}published")
_ENTRY_UPDATED = Shape(_UPDATED)
_ENTRY_PAGE = Shape(_LINK, {"rel": "alternate", "type": "text/html", "href": None}, holds="nothing")
_ENTRY_PDF = Shape(_LINK, {"rel": "related", "type": "application/pdf", "href": None}, holds="nothing")
_ENTRY_SUMMARY = Shape(f"{{{ATOM}}}summary", {"type": "text"})
_ENTRY_CONTENT = Shape(f"{{{ATOM}}}content", {"type": "html"}, holds="html")
_ENTRY_TERM = Shape(_CATEGORY, {"term": None}, holds="nothing")
_ENTRY_TERM_OF = Shape(_CATEGORY, {"scheme": None, "term": None}, holds="nothing")

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
    """Write the newest papers as a feed, once all digests are read."""
    yield from write(assemble(digests, context, read, category_scheme=CATEGORIES_SCHEME))


def write(feed: Feed) -> Iterator[str]:
    """The feed's document, an entry at a time; its `updated` is the latest of its entries."""
    updates = told_apart(feed.entries)
    writer = Writer(partial(_frame, feed), _name("entry"))
    root = _frame(feed)
    _add_metadata(root, feed, max(updates, default=feed.updated))
    yield writer.opening(root)
    for entry, updated in zip(feed.entries, updates, strict=True):
        yield writer.item(_parts(entry, updated))
    yield writer.closing


def told_apart(entries: Sequence[Entry]) -> list[datetime.datetime]:
    """For each entry, in order, an `updated` that no other has, later by milliseconds where it must be.

    Those that the previous version gave stay, where they differ already.
    """
    given = [at for at, entry in enumerate(entries) if entry.updated]
    fresh = [at for at, entry in enumerate(entries) if not entry.updated]
    # From a date to the last moment tried for it, so that a thousand entries of one day take linear time.
    free: dict[datetime.datetime, datetime.datetime] = {}
    taken: dict[datetime.datetime, int] = {}
    # From the end, since the first entry is to be the latest; what readers have seen chooses first.
    for at in (*reversed(given), *reversed(fresh)):
        changed = entries[at].changed
        moment = free.get(changed, changed)
        while moment in taken:
            moment += _MILLISECOND
        taken[moment] = at
        free[changed] = moment
    return sorted(taken, key=taken.__getitem__)


def read(root: Element) -> Previous:
    """The entries of an Atom feed that digestkit wrote, or another program.

    Raises ValueError where the document is something else.
    """
    if root.tag != f"{{{ATOM}}}feed":
        raise ValueError(f"it is not an Atom feed: its root is <{etree.QName(root).localname}>")
    elements = root.findall(f"{{{ATOM}}}entry")
    entries = tuple(filter(None, map(_read_entry, elements)))
    return Previous(
        entries=entries,
        title=_text(root, "title") or None,
        language=root.get(XML_LANG),
        unusable=len(elements) - len(entries),
    )


def _frame(feed: Feed) -> Element:
    language = {XML_LANG: feed.language}
    root = etree.Element(_name("feed"), language, nsmap=_NAMESPACES)  # type: ignore[arg-type] # None is the default namespace
    root.text = "\n"
    return root


def _add_metadata(root: Element, feed: Feed, updated: datetime.datetime) -> None:
    add(root, _ID, feed.id)
    add(root, _TITLE, feed.title)
    add(root, _name("subtitle"), feed.description)
    add(root, _UPDATED, dates.rfc3339(updated))
    add(root, _LINK, rel="alternate", type="text/html", href=feed.link)
    if feed.feed_url:
        add(root, _LINK, rel="self", type="application/atom+xml", href=feed.feed_url)
    # A feed needs an author unless all its entries have one (RFC 4287 §4.1.1), and papers may have none.
    add(add(root, _AUTHOR, "\n"), _NAME, feed.title)
    add(root, _name("generator"), "digestkit", version=__version__)
    if feed.image:
        add(root, _name("logo"), feed.image)
    if feed.rights:
        add(root, _name("rights"), feed.rights)


def _parts(entry: Entry, updated: datetime.datetime) -> list[Part]:
    """The elements of an entry (RFC 4287 §4.1.2)."""
    parts: list[Part] = [(_ENTRY_AUTHOR, name) for name in entry.authors]
    parts.append((_ENTRY_ID, entry.id))
    language = entry.title_language
    parts.append((_ENTRY_TITLE_IN, (language, entry.title)) if language else (_ENTRY_TITLE, entry.title))
    parts.append((_ENTRY_PUBLISHED, dates.rfc3339(entry.published)))
    parts.append((_ENTRY_UPDATED, dates.rfc3339(updated)))
    if entry.link:
        parts.append((_ENTRY_PAGE, entry.link))
    if entry.pdf:
        parts.append((_ENTRY_PDF, entry.pdf))
    parts.append((_ENTRY_SUMMARY, entry.summary))
    parts.append((_ENTRY_CONTENT, entry.content))
    parts.extend(media_parts(entry))
    parts.extend(memory.parts(entry.memory))
    parts.extend(map(_category, entry.categories))
    return parts


def _category(category: Category) -> Part:
    if category.scheme:
        return _ENTRY_TERM_OF, (category.scheme, category.term)
    return _ENTRY_TERM, category.term


def _read_entry(element: Element) -> Entry | None:
    """The entry that an element was written from; None for one without an id or without any date."""
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
        authors=tuple(name.text or "" for name in element.iterfind(f"{_AUTHOR}/{_NAME}")),
        categories=tuple(
            Category(category.get("scheme", ""), category.get("term", ""))
            for category in element.iterfind(_CATEGORY)
        ),
        memory=memory.read(element),
        published=published,
        updated=updated,
    )


def _read_link(element: Element, **wanted: str) -> str | None:
    return attribute_of(element, _LINK, "href", **wanted)


def _text(element: Element, tag: str) -> str:
    return text_of(element, _name(tag))


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer Atom."""
    register(atom)
