"""Files of options that are too large to be held, chunk by chunk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from digestkit.errors import InputError

CHUNK = 1 << 20
"""Bytes that are read at a time."""


class FileChunks:
    """The bytes of a file, which is opened when they are asked for.

    A file on disk is read from its start for each run, as for each output of a folder. A pipe can be read
    once. Reading raises `InputError` where the file cannot be read.
    """

    def __init__(self, option: str, path: Path) -> None:
        self._option = option
        self._path = path
        self._used = False

    def __str__(self) -> str:
        return str(self._path)

    def __iter__(self) -> Iterator[bytes]:
        """Yield its chunks."""
        try:
            if self._used and not self._path.is_file():
                raise InputError(f"option {self._option}: {self} can be read only once: save it in a file")
            self._used = True
            with self._path.open("rb") as stream:
                yield from iter(lambda: stream.read(CHUNK), b"")
        except OSError as error:
            raise InputError(f"option {self._option}: {self} cannot be read: {_reason(error)}") from error


class Chunks:
    """Chunks of bytes that a program has, or a file that it has opened; they can be read once."""

    def __init__(self, option: str, given: Iterable[bytes]) -> None:
        self._option = option
        self._name = str(getattr(given, "name", option))
        self._given: Iterator[bytes] | None = _read(given)

    def __str__(self) -> str:
        return self._name

    def __iter__(self) -> Iterator[bytes]:
        """Yield them."""
        given, self._given = self._given, None
        if given is None:
            raise InputError(f"option {self._option}: {self} can be read only once: give its path")
        for chunk in given:
            if not isinstance(chunk, bytes):
                raise InputError(f"option {self._option}: {self} must be open in binary mode")
            yield chunk


def is_missing(value: object) -> bool:
    """Whether a value is a path where nothing is."""
    return isinstance(value, (str, os.PathLike)) and bool(os.fspath(value)) and not os.path.lexists(value)


def opened(option: str, value: object) -> FileChunks | Chunks:
    """What an option of the type `InputStream` gets for its value: a path, an open file, or chunks.

    Raises ValueError for anything else, and `InputError` for a path where nothing is.
    """
    if isinstance(value, (str, os.PathLike)) and os.fspath(value):
        path = Path(value)
        try:
            path.stat()  # without opening it: what writes to a pipe would take that for a reader who left
        except (OSError, ValueError) as error:
            raise InputError(f"option {option}: {path} cannot be read: {_reason(error)}") from error
        return FileChunks(option, path)
    if isinstance(value, (FileChunks, Chunks)):
        return value
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return Chunks(option, value)
    raise ValueError("is not a file: give a path, or a file that is open in binary mode")


def _read(given: Any) -> Iterator[bytes]:  # noqa: ANN401 - an open file, or chunks
    # A file's own lines may be as long as the file.
    return iter(lambda: given.read(CHUNK), b"") if hasattr(given, "read") else iter(given)


def _reason(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error)
