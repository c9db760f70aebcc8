"""The line of a file that a finding is about, with a caret below the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digestkit.diagnostics import Diagnostic
from digestkit.text import width

BEFORE = 30
"""Cells that are shown before the place, where a line is too long to be shown whole."""


class Excerpts:
    """Shows places in files, which are read once more for it; keeps the lines of the last one."""

    def __init__(self, encoding: str, columns: int) -> None:
        self._encoding = encoding
        self._columns = columns
        self._source: str | None = None
        self._lines: list[str] = []

    def lines(self, found: Diagnostic) -> tuple[str, ...]:
        """The line and its caret; nothing where the place, or the file, is not known or not there."""
        if found.source is None or found.line is None or found.column is None:
            return ()
        if found.source != self._source:
            self._source, self._lines = found.source, _read(found.source, self._encoding)
        if found.line > len(self._lines):
            return ()
        line = self._lines[found.line - 1]
        return excerpt(line, found.column - 1, self._columns) if line.strip() else ()


def excerpt(line: str, at: int, columns: int) -> tuple[str, str]:
    """A line, cut to a terminal's columns around a place, and a caret in the cell below the place."""
    shown = "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in line)
    room = columns - 4
    start = 0
    if width.cells(shown) > room:
        start = _back(shown, at, BEFORE)
    lead = "…" if start else ""
    before = lead + shown[start:at]
    return f"    {width.cut(lead + shown[start:], room)}", f"    {' ' * width.cells(before)}^"


def _back(text: str, at: int, most: int) -> int:
    """Where to start so that some cells stand before a place."""
    start = min(at, len(text))
    while start > 0 and (most := most - width.cell(text[start - 1])) >= 0:
        start -= 1
    return start


def _read(source: str, encoding: str) -> list[str]:
    """The lines of a file; none of what is no file, such as a record's origin in another place."""
    try:
        text = Path(source).read_bytes().decode(encoding, "replace")
    except (OSError, ValueError):
        return []
    return text.split("\n")


Excerpt = Callable[[Diagnostic], tuple[str, ...]]
"""Shows the place of a finding, or nothing."""
