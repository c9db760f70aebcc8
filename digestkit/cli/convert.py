"""`digestkit convert`: inputs in, one format out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from digestkit.cli import parameters
from digestkit.cli.commands import PLACE, command, completing
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages, is_terminal
from digestkit.diagnostics import one_line
from digestkit.errors import OutputError, UsageError

if TYPE_CHECKING:
    from digestkit.export.contract import Exporter

STDOUT = "-"


@command("convert")
@click.option(
    "--to",
    "-t",
    metavar="FORMAT",
    shell_complete=completing("formats"),
    help="Format to write; by default, OUT's suffix decides.",
)
@click.option(
    "--output",
    "-o",
    metavar="OUT",
    default=STDOUT,
    type=PLACE,
    help="File to write, compressed if its name ends in .gz; DIR/ for one file per input, or for a format of"
    " several files; or a URL of an object store. By default, standard output.",
)
@click.option(
    "--option",
    "-O",
    "pairs",
    metavar="KEY=VALUE",
    multiple=True,
    help="Option of the format; `digestkit formats FORMAT` lists them. Repeatable.",
)
@click.option("--title", metavar="TEXT", help="Title of the feed or book.")
@click.option("--lang", metavar="TAG", help="Language of the text, as a tag such as ko.")
@click.option("--base-url", metavar="URL", help="Where the output will be published.")
@click.option("--rights", metavar="TEXT", help="Terms of use, or the URL of a licence, for feeds and books.")
@click.option("--since", metavar="DATE", help="From this day on, such as 2024-07-05.")
@click.option("--until", metavar="DATE", help="Up to and including this day.")
@click.option("--latest", type=int, metavar="N", help="The N newest days of the input.")
@click.option("--min-votes", type=int, metavar="N", help="Papers with at least N votes.")
@click.option("--top", type=int, metavar="N", help="The N most voted papers of each output.")
@click.option(
    "--category",
    metavar="C",
    multiple=True,
    help="Papers in this category: cs.CL, or cs for all of it. Repeatable.",
)
@click.option("--section", metavar="S", multiple=True, help="Papers under this heading of a day. Repeatable.")
@click.option("--tag", metavar="T", multiple=True, help="Papers with this tag. Repeatable.")
@click.option(
    "--match",
    metavar="REGEX",
    help="Papers with a match in title, authors, abstract or summary, ignoring case.",
)
@click.option(
    "--sort",
    type=click.Choice(["votes", "date", "title"]),
    help="Order digests by date, or the papers in each by votes or title.",
)
@click.option("--dedupe", is_flag=True, help="Keep only the first of papers that occur more than once.")
@click.option("--merge", is_flag=True, help="Make one paper of what several digests say about it.")
@click.option(
    "--seen",
    metavar="FILE",
    type=PLACE,
    help="Leave out the papers that FILE remembers from earlier runs, and add those of this run to it.",
)
@click.option(
    "--transform",
    "named",
    metavar="NAME[:KEY=VALUE]",
    multiple=True,
    shell_complete=completing("transforms"),
    help="Change the digests, before anything is selected; `digestkit transforms` lists how. Repeatable.",
)
@click.option(
    "--observe",
    "observers",
    metavar="NAME",
    multiple=True,
    help="Pass what is reported, and the result, to an installed observer. Repeatable.",
)
@click.option(
    "--split",
    type=click.Choice(["day", "week", "month", "year"]),
    help="With -o DIR/: one file per day, week, month or year.",
)
@click.option(
    "--jobs",
    type=int,
    metavar="N",
    help="Use N processes: for N inputs at a time with -o DIR/, or for the files of a site.",
)
@click.option("--strict", is_flag=True, help="Write no file and exit with 4 if errors are reported.")
@click.option(
    "--fail-on-loss", is_flag=True, help="Write no file and exit with 4 if carried content is lost."
)
@click.option("--fail-empty", is_flag=True, help="Write no file and exit with 4 if there is no paper.")
@click.option("--no-clobber", is_flag=True, help="Never overwrite an existing file: fail instead.")
@parameters.reading
@parameters.loudness
@configured
@click.pass_context
def convert(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    from_: str | None,
    to: str | None,
    output: str,
    pairs: tuple[str, ...],
    named: tuple[str, ...],
    no_clobber: bool,
    **settings: Any,  # noqa: ANN401 - keywords of digestkit.convert
) -> None:
    """Convert digests to another format.

    INPUT is a file, a folder, an archive, a URL, or - for standard input, which is also read if there is no
    INPUT. All inputs together become one output, unless OUT is a folder.
    """
    from digestkit.export import options

    run(
        ctx,
        messages,
        parameters.paths(inputs),
        to,
        output,
        format=from_,
        clobber=not no_clobber,
        options=options.parse_pairs(pairs),
        transforms=[options.parse_named(each) for each in named],
        **settings,
    )


def run(
    ctx: click.Context,
    messages: Messages,
    inputs: tuple[str, ...],
    to: str | None,
    output: str,
    **settings: Any,  # noqa: ANN401 - as above
) -> None:
    """Convert as a command does: with progress and messages, and exit with 1 where an input failed."""
    import digestkit
    from digestkit import registry
    from digestkit.cli.progress import Progress
    from digestkit.export import loss

    # Looked up before any input is read: a misspelled format fails at once.
    exporter = registry.exporter(to) if to is not None else None
    target = _stdout(exporter, settings.get("options") or {}) if output == STDOUT else output
    # What a plugin prints must not end up in the output.
    with Progress(messages, to_stdout=output == STDOUT) as progress, redirect_stdout(sys.stderr):
        result = digestkit.convert(
            inputs, exporter, target, report=messages.show, progress=progress.update, **settings
        )
    if messages.verbose:
        for written in result.written:
            size = f"{loss.count(written.digests, 'digest')}, {loss.count(written.papers, 'paper')}"
            messages.say(one_line(f"{written.url or written.path or '<stdout>'}: {size}"))
    if result.failed:
        ctx.exit(1)


def _stdout(exporter: Exporter | None, given: Mapping[str, object]) -> BinaryIO:
    """The standard output's bytes, if this exporter may write there; `UsageError` or `OutputError` if not."""
    from digestkit.export import options

    if exporter is None:
        raise UsageError("name a format with --to, or an output file with -o; `digestkit formats` lists them")
    if options.is_several(exporter.info, given):
        name = exporter.info.name
        raise UsageError(f"{name} is several files: write them to a folder with -o DIR/, or to a .zip file")
    if exporter.info.binary and is_terminal(sys.stdout):
        name, suffix = exporter.info.name, exporter.info.suffix
        raise UsageError(f"{name} is binary and not for a terminal: write it to a file with -o out{suffix}")
    # None where the process was started without one; a test or notebook may have put a text stream there.
    if not hasattr(sys.stdout, "buffer"):
        raise OutputError("standard output is closed")
    return sys.stdout.buffer
