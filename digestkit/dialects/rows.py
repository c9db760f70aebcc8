"""Rows of tables: columns are known by the texts in the head, wherever they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from digestkit.dialects.draft import Draft
from digestkit.dialects.placeholders import LINKS
from digestkit.dialects.table import Authors, Table
from digestkit.dialects.template import Match, Template

Cell = tuple[tuple[str, ...], Match, bool]
"""What a cell may look like: the names of what it captures, the match, whether it is a bare link."""

Columns = tuple[tuple[str, tuple[Cell, ...]], ...]
"""The columns of a table as they stand: the head of each, and what its cells may look like, if known."""

_RULE = re.compile(r"\s*+[:| -]*+\s*+")
_ENOUGH = 2
"""A row that names so many columns is a head."""
_BARE = LINKS | {"url"}
_BEHIND = "behind the last column"
"""The name under which cells are kept that no column has a head for."""
_MOST = 50
"""A row with more cells than this is no head: what a row costs grows with its columns."""
_LONGEST = 200
"""A cell with more characters than this names no column."""


def cells(line: str) -> list[str]:
    """The cells of a row, with the blanks around them; those beyond the most that a head has are one.

    A row may be as long as a file: it is copied once, in its cells.
    """
    line = line.strip()
    begins = line.startswith("|")
    found = line.split("|", _MOST + begins)[begins:]
    if len(found) > 1 and not found[-1]:
        found.pop()
    else:
        found[-1] = found[-1].removesuffix("|")
    return found


def is_rule(text: str, at: int, end: int) -> bool:
    """Whether a row, from one offset to another, is the line between head and rows."""
    return _RULE.fullmatch(text, at, end) is not None


def names(row: Sequence[str]) -> list[str]:
    """What the columns are called that a row names, if it is a head; case does not count."""
    return [cell.strip("* ").casefold() if len(cell) <= _LONGEST else "" for cell in row]


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
        (
            name if (name := cell.strip("* ")) and not name.isspace() else str(at),
            tuple(map(_cell, known.get(column, ()))),
        )
        for at, (cell, column) in enumerate(zip(row, named, strict=True), 1)
    )


@functools.lru_cache(maxsize=64)
def assumed(table: Table) -> Columns | None:
    """The columns of rows that stand under no head; None for a table that does not say."""
    return head(table.head, table) if table.head else None


def fill(at: int, row: list[str], columns: Columns, authors: Authors) -> Draft | None:
    """A paper of a row; None for a row that has no title or no link. The row's cells lose their blanks.

    A cell too many is a bar inside a cell: the first column whose cells then all fit has it. Where none has,
    what stands behind the last column is kept by itself. Cells that do not fit are kept under the heads of
    their columns.
    """
    width = len(columns)
    if len(row) <= width:
        row[:] = _stripped(row)
        return _filled(at, row, columns, authors, strict=True) or _filled(at, row, columns, authors)
    draft = fill_whole(at, row, columns, authors)
    if draft is not None:
        return draft
    row[:] = _stripped(row)
    behind = [(_BEHIND, cell) for cell in row[width:] if cell]
    draft = _filled(at, row, columns, authors, strict=True) or _filled(at, row, columns, authors)
    if draft is not None:
        draft.extra += behind
        draft.surplus = bool(behind)
    return draft


def fill_whole(at: int, row: list[str], columns: Columns, authors: Authors) -> Draft | None:
    """A paper of a row with a cell for each column at least, of which all fit; None for any other.

    Of bars that are too many, at first all are in one cell; last, each cell takes what makes it fit.
    """
    width = len(columns)
    if len(row) <= width:
        return _filled(at, _stripped(row), columns, authors, strict=True) if len(row) == width else None
    for place in range(width):
        draft = _filled(at, _joined(row, place, width), columns, authors, strict=True)
        if draft is not None:
            return draft
    grown = _grown(row, columns)
    return _filled(at, _stripped(grown), columns, authors, strict=True) if grown is not None else None


def _joined(row: Sequence[str], place: int, width: int) -> list[str]:
    """So many cells, without blanks, of which the one at a place has all bars that are too many."""
    return _stripped([*row[:place], *"|".join(row[place:]).rsplit("|", width - place - 1)])


def _stripped(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _grown(row: Sequence[str], columns: Columns) -> list[str] | None:
    """Cells that are joined, from the left, until each fits its column; None where one never does."""
    made: list[str] = []
    at = 0
    for after, (_, cells) in zip(range(len(columns) - 1, 0, -1), columns, strict=False):
        for end in range(at + 1, len(row) - after + 1):
            text = "|".join(row[at:end])
            if not cells or _fits(text.strip(), cells):
                break
        else:
            return None
        made.append(text)
        at = end
    return [*made, "|".join(row[at:])]


def _fits(text: str, cells: Sequence[Cell]) -> bool:
    return any(match(text) is not None for _, match, bare in cells if not bare or "/" in text)


def _cell(template: Template) -> Cell:
    """What a template says of a cell; a bare link must look like one, since any word could be one."""
    bare = (
        template.source == f"{{{template.names[0]}}}" and template.names[0] in _BARE
        if template.names
        else False
    )
    return template.names, template.match, bare


def _filled(
    at: int, row: Sequence[str], columns: Columns, authors: Authors, *, strict: bool = False
) -> Draft | None:
    """A paper of the cells of a row, without blanks, as many as there are columns; None where it is none.

    Where that is strict, all cells have to fit.
    """
    draft = Draft(at, authors)
    for (name, cells), text in zip(columns, row):  # noqa: B905 - a row may be cut off, or go on behind
        for names, match, bare in cells:
            values = match(text) if not bare or "/" in text else None
            if values is not None:
                draft.take(names, values)
                break
        else:
            if cells and strict:
                return None
            if text:
                draft.extra.append((name, text))
    return draft if draft.is_paper else None
