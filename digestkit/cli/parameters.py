"""Parameters that several commands have."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from digestkit.cli.messages import Messages, is_terminal
from digestkit.errors import UsageError

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

READERS = ("markdown", "jsonl")
"""The input formats, spelled out so that help imports no reader."""


def reading(command: CommandT) -> CommandT:
    """INPUT and how to read it: `inputs`, `from_`, `dialect`, `encoding`, `encoding_errors`."""
    decorators = (
        click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path()),
        click.option(
            "--from",
            "from_",
            metavar="FORMAT",
            help=f"Format of the inputs: {' or '.join(READERS)}. Without it the suffix decides.",
        ),
        click.option(
            "--dialect",
            metavar="NAME|FILE.toml",
            help="Dialect of Markdown; `digestkit dialects` lists them. Without it each input is recognised.",
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
            help="What to do with bytes that are not in the encoding: leave the input out, or read on.",
        ),
    )
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


def loudness(command: Callable[..., None]) -> Callable[..., None]:
    """How much is told, `-q` and `-v`: the command gets `messages`."""

    @click.option("-q", "--quiet", is_flag=True, help="Tell errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Tell everything, and where an error came from.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *, quiet: bool, verbose: bool, **others: object) -> None:
        if quiet and verbose:
            raise UsageError("-q and -v contradict each other")
        command(messages=Messages.start(ctx, quiet=quiet, verbose=verbose), **others)

    return wrapped


def paths(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs, or standard input where there are none; a terminal there is no input, but a mistake."""
    if inputs:
        return inputs
    if is_terminal(sys.stdin):
        raise UsageError("no INPUT: name files or folders, or `-` to type a digest here")
    return ("-",)
