"""The exporter of SQLite: a database of its own, or one that papers are added to.

It is made in a temporary file, since it may be larger than memory, and an old one stays as it is until the
new one is whole. The bytes depend on the digests, the old database and the release of SQLite, which a
database names, and on nothing else.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

import digestkit
from digestkit.export import rows
from digestkit_data import seal, whole
from digestkit_data.sqlite import opening, tables
from digestkit_data.sqlite.database import Database

FIELDS = (
    *("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra"),
)
"""All fields of the model: nothing is lost."""

_CHUNK = 1 << 20


@attrs.frozen
class SqliteOptions:
    """What is in the database besides the papers."""

    append: digestkit.InputStream = attrs.field(
        default=None,
        metadata={
            "help": "a database to add to, the output itself too: papers in it are brought up to date",
            "may_be_missing": True,
        },
    )
    search: bool = attrs.field(
        default=True, metadata={"help": "index the text, for MATCH and the search box of Datasette"}
    )


@digestkit.exporter(
    "sqlite",
    suffix=".sqlite",
    media_type="application/vnd.sqlite3",
    summary="SQLite database of papers, authors and summaries, for Datasette; nothing is lost.",
    binary=True,
    options=SqliteOptions,
    carries=FIELDS,
    api_version=2,
)
def sqlite(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[bytes]:
    """Fill a database, and yield it when it is whole."""
    options: SqliteOptions = context.options or SqliteOptions()
    _check_finished(context.output, None if options.append is None else str(options.append))
    handle, name = tempfile.mkstemp(suffix=".sqlite")
    os.close(handle)
    path = Path(name)
    try:
        with contextlib.closing(_opened(path, options)) as connection, _damage(options):
            _fill(connection, digests, options, context)
        opening.put_seal(path)
        _check_finished(context.output)
        with path.open("rb") as stream:
            yield from iter(lambda: stream.read(_CHUNK), b"")
    finally:
        path.unlink()


def _check_finished(*names: str | None) -> None:
    """Raise `InputError` for a database, old or to be replaced, that another program is not done with."""
    for name in filter(None, names):
        try:
            opening.check_finished(name)
        except opening.RefusedError as error:
            raise digestkit.InputError(str(error), name) from error


@contextlib.contextmanager
def _damage(options: SqliteOptions) -> Iterator[None]:
    """Raise `InputError` where SQLite cannot go on with a database that is added to."""
    try:
        yield
    except opening.FAULTS as error:
        if options.append is None or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise
        raise digestkit.InputError(f"append: a damaged database: {error}", str(options.append)) from error


def _opened(path: Path, options: SqliteOptions) -> sqlite3.Connection:
    """The database that is added to, or a new one with empty tables."""
    if options.append is None:
        connection = opening.of_file(path)
        connection.execute(f"PRAGMA application_id = {tables.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
        connection.executescript(tables.TABLES)
        return connection
    with path.open("wb") as stream:
        stream.writelines(options.append)
    try:
        return opening.checked(opening.of_file(path))
    except opening.RefusedError as error:
        raise digestkit.InputError(f"append: {error}", str(options.append)) from error


def _fill(
    connection: sqlite3.Connection,
    digests: Iterable[digestkit.Digest],
    options: SqliteOptions,
    context: digestkit.ExportContext,
) -> None:
    database = Database(connection, adds=options.append is not None)
    connection.execute("BEGIN")
    for digest in digests:
        _add(database, digest, context)
    connection.execute("COMMIT")
    connection.executescript(tables.INDEXES + tables.VIEWS + tables.SEAL)
    connection.execute(tables.INSERT_SEAL, (seal.BLANK.decode(),))
    if options.search:
        _index(connection)
    if options.append is not None:
        connection.execute("VACUUM")  # the index was made anew, and left its pages empty


def _add(database: Database, digest: digestkit.Digest, context: digestkit.ExportContext) -> None:
    found = list(rows.of_digest(digest))
    try:
        database.add(found)
    except UnicodeEncodeError:  # what was added of it is brought up to date
        database.add(whole.rows(found, context))


def _index(connection: sqlite3.Connection) -> None:
    try:
        connection.executescript(tables.SEARCH)
    except sqlite3.OperationalError as error:
        release = sqlite3.sqlite_version
        raise digestkit.UsageError(
            f"SQLite {release} has no index by trigrams ({error}): leave it out with -O search=false"
        ) from error


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer SQLite."""
    register(sqlite)
