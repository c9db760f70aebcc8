"""A tree as one zip, made while it is written: the same bytes for the same files."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO

from digestkit.diagnostics import Report
from digestkit.export.aside import aside
from digestkit.export.tree import File, Part
from digestkit.files.sinks import encode

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can say."""

_MODE = 0o100644 << 16
"""A plain file that its owner may write and everybody read, as Unix has it."""


def zipped(parts: Iterable[Part], report: Report, *, packed: bool = True) -> Iterator[bytes]:
    """Yield the zip of a tree, piece by piece, with its files in the order in which they come.

    They are packed while the next ones are made. Nothing of the zip depends on the machine but, where it is
    `packed`, the version of zlib.
    """
    stream = _Pieces()
    with (
        zipfile.ZipFile(stream, "w") as archive,
        contextlib.closing(_Entries(archive, packed=packed)) as entries,
        aside(entries.take) as give,
    ):
        for part in parts:
            give(encode(part, report) if isinstance(part, str) else part)
            yield from stream.taken()
    yield from stream.taken()


class _Entries:
    """The files of a zip, as they are written to it one after another."""

    def __init__(self, archive: zipfile.ZipFile, *, packed: bool) -> None:
        self._archive = archive
        self._packed = packed
        self._open: IO[bytes] | None = None

    def take(self, part: File | bytes) -> None:
        """Begin a file, or go on with it."""
        if isinstance(part, File):
            self.close()
            self._open = self._archive.open(_info(part, packed=self._packed), "w")
        elif self._open is not None:
            self._open.write(part)

    def close(self) -> None:
        """End the last file."""
        if self._open is not None:
            self._open.close()


def _info(file: File, *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(file.path, _EPOCH)
    info.create_system = 3  # Unix, on every system
    info.external_attr = _MODE
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return info


class _Pieces(io.RawIOBase):
    """A stream that can only be written to, whose bytes are taken as they come, by another thread perhaps."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # any buffer
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        while self._pieces:
            yield self._pieces.popleft()
