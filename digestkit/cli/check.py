"""`digestkit check`: diagnostics on standard output."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from digestkit.cli import parameters
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages, is_terminal
from digestkit.diagnostics import Code, Diagnostic, Severity
from digestkit.errors import CheckError, UsageError

if TYPE_CHECKING:
    from digestkit.checking import Findings
    from digestkit.cli.findings import Lines, Text

FORMATS = ("text", "json", "github")
RANKS = tuple(Severity)
"""Severities, the worst first."""


def _codes(_ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Codes, each of which may be several by commas."""
    return tuple(code for some in given for code in some.split(",") if code.strip())


@click.command("check")
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
    help="Tell only these: codes, or what some start with, such as DK2.",
)
@click.option("--ignore", metavar="CODE[,CODE]...", multiple=True, callback=_codes, help="Do not tell these.")
@click.option(
    "--ignore-in",
    metavar="GLOB=CODE[,CODE]...",
    multiple=True,
    help="Do not tell these of files whose path, or an end of it, is like GLOB.",
)
@click.option("--all", "all_", is_flag=True, help="Print every finding, however many are of one code.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in RANKS]),
    help="Exit with 4 if there is a finding of this severity or a worse one.",
)
@click.option("--strict", is_flag=True, help="The same as --fail-on error.")
@click.option("--fix", is_flag=True, help="First mend in the files what can be mended for certain.")
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
    """Report what is wrong or odd in digests, one finding a line, on standard output.

    INPUT is a file, a folder, or - for standard input, which is also read where there is no INPUT.
    """
    import digestkit
    from digestkit.cli import findings
    from digestkit.cli.mending import mend

    paths = parameters.paths(inputs)
    if fix:
        mend(paths, messages, from_=from_, **settings)
    found = digestkit.check(paths, format=from_, **settings)
    ignored = _ignored_in(ignore_in)
    printer = _printer(form, found, settings["encoding"], fold=not all_)
    counts: Counter[Code] = Counter()
    for diagnostic in found:
        if ignored(diagnostic):
            continue
        counts[diagnostic.code] += 1
        if not messages.quiet or diagnostic.severity is Severity.ERROR:
            printer.print(diagnostic)
    printer.end()
    if messages.verbose or (form == "text" and not messages.quiet):
        messages.say(findings.summary(counts, found.files, found.digests, found.papers))
    _judge(counts, "error" if strict and fail_on is None else fail_on)
    if found.failed:
        ctx.exit(1)


def _printer(form: str, found: Findings, encoding: str, *, fold: bool) -> Text | Lines:
    from digestkit.cli import excerpt, findings

    if form != "text":
        return findings.Lines(Diagnostic.json if form == "json" else Diagnostic.github)
    if not is_terminal(sys.stdout):
        return findings.Text(None, fold=fold)
    excerpts = excerpt.Excerpts(encoding, shutil.get_terminal_size().columns)
    return findings.Text(lambda one: excerpts.lines(one) if one.source in found.texts else (), fold=fold)


def _ignored_in(given: tuple[str, ...]) -> Callable[[Diagnostic], bool]:
    """Whether a finding is one that nobody wants to hear of its file."""
    from fnmatch import fnmatchcase

    from digestkit.checks.codes import ALWAYS, matching

    rules = []
    for each in given:
        pattern, equals, codes = each.rpartition("=")
        if not equals or not pattern:
            raise UsageError(f"--ignore-in wants GLOB=CODE, not {each!r}")
        wanted = frozenset().union(*map(matching, filter(str.strip, codes.split(","))))
        rules.append((pattern, wanted - ALWAYS))

    def ignored(found: Diagnostic) -> bool:
        path = (found.source or "").replace("\\", "/")
        return any(
            found.code in codes and (fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}"))
            for pattern, codes in rules
        )

    return ignored


def _judge(counts: Counter[Code], fail_on: str | None) -> None:
    """Raise `CheckError` where something is as bad as it must not be."""
    if fail_on is None:
        return
    bad = RANKS[: RANKS.index(Severity(fail_on)) + 1]
    number = sum(count for code, count in counts.items() if code.severity in bad)
    if number:
        least = "errors" if fail_on == "error" else f"findings from {fail_on} up"
        raise CheckError(f"{least} were found ({number})")
