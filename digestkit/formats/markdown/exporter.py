"""Markdown out: the digests as they were recorded, in the style of an era, or in a dialect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import attrs

from digestkit.export.contract import FIELDS, FIELDS_1, ExportContext, Exporter, exporter, hookimpl
from digestkit.formats.markdown import styles
from digestkit.model import Digest


def _is_style(_options: object, _field: object, name: str | None) -> None:
    if name is not None:
        styles.of(name)


@attrs.frozen
class MarkdownOptions:
    """How digests are spelled."""

    style: str | None = attrs.field(
        default=None,
        validator=_is_style,
        metadata={
            "help": "the layout of an era for all digests, E0 to E9, or a dialect that can be written, by its"
            " name or as FILE.toml; without it, each is written as it was read"
        },
    )


def carries(options: MarkdownOptions) -> Collection[str]:
    """What the Korean digests have, or the dialect that is asked for."""
    how = styles.of(options.style).how
    return FIELDS_1 if how is None else how.carried.intersection(FIELDS)


@exporter(
    "markdown",
    suffix=".md",
    media_type="text/markdown",
    summary="Markdown digests, as they were read, in the style of an era, or in a dialect.",
    streams=True,
    options=MarkdownOptions,
    carries=carries,
)
def markdown(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write digests; what stood around them in a document is not theirs and not written.

    What the format cannot hold is altered, and reported.
    """
    style = styles.of((context.options or MarkdownOptions()).style)
    # What these digests have no fields for is reported by the host, in one line for all papers.
    yield from style.chunks(map(style.known, digests), context.sink, context.output)


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer Markdown."""
    register(markdown)
