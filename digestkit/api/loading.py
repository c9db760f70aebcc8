"""Reading: texts, files and folders to documents and digests."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from digestkit import markdown
from digestkit.api.arguments import Paths, Report, StrPath, ignored, listed
from digestkit.diagnostics import Diagnostic, Severity
from digestkit.errors import InputError, UsageError
from digestkit.files import finding, inputs
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser
from digestkit.files.inputs import Input, Reading
from digestkit.files.limits import TIMEOUT, asked
from digestkit.markdown.recognition import begins_with_day, may_need_table
from digestkit.model import Digest, Document
from digestkit.source import Origin


def parse(text: str, name: str | None = None, dialect: str | None = None) -> Document:
    """Read a text: digests, the text around them, and diagnostics. Never raises on a `str`; linear time.

    `dialect` is the name of one, or a table of one's own, `"mine.toml"`; without it the text is read in its
    own. Nothing is lost: what fits no rule stays in the layout of its node and has a diagnostic. A text that
    links papers in no known dialect stays text, with a diagnostic. `name` is what messages call the source;
    some dialects have their days there.

    Raises `UsageError` for a dialect that there is not.
    """
    if not isinstance(text, str) or (dialect is None and (begins_with_day(text) or not may_need_table(text))):
        return markdown.parse(text, name)
    from digestkit.dialects import choice  # noqa: PLC0415 - the Korean digests need no tables

    return choice.parse(text, Origin(name, name), dialect)


def load(
    source: StrPath | BinaryIO,
    format: str | None = None,  # noqa: A002 - the public name
    *,
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    max_mb: float | None = None,
    timeout: float = TIMEOUT,
) -> Document:
    """Read a whole file, by path or opened in binary mode: digests, the text around them, and diagnostics.

    `format` is `"markdown"`, `"jsonl"`, a dialect, or the name of an installed reader, with options if it
    has some: `"lists:title=Papers"`; without it the suffix decides, and means Markdown if in doubt.
    `dialect` is how the Markdown is spelled, as for `parse`; without it, it is recognised.

    Raises `InputError`, with the file and the byte offset, where it cannot be read or decoded.
    """
    reading = Reading(
        format, Encoding(encoding, encoding_errors), Recogniser(dialect), asked(max_mb, timeout)
    )
    if isinstance(source, (str, os.PathLike)):
        return inputs.load(finding.one(source, reading), reading)
    # A file opened as text has lost its byte offsets, and has been decoded by the locale perhaps.
    if isinstance(source, io.TextIOBase) or not hasattr(source, "read"):
        raise UsageError("load() wants a path, or a file that is open in binary mode")
    # A stream made of a file descriptor has a number for its name.
    name = getattr(source, "name", None)
    shown = name if isinstance(name, str) else "<stream>"
    base = Path(name).name if isinstance(name, str) else None
    return inputs.load(Input(shown, base, stream=source), reading)


def iter_digests(
    paths: Paths,
    report: Report | None = None,
    *,
    format: str | None = None,  # noqa: A002 - the public name
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    max_mb: float | None = None,
    timeout: float = TIMEOUT,
) -> Iterator[Digest]:
    """Yield the digests of files and folders (`-` is standard input), holding one file at a time.

    JSON Lines are read line by line. `report` gets the diagnostics; with it, an input that cannot be read is
    reported and left out, and without it, `InputError` is raised. Raises `UsageError` at once, before the
    first digest is asked for, for an unknown format or encoding.
    """
    reading = Reading(
        format, Encoding(encoding, encoding_errors), Recogniser(dialect), asked(max_mb, timeout)
    )
    tell: Report = report if report is not None else ignored
    failed = _tell_failure(report) if report is not None else _raise
    return inputs.read_all(finding.find(listed(paths), reading, tell, failed), reading, tell, failed)


def from_records(
    records: Iterable[Mapping[str, Any]], name: str | None = None, report: Report | None = None
) -> Iterator[Digest]:
    """Yield the digests that records say: what was given to `records` comes back.

    Dates may be dates, and NaN is None, so that rows of data frames are records, too. `name` is what messages
    call the source, in which a record's place counts as its line. What is no record is reported and left out;
    without `report`, it raises `InputError`.
    """
    from digestkit.formats.jsonl import reader  # noqa: PLC0415 - few calls need it

    def tell(diagnostic: Diagnostic) -> None:
        if report is not None:
            report(diagnostic)
        elif diagnostic.severity is Severity.ERROR:
            raise InputError(diagnostic.message, f"{name or 'records'}:{diagnostic.line}")

    numbered = ((number, _without_nan(record)) for number, record in enumerate(records, 1))
    return reader.of_records(numbered, Origin(name), tell)


def _without_nan(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with None for each value that is no number; data frames have that for what is missing."""
    missing = [key for key, value in record.items() if isinstance(value, float) and math.isnan(value)]
    return {**record, **dict.fromkeys(missing)} if missing else record


def _tell_failure(report: Report) -> inputs.Failed:
    return lambda error: report(inputs.failure(error))


def _raise(error: InputError) -> None:
    raise error
