"""Markdown digests in: the parser of the Korean digests, with the source that a digest remembers.

Texts in other dialects are read by their tables; which it is, the host recognises before it asks a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


@reader("markdown", suffixes=(".md", ".markdown", ".txt"), streams=True)
def _in_pieces(pieces: Iterable[str], context: ReadContext) -> Iterator[Digest]:
    """Digests in Korean, some days at a time."""
    from digestkit.markdown import pieces as days  # noqa: PLC0415 - most files are read whole

    origin: Origin = context.origin
    for piece in days.pieces(pieces, origin.name):
        for diagnostic in piece.diagnostics:
            context.sink(diagnostic)
        for digest in piece.digests:
            yield digest if origin.source == origin.name else attrs.evolve(digest, source=origin.source)


IN_PIECES: Reader = _in_pieces
"""The reader of large files, which are known to be in Korean."""

READER: Reader = attrs.evolve(markdown, whole=document)
