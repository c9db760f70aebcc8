"""`digestkit formats`: what can be written, and with which options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from digestkit import registry
from digestkit.cli import layout, listing, messages
from digestkit.cli.commands import command, completing
from digestkit.cli.config import configured
from digestkit.export import loss, options
from digestkit.export.contract import FIELDS, Exporter


@command("formats")
@click.argument("name", required=False, shell_complete=completing("formats"))
@configured
def formats(*, name: str | None) -> None:
    """List the formats, or show one: its options for -O key=value, and what it carries."""
    for line in _listing() if name is None else _one(registry.exporter(name)):
        messages.show(line.rstrip())


def _listing() -> Iterator[str]:
    """A row for each format. No exporter is imported for it, so only the core's suffixes are known."""
    found = registry.formats()
    yield from layout.rows(
        [
            (one.name, one.suffix or "", one.summary, listing.owner("format", one.name, one.owner))
            for one in found
        ],
        layout.width(),
    )
    if len(found) > len(registry.CORE):
        yield ""
        note = "Of an installed format, this is its package's summary; `digestkit formats NAME` has its own."
        yield from layout.paragraph(note, layout.width())


def _one(exporter: Exporter) -> Iterator[str]:
    info = exporter.info
    yield f"{info.name}: {info.summary}"
    yield ""
    if info.deprecated:
        yield f"deprecated  {info.deprecated}"
    yield f"suffix      {info.suffix}"
    yield f"media type  {info.media_type}"
    kind = "bytes" if info.binary else "text"
    if info.several:
        also = f"{kind}, or by its options " if callable(info.several) else ""
        kind = f"{also}a folder of files, or a zip"
    yield f"output      {kind}{', as it reads' if info.streams else ''}"
    yield f"from        {listing.owner('format', info.name, exporter.owner or '')}"
    # What is carried may depend on the options; this is shown for the defaults.
    carried = loss.carried(info, options.build(info.options, {}, lambda _diagnostic: None))
    for label, is_in in (("carries     ", True), ("leaves out  ", False)):
        names = ", ".join(field for field in FIELDS if (field in carried) is is_in)
        yield from layout.paragraph(names or "nothing", layout.width(), " " * len(label), label)
    yield ""
    yield from listing.options(options.describe(info.options), "-O ")
