"""What an exporter is: a callable that turns digests into chunks, and a light record about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Annotated, Any

import attrs

from digestkit import diagnostics
from digestkit.diagnostics import Code, Diagnostic
from digestkit.model import FURTHER, Digest, Item, Media, Paper

API_VERSION = 1
"""The newest exporter contract that this digestkit speaks."""

FIELDS_1 = ("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary")
"""The fields of version 1, for ever: what an exporter carries that says nothing of it.

The defaults of an exporter's record are those of version 1, whatever this digestkit speaks: a plugin that
names no version was written for the first, and cannot carry what came later.
"""

FIELDS = (*FIELDS_1, *FURTHER)
"""The model's fields as `carries` and the loss report name them; `digest` is the title of a digest."""

InputFile = Annotated[bytes | None, "digestkit.InputFile"]
"""The type of an option that names a file: the host reads it whole, the exporter gets its bytes.

None where the option was not given, or where the file does not exist yet.
"""


class FileText(str):
    """A file's bytes as a chunk of a text format; a sink writes them back exactly as they were.

    As text they are UTF-8, with `surrogateescape` where they are not (PEP 383).
    """

    __slots__ = ()

    @classmethod
    def of(cls, data: bytes) -> FileText:
        """The text of these bytes."""
        return cls(data.decode("utf-8", "surrogateescape"))

    @property
    def data(self) -> bytes:
        """The bytes again."""
        return self.encode("utf-8", "surrogateescape")


Chunk = str | bytes
Carries = Collection[str] | Callable[[Any], Collection[str]]


@attrs.frozen
class ExporterInfo:
    """What the host knows of a format without running its exporter.

    `carries` names the model fields (of `FIELDS`) that reach the output, or computes them from the
    options; what it leaves out and a digest has is told by the host as a loss. `streams` says that
    chunks come while digests are still being read.
    """

    name: str
    suffix: str
    media_type: str
    summary: str
    binary: bool = False
    streams: bool = False
    options: type | None = None
    carries: Carries = FIELDS_1
    api_version: int = 1


def _ignore(_diagnostic: Diagnostic) -> None:
    """Drop a report: the default of a context made by hand."""


@attrs.frozen
class ExportContext:
    """What an exporter may know beside the digests: nothing else, so that its output follows from these.

    `options` is an instance of the exporter's options class (None where it has none). `title`, `language`
    and `base_url` are what the user asked for, or None.
    """

    options: Any = None
    title: str | None = None
    language: str | None = None
    base_url: str | None = None
    sink: Callable[[Diagnostic], None] = attrs.field(default=_ignore, eq=False, repr=False)

    def report(
        self,
        message: str,
        node: Digest | Paper | Item | Media | None = None,
        code: Code = Code.EXPORT_NOTE,
    ) -> None:
        """Tell the user something; `node` says where.

        `Code.DROPPED` and `Code.ALTERED` are losses, which `--fail-on-loss` turns into a failure.
        """
        self.sink(diagnostics.at(node, code, message))


Export = Callable[[Iterable[Digest], ExportContext], Iterable[Chunk]]


@attrs.frozen
class Exporter:
    """An exporter with its record. Call it as the function or class it wraps.

    `owner` is the distribution that it came from, with its version; the host fills it in.
    """

    info: ExporterInfo
    export: Export
    owner: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __call__(self, digests: Iterable[Digest], context: ExportContext | None = None) -> Iterator[Any]:
        """Yield the chunks of the output, `str` or `bytes`; without a context, with default options."""
        return iter(self.export(digests, context if context is not None else self.context()))

    def context(self, **options: object) -> ExportContext:
        """A context for a call by hand, with these options and the defaults for the rest."""
        return ExportContext(options=self.info.options(**options) if self.info.options else None)


def exporter(
    name: str,
    *,
    suffix: str,
    media_type: str,
    summary: str | None = None,
    binary: bool = False,
    streams: bool = False,
    options: type | None = None,
    carries: Carries = FIELDS_1,
    api_version: int = 1,
) -> Callable[[Export], Exporter]:
    """Make an exporter of a function or class that takes digests and an `ExportContext`.

    Without a `summary`, the first line of the docstring serves.
    """

    def wrap(export: Export) -> Exporter:
        about = summary if summary is not None else (inspect.getdoc(export) or "").partition("\n")[0]
        info = ExporterInfo(
            name=name,
            suffix=suffix,
            media_type=media_type,
            summary=about,
            binary=binary,
            streams=streams,
            options=options,
            carries=carries,
            api_version=api_version,
        )
        return Exporter(info, export)

    return wrap
