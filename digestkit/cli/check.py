"""`digestkit check`: diagnostics on standard output."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from digestkit.cli import parameters
from digestkit.cli.commands import command
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages, is_terminal, quietly
from digestkit.diagnostics import AnyCode, Code, Diagnostic, Severity
from digestkit.errors import CheckError

if TYPE_CHECKING:
    from digestkit.checking import Findings
    from digestkit.cli.findings import Lines, Text

FORMATS = ("text", "json", "github")
RANKS = tuple(Severity)
"""Severities, the worst first."""


def _codes(_ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Split each value at its commas, so that `--select A,B` equals `--select A --select B`."""
    return tuple(code for some in given for code in some.split(",") if code.strip())


@command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Lines of text, JSON objects, or workflow commands of GitHub Actions.",
)
@click.option(
    "--select",
    metavar="CODE[,CODE]...",
    multiple=True,
    callback=_codes,
    help="Report only these codes; a prefix such as DK2 stands for all that start with it.",
)
@click.option(
    "--ignore",
    metavar="CODE[,CODE]...",
    multiple=True,
    callback=_codes,
    help="Do not report these codes.",
)
@click.option(
    "--ignore-in",
    metavar="GLOB=CODE[,CODE]...",
    multiple=True,
    help="Do not report these codes for files whose path, or the end of it, matches GLOB.",
)
@click.option("--all", "all_", is_flag=True, help="Print every finding, however many have the same code.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in RANKS]),
    help="Exit with 4 if there is a finding of this severity or worse.",
)
@click.option("--strict", is_flag=True, help="The same as --fail-on error.")
@click.option("--fix", is_flag=True, help="First fix, in the files, what can be fixed safely.")
@parameters.reading
@parameters.loudness
@configured
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    from_: str | None,
    form: str,
    ignore_in: tuple[str, ...],
    all_: bool,
    fail_on: str | None,
    strict: bool,
    fix: bool,
    **settings: Any,  # noqa: ANN401 - keywords of digestkit.check
) -> None:
    """Report what is wrong or odd in digests, one finding per line, on standard output.

    INPUT is a file, a folder, an archive, a URL, or - for standard input, which is also read if there is no
    INPUT.
    """
    import digestkit
    from digestkit.cli import findings, ignoring

    paths = parameters.paths(inputs)
    # What the codes of plugins are, their modules say: loaded here only where codes are named.
    own = _own_codes() if ignore_in or (fix and (settings["select"] or settings["ignore"])) else ()
    ignored = ignoring.ignored_in(ignore_in, (*Code, *own))
    if fix:
        from digestkit.cli import mending

        given = {name: value for name, value in settings.items() if name not in ("max_mb", "timeout")}
        mending.mend(paths, messages, ignored, own, from_=from_, **given)
    found = digestkit.check(paths, format=from_, **settings)
    printer = _printer(form, found, settings["encoding"], fold=not all_)
    counts: Counter[AnyCode] = Counter()
    # Files are read as this loop goes on, so findings appear while later files are still unread.
    for diagnostic in quietly(found):
        if diagnostic.code in ignored(diagnostic.source):
            continue
        counts[diagnostic.code] += 1
        if not messages.quiet or diagnostic.severity is Severity.ERROR:
            printer.print(diagnostic)
    printer.end()
    # The summary goes to standard error: what reads JSON or workflow commands gets nothing else.
    if messages.verbose or (form == "text" and not messages.quiet):
        messages.say(findings.summary(counts, found.files, found.digests, found.papers))
    # Findings come before unreadable inputs: 4, which was asked for, says more than 1.
    _judge(counts, "error" if strict and fail_on is None else fail_on)
    if found.failed:
        ctx.exit(1)


def _own_codes() -> tuple[AnyCode, ...]:
    from digestkit.registry import checks

    return tuple(lint.info.code for lint in checks.lints()[0])


def _printer(form: str, found: Findings, encoding: str, *, fold: bool) -> Text | Lines:
    from digestkit.cli import excerpt, findings

    if form != "text":
        return findings.Lines(Diagnostic.json if form == "json" else Diagnostic.github)
    if not is_terminal(sys.stdout):
        return findings.Text(None, fold=fold)
    excerpts = excerpt.Excerpts(encoding, shutil.get_terminal_size().columns)
    # A finding in a record names where the record came from, which need not be a file that was read here.
    return findings.Text(lambda one: excerpts.lines(one) if one.source in found.texts else (), fold=fold)


def _judge(counts: Counter[AnyCode], fail_on: str | None) -> None:
    """Raise `CheckError` if there are findings of this severity or worse."""
    if fail_on is None:
        return
    bad = RANKS[: RANKS.index(Severity(fail_on)) + 1]
    number = sum(count for code, count in counts.items() if code.severity in bad)
    if number:
        least = "errors" if fail_on == "error" else f"findings from {fail_on} up"
        raise CheckError(f"{least} were found ({number})")
