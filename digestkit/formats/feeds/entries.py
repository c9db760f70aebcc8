"""Feed entries made of papers and of days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from digestkit.diagnostics import Code
from digestkit.export import alterations
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import dates, wording
from digestkit.formats.feeds.addresses import ARXIV, Links, links
from digestkit.formats.feeds.feed import VOTES_SCHEME, Category, Entry, Video
from digestkit.formats.feeds.window import Slot
from digestkit.model import Digest, Paper
from digestkit.text.cleaning import clean
from digestkit.text.languages import other_language
from digestkit.text.links import video_type


class Setting(NamedTuple):
    """What all entries of a feed share.

    Its language, where its days begin, whether papers of a day differ by seconds, and the host in whose
    name ids are given.
    """

    language: str
    zone: datetime.tzinfo
    stagger: bool
    host: str


def of_paper(slot: Slot[Paper], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a paper, dated by the start of its day; staggered, by a second less for each rank."""
    paper = slot.value
    to = links(paper)
    _report_altered(alterations.of_paper(paper), context)
    _report_refused(paper, to, context)
    title, authors = wording.title(paper), wording.names(paper)
    return Entry(
        id=slot.key,
        title=title,
        title_language=other_language(title, setting.language),
        link=to.page,
        pdf=to.pdf,
        summary=wording.paper_summary(paper, authors, setting.language),
        content=wording.paper_html(paper, authors, to, setting.language),
        thumbnail=to.picture,
        video=None if to.video is None else Video(to.video, video_type(to.video)),
        authors=authors,
        categories=_categories(paper, to),
        published=_staggered(dates.midnight(slot.day, setting.zone), slot.rank if setting.stagger else 0),
    )


def of_day(slot: Slot[Digest], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a day with all its papers; its id is a `tag:` URI (RFC 4151) of the feed's host."""
    digest = slot.value
    shown = [(paper, links(paper)) for paper in digest.papers]
    _report_altered(alterations.of_digest(digest), context)
    for paper, to in shown:
        _report_refused(paper, to, context)
    name = clean(digest.title).strip()
    title = f"{name} ({slot.day})" if name else str(slot.day)
    return Entry(
        id=f"tag:{setting.host},{slot.day}:digest",
        title=title,
        title_language=other_language(title, setting.language),
        summary=wording.day_summary(digest.papers),
        content=wording.day_html(shown, setting.language),
        thumbnail=next((to.picture for _, to in shown if to.picture), None),
        published=dates.midnight(slot.day, setting.zone),
    )


def _staggered(start: datetime.datetime, seconds: int) -> datetime.datetime:
    try:
        return start - datetime.timedelta(seconds=seconds)
    except OverflowError:  # on the first day that there is
        return start


def _categories(paper: Paper, to: Links) -> tuple[Category, ...]:
    votes = () if paper.votes is None else (Category(VOTES_SCHEME, str(paper.votes)),)
    return votes if to.arxiv is None else (*votes, Category(ARXIV, to.arxiv))


def _report_altered(found: Iterable[alterations.Alteration], context: ExportContext) -> None:
    for node, message in found:
        context.report(message, node, Code.ALTERED)


def _report_refused(paper: Paper, to: Links, context: ExportContext) -> None:
    """Tell which addresses are no links."""
    if to.page is None:
        context.report(f"no link to {paper.url!r}: it is no web address", paper, Code.EXPORT_WARNING)
    if paper.media is not None and to.picture is None and to.video is None:
        message = f"{paper.media.url!r} is no web address and is shown as text"
        context.report(message, paper.media, Code.ALTERED)
