"""CSL-JSON: the data that citation styles are applied to.

Lost are the titles of digests, media, votes, that authors were truncated, and, unless asked for, summaries.
https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import attrs

import digestkit
from digestkit.reference import Reference, each_once, warn_of_first_authors
from digestkit.text import LiteralName, PersonName
from digestkit_csl.options import carries, tell_what_gives_way


@attrs.frozen
class CslJsonOptions:
    """What a reference holds besides what a citation needs."""

    abstract: bool = attrs.field(
        default=False, metadata={"help": "put the abstract, or else the summary, into `abstract`"}
    )


@digestkit.exporter(
    "csl-json",
    suffix=".json",
    media_type="application/vnd.citationstyles.csl+json",
    summary="CSL-JSON references for Zotero, pandoc and citation styles.",
    streams=True,
    options=CslJsonOptions,
    carries=carries,
)
def csl_json(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write a JSON array, one reference per line, while digests are read."""
    options = context.options or CslJsonOptions()
    # Opened with the first reference, so that there is no comma after the last.
    gap = "[\n"
    for reference in warn_of_first_authors(each_once(digests, context.report), context.report):
        yield gap + json.dumps(_record(reference, options, context), ensure_ascii=False)
        gap = ",\n"
    yield "[]\n" if gap == "[\n" else "\n]\n"


def _record(
    reference: Reference, options: CslJsonOptions, context: digestkit.ExportContext
) -> dict[str, object]:
    """The reference with its keys in a fixed order; what is unknown is left out.

    CSL has no type for preprints: they are articles with a genre, as Zotero exports them.
    """
    paper, arxiv, issued, accessed = reference.paper, reference.arxiv, reference.issued, reference.accessed
    tell_what_gives_way(reference, options, context)
    record = {
        "id": reference.id,
        "type": "article" if arxiv else "webpage",
        "genre": "preprint" if arxiv else None,
        "title": reference.title,
        "author": [_name(name) for name in reference.names],
        "issued": _date(*issued) if issued else None,
        "accessed": _date(accessed.year, accessed.month, accessed.day) if accessed else None,
        "publisher": "arXiv" if arxiv else None,
        "number": f"arXiv:{arxiv.id}" if arxiv else None,
        "DOI": reference.doi,
        "URL": paper.href,
        "language": context.language,
        "keyword": ", ".join(reference.keywords),
        "abstract": reference.abstract_text if options.abstract else None,
    }
    return {key: value for key, value in record.items() if value}


def _date(*parts: int | None) -> dict[str, list[list[int]]]:
    """A date as far as it is known: year, month and day, of which the schema wants at least the year."""
    return {"date-parts": [[part for part in parts if part is not None]]}


def _name(name: PersonName | LiteralName) -> dict[str, str]:
    # Styles invert and abbreviate persons' names; a team's is printed as it stands.
    if isinstance(name, LiteralName):
        return {"literal": name.text}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
