"""What stands before the text: cover, title page, and the contents that reading systems navigate by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from digestkit_epub.pages.xhtml import Element, add, document, mark_language, serialise
from digestkit_epub.pictures.folder import Picture
from digestkit_epub.plan import Day, Plan, Section

COVER = "cover.xhtml"
TITLE_PAGE = "title.xhtml"
CONTENTS = "nav.xhtml"

_MOST_VOTED = 5


def cover_page(plan: Plan, covers: Sequence[Picture]) -> bytes:
    """The page that shows the cover, whose words are the picture's alternative text.

    The last of the covers is shown, the first where a reading system cannot show that.
    """
    root, body = document(plan.words.cover, plan.language, "cover")
    body.set("class", "cover")
    frame = add(add(body, "div"), "picture")
    for better in covers[:0:-1]:
        add(frame, "source", srcset=better.file_name, type=better.media_type)
    alternative = plan.words.cover_of.format(plan.title)
    add(frame, "img", src=covers[0].file_name, alt=alternative, role="doc-cover")
    return serialise(root)


def title_page(plan: Plan) -> bytes:
    """What the book is: its title, from when to when, how many papers, and the most voted of them."""
    root, body = document(plan.title, plan.language, "frontmatter")
    page = add(body, "section", class_="title-page", epub_type="titlepage")
    mark_language(add(page, "h1", plan.heading), plan.heading, plan.language)
    if plan.period_in_words:
        add(page, "p", plan.period_in_words)
    count = sum(len(day.sections) for day in plan.days)
    add(page, "p", f"{plan.words.days(len(plan.days))} · {plan.words.papers(count)}")
    if not plan.days:
        add(page, "p", plan.words.no_digests)
    _add_most_voted(page, plan)
    return serialise(root)


def contents(plan: Plan) -> bytes:
    """The navigation document: an entry for each day and paper, in reading order, and the landmarks."""
    root, body = document(plan.words.contents, plan.language, "frontmatter")
    nav = add(body, "nav", id="toc", class_="contents", epub_type="toc", role="doc-toc")
    add(nav, "h1", plan.words.contents)
    days = add(nav, "ol")
    _add_entry(days, TITLE_PAGE, plan.words.about)
    for day in plan.days:
        entry = _add_entry(days, day.file_name, day.name)
        if day.sections:
            papers = add(entry, "ol")
            for section in day.sections:
                _add_entry(papers, place(day, section), section.title, around=plan.language)
    _add_landmarks(body, plan)
    return serialise(root)


def place(day: Day, section: Section) -> str:
    """Where a paper is, as seen from any other page."""
    return f"{day.file_name}#{section.fragment}"


def _add_most_voted(page: Element, plan: Plan) -> None:
    """A paper that the book has twice counts once, with its most votes; ties keep the book's order."""
    voted = [found for found in plan.sections if found[1].paper.votes]
    voted.sort(key=lambda found: -(found[1].paper.votes or 0))
    once: dict[str, tuple[Day, Section]] = {}
    for day, section in voted:
        once.setdefault(section.paper.id, (day, section))
    if not once:
        return
    add(page, "h2", plan.words.most_voted)
    papers = add(page, "ol")
    for day, section in islice(once.values(), _MOST_VOTED):
        entry = _add_entry(papers, place(day, section), section.title, around=plan.language)
        entry[-1].tail = f" ({plan.words.votes.format(section.paper.votes)})"


def _add_landmarks(body: Element, plan: Plan) -> None:
    first = plan.days[0].file_name if plan.days else TITLE_PAGE
    nav = add(body, "nav", epub_type="landmarks", hidden="hidden")
    add(nav, "h2", plan.words.landmarks)
    marks = add(nav, "ol")
    for kind, href, name in (
        ("cover", COVER, plan.words.cover),
        ("toc", f"{CONTENTS}#toc", plan.words.contents),
        ("bodymatter", first, plan.words.start),
    ):
        add(add(marks, "li"), "a", name, href=href, epub_type=kind)


def _add_entry(parent: Element, href: str, name: str, around: str | None = None) -> Element:
    entry = add(parent, "li")
    link = add(entry, "a", name, href=href)
    if around is not None:
        mark_language(link, name, around)
    return entry
