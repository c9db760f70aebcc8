"""Parquet: one row per paper, in columns with types, for DuckDB, Polars, pandas and pyarrow."""
