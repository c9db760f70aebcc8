"""The library: what the command does, as functions.

Problems of content are diagnostics, passed to `report` as they are noticed; whatever is raised is a
`DigestkitError`.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from digestkit import conversion, markdown, registry
from digestkit.conversion import Checks, Conversion, ConvertResult, Log
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import InputError, OutputError, UsageError
from digestkit.export.contract import Exporter
from digestkit.export.options import check_keys, describe, files
from digestkit.export.run import Export
from digestkit.files import inputs, outputs, sinks
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser
from digestkit.files.inputs import Input, Reading
from digestkit.markdown.recognition import has_day, links_papers
from digestkit.model import Digest, Document, digests_of
from digestkit.select import PERIODS, Period, Selection
from digestkit.source import Origin

if TYPE_CHECKING:
    from digestkit.checking import Findings
    from digestkit.files.claims import Claim
    from digestkit.files.seen import Seen

__all__ = [
    "check",
    "convert",
    "dump_bytes",
    "dumps",
    "iter_digests",
    "list_formats",
    "load",
    "parse",
    "records",
]

StrPath = str | os.PathLike[str]
Paths = StrPath | Iterable[StrPath]
Digests = Document | Digest | Iterable[Digest]
Report = Callable[[Diagnostic], None]


def parse(text: str, name: str | None = None, dialect: str | None = None) -> Document:
    """Read a text: digests, the text around them, and diagnostics. Never raises on a `str`; linear time.

    `dialect` is the name of one, or a table of one's own, `"mine.toml"`; without it the text is read in its
    own. Nothing is lost: what fits no rule stays in the layout of its node and has a diagnostic. A text that
    links papers in no known dialect stays text, with a diagnostic. `name` is what messages call the source;
    some dialects have their days there.

    Raises `UsageError` for a dialect that there is not.
    """
    if not isinstance(text, str) or (dialect is None and (has_day(text) or not links_papers(text))):
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
) -> Document:
    """Read a whole file, by path or opened in binary mode: digests, the text around them, and diagnostics.

    `format` is `"markdown"` or `"jsonl"`; without it the suffix decides, and means Markdown if in doubt.
    `dialect` is how the Markdown is spelled, as for `parse`; without it, it is recognised.

    Raises `InputError`, with the file and the byte offset, where it cannot be read or decoded.
    """
    reading = Reading(format, Encoding(encoding, encoding_errors), Recogniser(dialect))
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        return inputs.load(Input(os.fspath(source), path.name, path), reading)
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
) -> Iterator[Digest]:
    """Yield the digests of files and folders (`-` is standard input), holding one file at a time.

    JSON Lines are read line by line. `report` gets the diagnostics; with it, an input that cannot be read is
    reported and left out, and without it, `InputError` is raised. Raises `UsageError` at once, before the
    first digest is asked for, for an unknown format or encoding.
    """
    reading = Reading(format, Encoding(encoding, encoding_errors), Recogniser(dialect))
    tell: Report = report if report is not None else _ignore
    failed = _tell_failure(report) if report is not None else _raise
    return inputs.read_all(inputs.find(_listed(paths), reading, tell, failed), reading, tell, failed)


def check(
    paths: Paths,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    format: str | None = None,  # noqa: A002 - the public name
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    see: Callable[[Digest], None] | None = None,
) -> Findings:
    """Find what is wrong or odd in files and folders (`-` is standard input), as an iterator of diagnostics.

    `select` and `ignore` are codes or prefixes of codes: `["DK2"]`. The result counts as it goes: `files`,
    `digests`, `papers`, and `failed` inputs, each of which is a diagnostic too. `see` is called with each
    digest. Raises `UsageError` for an unknown code, format or encoding.
    """
    reading = Reading(format, Encoding(encoding, encoding_errors), Recogniser(dialect))
    from digestkit import checking  # noqa: PLC0415 - conversions need no lints
    from digestkit.checks import codes  # noqa: PLC0415 - as above

    return checking.Findings(_listed(paths), reading, codes.chosen(select, ignore), see)


def dumps(
    digests: Digests,
    to: str | Exporter,
    *,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    report: Report | None = None,
    **options: object,
) -> str:
    """Export to text; of a document, `"markdown"` also writes the text around its digests.

    `options` are those of the format; `report` gets losses and notes. Raises `UsageError` for a binary
    format, an unknown format or a bad option, and `PluginError` where the exporter fails. The result may hold
    lone surrogates, which `dump_bytes` replaces.
    """
    _check_keywords(dumps, to, options)
    export = _export(to, options, title, lang, base_url, report)
    if export.exporter.info.binary:
        raise UsageError(f"{export.exporter.info.name} is not text: use dump_bytes()")
    return "".join(map(str, _chunks(export, digests, report)))


def dump_bytes(
    digests: Digests,
    to: str | Exporter,
    *,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    report: Report | None = None,
    **options: object,
) -> bytes:
    """Export to bytes, as a file would hold them: text as UTF-8, lone surrogates in it replaced by U+FFFD.

    As `dumps` in everything else, but for every format.
    """
    _check_keywords(dump_bytes, to, options)
    export = _export(to, options, title, lang, base_url, report)
    stream = io.BytesIO()
    sinks.write(_chunks(export, digests, report), stream, report or _ignore)
    return stream.getvalue()


def records(digests: Digests) -> Iterator[dict[str, Any]]:
    """Yield the records of JSON Lines as Python values: what `json.loads` makes of each line.

    There is one for each paper, and one for a digest without papers. Losses are not reported.
    """
    from digestkit.formats.jsonl import records as jsonl  # noqa: PLC0415 - few calls need it, every start pays

    for digest in digests_of(digests):
        for record, _ in jsonl.of_digest(digest):
            yield record


def convert(  # noqa: PLR0913 - keywords, one for each option of the command
    paths: Paths,
    to: str | Exporter | None = None,
    output: StrPath | BinaryIO = outputs.STDOUT,
    *,
    format: str | None = None,  # noqa: A002 - the public name
    selection: Selection | None = None,
    split: Period | None = None,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    strict: bool = False,
    fail_on_loss: bool = False,
    fail_empty: bool = False,
    clobber: bool = True,
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    seen: StrPath | None = None,
    report: Report | None = None,
    progress: conversion.Progress | None = None,
    options: Mapping[str, object] | None = None,
    **more_options: Any,  # noqa: ANN401 - what a selection takes, and the options of any format
) -> ConvertResult:
    """Convert files and folders (`-` is standard input) to a file, a folder or a stream.

    `to` may be left out where the output's suffix says it. An output that ends in a slash, or is a folder,
    gets a file for each input, or with `split` for each period; `-` is standard output. The fields of a
    `Selection` may be given as keywords in its place. Other keywords are options of the format; those whose
    names are taken go into `options`. `progress` is called before each input, and after the last, with how
    many are done and how many there are.

    `seen` is a file of paper ids, made by the first run: the papers in it are left out, before `top` counts,
    and those that were written are added to it, in one step with the output.

    An input that cannot be read is reported and left out. Raises `UsageError`, `OutputError`,
    `PluginError`, and `CheckError` where `strict` and errors were reported, `fail_on_loss` and content
    was lost, or `fail_empty` and there is no paper; files are then as they were.
    """
    where = _output(output)
    if split is not None:
        _check_split(split, where)
    reading = Reading(format, Encoding(encoding, encoding_errors), Recogniser(dialect))
    log = Log(report or _ignore)
    chosen = registry.exporter(to if to is not None else _format_of(where))
    selected = _selection(selection, more_options)
    _check_keywords(convert, chosen, more_options)
    given = {**(options or {}), **more_options}
    # Claimed before `_export` reads them, so that no other run can replace them between reading and writing.
    read = files(chosen.info.options, given)
    with _claimed(where, read) as claims, _remembering(seen, where, read, log.note) as memory:
        return Conversion(
            paths=_listed(paths),
            reading=reading,
            selection=selected,
            split=split,
            export=_export(chosen, given, title, lang, base_url, _expecting(where, log.note)),
            output=where,
            checks=Checks(strict=strict, fail_on_loss=fail_on_loss, fail_empty=fail_empty),
            clobber=clobber,
            log=log,
            progress=progress or _no_progress,
            claims=[*claims, memory.claim] if memory is not None else claims,
            seen=memory,
        ).run()


def list_formats() -> tuple[str, ...]:
    """The names of all formats that can be written, the core's first; imports no plugin.

    So a plugin may be listed that fails when it is used.
    """
    return registry.format_names()


def _export(
    to: str | Exporter,
    options: Mapping[str, object],
    title: str | None,
    lang: str | None,
    base_url: str | None,
    report: Report | None,
) -> Export:
    for name, value in {"title": title, "lang": lang, "base_url": base_url}.items():
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{name} must be text, not {value!r}")
    return Export(
        registry.exporter(to),
        options=options,
        title=title,
        language=lang,
        base_url=base_url,
        report=report or _ignore,
    )


def _check_keywords(called: Callable[..., object], to: str | Exporter, given: Iterable[str]) -> None:
    """Refuse a keyword that the format does not have; suggest the nearest of all that the call accepts."""
    # Inspecting the signature takes time, and most calls have no options.
    if not given:
        return
    info = registry.exporter(to).info
    keywords = [name for name, one in signature(called).parameters.items() if one.kind is not one.VAR_KEYWORD]
    if called is convert:
        keywords += [field.name for field in attrs.fields(Selection)]
    check_keys(given, [option.name for option in describe(info.options)], info.name, keywords)


@contextlib.contextmanager
def _claimed(output: outputs.Output, read: list[Path]) -> Iterator[list[Claim]]:
    """Claim, before they are read, those files named by options that the output will replace."""
    with contextlib.ExitStack() as stack:
        updated = outputs.updated(output, read) if read else []
        if updated:
            from digestkit.files.claims import claim  # noqa: PLC0415 - few outputs are read before

            yield [stack.enter_context(claim(path)) for path in updated]
        else:
            yield []


def _remembering(
    path: StrPath | None, output: outputs.Output, read: list[Path], report: Report
) -> contextlib.AbstractContextManager[Seen | None]:
    """The papers of earlier runs, if they are to be left out."""
    if path is None:
        return contextlib.nullcontext()
    from digestkit.files import seen  # noqa: PLC0415 - few conversions need it

    return seen.opened(path, output, read, report)


def _expecting(output: outputs.Output, report: Report) -> Report:
    """Report a missing option file only as a note where it is the output itself: a first run has none."""
    if not isinstance(output, outputs.File):
        return report
    path = output.path

    # The host reports with the path as the option has it, so paths are compared as they were spelled.
    def tell(diagnostic: Diagnostic) -> None:
        if diagnostic.code is Code.MISSING_FILE and path == Path(str(diagnostic.source)):
            diagnostic = attrs.evolve(diagnostic, code=Code.EXPORT_NOTE)
        report(diagnostic)

    return tell


def _chunks(export: Export, digests: Digests, report: Report | None) -> Iterator[str | bytes]:
    """The chunks of an export, and then the report of what the format never carries."""
    if isinstance(digests, Document) and export.exporter.info.name == "markdown":
        yield from _document(export, digests)
    else:
        yield from export.chunks(digests_of(digests))
    # Known only when the last chunk was made: it depends on what the digests had.
    never = export.not_carried
    if report is not None and never is not None:
        report(never)


def _document(export: Export, document: Document) -> Iterator[str | bytes]:
    """A whole document as Markdown: exporters get digests only, and the text around them is the writer's."""
    from digestkit.formats.markdown.exporter import MarkdownOptions  # noqa: PLC0415 - most write other formats
    from digestkit.markdown import fits, writer  # noqa: PLC0415 - as above

    options = export.context.options
    if not isinstance(options, MarkdownOptions):  # a stranger's exporter of that name
        yield from export.chunks(document.digests)
        return
    export.count(document.digests)
    yield from writer.chunks(fits.document_without_further(document), options.style, export.context.sink)


def _selection(selection: Selection | None, keywords: dict[str, Any]) -> Selection:
    """The given selection, or one made from the keywords that are its fields, which are then removed."""
    names = [field.name for field in attrs.fields(Selection) if field.name in keywords]
    fields = {name: keywords.pop(name) for name in names}
    if selection is not None and fields:
        raise UsageError(f"a selection and {', '.join(names)}: give one or the other")
    return selection if selection is not None else Selection(**fields)


def _check_split(split: str, output: outputs.Output) -> None:
    if split not in PERIODS:
        raise UsageError(f"split must be one of {', '.join(PERIODS)}, not {split!r}")
    if not isinstance(output, outputs.Folder):
        raise UsageError("split needs a folder as output: a name that ends in a slash")


def _output(output: StrPath | BinaryIO) -> outputs.Output:
    if isinstance(output, io.TextIOBase) or not (
        isinstance(output, (str, os.PathLike)) or hasattr(output, "write")
    ):
        raise UsageError("convert() writes to a path, or to a file that is open in binary mode")
    if not isinstance(output, (str, os.PathLike)):
        return outputs.Stream(output)
    if output != outputs.STDOUT:
        return outputs.at(output)
    # None in a program without a console; a text stream without bytes in some tests and notebooks.
    if not hasattr(sys.stdout, "buffer"):
        raise OutputError("standard output is closed")
    return outputs.Stream(sys.stdout.buffer)


def _format_of(output: outputs.Output) -> str:
    found = registry.format_for_path(output.path) if isinstance(output, outputs.File) else None
    if found is None:
        shown = output.path.name if isinstance(output, outputs.File) else "the output"
        names = ", ".join(registry.format_names())
        raise UsageError(f"{shown} does not say which format to write: name one (to, --to) of {names}")
    return found


def _listed(paths: Paths) -> list[StrPath]:
    return inputs.checked([paths] if isinstance(paths, (str, os.PathLike)) else paths)


def _tell_failure(report: Report) -> inputs.Failed:
    return lambda error: report(inputs.failure(error))


def _raise(error: InputError) -> None:
    raise error


def _ignore(_diagnostic: Diagnostic) -> None:
    """Report to nobody."""


def _no_progress(_done: int, _total: int) -> None:
    """Show progress to nobody."""
