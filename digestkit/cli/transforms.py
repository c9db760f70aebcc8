"""`digestkit transforms`: what can change digests on their way, and with which options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from digestkit.cli import layout, listing, messages
from digestkit.cli.commands import command, completing
from digestkit.cli.config import configured


@command("transforms")
@click.argument("name", required=False, shell_complete=completing("transforms"))
@configured
def transforms(name: str | None) -> None:
    """List the transforms, or show one: its options for --transform NAME:key=value.

    NAME may also be the path of a Python file that has one.
    """
    for line in _listing() if name is None else _one(name):
        messages.show(line.rstrip())


def _listing() -> Iterator[str]:
    """A row for each. None is imported for it, so an installed one has its package's summary."""
    from digestkit.registry import transforms as registry

    return layout.rows([(one.name, one.summary, one.owner) for one in registry.listed()], layout.width())


def _one(name: str) -> Iterator[str]:
    from digestkit.export.options import describe
    from digestkit.registry.transforms import transform

    found = transform(name)
    yield f"{found.info.name}: {found.info.summary}"
    yield ""
    yield f"holds       {'one digest at a time' if found.info.streams else 'all digests'}"
    yield f"from        {found.owner}"
    yield ""
    yield from listing.options(describe(found.info.options), f"--transform {name}:")
