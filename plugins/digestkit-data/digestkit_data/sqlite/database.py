"""A database while it is filled: digests go in, each paper to the row of its id, or to a new one."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from digestkit.export.rows import Row, spelled
from digestkit_data.sqlite import tables

_Digest = tuple[str | None, str, int]
"""What a digest is in a database: its day, its title, and which of those that are alike it is, from 0."""


class Database:
    """An open database. `adds` says that there were papers in it, which are brought up to date.

    A digest is that of the same day and title, a paper that of the same id in it; of several that are alike,
    the first is the first. What is not given again stays.
    """

    def __init__(self, connection: sqlite3.Connection, *, adds: bool) -> None:
        self._connection = connection
        self._digests: dict[_Digest, int] = {}
        self._met: Counter[tuple[str | None, str]] = Counter()
        self._last = {"digests": 0, "papers": 0}
        if adds:
            self._digests = {
                (date, digest, nth): key
                for key, date, digest, nth in connection.execute("SELECT key, date, digest, nth FROM digests")
            }
            for name in self._last:
                query = f"SELECT coalesce(max(key), 0) FROM {name}"  # noqa: S608 - names of ours
                self._last[name] = connection.execute(query).fetchone()[0]

    def add(self, rows: Sequence[Row]) -> None:
        """Put in the rows of a digest; those that were added before it failed may be added again.

        Raises UnicodeEncodeError for text with half of a surrogate pair.
        """
        first = rows[0]
        date, title = _day(first.digest.date), first.digest.title
        this = (date, title, self._met[date, title])
        known = this in self._digests
        key = self._digests.get(this) or self._next("digests")
        self._connection.execute(tables.INSERT_DIGEST, (key, *this, first.source_path, first.source_line))
        self._digests[this] = key
        papers = [row for row in rows if row.rank is not None]
        self._add_papers(key, date, papers, self._old(key) if known else {})
        self._met[date, title] += 1

    def _add_papers(
        self, digest: int, date: str | None, rows: Iterable[Row], old: dict[tuple[str | None, int], int]
    ) -> None:
        met: Counter[str | None] = Counter()
        keyed: list[tuple[int, Row]] = []
        made = []
        for row in rows:
            nth, met[row.id] = met[row.id], met[row.id] + 1
            key = old.get((row.id, nth))
            if key is not None:
                for statement in tables.DELETE_CHILD.values():
                    self._connection.execute(statement, (key,))
            else:
                key = self._next("papers")
            keyed.append((key, row))
            made.append((key, digest, nth, *_paper(row, date)))
        self._connection.executemany(tables.INSERT_PAPER, made)
        self._add_children(keyed)

    def _add_children(self, keyed: list[tuple[int, Row]]) -> None:
        insert, many = tables.INSERT_CHILD, self._connection.executemany
        many(
            insert["authors"], [(key, at, x) for key, row in keyed for at, x in enumerate(row.paper.authors)]
        )
        many(
            insert["items"],
            [(key, at, x.label, x.text) for key, row in keyed for at, x in enumerate(row.paper.summary)],
        )
        many(insert["links"], [(key, at, *x) for key, row in keyed for at, x in enumerate(row.paper.links)])

    def _old(self, digest: int) -> dict[tuple[str | None, int], int]:
        """The keys of the papers of a digest that was there."""
        query = "SELECT id, nth, key FROM papers WHERE digest_key = ?"
        return {(id, nth): key for id, nth, key in self._connection.execute(query, (digest,))}  # noqa: A001 - the column

    def _next(self, name: str) -> int:
        self._last[name] += 1
        return self._last[name]


def _paper(row: Row, date: str | None) -> tuple[Any, ...]:
    """The columns of a paper from its id on."""
    paper = row.paper
    media = paper.media
    return (
        row.id,
        date,
        row.digest.title,
        row.rank,
        paper.title,
        paper.url,
        row.arxiv_id,
        paper.votes,
        _listed(paper.authors),
        paper.authors_truncated,
        None if media is None else media.kind,
        None if media is None else media.url,
        spelled(paper.summary),
        row.source_path,
        row.source_line,
        paper.section,
        paper.abstract,
        paper.tldr,
        _listed(paper.categories),
        _listed(paper.tags),
        _day(paper.submitted),
        paper.doi,
        paper.authors_ordered,
        _listed([{"name": name, "value": value} for name, value in paper.extra]),
    )


def _day(date: datetime.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _listed(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else "[]"
