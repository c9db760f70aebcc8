"""Rows divided among files by the month or year of their day, in folders as Hive names them: `month=2024-07`.

Digests may come in any order, and all of a month cannot be waited for. So a month is written as soon as all
that wait are too many, and what comes of it later is one more file in its folder.

A file is called after its first paper. So a later run over the same digests replaces it, and one that brings
other papers only, as with papers of earlier runs left out, writes one beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import digestkit
from digestkit.export import rows
from digestkit_data.parquet.columns import Batch
from digestkit_data.parquet.files import written

HELD = 32_768
"""Rows that wait at most, of all months together; those of a digest come beside them."""

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""What engines read as null."""

_LENGTHS = {"year": len("2024"), "month": len("2024-07")}

PERIODS = tuple(_LENGTHS)
"""By what rows may be divided."""


def parts(
    digests: Iterable[digestkit.Digest], period: str, context: digestkit.ExportContext
) -> Iterator[digestkit.File | bytes]:
    """Yield the files, each followed by its bytes; a digest is never divided."""
    waiting: dict[str, Batch] = {}
    given: Counter[str] = Counter()
    held = 0
    for digest in digests:
        waiting.setdefault(_value(digest, period), Batch()).add(rows.of_digest(digest))
        held += len(digest.papers) or 1
        while held > HELD:
            fullest = max(waiting, key=lambda value: len(waiting[value]))
            held -= len(waiting[fullest])
            yield from _part(period, fullest, waiting.pop(fullest), given, context)
    for value in sorted(waiting):
        yield from _part(period, value, waiting[value], given, context)


def _value(digest: digestkit.Digest, period: str) -> str:
    return UNDATED if digest.date is None else digest.date.isoformat()[: _LENGTHS[period]]


def _part(
    period: str, value: str, found: Batch, given: Counter[str], context: digestkit.ExportContext
) -> Iterator[digestkit.File | bytes]:
    name = f"{period}={value}/part-{_first(found)}"
    given[name] += 1
    again = f"-{given[name]}" if given[name] > 1 else ""
    yield digestkit.File(f"{name}{again}.parquet", "application/vnd.apache.parquet")
    yield from written([found], context)


def _first(found: Batch) -> str:
    """The day of the first paper, by which files are read in order, and what tells it from others of it."""
    row = next(found.rows())
    told = row.id if row.id is not None else row.digest.title
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:8]
    return digest if row.digest.date is None else f"{row.digest.date}-{digest}"
