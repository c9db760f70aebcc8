"""Inputs: from the files, folders and standard input that a user names to digests, one file at a time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report, Severity
from digestkit.errors import InputError
from digestkit.files import decoding, joining
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import UnrecognisedError
from digestkit.files.given import STDIN, Input, Reading
from digestkit.markdown.recognition import has_day, head
from digestkit.model import Digest, Document
from digestkit.reading import run
from digestkit.reading.contract import Reader
from digestkit.registry import readers
from digestkit.source import Origin

if TYPE_CHECKING:
    from digestkit.dialects import engine

__all__ = [
    "STDIN",
    "Failed",
    "Input",
    "Reading",
    "failure",
    "load",
    "read",
    "read_all",
    "text",
]

Failed = Callable[[InputError], None]
"""Called with the reason for each input that is left out."""

PAGE = "no digest in it: it is a web page (HTML); on GitHub, the address behind `Raw` is that of the file"
"""Said of an input without digests that is a page."""

LARGE = 1 << 22
"""The characters from which on a file of digests in Korean is read in pieces, and not held as a whole."""


def read(given: Input, reading: Reading, report: Report) -> Iterator[Digest]:
    """Yield the digests of an input as they are read, and report what is noticed.

    A file in a folder that holds no digest is passed over in silence, apart from errors in it; a named input
    without one is reported. Raises `InputError` for an input that cannot be read or decoded, and for a file
    does so before anything is yielded.
    """
    with given.at_hand() as held:
        yield from _read(held, reading, report)


def _read(given: Input, reading: Reading, report: Report) -> Iterator[Digest]:
    reader = reading.reader(given)
    notes = _Notes(report)
    for digest in _digests(given, reader, reading, notes):
        notes.release()
        yield digest
    if notes.held is None:
        return
    if given.named:
        notes.release()
        told = PAGE if _is_page(decoding.head(given)) else f"no digest in it, read as {reader.info.name}"
        report(Diagnostic(Code.NO_DIGEST, told, given.name))
    else:
        notes.release(least=Severity.ERROR)


def _digests(given: Input, reader: Reader, reading: Reading, report: Report) -> Iterator[Digest]:
    origin = given.origin
    _tell_reader(reader, given, reading, report)
    if readers.is_markdown(reader):
        pieces = decoding.pieces(given, reading.encoding, report)
        text = decoding.beginning(pieces, LARGE)
        if len(text) >= LARGE and reading.dialects.is_korean(text):
            reader = _large(text, given, reading, report)
            held = itertools.chain([text], pieces)
            return run.digests(reader, held, reading.context(reader, origin, report))
        text += "".join(pieces)
        begun = _begun(text, given, origin, reading, report)
        if begun is not None and not isinstance(begun, Reader):
            return _in_dialect(begun, report)
        reader = begun or reader
        return run.digests(reader, _held(text, reader), reading.context(reader, origin, report))
    if reader.info.streams and not reader.info.binary and given.is_lasting:
        decoding.check_decodes(given, reading.encoding)
    held = _content(given, reader, reading, report)
    return run.digests(reader, held, reading.context(reader, origin, report))


def _large(beginning: str, given: Input, reading: Reading, report: Report) -> Reader:
    """The reader for a large file in Korean, which is known to be in its encoding to its end."""
    from digestkit.formats.markdown.reader import IN_PIECES  # noqa: PLC0415 - few files are large

    reading.dialects.begun(beginning, given.origin, given.folder, report)
    if given.is_lasting:
        decoding.check_decodes(given, reading.encoding)
    return IN_PIECES


def _tell_reader(reader: Reader, given: Input, reading: Reading, report: Report) -> None:
    """Report which reader was found for JSON Lines that are not this project's own."""
    found = reading.named is None and reader.info.name != readers.JSONL
    if found and readers.for_suffix(given.file_name) == (readers.JSONL,):
        report(Diagnostic(Code.READ_AS, f"read as {reader.info.name}", given.name))


def _content(given: Input, reader: Reader, reading: Reading, report: Report) -> Any:  # noqa: ANN401 - as the reader's record says
    """The content of an input as a reader wants it: text or bytes, whole or in pieces."""
    if not reader.info.binary:
        pieces = decoding.pieces(given, reading.encoding, report)
        return pieces if reader.info.streams else "".join(pieces)
    blocks = decoding.blocks(given)
    return blocks if reader.info.streams else b"".join(blocks)


def _held(text: str, reader: Reader) -> Any:  # noqa: ANN401 - as above
    """A text that was read already, as a reader of text wants it."""
    return iter([text]) if reader.info.streams else text


def _begun(
    text: str, given: Input, origin: Origin, reading: Reading, report: Report
) -> engine.Reading | Reader | None:
    """A text's reading in its dialect, None for the Korean reader, or another reader that knows the text.

    Others are asked about what is in no dialect. Raises `UnrecognisedError` where they do not
    know it either, for a named input, or one that fits two dialects alike.
    """
    refusal: UnrecognisedError | None = None
    try:
        begun = reading.dialects.begun(text, origin, given.folder, report)
    except UnrecognisedError as error:
        begun, refusal = None, error
    # Found in a folder, a text that links no paper is a README, which is not worth reading metadata for.
    unknown = refusal is not None or (given.named and begun is None and not has_day(text))
    if unknown and reading.named is None and reading.dialects.dialect is None:
        from digestkit.files import recognition  # noqa: PLC0415 - few inputs are in none

        found = recognition.of_text(head(text), given.file_name)
        if found is not None:
            report(Diagnostic(Code.READ_AS, f"read as {found.info.name}", given.name))
            return found
    if refusal is not None and (given.named or refusal.tied):
        raise UnrecognisedError(PAGE, given.name, tied=False) if _is_page(head(text).encode()) else refusal
    return begun


def _is_page(beginning: bytes) -> bool:
    """Whether it is HTML: what is behind the address of a file in a browser is often a page around it."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*+<(?:!doctype html|html)\b", beginning, re.IGNORECASE) is not None


def _in_dialect(begun: engine.Reading, report: Report) -> Iterator[Digest]:
    from digestkit.dialects import engine  # noqa: PLC0415 - the Korean digests need no tables

    document = engine.finished(begun)
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
    with given.at_hand() as held:
        return _load(held, reading)


def _load(given: Input, reading: Reading) -> Document:
    noticed: list[Diagnostic] = []
    reader, origin = reading.reader(given), given.origin
    _tell_reader(reader, given, reading, noticed.append)
    held = _content(given, reader, reading, noticed.append)
    if readers.is_markdown(reader):
        document = _document(held, given, origin, reading, noticed.append)
    else:
        document = run.document(reader, held, reading.context(reader, origin, noticed.append))
    return attrs.evolve(document, diagnostics=[*noticed, *document.diagnostics]) if noticed else document


def _document(text: str, given: Input, origin: Origin, reading: Reading, report: Report) -> Document:
    try:
        begun = _begun(text, given, origin, reading, report)
    except UnrecognisedError as error:
        from digestkit.dialects import choice  # noqa: PLC0415 - the Korean digests need no tables

        return choice.kept(text, Diagnostic(Code.NO_DIALECT, error.reason, error.source))
    if begun is None or isinstance(begun, Reader):
        reader = begun or readers.reader(readers.MARKDOWN)
        return run.document(reader, _held(text, reader), reading.context(reader, origin, report))
    from digestkit.dialects import engine  # noqa: PLC0415 - as above

    return engine.finished(begun)


def text(given: Input, encoding: Encoding, report: Report) -> str:
    """Read an input as text, whatever it holds; replaced bytes are reported.

    Raises `InputError` where it cannot be read or decoded.
    """
    with given.at_hand() as held:
        return "".join(decoding.pieces(held, encoding, report))


def failure(error: InputError) -> Diagnostic:
    """The diagnostic for an input that could not be read."""
    code = Code.NO_DIALECT if isinstance(error, UnrecognisedError) else Code.INPUT_FAILED
    return Diagnostic(code, error.reason, error.source)


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
