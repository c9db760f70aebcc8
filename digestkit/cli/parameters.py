"""Parameters that several commands share."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from digestkit.cli.commands import PLACE, completing
from digestkit.cli.messages import Messages, is_terminal
from digestkit.errors import UsageError

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

READERS = ("markdown", "jsonl")
"""The core's input formats, repeated here so that `--help` need not import the table of readers."""


_READING: tuple[Callable[[Any], Any], ...] = (
    click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=PLACE),
    click.option(
        "--from",
        "from_",
        metavar="FORMAT",
        shell_complete=completing("sources"),
        help=(
            f"Format of the inputs: {', '.join(READERS)}, a dialect, or NAME[:KEY=VALUE] as `digestkit "
            "readers` lists them. By default, the suffix decides."
        ),
    ),
    click.option(
        "--dialect",
        metavar="NAME|FILE.toml",
        shell_complete=completing("dialects"),
        help="Dialect of Markdown; `digestkit dialects` lists them. By default, each input is recognised.",
    ),
    click.option(
        "--max-mb",
        type=float,
        metavar="N",
        help="Refuse an INPUT that has more than N MB after unpacking or download; 0 allows any size."
        " By default, 1024, and at most 200 times the compressed size.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=30.0,
        metavar="SECONDS",
        show_default=True,
        help="Give up on a server that is silent for this long.",
    ),
    click.option(
        "--encoding",
        default="utf-8",
        metavar="ENCODING",
        show_default=True,
        help="Encoding of the inputs.",
    ),
    click.option(
        "--encoding-errors",
        type=click.Choice(["strict", "replace", "ignore", "backslashreplace"]),
        default="strict",
        show_default=True,
        help="What to do with bytes that are invalid in the encoding: strict skips the whole input.",
    ),
)
"""INPUT and how to read it, in the order in which `--help` lists them."""


def reading(command: CommandT) -> CommandT:
    """INPUT and how to read it: `inputs`, `from_`, `dialect`, `max_mb`, `timeout`, `encoding(_errors)`."""
    # Decorators apply from the last to the first; click lists parameters in the order of reading.
    for decorate in reversed(_READING):
        command = decorate(command)
    return command


def loudness(command: Callable[..., None]) -> Callable[..., None]:
    """Add `-q` and `-v`; the command gets `messages`. Both at once raise `UsageError`."""

    @click.option("-q", "--quiet", is_flag=True, help="Report errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Report everything, and where an error came from.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *, quiet: bool, verbose: bool, **others: object) -> None:
        if quiet and verbose:
            raise UsageError("-q and -v contradict each other")
        command(messages=Messages.start(ctx, quiet=quiet, verbose=verbose), **others)

    return wrapped


def paths(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs, or `-` where there are none; raises `UsageError` if that would read from a terminal."""
    if inputs:
        return inputs
    if is_terminal(sys.stdin):
        raise UsageError("no INPUT: name files or folders, or `-` to type a digest here")
    return ("-",)
