"""The tables of a database, and the statements that fill them.

Columns are called as the keys of JSON Lines are. What an object holds stands in columns of its own, lists of
terms are JSON, and lists that one joins by are tables. `papers` has a row for each place where a paper is
listed; the view `latest_papers` has each paper once.
"""

from __future__ import annotations

APPLICATION = 0x64676B74
"""The application id in a database's header: `dgkt`. https://sqlite.org/fileformat.html#application_id"""

VERSION = 2
"""The user version in a database's header: that of the records whose fields the tables hold."""

PAPER = (
    *("digest_key", "nth", "id", "date", "digest", "rank", "title", "url", "arxiv_id", "votes", "authors"),
    *("authors_truncated", "media_kind", "media_url", "summary_text", "source_path", "source_line"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "authors_ordered", "extra"),
)
"""The columns of `papers` behind its key."""

TABLES = """
CREATE TABLE digests (
    key INTEGER PRIMARY KEY,
    date TEXT,
    digest TEXT NOT NULL,
    nth INTEGER NOT NULL,
    source_path TEXT,
    source_line INTEGER
);
CREATE TABLE papers (
    key INTEGER PRIMARY KEY,
    digest_key INTEGER NOT NULL REFERENCES digests (key),
    nth INTEGER NOT NULL,
    id TEXT NOT NULL,
    date TEXT,
    digest TEXT NOT NULL,
    rank INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    arxiv_id TEXT,
    votes INTEGER,
    authors TEXT NOT NULL,
    authors_truncated INTEGER NOT NULL,
    media_kind TEXT,
    media_url TEXT,
    summary_text TEXT NOT NULL,
    source_path TEXT,
    source_line INTEGER,
    section TEXT,
    abstract TEXT,
    tldr TEXT,
    categories TEXT NOT NULL,
    tags TEXT NOT NULL,
    submitted TEXT,
    doi TEXT,
    authors_ordered INTEGER,
    extra TEXT NOT NULL
);
CREATE TABLE authors (
    paper_key INTEGER NOT NULL REFERENCES papers (key),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (paper_key, position)
) WITHOUT ROWID;
CREATE TABLE items (
    paper_key INTEGER NOT NULL REFERENCES papers (key),
    position INTEGER NOT NULL,
    label TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (paper_key, position)
) WITHOUT ROWID;
CREATE TABLE links (
    paper_key INTEGER NOT NULL REFERENCES papers (key),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (paper_key, position)
) WITHOUT ROWID;
"""

SEAL = """
CREATE TABLE IF NOT EXISTS digestkit_seal (seal TEXT NOT NULL);
DELETE FROM digestkit_seal;
"""
"""The checksum of the file, which is put in when the database is closed."""

INSERT_SEAL = "INSERT INTO digestkit_seal VALUES (?)"

STRAYS = "SELECT count(*) FROM papers WHERE digest_key NOT IN (SELECT key FROM digests)"
"""Counts papers that somebody has taken the digest of away."""

INDEXES = """
CREATE INDEX IF NOT EXISTS papers_of_digest ON papers (digest_key, rank);
CREATE INDEX IF NOT EXISTS papers_by_id ON papers (id, date);
CREATE INDEX IF NOT EXISTS papers_by_date ON papers (date);
CREATE INDEX IF NOT EXISTS authors_by_name ON authors (name);
"""
"""Made when the tables are full, which takes less time."""

VIEWS = """
CREATE VIEW IF NOT EXISTS latest_papers AS
SELECT * FROM papers AS one WHERE key = (
    SELECT key FROM papers AS other WHERE other.id = one.id ORDER BY date DESC, key DESC LIMIT 1
);
CREATE VIEW IF NOT EXISTS papers_by_author AS
SELECT name, position, id, date, title, url, votes, paper_key
FROM authors JOIN papers ON papers.key = authors.paper_key;
CREATE VIEW IF NOT EXISTS days AS
SELECT date, count(*) AS papers, sum(votes) AS votes FROM papers GROUP BY date;
"""

# Datasette finds the index of a table by this `content`, in these quotes.
SEARCH = """
CREATE VIRTUAL TABLE IF NOT EXISTS papers_fts USING fts5 (
    title, authors, summary_text, abstract, tldr,
    content="papers", content_rowid="key", tokenize="trigram"
);
INSERT INTO papers_fts (papers_fts) VALUES ('rebuild');
"""
"""The index of the text, by three characters in a row: no language needs its words to be known."""

CHILDREN = {"authors": ("name",), "items": ("label", "text"), "links": ("name", "value")}
"""The tables below `papers`, with the columns behind their key: the paper's key, and the place from 0."""


def _marks(count: int) -> str:
    return ", ".join("?" * count)


INSERT_DIGEST = """INSERT INTO digests VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET source_path = excluded.source_path, source_line = excluded.source_line"""

INSERT_PAPER = f"""INSERT INTO papers (key, {", ".join(PAPER)}) VALUES ({_marks(1 + len(PAPER))})
ON CONFLICT (key) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in PAPER)}"""  # noqa: S608 - as above

INSERT_CHILD = {
    name: f"INSERT INTO {name} VALUES ({_marks(2 + len(columns))})"  # noqa: S608 - as above
    for name, columns in CHILDREN.items()
}

DELETE_CHILD = {name: f"DELETE FROM {name} WHERE paper_key = ?" for name in CHILDREN}  # noqa: S608 - as above
