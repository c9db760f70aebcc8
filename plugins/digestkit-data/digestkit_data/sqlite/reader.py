"""The reader of SQLite: digests as they were put into a database, which nothing in it can run code in."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import digestkit
from digestkit_data.sqlite import opening, tables

_LISTS = ("categories", "tags", "extra")
_FLAGS = ("authors_truncated", "authors_ordered")
_TRUTH = {0: False, 1: True}
_PLAIN = ("date", "digest", "title", "url", "votes", "section", "abstract", "tldr", "submitted", "doi")


def detect(beginning: bytes) -> float:
    """A database says in its header which program made it."""
    ours = beginning[68:72] == tables.APPLICATION.to_bytes(4)
    return 0.95 if beginning.startswith(opening.MAGIC) and ours else 0.0


@digestkit.reader(
    "sqlite",
    suffixes=(".sqlite", ".sqlite3", ".db"),
    media_types=("application/vnd.sqlite3",),
    summary="SQLite databases, as digestkit writes them.",
    binary=True,
    detect=detect,
)
def sqlite(content: bytes, context: digestkit.ReadContext) -> Iterator[digestkit.Digest]:
    """Yield the digests of a database, which is held whole."""
    try:
        with contextlib.closing(opening.checked(opening.of_bytes(content))) as connection:
            connection.row_factory = sqlite3.Row
            _report_strays(connection, context)
            yield from digestkit.from_records(_records(connection), context.origin.name, context.sink)
    except (opening.RefusedError, sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        raise digestkit.InputError(f"not a readable database: {error}") from error


def _report_strays(connection: sqlite3.Connection, context: digestkit.ReadContext) -> None:
    (count,) = connection.execute(tables.STRAYS).fetchone()
    if count:
        papers = "1 paper belongs" if count == 1 else f"{count} papers belong"
        context.report(f"{papers} to no digest: left out", code=digestkit.Code.READ_ERROR)


def _records(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for digest in connection.execute("SELECT * FROM digests ORDER BY key").fetchall():
        papers = connection.execute(
            "SELECT * FROM papers WHERE digest_key = ? ORDER BY rank, key", (digest["key"],)
        ).fetchall()
        below = {name: _children(connection, name, digest["key"]) for name in tables.CHILDREN}
        if not papers:
            yield _of_digest(digest)
        # Papers of several runs may share a rank, so that they are counted anew.
        for rank, paper in enumerate(papers, 1):
            yield {**_of_paper(paper, below), "rank": rank}


def _children(
    connection: sqlite3.Connection, name: str, digest: int
) -> defaultdict[int, list[tuple[Any, ...]]]:
    """What stands below the papers of a digest, by their keys."""
    columns = ", ".join(tables.CHILDREN[name])
    query = (
        f"SELECT paper_key, {columns} FROM {name}"  # noqa: S608 - names of ours
        " WHERE paper_key IN (SELECT key FROM papers WHERE digest_key = ?) ORDER BY paper_key, position"
    )
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in connection.execute(query, (digest,)):
        found[key].append(tuple(values))
    return found


def _of_digest(digest: sqlite3.Row) -> dict[str, Any]:
    return {
        "schema": f"digestkit/{tables.VERSION}",
        "date": digest["date"],
        "digest": digest["digest"],
        "title": None,
        "url": None,
        "source": _source(digest),
    }


def _of_paper(
    paper: sqlite3.Row, below: dict[str, defaultdict[int, list[tuple[Any, ...]]]]
) -> dict[str, Any]:
    key, kind = paper["key"], paper["media_kind"]
    return {
        "schema": f"digestkit/{tables.VERSION}",
        **{name: paper[name] for name in _PLAIN},
        **{name: _TRUTH.get(paper[name], paper[name]) for name in _FLAGS},
        **{name: json.loads(paper[name]) for name in _LISTS},
        "media": None if kind is None else {"kind": kind, "url": paper["media_url"]},
        "source": _source(paper),
        "authors": [name for (name,) in below["authors"][key]],
        "summary": [{"label": label, "text": text} for label, text in below["items"][key]],
        "links": [{"name": name, "value": value} for name, value in below["links"][key]],
    }


def _source(row: sqlite3.Row) -> dict[str, Any] | None:
    path = row["source_path"]
    return None if path is None else {"path": path, "line": row["source_line"]}
