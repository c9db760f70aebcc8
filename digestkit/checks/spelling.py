"""Finding papers laid out like those of another era than the rest of their digest.

What distinguishes eras is read from the source: labels, authors as a list, blank lines between items. The
stars around labels say nothing, since both spellings occur side by side from 2024-10-28 on, and neither does
what is missing. A paper that was constructed, or read from records, has no source and is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digestkit.model import Digest, Paper
from digestkit.source import Layout, cut

# From a source and a paper in it to how the paper is laid out, or None where that does not show.
Sign = Callable[[Layout, Paper], str | None]


def _labels(_layout: Layout, paper: Paper) -> str | None:
    """Whether any item has a label: papers since 2024-06-12 have at least one, earlier ones have none."""
    if not paper.summary:
        return None
    return "labels" if any(item.label is not None for item in paper.summary) else "no labels"


def _authors(layout: Layout, paper: Paper) -> str | None:
    """A list, unless a name requires one: a name with `, ` in it can be spelled in no other way."""
    # Searched up to the first item only: an item's text may hold such a line.
    if paper.span is None or not paper.authors:
        return None
    start, end = paper.span
    first = paper.summary[0].span if paper.summary else None
    if "\nAuthors: [" not in cut(layout, (start, first[0] if first is not None else end)):
        return "authors by commas"
    return None if any(", " in name for name in paper.authors) else "authors as a list"


def _gaps(layout: Layout, paper: Paper) -> str | None:
    """What separates the first two items, which stand for all."""
    if len(paper.summary) < 2:
        return None
    before, after = paper.summary[0].span, paper.summary[1].span
    if before is None or after is None:
        return None
    blank = cut(layout, (before[1], after[0])).count("\n") > 1
    return "blank lines between items" if blank else "items line by line"


SIGNS: tuple[Sign, ...] = (_labels, _authors, _gaps)


def mixed_eras(digest: Digest) -> Iterator[tuple[Paper, str]]:
    """Yield, for each sign, the first paper of a digest that differs from those before it, with a message."""
    layout = digest.layout
    if layout is None or not layout.text:
        return
    for sign in SIGNS:
        usual = None
        for paper in digest.papers:
            found = sign(layout, paper)
            if usual is not None and found is not None and found != usual:
                yield paper, f"{found} here, {usual} in the papers before"
                break  # one finding a sign: the papers that follow mostly differ in the same way
            usual = usual or found
