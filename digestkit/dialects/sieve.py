"""Which dialects a text cannot be in: a search for what a paper of one must have, in place of a reading."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

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
        self._starts = {line[:_KEY] for line in self.lines}
        self._short = {start[:_SHORT_KEY] for start in self._starts}
        self._folded: str | None = None

    def passes(self, table: Table) -> bool:
        """Whether there may be a paper of a dialect; where there may not, the dialect scores nothing."""
        if table.columns and "|" in {start[:1] for start in self._short} and self._has_head(table):
            return True
        if table.front and self.lines[0].startswith("---"):
            return True
        return any(self._has(signs) for signs in _ways(table))

    def _has(self, signs: Signs) -> bool:
        start, text = signs[0], self.text
        if len(start) >= _KEY:
            if start[:_KEY] not in self._starts:
                return False
        elif len(start) >= _SHORT_KEY and start[:_SHORT_KEY] not in self._short:
            return False
        for sign in signs:  # noqa: SIM110 - a generator would cost more than the search
            if sign not in text:
                return False
        return True

    def _has_head(self, table: Table) -> bool:
        """Whether two columns are named, as they are in each head of a table."""
        if self._folded is None:
            self._folded = self.text.casefold()
        return sum([name in self._folded for name in table.columns]) > 1


_KEY = 4
_SHORT_KEY = 2
"""So many characters of lines and of signs are compared before anything is searched for."""


@lru_cache(maxsize=64)
def _ways(table: Table) -> tuple[Signs, ...]:
    """What the lines of a paper have: its heading, and the line that links it where the heading does not."""
    return tuple(_signs_of_papers(table))


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
