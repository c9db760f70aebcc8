"""Feed entries made of papers and of days."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from digestkit.cleaning import clean, is_clean
from digestkit.diagnostics import Code
from digestkit.exporters import _feed_dates as dates
from digestkit.exporters import _feed_text as text
from digestkit.exporters._feed import ARXIV_SCHEME, VOTES_SCHEME, Category, Entry, Video
from digestkit.exporters._feed_window import Slot, paper_key
from digestkit.exporters.base import ExportContext
from digestkit.links import web_uri
from digestkit.model import Digest, Paper

_VIDEO_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
    "avi": "video/x-msvideo",
    "mkv": "video/x-matroska",
}


class Setting(NamedTuple):
    """What all entries of a feed share.

    Its language, where its days begin, whether papers of a day differ by seconds, and the host in whose
    name ids are given.
    """

    language: str
    zone: datetime.tzinfo
    stagger: bool
    authority: str


def of_paper(slot: Slot[Paper], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a paper, dated by the start of its day; staggered, by a second less for each rank."""
    paper = slot.value
    _report_changes(paper, context)
    arxiv = paper.arxiv_id
    key = paper_key(paper)
    title = text.title(paper)
    return Entry(
        id=key,
        title=title,
        title_language=text.other_language(title, setting.language),
        link=key if arxiv else web_uri(paper.href),
        pdf=paper.pdf_url,
        summary=text.paper_summary(paper),
        content=text.paper_html(paper, setting.language),
        thumbnail=_thumbnail(paper),
        video=_video(paper),
        authors=tuple(map(clean, paper.authors_clean)),
        categories=_categories(paper),
        published=_staggered(dates.midnight(slot.day, setting.zone), slot.rank if setting.stagger else 0),
    )


def of_day(slot: Slot[Digest], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a day with all its papers; its id is a `tag:` URI (RFC 4151) of the feed's host."""
    digest = slot.value
    for paper in digest.papers:
        _report_changes(paper, context)
    name = clean(digest.title).strip()
    title = f"{name} ({slot.day})" if name else str(slot.day)
    return Entry(
        id=f"tag:{setting.authority},{slot.day}:digest",
        title=title,
        title_language=text.other_language(title, setting.language),
        summary=text.day_summary(digest.papers),
        content=text.day_html(digest.papers, setting.language),
        thumbnail=next(filter(None, map(_thumbnail, digest.papers)), None),
        published=dates.midnight(slot.day, setting.zone),
    )


def _staggered(start: datetime.datetime, seconds: int) -> datetime.datetime:
    try:
        return start - datetime.timedelta(seconds=seconds)
    except OverflowError:  # on the first day that there is
        return start


def _thumbnail(paper: Paper) -> str | None:
    media = paper.media
    return web_uri(media.href) if media is not None and media.kind == "image" else None


def _video(paper: Paper) -> Video | None:
    media = paper.media
    url = web_uri(media.href) if media is not None and media.kind == "video" else None
    if url is None:
        return None
    ending = url.partition("#")[0].partition("?")[0].rpartition(".")[2].lower()
    return Video(url, _VIDEO_TYPES.get(ending))


def _categories(paper: Paper) -> tuple[Category, ...]:
    found = []
    if paper.votes is not None:
        found.append(Category(VOTES_SCHEME, str(paper.votes)))
    if paper.arxiv_id is not None:
        found.append(Category(ARXIV_SCHEME, paper.arxiv_id))
    return tuple(found)


def _report_changes(paper: Paper, context: ExportContext) -> None:
    """Tell what XML does not hold as it is."""
    if not is_clean(paper.title) or not all(map(is_clean, paper.authors)):
        context.report("a character that XML forbids was replaced", paper, Code.ALTERED)
    for item in paper.summary:
        if not is_clean(item.text) or (item.label is not None and not is_clean(item.label)):
            context.report("a character that XML forbids was replaced", item, Code.ALTERED)
    if web_uri(paper.href) is None and paper.arxiv_id is None:
        context.report(f"no link to {paper.url!r}: it is no web address", paper, Code.EXPORT_WARNING)
    if paper.media is not None and web_uri(paper.media.href) is None:
        context.report(
            f"{paper.media.url!r} is no web address and is shown as text", paper.media, Code.ALTERED
        )
