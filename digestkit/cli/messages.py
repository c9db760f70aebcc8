"""Messages on standard error: diagnostics and errors, as loud as the user wants them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import TextIO

import click

from digestkit.diagnostics import Code, Diagnostic, Severity, one_line

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_META = "digestkit.messages"


class Messages:
    """Tells what is noticed: warnings and errors, with `quiet` errors only, with `verbose` everything."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.print: Callable[[str], None] = echo

    @classmethod
    def of(cls, ctx: click.Context) -> Messages:
        """The messages of the command that runs; ordinary ones before it said how loud."""
        found = ctx.meta.get(_META)
        return found if isinstance(found, Messages) else cls()

    @classmethod
    def start(cls, ctx: click.Context, *, quiet: bool, verbose: bool) -> Messages:
        """Make those of a command, by its options."""
        messages = ctx.meta[_META] = cls(quiet=quiet, verbose=verbose)
        return messages

    def show(self, diagnostic: Diagnostic) -> None:
        """Tell a diagnostic, if it is wanted.

        What a format never carries is known to those who use it, so it is told on a terminal or with
        `verbose`; content that was dropped or altered is always told.
        """
        if not self.wants(diagnostic.severity):
            return
        if diagnostic.code is Code.NOT_CARRIED and not self.verbose and not is_terminal(sys.stderr):
            return
        colored = click.style(diagnostic.code.id, fg=COLORS[diagnostic.severity])
        self.say(diagnostic.text().replace(diagnostic.code.id, colored, 1))

    def wants(self, severity: Severity) -> bool:
        """Whether diagnostics of a severity are shown."""
        return severity is Severity.ERROR or (
            not self.quiet and (severity is Severity.WARNING or self.verbose)
        )

    def error(self, error: Exception) -> None:
        """Tell why a command ends; with `verbose`, where in the code."""
        if self.verbose:
            import traceback

            self.say(safe("".join(traceback.format_exception(error)).rstrip()))
        self.say(f"{click.style('error:', fg='red')} {one_line(str(error))}")

    def say(self, text: str) -> None:
        """Tell something; a standard error that is closed is no reason to fail."""
        with contextlib.suppress(OSError, ValueError):
            self.print(text)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody watches a stream; one that is closed from the start is None."""
    return stream is not None and stream.isatty()


def safe(text: str) -> str:
    """Text of several lines, each made safe for a terminal."""
    return "\n".join(map(one_line, text.split("\n")))


def show(line: str) -> None:
    """Print a line of a command's result on standard output; what a terminal would obey is escaped."""
    click.echo(one_line(line))


def echo(text: str) -> None:
    """Print on standard error, in colour on a terminal, unless NO_COLOR says otherwise."""
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)
