"""`digestkit readers`: what can be read, and with which options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from digestkit.cli import layout, listing, messages
from digestkit.cli.commands import command, completing
from digestkit.cli.config import configured


@command("readers")
@click.argument("name", required=False, shell_complete=completing("readers"))
@configured
def readers(name: str | None) -> None:
    """List the formats that can be read, or show one: suffixes, options for --from NAME:key=value.

    Of Markdown there are many dialects, which `digestkit dialects` lists.
    """
    for line in _listing() if name is None else _one(name):
        messages.show(line.rstrip())


def _listing() -> Iterator[str]:
    """A row for each reader. None is imported for it, so an installed one has its package's summary."""
    from digestkit.registry import readers as registry

    return layout.rows(
        [
            (one.name, one.suffix or "", one.summary, listing.owner("reader", one.name, one.owner))
            for one in registry.listed()
        ],
        layout.width(),
    )


def _one(name: str) -> Iterator[str]:
    from digestkit.export.options import describe
    from digestkit.registry.readers import reader

    found = reader(name)
    info = found.info
    yield f"{info.name}: {info.summary}"
    yield ""
    yield f"suffixes    {', '.join(info.suffixes)}"
    yield f"media types {', '.join(info.media_types) or 'none'}"
    yield f"input       {'bytes' if info.binary else 'text'}{', as it comes' if info.streams else ''}"
    yield f"from        {listing.owner('reader', info.name, found.owner or '')}"
    yield ""
    yield from listing.options(describe(info.options), f"--from {info.name}:")
