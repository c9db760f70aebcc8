"""The pages before the text: cover, title page, and the contents that reading systems navigate by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from digestkit.text.languages import other_language
from digestkit_epub.markup import NOTHING, Markup, element, lang, text
from digestkit_epub.pages.xhtml import document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Part, Plan, Section

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
    return document(plan.words.cover, plan.language, body)


def title_page(plan: Plan) -> bytes:
    """The page that says what the book is: title, period, how many papers, and the most voted of them."""
    heading, period, words = plan.heading, plan.period_in_words, plan.words
    count = sum(len(day.sections) for day in plan.days)
    page = element(
        "section",
        element("h1", text(heading), **lang(other_language(heading, plan.language))),
        element("p", text(period)) if period else NOTHING,
        element("p", text(f"{words.days(len(plan.days))} · {words.papers(count)}")),
        NOTHING if plan.days else element("p", text(words.no_digests)),
        _most_voted(plan),
        class_="title-page",
        epub_type="titlepage",
    )
    body = element("body", page, epub_type="frontmatter")
    return document(plan.title, plan.language, body)


def contents(plan: Plan) -> bytes:
    """The navigation document (EPUB 3.3, section 7): days, parts if any, papers; then the landmarks."""
    about = element("li", _link(TITLE_PAGE, plan.words.about))
    colophon = element("li", _link(COLOPHON, plan.words.colophon))
    toc = element(
        "nav",
        element("h1", text(plan.words.contents)),
        element("ol", about, *map(_day, plan.days), colophon),
        id="toc",
        class_="contents",
        epub_type="toc",
        role="doc-toc",
    )
    body = element("body", toc, _landmarks(plan), epub_type="frontmatter")
    return document(plan.words.contents, plan.language, body)


def place(day: Day, section: Section | Part) -> str:
    """Where a paper or a part is, as seen from any other page."""
    return f"{day.file_name}#{section.fragment}"


def _day(day: Day) -> Markup:
    entries = [entry for part in day.parts for entry in _part(day, part)]
    return element("li", _link(day.file_name, day.name), element("ol", *entries) if entries else NOTHING)


def _part(day: Day, part: Part) -> Sequence[Markup]:
    """The entries of papers; where they stand under a heading, its entry with theirs below it."""
    papers = [element("li", _paper_link(day, section)) for section in part.sections]
    if part.title is None:
        return papers
    heading = element("a", part.title.markup, href=place(day, part), **lang(part.title.language))
    return [element("li", heading, element("ol", *papers))]


def _most_voted(plan: Plan) -> Markup:
    papers = []
    for day, section in islice(plan.most_voted, _MOST_VOTED):
        votes = text(f" ({plan.words.votes.format(section.paper.votes)})")
        papers.append(element("li", _paper_link(day, section), votes))
    if not papers:
        return NOTHING
    return Markup(element("h2", text(plan.words.most_voted)) + element("ol", *papers))


def _landmarks(plan: Plan) -> Markup:
    first = plan.days[0].file_name if plan.days else TITLE_PAGE
    marks = (
        ("cover", COVER, plan.words.cover),
        ("toc", f"{CONTENTS}#toc", plan.words.contents),
        ("bodymatter", first, plan.words.start),
        ("colophon", COLOPHON, plan.words.colophon),
    )
    links = [element("li", _link(href, name, epub_type=kind)) for kind, href, name in marks]
    title = element("h2", text(plan.words.landmarks))
    # For reading systems, not for readers: hence hidden.
    return element("nav", title, element("ol", *links), epub_type="landmarks", hidden="hidden")


def _link(href: str, name: str, **attributes: str) -> Markup:
    return element("a", text(name), href=href, **attributes)


def _paper_link(day: Day, section: Section) -> Markup:
    title = section.title
    return element("a", title.markup, href=place(day, section), **lang(title.language))
