"""`digestkit new-plugin`: a package to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digestkit.cli import messages
from digestkit.cli.commands import command
from digestkit.diagnostics import one_line

if TYPE_CHECKING:
    from digestkit.scaffold import Kind


@command("new-plugin")
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["exporter", "tree", "reader", "transform", "check", "observer"]),
    default="exporter",
    show_default=True,
    help="What the plugin is: a tree is an exporter of several files. The NAME of checks is the prefix of "
    "their codes: letters only.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to create the package's folder; by default, here.",
)
def new_plugin(*, name: str, kind: Kind, folder: Path) -> None:
    """Write a package with a plugin called NAME: an exporter for that format, or one of another kind.

    It has a pyproject.toml, the plugin, a README, a licence and tests, which pass as they are.
    """
    from digestkit import scaffold

    made = scaffold.write(name, folder, kind)
    for path in sorted(made.rglob("*")):
        if path.is_file():
            messages.show(str(path))
    messages.Messages().say(one_line(f"next: cd {made} && pip install -e '.[test]' && pytest"))
