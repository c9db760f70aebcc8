"""Split a text that comes in pieces into lines, as readers that stream need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text that comes in pieces, without their line feeds; only LF ends a line."""
    open_line: list[str] = []
    for piece in pieces:
        first, *rest = piece.split("\n")
        open_line.append(first)
        if rest:
            yield "".join(open_line)
            *whole, last = rest
            yield from whole
            open_line = [last]
    if last_line := "".join(open_line):
        yield last_line
