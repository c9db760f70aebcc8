"""The content of an input: its bytes, or the text that they encode, in pieces as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import InputError
from digestkit.files.decoding import PIECE, Encoding, UndecodableError
from digestkit.files.paths import is_plain_file
from digestkit.markdown.recognition import HEAD


class Openable(Protocol):
    """An input, as far as its bytes are concerned; `path` is None for a stream."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def path(self) -> Path | None:
        """The file."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes, as a stream."""


def pieces(given: Openable, encoding: Encoding, report: Report) -> Iterator[str]:
    """The text of an input in pieces; what goes wrong between disk and text becomes an `InputError`."""

    def replaced(error: UndecodableError) -> None:
        report(Diagnostic(Code.UNDECODABLE, f"{error}; such bytes: {encoding.errors}", given.name))

    try:
        with given.open() as stream:
            yield from encoding.decode(stream, replaced)
    except UndecodableError as error:
        raise InputError(str(error), given.name) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in a path, a closed stream
        raise InputError(reason(error), given.name) from error


def blocks(given: Openable) -> Iterator[bytes]:
    """The bytes of an input in pieces; what goes wrong becomes an `InputError`."""
    try:
        with given.open() as stream:
            read = getattr(stream, "read1", stream.read)
            yield from iter(lambda: read(PIECE), b"")
    except (OSError, ValueError) as error:
        raise InputError(reason(error), given.name) from error


def head(given: Openable) -> bytes:
    """The first bytes of a file, for telling its format; none of what can be read only once."""
    if given.path is None or not is_plain_file(given.path):
        return b""
    return next(blocks(given), b"")[:HEAD]


def check_decodes(given: Openable, encoding: Encoding) -> None:
    """Read a file once for its encoding alone, so that one that cannot be decoded is left out as a whole."""
    for _ in pieces(given, encoding, lambda _diagnostic: None):
        pass


def reason(error: OSError | ValueError) -> str:
    """What the system says, without the path, which the message begins with anyway."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
