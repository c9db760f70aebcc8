"""Parquet files as they are made: bytes come out while rows go in.

https://parquet.apache.org/docs/file-format/. The bytes depend on the rows and the release of pyarrow, which
a file names, and on nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

import digestkit
from digestkit.export.rows import Row
from digestkit_data import whole
from digestkit_data.parquet.columns import REPEATED, SCHEMA, table

GROUP = 8192
"""Rows of a row group: all that a file holds in memory, and the piece that engines read at a time."""


def written(rows: Iterable[Row], context: digestkit.ExportContext) -> Iterator[bytes]:
    """Yield the bytes of a file, a row group at a time."""
    pieces = _Pieces()
    with pq.ParquetWriter(
        pa.PythonFile(pieces, "w"), SCHEMA, compression="zstd", use_dictionary=list(REPEATED)
    ) as writer:
        held: list[Row] = []
        for row in rows:
            held.append(row)
            if len(held) == GROUP:
                writer.write_table(_table(held, context))
                yield from pieces.taken()
                held = []
        if held:
            writer.write_table(_table(held, context))
    yield from pieces.taken()


def _table(rows: list[Row], context: digestkit.ExportContext) -> pa.Table:
    try:
        return table(rows)
    except UnicodeEncodeError:
        return table(whole.rows(rows, context))


class _Pieces(io.RawIOBase):
    """A stream that can only be written to, whose bytes are taken as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # any buffer
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        yield from pieces
