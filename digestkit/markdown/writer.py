"""From the model to Markdown: as recorded, or in the style of an era.

A recorded spelling is a slice of the source that a node came from. It is used only where it still reads
back as the node's present value; what changed is spelled in the era's own style. So a model changed by
`attrs.evolve` is written as it now is, and the rest of it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestkit.errors import UsageError
from digestkit.markdown import parse
from digestkit.markdown.eras import Style, style_named, style_of
from digestkit.markdown.rewriter import rewrite
from digestkit.model import Digest, Document, Paper
from digestkit.source import BOM

# What ends a digest where papers under no heading follow it: without it they would fall to that digest.
BREAK = "## Undated papers\n\n"


def write(digests: Document | Digest | Iterable[Digest], style: str | None = None) -> str:
    """Write a document, with the text around its digests, or digests alone, as Markdown.

    `style` is an era's, `"E0"` to `"E9"`; then recorded spellings do not count, and text that no field
    holds is not written. Without one, `write(parse(text)) == text`.
    Raises `UsageError` for an unknown style.
    """
    return "".join(chunks(digests, style))


def chunks(digests: Document | Digest | Iterable[Digest], style: str | None = None) -> Iterator[str]:
    """Yield what `write` joins, a segment at a time."""
    chosen = style_named(style) if style is not None else None
    if isinstance(digests, Document):
        yield from _document(digests, chosen)
        return
    previous = ""
    for digest in digests_of(digests):
        if previous:
            yield _line_end(previous)
            if _has_no_heading(digest):
                yield BREAK
        previous = _digest(digest, chosen)
        yield previous


def digests_of(given: Document | Digest | Iterable[Digest]) -> Iterator[Digest]:
    """Yield the digests that were given in one of these ways; `UsageError` for anything else."""
    if isinstance(given, Document):
        given = given.digests
    digests = [given] if isinstance(given, Digest) else given
    for digest in digests if isinstance(digests, Iterable) else [digests]:
        if not isinstance(digest, Digest):
            wrong = type(given if isinstance(given, str) else digest).__name__
            raise UsageError(f"a document or digests are wanted, not {wrong}; digestkit.load() reads a file")
        yield digest


def _document(document: Document, style: Style | None) -> Iterator[str]:
    if document.bom:
        yield BOM
    previous = ""
    for segment in document.segments:
        yield _line_end(previous)
        previous = segment if isinstance(segment, str) else _digest(segment, style, document.newline)
        yield previous


def _digest(digest: Digest, style: Style | None, newline: str | None = None) -> str:
    """Write a digest; its line ends are the document's or, where it is written alone, those of its source."""
    if style is not None:
        text = style.day(digest) + "".join(map(style.paper, digest.papers))
        return text.replace("\n", newline or "\n")
    recorded = _recorded(digest)
    if recorded is None:
        return _digest(digest, style_of(digest.date), newline)
    source = parse(recorded).segments
    if len(source) == 1 and source[0] == digest:
        return recorded
    return _changed_digest(digest, recorded, newline or ("\r\n" if "\r\n" in recorded else "\n"))


def _changed_digest(digest: Digest, recorded: str, newline: str) -> str:
    """Write a digest part by part: its heading and each paper as recorded where that still holds."""
    style = style_of(digest.date)
    parts = [_heading(digest, recorded, style, newline)]
    for paper in digest.papers:
        parts.append(_line_end(parts[-1], newline))
        parts.append(_paper(paper, style, newline))
    text = "".join(parts)
    if parse(text).segments == (digest,):
        return text
    return _digest(digest, style, newline)


def _heading(digest: Digest, recorded: str, style: Style, newline: str) -> str:
    """The heading and what stands between it and the first paper."""
    source = parse(recorded).segments[0]
    spelled = style.day(digest).replace("\n", newline)
    if not isinstance(source, Digest) or _has_no_heading(source):
        return spelled
    end = source.papers[0].span[0] if source.papers and source.papers[0].span else len(recorded)
    if (source.date, source.title) == (digest.date, digest.title):
        return recorded[:end]
    line = recorded.partition("\n")[0]
    return spelled.rstrip() + recorded[len(line.rstrip()) : end] if spelled else recorded[len(line) + 1 : end]


def _paper(paper: Paper, style: Style, newline: str) -> str:
    recorded = _recorded(paper)
    if recorded is not None:
        source = parse(recorded).segments[0]
        if isinstance(source, Digest) and _has_no_heading(source):
            text = rewrite(recorded, source.papers[0], paper, style, newline)
            if _reads_back(text, paper):
                return text
    return style.paper(paper).replace("\n", newline)


def _reads_back(text: str, paper: Paper) -> bool:
    segments = parse(text).segments
    return len(segments) == 1 and isinstance(segments[0], Digest) and segments[0].papers == (paper,)


def _recorded(node: Digest | Paper) -> str | None:
    """The slice of the source that a node came from."""
    if node.layout is None or node.span is None:
        return None
    return node.layout.text[slice(*node.span)] or None


def _has_no_heading(digest: Digest) -> bool:
    return digest.date is None and not digest.title


def _line_end(previous: str, newline: str = "\n") -> str:
    """What must follow a part before another: a line end where it has none."""
    return newline if previous and not previous.endswith("\n") else ""
