"""The input formats: a table of names, suffixes and modules, each imported when it is first needed.

A reader's module has two functions: `document` returns everything at once, `digests` yields one digest after
the other. Both take the pieces of a decoded text and an `Origin`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple, Protocol, cast

from digestkit.diagnostics import Report
from digestkit.errors import UnknownFormatError
from digestkit.model import Digest, Document
from digestkit.source import Origin


class ReaderModule(Protocol):
    """What a reader's module offers."""

    def document(self, pieces: Iterable[str], origin: Origin) -> Document:
        """Read everything; the document holds the diagnostics too. Damage is diagnosed, never raised."""

    def digests(self, pieces: Iterable[str], origin: Origin, report: Report) -> Iterator[Digest]:
        """Read digest by digest, reporting diagnostics on the way; text around the digests is lost."""


class Reader(NamedTuple):
    """An input format: its name, the suffixes of its files, the module that reads them."""

    name: str
    suffixes: tuple[str, ...]
    module: str

    def load(self) -> ReaderModule:
        """Import the reader's module."""
        return cast("ReaderModule", importlib.import_module(self.module))


MARKDOWN = Reader("markdown", (".md", ".markdown", ".txt"), "digestkit.formats.markdown.reader")
JSONL = Reader("jsonl", (".jsonl", ".ndjson"), "digestkit.formats.jsonl.reader")

READERS = {reader.name: reader for reader in (MARKDOWN, JSONL)}


def reader(name: str) -> Reader:
    """The reader of that name; raises `UnknownFormatError`, naming the nearest, where there is none."""
    found = READERS.get(name)
    if found is None:
        import difflib  # noqa: PLC0415 - only a mistake needs it

        near = difflib.get_close_matches(name, READERS, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UnknownFormatError(f"unknown input format {name!r}; {hint}available: {', '.join(READERS)}")
    return found


def for_path(path: PurePath | str) -> Reader:
    """The reader for a file, by its suffix in any case; Markdown where no reader has the suffix."""
    suffix = PurePath(path).suffix.lower()
    return next((reader for reader in READERS.values() if suffix in reader.suffixes), MARKDOWN)
