"""Digests as tables: Parquet files and SQLite databases, written and read.

Entry points lead to the modules below, so that SQLite loads nothing of pyarrow.
"""
