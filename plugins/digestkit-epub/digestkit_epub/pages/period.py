"""The page of a month or a year: what it consists of, and the most voted papers in it."""

from __future__ import annotations

from digestkit_epub.markup import Markup, element, text
from digestkit_epub.pages.front import most_voted
from digestkit_epub.pages.style import Style
from digestkit_epub.pages.xhtml import document
from digestkit_epub.periods import Period, Place, walk
from digestkit_epub.plan import Day
from digestkit_epub.words import Words


def period_page(period: Period, style: Style) -> bytes:
    """The list of a period's months or days, each with the number of its papers."""
    words = style.words
    days = list(period.days)
    page = element(
        "section",
        element("h1", text(period.name), id="name"),
        element("p", text(f"{words.days(len(days))} · {_count(period, words)}"), class_="kicker"),
        element("ol", *[_row(place, words) for place in period.below], class_="places"),
        most_voted(((day, section) for day in days for section in day.sections), words),
        class_="period",
        epub_type="part",
        role="doc-part",
        aria_labelledby="name",
    )
    return document(period.name, style.language, element("body", page, epub_type="bodymatter"))


def _row(place: Place, words: Words) -> Markup:
    anchor = element("a", text(place.name), href=place.file_name)
    return element("li", anchor, Markup(" "), element("span", text(_count(place, words)), class_="votes"))


def _count(place: Place, words: Words) -> str:
    days = [found for found in walk([place]) if isinstance(found, Day)]
    return words.papers(sum(len(day.digest.papers) for day in days))
