"""The columns of the table, and batches of rows turned into them.

They are called as the keys of JSON Lines are, and hold the same; but days are days, and what follows from
`text` (`items`) is left out. Lists are nested: a list of texts, or of structs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any

import pyarrow as pa

from digestkit.export.rows import Row

VERSION = b"digestkit/2"
"""The records that the columns hold; the metadata of a file has it under `digestkit`."""

SEAL = b"digestkit.seal"
"""Where in the metadata the seal of a file stands."""

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_MEDIA = pa.struct([("kind", _TEXT), ("url", _TEXT)])
_ITEM = pa.struct([("label", _TEXT), ("text", _TEXT)])
_PAIR = pa.struct([("name", _TEXT), ("value", _TEXT)])
_SOURCE = pa.struct([("path", _TEXT), ("line", pa.int32())])

SCHEMA = pa.schema(
    [
        ("id", _TEXT),
        ("date", pa.date32()),
        ("digest", _TEXT),
        ("rank", pa.int32()),
        ("title", _TEXT),
        ("url", _TEXT),
        ("arxiv_id", _TEXT),
        ("votes", pa.int64()),
        ("authors", _TEXTS),
        ("authors_truncated", pa.bool_()),
        ("media", _MEDIA),
        ("summary", pa.list_(_ITEM)),
        ("source", _SOURCE),
        ("section", _TEXT),
        ("abstract", _TEXT),
        ("tldr", _TEXT),
        ("categories", _TEXTS),
        ("tags", _TEXTS),
        ("submitted", pa.date32()),
        ("doi", _TEXT),
        ("links", pa.list_(_PAIR)),
        ("authors_ordered", pa.bool_()),
        ("extra", pa.list_(_PAIR)),
    ],
    metadata={b"digestkit": VERSION},
)
"""The schema of every file."""

REPEATED = (
    *("date", "digest", "rank", "votes", "media.kind", "source.path", "section", "submitted"),
    *("authors.list.element", "summary.list.element.label", "categories.list.element"),
    *("tags.list.element", "links.list.element.name", "extra.list.element.name"),
)
"""Columns whose values come again, which are worth a dictionary; to look for one in the others takes time."""

RANGED = (
    *("id", "date", "digest", "rank", "url", "arxiv_id", "votes", "authors_truncated"),
    *("section", "submitted", "doi", "authors_ordered"),
)
"""Columns of which a row group tells least and greatest, for queries to pass over groups."""

Values = Sequence[Any]

_OF_ROWS = frozenset(["id", "date", "digest", "rank", "arxiv_id", "source"])
"""Columns that follow from a row; the others are fields of papers."""

_FIELDS = {name: attrgetter(name) for name in SCHEMA.names if name not in _OF_ROWS}


class Batch:
    """Rows by what they say, a list each: a tuple for each row would keep the garbage collector busy."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows: dict[str, list[Any]] = {name: [] for name in Row._fields}
        self._fields: dict[str, list[Any]] = {name: [] for name in _FIELDS}
        self.add(rows)

    def __len__(self) -> int:
        return len(self._rows["digest"])

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows, which need not be kept; their papers are read while they are at hand."""
        at = len(self)
        for held, more in zip(self._rows.values(), zip(*rows, strict=True), strict=False):
            held.extend(more)
        papers = self._rows["paper"][at:]
        for name, get in _FIELDS.items():
            self._fields[name].extend(map(get, papers))

    def rows(self) -> Iterator[Row]:
        """The rows again."""
        return map(Row._make, zip(*self._rows.values(), strict=True))

    def table(self) -> pa.Table:
        """The rows as a table. Raises UnicodeEncodeError for text with half of a surrogate pair."""
        values, digests = self._rows, self._rows["digest"]
        arrays = {
            "id": pa.array(values["id"], _TEXT),
            "date": pa.array([digest.date for digest in digests], pa.date32()),
            "digest": pa.array([digest.title for digest in digests], _TEXT),
            "rank": pa.array(values["rank"], pa.int32()),
            "arxiv_id": pa.array(values["arxiv_id"], _TEXT),
            "source": _sources(values["source_path"], values["source_line"]),
        }
        for name, found in self._fields.items():
            arrays[name] = (
                _MAKERS[name](found) if name in _MAKERS else pa.array(found, SCHEMA.field(name).type)
            )
        return pa.Table.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)


def _items(lists: Values) -> pa.Array:
    items = list(chain.from_iterable(lists))
    offsets = pa.array([0, *accumulate(map(len, lists))], pa.int32())
    inner = _structs(_ITEM, [[one.label for one in items], [one.text for one in items]])
    return pa.ListArray.from_arrays(offsets, inner)


def _media(values: Values) -> pa.Array:
    kinds = [None if one is None else one.kind for one in values]
    urls = [None if one is None else one.url for one in values]
    return _structs(_MEDIA, [kinds, urls], [one is None for one in values])


def _sources(paths: Values, lines: Values) -> pa.Array:
    return _structs(_SOURCE, [paths, lines], [one is None for one in paths])


def _structs(kind: pa.DataType, columns: Iterable[Values], missing: list[bool] | None = None) -> pa.Array:
    fields = list(kind)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    mask = pa.array(missing) if missing is not None else None
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=mask)


_MAKERS: dict[str, Callable[[Values], pa.Array]] = {"media": _media, "summary": _items}
"""How columns of our own values are made; pyarrow knows all others, tuples of tuples among them."""
