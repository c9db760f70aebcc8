"""Parquet files as they are made: bytes come out while rows go in.

https://parquet.apache.org/docs/file-format/. The bytes depend on the rows and the release of pyarrow, which
a file names, and on nothing else.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

import digestkit
from digestkit.export import rows
from digestkit_data import seal, whole
from digestkit_data.parquet.columns import RANGED, REPEATED, SCHEMA, SEAL, Batch

GROUP = 8192
"""Rows after which a row group ends, with their digest: all that a file holds at a time."""


def batches(digests: Iterable[digestkit.Digest]) -> Iterator[Batch]:
    """Yield the rows of digests in pieces, each of them a row group."""
    batch = Batch()
    for digest in digests:
        batch.add(rows.of_digest(digest))
        if len(batch) >= GROUP:
            yield batch
            batch = Batch()
    if len(batch):
        yield batch


def written(groups: Iterable[Batch], context: digestkit.ExportContext) -> Iterator[bytes]:
    """Yield the bytes of a file, a row group at a time.

    Each page has a checksum, which other programs can verify, and the file a seal, which covers its end, too.
    """
    pieces, hashed, size = _Pieces(), hashlib.sha256(), 0
    with pq.ParquetWriter(
        pa.PythonFile(pieces, "w"),
        SCHEMA,
        compression="zstd",
        use_dictionary=list(REPEATED),
        write_statistics=list(RANGED),
        write_page_checksum=True,
    ) as writer:
        for group in groups:
            writer.write_table(_table(group, context))
            piece = pieces.taken()
            hashed.update(piece)
            size += len(piece)
            yield piece
        # Not in the schema, which other programs pass on to what they make of a table.
        writer.add_key_value_metadata({SEAL: seal.BLANK})
    end = pieces.taken()
    yield seal.sealed(end, hashed, size + len(end))


def _table(batch: Batch, context: digestkit.ExportContext) -> pa.Table:
    try:
        return batch.table()
    except UnicodeEncodeError:
        return Batch(whole.rows(batch.rows(), context)).table()


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

    def taken(self) -> bytes:
        """What was written since the last time, in one piece: pyarrow writes some hundred bytes at a time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
