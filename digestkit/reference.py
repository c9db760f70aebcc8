"""What every bibliography, feed and book says about a paper: one `Reference`, shared by all of them.

Plugins may import what `__all__` names. A reference searches the paper's URL once for the arXiv id, and
everything else follows from that; names are parsed, and summaries divided into lines, on demand.

Formats that list papers agree on a paper that occurs twice: it is one entry. Where a format writes while it
reads, `each_once` keeps only ids, so the entry is dated by the first digest read, and an earlier one read
later is reported. Where a format holds its papers, the entry is dated by the earliest digest.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import attrs

from digestkit import arxiv
from digestkit.arxiv import ArxivId, YearMonth
from digestkit.diagnostics import Code
from digestkit.model import Digest, Paper
from digestkit.node import brief

if TYPE_CHECKING:  # the parsers of names and markup cost start-up time, and few exports need them
    from digestkit.text.names import LiteralName, PersonName
    from digestkit.text.summary import Line

__all__ = [
    "Issued",
    "Reference",
    "Tell",
    "each_once",
    "met_again",
    "tell_of_abstract",
    "tell_of_doi",
    "tell_of_names",
    "warn_of_first_authors",
]

_DOI_PAGES = "https://doi.org/"
_SAFE = "/:;()._-"  # frequent in DOIs, and harmless in a path

# What people write before a DOI (https://www.doi.org/doi-handbook/HTML/display-and-presentation.html).
_RESOLVER = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)

Tell = Callable[[str, Paper | None, Code], None]
"""Called with a message, the paper it is about or None, and its code; `ExportContext.report` is one."""


class Issued(NamedTuple):
    """When a paper came out, as far as that is known: a year, and a month (1 to 12) or None."""

    year: int
    month: int | None = None


@attrs.frozen
class Reference:
    """A paper as others refer to it, and the day of the digest that lists it (None where it has no date).

    `arxiv` is its arXiv id, with the version where the URL names one; None for papers from elsewhere. `id`
    is `Paper.id`: it is what citation keys and guids are made from.
    """

    paper: Paper
    day: datetime.date | None = None
    arxiv: ArxivId | None = attrs.field(
        init=False, eq=False, default=attrs.Factory(lambda self: arxiv.find(self.paper.url), takes_self=True)
    )
    id: str = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(lambda self: arxiv.identity(self.paper.url, self.arxiv), takes_self=True),
    )

    @property
    def title(self) -> str:
        """The title as plain text, in which TeX is characters where Unicode has them."""
        from digestkit.text.inline import typeset  # noqa: PLC0415 - as said above

        return typeset(self.paper.title)

    @property
    def doi(self) -> str | None:
        """The DOI that arXiv registers for each of its papers, for others the one that the digest says.

        https://info.arxiv.org/help/doi.html
        """
        return self.arxiv.doi if self.arxiv is not None else self.stated_doi

    @property
    def stated_doi(self) -> str | None:
        """The DOI that the digest says, without `doi:` or the address of a resolver before it."""
        doi = self.paper.doi
        return None if doi is None else _RESOLVER.sub("", doi.strip(), count=1) or None

    @property
    def doi_url(self) -> str | None:
        """Where the DOI that the digest says leads."""
        doi = self.stated_doi
        return None if doi is None else _DOI_PAGES + quote(doi, safe=_SAFE, errors="replace")

    @property
    def journal_doi(self) -> str | None:
        """The DOI that the digest says of a paper of arXiv, unless it is arXiv's own."""
        stated = self.stated_doi if self.arxiv is not None else None
        return None if stated is None or stated.casefold() == (self.doi or "").casefold() else stated

    @property
    def primary_class(self) -> str | None:
        """The primary category of a paper of arXiv, where the digest says one that arXiv could have."""
        first = next(iter(self.paper.categories), "").strip()
        return first if self.arxiv is not None and arxiv.is_category(first) else None

    @property
    def keywords(self) -> tuple[str, ...]:
        """Categories and tags, each once."""
        paper = self.paper
        if not paper.categories and not paper.tags:
            return ()
        return tuple(dict.fromkeys(map(str.strip, (*paper.categories, *paper.tags))))

    @property
    def page(self) -> str:
        """The paper's page: arXiv's of the newest version, else the digest's URL, made absolute."""
        return self.arxiv.page if self.arxiv is not None else self.paper.href

    @property
    def pdf_url(self) -> str | None:
        """The PDF on arXiv, of the version that the URL names, if any; None for papers from elsewhere."""
        return self.arxiv.pdf_url if self.arxiv is not None else None

    @property
    def published(self) -> YearMonth | None:
        """Year and month of submission, as the arXiv id encodes them; None for papers from elsewhere."""
        return arxiv.submitted(self.arxiv.id) if self.arxiv is not None else None

    @property
    def issued(self) -> Issued | None:
        """Year and month of submission: by the arXiv id, for others as the digest says.

        Where it says nothing, the year of the digest, if it has one.
        """
        if self.arxiv is not None:
            return Issued(*arxiv.submitted(self.arxiv.id))
        submitted = self.paper.submitted
        if submitted is not None:
            return Issued(submitted.year, submitted.month)
        return Issued(self.day.year) if self.day is not None else None

    @property
    def accessed(self) -> datetime.date | None:
        """The day of the digest, for a paper whose page may change; None for arXiv's, which does not."""
        return self.day if self.arxiv is None else None

    @cached_property
    def authors(self) -> tuple[str, ...]:
        r"""The authors as they are shown, in their order; without blank names and repetitions in a row.

        What a list or TeX has left in a name (`and Lei Bai`, `Erd\H{o}s`) is mended: see `tell_of_names`.
        """
        from digestkit.text.bylines import shown  # noqa: PLC0415 - as said above

        return shown(self.paper.authors)

    @cached_property
    def names(self) -> tuple[PersonName | LiteralName, ...]:
        """The authors in the order of the digest, parsed; without blank names and repetitions in a row.

        They are those of `authors`.
        """
        from digestkit.text.names import parse_name  # noqa: PLC0415 - as said above

        return tuple(map(parse_name, self.authors))

    @property
    def hides_first_author(self) -> bool:
        """Whether there are several authors, and it is not known which of them is the first."""
        paper = self.paper
        # `authors_clean` is costly, so that it comes last; one name twice in a row is one author.
        if paper.authors_ordered or not paper.authors:
            return False
        return paper.authors_truncated or (len(paper.authors) > 1 and len(paper.authors_clean) > 1)

    @cached_property
    def summary(self) -> tuple[Line, ...]:
        """The lines of the summary, with their markup as tokens; see `digestkit.text.summary`."""
        from digestkit.text.summary import lines  # noqa: PLC0415 - as said above

        return tuple(lines(self.paper.summary))

    @property
    def summary_text(self) -> str:
        """The summary as lines of plain text, indented where nested, with the addresses of links."""
        from digestkit.text.summary import plain  # noqa: PLC0415 - as said above

        return plain(self.summary)

    @property
    def abstract_text(self) -> str:
        """The paper's own abstract; where the digest has none, the summary as plain text.

        Markup in the abstract stays; TeX is characters where Unicode has them.
        """
        abstract = self.paper.abstract
        if not abstract:
            return self.summary_text
        from digestkit.text.inline import typeset  # noqa: PLC0415 - as said above

        return typeset(abstract)

    @property
    def abstract_paragraph(self) -> str:
        """The same as one line of plain text."""
        abstract = self.paper.abstract
        if abstract is None:
            return self.summary_paragraph
        from digestkit.text.inline import typeset  # noqa: PLC0415 - as said above

        return " ".join(typeset(abstract).split())

    @property
    def abstract_tex(self) -> str:
        """The same line for a format that TeX reads: what is TeX in it stays as it is written."""
        abstract = self.paper.abstract
        if abstract is not None:
            return " ".join(abstract.split())
        from digestkit.text.summary import paragraph  # noqa: PLC0415 - as said above

        return paragraph(self.summary, keep_tex=True)

    @property
    def summary_paragraph(self) -> str:
        """The summary as one line of plain text, with the addresses of links; may be empty."""
        from digestkit.text.summary import paragraph  # noqa: PLC0415 - as said above

        return paragraph(self.summary)


def each_once(digests: Iterable[Digest], tell: Tell) -> Iterator[Reference]:
    """Yield a reference for each paper when it first occurs; only ids, and days that show, are kept.

    A paper that occurs again is reported (DK504), with a word on it if its digest is earlier than the one
    that dates the entry.
    """
    met: dict[str, datetime.date | None] = {}
    for digest in digests:
        for paper in digest.papers:
            reference = Reference(paper, digest.date)
            # A day is kept only where the entry shows it: for papers from elsewhere.
            if reference.id not in met:
                met[reference.id] = reference.accessed
                yield reference
            else:
                tell(_repetition(reference, met[reference.id]), paper, Code.MERGED)


def _repetition(again: Reference, dated: datetime.date | None) -> str:
    message = met_again(again, dated)
    if again.accessed is None or (dated is not None and dated <= again.accessed):
        return message
    return f"{message}, though listed on {again.accessed}: put the digests in order of their dates"


def met_again(reference: Reference, dated: datetime.date | None) -> str:
    """The message about a paper that occurs again; `dated` is the day that its entry shows, if any."""
    return f"{reference.id} occurs again; it is one entry" + (f", dated {dated}" if dated is not None else "")


def tell_of_abstract(reference: Reference, tell: Tell) -> None:
    """Tell where an abstract takes the place of a summary, in a format that has one place for both."""
    if reference.paper.abstract is not None and reference.paper.summary:
        tell("the summary gives way to the abstract", reference.paper, Code.DROPPED)


def tell_of_doi(reference: Reference, tell: Tell) -> None:
    """Tell where arXiv's DOI takes the place of another, in a format that has one place for both."""
    doi = reference.journal_doi
    if doi is not None:
        tell(f"the DOI {brief(doi)} gives way to arXiv's", reference.paper, Code.DROPPED)


def tell_of_names(reference: Reference, tell: Tell) -> None:
    """Tell where `Reference.authors` has a name without what a list or TeX has left in it (DK503)."""
    if reference.authors == reference.paper.authors:
        return
    from digestkit.text.bylines import altered  # noqa: PLC0415 - as said above

    for name, made in altered(reference.paper.authors):
        told = f"is written as {made!r}" if made else "is left out"
        tell(f"author: {name!r} {told}", reference.paper, Code.ALTERED)


def warn_of_first_authors(references: Iterable[Reference], tell: Tell, also: str = "") -> Iterator[Reference]:
    """Pass the references on, and warn once (DK505) if there are some whose first author is not known.

    Citation styles put the first name before "et al."; `also` is what else depends on it, as text for the
    message. It is a warning and no loss, since all names are there. It is about the export as a whole, so it
    names no paper.
    """
    remaining = iter(references)
    for reference in remaining:
        if not reference.hides_first_author:
            yield reference
            continue
        tell(_FIRST_AUTHORS.format(also=also), None, Code.EXPORT_WARNING)
        yield from chain((reference,), remaining)  # uses up `remaining`, which ends the loop


_FIRST_AUTHORS = (
    "names stand in no known order (the Korean digests shuffle them since 2024-01-23), so “X et al.”{also}"
    " may not name the first author: check who is, update the entries from their DOIs in Zotero or JabRef, or"
    " sort by title"
)
