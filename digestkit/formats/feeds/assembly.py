"""From digests to a feed: what is in it, how it is dated, and what becomes of its previous version."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from digestkit.diagnostics import Code
from digestkit.errors import UsageError
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import dates, plain, window
from digestkit.formats.feeds.addresses import Homes
from digestkit.formats.feeds.entries import Setting, of_day, of_paper, report_short
from digestkit.formats.feeds.feed import NO_DATE, Entry, Feed
from digestkit.formats.feeds.options import FeedOptions, Items
from digestkit.formats.feeds.phrases import phrases
from digestkit.formats.feeds.previous import Reader, merge
from digestkit.formats.feeds.previous import read as read_previous
from digestkit.model import Digest
from digestkit.node import without_text
from digestkit.source import Site
from digestkit.text import languages
from digestkit.text.cleaning import clean
from digestkit.text.links import web_uri

_KINDS: dict[Items, tuple[Callable[..., window.Window[Any]], Callable[..., Entry]]] = {
    Items.PAPER: (window.papers, of_paper),
    Items.DIGEST: (window.days, of_day),
}
"""For each kind of item, how to gather the newest ones and how to make an entry of one."""

_SAMPLE = 400
"""How many texts and titles are kept to learn about all of them: memory must not grow with the input."""

_DEFAULT_LANGUAGE = "en"


class _Watcher:
    """What digests show as they pass: texts that tell their language, titles, sites, the newest day."""

    def __init__(self) -> None:
        self.homes = Homes()
        self.texts: list[str] = []
        self.titles: dict[str, datetime.date] = {}
        self.newest: datetime.date | None = None

    def __call__(self, digest: Digest) -> None:
        self.homes.add(digest)
        self.texts.extend(islice(plain.texts(digest), _SAMPLE - len(self.texts)))
        if digest.date is None:
            return
        self.newest = max(digest.date, self.newest or digest.date)
        title = clean(digest.title).strip()
        # With each title, the newest day on which it was used: the feed gets the newest title.
        if title and (title in self.titles or len(self.titles) < _SAMPLE):
            self.titles[title] = max(digest.date, self.titles.get(title, digest.date))


def assemble(
    digests: Iterable[Digest], context: ExportContext, reader: Reader, *, category_scheme: str
) -> Feed:
    """Read all digests and the feed's previous version, and make the feed that takes its place.

    `category_scheme` is what the format says that arXiv's categories belong to; it may be empty.

    What the window leaves out, papers met again and undated papers are reported. Raises `UsageError` for an
    invalid language tag or base URL.
    """
    options: FeedOptions = context.options or FeedOptions()
    previous = read_previous(options.previous, reader, context)
    gather, _ = _KINDS[options.items]
    seen = _Watcher()
    if not options.max_items:  # all are kept, and the texts of all files would be kept with them
        digests = map(without_text, digests)
    found = gather(window.watched(digests, seen), options.max_items, context)

    # The digests have been read: only now is it known what they are called and which language they are in.
    zone, feed_url = dates.zone(options.timezone), _feed_url(options, context)
    site = _site(options, context, seen.homes)
    language = _language(context, seen.texts, previous.language)
    # Who says where the feed is published has a host for the ids of days; else the digests' site has.
    by = site if feed_url is None else Site(site.url, urlsplit(feed_url).hostname or "")
    setting = Setting(language, zone, by, options.link or context.base_url, category_scheme, options)
    fresh = _entries(found, setting, context)
    newest = dates.midnight(seen.newest, zone) if seen.newest else NO_DATE
    merged = merge(fresh, previous, newest)
    entries = _cut(merged, fresh, found.cut, options.max_items, context)
    return Feed(
        title=_title(context, seen.titles, previous.title) or phrases(language).title,
        link=site.url,
        feed_url=feed_url,
        description=clean(options.description or "").strip() or phrases(language).about,
        image=web_uri(options.image) if options.image else None,
        ttl=options.ttl,
        language=language,
        rights=clean(context.rights or "").strip() or None,
        updated=max((entry.changed for entry in entries), default=newest),
        entries=tuple(entries),
    )


def _entries(found: window.Window[Any], setting: Setting, context: ExportContext) -> list[Entry]:
    """The entries of what the window holds; what short ones leave out is reported."""
    _, make = _KINDS[setting.options.items]
    slots = found.take()
    if not setting.options.full:
        report_short(slots, context)
    slots.reverse()
    entries = []
    while slots:  # a day's text is let go once its entries are made: a feed may hold all papers there are
        entries.append(make(slots.pop(), setting, context))
    return entries


def _feed_url(options: FeedOptions, context: ExportContext) -> str | None:
    if options.feed_url is not None:
        return web_uri(options.feed_url)
    # RFC 4287 §4.1.1 and the RSS profile both want a link to the feed itself.
    message = "readers want to know where a feed is published: -O feed_url=https://…"
    context.report(message, code=Code.EXPORT_WARNING)
    return None


def _site(options: FeedOptions, context: ExportContext, homes: Homes) -> Site:
    """What the user says, else the site that all digests have."""
    given = options.link or context.base_url
    if given is None:
        return homes.site(context)
    link = web_uri(given)
    if link is None:
        raise UsageError(f"--base-url must be an absolute http or https URL, not {given!r}")
    return Site(link, urlsplit(link).hostname or "")


def _language(context: ExportContext, texts: list[str], before: str | None) -> str:
    """What the user says, else what the texts show, else what the previous version said."""
    tag = context.language
    if tag is None:
        found = languages.detect(texts)
        return before or _DEFAULT_LANGUAGE if found == languages.UNKNOWN else found
    if not languages.is_tag(tag):
        raise UsageError(f"--lang must be a language tag like ko or en-GB, not {tag!r}")
    return tag


def _title(context: ExportContext, titles: dict[str, datetime.date], before: str | None) -> str:
    """What the user says, else the title of the newest digest, else that of the previous version; or empty.

    The other titles are not lost: entries say the title of their digest.
    """
    given = clean(context.title or "").strip()
    if given:
        return given
    return max(titles, key=lambda title: titles[title], default=before or "")


def _cut(
    entries: list[Entry], fresh: list[Entry], cut: int, size: int, context: ExportContext
) -> list[Entry]:
    """The newest entries; what the digests hold and the feed does not is reported as dropped.

    `cut` counts what the window has left out already. Items that only the previous version held are a note.
    """
    size = size or len(entries)  # 0 keeps all
    kept, rest = entries[:size], entries[size:]
    # The window has cut the digests' items already; older ones of the previous version can push out more.
    ids = {entry.id for entry in fresh}
    dropped = cut + sum(entry.id in ids for entry in rest)
    if dropped:
        message = f"{dropped} of {cut + len(fresh)} items are older than the newest {size} and were left out"
        context.report(f"{message}; -O max_items=0 keeps all", code=Code.DROPPED)
    if len(rest) > dropped - cut:
        context.report(f"{len(rest) - dropped + cut} older items left the feed", code=Code.EXPORT_NOTE)
    return kept
