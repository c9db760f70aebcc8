"""Tables on a terminal: rows of aligned cells, and the options of a plugin."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from digestkit.export.options import Option
from digestkit.registry.core import rightful


def rows(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line for each row, its cells as wide as the widest of their column."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))


def owner(noun: str, name: str, given: str) -> str:
    """A distribution; and whose it is not, where it has taken the name of a plugin of this project's."""
    own = rightful(noun, name.rpartition(":")[2], given)
    return f"{given} (not {own})" if own is not None else given


def options(described: Sequence[Option], before: str, equals: str = "=…") -> Iterator[str]:
    """A line for each option as it is given, with its type and default, and its help below."""
    if not described:
        yield "It has no options."
        return
    yield "Options:"
    for option in described:
        default = f" (default: {option.default_text})" if option.default_text else ""
        yield f"  {before}{option.name}{equals}  {option.type}{default}"
        yield from textwrap.wrap(option.help, 100, initial_indent=" " * 6, subsequent_indent=" " * 6)
