"""BibTeX and BibLaTeX: one entry per paper, ready to be cited.

`@misc` with `eprint`, `archivePrefix` and `primaryClass`, as arXiv itself exports its papers, serves classic
BibTeX styles and biber alike; the dialect `biblatex` writes `@online` with BibLaTeX's own fields. Categories
and tags are keywords. Lost are the title of the digest, media, sections, links and, unless asked for, votes,
abstracts and summaries; the date of a digest, the day of submission and the DOI that a digest says reach only
papers that are not arXiv's. Sources: O. Patashnik, "BibTeXing" (1988); the BibLaTeX manual, section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext, Exporter, exporter, hookimpl
from digestkit.formats.bibtex.entry import EntryWriter
from digestkit.formats.bibtex.options import BibtexOptions, Dialect
from digestkit.formats.bibtex.titles import TitleCase
from digestkit.model import Digest
from digestkit.reference import Reference, each_once, warn_of_first_authors

__all__ = ["BibtexOptions", "Dialect", "TitleCase", "bibtex"]


def carries(options: BibtexOptions) -> tuple[str, ...]:
    """The fields that reach the entries."""
    asked = {"summary": options.abstract, "abstract": options.abstract, "votes": options.votes}
    extra = tuple(field for field, wanted in asked.items() if wanted)
    always = (
        "date",
        "title",
        "url",
        "authors",
        "authors_truncated",
        "categories",
        "tags",
        "submitted",
        "doi",
    )
    return (*always, *extra)


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
    """Write the file to append to, if any, unchanged, and an entry for each paper that it lacks.

    Entries are written while digests are read, so a later occurrence of a paper changes nothing.
    """
    options: BibtexOptions = context.options or BibtexOptions()
    writer = EntryWriter(options, context)
    references = each_once(digests, context.report)
    if options.append:
        yield from _appended(options.append, references, writer, context)
    else:
        between = ""
        for reference in _warned(references, writer, context):
            yield between + writer.entry(reference)
            between = "\n"
    for message in writer.unprinted:
        context.report(message, code=Code.EXPORT_WARNING)


def _appended(
    data: bytes, references: Iterator[Reference], writer: EntryWriter, context: ExportContext
) -> Iterator[str]:
    """The file as it is, then an entry for each paper that it lacks, spelled as the file is."""
    from digestkit.formats.bibtex.appending import BibFile  # noqa: PLC0415 - most files are written anew

    file = BibFile.read(data)
    yield file.text
    count = 0
    lacking = (each for each in references if not file.has(each, writer.key(each)))
    for count, reference in enumerate(_warned(lacking, writer, context), 1):
        yield file.fitted(writer.entry(reference), is_first=count == 1)
    context.report(f"append: {count} new in a file of {len(file.keys)}")
    if count and file.open_entry is not None:
        context.report(
            f"append: the entry {file.open_entry!r} is never closed, so BibTeX does not find the new ones",
            code=Code.EXPORT_WARNING,
        )
    if count and not file.is_utf8:
        context.report(
            "append: the file is not UTF-8, but the new entries are; with -O ascii they fit most encodings",
            code=Code.EXPORT_WARNING,
        )


def _warned(
    references: Iterator[Reference], writer: EntryWriter, context: ExportContext
) -> Iterator[Reference]:
    also = ", and a key with a surname," if writer.leans_on_first_author else ""
    return warn_of_first_authors(references, context.report, also)


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer BibTeX."""
    register(bibtex)
