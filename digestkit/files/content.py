"""What a file of a tree holds, as a stream, and how it compares with the file that is there."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from digestkit.diagnostics import Report
from digestkit.export.tree import File, Part
from digestkit.files.sinks import encode

_PIECE = 1 << 16
"""Bytes that are read at once."""


class Content(Iterator[bytes]):
    """The chunks of one file as bytes, which come once; hash and size are those of what came so far."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        chunk = next(self._chunks)
        self._hash.update(chunk)
        self.size += len(chunk)
        return chunk

    @property
    def sha256(self) -> str:
        """The hash in hexadecimal."""
        return self._hash.hexdigest()

    def drain(self) -> None:
        """Let the rest pass."""
        for _ in self:
            pass


def of_files(parts: Iterable[Part], report: Report) -> Iterator[tuple[File, Content]]:
    """Yield each file with its content; what is not read before the next is asked for is passed over."""
    rest = iter(parts)
    following: list[File] = []

    def chunks() -> Iterator[bytes]:
        for part in rest:
            if isinstance(part, File):
                following.append(part)
                return
            yield part if isinstance(part, bytes) else encode(part, report)

    Content(chunks()).drain()  # up to the first file
    while following:
        content = Content(chunks())
        yield following.pop(), content
        content.drain()


def unlike(path: str, content: Content) -> Iterator[bytes] | None:
    """All of a content, where it is not what the file holds; None where it is. Neither is held in memory."""
    same = 0
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - of thousands of files, each one
        for chunk in content:
            if stream.read(len(chunk)) != chunk:
                return itertools.chain(_beginning(path, same), [chunk], content)
            same += len(chunk)
        return _beginning(path, same) if stream.read(1) else None


def sha256_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _beginning(path: str, size: int) -> Iterator[bytes]:
    with Path(path).open("rb") as stream:
        while size and (piece := stream.read(min(size, _PIECE))):
            size -= len(piece)
            yield piece
