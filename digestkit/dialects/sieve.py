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
"""Pieces of text that must all occur."""


def may_have_papers(beginning: str, table: Table) -> bool:
    """Whether a text may have a paper of a dialect; where it may not, the dialect scores nothing."""
    text = f"\n{beginning}"
    if table.columns and "\n|" in text and _has_head(text, table):
        return True
    if table.front and beginning.removeprefix(BOM).startswith("---"):
        return True
    return any(all(sign in text for sign in signs) for signs in _ways(table))


def _has_head(text: str, table: Table) -> bool:
    """Whether two columns are named, as they are in each head of a table."""
    folded = text.casefold()
    return sum(name in folded for name in table.columns) > 1


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
    """The literal pieces of a template."""
    before = [literal for _, literal in template.before]
    after = [literal for literal, _ in template.after]
    return (f"\n{template.prefix}", *before, *after, template.suffix)
