"""The pages before the text: cover, title page, and the contents that reading systems navigate by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from digestkit.text.languages import other_language
from digestkit_epub.contents import Entry
from digestkit_epub.markup import NOTHING, Markup, element, lang, text
from digestkit_epub.pages.xhtml import document, plain_document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Plan, Section, by_votes
from digestkit_epub.words import Words

COVER = "cover.xhtml"
TITLE_PAGE = "title.xhtml"
CONTENTS = "nav.xhtml"
COLOPHON = "colophon.xhtml"

_MOST_VOTED = 5


def cover_page(plan: Plan, cover: Picture, picture: str) -> bytes:
    """The page that shows the cover, with the book's title and what it pictures as its alternative text.

    The picture stands in the page as plainly as can be: converters look for just that, take it for the cover
    and leave the page out where a format has a place of its own for covers.
    """
    alternative = ". ".join(filter(None, (plan.words.cover_of.format(plan.title), picture)))
    image = element("img", src=cover.file_name, alt=alternative, role="doc-cover")
    body = element("body", element("div", image), epub_type="cover", class_="cover")
    return document(plan.words.cover, plan.page_language, body)


def title_page(plan: Plan) -> bytes:
    """The page that says what the book is: title, period, how many papers, and the most voted of them."""
    heading, period, words = plan.heading, plan.period_in_words, plan.words
    count = sum(len(day.sections) for day in plan.days)
    page = element(
        "section",
        element("h1", text(heading), **lang(other_language(heading, plan.page_language))),
        element("p", text(period)) if period else NOTHING,
        element("p", text(f"{words.days(len(plan.days))} · {words.papers(count)}")),
        NOTHING if plan.days else element("p", text(words.no_digests)),
        most_voted(plan.sections, plan.words),
        element("p", _link(CONTENTS, words.contents), class_="way"),
        class_="title-page",
        epub_type="titlepage",
    )
    body = element("body", page, epub_type="frontmatter")
    return document(plan.title, plan.page_language, body)


def contents(plan: Plan, listed: Sequence[Entry]) -> bytes:
    """The navigation document (EPUB 3.3, section 7): what the book lists, then the landmarks.

    The first of `listed` is the title page, the last the colophon. Titles are plain text: reading systems
    take the text of a link without its elements, which would make `O(nk)` of `O(n<sup>k</sup>)`.
    """
    toc = element(
        "nav",
        element("h1", text(plan.words.contents)),
        _list(listed),
        id="toc",
        class_="contents",
        epub_type="toc",
        role="doc-toc",
    )
    start = listed[1].href if plan.days else TITLE_PAGE
    body = element("body", toc, _landmarks(plan, start), epub_type="frontmatter")
    # Reading systems search and sort these words, and many draw them with other means than those of a page.
    return plain_document(plan.words.contents, plan.page_language, body)


def _list(entries: Sequence[Entry]) -> Markup:
    rows = []
    for entry in entries:
        link = element("a", text(entry.title.text), href=entry.href, **lang(entry.title.language))
        rows.append(element("li", link, _list(entry.below) if entry.below else NOTHING))
    return element("ol", *rows)


def most_voted(papers: Iterable[tuple[Day, Section]], words: Words) -> Markup:
    """The papers with the most votes, as a list."""
    rows = []
    for _, section in islice(by_votes(papers), _MOST_VOTED):
        votes = element("span", text(words.votes.format(section.paper.votes)), class_="votes")
        rows.append(element("li", _paper_link(section), Markup(" "), votes))
    if not rows:
        return NOTHING
    return Markup(element("h2", text(words.most_voted)) + element("ol", *rows))


def _landmarks(plan: Plan, start: str) -> Markup:
    marks = (
        ("cover", COVER, plan.words.cover),
        ("titlepage", TITLE_PAGE, plan.words.about),
        ("toc", f"{CONTENTS}#toc", plan.words.contents),
        ("bodymatter", start, plan.words.start),
        ("colophon", COLOPHON, plan.words.colophon),
    )
    links = [element("li", _link(href, name, epub_type=kind)) for kind, href, name in marks]
    title = element("h2", text(plan.words.landmarks))
    # For reading systems, not for readers: hence hidden.
    return element("nav", title, element("ol", *links), epub_type="landmarks", hidden="hidden")


def _link(href: str, name: str, **attributes: str) -> Markup:
    return element("a", text(name), href=href, **attributes)


def _paper_link(section: Section) -> Markup:
    title = section.title
    return element("a", title.markup, href=section.place, **lang(title.language))
