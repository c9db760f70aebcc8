"""`digestkit schema`: what a record of JSON Lines looks like, for other programs."""

from __future__ import annotations

from importlib import resources

import click

from digestkit.cli.commands import command


@command("schema")
@click.option(
    "--version",
    type=click.Choice(["1", "2"]),
    default="2",
    show_default=True,
    help="Version of the records; `convert --to jsonl -O schema=1` writes the old ones.",
)
def schema(version: str) -> None:
    """Print the JSON Schema (2020-12) of the records that `convert --to jsonl` writes."""
    file = resources.files("digestkit.formats.jsonl") / f"digestkit-{version}.schema.json"
    click.echo(file.read_bytes(), nl=False)
