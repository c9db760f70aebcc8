"""Lints that look at a whole digest: a function each, which yields the odd nodes in it with a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digestkit.checks.languages import other_languages
from digestkit.checks.spelling import mixed_eras
from digestkit.diagnostics import Code, Located
from digestkit.model import Digest

OLDEST = 24
"""Months by which a paper may be older than its digest; of 5,488 papers in real digests the oldest was 17."""

NEWEST = 1
"""Months by which it may be newer: time zones can put a paper of the 1st into a digest of the 31st."""

Finding = tuple[Located, str]


def _empty_digest(digest: Digest) -> Iterator[Finding]:
    if not digest.papers:
        yield digest, "a digest without papers"


def _distant_id(digest: Digest) -> Iterator[Finding]:
    if digest.date is None:
        return
    today = 12 * digest.date.year + digest.date.month
    for paper in digest.papers:
        published = paper.published
        if published is None:
            continue
        # In whole months: an arXiv id says no more.
        age = today - 12 * published.year - published.month
        if not -NEWEST <= age <= OLDEST:
            when = f"{age} months before" if age > 0 else f"{-age} months after"
            yield paper, f"{paper.arxiv_id} is {when} the digest's day, {digest.date}"


# Findings appear in this order; a new rule is a line here.
DIGEST_RULES: tuple[tuple[Code, Callable[[Digest], Iterator[Finding]]], ...] = (
    (Code.EMPTY_DIGEST, _empty_digest),
    (Code.DISTANT_ID, _distant_id),
    (Code.OTHER_LANGUAGE, other_languages),
    (Code.MIXED_ERAS, mixed_eras),
)
