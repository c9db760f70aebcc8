"""Which dialects a text cannot be in: a search for what a paper of one must have, in place of a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

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
    text = f"\n{beginning.removeprefix(BOM)}"
    starts, ways, headed, fronted = _index(tables)
    found: set[int] = set()
    met = set(starts.findall(text))
    for start in ("", *met):
        for at, signs in ways[start]:
            if at not in found and _has(text, signs):
                found.add(at)
    if fronted and text.startswith(FENCE, 1):
        found.update([at for at in fronted if links_in_front(text[1:], tables[at])])
    if headed and _ROW in text:
        found.update(_with_rows(text, tables, [at for at in headed if at not in found]))
    return [tables[at] for at in sorted(found)] if len(found) > 1 else [tables[at] for at in found]


def _has(text: str, signs: Signs) -> bool:
    for sign in signs:  # noqa: SIM110 - a generator would cost more than the search
        if sign not in text:
            return False
    return True


def _with_rows(text: str, tables: tuple[Table, ...], wanted: list[int]) -> Iterator[int]:
    """The places of dialects of which there may be rows: a row names columns, as the head of a table does.

    Some need none. Of those columns one links a paper, and there is a cell that begins as its cells do.
    """
    columns, longest = _columns(tables)
    for line in _heads(text):
        if not wanted:
            return
        cells = rows.cells(line)
        short = [name for cell in cells if len(name := cell.strip("* ")) <= longest]
        named = () if columns.isdisjoint(map(str.casefold, short)) else rows.names(cells)
        for at in wanted[:]:
            table = tables[at]
            if (table.head and len(cells) >= len(table.head)) or (
                named and rows.are_head(named, table) and _may_link(text, table, named)
            ):
                wanted.remove(at)
                yield at


def _heads(text: str) -> Iterator[str]:
    """The rows that may be heads: all that begin with a bar, and any right above the rule below a head."""
    if _ROW_BELOW in text:
        yield from _ROWS.findall(text)
    for rule in _RULES.finditer(text):
        above = text[text.rfind("\n", 0, rule.start()) + 1 : rule.start()]
        if _ROW in above and above[0] != _ROW and _ROW in rule[0]:
            yield above


def _may_link(text: str, table: Table, named: Sequence[str]) -> bool:
    """Whether a cell begins as those that link a paper do, in the columns that are named."""
    cells = _linking_cells(table, frozenset(table.columns.keys() & named))
    return any(cell.search(text) is not None for cell in cells)


@lru_cache(maxsize=64)
def _linking_cells(table: Table, named: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Patterns of how cells begin that link a paper, behind a bar or at first; none where no column does."""
    links = {cell.prefix for name in named for cell in table.columns[name] if _LINKS.intersection(cell.names)}
    begin = rf"[^\S\n]*+(?:{'|'.join(map(re.escape, sorted(links)))})"
    return (re.compile(rf"\|{begin}"), re.compile(rf"\n(?={begin})[^|\n]*+\|")) if links else ()


def links_in_front(text: str, table: Table) -> bool:
    """Whether front matter, with which a text starts, may have an entry that links a paper of a dialect."""
    end = text.find(f"\n{FENCE}", len(FENCE), HEAD)
    end = end if end >= 0 else HEAD
    return any(text.find(name, 0, end) >= 0 for name in _linking_entries(table))


@lru_cache(maxsize=64)
def _columns(tables: tuple[Table, ...]) -> tuple[frozenset[str], int]:
    """What all columns are called that any of the dialects has, and how long the longest of that is."""
    columns = frozenset().union(*[table.columns for table in tables])
    return columns, max(map(len, columns), default=0)


_ROW = "|"
_ROW_BELOW = f"\n{_ROW}"
_ROWS = re.compile(r"\n(\|.*)")
_RULES = re.compile(r"\n[^\S\n]*+(?=[:|-])[:| -]*+[^\S\n]*+(?![^\n])")
"""A line of nothing but what the rule between head and rows is made of."""
_MOST = 4
"""So many characters of lines are compared before anything is searched for."""


class _Index(NamedTuple):
    """What papers of some dialects have, each by its place among these."""

    starts: re.Pattern[str]
    """What lines of papers start with."""
    ways: dict[str, tuple[tuple[int, Signs], ...]]
    """For each start what a paper has of which a line begins so."""
    headed: tuple[int, ...]
    """Those with tables."""
    fronted: tuple[int, ...]
    """Those with front matter."""


@lru_cache(maxsize=64)
def _index(tables: tuple[Table, ...]) -> _Index:
    each = [(at, signs) for at, table in enumerate(tables) for signs in _signs_of_papers(table)]
    starts = {_ROW}.union([_start(signs) for _, signs in each]) - {""}
    pattern = "|".join(map(re.escape, sorted(starts, key=lambda start: (-len(start), start))))
    ways = {
        start: tuple([(at, _rarest_first(signs)) for at, signs in each if _begins(start, _start(signs))])
        for start in ("", *starts)
    }
    headed = tuple([at for at, table in enumerate(tables) if table.columns])
    fronted = tuple([at for at, table in enumerate(tables) if table.front])
    return _Index(re.compile(f"\n({pattern})"), ways, headed, fronted)


def _start(signs: Signs) -> str:
    """What a line must start with, which comes first among its signs, as far as it is compared."""
    return signs[0][1 : 1 + _MOST]


def _begins(line: str, start: str) -> bool:
    """Whether a line that is known by what it starts with may begin with another start; all do with none."""
    return line.startswith(start) if start else not line


def _rarest_first(signs: Signs) -> Signs:
    return tuple(sorted(signs, key=len, reverse=True))


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
