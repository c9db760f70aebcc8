"""Parquet: a row a paper, in columns with types, for DuckDB, Polars, pandas and pyarrow."""
