"""JSON Lines in: records to digests, line by line; a bad line is reported, and the rest goes on.

A new digest starts where `date` or `digest` changes or `rank` does not grow; a record without a paper is a
digest of its own. So digests come back as they were written, and a selection of records, made by a
program between, keeps what is left of each together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import ModelError
from digestkit.formats.jsonl import records
from digestkit.formats.jsonl.records import Row
from digestkit.formats.jsonl.values import Problem, values
from digestkit.model import Digest, Paper
from digestkit.reading.contract import ReadContext, reader
from digestkit.source import Origin

MOST = 20
"""Values that are no records of which each is reported; of more, it is told how many there are."""


_OWN = re.compile(
    r"""\ufeff?[\s\[{]*+
    (?: "schema"\s*+:\s*+"digestkit\\?/
    | "id"\s*+:\s*+"(?:arxiv|url):[^"]*+"\s*+,\s*+"date" )
    """,
    re.VERBOSE,
)
"""How a record begins, or an array of them: its first key says whose it is.

pandas puts a backslash before the slash; what DuckDB makes of a table begins with the second and third key.
"""


def detect(beginning: str) -> float:
    """How surely a text is records of this project's, as far as its beginning tells."""
    return 1.0 if _OWN.match(beginning) else 0.0


@reader(
    "jsonl",
    suffixes=(".jsonl", ".ndjson"),
    media_types=("application/x-ndjson",),
    streams=True,
    detect=detect,
)
def jsonl(pieces: Iterable[str], context: ReadContext) -> Iterator[Digest]:
    """JSON Lines, as digestkit writes them."""
    return digests(pieces, context.origin, context.sink)


READER = jsonl


def digests(pieces: Iterable[str], origin: Origin, report: Report) -> Iterator[Digest]:
    """Read records and yield each digest when it is complete."""
    return of_records(values(pieces), origin, report)


def of_records(
    numbered: Iterable[tuple[int, Mapping[str, Any] | Problem]], origin: Origin, report: Report
) -> Iterator[Digest]:
    """The digests that records say, each given with its line, or its place among the others."""
    group: _Group | None = None
    for row, start in _rows(numbered, origin, report):
        if group is not None and group.takes(row):
            group.add(row)
            continue
        if group is not None:
            yield group.digest()
        group = _Group(row, start)
    if group is not None:
        yield group.digest()


class _Group:
    """The digest whose records are being read."""

    def __init__(self, row: Row, start: Digest) -> None:
        self._row = row
        self._start = start
        self._papers: list[Paper] = []
        self._rank: int | None = None
        self.add(row)

    def takes(self, row: Row) -> bool:
        if (
            row.paper is None
            or not self._papers
            or (row.date, row.digest) != (self._row.date, self._row.digest)
        ):
            return False
        return row.rank is None or self._rank is None or row.rank > self._rank

    def add(self, row: Row) -> None:
        if row.paper is not None:
            self._papers.append(row.paper)
            self._rank = row.rank

    def digest(self) -> Digest:
        if len(self._papers) <= 1:
            return self._start
        return attrs.evolve(self._start, papers=self._papers)


def _rows(
    numbered: Iterable[tuple[int, Mapping[str, Any] | Problem]], origin: Origin, report: Report
) -> Iterator[tuple[Row, Digest]]:
    """The good records, each with the digest that it would start; the others are reported."""
    known: set[str] = set()
    refused = _Refused(origin.name, report)
    for number, record in numbered:
        if isinstance(record, Problem):
            refused.add(Code.BAD_JSON, record.message, number, record.column)
            continue
        try:
            row = records.read(record, origin.name, number)
            start = row.start()
        except (records.RecordError, ModelError) as error:
            refused.add(Code.BAD_RECORD, str(error), number)
        except RecursionError:  # `json` read it, and what is wrong with it is too deep to be shown
            refused.add(Code.BAD_RECORD, "nested too deeply", number)
        else:
            for key in sorted(set(records.unknown_keys(record)) - known):
                known.add(key)
                report(Diagnostic(Code.UNKNOWN_KEY, f"unknown key {key!r} is not kept", origin.name, number))
            yield row, start
    refused.tell()


class _Refused:
    """What is no record: the first of them are reported, since what is wrong with one often is with all."""

    def __init__(self, name: str | None, report: Report) -> None:
        self._name = name
        self._report = report
        self._count = 0
        self._first = 0

    def add(self, code: Code, message: str, line: int, column: int | None = None) -> None:
        self._count += 1
        if self._count <= MOST:
            self._report(Diagnostic(code, message, self._name, line, column))
        elif self._count == MOST + 1:
            self._first = line

    def tell(self) -> None:
        """Report how many more there were, at the first of them."""
        if (more := self._count - MOST) > 0:
            message = f"{more:,} more that are no records, from here on"
            self._report(Diagnostic(Code.BAD_RECORD, message, self._name, self._first))
