"""Which dialects a text cannot be in: a search for what a paper of one must have, in place of a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress

from digestkit.dialects import rows
from digestkit.dialects.front import FENCE
from digestkit.dialects.placeholders import ARXIV
from digestkit.dialects.table import Table
from digestkit.dialects.template import Template
from digestkit.markdown.recognition import HEAD
from digestkit.source import BOM

_LINKS = frozenset(("url", "links", ARXIV))
"""Placeholders that say where a paper is; without that it is none."""

Signs = tuple[str, ...]
"""Pieces of text that must all occur, the rarest first; one begins with a line end."""


def sifted(beginning: str, tables: tuple[Table, ...]) -> list[Table]:
    """The dialects of which there may be papers in the beginning of a text; of others there are none."""
    sieve = Sieve(beginning, tables)
    return [table for table in tables if sieve.passes(table)]


class Sieve:
    """The beginning of a text, with what its lines start with, and the rows that may be heads of tables."""

    def __init__(self, beginning: str, tables: tuple[Table, ...]) -> None:
        self._text = f"\n{beginning.removeprefix(BOM)}"
        pattern, above = _starts(tables)
        self._starts = {""}.union(*[above[start] for start in set(pattern.findall(self._text))])
        self._rows: list[Sequence[str]] | None = None

    def passes(self, table: Table) -> bool:
        """Whether there may be a paper of one of the dialects; where there may not, it scores nothing."""
        starts, ways = _ways(table)
        if not self._starts.isdisjoint(starts) and any(map(self._has, ways)):
            return True
        if table.front and self._text.startswith(FENCE, 1) and links_in_front(self._text[1:], table):
            return True
        return bool(table.columns) and _ROW in self._starts and self._has_head(table)

    def _has(self, signs: Signs) -> bool:
        text = self._text
        for sign in signs:  # noqa: SIM110 - a generator would cost more than the search
            if sign not in text:
                return False
        return True

    def _has_head(self, table: Table) -> bool:
        """Whether a row names columns of a table, as its head does."""
        if self._rows is None:
            lines = self._text.split("\n")
            self._rows = [rows.names(rows.cells(line)) for line in lines if line[:1] == _ROW]
        return any(rows.are_head(names, table) for names in self._rows)


def links_in_front(text: str, table: Table) -> bool:
    """Whether front matter, with which a text starts, may have an entry that links a paper of a dialect."""
    end = text.find(f"\n{FENCE}", len(FENCE), HEAD)
    said = text[: end if end >= 0 else HEAD]
    return any(name in said for name in _linking_entries(table))


_ROW = "|"
_MOST = 4
"""So many characters of lines are compared before anything is searched for."""


@lru_cache(maxsize=64)
def _starts(tables: tuple[Table, ...]) -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """A pattern of what lines of papers start with, and for each such start those that it begins with."""
    starts = {_ROW}.union(*[_ways(table)[0] for table in tables]) - {""}
    pattern = "|".join(map(re.escape, sorted(starts, key=lambda start: (-len(start), start))))
    above = {start: [other for other in starts if start.startswith(other)] for start in starts}
    return re.compile(f"\n({pattern})"), above


@lru_cache(maxsize=64)
def _ways(table: Table) -> tuple[frozenset[str], tuple[Signs, ...]]:
    """What the lines of a paper have: its heading, and the line that links it where the heading does not.

    Before all stands what a line must start with, in as many characters as are compared; maybe none.
    """
    ways = list(_signs_of_papers(table))
    starts = frozenset([signs[0][1 : 1 + _MOST] for signs in ways])
    return starts, tuple(tuple(sorted(signs, key=len, reverse=True)) for signs in ways)


@lru_cache(maxsize=64)
def _linking_entries(table: Table) -> tuple[str, ...]:
    """The keys of front matter that link a paper; all of them where the text below may."""
    if any(_LINKS.intersection(line.names) for field in table.fields for line in field.lines):
        return tuple(table.front)
    links = [any(_LINKS.intersection(line.names) for line in entry.lines) for entry in table.front.values()]
    return tuple(compress(table.front, links))


def _signs_of_papers(table: Table) -> Iterator[Signs]:
    linking = [line for field in table.fields for line in field.lines if _LINKS.intersection(line.names)]
    for heading in table.papers:
        if _LINKS.intersection(heading.names):
            yield _signs(heading)
        else:
            yield from ((*_signs(heading), *_signs(line)) for line in linking)


def _signs(template: Template) -> Signs:
    """The literal pieces of a template; nearly every text has a bracket."""
    before = [literal for _, literal in template.before]
    after = [literal for literal, _ in template.after]
    rest = [literal for literal in (*before, *after, template.suffix) if len(literal) > 1]
    return (f"\n{template.prefix}", *rest)
