"""RIS: tagged lines that every reference manager reads.

The tags are those that Zotero, Mendeley and EndNote share. As the specification of Research Information
Systems demands, a tag is two characters, two blanks, a hyphen and a blank, and lines end with CR LF. Lost are
the titles of digests, media, votes, that authors were truncated, and, unless asked for, summaries.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator

import attrs

import digestkit
from digestkit.reference import Reference, each_once, warn_of_first_authors
from digestkit.text import LiteralName, PersonName, clean
from digestkit_csl.options import carries, tell_what_gives_way

_BREAKS = re.compile("[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
"""Whatever some reader takes for the end of a line, and tabs."""


class RisType(enum.Enum):
    """Types that may stand for a preprint, since RIS has none for it."""

    UNPUBLISHED = "UNPB"
    GENERIC = "GEN"
    JOURNAL = "JOUR"
    REPORT = "RPRT"


@attrs.frozen
class RisOptions:
    """What a reference holds besides what a citation needs, and which type a preprint has."""

    abstract: bool = attrs.field(
        default=False, metadata={"help": "put the abstract, or else the summary, into `AB`"}
    )
    type: RisType = attrs.field(
        default=RisType.UNPUBLISHED,
        metadata={"help": "the type of arXiv papers; RIS has none for preprints"},
    )


@digestkit.exporter(
    "ris",
    suffix=".ris",
    media_type="application/x-research-info-systems",
    summary="RIS references for EndNote, Mendeley, Zotero and JabRef.",
    streams=True,
    options=RisOptions,
    carries=carries,
)
def ris(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write a record for each paper, while digests are read."""
    options = context.options or RisOptions()
    for reference in warn_of_first_authors(each_once(digests, context.report), context.report):
        tell_what_gives_way(reference, options, context)
        lines = [f"{tag}  - {_line(value, reference, context)}" for tag, value in _tags(reference, options)]
        yield "\r\n".join([*lines, "ER  - ", ""])


def _tags(reference: Reference, options: RisOptions) -> Iterator[tuple[str, str]]:
    """The tags that have a value; `TY` must come first, and `ER`, which ends a record, is not among them."""
    paper, arxiv, issued, accessed = reference.paper, reference.arxiv, reference.issued, reference.accessed
    yield "TY", options.type.value if arxiv else "ELEC"
    if paper.title.strip():
        yield "TI", reference.title
    for name in reference.names:
        yield "AU", _name(name)
    if issued:
        yield "PY", f"{issued.year:04}"
        # Year/month/day/other: empty parts keep their slashes.
        yield "DA", f"{issued.year:04}/{f'{issued.month:02}' if issued.month else ''}//"
    if accessed:
        yield "Y2", accessed.isoformat().replace("-", "/") + "/"
    if arxiv:
        yield "PB", "arXiv"
        yield "AN", f"arXiv:{arxiv.id}"
    if reference.doi:
        yield "DO", reference.doi
    yield "UR", paper.href.replace(";", "%3B")  # in this field a semicolon stands between addresses
    for keyword in reference.keywords:
        yield "KW", keyword
    if options.abstract and (paper.abstract or paper.summary):
        yield "AB", reference.abstract_paragraph


def _name(name: PersonName | LiteralName) -> str:
    """`Family, Given, Suffix`.

    A comma after a name of several words keeps readers from taking its last word for the family name.
    """
    if isinstance(name, LiteralName):
        return f"{name.text}," if " " in name.text and "," not in name.text else name.text
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join([family, name.given, *([name.suffix] if name.suffix else [])])


def _line(value: str, reference: Reference, context: digestkit.ExportContext) -> str:
    """The value on one line, and reported if it was changed for that.

    Some readers end lines wherever `str.splitlines` does, so CR and LF are not enough to replace.
    """
    line = clean(_BREAKS.sub(" ", value) if _BREAKS.search(value) else value)
    if line != value:
        context.report(
            "white space or a control character was replaced", reference.paper, digestkit.Code.ALTERED
        )
    return line
