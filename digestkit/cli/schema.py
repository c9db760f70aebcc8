"""`digestkit schema`: what a record of JSON Lines looks like, for other programs."""

from __future__ import annotations

from importlib import resources

import click


@click.command("schema")
def schema() -> None:
    """Print the JSON Schema (2020-12) of the records that `convert --to jsonl` writes."""
    file = resources.files("digestkit.formats.jsonl") / "digestkit-1.schema.json"
    click.echo(file.read_bytes(), nl=False)
