"""The authors of papers that are one: the fullest list, and of equals the one that is in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from digestkit.model import Paper


class _List(NamedTuple):
    """A list of names: whose it is, the names as they are compared, and whether there are more."""

    paper: Paper
    names: frozenset[str]
    cut: bool


def join(papers: Sequence[Paper], differs: Callable[[Paper, str, object], object]) -> Mapping[str, object]:
    """One list of names, as a paper has it. What another says besides is reported, name by name.

    A list gives way to one that has all its names and more; one that is cut off, to one that is whole or
    longer; and of two with the same names, one in unknown order to one as published. Otherwise the first
    counts: where two whole lists spell their names differently, nobody knows which is better.
    """
    kept: _List | None = None
    for paper in papers:
        given = _List(paper, frozenset(map(_bare, paper.authors_clean)), paper.authors_truncated)
        if not given.names:
            continue
        if kept is None:
            kept = given
        elif given.names == kept.names:
            cut = kept.cut and given.cut
            kept = (given if _is_in_order(given, kept) else kept)._replace(cut=cut)
        else:
            better, other = (given, kept) if _is_fuller(given, kept) else (kept, given)
            for name in other.paper.authors_clean:
                if _bare(name) not in better.names:
                    differs(other.paper, "authors", name)
            kept = better
    if kept is None:
        return {"authors_truncated": any(paper.authors_truncated for paper in papers)}
    return {
        "authors": kept.paper.authors,
        "authors_truncated": kept.cut,
        "authors_ordered": kept.paper.authors_ordered,
    }


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_in_order(given: _List, kept: _List) -> bool:
    return given.paper.authors_ordered is True and kept.paper.authors_ordered is not True


def _is_fuller(given: _List, kept: _List) -> bool:
    """Whether a list with other names is better than the one so far."""
    if given.names > kept.names or given.names < kept.names:
        return given.names > kept.names
    if len(given.names) == len(kept.names):
        return kept.cut and not given.cut
    return kept.cut and len(given.names) > len(kept.names)
