"""Which dialects a text cannot be in: a search for what a paper of one must have, in place of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import compress

from digestkit.dialects import rows
from digestkit.dialects.front import FENCE
from digestkit.dialects.table import Table
from digestkit.dialects.template import Template
from digestkit.source import BOM

_LINKS = frozenset(("url", "links"))
"""Placeholders that say where a paper is; without that it is none."""

Signs = tuple[str, ...]
"""Pieces of text that must all occur, the first at the start of a line."""


class Sieve:
    """The beginning of a text, with its lines, and what they start with."""

    def __init__(self, beginning: str) -> None:
        self.text = beginning
        self.lines = beginning.removeprefix(BOM).split("\n")
        starts = {line[:_KEY] for line in self.lines}
        self._starts = {"", *starts, *[start[:_SHORT_KEY] for start in starts]}
        self._rows: list[list[str]] | None = None

    def passes(self, table: Table) -> bool:
        """Whether there may be a paper of a dialect; where there may not, the dialect scores nothing."""
        if table.columns and self._has_head(table.columns):
            return True
        if table.front and self.lines[0].startswith(FENCE) and self._has_entry(_linking_entries(table)):
            return True
        starts, ways = _ways(table)
        if self._starts.isdisjoint(starts):
            return False
        return any(start in self._starts and self._has(signs) for start, signs in ways)

    def _has(self, signs: Signs) -> bool:
        text = self.text
        for sign in signs:  # noqa: SIM110 - a generator would cost more than the search
            if sign not in text:
                return False
        return True

    def _has_head(self, known: Mapping[str, object]) -> bool:
        """Whether a row names columns of a table, as its head does."""
        if self._rows is None:
            self._rows = [rows.names(rows.cells(line)) for line in self.lines if line[:1] == "|"]
        return any(rows.are_head(names, known) for names in self._rows)

    def _has_entry(self, known: Iterable[str]) -> bool:
        """Whether front matter names one of some keys."""
        said = self.text[: self.text.find(f"\n{FENCE}", len(FENCE))]
        return any(name in said for name in known)


_KEY = 4
_SHORT_KEY = 2
"""So many characters of lines and of signs are compared before anything is searched for."""


@lru_cache(maxsize=64)
def _ways(table: Table) -> tuple[frozenset[str], tuple[tuple[str, Signs], ...]]:
    """What the lines of a paper have: its heading, and the line that links it where the heading does not.

    Before each stands what a line must start with, in as many characters as are compared; maybe none. All
    these come first.
    """
    ways = tuple((_key(signs[0]), signs) for signs in _signs_of_papers(table))
    return frozenset(start for start, _ in ways), ways


@lru_cache(maxsize=64)
def _linking_entries(table: Table) -> tuple[str, ...]:
    """The keys of front matter that link a paper; all of them where the text below may."""
    if any(_LINKS.intersection(line.names) for field in table.fields for line in field.lines):
        return tuple(table.front)
    links = [any(_LINKS.intersection(line.names) for line in entry.lines) for entry in table.front.values()]
    return tuple(compress(table.front, links))


def _key(start: str) -> str:
    return start[:_KEY] if len(start) >= _KEY else start[:_SHORT_KEY] if len(start) >= _SHORT_KEY else ""


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
    return (template.prefix, *rest)
