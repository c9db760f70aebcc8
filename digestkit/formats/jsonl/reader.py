"""JSON Lines in: records to digests, line by line; a bad line is reported, and the rest goes on.

A new digest starts where `date` or `digest` changes or `rank` does not grow; a record without a paper is a
digest of its own. So digests come back as they were written, and a selection of records, made by a
program between, keeps what is left of each together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import ModelError
from digestkit.formats.jsonl import records
from digestkit.formats.jsonl.records import Row
from digestkit.model import Digest, Paper
from digestkit.reading.contract import ReadContext, reader
from digestkit.reading.pieces import lines
from digestkit.source import Origin


@reader("jsonl", suffixes=(".jsonl", ".ndjson"), media_types=("application/x-ndjson",), streams=True)
def jsonl(pieces: Iterable[str], context: ReadContext) -> Iterator[Digest]:
    """JSON Lines, as digestkit writes them."""
    return digests(pieces, context.origin, context.sink)


READER = jsonl


def digests(pieces: Iterable[str], origin: Origin, report: Report) -> Iterator[Digest]:
    """Read records and yield each digest when it is complete."""
    group: _Group | None = None
    for row, start in _rows(pieces, origin, report):
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


def _rows(pieces: Iterable[str], origin: Origin, report: Report) -> Iterator[tuple[Row, Digest]]:
    """The good records, each with the digest that it would start; the others are reported."""
    known: set[str] = set()
    for number, line in enumerate(lines(pieces), 1):
        text = line.removeprefix("\ufeff")
        if not text or text.isspace():
            continue
        try:
            record = _object(text)
            row = records.read(record, origin.name, number)
            start = row.start()
        except json.JSONDecodeError as error:
            report(Diagnostic(Code.BAD_JSON, f"no JSON: {error.msg}", origin.name, number, error.pos + 1))
        except NotJsonError as error:
            report(Diagnostic(Code.BAD_JSON, str(error), origin.name, number))
        except (records.RecordError, ModelError) as error:
            report(Diagnostic(Code.BAD_RECORD, str(error), origin.name, number))
        except RecursionError:  # `json` read it, and what is wrong with it is too deep to be shown
            report(Diagnostic(Code.BAD_RECORD, "nested too deeply", origin.name, number))
        else:
            for key in sorted(set(records.unknown_keys(record)) - known):
                known.add(key)
                report(Diagnostic(Code.UNKNOWN_KEY, f"unknown key {key!r} is not kept", origin.name, number))
            yield row, start


class NotJsonError(Exception):
    """A line that `json` reads, or dies of, and that is no JSON object."""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise NotJsonError(f"not JSON that can be read: {error}") from error
    if not isinstance(value, dict):
        raise NotJsonError(f"a JSON {type(value).__name__}, not an object")
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
