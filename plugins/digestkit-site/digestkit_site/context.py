"""What each template gets besides `site` and `page`; the README lists it for users' templates.

The attributes of a class are the names that its template may use.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from markupsafe import Markup

from digestkit_site.views import Link, PaperView, Row, Text
from digestkit_site.words import Words


@attrs.frozen
class Alternate:
    """The same in another format; `address` is relative to the root."""

    address: str
    media_type: str
    title: str


@attrs.frozen
class Site:
    """What all pages share. `base_url` ends in a slash; it is empty where nobody said where the site will be.

    `lang` is the language of the pages, and `mark` the attributes for it and for its direction, with a blank
    before each; `title_lang` and `title_mark` are those of their title, which is in the same where the mark
    is empty.
    `words` are those of the interface; `words_lang` is their language where it is not the pages'.
    """

    title: str
    title_lang: str
    title_mark: Markup
    lang: str
    mark: Markup
    words: Words
    words_lang: str | None
    base_url: str
    rights: str
    rights_href: str | None
    feeds: tuple[Alternate, ...]
    menu: tuple[Link, ...]
    policy: str
    origins: tuple[Link, ...]


@attrs.frozen
class Page:
    """What the frame of a page needs. `root` is the way to the site's root, empty or `../`.

    `head` is what only this page has in its `head`: its description, what reference managers and networks
    read, its other formats and its neighbours. `around` are links to those in the page, and `data` links to
    the other formats, each in a line: they stand in every page of a paper, and are made as `head` is.
    """

    kind: str
    address: str
    root: str
    title: str
    previous: Link | None
    next: Link | None
    alternates: tuple[Alternate, ...]
    head: Markup
    around: Markup
    data: Markup


@attrs.frozen
class Frame:
    """What all pages of a depth have in common, rendered once: `head.html`, `header.html`, `footer.html`."""

    head: Markup
    header: Markup
    footer: Markup


@attrs.frozen
class FrameContext:
    """`head.html`, `header.html` and `footer.html`; `current` is the page's address if the menu has it.

    `within` is the page of the menu that it is, or stands below: a topic's, below the list of topics.
    """

    root: str
    current: str
    within: str


@attrs.frozen
class RowContext:
    """The macro of `row.html`: a paper in a list, with the day where it is `dated`."""

    row: Row
    root: str
    dated: bool


@attrs.frozen
class Card:
    """A day in a list of days: its papers, or some of them; `more` says how many others, empty for none."""

    link: Link
    titles: tuple[Text, ...]
    count: str
    rows: Markup
    more: str = ""


@attrs.frozen
class Part:
    """Papers under a heading of a level, if there is one: a digest's title, or the name of a section.

    `paper_level` is that of the papers' own headings; `bodies` are what `article.html` made of the papers,
    empty for one of which the same stands above, in another section. `address` is the page of the section,
    empty where it has none.
    """

    title: Text | None
    level: int
    paper_level: int
    papers: tuple[PaperView, ...]
    bodies: tuple[Markup, ...]
    address: str = ""


@attrs.frozen
class IndexContext:
    """`index.html`: the newest day, the days before it, and all years."""

    latest: Card | None
    recent: tuple[Card, ...]
    years: tuple[tuple[Link, tuple[Link, ...]], ...]


@attrs.frozen
class DayContext:
    """`day.html`: `papers` are those of this page, `parts` divide them by digest and section.

    `pages` links the pages of a day that has several; `number` is this one's, from 1.
    """

    title: Text
    date: str
    iso: str
    up: Link | None
    papers: tuple[PaperView, ...]
    parts: tuple[Part, ...]
    pages: tuple[Link, ...]
    number: int


@attrs.frozen
class PeriodContext:
    """`period.html`, a month or a year: `months` of a year, `days` of a month, each the newest first."""

    title: str
    count: str
    up: Link | None
    months: tuple[tuple[Link, str, tuple[Link, ...]], ...]
    days: tuple[Card, ...]
    best: Markup


@attrs.frozen
class ShelfContext:
    """`shelf.html`: the papers of an author or a topic, the newest first; `kind` is what it is, or the month.

    Where there are many, the page has the newest, and `months` lead to all.
    """

    title: Text
    kind: str
    count: str
    up: Link
    rows: Markup
    months: tuple[Link, ...]


@attrs.frozen
class ListContext:
    """`list.html`: all authors with a page, or all topics by kind; each with the number of its papers."""

    title: str
    note: str
    groups: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]


@attrs.frozen
class PaperContext:
    """`paper.html`: the paper as the last day has it, and all days that list it.

    `days` are links to the places in the days' pages, with the votes there.
    """

    paper: PaperView
    body: Markup
    days: tuple[tuple[Link, str], ...]


@attrs.frozen
class AboutContext:
    """`about.html`."""

    period: str
    generator: str


@attrs.frozen
class ArticleContext:
    """The macro of `article.html`: a paper below its heading, as pages of days and of papers both have it."""

    paper: PaperView
    show_media: bool
    root: str


@attrs.frozen
class MissingContext:
    """`404.html`."""


@attrs.frozen
class OneDay:
    """A day in a page of all: its name, its date (empty where it is not known), its papers and their parts.

    `title` is that of its digest where it has only one, and where the page is called otherwise. `anchor` is
    its place, and what the places of its papers begin with.
    """

    name: str
    iso: str
    title: Text | None
    anchor: str
    parts: tuple[Part, ...]
    papers: tuple[PaperView, ...]


@attrs.frozen
class OnePageContext:
    """`onepage.html`: everything in one page. `style` is the style sheet, `policy` allows this style alone.

    `extent` says how many papers there are.
    """

    policy: str
    style: Markup
    extent: str
    days: tuple[OneDay, ...]


@attrs.frozen
class MailContext:
    """`mail.html`: a page for programs that know neither style sheets nor MathML.

    `papers` are what `mail-paper.html` made, and `rows` what `mail-row.html` made of those that there was no
    room for. `named` and `unnamed` tell how many these are and for how many there was not even a line, each
    empty for none.
    """

    policy: str
    subject: str
    extent: str
    papers: tuple[Markup, ...]
    rows: tuple[Markup, ...]
    named: str
    unnamed: str


@attrs.frozen
class MailPaperContext:
    """`mail-paper.html`: a paper in a mail.

    `day` is that of its digest if it is the first there, else empty, and `title` the digest's where the mail
    is called otherwise. `paper` is None where a digest has none. `level` is that of its heading.
    """

    day: str
    title: Text | None
    level: int
    paper: PaperView | None
    show_media: bool


@attrs.frozen
class MailRowContext:
    """`mail-row.html`: a paper that there was no room for."""

    paper: PaperView


CONTEXTS: Mapping[str, type[attrs.AttrsInstance]] = {
    "404.html": MissingContext,
    "about.html": AboutContext,
    "article.html": ArticleContext,
    "day.html": DayContext,
    "footer.html": FrameContext,
    "head.html": FrameContext,
    "header.html": FrameContext,
    "index.html": IndexContext,
    "list.html": ListContext,
    "mail-paper.html": MailPaperContext,
    "mail-row.html": MailRowContext,
    "mail.html": MailContext,
    "onepage.html": OnePageContext,
    "paper.html": PaperContext,
    "period.html": PeriodContext,
    "row.html": RowContext,
    "shelf.html": ShelfContext,
}
"""The templates of pages, and what each gets."""
