"""The document model: frozen values that say what a digest says.

Fields hold text exactly as the digest has it: nothing is stripped, normalised or unescaped. Cleaned and
structured views are derived, never stored. Every node also knows where it came from (`span`, `layout`),
which does not count in equality, so that a digest is the same whichever way it was spelled.

A constructor raises `ModelError` for a value of the wrong type, and for one that is meaningless in every
dialect: a line break in a title, a blank URL, negative votes. What only some dialect cannot spell is for its
writer to deal with.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import attrs

from digestkit.diagnostics import Diagnostic
from digestkit.errors import UsageError
from digestkit.node import Node, brief, few, origin, refuse, unfolded, whole
from digestkit.paper import FURTHER, Item, Media, MediaKind, Pair, Paper, as_tuple, media_kind
from digestkit.source import BOM, Layout, Site, Span

__all__ = [
    "FURTHER",
    "Digest",
    "Document",
    "Item",
    "Media",
    "MediaKind",
    "Pair",
    "Paper",
    "Segment",
    "digests_of",
    "media_kind",
    "without_layout",
]

NodeT = TypeVar("NodeT", Item, Media)


def _papers(papers: tuple[Paper, ...]) -> str:
    return few(papers, lambda paper: f"Paper({brief(paper.title)}, {brief(paper.url)}, ...)")


def _segments(segments: tuple[Segment, ...]) -> str:
    return few(segments, lambda part: brief(part) if isinstance(part, str) else _heading(part))


def _heading(digest: Digest) -> str:
    return f"Digest({digest.date}, {brief(digest.title)}, {len(digest.papers)} papers)"


@attrs.frozen
class Digest(Node):
    """The papers of one day. `date` is None where the heading names no day that exists.

    `title` is the heading without its date, or the whole heading where that date does not exist, and empty
    for papers under no day heading. `source` is the path of the file, relative to the folder it was found
    in, with `/` on every system, or None. `site` is the one that the dialect names, which feeds link to;
    None for the Korean digests, and where nobody said it.
    """

    date: datetime.date | None
    title: str = attrs.field(repr=brief)
    papers: tuple[Paper, ...] = attrs.field(default=(), converter=as_tuple, repr=_papers)
    span: Span | None = origin()
    layout: Layout | None = origin()
    source: str | None = attrs.field(default=None, eq=False, kw_only=True)
    site: Site | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        # `type`, since a datetime is a date to `isinstance`, but never equal to one.
        if self.date is not None and type(self.date) is not datetime.date:
            refuse("Digest.date", self.date, "a datetime.date or None")
        if not isinstance(self.title, str) or "\n" in self.title:
            refuse("Digest.title", self.title, "one line of text")
        if self.papers.__class__ is not tuple:
            refuse("Digest.papers", self.papers, "papers")
        for paper in self.papers:
            if not isinstance(paper, Paper):
                refuse("Digest.papers", paper, "papers")
        if self.source is not None and not isinstance(self.source, str):
            refuse("Digest.source", self.source, "text or None")
        if self.site is not None and not isinstance(self.site, Site):
            refuse("Digest.site", self.site, "a Site or None")
        if self.date is None and not self.title and not self.papers:
            wanted = "some in a digest without date and title (leave it out with its last paper)"
            refuse("Digest.papers", self.papers, wanted)

    def _repr_html_(self) -> str:
        """The digest as a notebook shows it."""
        from digestkit.text import notebook  # noqa: PLC0415 - nothing but a notebook needs it

        return notebook.digest(self)


Segment = Digest | str
"""A part of a document: a digest, or text outside any digest."""


@attrs.frozen
class Document:
    """A text as a sequence of digests and the text around them, and what was noticed while reading it.

    `bom`, `newline` (LF or CR LF) and `dialect` (the name of the table that it was read by, None for the
    Korean digests) are layout: they do not count in equality. Of all values, a document alone is pickled
    with the texts that its nodes came from.
    """

    segments: tuple[Segment, ...] = attrs.field(default=(), converter=as_tuple, repr=_segments)
    diagnostics: tuple[Diagnostic, ...] = attrs.field(default=(), converter=as_tuple, eq=False, repr=False)
    bom: bool = attrs.field(default=False, eq=False, kw_only=True)
    newline: Literal["\n", "\r\n"] = attrs.field(default="\n", eq=False, kw_only=True)
    dialect: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_layout(self)
        before: Segment | None = None
        for segment in self.segments:
            # Two texts in a row would be read back as one.
            if not isinstance(segment, Digest) and (
                not isinstance(segment, str) or not segment or isinstance(before, str)
            ):
                refuse("Document.segments", segment, "digests, and text between them that is not empty")
            before = segment
        first = self.segments[0] if self.segments else None
        if not self.bom and isinstance(first, str) and first[0] == BOM:
            refuse("Document.segments", first, "without a byte order mark; say `bom=True` instead")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (whole(self.segments), self.diagnostics, self.bom, self.newline, self.dialect)

    @property
    def digests(self) -> tuple[Digest, ...]:
        """The digests in the order of the text, without the text around them."""
        return tuple(segment for segment in self.segments if isinstance(segment, Digest))


def digests_of(given: Document | Digest | Paper | Iterable[Digest | Paper]) -> Iterator[Digest]:
    """Yield the digests that were given in one of these ways; `UsageError` for anything else.

    Papers in a row are the papers of one digest without a day and a title.
    """
    if isinstance(given, Document):
        given = given.digests
    nodes = [given] if isinstance(given, (Digest, Paper)) or not isinstance(given, Iterable) else given
    papers: list[Paper] = []
    for node in nodes:
        if isinstance(node, Paper):
            papers.append(node)
            continue
        if not isinstance(node, Digest):
            wrong = type(given if isinstance(given, str) else node).__name__
            raise UsageError(f"expected a document or digests, not {wrong}; digestkit.load() reads a file")
        if papers:
            yield Digest(None, "", papers)
            papers = []
        yield node
    if papers:
        yield Digest(None, "", papers)


def without_layout(digest: Digest) -> Digest:
    """The same digest with `span` and `layout` removed throughout; `source` stays.

    It equals the original, lets go of the text it came from, and is written in its era's own style.
    """
    papers = [
        attrs.evolve(
            paper,
            media=_bare(paper.media) if paper.media else None,
            summary=map(_bare, paper.summary),
            span=None,
            layout=None,
        )
        for paper in digest.papers
    ]
    return attrs.evolve(digest, papers=papers, span=None, layout=None)


def _bare(node: NodeT) -> NodeT:
    return attrs.evolve(node, span=None, layout=None)


def _restored(
    segments: tuple[Any, ...],
    diagnostics: tuple[Diagnostic, ...],
    bom: bool,
    newline: Literal["\n", "\r\n"],
    dialect: str | None = None,
) -> Document:
    return Document(unfolded(segments), diagnostics, bom=bom, newline=newline, dialect=dialect)


def _check_layout(document: Document) -> None:
    if document.segments.__class__ is not tuple:
        refuse("Document.segments", document.segments, "digests and text")
    if document.diagnostics.__class__ is not tuple:
        refuse("Document.diagnostics", document.diagnostics, "diagnostics")
    if document.bom is not True and document.bom is not False:
        refuse("Document.bom", document.bom, "True or False")
    if document.newline not in ("\n", "\r\n"):
        refuse("Document.newline", document.newline, "LF or CR LF")
    if document.dialect is not None and not isinstance(document.dialect, str):
        refuse("Document.dialect", document.dialect, "the name of a dialect or None")
