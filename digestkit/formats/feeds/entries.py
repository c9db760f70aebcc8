"""Feed entries, made from papers or from days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from digestkit.arxiv import is_category
from digestkit.diagnostics import Code
from digestkit.export import alterations
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import content, dates, memory, plain
from digestkit.formats.feeds.addresses import Links, links
from digestkit.formats.feeds.content import Source, Style
from digestkit.formats.feeds.feed import Category, Entry, Video
from digestkit.formats.feeds.memory import Memory
from digestkit.formats.feeds.options import Authors, FeedOptions
from digestkit.formats.feeds.phrases import phrases
from digestkit.formats.feeds.window import Day, Slot, report_altered
from digestkit.model import Paper
from digestkit.reference import Reference, tell_of_names
from digestkit.source import Site
from digestkit.text.cleaning import clean
from digestkit.text.languages import other_language
from digestkit.text.links import video_type, web_uri

if TYPE_CHECKING:
    from digestkit.formats.feeds.days import Page

_STAGGERED = 3600
"""Seconds of a day in which staggered papers are dated; those that come after so many share its start."""


class Setting(NamedTuple):
    """What all entries of a feed share.

    The feed's language, the time zone in which its days begin, the site in whose name days have ids, the link
    that the user gave, if any, the scheme of arXiv's categories, and the options.
    """

    language: str
    zone: datetime.tzinfo
    site: Site
    link: str | None
    category_scheme: str
    options: FeedOptions

    def source(self, slot: Slot[Reference] | Slot[Day], title: str) -> Source:
        """Where the papers of a slot were listed: on the site of their digest, else on the one given."""
        return Source(title, None if slot.guessed else slot.day, slot.site.url if slot.site else self._given)

    def page(self, slot: Slot[Day]) -> str | None:
        """Where a day is on the web, as far as that is known: where the user says, else on its site."""
        return self._given or (slot.site.url if slot.site else None)

    @property
    def _given(self) -> str | None:
        return None if self.link is None else web_uri(self.link)


def of_paper(slot: Slot[Reference], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a paper, dated at the start of its day, or, if staggered, by its rank within an hour.

    Reports text that XML cannot hold and addresses that cannot be links.
    """
    reference, options = slot.value, setting.options
    paper, to = reference.paper, links(reference)
    report_altered(alterations.of_paper(paper), context)
    _report_lost(reference, to, context)
    title, names = plain.title(paper), plain.names(reference)
    style = Style(setting.language, options.full, has_names=options.authors is Authors.JOINED)
    html = content.paper_html(reference, names, to, style, setting.source(slot, slot.title))
    summary = plain.paper_summary if options.full else plain.paper_teaser
    return Entry(
        id=slot.key,
        title=title,
        title_language=other_language(title, setting.language),
        link=to.page,
        pdf=to.pdf,
        summary=summary(paper, names, setting.language),
        content=content.in_language(html, setting.language),
        thumbnail=to.picture,
        video=None if to.video is None else Video(to.video, video_type(to.video)),
        authors=_authors(paper, names, setting),
        categories=_categories(reference, setting.category_scheme),
        memory=memory.of_paper(reference, full=options.full),
        published=_staggered(dates.midnight(slot.day, setting.zone), slot.rank if options.stagger else None),
    )


def of_day(slot: Slot[Day], setting: Setting, context: ExportContext) -> Entry:
    """The entry of a day with all its papers; its id is a `tag:` URI in the name of the feed's site.

    Videos and authors have no element of their own here. Reports papers that it has no room for.
    """
    from digestkit.formats.feeds import days  # noqa: PLC0415 - most feeds have an entry for each paper

    digest, references = slot.value
    shown = [(reference, links(reference)) for reference in references]
    report_altered(alterations.of_digest(digest), context)
    for reference, to in shown:
        _report_lost(reference, to, context)
    name = clean(digest.title).strip()
    title = f"{name} ({slot.day})" if name else str(slot.day)
    style = Style(setting.language, setting.options.full)
    page = days.day_html(shown, setting.source(slot, digest.title), style)
    _report_cut(page, slot.value, setting, context)
    return Entry(
        id=setting.site.id_of(slot.day),
        title=title,
        title_language=other_language(title, setting.language),
        link=setting.page(slot),
        summary=plain.day_summary(digest.papers, setting.language),
        content=content.in_language(page.html, setting.language),
        thumbnail=next((to.picture for _, to in shown if to.picture), None),
        memory=Memory(checksum=memory.checksum(references, full=setting.options.full)),
        published=dates.midnight(slot.day, setting.zone),
    )


def report_short(slots: Iterable[Slot[Reference] | Slot[Day]], context: ExportContext) -> None:
    """Report, once for all, what short entries leave out."""
    held = (slot.value for slot in slots)
    papers = (
        one.paper for found in held for one in (found.references if isinstance(found, Day) else (found,))
    )
    left = list(filter(None, map(plain.left_out, papers)))
    if left:
        papers_are = "1 paper is" if len(left) == 1 else f"{len(left)} papers are"
        message = f"{papers_are} shown in short, without {sum(left):,} characters; -O full=true shows all"
        context.report(message, code=Code.DROPPED)


def _staggered(start: datetime.datetime, rank: int | None) -> datetime.datetime:
    # The first paper of a day is the newest, as readers sort by date. Its place does not depend on how many
    # others there are, and none leaves the day.
    return start if rank is None else start + datetime.timedelta(seconds=max(_STAGGERED - rank, 0))


def _authors(paper: Paper, names: tuple[str, ...], setting: Setting) -> tuple[str, ...]:
    """The text of each element that names authors."""
    if setting.options.authors is Authors.EACH or not names:
        return names
    if setting.options.authors is Authors.SHORT:
        return (plain.byline(paper, names, setting.language),)
    # One name of many would be taken for the only author.
    others = phrases(setting.language).others if paper.authors_truncated else ""
    return (", ".join(names) + others,)


def _categories(reference: Reference, scheme: str) -> tuple[Category, ...]:
    """The section, the categories and the tags, as far as they are words: readers show them as tags."""
    section = reference.paper.section
    terms = (*reference.keywords, section) if section is not None else reference.keywords
    found = dict.fromkeys(filter(_has_letter, map(_one_line, terms)))
    return tuple(Category(scheme if is_category(term) else "", term) for term in found)


def _has_letter(term: str) -> bool:
    return any(map(str.isalpha, term))


def _one_line(term: str) -> str:
    return " ".join(clean(term).split())


def _report_lost(reference: Reference, to: Links, context: ExportContext) -> None:
    """Report addresses that cannot be links, names that are mended, and authors none of whom is named."""
    paper = reference.paper
    tell_of_names(reference, context.report)
    if paper.authors_truncated and not paper.authors_clean:
        context.report(
            "the sign that there are more authors is lost, since none is named", paper, Code.DROPPED
        )
    if to.page is None:
        context.report(f"no link to {paper.url!r}: it is no web address", paper, Code.EXPORT_WARNING)
    if paper.media is not None and to.picture is None and to.video is None:
        message = f"{paper.media.url!r} is no web address and is shown as text"
        context.report(message, paper.media, Code.ALTERED)


def _report_cut(page: Page, day: Day, setting: Setting, context: ExportContext) -> None:
    """Report what an item for a day has no room for."""
    left = page.named + page.unnamed
    if not left:
        return
    verb = "is" if left == 1 else "are"
    said = [f"{left} of {len(day.references)} papers {verb} only named: an item for a day ends at 100 kB"]
    if page.shortened:
        said.append(f"with a shorter title: {page.shortened}")
    if page.unnamed:
        said.append(f"not even named: {page.unnamed}")
    if setting.options.full:
        said.append("-O full=false takes less room")
    context.report("; ".join(said), day.digest, Code.DROPPED)
