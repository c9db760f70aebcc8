"""The part `[write]` of a table: what a digest in the dialect looks like, checked for its form.

Whether the table reads what is written so is found out where it is written by (`readback`): most tables
are only read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from digestkit.dialects.placeholders import CALENDAR, COUNTS, IGNORED, KNOWN

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_NEVER = frozenset([IGNORED, "week"])
"""What a reader passes over, or what several days share: there is nothing to write."""

NAMES = (KNOWN - _NEVER) | COUNTS | CALENDAR
"""The placeholders that may stand in `[write]`."""

KEYS: Mapping[str, type | tuple[type, ...]] = {
    "day": (str, list),
    "section": str,
    "paper": list,
    "between": str,
    "table": str,
    "columns": dict,
}
"""The keys of `[write]`, with the types of their values."""


class Piece(NamedTuple):
    """A line or several: literal text at the even places, the names of placeholders at the odd ones."""

    source: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The placeholders in their order."""
        return self.parts[1::2]


Alternatives = tuple[Piece, ...]
"""Ways to write the same: the first is taken that there are values for."""


class Write(NamedTuple):
    """How digests are written. `day` stands above the papers of a day, `section` above those of a section.

    A paper is the `paper` pieces, one below the other; in a table, whose head and rule are `table`, it is a
    row of the cells of `columns`, by heads in small letters. `between` stands between papers. For messages,
    `lines` are those of the table that the lines of pieces stand on, and `shown` is what it is called.
    """

    day: Alternatives
    section: Piece | None
    paper: tuple[Alternatives, ...]
    between: Piece | None
    table: str | None
    columns: Mapping[str, Alternatives]
    lines: Mapping[str, int]
    shown: str

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces, each alternative on its own."""
        yield from self.day
        yield from (piece for piece in (self.section, self.between) if piece is not None)
        for alternatives in (*self.paper, *self.columns.values()):
            yield from alternatives


class Checker(NamedTuple):
    """What checks a table, as far as this part of it needs that: `shown` is what messages call the table.

    `names` refuses placeholders that are not known; `line_of` is the line of the table that has a text.
    """

    shown: str
    texts: Callable[[Any], tuple[str, ...]]
    names: Callable[[str, Iterable[str], frozenset[str]], None]
    line_of: Callable[[str], int]
    refuse: Callable[[str, int], NoReturn]


def read(given: Mapping[str, Any], checker: Checker) -> Write:
    """Read the part `[write]`; mistakes are reported by the checker, which raises `TableError`."""

    def piece(source: str) -> Piece:
        parts = parts_of(source)
        checker.names(source, parts[1::2], NAMES)
        for literal in parts[0::2]:
            if "{" in literal or "}" in literal:
                line = next(line for line in source.split("\n") if "{" in line or "}" in line)
                checker.refuse(f"a brace that belongs to no placeholder: {line!r}", checker.line_of(line))
        return Piece(source, parts)

    def alternatives(value: object) -> Alternatives:
        return tuple(map(piece, checker.texts(value)))

    columns = {head.casefold(): alternatives(cells) for head, cells in given.get("columns", {}).items()}
    made = Write(
        day=alternatives(given.get("day")),
        section=piece(given["section"]) if "section" in given else None,
        paper=tuple(map(alternatives, given.get("paper", ()))),
        between=piece(given["between"]) if "between" in given else None,
        table=given.get("table"),
        columns=columns,
        lines={},
        shown=checker.shown,
    )
    _check(made, checker)
    lines = {line: checker.line_of(line) for piece in made.pieces for line in piece.source.split("\n")}
    return made._replace(lines=lines)


def parts_of(source: str) -> tuple[str, ...]:
    """Literal text at the even places, names of placeholders at the odd ones."""
    return tuple(_PLACEHOLDER.split(source))


def heads(table: str) -> list[str]:
    """The heads of the columns of a table, in small letters, in their order."""
    row = table.strip("\n").partition("\n")[0].strip().removeprefix("|").removesuffix("|")
    return [cell.strip("* ").casefold() for cell in row.split("|")]


def _check(made: Write, checker: Checker) -> None:
    start = checker.line_of("[write]")
    if (made.table is None) != (not made.columns):
        checker.refuse("write.table, a head and a rule, and [write.columns], the cells, go together", start)
    if made.table is not None:
        for head in made.columns:
            if head not in heads(made.table):
                checker.refuse(f"write.table has no column {head!r}", start)
    if bool(made.paper) == bool(made.columns):
        checker.refuse("[write] says how a paper is written: in write.paper, or in [write.columns]", start)
    written = {name for piece in made.pieces for name in piece.names}
    for name in ("title", "url"):
        if name not in written:
            checker.refuse(f"[write] has no {{{name}}}, and a paper is none without it", start)
