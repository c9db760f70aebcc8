"""`digestkit check`: diagnostics on standard output."""

from __future__ import annotations

from collections.abc import Callable

import click

from digestkit.cli import parameters
from digestkit.cli.messages import Messages
from digestkit.diagnostics import Code, Diagnostic, Severity
from digestkit.errors import CheckError

RENDERINGS: dict[str, Callable[[Diagnostic], str]] = {
    "text": Diagnostic.text,
    "json": Diagnostic.json,
    "github": Diagnostic.github,
}


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERINGS)),
    default="text",
    show_default=True,
    help="Lines of text, JSON objects, or workflow commands of GitHub Actions.",
)
@click.option("--strict", is_flag=True, help="Exit with 4 if there is any error.")
@parameters.reading
@parameters.loudness
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    from_: str | None,
    encoding: str,
    encoding_errors: str,
    form: str,
    strict: bool,
) -> None:
    """Report what is wrong or odd in digests, one finding a line, on standard output.

    INPUT is a file, a folder, or - for standard input, which is also read where there is no INPUT.
    """
    import digestkit
    from digestkit.checks.lints import Linter

    counts = dict.fromkeys(Severity, 0)
    failed = False

    def show(diagnostic: Diagnostic) -> None:
        nonlocal failed
        failed = failed or diagnostic.code is Code.INPUT_FAILED
        counts[diagnostic.severity] += 1
        if not messages.quiet or diagnostic.severity is Severity.ERROR:
            click.echo(RENDERINGS[form](diagnostic))

    digests = digestkit.iter_digests(
        parameters.paths(inputs), show, format=from_, encoding=encoding, encoding_errors=encoding_errors
    )
    for diagnostic in Linter().lint(digests):
        show(diagnostic)
    if messages.verbose:
        messages.say(", ".join(f"{severity}: {count}" for severity, count in counts.items()))
    if strict and counts[Severity.ERROR]:
        raise CheckError(f"strict: errors were found ({counts[Severity.ERROR]})")
    if failed:
        ctx.exit(1)
