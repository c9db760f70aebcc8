"""A day as HTML: a list of its papers, and each of them, as far as readers show so much in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat, takewhile
from typing import NamedTuple

from digestkit.formats.feeds import listing, plain
from digestkit.formats.feeds.content import Source, Style, html_link, paper_html, source_html
from digestkit.formats.feeds.listing import Listed, Row, anchor
from digestkit.text.cleaning import escape, escape_attribute
from digestkit.text.inline import typeset_html
from digestkit.text.languages import other_language

LIMIT = 100_000
"""Bytes of a day's HTML. Mail programs, in which many read feeds, cut what is a little longer."""

_ROOM = LIMIT - 2_500
"""What papers have of it: the language, what is left out and where the digest is stand around them."""


class Page(NamedTuple):
    """A day's HTML; how many papers it only names, how many of these in short, and how many not at all."""

    html: str
    named: int = 0
    shortened: int = 0
    unnamed: int = 0


def day_html(papers: Sequence[Listed], source: Source, style: Style) -> Page:
    """A day's papers one after the other, under a list of their titles that leads to each.

    The list comes first, also in what there is room for: who cannot read a paper here can still turn to it.
    So papers that would make the page longer than `LIMIT` are only named, with a link to each, and only if
    the list alone would be longer, the last of them are not. The end says so, and where the digest is.
    """
    rows = tuple(listing.rows(papers, style))
    length, sizes = _listed(rows)
    sections = _fitting(map(_section, papers[: len(sizes)], repeat(style)), _ROOM - sum(sizes))
    whole = len(sections)
    listed = [row.html(length, is_here=at < whole) for at, row in enumerate(rows[: len(sizes)])]
    named = rows[whole : len(listed)]
    shortened = sum(len(row.title) > length for row in named)
    unnamed = len(papers) - len(listed)
    # A list of one would say its title twice, unless it says all there is.
    list_html = f"{''.join(listed)}</ol>" if len(papers) > 1 or named else ""
    end = _end_html(len(named), unnamed, source, style)
    return Page("\n".join(filter(None, (list_html, *sections, end))), len(named), shortened, unnamed)


def _listed(rows: Sequence[Row]) -> tuple[int, Sequence[int]]:
    """How many characters titles have in the list, and the bytes of each row that there is room for."""
    length, sizes = 0, list[int]()
    for length in listing.LENGTHS:
        sizes = [row.size(length) for row in rows]
        if sum(sizes) <= _ROOM:
            break
    return length, sizes[: sum(end <= _ROOM for end in accumulate(sizes))]


def _fitting(pieces: Iterable[str], room: int) -> list[str]:
    """The first of these pieces that fit into so many bytes, each with a line end."""

    def fits(piece: str) -> bool:
        nonlocal room
        room -= len(piece.encode()) + 1
        return room >= 0

    return list(takewhile(fits, pieces))


def _section(paper: Listed, style: Style) -> str:
    reference, to = paper
    title = plain.title(reference.paper)
    other = other_language(title, style.language)
    lang = f' lang="{other}"' if other else ""
    marked = typeset_html(reference.paper.title.strip()) or escape(title)
    linked = html_link(to.page, marked) if to.page else marked
    heading = f'<h2 id="{escape_attribute(anchor(reference))}"{lang}>{linked}</h2>'
    return f"{heading}\n{paper_html(reference, plain.names(reference), to, style)}"


def _end_html(named: int, unnamed: int, source: Source, style: Style) -> str:
    """What is left out, if anything, and where all of it is, as far as that is known."""
    words = style.words
    said = (
        escape(words.only_named.format(named)) if named else "",
        escape(words.unnamed.format(unnamed)) if unnamed else "",
        source_html(source, words),
    )
    line = " ".join(filter(None, said))
    return f"<p>{line}</p>" if line else ""
