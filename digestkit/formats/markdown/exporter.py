"""Markdown out: the digests as they were recorded, or in the style of an era."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

import attrs

from digestkit.export.contract import ExportContext, Exporter, exporter, hookimpl
from digestkit.export.values import OneOf
from digestkit.markdown import eras, fits, writer
from digestkit.model import Digest

StyleName = Annotated[str, OneOf(eras.NAMES)]


@attrs.frozen
class MarkdownOptions:
    """How digests are spelled."""

    style: StyleName | None = attrs.field(
        default=None,
        metadata={"help": "the layout of an era for all digests; without it each is written as it was read"},
    )


@exporter(
    "markdown",
    suffix=".md",
    media_type="text/markdown",
    summary="Markdown digests, as they were read or in the style of an era.",
    streams=True,
    options=MarkdownOptions,
)
def markdown(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write digests; what stood around them in a document is not theirs and not written.

    What the format cannot hold is altered, and reported.
    """
    options = context.options or MarkdownOptions()
    # What these digests have no fields for is told by the host, in one line for all papers.
    known = map(fits.digest_without_further, digests)
    yield from writer.chunks(known, options.style, context.sink)


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer Markdown."""
    register(markdown)
