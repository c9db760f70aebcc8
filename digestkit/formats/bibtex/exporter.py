"""BibTeX and BibLaTeX: one entry a paper, to be cited as it comes.

`@misc` with `eprint` and `archivePrefix`, as arXiv itself exports its papers, serves classic BibTeX styles
and biber alike; the dialect `biblatex` writes `@online` with BibLaTeX's own fields. Lost are the title of the
digest, media, and, unless asked for, votes and summaries; the date of a digest reaches only papers that are
not arXiv's. Sources: O. Patashnik, "BibTeXing" (1988); the BibLaTeX manual, section 2.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext, Exporter, exporter
from digestkit.export.hooks import hookimpl
from digestkit.formats.bibtex.appending import BibFile
from digestkit.formats.bibtex.entry import EntryWriter, Source
from digestkit.formats.bibtex.options import BibtexOptions, Dialect
from digestkit.formats.bibtex.titles import TitleCase
from digestkit.model import Digest

__all__ = ["BibtexOptions", "Dialect", "TitleCase", "bibtex"]

SHUFFLED_SINCE = datetime.date(2024, 1, 23)
"""Digests from this day on have names in no order: who is first author is not known."""


def carries(options: BibtexOptions) -> tuple[str, ...]:
    """The fields that reach the entries."""
    asked = {"summary": options.abstract, "votes": options.votes}
    extra = tuple(field for field, wanted in asked.items() if wanted)
    return ("date", "title", "url", "authors", "authors_truncated", *extra)


@exporter(
    "bibtex",
    suffix=".bib",
    media_type="application/x-bibtex",
    summary="BibTeX and BibLaTeX entries.",
    streams=True,
    options=BibtexOptions,
    carries=carries,
)
def bibtex(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write the file to append to, if any, as it is, and an entry for each paper that it lacks.

    Entries are written while digests are read, so a paper met again leaves its entry as it is.
    """
    options: BibtexOptions = context.options or BibtexOptions()
    writer = EntryWriter(options, context)
    file = BibFile.read(options.append)
    if file.text:
        yield file.text
    sources = _once(_sources(digests), context)
    if writer.leans_on_first_author:
        sources = _warned(sources, context)
    if file.text:
        sources = (source for source in sources if not file.has(source.id, writer.key(source)))
    count = 0
    for count, source in enumerate(sources, 1):
        yield file.fitted(writer.entry(source), is_first=count == 1)
    _conclude(file, count, writer, context)


def _sources(digests: Iterable[Digest]) -> Iterator[Source]:
    for digest in digests:
        for paper in digest.papers:
            yield Source.of(paper, digest.date)


def _once(sources: Iterable[Source], context: ExportContext) -> Iterator[Source]:
    """Each paper once; of those met only the id is kept, and of papers that are not arXiv's the date."""
    met: dict[str, datetime.date | None] = {}
    for source in sources:
        key = source.id.lower()
        if key not in met:
            met[key] = source.date if source.arxiv is None else None
            yield source
            continue
        first = met[key]
        earlier = first is not None and source.date is not None and source.date < first
        dated = f", and is dated {first}: put the digests in order of their dates" if earlier else ""
        context.report(f"{source.id} occurs again; it has one entry{dated}", source.paper, Code.MERGED)


def _warned(sources: Iterable[Source], context: ExportContext) -> Iterator[Source]:
    """Warn once where a key leans on an order of authors that its digest does not have."""
    watching = True
    for source in sources:
        if watching and _order_unknown(source):
            watching = False
            context.report(
                f"keys name the first author, but digests since {SHUFFLED_SINCE} list authors in no order",
                source.paper,
                Code.EXPORT_WARNING,
            )
        yield source


def _order_unknown(source: Source) -> bool:
    several = len(source.paper.authors_clean) > 1 or source.paper.authors_truncated
    return several and (source.date is None or source.date >= SHUFFLED_SINCE)


def _conclude(file: BibFile, added: int, writer: EntryWriter, context: ExportContext) -> None:
    """Say what concerns the output as a whole."""
    if file.text:
        context.report(f"append: {added} new in a file of {len(file.keys)}")
    if added and not file.is_utf8:
        context.report(
            "append: the file is not UTF-8, but the new entries are; with -O ascii they fit most encodings",
            code=Code.EXPORT_WARNING,
        )
    if writer.kept is not None:
        context.report(
            f"{writer.kept!r} and perhaps others have no LaTeX command and stayed as they are",
            code=Code.EXPORT_WARNING,
        )


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer BibTeX."""
    register(bibtex)
