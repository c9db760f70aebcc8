"""Feed entries, made from papers or from days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from digestkit.arxiv import PAGES, is_category
from digestkit.diagnostics import Code
from digestkit.export import alterations
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import content, dates
from digestkit.formats.feeds.addresses import Links, links
from digestkit.formats.feeds.feed import CATEGORIES_SCHEME, VOTES, Category, Entry, Video
from digestkit.formats.feeds.window import Day, Slot
from digestkit.reference import Reference
from digestkit.source import Site
from digestkit.text.cleaning import clean
from digestkit.text.languages import other_language
from digestkit.text.links import video_type


class Setting(NamedTuple):
    """What all entries of a feed share.

    The feed's language, the time zone in which its days begin, whether papers of a day are seconds apart,
    and the site in whose name days have ids.
    """

    language: str
    zone: datetime.tzinfo
    stagger: bool
    site: Site


def of_paper(slot: Slot[Reference], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a paper, dated at the start of its day, or, if staggered, a second earlier per rank.

    Reports text that XML cannot hold and addresses that cannot be links.
    """
    reference = slot.value
    paper, to = reference.paper, links(reference)
    _report_altered(alterations.of_paper(paper), context)
    _report_lost(reference, to, context)
    title, authors = content.title(paper), content.names(paper)
    return Entry(
        id=slot.key,
        title=title,
        title_language=other_language(title, setting.language),
        link=to.page,
        pdf=to.pdf,
        summary=content.paper_summary(paper, authors, setting.language),
        content=content.paper_html(reference, authors, to, setting.language),
        thumbnail=to.picture,
        video=None if to.video is None else Video(to.video, video_type(to.video)),
        authors=authors,
        categories=_categories(reference, slot.site or setting.site),
        published=_staggered(dates.midnight(slot.day, setting.zone), slot.rank if setting.stagger else 0),
    )


def of_day(slot: Slot[Day], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a day with all its papers; its id is a `tag:` URI in the name of the feed's site.

    Votes, videos and lists of authors have no element of their own here.
    """
    digest, references = slot.value
    shown = [(reference, links(reference)) for reference in references]
    _report_altered(alterations.of_digest(digest), context)
    for reference, to in shown:
        _report_lost(reference, to, context)
    name = clean(digest.title).strip()
    title = f"{name} ({slot.day})" if name else str(slot.day)
    return Entry(
        id=setting.site.id_of(slot.day),
        title=title,
        title_language=other_language(title, setting.language),
        summary=content.day_summary(digest.papers),
        content=content.day_html(shown, setting.language),
        thumbnail=next((to.picture for _, to in shown if to.picture), None),
        published=dates.midnight(slot.day, setting.zone),
    )


def _staggered(start: datetime.datetime, seconds: int) -> datetime.datetime:
    # The first paper of a day is the newest, as readers sort by date.
    try:
        return start - datetime.timedelta(seconds=seconds)
    except OverflowError:  # on 1 January of the year 1, where the calendar begins
        return start


def _categories(reference: Reference, site: Site) -> tuple[Category, ...]:
    votes, arxiv = reference.paper.votes, reference.arxiv
    found = () if votes is None else (Category(f"{site.url}{VOTES}", str(votes)),)
    terms = tuple(map(_category, filter(None, map(_one_line, reference.keywords))))
    return (*found, *terms) if arxiv is None else (*found, Category(PAGES, arxiv.id), *terms)


def _category(term: str) -> Category:
    """A category of arXiv in its scheme; any other term in none."""
    return Category(CATEGORIES_SCHEME if is_category(term) else "", term)


def _one_line(term: str) -> str:
    return " ".join(clean(term).split())


def _report_altered(found: Iterable[alterations.Alteration], context: ExportContext) -> None:
    for node, message in found:
        context.report(message, node, Code.ALTERED)


def _report_lost(reference: Reference, to: Links, context: ExportContext) -> None:
    """Report addresses that cannot be links, and authors none of whom is named."""
    paper = reference.paper
    if paper.authors_truncated and not paper.authors_clean:
        context.report("that there are authors is lost, since none is named", paper, Code.DROPPED)
    if to.page is None:
        context.report(f"no link to {paper.url!r}: it is no web address", paper, Code.EXPORT_WARNING)
    if paper.media is not None and to.picture is None and to.video is None:
        message = f"{paper.media.url!r} is no web address and is shown as text"
        context.report(message, paper.media, Code.ALTERED)
