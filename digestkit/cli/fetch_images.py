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
    help="The least time between two questions to one host.",
)
@click.option("--user-agent", metavar="TEXT", help="What to tell hosts about the program that asks.")
@click.option("--allow-private", is_flag=True, help="Fetch from private addresses, too, such as 127.0.0.1.")
@click.option("--allow-http", is_flag=True, help="Fetch by http, too, which nothing protects on the way.")
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

    A picture is called what its URL ends in. What DIR has is not fetched again. Hosts are asked one picture
    at a time, and are left alone for as long as they ask. INPUT is a file, a folder, an archive, a URL, or -
    for standard input, which is also read if there is no INPUT.
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
