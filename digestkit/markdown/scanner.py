"""From text to classified lines; joined again, the lines are the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from digestkit.markdown.rules import SETTLED, LineKind, classify

_RUN = 50_000  # characters


Line = tuple[LineKind, int, str, Any, bool]
"""A line that is not blank, and the blank lines after it, up to the next line's start.

Its kind; the offset of its first character; its content without the line end; what its rule read; whether
a blank line stands before it. A plain tuple: one is made for each line, to be taken apart at once.
"""


def scan(text: str, start: int = 0) -> Iterator[Line]:
    """Split a text into lines from an offset on; the last is empty and of kind `END`.

    Lines end at LF; carriage returns before it belong to the line end. Blank lines at the very start make
    a line of kind `BLANK`, so that the slices from each line's start to the next are the text.
    """
    lines = chain.from_iterable(_runs(text, start))
    first = next(lines)
    blank: list[Line] = [(LineKind.BLANK, start, "", None, False)] if first[1] > start else []
    return chain(blank, [first], lines)


def _runs(text: str, start: int) -> Iterator[list[Line]]:
    """Yield lines in lists of some hundred: one list would double the memory of a large text."""
    settled = SETTLED.get
    has_returns = "\r" in text
    at, spaced = start, False
    for run in _line_runs(text, start):
        lines: list[Line] = []
        append = lines.append
        for content in run:
            if not content:
                spaced = True
                at += 1
                continue
            length = len(content) + 1
            if has_returns:
                content = content.rstrip("\r")  # noqa: PLW2901 - `length` counts what is cut off here
            found = settled(content[:2])
            if found is None:
                if not content or content.isspace():
                    spaced = True
                    at += length
                    continue
                found = classify(content)
            append((found[0], at, content, found[1], spaced))
            spaced = False
            at += length
        yield lines
    yield [(LineKind.END, len(text), "", None, spaced)]


def _line_runs(text: str, start: int) -> Iterator[list[str]]:
    """Split a text at its line ends, a run of whole lines at a time."""
    while True:
        end = text.find("\n", start + _RUN)
        if end < 0:
            yield text[start:].split("\n")
            return
        yield text[start:end].split("\n")
        start = end + 1
