"""Inputs: from the files, folders and standard input that a user names to digests, one file at a time."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report, Severity
from digestkit.errors import InputError, UsageError
from digestkit.files import joining
from digestkit.files.decoding import Encoding, UndecodableError
from digestkit.files.dialects import Recogniser, UnrecognisedError
from digestkit.files.paths import inode, is_folder, is_plain_file, is_stream
from digestkit.model import Digest, Document
from digestkit.registry import readers
from digestkit.registry.readers import Reader
from digestkit.source import Origin

if TYPE_CHECKING:
    from digestkit.dialects.table import Table

Failed = Callable[[InputError], None]
"""Called with the reason for each input that is left out."""

STDIN = "-"
"""The name that stands for standard input."""


class Input(NamedTuple):
    """Something to read: a file, or standard input where there is no path, or a stream that is open already.

    `name` is for messages. `source` is what its digests remember: the path relative to the folder that it
    was found in, or the base name. `named` says that it was asked for itself, not found in `folder`.
    """

    name: str
    source: str | None
    path: Path | None = None
    named: bool = True
    stream: BinaryIO | None = None
    folder: Path | None = None

    @property
    def origin(self) -> Origin:
        """What is known of where it comes from; days and topics stand in the names of folders, too."""
        whole = None
        if self.path is not None:
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # reading tells of it
                whole = str(self.path.parent.resolve() / self.path.name)
        return Origin(self.name, self.source, whole)

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes, as a stream; standard input and a given stream stay open afterwards.

        Raises `InputError` where standard input is closed, and `OSError` where the file cannot be opened.
        """
        if self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
        elif self.stream is not None:
            yield self.stream
        elif sys.stdin is None:
            raise InputError("it is closed", self.name)  # a program without a console, or `<&-`
        else:
            yield sys.stdin.buffer


class Reading:
    """How inputs are read: a reader's name, or None for what the suffix says; an encoding; dialects.

    Raises `UnknownFormatError` for a name that no reader has.
    """

    __slots__ = ("dialects", "encoding", "format")

    def __init__(
        self,
        format: str | None = None,  # noqa: A002 - the public name
        encoding: Encoding | None = None,
        dialects: Recogniser | None = None,
    ) -> None:
        if format is not None:
            readers.reader(format)  # for its error, before any input is touched
        self.format = format
        self.encoding = encoding if encoding is not None else Encoding()
        self.dialects = dialects if dialects is not None else Recogniser()

    def reader(self, given: Input) -> Reader:
        """The reader for an input: the named one, else by suffix, and Markdown where that says nothing."""
        if self.format is not None:
            return readers.reader(self.format)
        return readers.for_path(given.name)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes, in lower case, of the files that a folder is searched for; by default Markdown's."""
        return readers.MARKDOWN.suffixes if self.format is None else readers.reader(self.format).suffixes


def find(
    paths: Iterable[str | os.PathLike[str]],
    reading: Reading,
    report: Report,
    failed: Failed,
    *,
    leave_out: Collection[tuple[int, int]] = (),
) -> list[Input]:
    """What the paths stand for: files as they are, folders as the files in them, `-` as standard input.

    Folders are searched for the reader's suffixes, sorted by path, without hidden entries and without what
    is in `leave_out`, each the `paths.inode` of an output that may lie in them; `failed` is called for those
    that cannot be searched. Whether a named file exists is not checked here: reading it shows.
    """
    found: list[Input] = []
    for given in paths:
        if given == STDIN:
            found.append(Input("<stdin>", None))
        elif is_folder(path := Path(given)):
            found += _in_folder(path, reading.suffixes, report, failed, leave_out)
        else:
            found.append(Input(os.fspath(given), _portable(Path(path.name)), path))
    return found


def read(given: Input, reading: Reading, report: Report) -> Iterator[Digest]:
    """Yield the digests of an input as they are read, and report what is noticed.

    A file in a folder that holds no digest is passed over in silence, apart from errors in it; a named input
    without one is reported. Raises `InputError` for an input that cannot be read or decoded, and for a file
    does so before anything is yielded.
    """
    reader = reading.reader(given)
    notes = _Notes(report)
    for digest in _digests(given, reader, reading, notes):
        notes.release()
        yield digest
    if notes.held is None:
        return
    if given.named:
        notes.release()
        report(Diagnostic(Code.NO_DIGEST, f"no digest in it, read as {reader.name}", given.name))
    else:
        notes.release(least=Severity.ERROR)


def _digests(given: Input, reader: Reader, reading: Reading, report: Report) -> Iterator[Digest]:
    pieces = _pieces(given, reading.encoding, report)
    if reader is readers.MARKDOWN:
        text = "".join(pieces)
        table = reading.dialects.table_of(text, given.origin, given.folder, report)
        if table is not None:
            return _in_dialect(text, table, given.origin, report)
        pieces = iter([text])
    elif given.path is not None and is_plain_file(given.path):
        _check_decodes(given, reading.encoding)
    return reader.load().digests(pieces, given.origin, report)


def _in_dialect(text: str, table: Table, origin: Origin, report: Report) -> Iterator[Digest]:
    from digestkit.dialects import engine  # noqa: PLC0415 - the Korean digests need no tables

    document = engine.parse(text, table, origin)
    for diagnostic in document.diagnostics:
        report(diagnostic)
    return iter(joining.of_file(document.digests))


def read_all(given: Iterable[Input], reading: Reading, report: Report, failed: Failed) -> Iterator[Digest]:
    """Yield the digests of all inputs, holding one input at a time; one that fails is left out.

    Of a day that is spread over inputs, as some dialects have it, all is held.
    """
    return joining.of_files(_each(given, reading, report, failed))


def _each(given: Iterable[Input], reading: Reading, report: Report, failed: Failed) -> Iterator[Digest]:
    for each in given:
        try:
            yield from read(each, reading, report)
        except InputError as error:
            failed(error)


def load(given: Input, reading: Reading) -> Document:
    """Read one input whole: with the text around its digests and its diagnostics.

    One that links papers in no known dialect stays text, with a diagnostic. Raises `InputError` for an input
    that cannot be read or decoded.
    """
    noticed: list[Diagnostic] = []
    pieces = _pieces(given, reading.encoding, noticed.append)
    reader = reading.reader(given)
    if reader is readers.MARKDOWN:
        document = _document("".join(pieces), given, reading, noticed.append)
    else:
        document = reader.load().document(pieces, given.origin)
    return attrs.evolve(document, diagnostics=[*noticed, *document.diagnostics]) if noticed else document


def _document(text: str, given: Input, reading: Reading, report: Report) -> Document:
    try:
        table = reading.dialects.table_of(text, given.origin, None, report)
    except UnrecognisedError as error:
        from digestkit.dialects import choice  # noqa: PLC0415 - the Korean digests need no tables

        return choice.kept(text, Diagnostic(Code.NO_DIALECT, error.reason, error.source))
    if table is None:
        return readers.MARKDOWN.load().document([text], given.origin)
    from digestkit.dialects import engine  # noqa: PLC0415 - as above

    return engine.parse(text, table, given.origin)


def text(given: Input, encoding: Encoding, report: Report) -> str:
    """Read an input as text, whatever it holds; replaced bytes are reported.

    Raises `InputError` where it cannot be read or decoded.
    """
    return "".join(_pieces(given, encoding, report))


def failure(error: InputError) -> Diagnostic:
    """The diagnostic for an input that could not be read."""
    code = Code.NO_DIALECT if isinstance(error, UnrecognisedError) else Code.INPUT_FAILED
    return Diagnostic(code, error.reason, error.source)


def checked(given: Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """The paths as a list; `UsageError` for an empty name, and for standard input more than once."""
    paths = list(given)
    if "" in paths:
        raise UsageError("an input's name is empty")
    if paths.count(STDIN) > 1:
        raise UsageError("standard input can be read only once")
    return paths


class _Notes:
    """Holds diagnostics back until it is clear whether they concern a digest.

    `held` is None from then on, and everything is passed on at once.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self.held: list[Diagnostic] | None = []

    def __call__(self, diagnostic: Diagnostic) -> None:
        if self.held is None:
            self._report(diagnostic)
        else:
            self.held.append(diagnostic)

    def release(self, least: Severity | None = None) -> None:
        # First None, then the reports: `held` stays consistent if one of them raises.
        held, self.held = self.held or (), None
        for diagnostic in held:
            if least is None or diagnostic.severity is least:
                self._report(diagnostic)


def _in_folder(
    folder: Path,
    suffixes: tuple[str, ...],
    report: Report,
    failed: Failed,
    leave_out: Collection[tuple[int, int]],
) -> list[Input]:
    def unreadable(error: OSError) -> None:
        failed(InputError(_reason(error), str(error.filename)))

    found: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=unreadable):
        here = Path(where)
        # In place: `os.walk` descends into what is left in the list.
        folders[:] = [name for name in folders if _is_wanted(here / name, leave_out)]
        found += [
            here / name
            for name in files
            if name.lower().endswith(suffixes)
            and _is_wanted(here / name, leave_out)
            and not is_stream(here / name)  # reading a pipe found by chance might never end
        ]
    if not found:
        report(Diagnostic(Code.NO_INPUT, f"no {', '.join(f'*{s}' for s in suffixes)} in it", str(folder)))
    return [
        Input(str(path), _portable(path.relative_to(folder)), path, named=False, folder=folder)
        for path in sorted(found)
    ]


def _portable(path: Path) -> str:
    """A path as text that any file can hold: bytes in it that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _is_wanted(path: Path, leave_out: Collection[tuple[int, int]]) -> bool:
    return not path.name.startswith(".") and (not leave_out or inode(path) not in leave_out)


def _pieces(given: Input, encoding: Encoding, report: Report) -> Iterator[str]:
    """The text of an input in pieces; what goes wrong between disk and text becomes an `InputError`."""

    def replaced(error: UndecodableError) -> None:
        report(Diagnostic(Code.UNDECODABLE, f"{error}; such bytes: {encoding.errors}", given.name))

    try:
        with given.open() as stream:
            yield from encoding.decode(stream, replaced)
    except UndecodableError as error:
        raise InputError(str(error), given.name) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in a path, a closed stream
        raise InputError(_reason(error), given.name) from error


def _check_decodes(given: Input, encoding: Encoding) -> None:
    """Read a file once for its encoding alone, so that one that cannot be decoded is left out as a whole."""
    for _ in _pieces(given, encoding, lambda _diagnostic: None):
        pass


def _reason(error: OSError | ValueError) -> str:
    """What the system says, without the path, which the message begins with anyway."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
