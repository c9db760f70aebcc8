"""The reader of Parquet: rows to digests, whoever wrote them, if the columns are those of digestkit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import digestkit
from digestkit_data import seal

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"
_BATCH = 4096


def detect(beginning: bytes) -> float:
    """Every Parquet file begins with its name; of which kind it is stands at its end."""
    return 0.6 if beginning.startswith(_MAGIC) else 0.0


@digestkit.reader(
    "parquet",
    suffixes=(".parquet",),
    media_types=("application/vnd.apache.parquet",),
    summary="Parquet, as digestkit writes it.",
    binary=True,
    detect=detect,
)
def parquet(content: bytes, context: digestkit.ReadContext) -> Iterator[digestkit.Digest]:
    """Yield the digests of a file, which is held whole: its columns are found from its end."""
    import pyarrow as pa  # noqa: PLC0415 - reading anything else loads nothing of it
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    if seal.is_broken(io.BytesIO(content), len(content)):
        raise digestkit.InputError("it is damaged: its checksum is that of something else")
    try:
        file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        columns = _columns(file, context)
        yield from digestkit.from_records(_records(file, columns), context.origin.name, context.sink)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise digestkit.InputError(f"no Parquet that can be read: {_brief(error)}") from error


def _columns(file: pq.ParquetFile, context: digestkit.ReadContext) -> list[str]:
    """Those columns that records have; others are reported. `InputError` where there are no papers."""
    from digestkit_data.parquet import foreign  # noqa: PLC0415 - as above
    from digestkit_data.parquet.columns import SCHEMA, VERSION  # noqa: PLC0415 - as above

    given = file.schema_arrow
    said = (given.metadata or {}).get(b"digestkit", VERSION)
    if said != VERSION:
        shown = said.decode("utf-8", "replace")
        raise digestkit.InputError(f"the table is of {shown[:40]!r}: perhaps a newer digestkit reads it")
    if not {"title", "url"} <= set(given.names):
        raise digestkit.InputError("a table without the columns title and url does not come from digestkit")
    names = foreign.usable(
        given, lambda name: file.read([name]).column(0).null_count == file.metadata.num_rows
    )
    for name in sorted(set(given.names) - set(SCHEMA.names)):
        if not foreign.is_row_number(name):
            context.report(f"unknown column {name[:80]!r} is not kept", code=digestkit.Code.UNKNOWN_KEY)
    return names


def _records(file: pq.ParquetFile, columns: list[str]) -> Iterator[dict[str, Any]]:
    from digestkit_data.parquet import foreign  # noqa: PLC0415 - as above

    for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
        for row in foreign.plain(batch).to_pylist():
            known = {name: value for name, value in row.items() if value is not None}
            yield {"schema": "digestkit/2", "title": None, "url": None, **known}


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
