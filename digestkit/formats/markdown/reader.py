"""Markdown digests in: the parser, with the source that a digest remembers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from digestkit.diagnostics import Report
from digestkit.markdown import parse
from digestkit.model import Digest, Document
from digestkit.source import Origin


def document(pieces: Iterable[str], origin: Origin) -> Document:
    """Parse a text, also what stands around its digests."""
    parsed = parse("".join(pieces), origin.name)
    if origin.source == origin.name:
        return parsed
    return attrs.evolve(parsed, segments=[_from(segment, origin) for segment in parsed.segments])


def digests(pieces: Iterable[str], origin: Origin, report: Report) -> Iterator[Digest]:
    """Parse a text, report what was noticed, and yield its digests."""
    parsed = document(pieces, origin)
    for diagnostic in parsed.diagnostics:
        report(diagnostic)
    yield from parsed.digests


def _from(segment: Digest | str, origin: Origin) -> Digest | str:
    return segment if isinstance(segment, str) else attrs.evolve(segment, source=origin.source)
