"""Rows of tables: columns are known by the texts in the head, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digestkit.dialects.draft import Draft
from digestkit.dialects.template import Template

Columns = tuple[tuple[str, tuple[Template, ...]], ...]
"""The columns of a table as they stand: the head of each, and templates of its cells; none where unknown."""

_ENOUGH = 2
"""A row that names so many columns is a head."""


def cells(line: str) -> list[str]:
    """The cells of a row, without blanks around them."""
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def is_rule(row: Sequence[str]) -> bool:
    """Whether this is the line between head and rows."""
    return all(set(cell) <= set(":- ") for cell in row)


def head(row: Sequence[str], known: Mapping[str, tuple[Template, ...]]) -> Columns | None:
    """The columns that a row names, if it is a head."""
    names = [cell.strip("* ") for cell in row]
    if sum(name in known for name in names) < _ENOUGH:
        return None
    return tuple((name, known.get(name, ())) for name in names)


def fill(at: int, row: Sequence[str], columns: Columns) -> Draft | None:
    """A paper of a row; None for a row that fits the columns in no way.

    A cell too many is a bar inside a cell: the first column that can take it does.
    """
    surplus = len(row) - len(columns)
    if surplus <= 0:
        return _filled(at, row, columns)
    for place in range(len(columns)):
        last = place + surplus + 1
        made = _filled(at, [*row[:place], "|".join(row[place:last]), *row[last:]], columns)
        if made is not None:
            return made
    return None


def _filled(at: int, row: Sequence[str], columns: Columns) -> Draft | None:
    draft = Draft(at)
    for (name, templates), cell in zip(columns, row, strict=False):
        if not templates:
            if cell:
                draft.extra.append((name, cell))
            continue
        found = next(((t, values) for t in templates if (values := t.match(cell)) is not None), None)
        if found is None:
            return None
        draft.take(found[0].names, found[1])
    return draft if draft.known.get("url") else None
