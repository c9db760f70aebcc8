"""How findings are printed: as lines of text, JSON, or workflow commands of GitHub Actions."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import click

from digestkit.cli.excerpt import Excerpt
from digestkit.cli.messages import COLORS, emit
from digestkit.diagnostics import AnyCode, Diagnostic, one_line

FEW = 3
"""How many findings of one code in one file are printed; the rest are only counted."""


class Text:
    """Prints `file:line:col: CODE severity: message`, folding many of one code in one file.

    Findings must come file by file; `end` is called after the last.
    """

    def __init__(self, show: Excerpt | None, *, fold: bool) -> None:
        self._show = show
        self._fold = fold
        self._source: str | None = None
        self._counts: Counter[AnyCode] = Counter()

    def print(self, found: Diagnostic) -> None:
        """Print a finding with its excerpt, or only count it where its code has been printed often enough."""
        if found.source != self._source:
            self.end()
            self._source = found.source
        self._counts[found.code] += 1
        if self._fold and self._counts[found.code] > FEW:
            return
        echo(line(found))
        for shown in self._show(found) if self._show is not None else ():
            echo(shown)

    def end(self) -> None:
        """Print how many findings of the latest file were only counted."""
        for code, count in self._counts.items():
            if self._fold and count > FEW:
                place = f"{one_line(self._source)}: " if self._source else ""
                echo(f"{place}{code.id} … and {count - FEW} more; --all shows them")
        self._counts.clear()


class Lines:
    """Prints a line for each finding: output for programs is never folded."""

    def __init__(self, render: Callable[[Diagnostic], str]) -> None:
        self._render = render

    def print(self, found: Diagnostic) -> None:
        """Print a finding."""
        emit(self._render(found))

    def end(self) -> None:
        """Do nothing, since no finding was held back."""


def line(found: Diagnostic) -> str:
    """A finding on one line, its severity in ANSI colour; control characters are escaped."""
    severity = click.style(found.severity, fg=COLORS[found.severity])
    place = f"{one_line(found.place)}: " if found.place else ""
    return f"{place}{found.code.id} {severity}: {one_line(found.message)}"


def summary(counts: Counter[AnyCode], files: int, digests: int, papers: int) -> str:
    """What was looked at and found: `2 files, 2 digests, 3 papers: 3 findings (DK112 1, DK205 2)`."""
    looked = ", ".join((counted(files, "file"), counted(digests, "digest"), counted(papers, "paper")))
    if not counts:
        return f"{looked}: nothing found"
    codes = ", ".join(f"{code.id} {counts[code]}" for code in sorted(counts, key=lambda code: code.id))
    return f"{looked}: {counted(counts.total(), 'finding')} ({codes})"


def counted(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def echo(text: str) -> None:
    """Print on standard output, in colour on a terminal, unless NO_COLOR says otherwise."""
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)
