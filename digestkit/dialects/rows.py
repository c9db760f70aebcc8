"""Rows of tables: columns are known by the texts in the head, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkit.dialects.draft import Draft
from digestkit.dialects.placeholders import LINKS
from digestkit.dialects.table import Authors, Table
from digestkit.dialects.template import Template

Columns = tuple[tuple[str, tuple[Template, ...]], ...]
"""The columns of a table as they stand: the head of each, and templates of its cells; none where unknown."""

_RULE = frozenset(":-| ")
_ENOUGH = 2
"""A row that names so many columns is a head."""
_BARE = LINKS | {"url"}
_BEHIND = "behind the last column"
"""The name under which cells are kept that no column has a head for."""
_MOST = 50
"""A row with more cells than this is no head: what a row costs grows with its columns."""


def cells(line: str) -> list[str]:
    """The cells of a row, with the blanks around them; those beyond the most that a head has are one."""
    return line.strip().removeprefix("|").removesuffix("|").split("|", _MOST)


def is_rule(row: Sequence[str]) -> bool:
    """Whether this is the line between head and rows."""
    return all(_RULE.issuperset(cell) for cell in row)


def names(row: Sequence[str]) -> list[str]:
    """What the columns are called that a row names, if it is a head; case does not count."""
    return [cell.strip("* ").casefold() for cell in row]


def are_head(named: Sequence[str], table: Table) -> bool:
    """Whether what a row names are columns of a table, one with the day among them if that says it."""
    if len(named) > _MOST or sum([name in table.columns for name in named]) < _ENOUGH:
        return False
    return not table.dated or not table.dated.isdisjoint(named)


def head(row: Sequence[str], table: Table) -> Columns | None:
    """The columns that a row names, if it is a head."""
    named = names(row) if len(row) <= _MOST else ()
    if not are_head(named, table):
        return None
    known = table.columns
    return tuple(
        (name if (name := cell.strip("* ")) and not name.isspace() else str(at), known.get(column, ()))
        for at, (cell, column) in enumerate(zip(row, named, strict=True), 1)
    )


def fill(at: int, row: Sequence[str], columns: Columns, authors: Authors) -> Draft | None:
    """A paper of a row; None for a row that has no title or no link.

    A cell too many is a bar inside a cell: the first column whose cells then all fit has it. Where none has,
    what stands behind the last column is kept by itself. Cells that do not fit are kept under the heads of
    their columns.
    """
    width = len(columns)
    behind = [(_BEHIND, text) for cell in row[width:] if (text := cell.strip())] if len(row) > width else []
    for strict in (True, False):
        for candidate, rest in (*((one, []) for one in _placed(row, width) if strict), (row[:width], behind)):
            draft = Draft(at, authors)
            if _take(draft, candidate, columns, strict=strict) and draft.is_paper:
                draft.extra += rest
                draft.surplus = bool(rest)
                return draft
    return None


def _placed(row: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    """The ways to have no more cells than columns."""
    if len(row) <= width:
        yield row
        return
    for place in range(width):
        rest = "|".join(row[place:])
        yield [*row[:place], *rest.rsplit("|", width - place - 1)]


def _matched(template: Template, cell: str) -> tuple[str, ...] | None:
    """What a template captures of a cell; a bare link must look like one, since any word could be one."""
    if template.names and template.source == f"{{{template.names[0]}}}" and template.names[0] in _BARE:
        return template.match(cell) if "/" in cell else None
    return template.match(cell)


def _take(draft: Draft, row: Sequence[str], columns: Columns, *, strict: bool) -> bool:
    for (name, templates), text in zip(columns, row, strict=False):
        cell = text.strip()
        matches = ((one.names, values) for one in templates if (values := _matched(one, cell)) is not None)
        found = next(matches, None)
        if found is not None:
            draft.take(*found)
        elif templates and strict:
            return False
        elif cell:
            draft.extra.append((name, cell))
    return True
