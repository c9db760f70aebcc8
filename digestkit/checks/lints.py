"""What is correct and still deserves a look: observations on the model, which `digestkit check` adds.

A rule of digests or papers is a function from one to a message, or None; the tables show all of them. What
occurs twice is found over all digests that one `Linter` sees.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.model import Digest, Paper

__all__ = ["Linter"]

NodeT = TypeVar("NodeT", Digest, Paper)


def _no_arxiv_id(paper: Paper) -> str | None:
    return f"no arXiv id in {paper.url}" if paper.arxiv_id is None else None


def _no_summary(paper: Paper) -> str | None:
    return None if paper.summary else f"no summary of {paper.title!r}"


def _repeated_author(paper: Paper) -> str | None:
    twice = [name for name, after in itertools.pairwise(paper.authors) if name == after]
    return f"twice in a row: {', '.join(dict.fromkeys(twice))}" if twice else None


def _empty_digest(digest: Digest) -> str | None:
    return None if digest.papers else "a digest without papers"


DIGEST_RULES: tuple[tuple[Code, Callable[[Digest], str | None]], ...] = ((Code.EMPTY_DIGEST, _empty_digest),)

PAPER_RULES: tuple[tuple[Code, Callable[[Paper], str | None]], ...] = (
    (Code.NO_ARXIV_ID, _no_arxiv_id),
    (Code.NO_SUMMARY, _no_summary),
    (Code.REPEATED_AUTHOR, _repeated_author),
)


class Linter:
    """Looks at digests one after the other; remembers of them only what it needs to find doubles."""

    def __init__(self) -> None:
        self._days: dict[Hashable, str] = {}
        self._papers: dict[Hashable, str] = {}

    def lint(self, digests: Iterable[Digest]) -> Iterator[Diagnostic]:
        """Yield what is noticed in digests."""
        for digest in digests:
            if digest.date is not None:
                yield from _again(self._days, digest.date, digest, Code.DUPLICATE_DAY, str(digest.date))
            yield from _apply(DIGEST_RULES, digest)
            for paper in digest.papers:
                yield from _again(self._papers, paper.id, paper, Code.DUPLICATE_PAPER, paper.id)
                yield from _apply(PAPER_RULES, paper)


def _apply(rules: Iterable[tuple[Code, Callable[[NodeT], str | None]]], node: NodeT) -> Iterator[Diagnostic]:
    for code, rule in rules:
        message = rule(node)
        if message is not None:
            yield at(node, code, message)


def _again(
    seen: dict[Hashable, str], key: Hashable, node: Digest | Paper, code: Code, shown: str
) -> Iterator[Diagnostic]:
    """Tell of what was seen before, and where first."""
    if key not in seen:
        seen[key] = at(node, code, shown).place
        return
    first = f", first at {seen[key]}" if seen[key] else ""
    yield at(node, code, f"{shown} again{first}")
