"""What a reader is: a callable that turns what a file holds into digests, and a light record about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs

from digestkit.diagnostics import Code, Diagnostic
from digestkit.model import Digest, Document
from digestkit.source import NO_ORIGIN, Origin

READER_API_VERSION = 1
"""The newest reader contract that this digestkit speaks."""


@attrs.frozen
class ReaderInfo:
    """What the host knows about an input format without reading anything.

    `suffixes` begin with a dot and are in lower case; a folder is searched for them. `binary` wants `bytes`,
    else text that the host has decoded. `streams` wants them in pieces, as they are read, else whole.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    media_types: tuple[str, ...] = ()
    binary: bool = False
    streams: bool = False
    options: type | None = None
    api_version: int = 1


def _ignore(_diagnostic: Diagnostic) -> None:
    """Discard a report: the default of a context made by hand."""


@attrs.frozen
class ReadContext:
    """What a reader may use besides the content of one input.

    `origin` says where the content comes from: its `name` is for messages (the host adds it to reports), its
    `source` is what digests remember (the host fills it in), and its `path` has the folders that it lies in,
    in whose names some digests have their days. `options` is an instance of the reader's options class.
    """

    origin: Origin = NO_ORIGIN
    options: Any = None
    # Not part of the value: contexts with the same settings are equal wherever their reports go.
    sink: Callable[[Diagnostic], None] = attrs.field(default=_ignore, eq=False, repr=False)

    def report(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        code: Code = Code.READ_WARNING,
    ) -> None:
        """Report something that was noticed in the content; lines and columns count from 1.

        `Code.READ_ERROR` says that a part could not be read, and makes `--strict` fail.
        """
        self.sink(Diagnostic(code, message, self.origin.name, line, column))


Read = Callable[[Any, ReadContext], Iterable[Digest]]
Detect = Callable[[Any], float]
"""From the first 64 KiB of an input to how surely it is in the format: 0 for not at all, 1 for surely."""
Choose = Callable[..., Iterable[str]]
"""From the paths of the files that were found in a folder to those of them that are to be read; it may take
the options as a second argument.
"""


@attrs.frozen
class Reader:
    """A reader with its record.

    `detect` tells formats apart that share a suffix. `choose` picks, of several files that say the same, the
    one to read. `whole` is for formats with text around their digests: it reads a document. `owner` is the
    name and version of the distribution that it came from; the host fills it in.
    """

    info: ReaderInfo
    read: Read
    detect: Detect | None = None
    choose: Choose | None = None
    whole: Callable[[Any, ReadContext], Document] | None = None
    owner: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __call__(self, content: Any, context: ReadContext | None = None) -> Iterator[Digest]:  # noqa: ANN401 - text or bytes, whole or in pieces
        """Yield the digests in some content, given as the record says; without a context, by default options.

        Nothing is checked here: what is yielded, and what is raised, is the host's to watch.
        """
        return iter(self.read(content, context if context is not None else self.context()))

    def context(self, **options: object) -> ReadContext:
        """A context for a call by hand, with these options and the defaults for the rest."""
        return ReadContext(options=self.info.options(**options) if self.info.options else None)


def reader(
    name: str,
    *,
    suffixes: Sequence[str],
    summary: str | None = None,
    media_types: Sequence[str] = (),
    binary: bool = False,
    streams: bool = False,
    options: type | None = None,
    detect: Detect | None = None,
    choose: Choose | None = None,
    api_version: int = 1,
) -> Callable[[Read], Reader]:
    """Decorate a function that takes content and a `ReadContext`, to make it a reader.

    Without a `summary`, the first line of the docstring is used. The record is checked when the reader is
    looked up, not here.
    """

    def wrap(read: Read) -> Reader:
        about = summary if summary is not None else (inspect.getdoc(read) or "").partition("\n")[0]
        info = ReaderInfo(
            name=name,
            suffixes=tuple(suffixes),
            summary=about,
            media_types=tuple(media_types),
            binary=binary,
            streams=streams,
            options=options,
            api_version=api_version,
        )
        return Reader(info, read, detect, choose)

    return wrap
