"""Exporting what is in memory, to text, bytes and records."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from digestkit import registry
from digestkit.api.arguments import About, Digests, Report, addressed, check_keywords, exported, ignored
from digestkit.errors import UsageError
from digestkit.export.contract import Exporter
from digestkit.export.run import Export
from digestkit.files import sinks
from digestkit.model import Document, digests_of


def dumps(
    digests: Digests,
    to: str | Exporter,
    *,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    rights: str | None = None,
    report: Report | None = None,
    options: Mapping[str, object] | None = None,
    **more_options: object,
) -> str:
    """Export to text; of a document, `"markdown"` also writes the text around its digests.

    Other keywords are options of the format; those whose names are taken go into `options`. `report` gets
    losses and notes. Raises `UsageError` for a binary format, an unknown format or a bad option, and
    `PluginError` where the exporter fails. The result may hold lone surrogates, which `dump_bytes` replaces.
    """
    about = About(title, lang, base_url, rights)
    export = _export(dumps, to, about, options, more_options, report)
    if export.exporter.info.binary or export.several:
        raise UsageError(f"{export.exporter.info.name} is not text: use dump_bytes()")
    return "".join(map(str, _chunks(export, digests, report)))


def dump_bytes(
    digests: Digests,
    to: str | Exporter,
    *,
    title: str | None = None,
    lang: str | None = None,
    base_url: str | None = None,
    rights: str | None = None,
    report: Report | None = None,
    options: Mapping[str, object] | None = None,
    **more_options: object,
) -> bytes:
    """Export to bytes, as a file would hold them: text as UTF-8, lone surrogates in it replaced by U+FFFD.

    Several files are a zip. As `dumps` in everything else, but for every format.
    """
    about = About(title, lang, base_url, rights)
    export = _export(dump_bytes, to, about, options, more_options, report)
    stream = io.BytesIO()
    sinks.write(_chunks(export, digests, report), stream, report or ignored)
    return stream.getvalue()


def records(digests: Digests) -> Iterator[dict[str, Any]]:
    """Yield the records of JSON Lines as Python values: what `json.loads` makes of each line.

    There is one for each paper, and one for a digest without papers. Losses are not reported.
    """
    from digestkit.formats.jsonl import records as jsonl  # noqa: PLC0415 - few calls need it, every start pays

    for digest in digests_of(digests):
        for record, _ in jsonl.of_digest(digest):
            yield record


def list_formats() -> tuple[str, ...]:
    """The names of all formats that can be written, the core's first; imports no plugin.

    So a plugin may be listed that fails when it is used.
    """
    return registry.format_names()


def _export(
    called: Callable[..., object],
    to: str | Exporter,
    about: About,
    options: Mapping[str, object] | None,
    more_options: Mapping[str, object],
    report: Report | None,
) -> Export:
    exporter = registry.exporter(to)
    check_keywords(called, exporter, more_options)
    given, about = addressed(exporter, {**(options or {}), **more_options}, about)
    return exported(exporter, given, about, report or ignored)


def _chunks(export: Export, digests: Digests, report: Report | None) -> Iterator[str | bytes]:
    """The chunks of an export, and then the report of what the format never carries."""
    if export.several:
        from digestkit.files.zipped import zipped  # noqa: PLC0415 - most formats are one file

        yield from zipped(export.parts(digests_of(digests)), report or ignored)
    elif isinstance(digests, Document) and export.exporter.info.name == "markdown":
        yield from _document(export, digests)
    else:
        yield from export.chunks(digests_of(digests))
    # Known only when the last chunk was made: it depends on what the digests had.
    never = export.not_carried
    if report is not None and never is not None:
        report(never)


def _document(export: Export, document: Document) -> Iterator[str | bytes]:
    """A whole document as Markdown: exporters get digests only, and the text around them is the writer's."""
    from digestkit.formats.markdown import styles  # noqa: PLC0415 - as above
    from digestkit.formats.markdown.exporter import MarkdownOptions  # noqa: PLC0415 - most write other formats
    from digestkit.markdown import fits  # noqa: PLC0415 - as above

    options = export.context.options
    if not isinstance(options, MarkdownOptions):  # a stranger's exporter of that name
        yield from export.chunks(document.digests)
        return
    style = styles.of(options.style)
    if style.how is not None or style.anew:  # only digests are written
        yield from export.chunks(document.digests)
        return
    export.count(document.digests)
    yield from style.chunks(fits.document_without_further(document), export.context.sink)
