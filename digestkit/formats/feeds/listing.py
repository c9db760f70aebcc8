"""The list that a day's HTML begins with: titles that lead to the papers, under the headings of the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from digestkit.formats.feeds import plain
from digestkit.formats.feeds.addresses import Links
from digestkit.formats.feeds.content import Style, votes
from digestkit.reference import Reference
from digestkit.text.cleaning import clean, escape, escape_attribute
from digestkit.text.directions import isolated
from digestkit.text.languages import other_language

LENGTHS = (200, 100, 60)
"""Characters of titles in a list, fewer where it has no room else; the heading of the paper has all of it."""

Listed = tuple[Reference, Links]
"""A paper, and where it is."""


class Row(NamedTuple):
    """A paper in the list. `here` leads to it on the page, `away` to where else it is, if anywhere.

    `start` stands before the first row under a heading: it ends the list before, and begins another.
    """

    start: str
    title: str
    lang: str
    facts: str
    here: str
    away: str | None

    def html(self, length: int, *, is_here: bool) -> str:
        """The row, with so many characters of the title."""
        # Readers that drop ids open the page of the digest instead.
        url = self.here if is_here else self.away
        title = self.title if len(self.title) <= length else f"{self.title[:length].rstrip()}…"
        shown = escape(isolated(title))
        if url is not None:
            shown = f'<a{self.lang} href="{escape_attribute(url)}">{shown}</a>'
        return f"{self.start}<li>{shown}{self.facts}</li>"

    def size(self, length: int) -> int:
        """The bytes of its longer form: which one it has depends on what else there is room for."""
        return max(len(self.html(length, is_here=is_here).encode()) for is_here in (True, False))


def rows(papers: Sequence[Listed], style: Style) -> Iterator[Row]:
    """A row for each paper, in their order."""
    is_first = True
    for (reference, to), heading in zip(papers, _headings(papers), strict=True):
        title = plain.title(reference.paper)
        other = other_language(title, style.language)
        said = votes(reference.paper, style.words)
        yield Row(
            _start(heading, is_first=is_first) if heading or is_first else "",
            title,
            f' lang="{other}"' if other else "",
            f" · {said}" if said else "",
            f"#{anchor(reference)}",
            to.page,
        )
        is_first = False


def anchor(reference: Reference) -> str:
    """The id of a paper's heading: that of the paper, which no other paper of the day has."""
    return reference.id.replace(":", "-", 1)


def _headings(papers: Sequence[Listed]) -> Iterator[str]:
    """For each paper the heading that begins with it; empty for those that follow it.

    Headings that come again, as where papers are sorted by votes, are left out, and those of one paper each.
    """
    names = [" ".join(clean(reference.paper.section or "").split()) for reference, _ in papers]
    runs = [(name, sum(1 for _ in same)) for name, same in groupby(names)]
    is_divided = len({name for name, _ in runs}) == len(runs) <= len(papers) / 2
    for name, count in runs:
        yield name if is_divided else ""
        yield from [""] * (count - 1)


def _start(heading: str, *, is_first: bool) -> str:
    """What stands before a row: the end of the list before, if any, the heading, and the start of a list."""
    named = f"<p><strong>{escape(heading)}</strong></p>\n" if heading else ""
    before = "" if is_first else "</ol>\n"
    return f"{before}{named}<ol>"
