"""Records without records in them, for data frames: the columns of `digestkit.export.flat`.

Lost is what empty text and nothing share: an abstract that is there, and empty. What Polars or DuckDB would
not see is told: a column whose type their sample of the first rows does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from digestkit.diagnostics import Code
from digestkit.export import flat, rows
from digestkit.export.contract import ExportContext
from digestkit.formats.jsonl.records import FLAT
from digestkit.model import Digest, Paper

SAMPLE = 100
"""The rows by which Polars, which looks at the fewest, guesses the types of columns."""


def records(
    digests: Iterable[Digest], context: ExportContext
) -> Iterator[tuple[dict[str, Any], Digest | Paper]]:
    """Yield the record of each row, and the node that it shows."""
    unknown, number = list(flat.LATE), 0
    late: dict[str, int] = {}
    for digest in digests:
        for row in rows.of_digest(digest):
            number += 1
            record = flat.of_row(row)
            if unknown:
                known = [name for name in unknown if record[name] is not None]
                unknown = [name for name in unknown if name not in known]
                if number > SAMPLE:
                    late |= dict.fromkeys(known, number)
            yield {"schema": FLAT, **record}, row.node
    if late:
        context.report(_told(late), code=Code.EXPORT_WARNING)


def _told(late: dict[str, int]) -> str:
    shown = ", ".join(f"{name} (row {number:,})" for name, number in late.items())
    return (
        f"columns that say nothing at first: {shown}; read all rows for the types:"
        " infer_schema_length=None in Polars, sample_size=-1 in DuckDB"
    )
