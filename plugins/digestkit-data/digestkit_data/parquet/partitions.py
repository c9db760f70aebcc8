"""Rows divided among files by the month or year of their day, in folders as Hive names them: `month=2024-07`.

Digests may come in any order, and all of a month cannot be waited for. So a month is written as soon as all
that wait are too many, and what comes of it later is one more file in its folder.
"""

from __future__ import annotations

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
    numbers: Counter[str] = Counter()
    held = 0
    for digest in digests:
        waiting.setdefault(_value(digest, period), Batch()).add(rows.of_digest(digest))
        held += len(digest.papers) or 1
        while held > HELD:
            fullest = max(waiting, key=lambda value: len(waiting[value]))
            held -= len(waiting[fullest])
            yield from _part(period, fullest, waiting.pop(fullest), numbers, context)
    for value in sorted(waiting):
        yield from _part(period, value, waiting[value], numbers, context)


def _value(digest: digestkit.Digest, period: str) -> str:
    return UNDATED if digest.date is None else digest.date.isoformat()[: _LENGTHS[period]]


def _part(
    period: str, value: str, found: Batch, numbers: Counter[str], context: digestkit.ExportContext
) -> Iterator[digestkit.File | bytes]:
    name = f"{period}={value}/part-{numbers[value]:04}.parquet"
    numbers[value] += 1
    yield digestkit.File(name, "application/vnd.apache.parquet")
    yield from written([found], context)
