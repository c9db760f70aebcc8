"""A day as HTML: a list of its papers, and each of them, as far as readers show so much in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from digestkit.formats.feeds import plain
from digestkit.formats.feeds.addresses import Links
from digestkit.formats.feeds.content import Source, Style, html_link, paper_html, source_html, votes
from digestkit.reference import Reference
from digestkit.text.cleaning import escape, escape_attribute
from digestkit.text.inline import typeset_html
from digestkit.text.languages import other_language

LIMIT = 100_000
"""Bytes of a day's HTML. Mail programs, in which many read feeds, cut what is a little longer."""

_NOTE = 2_500
"""Bytes that are kept free for what stands around: the language, what is left out, where the digest is."""

_TITLE = 200
"""Characters of a title in the list; the heading of the paper has all of it."""

Listed = tuple[Reference, Links]
"""A paper, and where it is."""


class Page(NamedTuple):
    """A day's HTML; how many of its papers it only names, and how many it does not even name."""

    html: str
    named: int = 0
    unnamed: int = 0


def day_html(papers: Sequence[Listed], source: Source, style: Style) -> Page:
    """A day's papers one after the other, under a list of their titles that leads to each.

    Papers that would make it longer than `LIMIT` are only named in the list, with a link to each, and those
    that would make the list longer than half of that are not; the end says so, and where the digest is.
    """
    # Which papers are below is not known yet, so that each row counts with the longer of its addresses.
    widest = _fitting((max(_here(one, style), _away(one, style), key=_size) for one in papers), LIMIT // 2)
    listed = papers[: len(widest)]
    room = LIMIT - _NOTE - sum(map(_size, widest))
    sections = _fitting((_section(paper, style) for paper in listed), room)
    shown, named = listed[: len(sections)], listed[len(sections) :]
    rows = [*(_here(paper, style) for paper in shown), *(_away(paper, style) for paper in named)]
    # A list of one would say its title twice, unless it says all there is.
    list_html = f"<ol>{''.join(rows)}</ol>" if len(papers) > 1 or named else ""
    unnamed = len(papers) - len(listed)
    end = _end_html(len(named), unnamed, source, style)
    return Page("\n".join(filter(None, (list_html, *sections, end))), len(named), unnamed)


def _fitting(pieces: Iterable[str], room: int) -> list[str]:
    """The first of these pieces that fit into so many bytes, with line ends between them."""

    def fits(piece: str) -> bool:
        nonlocal room
        room -= _size(piece) + 1
        return room >= 0

    return list(takewhile(fits, pieces))


def _size(html: str) -> int:
    return len(html.encode())


def _here(paper: Listed, style: Style) -> str:
    """The row of a paper that is on the page; readers that drop ids open the page of the digest instead."""
    return _row(paper, f"#{_anchor(paper[0])}", style)


def _away(paper: Listed, style: Style) -> str:
    """The row of a paper that is not on the page."""
    return _row(paper, paper[1].page, style)


def _row(paper: Listed, url: str | None, style: Style) -> str:
    title = plain.title(paper[0].paper)
    title = title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
    language = other_language(title, style.language) or style.language
    shown = escape(title)
    if url is not None:
        shown = f'<a lang="{escape_attribute(language)}" href="{escape_attribute(url)}">{shown}</a>'
    return f"<li>{' · '.join(filter(None, (shown, votes(paper[0].paper, style.words))))}</li>"


def _anchor(reference: Reference) -> str:
    """The id of a paper's heading: that of the paper, which no other paper of the day has."""
    return reference.id.replace(":", "-", 1)


def _section(paper: Listed, style: Style) -> str:
    reference, to = paper
    title = plain.title(reference.paper)
    other = other_language(title, style.language)
    lang = f' lang="{other}"' if other else ""
    marked = typeset_html(reference.paper.title.strip()) or escape(title)
    linked = html_link(to.page, marked) if to.page else marked
    heading = f'<h2 id="{escape_attribute(_anchor(reference))}"{lang}>{linked}</h2>'
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
