"""`digestkit new-plugin`: a package to start from."""

from __future__ import annotations

from pathlib import Path

import click

from digestkit.cli import messages
from digestkit.diagnostics import one_line


@click.command("new-plugin")
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to create the package's folder; by default, here.",
)
def new_plugin(*, name: str, folder: Path) -> None:
    """Write a package with an exporter for the format NAME.

    It has a pyproject.toml, the exporter, a README, a licence and tests, which pass as they are.
    """
    from digestkit import scaffold

    made = scaffold.write(name, folder)
    for path in sorted(made.rglob("*")):
        if path.is_file():
            messages.show(str(path))
    messages.Messages().say(one_line(f"next: cd {made} && pip install -e '.[test]' && pytest"))
