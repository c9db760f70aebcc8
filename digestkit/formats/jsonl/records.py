"""The record of JSON Lines, written and read side by side: one for each paper, and for a digest without any.

`digestkit-2.schema.json` describes it for other programs, `digestkit-1.schema.json` the record of the first
version, which lacks the fields that only some dialects have. Keys, their order and their meaning are fixed
for the life of a version. Derived values (`id`, `arxiv_id`, the `items` of a summary)
are for readers of the data; reading back leaves them to the model.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from digestkit import arxiv
from digestkit.export.rows import shareable
from digestkit.markdown.grammar import authors_ordered
from digestkit.model import FURTHER, Digest, Item, Media, Pair, Paper
from digestkit.source import RecordOrigin, Span
from digestkit.structure import Outline, is_plain

SCHEMAS = {1: "digestkit/1", 2: "digestkit/2"}
"""What a record calls its version."""

FLAT = "digestkit/2/flat"
"""What a record without records in it calls itself: `-O flat`."""

NEWEST = max(SCHEMAS)

Record = dict[str, Any]

KEYS_1 = (
    *("schema", "id", "date", "digest", "rank", "title", "url", "arxiv_id", "votes"),
    *("authors", "authors_truncated", "media", "summary", "source"),
)
"""The keys of a record of the first version, in their order."""

KEYS_2 = (
    *KEYS_1,
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links"),
    *("authors_ordered", "extra"),
)
"""The keys of a record of the second version, in their order."""

KEYS = {1: frozenset(KEYS_1), 2: frozenset(KEYS_2)}

PARTS: dict[str, frozenset[str]] = {
    "media": frozenset({"kind", "url"}),
    "summary": frozenset({"label", "text", "items"}),
    "source": frozenset({"path", "line"}),
    "links": frozenset({"name", "value"}),
    "extra": frozenset({"name", "value"}),
}
"""The keys of the objects in a record."""


class RecordError(ValueError):
    """A record that holds something else than a record of digestkit; the message says where."""


class Row(NamedTuple):
    """What a record says: a paper (None for a digest without papers), and the digest it belongs to."""

    date: datetime.date | None
    digest: str
    rank: int | None
    paper: Paper | None
    path: str | None
    span: Span | None
    origin: RecordOrigin

    def start(self) -> Digest:
        """The digest as far as this record knows it; `ModelError` where there can be none like it."""
        papers = () if self.paper is None else (self.paper,)
        return Digest(self.date, self.digest, papers, span=self.span, layout=self.origin, source=self.path)


def of_digest(digest: Digest) -> Iterator[tuple[Record, Digest | Paper]]:
    """The records of a digest, each with the node that it shows, in the newest version."""
    date = digest.date.isoformat() if digest.date is not None else None
    path = shareable(digest.source) if digest.source is not None else None
    if not digest.papers:
        yield _of_nothing(digest, date, path), digest
    for rank, paper in enumerate(digest.papers, 1):
        yield _of_paper(paper, rank, date, digest.title, path), paper


def as_first(record: Record) -> Record:
    """A record in the first version, without what that has no keys for."""
    return {key: record[key] for key in KEYS_1} | {"schema": SCHEMAS[1]}


def orders_lost(digest: Digest) -> int:
    """Of how many papers the first version loses whether names stand in order: there the day tells."""
    known = authors_ordered(digest.date)
    return sum(paper.authors_ordered is not known for paper in digest.papers if paper.authors)


def read(record: Mapping[str, Any], name: str | None, line: int) -> Row:
    """Read a record that stood on a line of a source.

    Missing keys mean that nothing is known, but for `title` and `url`. A record that names no version may
    have the keys of any.
    Raises `RecordError` for a value of the wrong type, and `ModelError` for one that no digest can hold.
    """
    if record.get("schema") == FLAT:
        record = _unfolded(record)
    _check_shape(record)
    version = _version(record)
    for key in ("title", "url"):
        if key not in record:
            raise RecordError(f"{key} is missing")
    path, source_line = _read_source(record.get("source"))
    origin = RecordOrigin(name, line) if path is None else RecordOrigin(path, source_line or line)
    span = None if path is not None and source_line is None else (0, 0)
    date = _read_date(record.get("date"))
    return Row(
        date,
        _typed(record.get("digest", ""), str, "digest", "text"),
        _whole(record.get("rank"), "rank"),
        _read_paper(record, version, date, origin, span),
        path,
        span,
        origin,
    )


def _unfolded(record: Mapping[str, Any]) -> dict[str, Any]:
    """A flat record as the newest version has it. Raises `RecordError` for columns of other types."""
    try:
        from digestkit.export import flat  # noqa: PLC0415 - most records are nested

        return {**flat.record(record), "schema": SCHEMAS[NEWEST]}
    except (ValueError, TypeError, KeyError) as error:
        raise RecordError(f"no flat record: {error}") from error


def _check_shape(record: Mapping[str, Any]) -> None:
    """Refuse a whole table, as pandas writes one unless it is told better: columns, or rows by number."""
    if "title" in record:
        is_table = isinstance(record["title"], dict)
    else:
        row = next(iter(record.values()), None)
        is_table = isinstance(record.get("data"), list) or (isinstance(row, dict) and "title" in row)
    if is_table:
        raise RecordError("a table, not a record: write it with to_json(orient='records', lines=True)")


def unknown_keys(record: Mapping[str, Any]) -> Iterator[str]:
    """The keys that a record should not have, those of objects in it as `media.width`."""
    if record.get("schema") == FLAT:
        from digestkit.export import flat  # noqa: PLC0415 - as above

        yield from record.keys() - {"schema", *flat.COLUMNS}
        return
    keys = KEYS[_version(record)]
    yield from record.keys() - keys
    for name, known in PARTS.items():
        value = record.get(name) if name in keys else None
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from (f"{name}.{key}" for key in part.keys() - known)


def _version(record: Mapping[str, Any]) -> int:
    schema = record.get("schema", SCHEMAS[NEWEST])
    for version, name in SCHEMAS.items():
        if schema == name:
            return version
    known = " or ".join(map(repr, SCHEMAS.values()))
    raise RecordError(f"schema must be {known}, not {_short(schema)}; perhaps a newer digestkit reads it")


def _of_paper(paper: Paper, rank: int, date: str | None, digest: str, path: str | None) -> Record:
    found = arxiv.find(paper.url)
    media = paper.media
    return {
        "schema": SCHEMAS[NEWEST],
        "id": arxiv.identity(paper.url, found),
        "date": date,
        "digest": digest,
        "rank": rank,
        "title": paper.title,
        "url": paper.url,
        "arxiv_id": None if found is None else found.id,
        "votes": paper.votes,
        "authors": list(paper.authors),
        "authors_truncated": paper.authors_truncated,
        "media": None if media is None else {"kind": media.kind, "url": media.url},
        "summary": [
            {
                "label": item.label,
                "text": item.text,
                "items": [] if is_plain(item.text) else list(map(_of_entry, item.items)),
            }
            for item in paper.summary
        ],
        "source": _of_source(path, paper),
        "section": paper.section,
        "abstract": paper.abstract,
        "tldr": paper.tldr,
        "categories": list(paper.categories),
        "tags": list(paper.tags),
        "submitted": None if paper.submitted is None else paper.submitted.isoformat(),
        "doi": paper.doi,
        "links": _of_pairs(paper.links) if paper.links else [],
        "authors_ordered": paper.authors_ordered,
        "extra": _of_pairs(paper.extra) if paper.extra else [],
    }


def _of_nothing(digest: Digest, date: str | None, path: str | None) -> Record:
    return {
        "schema": SCHEMAS[NEWEST],
        "id": None,
        "date": date,
        "digest": digest.title,
        "rank": None,
        "title": None,
        "url": None,
        "arxiv_id": None,
        "votes": None,
        "authors": [],
        "authors_truncated": False,
        "media": None,
        "summary": [],
        "source": _of_source(path, digest),
        "section": None,
        "abstract": None,
        "tldr": None,
        "categories": [],
        "tags": [],
        "submitted": None,
        "doi": None,
        "links": [],
        "authors_ordered": None,
        "extra": [],
    }


def _of_entry(entry: Outline) -> Record:
    return {
        "label": entry.label,
        "text": entry.text,
        "items": list(map(_of_entry, entry.items)),
    }


def _of_pairs(pairs: Iterable[Pair]) -> list[Record]:
    """Pairs as a list: an object with free keys would make a column of each in data frames."""
    return [{"name": name, "value": value} for name, value in pairs]


def _of_source(path: str | None, node: Digest | Paper) -> Record | None:
    if path is None:
        return None
    position = node.position
    return {"path": path, "line": None if position is None else position.line}


def _read_paper(
    record: Mapping[str, Any],
    version: int,
    date: datetime.date | None,
    origin: RecordOrigin,
    span: Span | None,
) -> Paper | None:
    title, url = record["title"], record["url"]
    if title is None and url is None:
        _check_empty(record)
        return None
    authors = _typed(record.get("authors", []), list, "authors", "a list")
    summary = _typed(record.get("summary", []), list, "summary", "a list")
    return Paper(
        title,
        url,
        _read_media(record.get("media"), origin, span),
        _whole(record.get("votes"), "votes"),
        authors,
        record.get("authors_truncated", False),
        [_read_item(part, origin, span) for part in summary],
        span=span,
        layout=origin,
        **(_read_further(record) if version > 1 else {}),
        authors_ordered=_read_order(record, date),
    )


def _read_order(record: Mapping[str, Any], date: datetime.date | None) -> bool | None:
    """Records of the first version do not say it, nor need one that names none; these are Korean digests'."""
    if record.get("schema") == SCHEMAS[2] or "authors_ordered" in record:
        return cast("bool | None", record.get("authors_ordered"))
    return authors_ordered(date)


def _read_further(record: Mapping[str, Any]) -> dict[str, Any]:
    """What only some dialects say, as far as a record says it."""
    said = {key: value for key in FURTHER if (value := record.get(key)) is not None}
    for key, value in said.items():
        if key in _READERS:
            said[key] = _READERS[key](value, key)
    return said


def _read_terms(value: object, key: str) -> list[str]:
    terms: list[str] = _typed(value, list, key, "a list")
    return terms


def _read_pairs(value: object, key: str) -> list[tuple[str, str]]:
    parts = [_typed(part, dict, key, "a list of objects") for part in _typed(value, list, key, "a list")]
    for part in parts:
        for name in ("name", "value"):
            if name not in part:
                raise RecordError(f"{key} holds an object without {name}")
    return [(part["name"], part["value"]) for part in parts]


def _check_empty(record: Mapping[str, Any]) -> None:
    """A record without a paper says nothing of one."""
    for key in ("rank", "votes", "authors", "authors_truncated", "media", "summary", *FURTHER):
        value = record.get(key)
        if value is not None and value is not False and value != []:
            raise RecordError(f"{key} is {_short(value)} where title and url are null")


def _read_item(value: object, origin: RecordOrigin, span: Span | None) -> Item:
    part = _typed(value, dict, "summary", "a list of objects")
    if "text" not in part:
        raise RecordError("summary holds an object without text")
    return Item(part.get("label"), part["text"], span=span, layout=origin)


def _read_media(value: object, origin: RecordOrigin, span: Span | None) -> Media | None:
    if value is None:
        return None
    media = _typed(value, dict, "media", "an object or null")
    return Media(media.get("kind"), media.get("url"), span=span, layout=origin)


def _read_source(value: object) -> tuple[str | None, int | None]:
    if value is None:
        return None, None
    source = _typed(value, dict, "source", "an object or null")
    path = _typed(source.get("path"), str, "source.path", "text")
    return path, _whole(source.get("line"), "source.line")


def _read_date(value: object, key: str = "date") -> datetime.date | None:
    if value is None:
        return None
    try:
        from digestkit.formats.jsonl import days  # noqa: PLC0415 - writing needs none of it

        return days.read(value)
    except ValueError:
        raise RecordError(f"{key} must be a day like 2024-07-05 or null, not {_short(value)}") from None


def _whole(value: object, key: str) -> int | None:
    """A count or None; also 18.0, as tools write it that keep columns of numbers with gaps."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is not None and (type(value) is not int or value < 0):
        raise RecordError(f"{key} must be a whole number or null, not {_short(value)}")
    return value


def _typed(value: object, wanted: Callable[..., Any], key: str, shown: str) -> Any:  # noqa: ANN401 - as `wanted`
    if not isinstance(value, wanted):  # type: ignore[arg-type] # `wanted` is a class
        raise RecordError(f"{key} must be {shown}, not {_short(value)}")
    return value


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


_READERS: dict[str, Callable[[object, str], Any]] = {
    "categories": _read_terms,
    "tags": _read_terms,
    "submitted": _read_date,
    "links": _read_pairs,
    "extra": _read_pairs,
}
"""Keys whose values are more than text, for which the constructor stands."""
