"""How a dialect is written: the pieces of its table made ready, and what they can say of a paper."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from operator import is_, itemgetter
from typing import Any, TypeVar

import attrs

from digestkit.dialects import writing
from digestkit.dialects.placeholders import COUNTS, EXTRA, LINKS
from digestkit.dialects.table import Field, Table, TableError
from digestkit.dialects.values import Context, Line, Lines, Slot, Terms, value_of
from digestkit.dialects.writing import Piece, Write
from digestkit.model import Digest, Paper

_MODEL: dict[str, tuple[str, ...]] = {
    "text": ("summary",),
    "authors": ("authors", "authors_truncated"),
    **dict.fromkeys(LINKS, ("links",)),
    **dict.fromkeys(EXTRA, ("extra",)),
    **dict.fromkeys(("year", "month", "day"), ("date",)),
}
"""The fields that a placeholder is of, where they are called otherwise."""

_PROBES = {
    **dict.fromkeys(("ordinal", "ordinal_in_section", "count", "votes", "score", "authors_total"), "1"),
    **dict.fromkeys(("url", *LINKS), "https://example.org/1"),
    **dict.fromkeys(("date", "submitted"), "2024-01-02"),
    "year": "2024",
    "month": "01",
    "day": "02",
}
"""Values that fit the narrow placeholders, to see what reads a line; the wide ones take anything."""


class Spelling:
    """A dialect that can be written: its lines, and the fields that they carry."""

    def __init__(self, table: Table, write: Write) -> None:
        self.table = table
        self._of = _Maker(table, write)
        self.day = tuple(map(self._of.lines, write.day))
        self.section = self._of.lines(write.section) if write.section is not None else None
        self.between = self._of.lines(write.between) if write.between is not None else None
        self.head = f"{write.table.strip(chr(10))}\n" if write.table is not None else ""
        if write.table is None:
            parts = write.paper
            self._frame = ("", "\n", "\n")
        else:
            parts = tuple(write.columns.get(head, ()) for head in writing.heads(write.table))
            blank = " " if self.head.startswith("| ") else ""
            self._frame = (f"|{blank}", f"{blank}|{blank}", f"{blank}|\n")
        self.paper = tuple(tuple(map(self._of.lines, alternatives)) for alternatives in parts)
        self.slots = tuple(dict.fromkeys(_slots(lines for part in self.paper for lines in part)))
        self.names = frozenset(name for piece in write.pieces for name in piece.names)
        self.dated = any(slot.name in ("date", "year") for slot in _slots(self.day))
        self.dated_rows = any(slot.name in ("date", "year") for slot in self.slots)
        self.labels = tuple(slot.label for slot in self.slots if slot.name == "text")
        self.kinds = tuple(slot.name for slot in self.slots if slot.name in LINKS)
        self.further = tuple(slot.name for slot in self.slots if slot.name in EXTRA)
        fields = {field for name in self.names for field in _MODEL.get(name, (name,))}
        if self.file_name(datetime.date.min) is not None:
            fields.add("date")
        self.carried = frozenset(fields - COUNTS)

    def file_name(self, date: datetime.date) -> str | None:
        """What a file is called where its name alone says the day; None in other dialects."""
        if self.dated or self.dated_rows:
            return None
        named = (path.source for path in self.table.day_paths if path.names == ("date",))
        found = next(named, None)
        return found.replace("{date}", date.isoformat()) if found is not None else None

    def known(self, paper: Paper) -> tuple[Paper, list[str]]:
        """What the dialect has a place for, and what is said of the rest.

        Of items and links of one name the first is written, and their order is that of the table.
        """
        told: list[str] = []
        lost = _lost(paper, self.carried)
        if lost:
            told.append(f"{', '.join(lost)}: there is no place for it, so it was left out")
        kept: dict[str, Any] = {
            "summary": _chosen(paper.summary, self.labels, lambda item: item.label),
            "links": _chosen(paper.links, self.kinds, itemgetter(0)),
            "extra": _chosen(paper.extra, self.further, itemgetter(0)),
        }
        for name, values in kept.items():
            whole = getattr(paper, name)
            if name in self.carried and values != whole:
                told.append(_difference(name, whole, values))
        if not told:
            return paper, told
        return attrs.evolve(paper, **{**kept, **lost}), told

    def heading_of_day(self, context: Context) -> str:
        """What stands above the papers of a day; a line that names a section is written for each."""
        for lines in self.day:
            filled = [text for line in lines for text in _repeated(line, context)]
            if None not in filled:
                return "\n".join([*map(str, filled), ""])
        return ""

    def heading_of_section(self, context: Context) -> str:
        """What stands above the papers of a section."""
        known = context.values
        text = _filled(self.section or (), lambda slot: known.get(slot.name))
        return f"{text}\n" if text else ""

    def separation(self) -> str:
        """What stands between two papers."""
        text = _filled(self.between, lambda _slot: None) if self.between is not None else None
        return f"{text}\n" if text is not None else ""

    def paper_text(self, paper: Paper, context: Context) -> str:
        """A paper: what has no value is left out with its lines; in a table, its cell is empty."""
        before, joint, after = self._frame
        known = context.values

        def value(slot: Slot) -> str | None:
            return known[slot.name] if slot.name in known else value_of(slot, paper)

        parts: list[str] = []
        for alternatives in self.paper:
            ways = (text for lines in alternatives if (text := _filled(lines, value)) is not None)
            text = next(ways, None)
            if text is not None or self.head:
                parts.append(text or "")
        return f"{before}{joint.join(parts)}{after}"


def of(table: Table) -> Spelling:
    """The way that a dialect is written; raises `TableError` where its table does not say."""
    if table.write is None:
        raise TableError(f"the dialect {table.name} is only read: its table says nothing under [write]")
    return Spelling(table, table.write)


T = TypeVar("T")

_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("media", "votes", "section", "abstract", "tldr", "submitted", "doi")),
    **dict.fromkeys(("authors", "summary", "categories", "tags", "links", "extra"), ()),
    "authors_truncated": False,
}
"""What a paper has in a field that says nothing."""


def _chosen(
    values: tuple[T, ...], names: tuple[str | None, ...], name_of: Callable[[T], str | None]
) -> tuple[T, ...]:
    """The first value of each name, in the order of the names."""
    found = {name_of(value): value for value in reversed(values)}
    return tuple(found[name] for name in names if name in found)


def _difference(name: str, whole: tuple[T, ...], kept: tuple[T, ...]) -> str:
    missing = len(whole) - len(kept)
    if not missing:
        return f"{name}: put into the order of the dialect"
    return f"{name}: {missing} of {len(whole)} left out, for which the dialect has no name"


def carried(digest: Digest, how: Spelling) -> Digest:
    """A digest without the fields that a dialect never carries; this one, if it has none of them."""
    papers = tuple([_without(paper, how.carried) for paper in digest.papers])
    title = digest.title if "digest" in how.carried or not (papers or digest.date) else ""
    if title == digest.title and all(map(is_, papers, digest.papers)):
        return digest
    return attrs.evolve(digest, title=title, papers=papers)


def _without(paper: Paper, carried: frozenset[str]) -> Paper:
    lost = _lost(paper, carried)
    return attrs.evolve(paper, **lost) if lost else paper


def _lost(paper: Paper, carried: frozenset[str]) -> dict[str, Any]:
    """The fields that a paper has and the dialect does not, each with what says nothing in it."""
    return {
        name: nothing
        for name, nothing in _NOTHING.items()
        if name not in carried and getattr(paper, name) != nothing
    }


def runs(papers: tuple[Paper, ...]) -> Iterator[tuple[str | None, int]]:
    """The sections as they follow one another, and how many papers stand in each."""
    section, number = None, 0
    for paper in papers:
        if paper.section != section and number:
            yield section, number
            number = 0
        section, number = paper.section, number + 1
    if number:
        yield section, number


def _repeated(line: Line, context: Context) -> Iterator[str | None]:
    """A line above a day: once, or for each section that it names; None where something is missing."""
    if not any(slot.name == "section" for slot in line.slots):
        known = context.values
        yield line.fill(lambda slot: known.get(slot.name))
        return
    if not context.sections:
        yield None
    for section, count in context.sections:
        of_section = context._replace(section=section, papers=count).values
        yield line.fill(lambda slot, known=of_section: known.get(slot.name))  # type: ignore[misc] # bound at once


def _filled(lines: Lines, value: Callable[[Slot], str | None]) -> str | None:
    filled: list[str] = []
    for line in lines:
        text = line.fill(value)
        if text is None:
            return None
        filled.append(text)
    return "\n".join(filled)


def _slots(pieces: Iterator[Lines] | tuple[Lines, ...]) -> Iterator[Slot]:
    for lines in pieces:
        for line in lines:
            yield from line.slots


@attrs.frozen
class _Maker:
    """Finds out which field of the table reads each line of a piece."""

    table: Table
    write: Write

    def lines(self, piece: Piece) -> Lines:
        """A piece by lines; a placeholder alone below the first line of a block is of that block's field."""
        made: list[Line] = []
        field: Field | None = None
        for source in piece.source.split("\n"):
            parts = writing.parts_of(source)
            names = parts[1::2]
            field = self._field(parts) or field
            made.append(Line(parts[0::2], tuple(self._slot(name, field, piece) for name in names)))
        return tuple(made)

    def _field(self, parts: tuple[str, ...]) -> Field | None:
        line = "".join(part if at % 2 == 0 else _PROBES.get(part, "x") for at, part in enumerate(parts))
        fields = (
            field
            for field in self.table.fields
            if any(template.match(line.rstrip()) is not None for template in field.lines)
        )
        return next(fields, None)

    def _slot(self, name: str, field: Field | None, piece: Piece) -> Slot:
        if name == "text":
            if field is None or field.label is None:
                line = next(line for line in piece.source.split("\n") if "{text}" in line)
                place = f"{self.write.shown}:{self.write.lines.get(line, 1)}"
                raise TableError(f"{place}: no [[field]] reads {line!r}, so {{text}} has no label")
            return Slot(name, field.label)
        if name not in ("authors", "categories", "tags"):
            return Slot(name)
        separator = (field.split if field is not None else None) or ", "
        wrap = (field.wrap if field is not None else None) or ""
        more = None if "authors_total" in piece.names else next(iter(self.table.authors.more), "")
        return Slot(name, None, Terms(separator, wrap, more))
