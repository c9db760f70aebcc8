"""The page of a month or a year: what it consists of, and the most voted papers in it."""

from __future__ import annotations

from digestkit_epub.markup import Markup, attribute
from digestkit_epub.pages.front import most_voted
from digestkit_epub.pages.xhtml import Style, document
from digestkit_epub.periods import Period, Place, walk
from digestkit_epub.plan import Day
from digestkit_epub.typography import lined, own
from digestkit_epub.words import Words


def period_page(period: Period, style: Style) -> bytes:
    """The list of a period's months or days, each with the number of its papers."""
    words = style.words
    days = list(period.days)
    kicker = own(f"{words.days(len(days))} · {_count(period, words)}")
    rows = "".join([_row(place, words) for place in period.below])
    voted = most_voted(((day, section) for day in days for section in day.sections), words)
    start = '<section class="period" epub:type="part" role="doc-part" aria-labelledby="name">'
    head = f'<h1 id="name">{own(period.name)}</h1><p class="kicker">{kicker}</p>'
    page = f'{start}{head}<ol class="places">{rows}</ol>{voted}</section>'
    return document(period.name, style.language, Markup(f'<body epub:type="bodymatter">{page}</body>'))


def _row(place: Place, words: Words) -> str:
    anchor = f'<a href="{attribute(place.file_name)}">{lined(place.name)}</a>'
    return f'<li>{anchor} <span class="votes">{own(_count(place, words))}</span></li>'


def _count(place: Place, words: Words) -> str:
    days = [found for found in walk([place]) if isinstance(found, Day)]
    return words.papers(sum(len(day.digest.papers) for day in days))
