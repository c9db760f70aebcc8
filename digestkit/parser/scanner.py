"""From text to classified lines; joined again, the lines are the text."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from digestkit.parser.rules import Kind, classify


class Line(NamedTuple):
    """A line that is not blank, and the blank lines after it.

    `start` is the offset of its first character; `content` has no line end; `value` is what its rule
    read; `spaced` says whether a blank line stands before it. All up to the next line's start is its own.
    """

    kind: Kind
    start: int
    content: str
    value: Any
    spaced: bool

    @property
    def end(self) -> int:
        """The offset after the last character of the content."""
        return self.start + len(self.content)


def scan(text: str, start: int = 0) -> list[Line]:
    """Split a text into lines from an offset on; the last is empty and of kind `END`.

    Lines end at LF; carriage returns before it belong to the line end. Blank lines at the very start make
    a line of kind `BLANK`, so that the slices from each line's start to the next are the text.
    """
    lines: list[Line] = []
    append, make = lines.append, partial(tuple.__new__, Line)  # `Line(...)` costs twice as much
    has_returns = "\r" in text
    at, spaced = start, False
    for content in (text[start:] if start else text).split("\n"):
        length = len(content) + 1
        if has_returns:
            content = content.rstrip("\r")  # noqa: PLW2901 - `length` counts what is cut off here
        if not content or content.isspace():
            spaced = True
        else:
            kind, value = classify(content)
            append(make((kind, at, content, value, spaced)))
            spaced = False
        at += length
    append(Line(Kind.END, len(text), "", None, spaced))
    if lines[0].start > start:
        lines.insert(0, Line(Kind.BLANK, start, "", None, spaced=False))
    return lines
