"""A search index: find the papers that a few words are about, best first.

    python examples/search_index.py seeds/ robot planning

SQLite does the work. The text of a summary goes in as plain text, so that markup is not found.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator

import digestkit
from digestkit.text import plain


def build(digests: Iterable[digestkit.Digest]) -> sqlite3.Connection:
    """An index in memory; give a file's name to `connect` to keep it."""
    index = sqlite3.connect(":memory:")
    index.execute(
        "CREATE VIRTUAL TABLE papers USING fts5(id UNINDEXED, day UNINDEXED, title, authors, summary)"
    )
    index.executemany("INSERT INTO papers VALUES (?, ?, ?, ?, ?)", rows(digests))
    return index


def rows(digests: Iterable[digestkit.Digest]) -> Iterator[tuple[str, str, str, str, str]]:
    """What is indexed of each paper, in the order of the columns."""
    for digest in digests:
        for paper in digest.papers:
            summary = "\n".join(plain(item.text) for item in paper.summary)
            yield paper.id, str(digest.date), paper.title, ", ".join(paper.authors_clean), summary


def find(index: sqlite3.Connection, words: Iterable[str]) -> list[tuple[str, str, str]]:
    """Day, id and title of what matches; a match in the title counts most."""
    query = " OR ".join('"{}"'.format(word.replace('"', '""')) for word in words)
    return index.execute(
        "SELECT day, id, title FROM papers WHERE papers MATCH ? ORDER BY bm25(papers, 0, 0, 5, 2, 1)", [query]
    ).fetchall()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, *wanted = sys.argv[1:]
    for day, paper_id, title in find(build(digestkit.iter_digests([folder])), wanted):
        print(f"{day}  {paper_id}  {title}")
