"""Messages on standard error: diagnostics and errors, as loud as the user wants them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

import click

from digestkit.diagnostics import Code, Diagnostic, Severity, one_line

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_META = "digestkit.messages"

T = TypeVar("T")


class Messages:
    """Prints diagnostics: warnings and errors; with `quiet`, errors only; with `verbose`, everything."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.print: Callable[[str], None] = echo

    @classmethod
    def of(cls, ctx: click.Context) -> Messages:
        """The messages of the running command; with default loudness before it has read its options."""
        found = ctx.meta.get(_META)
        return found if isinstance(found, Messages) else cls()

    @classmethod
    def start(cls, ctx: click.Context, *, quiet: bool, verbose: bool) -> Messages:
        """Make the messages of a command by its options, and keep them in click's context for `of`."""
        messages = ctx.meta[_META] = cls(quiet=quiet, verbose=verbose)
        return messages

    def show(self, diagnostic: Diagnostic) -> None:
        """Print a diagnostic, if it is wanted.

        People who use a format know what it never carries, so this is printed only on a terminal or with
        `verbose`; dropped or altered content is reported like any other warning.
        """
        if not self.wants(diagnostic.severity):
            return
        if diagnostic.code is Code.NOT_CARRIED and not self.verbose and not is_terminal(sys.stderr):
            return
        # Coloured last: escaping makes control characters of the text harmless, and these must stay.
        colored = click.style(diagnostic.code.id, fg=COLORS[diagnostic.severity])
        self.say(diagnostic.text().replace(diagnostic.code.id, colored, 1))

    def wants(self, severity: Severity) -> bool:
        """Whether diagnostics of a severity are shown."""
        return severity is Severity.ERROR or (
            not self.quiet and (severity is Severity.WARNING or self.verbose)
        )

    def error(self, error: Exception) -> None:
        """Print why a command ends; with `verbose`, the traceback too."""
        if self.verbose:
            import traceback

            self.say(safe("".join(traceback.format_exception(error)).rstrip()))
        self.say(f"{click.style('error:', fg='red')} {one_line(str(error))}")

    def say(self, text: str) -> None:
        """Print a message as it is; a standard error that is closed or full is no reason to fail."""
        with contextlib.suppress(OSError, ValueError):
            self.print(text)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; a standard stream that was closed from the start is None."""
    return stream is not None and stream.isatty()


def safe(text: str) -> str:
    """A text whose lines stay lines, with all other control characters escaped for a terminal."""
    return "\n".join(map(one_line, text.split("\n")))


def show(line: str) -> None:
    """Print a line of a command's result on standard output, with control characters escaped."""
    click.echo(one_line(line))


def emit(text: str) -> None:
    """Print lines that programs read: in UTF-8, unless a terminal has an encoding of its own.

    Where output is piped, that of Windows is an old one of its country, and no JSON is in that (RFC 8259,
    section 8.1). A lone surrogate becomes an escape, as JSON has it.
    """
    click.echo(text if is_terminal(sys.stdout) else text.encode("utf-8", "backslashreplace"))


def echo(text: str) -> None:
    """Print on standard error; colours are dropped if it is no terminal, or NO_COLOR is set."""
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def quietly(found: Iterable[T]) -> Iterator[T]:
    """Yield what is found, while anything that plugins print on the way goes to standard error."""
    rest, end = iter(found), object()
    while True:
        # Only while the next one is looked for: what is done with it may well be to print it.
        with contextlib.redirect_stdout(sys.stderr):
            one = next(rest, end)
        if one is end:
            return
        yield one  # type: ignore[misc] # the end has returned
