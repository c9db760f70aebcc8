"""`digestkit fetch-images`: the pictures of papers into a folder."""

from __future__ import annotations

from typing import Any

import click

from digestkit.cli import parameters
from digestkit.cli.commands import command
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages


@command("fetch-images")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--max-image-mb",
    type=click.FloatRange(0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="N",
    help="Fetch no picture that is larger than N MB.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="Let at least this much time pass between two requests to one host.",
)
@click.option("--user-agent", metavar="TEXT", help="How to introduce the program to hosts.")
@click.option("--allow-private", is_flag=True, help="Also fetch from private addresses, such as 127.0.0.1.")
@click.option("--allow-http", is_flag=True, help="Also fetch by http, without encryption.")
@parameters.reading
@parameters.loudness
@configured
@click.pass_context
def fetch_images(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    folder: str,
    inputs: tuple[str, ...],
    from_: str | None,
    user_agent: str | None,
    **settings: Any,  # noqa: ANN401 - keywords of digestkit.fetch_images
) -> None:
    """Fetch the pictures of papers into DIR, for `convert --to epub -O images=DIR`.

    Each picture gets the name that its URL ends in; one that DIR has is not fetched again. A host is asked
    for one picture at a time, and left alone for as long as it asks. INPUT is a file, a folder, an archive, a
    URL, or - for standard input, which is also read if there is no INPUT.
    """
    import digestkit
    from digestkit.cli.progress import Progress

    if user_agent is not None:
        settings["user_agent"] = user_agent
    with Progress(messages, to_stdout=False, doing="fetching") as progress:
        result = digestkit.fetch_images(
            folder,
            parameters.paths(inputs),
            format=from_,
            report=messages.show,
            progress=progress.update,
            **settings,
        )
    if not messages.quiet:
        counts = f"{len(result.fetched)} fetched, {result.there} there already, {len(result.failed)} failed"
        messages.say(counts)
    if result.failed:
        ctx.exit(1)
