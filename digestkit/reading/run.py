"""One reader, run under the host's supervision: what it raises is reported as a fault of the input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import attrs

from digestkit.diagnostics import Diagnostic
from digestkit.errors import InputError, UsageError, interrupted, told
from digestkit.export.once import Workplace, is_foreign, only_digests
from digestkit.model import Digest, Document, Item, Media, Paper, Segment
from digestkit.reading.contract import ReadContext, Reader
from digestkit.source import Origin, RecordOrigin

_PASSING = (InputError, UsageError, KeyboardInterrupt, MemoryError, GeneratorExit)
"""Exceptions that pass through unchanged: messages to the user, and what is nobody's fault."""

NodeT = TypeVar("NodeT", Item, Media)


def digests(reader: Reader, content: Any, context: ReadContext) -> Iterator[Digest]:  # noqa: ANN401 - as the record says
    """Yield the digests that a reader finds in some content; each remembers its source.

    Raises `InputError`, which names the reader, for whatever it raises, and for anything yielded that is no
    digest. One that does not stream is read to its end before the first digest is yielded, so that an input
    that it fails on is left out as a whole.
    """
    found = _watched(reader, content, context)
    return found if reader.info.streams else iter(list(found))


def document(reader: Reader, content: Any, context: ReadContext) -> Document:  # noqa: ANN401 - as the record says
    """Read everything: with the text around the digests where the reader knows it, and the diagnostics."""
    if reader.whole is not None:
        return reader.whole(content, context)
    from digestkit.markdown.fits import BREAK  # noqa: PLC0415 - conversions read digests alone

    noticed: list[Diagnostic] = []
    segments: list[Segment] = []
    for digest in digests(reader, content, attrs.evolve(context, sink=noticed.append)):
        # Written as Markdown, papers under no day heading would fall to the digest before them.
        if segments and digest.date is None and not digest.title:
            segments.append(BREAK)
        segments.append(digest)
    return Document(segments, noticed)


def _watched(reader: Reader, content: Any, context: ReadContext) -> Iterator[Digest]:  # noqa: ANN401 - as above
    name, place = context.origin.name, Workplace()
    try:
        place.enter()
        most = None if reader.info.streams else len(content) + 1
        for digest in only_digests(
            lambda: reader.read(content, context),
            lambda reason: InputError(_named(reader, reason), name),
            place,
            most,
        ):
            yield placed(digest, context.origin)
    except BaseException as error:
        if isinstance(error, InputError) and error.source is None:
            raise InputError(error.reason, name) from error
        if isinstance(error, _PASSING):
            if is_foreign(reader.read):
                interrupted(error, _named(reader, "").rstrip())
            raise
        raise InputError(_named(reader, f"failed: {told(error)}"), name) from error
    finally:
        place.back()


def placed(digest: Digest, origin: Origin) -> Digest:
    """The digest with its source, and with the input's name for messages where it has no place of its own."""
    if digest.layout is None:
        place = RecordOrigin(origin.name, 1)
        papers = [_placed_paper(paper, place) for paper in digest.papers]
        digest = attrs.evolve(digest, papers=papers, layout=place)
    return digest if digest.source is not None else attrs.evolve(digest, source=origin.source)


def _placed_paper(paper: Paper, place: RecordOrigin) -> Paper:
    # What lies in a paper stands where the paper does, as far as is known.
    layout, span = (paper.layout, paper.span) if paper.layout is not None else (place, None)

    def inner(node: NodeT) -> NodeT:
        return node if node.layout is not None else attrs.evolve(node, layout=layout, span=span)

    media = inner(paper.media) if paper.media is not None else None
    return attrs.evolve(
        paper, media=media, summary=[inner(item) for item in paper.summary], layout=layout, span=span
    )


def _named(reader: Reader, what: str) -> str:
    owner = f" of {reader.owner}" if reader.owner else ""
    return f"reader {reader.info.name!r}{owner} {what}"
