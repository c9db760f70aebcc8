"""BibTeX and BibLaTeX: one entry a paper, to be cited as it comes.

`@misc` with `eprint`, `archivePrefix` and `primaryClass`, as arXiv itself exports its papers, serves classic
BibTeX styles and biber alike; the dialect `biblatex` writes `@online` with BibLaTeX's own fields. Categories
and tags are keywords. Lost are the title of the digest, media, sections, links and, unless asked for, votes,
abstracts and summaries; the date of a digest, the day of submission and the DOI that a digest says reach only
papers that are not arXiv's. Sources: O. Patashnik, "BibTeXing" (1988); the BibLaTeX manual, section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext, Exporter, exporter
from digestkit.export.hooks import hookimpl
from digestkit.formats.bibtex.appending import BibFile
from digestkit.formats.bibtex.entry import EntryWriter
from digestkit.formats.bibtex.options import BibtexOptions, Dialect
from digestkit.formats.bibtex.titles import TitleCase
from digestkit.model import Digest
from digestkit.reference import each_once, warn_of_first_authors

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
    """Write the file to append to, if any, as it is, and an entry for each paper that it lacks.

    Entries are written while digests are read, so a paper met again leaves its entry as it is.
    """
    options: BibtexOptions = context.options or BibtexOptions()
    writer = EntryWriter(options, context)
    file = BibFile.read(options.append)
    if file.text:
        yield file.text
    references = each_once(digests, context.report)
    if file.text:
        references = (each for each in references if not file.has(each.id, writer.key(each)))
    also = ", and a key with a surname," if writer.leans_on_first_author else ""
    count = 0
    for count, reference in enumerate(warn_of_first_authors(references, context.report, also), 1):
        yield file.fitted(writer.entry(reference), is_first=count == 1)
    _conclude(file, count, writer, context)


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
