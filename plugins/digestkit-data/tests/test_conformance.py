"""Each format, and each reader, passes what all must."""

from typing import ClassVar

from digestkit_data.parquet.exporter import parquet
from digestkit_data.sqlite.exporter import sqlite

import digestkit
from digestkit.testing import ExporterConformance, ReaderConformance, samples


class TestParquet(ExporterConformance):
    exporter = parquet


class TestSqlite(ExporterConformance):
    exporter = sqlite
    allows = ("temporary files",)


class TestParquetReader(ReaderConformance):
    reader = "parquet"
    samples: ClassVar = {"papers.parquet": digestkit.dump_bytes(samples.all_digests(), parquet)}


class TestSqliteReader(ReaderConformance):
    reader = "sqlite"
    samples: ClassVar = {"papers.sqlite": digestkit.dump_bytes(samples.all_digests(), sqlite)}
