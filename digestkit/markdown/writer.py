"""From the model to Markdown: as recorded, or in the style of an era.

A recorded spelling is a slice of the source that a node came from. It is used only where it still reads
back as the node's present value; what changed is spelled in the era's own style. So a model changed by
`attrs.evolve` is written as it now is, and the rest of it as it was. What this grammar cannot spell is
changed first, by the rules of `fits`, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestkit import diagnostics
from digestkit.diagnostics import Code, Located, Report
from digestkit.errors import ModelError
from digestkit.markdown import fits, parse
from digestkit.markdown.eras import Style, style_named, style_of
from digestkit.markdown.fits import BREAK, Tell, has_no_heading
from digestkit.markdown.rewriter import rewrite
from digestkit.model import Digest, Document, Paper, digests_of
from digestkit.source import BOM, SourceText, cut


def write(
    digests: Document | Digest | Iterable[Digest], style: str | None = None, report: Report | None = None
) -> str:
    """Write a document, with the text around its digests, or digests alone, as Markdown.

    Digests of another dialect are written as they were read where they are unchanged, and else as Korean
    ones. `style` is an era's, `"E0"` to `"E9"`; then recorded spellings do not count, and text that no field
    holds is not written. Without one, `write(parse(text)) == text`.

    What no digest can spell is changed as little as possible, and `report` hears of it; what it hears
    nothing of reads back equal. Raises `ModelError` in place of such a change where there is no `report`,
    and `UsageError` for an unknown style.
    """
    return "".join(chunks(digests, style, report))


def chunks(
    digests: Document | Digest | Iterable[Digest], style: str | None = None, report: Report | None = None
) -> Iterator[str]:
    """Yield what `write` joins, a segment at a time."""
    chosen = style_named(style) if style is not None else None
    tell = _teller(report)
    if isinstance(digests, Document):
        yield from _document(digests, chosen, tell)
        return
    previous = ""
    for digest in digests_of(digests):
        if previous:
            yield _line_end(previous)
            if has_no_heading(digest):
                yield BREAK
        previous = _digest(digest, chosen, tell)
        yield previous


def _teller(report: Report | None) -> Tell:
    def tell(message: str, node: Located | None) -> None:
        if report is None:
            what = diagnostics.at(node, Code.ALTERED, message).text()
            raise ModelError(f"no digest can be written so; with `report` it is changed: {what}")
        report(diagnostics.at(node, Code.ALTERED, message))

    return tell


def _document(document: Document, style: Style | None, tell: Tell) -> Iterator[str]:
    if document.bom:
        yield BOM
    previous = ""
    segments = document.segments
    if document.dialect is None:
        segments = tuple(fits.segments(segments, document.newline, tell))
    for segment in segments:
        yield _line_end(previous)
        previous = segment if isinstance(segment, str) else _digest(segment, style, tell, document.newline)
        yield previous


def _digest(digest: Digest, style: Style | None, tell: Tell, newline: str | None = None) -> str:
    """Write a digest; its line ends are the document's or, where it is written alone, those of its source."""
    recorded = _recorded(digest) if style is None else None
    if recorded is not None and isinstance(digest.layout, SourceText) and digest.layout.reread is not None:
        if digest.span is not None and digest.layout.original(digest.span) == digest:
            return recorded
        recorded = None
    if recorded is None:
        return _spelled(fits.digest(digest, tell), style or style_of(digest.date), newline or "\n")
    source = parse(recorded).segments
    if len(source) == 1 and source[0] == digest:
        return recorded
    newline = newline or ("\r\n" if "\r\n" in recorded else "\n")
    return _changed_digest(fits.digest(digest, tell), recorded, newline)


def _spelled(digest: Digest, style: Style, newline: str) -> str:
    text = style.day(digest) + "".join(map(style.paper, digest.papers))
    return text.replace("\n", newline)


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
    return _spelled(digest, style, newline)


def _heading(digest: Digest, recorded: str, style: Style, newline: str) -> str:
    """The heading and what stands between it and the first paper."""
    source = parse(recorded).segments[0]
    spelled = style.day(digest).replace("\n", newline)
    if not isinstance(source, Digest) or has_no_heading(source):
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
        if isinstance(source, Digest) and has_no_heading(source):
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
    return cut(node.layout, node.span) or None


def _line_end(previous: str, newline: str = "\n") -> str:
    """What must follow a part before another: a line end where it has none."""
    return newline if previous and not previous.endswith("\n") else ""
