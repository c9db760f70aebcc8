"""`--transform shorten-authors`: the first names of long lists, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from digestkit.model import Digest, Paper
from digestkit.transforms.contract import TransformContext, transform

TOTAL = "authors_total"
"""The name in `Paper.extra` under which dialects say how many authors there are, and so does this."""


@attrs.frozen
class ShortenAuthorsOptions:
    """How many names to keep."""

    keep: int = attrs.field(
        default=10,
        validator=attrs.validators.ge(1),
        metadata={"help": "How many names to keep of a list; lists of one name more are kept whole."},
    )


@transform(
    "shorten-authors",
    summary="Keep the first authors of long lists.",
    streams=True,
    options=ShortenAuthorsOptions,
)
def shorten_authors(digests: Iterable[Digest], context: TransformContext) -> Iterator[Digest]:
    """Yield each digest with shorter lists of authors.

    A list that is cut is marked as truncated, and its length is kept in `extra`, unless the digest said
    already how many authors there are. Nothing is reported: it was asked for.
    """
    keep = context.options.keep
    for digest in digests:
        yield attrs.evolve(digest, papers=[_shortened(paper, keep) for paper in digest.papers])


def _shortened(paper: Paper, keep: int) -> Paper:
    # "and 1 more" would take the place of the name itself.
    if len(paper.authors) <= keep + 1:
        return paper
    extra = paper.extra
    if not paper.authors_truncated and TOTAL not in dict(extra):
        extra = (*extra, (TOTAL, str(len(paper.authors))))
    return attrs.evolve(paper, authors=paper.authors[:keep], authors_truncated=True, extra=extra)


TRANSFORM = shorten_authors
