"""A tree as one zip, made while it is written: the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from digestkit.diagnostics import Report
from digestkit.export.tree import File, Part
from digestkit.files.sinks import encode

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can say."""

_MODE = 0o100644 << 16
"""A plain file that its owner may write and everybody read, as Unix has it."""


def zipped(parts: Iterable[Part], report: Report, *, packed: bool = True) -> Iterator[bytes]:
    """Yield the zip of a tree, piece by piece, with its files in the order in which they come.

    Nothing of it depends on the machine but, where it is `packed`, the version of zlib.
    """
    stream = _Pieces()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = None
        try:
            for part in parts:
                if isinstance(part, File):
                    if entry is not None:
                        entry.close()
                    entry = archive.open(_info(part, packed=packed), "w")
                elif entry is not None:
                    entry.write(part if isinstance(part, bytes) else encode(part, report))
                yield from stream.taken()
        finally:
            if entry is not None:
                entry.close()
    yield from stream.taken()


def _info(file: File, *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(file.path, _EPOCH)
    info.create_system = 3  # Unix, on every system
    info.external_attr = _MODE
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return info


class _Pieces(io.RawIOBase):
    """A stream that can only be written to, whose bytes are taken as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # any buffer
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        yield from pieces
