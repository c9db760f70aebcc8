"""Tables and text, as wide as the terminal; in a pipe or a file, each row and paragraph is one line."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from digestkit.cli.messages import is_terminal
from digestkit.text.width import cells as in_cells
from digestkit.text.width import pad

_GAP = "  "
_NARROWEST = 20
"""Columns in which sentences can still be read; where there are fewer, cells stand one below the other."""
WIDEST = 100
"""Columns beyond which lines are hard to follow."""


def width() -> int | None:
    """How many columns the terminal has that standard output is; None where it is none."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def rows(cells: Sequence[Sequence[str]], room: int | None = None) -> Iterator[str]:
    """A line for each row, its cells as wide as the widest of their column.

    Where these have no room, the widest columns become narrower, and their cells go on in further lines.
    """
    widths = [max(map(in_cells, column)) for column in zip(*cells, strict=True)]
    if room is not None:
        widths = _fitted(widths, room - len(_GAP) * (len(widths) - 1))
        if max(widths) < _NARROWEST:
            yield from _stacked(cells, room)
            return
    for row in cells:
        for parts in zip_longest(*map(_wrapped, row, widths), fillvalue=""):
            yield _GAP.join(map(pad, parts, widths))


def _fitted(widths: list[int], room: int) -> list[int]:
    """The widths, the greatest of them cut to one that lets all fit."""
    widest = max(widths)
    while widest and sum(min(each, widest) for each in widths) > room:
        widest -= 1
    return [min(each, widest) for each in widths]


def _stacked(cells: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    for first, *others in cells:
        yield first
        for other in filter(None, others):
            yield from paragraph(other, room, "    ")


def _wrapped(text: str, room: int) -> list[str]:
    # A name with hyphens is to be copied whole.
    return textwrap.wrap(text, max(room, 1), break_on_hyphens=False) if in_cells(text) > room else [text]


def paragraph(text: str, room: int | None, indent: str = "", first: str | None = None) -> Iterator[str]:
    """A paragraph, its lines behind an indent, of which the first may have another: `- `, or a name."""
    first = indent if first is None else first
    if room is None:
        yield first + text
        return
    lines = textwrap.wrap(
        text, min(room, WIDEST), initial_indent=first, subsequent_indent=indent,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    yield from lines or [first.rstrip()]
