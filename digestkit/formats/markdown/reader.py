"""Markdown digests in: the parser of the Korean digests, with the source that a digest remembers.

Texts in other dialects are read by their tables; which it is, the host recognises before it asks a reader.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from digestkit.markdown import parse
from digestkit.model import Digest, Document
from digestkit.reading.contract import ReadContext, Reader, reader
from digestkit.source import Origin


@reader("markdown", suffixes=(".md", ".markdown", ".txt"), media_types=("text/markdown", "text/plain"))
def markdown(text: str, context: ReadContext) -> Iterator[Digest]:
    """Markdown digests, in any dialect that `digestkit dialects` lists."""
    parsed = document(text, context)
    for diagnostic in parsed.diagnostics:
        context.sink(diagnostic)
    yield from parsed.digests


def document(text: str, context: ReadContext) -> Document:
    """Parse a text, also what stands around its digests."""
    origin: Origin = context.origin
    parsed = parse(text, origin.name)
    if origin.source == origin.name:
        return parsed
    return attrs.evolve(parsed, segments=[_from(segment, origin) for segment in parsed.segments])


def _from(segment: Digest | str, origin: Origin) -> Digest | str:
    return segment if isinstance(segment, str) else attrs.evolve(segment, source=origin.source)


READER: Reader = attrs.evolve(markdown, whole=document)
