"""The line of a file that a finding is about, with a caret below the place.

Places are counted in code points; what is shown is measured in terminal cells, of which a Korean syllable
takes two.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digestkit.diagnostics import Diagnostic
from digestkit.text import width

BEFORE = 30
"""How many cells are shown before the place, where a line is too long to be shown whole."""


class Excerpts:
    """Shows places in files, which are read again for this; keeps the lines of the latest file only."""

    def __init__(self, encoding: str, columns: int) -> None:
        self._encoding = encoding
        self._columns = columns
        self._source: str | None = None
        self._lines: list[str] = []

    def lines(self, found: Diagnostic) -> tuple[str, ...]:
        """The line and its caret; empty where the place is unknown, or the file gone or shorter by now."""
        if found.source is None or found.line is None or found.column is None:
            return ()
        if found.source != self._source:
            self._source, self._lines = found.source, _read(found.source, self._encoding)
        if found.line > len(self._lines):
            return ()
        line = self._lines[found.line - 1]
        return excerpt(line, found.column - 1, self._columns) if line.strip() else ()


def excerpt(line: str, at: int, columns: int) -> tuple[str, str]:
    """A line, cut to a terminal's columns around a place, and a caret in the cell below the place.

    `at` is a code point's index in the line. What a terminal would obey is shown as U+FFFD.
    """
    # One character for one, so that `at` stays right.
    shown = "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in line)
    room = columns - 4  # the indentation of both lines
    start = 0
    if width.cells(shown) > room:
        start = _back(shown, at, BEFORE)
    lead = "…" if start else ""
    before = lead + shown[start:at]
    return f"    {width.cut(lead + shown[start:], room)}", f"    {' ' * width.cells(before)}^"


def _back(text: str, at: int, most: int) -> int:
    """The index at which to start so that at most `most` cells stand before a place."""
    start = min(at, len(text))
    while start > 0 and (most := most - width.cell(text[start - 1])) >= 0:
        start -= 1
    return start


def _read(source: str, encoding: str) -> list[str]:
    """The lines of a file; empty where there is none, as for a record that came from another machine."""
    try:
        text = Path(source).read_bytes().decode(encoding, "replace")
    except (OSError, ValueError):
        return []
    return text.split("\n")


Excerpt = Callable[[Diagnostic], tuple[str, ...]]
"""Shows the place of a finding, or nothing."""
