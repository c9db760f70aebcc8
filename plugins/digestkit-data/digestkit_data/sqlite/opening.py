"""Opening databases, those of strangers too: nothing in one is run, and what is none of ours is refused."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from pathlib import Path
from typing import BinaryIO

from digestkit_data import seal
from digestkit_data.sqlite import tables

MAGIC = b"SQLite format 3\0"
_MODES = slice(18, 20)
"""Where a header says how the file is written: 2 means with a log beside it, which is not here."""

_CHANGES = slice(24, 32)
"""Where it counts the changes of the file, and its pages.

https://www.sqlite.org/fileformat2.html#file_change_counter
"""

_OURS = {"digests", "papers", *tables.CHILDREN}


_LOGS = {"-wal": b"", "-journal": bytes.fromhex("d9d505f920a163d7")}
"""How the log of what is not yet in a database is called, by its end, and how one begins that counts.

https://www.sqlite.org/fileformat2.html#hot_journals and #the_write_ahead_log
"""


FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What damage raises; the second where a message of SQLite quotes bytes that are no text."""


class RefusedError(Exception):
    """A database that is none of digestkit; the message says why."""


def of_file(path: Path) -> sqlite3.Connection:
    """Open a database that nobody else has open. A new one is made where there is none, or an empty file.

    Raises `RefusedError` for one that its seal does not fit.
    """
    if path.exists():
        with path.open("rb") as stream:
            _check_seal(stream)
    _without_log(path)
    connection = sqlite3.connect(path, isolation_level=None)
    # Nobody waits for a file that is thrown away after a failure.
    for setting in ("journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF", "cache_size = -65536"):
        with contextlib.suppress(*FAULTS):  # `checked` tells what is wrong with it
            connection.execute(f"PRAGMA {setting}")
    return connection


def of_bytes(content: bytes) -> sqlite3.Connection:
    """Open a database in memory, for reading. Raises `RefusedError` for bytes that are none."""
    if not content.startswith(MAGIC):
        raise RefusedError("no SQLite database: it does not begin as one")
    _check_seal(io.BytesIO(content))
    if content[_MODES] == b"\2\2":
        content = content[: _MODES.start] + b"\1\1" + content[_MODES.stop :]
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(content)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    except FAULTS as error:
        connection.close()
        raise RefusedError(f"no SQLite database: {error}") from error
    return connection


def put_seal(path: Path) -> None:
    """Seal a database that is finished and closed."""
    with path.open("r+b") as stream:
        seal.put(stream, _state(stream))


def _check_seal(file: BinaryIO) -> None:
    # With a log beside it, a database changes and does not count that.
    if _header(file, _MODES) != b"\2\2" and seal.is_broken(file, _state(file)):
        raise RefusedError("a damaged database: its checksum is that of something else")


def _state(file: BinaryIO) -> int:
    return int.from_bytes(_header(file, _CHANGES))


def _header(file: BinaryIO, part: slice) -> bytes:
    file.seek(0)
    return file.read(part.stop)[part]


def checked(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, if its database is a whole one of digestkit; else it is closed.

    Raises `RefusedError` then.
    """
    reason = _fault(connection)
    if reason is None:
        return connection
    connection.close()
    raise RefusedError(reason)


def check_finished(name: str) -> None:
    """Raise `RefusedError` for a database whose last changes stand in a file beside it.

    They would be missed; and if another database took its place, SQLite would write them into that one.
    """
    for end, beginning in _LOGS.items():
        log = Path(name + end)
        with contextlib.suppress(OSError, ValueError), log.open("rb") as stream:
            found = stream.read(8)
            if found and found.startswith(beginning):
                remedy = "close it there, or have `sqlite3` run PRAGMA wal_checkpoint(TRUNCATE) on it"
                raise RefusedError(f"its last changes are in {log.name} still: {remedy}")


def _fault(connection: sqlite3.Connection) -> str | None:
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        # A view of one of these names could be anything.
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except FAULTS as error:
        return f"no SQLite database: {error}"
    if application != tables.APPLICATION or not {name for (name,) in found} >= _OURS:
        return "a database that digestkit did not make"
    if version != tables.VERSION:
        return f"a database of version {version}: perhaps a newer digestkit reads it"
    return _damage(connection)


def _damage(connection: sqlite3.Connection) -> str | None:
    """What is wrong with the structure of our tables; what others have beside them is their business."""
    for name in sorted(_OURS):
        try:
            ((found,),) = connection.execute(f"PRAGMA integrity_check({name})").fetchmany(1)
        except FAULTS as error:
            found = str(error)
        if found != "ok":
            return f"a damaged database: {name}: {found}"
    return None


def _without_log(path: Path) -> None:
    """Have a copy of a database opened without the log that it was written with."""
    if path.exists():
        with path.open("r+b") as stream:
            stream.seek(_MODES.start)
            if stream.read(2) == b"\2\2":
                stream.seek(_MODES.start)
                stream.write(b"\1\1")
