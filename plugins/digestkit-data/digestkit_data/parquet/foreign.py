"""Tables that other programs wrote: the same columns in types that are not ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pyarrow as pa

import digestkit
from digestkit_data.parquet.columns import SCHEMA

_ROW_NUMBER = re.compile("__index_level_[0-9]+__")
_KEPT = frozenset(["date", "submitted"])
"""Columns whose values are taken as they are: what is a day is the business of those who read records."""


def is_row_number(name: str) -> bool:
    """Whether it is a column that pandas adds for rows without names of their own; it says nothing."""
    return _ROW_NUMBER.fullmatch(name) is not None


def usable(given: pa.Schema, is_empty: Callable[[str], bool]) -> list[str]:
    """The columns of records that say something; `is_empty` tells of one whether it is null throughout.

    To pandas, such a column is one of numbers. Raises `InputError` for what spoils all rows: a column that is
    there twice, or has no parts.
    """
    names = []
    for name, count in Counter(given.names).items():
        if name not in SCHEMA.names:
            continue
        if count > 1:
            raise digestkit.InputError(f"the column {name!r} is there {count} times: which one is meant?")
        found, ours = given.field(name).type, SCHEMA.field(name).type
        if not pa.types.is_nested(ours) or pa.types.is_nested(found) or pa.types.is_null(found):
            names.append(name)
        elif not is_empty(name):
            remedy = f"make it {_plain(ours)}, or leave it out"
            raise digestkit.InputError(f"the column {name!r} is {found}: {remedy}")
    return names


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Rows whose numbers, flags and texts are of our types, where nothing is lost by it."""
    fields = [field for field in batch.schema if field.name not in _KEPT]
    for field in fields:
        ours = SCHEMA.field(field.name)
        if field.type != ours.type and not pa.types.is_nested(ours.type):
            at = batch.schema.get_field_index(field.name)
            batch = batch.set_column(at, field.name, _cast(batch.column(at), ours.type))
    return batch


def _cast(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    """The column in another type; as it is where a value does not fit, which its row will report."""
    try:
        return column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return column


def _plain(kind: pa.DataType) -> str:
    """A type as users may call it, without what Arrow calls the elements of a list."""
    return str(kind).replace("element: ", "").replace("item: ", "")
