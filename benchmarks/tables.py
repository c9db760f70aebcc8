"""How fast tables are written, against their own libraries with ready values; memory of a conversion.

python benchmarks/tables.py [parquet] [sqlite] [conversion] [--quick] [--json FILE] [--files DIR]

It needs the package `paper-digestkit-data`. With `--files`, all is measured with real digests.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import measure
import pyarrow as pa
import pyarrow.parquet as pq
import synthetic
from digestkit_data.sqlite import opening, tables

import digestkit

_CONVERT = """
import sys, time
import digestkit
folder, to, output, *options = sys.argv[1:]
start = time.process_time()
papers = sum(len(digest.papers) for digest in digestkit.iter_digests(folder, report=lambda _: None))
print(papers, time.process_time() - start)
start = time.process_time()
digestkit.convert(folder, to, output, report=lambda _: None, options=dict(one.split("=") for one in options))
print(time.process_time() - start)
"""


def ready(quick: bool) -> tuple[digestkit.Digest, ...]:
    if measure.files is not None:
        return tuple(digestkit.iter_digests(measure.files, report=lambda _: None))
    return digestkit.parse(synthetic.generate(100_000 if quick else 10_000_000)).digests


def parquet(quick: bool) -> list[measure.Row]:
    """The exporter, against pyarrow with the same values as lists, a column each."""
    digests = ready(quick)
    table = pq.read_table(io.BytesIO(digestkit.dump_bytes(digests, "parquet")))
    columns = in_columns(digests, table)

    def written() -> bytes:
        stream = io.BytesIO()
        pq.write_table(pa.table(columns, schema=table.schema), stream, compression="zstd")
        return stream.getvalue()

    runners = {"digestkit": lambda: digestkit.dump_bytes(digests, "parquet"), "pyarrow": written}
    return measure.compare(measure.race(runners, 2 if quick else 9, time.process_time), table.nbytes / 1e6)


def in_columns(digests: Sequence[digestkit.Digest], table: pa.Table) -> dict[str, list[Any]]:
    """What a table holds as lists of plain values, whose texts are those of the digests.

    Copies, as of `to_pylist`, would lie in memory in the order in which they are wanted, and be read the
    faster for it: by a sixth.
    """
    records = list(digestkit.records(digests))
    columns = {name: [record[name] for record in records] for name in table.column_names}
    columns["summary"] = [
        [{key: item[key] for key in ("label", "text")} for item in each] for each in columns["summary"]
    ]
    days = {name: table[name].to_pylist() for name in ("date", "submitted")}
    if not pa.table(columns | days, schema=table.schema).equals(table):
        raise SystemExit("these are not the values of the table")
    return columns | days


def sqlite(quick: bool) -> list[measure.Row]:
    """The exporter, against `executemany` of the same rows into the same tables, with the same indexes."""
    digests = ready(quick)
    data = digestkit.dump_bytes(digests, "sqlite")
    with contextlib.closing(opening.of_bytes(data)) as connection:
        rows = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("digests", "papers", *tables.CHILDREN)
        }

    def written() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "papers.sqlite")
            with contextlib.closing(opening.of_file(path)) as connection:
                connection.executescript(tables.TABLES + "BEGIN")
                for name, found in filter(lambda one: one[1], rows.items()):
                    marks = ", ".join("?" * len(found[0]))
                    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", found)
                connection.execute("COMMIT")
                connection.executescript(tables.INDEXES + tables.VIEWS + tables.SEARCH)
            return path.read_bytes()

    runners = {"digestkit": lambda: digestkit.dump_bytes(digests, "sqlite"), "sqlite3": written}
    return measure.compare(measure.race(runners, 1 if quick else 3, time.process_time), len(data) / 1e6)


def conversion(quick: bool) -> list[measure.Row]:
    """A folder of digests to Parquet: times as long as parsing it, and the memory of a process."""
    with tempfile.TemporaryDirectory() as place:
        folder = measure.files or Path(place, "digests")
        if measure.files is None:
            folder.mkdir()
            for number in range(2 if quick else 60):
                text = synthetic.generate(100_000 if quick else 1_000_000, seed=number)
                (folder / f"{number:03}.md").write_text(text, "utf-8")
        rows = []
        for output, *options in (("papers.parquet",), ("months/", "partition=month")):
            target = f"{place}/{output}"
            papers, parsing, writing, peak = measure.in_child(
                _CONVERT, str(folder), "parquet", target, *options
            )
            rows.append(
                {
                    "output": output,
                    "papers": round(papers),
                    "parsing, s": round(parsing, 2),
                    "conversion, s": round(writing, 2),
                    "times parsing": round(writing / parsing, 2),
                    "MiB at most": round(peak),
                }
            )
        return rows


if __name__ == "__main__":
    measure.main("Tables", {"parquet": parquet, "sqlite": sqlite, "conversion": conversion})
