"""Text that is no text: halves of surrogate pairs, which neither pyarrow nor SQLite can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

import digestkit
from digestkit.export.rows import Row

_SURROGATES = re.compile("[\ud800-\udfff]")


def rows(found: Iterable[Row], context: digestkit.ExportContext) -> list[Row]:
    """The rows with U+FFFD for each half of a surrogate pair; rows that had one are reported."""
    made = []
    for row in found:
        values = [_whole(value) for value in row[:-1]]
        if values != list(row[:-1]):
            context.report("a lone surrogate became U+FFFD", row.node, digestkit.Code.ALTERED)
        made.append(Row._make([*values, row.node]))
    return made


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(_whole, value))
    if isinstance(value, digestkit.Item):
        return attrs.evolve(value, label=_whole(value.label), text=_whole(value.text))
    if isinstance(value, digestkit.Media):
        return attrs.evolve(value, url=_whole(value.url))
    return value
