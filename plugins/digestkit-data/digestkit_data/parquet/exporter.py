"""The exporter of Parquet: one file, or a folder of them, divided by month or year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import attrs

import digestkit

FIELDS = (
    *("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra"),
)
"""All fields of the model: nothing is lost."""


@attrs.frozen
class ParquetOptions:
    """How the table is laid out."""

    partition: Literal["month", "year"] | None = attrs.field(
        default=None,
        metadata={"help": "with -o DIR/: files in folders as month=2024-07, which engines read as a column"},
    )


@digestkit.exporter(
    "parquet",
    suffix=".parquet",
    media_type="application/vnd.apache.parquet",
    summary="Parquet, one row per paper, for DuckDB, Polars and pandas; nothing is lost.",
    binary=True,
    options=ParquetOptions,
    carries=FIELDS,
    several=lambda options: options.partition is not None,
    api_version=2,
)
def parquet(
    digests: Iterable[digestkit.Digest], context: digestkit.ExportContext
) -> Iterator[digestkit.File | bytes]:
    """Write row groups while digests are read."""
    from digestkit_data.parquet import files, partitions  # noqa: PLC0415 - listing the format loads no pyarrow

    options: ParquetOptions = context.options or ParquetOptions()
    if options.partition is not None:
        yield from partitions.parts(digests, options.partition, context)
    else:
        yield from files.written(files.batches(digests), context)


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer Parquet."""
    register(parquet)
