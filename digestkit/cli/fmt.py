"""`digestkit fmt`: digests in the layout of their era."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from digestkit.cli import parameters
from digestkit.cli.commands import PLACE, command
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages, is_terminal
from digestkit.diagnostics import Code, Diagnostic, one_line
from digestkit.errors import CheckError, InputError, UsageError

if TYPE_CHECKING:
    from digestkit.revising import Revision

STYLES = tuple(f"E{number}" for number in range(10))
"""The names of the eras, repeated here so that `--help` need not import the grammar."""


@command("fmt")
@click.option("--check", is_flag=True, help="Print which files would change, and exit with 4 if any would.")
@click.option("--diff", is_flag=True, help="Print what would change, as a unified diff.")
@click.option("--write", is_flag=True, help="Replace the files that change.")
@click.option(
    "--style",
    type=click.Choice(STYLES),
    help="Use the layout of this era for all digests; by default, each digest's date decides.",
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=PLACE)
@parameters.loudness
@configured
@click.pass_context
def fmt(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    check: bool,
    diff: bool,
    write: bool,
    style: str | None,
) -> None:
    """Give Markdown digests the layout of their era; without options, print the result.

    The content of the digests and the text around them stay the same. A file with text that no field holds
    would lose that text, so it is reported and left unchanged, and the exit code is 1. Digests in other
    dialects are left as they are. Files are UTF-8.
    """
    from digestkit import revising
    from digestkit.markdown.normal import normal_form

    def normal(text: str, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
        form = normal_form(text, name, style)
        return form.text, form.obstacles

    refused = _Refusals(messages)
    paths = parameters.paths(inputs)
    _check_mode(paths, plain=not (check or diff or write), write=write)
    changed = _accepted(revising.revise(paths, normal, messages.show, refused.fail), refused)
    shown = (_show(each, check=check, diff=diff, write=write) for each in changed)
    # Both go through the iterators one file at a time; printing happens as they do.
    count = revising.save(shown, messages.show) if write else sum(each.is_change for each in shown)
    # After the work, and to standard error: standard output has the names or the text.
    if (check or write) and not messages.quiet:
        what = "changed" if write else "would change"
        messages.say(f"{count} {'file' if count == 1 else 'files'} {what}")
    if refused.count:
        ctx.exit(1)
    if check and count:
        raise CheckError(f"not in normal form ({count})")


class _Refusals:
    """Reports and counts inputs that are left as they are."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self.count = 0

    def fail(self, error: InputError) -> None:
        self._messages.show(Diagnostic(Code.INPUT_FAILED, error.reason, error.source))
        self.count += 1

    def refuse(self, revision: Revision) -> None:
        for obstacle in revision.told:
            self._messages.say(obstacle.text())
        self._messages.say(f"{revision.name}: left unchanged, since no field holds the text reported above")
        self.count += 1


def _accepted(revisions: Iterator[Revision], refused: _Refusals) -> Iterator[Revision]:
    """The revisions without obstacles; the others are refused on the way."""
    for revision in revisions:
        if revision.told:
            refused.refuse(revision)
        else:
            yield revision


def _check_mode(paths: tuple[str, ...], *, plain: bool, write: bool) -> None:
    from pathlib import Path

    from digestkit.files.paths import is_folder

    if write and "-" in paths:
        raise UsageError("standard input cannot be replaced: without --write, the result is printed")
    if plain and (len(paths) > 1 or is_folder(Path(paths[0]))):
        raise UsageError("more than one file: use --check, --diff or --write")


def _show(revision: Revision, *, check: bool, diff: bool, write: bool) -> Revision:
    """Print what the options ask for, and pass the revision on."""
    if diff and revision.is_change:
        click.echo(_shown("".join(_diff(revision))), nl=False)
    elif (check or write) and revision.is_change:
        click.echo(revision.name)
    elif not (check or write or diff):
        click.echo(revision.after.encode(), nl=False)
    return revision


def _shown(text: str) -> bytes:
    """A text as bytes, unchanged unless for a terminal: there, control characters are escaped."""
    if is_terminal(sys.stdout):
        text = "\n".join(map(one_line, text.replace("\t", "    ").split("\n")))
    return text.encode()


def _diff(revision: Revision) -> Iterator[str]:
    import difflib

    for line in difflib.unified_diff(
        _lines(revision.before),
        _lines(revision.after),
        revision.name,
        revision.name,
    ):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines with their ends; only LF ends one, so that a CR or U+2028 shows in the diff as a change."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
