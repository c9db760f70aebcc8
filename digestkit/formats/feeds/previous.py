"""The feed's previous version: what was published when, what has changed since, what is still in the window.

It is read into entries, which are written anew, so that nothing in it reaches the new feed unchecked.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable

import attrs

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import xml
from digestkit.formats.feeds.feed import NO_DATE, Category, Entry
from digestkit.formats.feeds.xml import Element
from digestkit.text.cleaning import escape
from digestkit.text.languages import is_tag
from digestkit.text.links import link_target, web_uri


@attrs.frozen
class Previous:
    """What is known of the previous version; empty if there is none, or none that can be read.

    `unusable` counts items without an id or a date.
    """

    entries: tuple[Entry, ...] = ()
    title: str | None = None
    language: str | None = None
    unusable: int = 0


Reader = Callable[[Element], Previous]
"""Reads a format's root element; raises ValueError, with the reason, if it is not of that format."""

# Only the schemes that digestkit gives ids in, besides web addresses.
_URN = re.compile(r"(?:urn|tag):[!-~]+", re.IGNORECASE)
OWN_TAGS = {
    "div": {"lang"},
    "h2": {"lang"},
    "p": set[str](),
    "ul": set[str](),
    "li": set[str](),
    "strong": set[str](),
    "em": set[str](),
    "sup": set[str](),
    "sub": set[str](),
    "code": set[str](),
    "br": set[str](),
    "a": {"href"},
    "img": {"src", "alt"},
}
"""The elements that `content` writes, and their attributes."""


def read(data: bytes | None, reader: Reader, context: ExportContext) -> Previous:
    """The previous version, from the bytes of its file; a file that holds none is reported, not raised."""
    if data is None:
        return Previous()
    try:
        found = reader(xml.parse(data))
    except ValueError as error:
        context.report(f"previous: {error}; the feed is written as if it were new", code=Code.EXPORT_WARNING)
        return Previous()
    # Reversed twice: of items with the same id, the first counts, and the order stays.
    entries = {entry.id: entry for entry in reversed(found.entries) if _is_id(entry.id)}
    unusable = found.unusable + len(found.entries) - len(entries)
    if unusable:
        context.report(
            f"previous: {unusable} items have no date or no id of their own and are not kept",
            code=Code.EXPORT_WARNING,
        )
    safe = tuple(map(_safe, reversed(entries.values())))
    return attrs.evolve(found, entries=safe, language=_tag(found.language))


def merge(fresh: Iterable[Entry], previous: Previous, newest: datetime.datetime) -> list[Entry]:
    """Fresh entries with the dates that they had before, and the older ones after them; newest first.

    No exporter looks at a clock, so an entry whose content changed is dated by the `newest` digest, or one
    second after the newest date in the previous version if that is later: each change comes after whatever
    readers have seen.
    """
    known = {entry.id: entry for entry in previous.entries}
    last = max((entry.changed for entry in previous.entries), default=NO_DATE)
    now = max(newest, last.replace(microsecond=0) + datetime.timedelta(seconds=1))
    entries = [_dated(entry, known.pop(entry.id, None), now) for entry in fresh]
    return sorted([*entries, *known.values()], key=lambda entry: entry.published, reverse=True)


def _dated(entry: Entry, old: Entry | None, now: datetime.datetime) -> Entry:
    if old is None:
        return entry
    # The old `published` stays, whatever changed: an update does not move an item in time.
    updated = old.updated if old.meaning == entry.meaning else now
    return attrs.evolve(entry, published=old.published, updated=updated)


def _is_id(text: str) -> bool:
    return web_uri(text) == text or _URN.fullmatch(text) is not None


def _safe(entry: Entry) -> Entry:
    """The entry without illegal addresses and languages; HTML that digestkit would not write becomes text."""
    video = entry.video
    summary = entry.summary.strip() or entry.title
    return attrs.evolve(
        entry,
        title_language=_tag(entry.title_language),
        link=_web(entry.link),
        pdf=_web(entry.pdf),
        thumbnail=_web(entry.thumbnail),
        video=video if video is not None and _web(video.url) else None,
        authors=tuple(filter(str.strip, entry.authors)),
        categories=tuple(_safe_category(category) for category in entry.categories if category.term.strip()),
        summary=summary,
        content=entry.content if _is_own(entry.content) else escape(entry.content or summary),
    )


def _safe_category(category: Category) -> Category:
    return category if _is_id(category.scheme) else Category("", category.term)


def _tag(language: str | None) -> str | None:
    return language if language is not None and is_tag(language) else None


def _web(url: str | None) -> str | None:
    return web_uri(url) if url else None


def _is_own(html: str) -> bool:
    """Whether HTML has elements and attributes of `OWN_TAGS` only, to XML and HTML readers alike."""
    # A comment or declaration may end elsewhere for HTML than for the XML parser that checks it here.
    if not html or "<!" in html or "<?" in html:
        return False
    try:
        root = xml.parse(f"<div>{html}</div>".encode())
    except ValueError:
        return False
    return all(map(_is_own_element, root.iter()))


def _is_own_element(element: Element) -> bool:
    allowed = OWN_TAGS.get(element.tag) if isinstance(element.tag, str) else None
    if allowed is None or not allowed.issuperset(map(str, element.keys())):
        return False
    return all(_is_safe(element.get(name)) for name in ("href", "src"))


def _is_safe(url: str | None) -> bool:
    return url is None or link_target(url) is not None
