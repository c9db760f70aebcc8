"""What is read, and how: a file or a stream with its names; the reader, encoding, dialects, limits for it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from digestkit.diagnostics import Diagnostic, Report
from digestkit.errors import InputError
from digestkit.export.options import build, parse_named
from digestkit.files import decoding
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser, of_named
from digestkit.files.limits import Limits
from digestkit.files.paths import is_plain_file
from digestkit.reading.contract import ReadContext, Reader
from digestkit.registry import readers
from digestkit.source import Origin

STDIN = "-"
"""The name that stands for standard input."""


Opens = Callable[[], AbstractContextManager[BinaryIO]]
"""Opens the bytes of an input that are no file of their own: what is packed, or lies in an archive."""


class Input(NamedTuple):
    """Something to read: a file, or standard input where there is no path, or a stream that is open already.

    `name` is for messages. `source` is what its digests remember: the path relative to the folder that it
    was found in, or the base name. `named` says that it was asked for itself, not found in `folder`. `path`
    is the file that holds it; `opens` is there where that file is packed, or an archive. `brings` fetches one
    that lies elsewhere, and says how to open it while it is here. `place` is where it lies, as far up as is
    known, where `path` does not say so.
    """

    name: str
    source: str | None
    path: Path | None = None
    named: bool = True
    stream: BinaryIO | None = None
    folder: Path | None = None
    opens: Opens | None = None
    brings: Callable[[], AbstractContextManager[Opens]] | None = None
    place: str | None = None

    @property
    def origin(self) -> Origin:
        """What is known of where it comes from; days and topics stand in the names of folders, too."""
        return Origin(self.name, self.source, self.whole_path)

    @property
    def whole_path(self) -> str | None:
        """Where it lies; None for a stream."""
        if self.place is None and self.path is not None:
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # reading tells of it
                return str(self.path.parent.resolve() / self.path.name)
        return self.place

    @property
    def file_name(self) -> str:
        """The name whose suffix says what it is: for a packed file, that of what it holds."""
        return self.name if self.opens is None or self.source is None else self.source

    @property
    def size(self) -> int:
        """How many bytes the file that holds it has; 0 where that cannot be told."""
        with contextlib.suppress(OSError, ValueError):
            return self.path.stat().st_size if self.path is not None else 0
        return 0

    @property
    def is_lasting(self) -> bool:
        """Whether it can be opened more than once, as a pipe cannot."""
        return is_plain_file(self.path) if self.path is not None else self.opens is not None

    @contextlib.contextmanager
    def at_hand(self) -> Iterator[Input]:
        """The input where it can be opened: one that lies elsewhere is here as long as the context lasts.

        Raises `InputError` where it cannot be fetched.
        """
        if self.brings is None:
            yield self
            return
        with self.brings() as opens:
            yield self._replace(brings=None, opens=opens)

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes, as a stream; standard input and a given stream stay open afterwards.

        Raises `InputError` where standard input is closed, and `OSError` where the file cannot be opened.
        """
        if self.opens is not None:
            with self.opens() as stream:
                yield stream
        elif self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
        elif self.stream is not None:
            yield self.stream
        elif sys.stdin is None:
            raise InputError("it is closed", self.name)  # a program without a console, or `<&-`
        else:
            yield sys.stdin.buffer


class Reading:
    """How inputs are read: a reader's name, or None for what the suffix says; an encoding; dialects; limits.

    A name may bring options, `NAME:key=value`, and may be a dialect's. Raises `UnknownFormatError` for a name
    that no reader has, and `UsageError` for options that it does not have.
    """

    __slots__ = ("_noticed", "dialects", "encoding", "limits", "named", "options")

    def __init__(
        self,
        format: str | None = None,  # noqa: A002 - the public name
        encoding: Encoding | None = None,
        dialects: Recogniser | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits if limits is not None else Limits()
        self.encoding = encoding if encoding is not None else Encoding()
        self.dialects = dialects if dialects is not None else Recogniser()
        self.named: Reader | None = None
        self.options: Any = None
        self._noticed: list[Diagnostic] = []
        if format is not None:
            self._choose(*parse_named(format))

    def _choose(self, name: str, given: Mapping[str, object]) -> None:
        recogniser = of_named(name, self.dialects)
        if recogniser is not None:
            self.dialects, name = recogniser, readers.MARKDOWN
        self.named = readers.reader(name)
        # Once for all inputs: an option may name a file, and what is wrong with one is wrong before any.
        self.options = build(self.named.info.options, given, self._noticed.append, format_name=name)

    def reader(self, given: Input) -> Reader:
        """The reader for an input: the named one, else by suffix, and Markdown where that says nothing.

        Raises `InputError` where several readers have the suffix, and none of them knows the input best.
        """
        if self.named is not None:
            return self.named
        names = readers.for_suffix(given.file_name)
        made = [readers.reader(name) for name in names]
        if names == (readers.JSONL,):
            return _of_others(given) or made[0]
        if readers.is_markdown(made[0]):
            return made[0]
        from digestkit.files import recognition  # noqa: PLC0415 - few inputs are for plugins

        beginning = decoding.head(given)
        # What programs make of our records may be called `x.json`, as much else is.
        known = recognition.of_own(beginning)
        return known or (made[0] if len(made) == 1 else recognition.best(made, beginning, given.name))

    def context(self, reader: Reader, origin: Origin, report: Report) -> ReadContext:
        """What a reader gets besides the content of an input; what its options caused is reported once."""
        if reader is not self.named:
            return ReadContext(origin, build(reader.info.options, {}, report), report)
        noticed, self._noticed = self._noticed, []
        for diagnostic in noticed:
            report(diagnostic)
        return ReadContext(origin, self.options, report)

    def is_markdown(self, given: Input) -> bool:
        """Whether an input is read as Markdown, as far as its name tells."""
        if self.named is not None:
            return readers.is_markdown(self.named)
        return readers.for_suffix(given.file_name) == (readers.MARKDOWN,)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes, in lower case, of the files that a folder is searched for; by default Markdown's."""
        return (self.named or readers.reader(readers.MARKDOWN)).info.suffixes


def _of_others(given: Input) -> Reader | None:
    """The installed reader that knows JSON Lines which are not this project's; None for those that are."""
    beginning = decoding.head(given)
    # The first key of our records says so; what can be read only once shows no beginning.
    if not beginning or beginning.lstrip(b"\xef\xbb\xbf \t\r\n[{").startswith(b'"schema"'):
        return None
    from digestkit.files import recognition  # noqa: PLC0415 - as above

    return recognition.of_text(beginning.decode("utf-8", "replace"), given.file_name)
