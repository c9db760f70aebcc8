"""The document model: frozen values that say what a digest says.

Fields hold text exactly as the digest has it: nothing is stripped, normalised or unescaped. Cleaned and
structured views are derived, never stored. Every node also knows where it came from (`span`, `layout`),
which never counts in equality, so that a digest is the same whichever way it was spelled.

A constructor raises `ModelError` for a value that no digest can spell (a line break in a title, a label
with a star), so that every model that exists can be written and read back: law L1.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NoReturn, TypeVar

import attrs

from digestkit import arxiv, structure
from digestkit.diagnostics import Diagnostic
from digestkit.errors import ModelError
from digestkit.source import BOM, Layout, Position, Span

MediaKind = Literal["image", "video"]

HUGGING_FACE = "https://huggingface.co"
VIDEO_SUFFIXES = (".mp4", ".webm", ".mov", ".qt", ".m4v", ".ogv", ".avi", ".mkv")

# Votes beyond this are no votes; `int` refuses strings of thousands of digits.
MAX_VOTE_DIGITS = 18
MAX_VOTES = 10**MAX_VOTE_DIGITS - 1


def media_kind(url: str) -> MediaKind:
    """The kind that image syntax stands for: it follows the file's ending."""
    if "#" in url or "?" in url:
        url = url.partition("#")[0].partition("?")[0]
    return "video" if url[-5:].lower().endswith(VIDEO_SUFFIXES) else "image"


class _Lazy:
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        from digestkit.markdown import grammar

        return getattr(grammar, name)


grammar = _Lazy()


def _tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of what can be one; the rest, and text, is left for the constructor to refuse."""
    if values.__class__ is tuple or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        return values  # type: ignore[return-value] # as said
    return tuple(values)


def _origin() -> Any:  # noqa: ANN401 - attrs' field() is typed as the field it makes
    """A field that tells where a node came from: no part of what it says."""
    return attrs.field(default=None, eq=False, repr=False)


class _Node:
    """What all nodes share: a place in a source."""

    __slots__ = ()

    span: Span | None
    layout: Layout | None

    @property
    def position(self) -> Position | None:
        """Line and column where the node came from, or None for a node that was made."""
        if self.layout is None or self.span is None:
            return None
        return self.layout.position(self.span[0])


@attrs.frozen
class Media(_Node):
    """A paper's picture or video: `kind` is `image` or `video`, `url` as written (it may be relative)."""

    kind: MediaKind
    url: str
    span: Span | None = _origin()
    layout: Layout | None = _origin()

    def __attrs_post_init__(self) -> None:
        url = self.url
        if not isinstance(url, str) or not url or url.isspace() or "\n" in url:
            _refuse("Media.url", url, "one line that is not blank")
        if self.kind != "video" and (self.kind != "image" or media_kind(url) != "image"):
            _refuse(
                "Media.kind", self.kind, f"'image' or 'video', and 'video' for a video file; url is {url!r}"
            )

    @property
    def href(self) -> str:
        """The absolute URL; relative ones belong to Hugging Face."""
        return _absolute(self.url)


@attrs.frozen
class Item(_Node):
    """A bullet of a summary: a label or None, and opaque text that may go on over several lines."""

    label: str | None
    text: str
    span: Span | None = _origin()
    layout: Layout | None = _origin()

    def __attrs_post_init__(self) -> None:
        label, text = self.label, self.text
        if text.__class__ is not str or "\n" in text or "\r" in text or "#" in text:
            _check_item_text(text)
        if label is None:
            if text[:2] == "**" and structure.split_label(text)[0] is not None:
                _refuse("Item.text", text, "a text that does not read as a label")
        elif label.__class__ is not str or "*" in label or "\n" in label or "#" in label or not label.strip():
            _check_label(label)

    @property
    def outline(self) -> structure.Entry:
        """The structured view: nested lists, numbered lines and Python literals as a tree of entries."""
        return structure.outline(self.label, self.text)

    @property
    def items(self) -> tuple[structure.Entry, ...]:
        """The entries below this item; empty where its text is plain."""
        return () if structure.is_plain(self.text) else self.outline.items


@attrs.frozen
class Paper(_Node):
    """One paper of a digest: `### [title](url)` and what follows it.

    `votes` is None where the digest says nothing and 0 where it says `-`. `authors` are the names as
    written, doubles included; `authors_truncated` says that a `+` stood among them. Since 2024-01-23 the
    source shuffles names, so their order says nothing about who is first author.
    """

    title: str
    url: str
    media: Media | None = None
    votes: int | None = None
    authors: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    authors_truncated: bool = False
    summary: tuple[Item, ...] = attrs.field(default=(), converter=_tuple)
    span: Span | None = _origin()
    layout: Layout | None = _origin()

    def __attrs_post_init__(self) -> None:
        title, url = self.title, self.url
        if not isinstance(title, str) or "\n" in title:
            _refuse("Paper.title", title, "one line of text")
        if not isinstance(url, str) or not url or url.isspace() or "\n" in url or "](" in url:
            _refuse("Paper.url", url, "one line that is not blank and has no `](`")
        if self.votes is not None:
            _check_votes(self.votes)
        if self.media is not None and not isinstance(self.media, Media):
            _refuse("Paper.media", self.media, "a Media or None")
        if self.authors_truncated is not True and self.authors_truncated is not False:
            _refuse("Paper.authors_truncated", self.authors_truncated, "True or False")
        if self.authors != ():
            _check_authors(self.authors, self.authors_truncated)
        if self.summary.__class__ is not tuple:
            _refuse("Paper.summary", self.summary, "items")
        for item in self.summary:
            if item.__class__ is not Item and not isinstance(item, Item):
                _refuse("Paper.summary", item, "items")

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier without its version, or None where the URL holds none."""
        found = arxiv.find(self.url)
        return found.id if found else None

    @property
    def version(self) -> int | None:
        """The arXiv version that the URL names, or None."""
        found = arxiv.find(self.url)
        return found.version if found else None

    @property
    def id(self) -> str:
        """`arxiv:2407.01906`, else `url:` and 16 hex digits of the SHA-256 of the URL as written."""
        return arxiv.identity(self.url, arxiv.find(self.url))

    @property
    def pdf_url(self) -> str | None:
        """Where arXiv has the PDF, of the named version where the URL names one; None for other papers."""
        found = arxiv.find(self.url)
        return found.pdf_url if found else None

    @property
    def published(self) -> arxiv.YearMonth | None:
        """Year and month of submission, as the arXiv id encodes them; None for other papers."""
        known = self.arxiv_id
        return arxiv.submitted(known) if known else None

    @property
    def authors_clean(self) -> tuple[str, ...]:
        """The names without outer white space, empty ones and adjacent doubles."""
        names = [stripped for name in self.authors if (stripped := " ".join(name.split()))]
        return tuple(name for at, name in enumerate(names) if at == 0 or names[at - 1] != name)

    @property
    def href(self) -> str:
        """The absolute URL; relative ones belong to Hugging Face."""
        return _absolute(self.url)


@attrs.frozen
class Digest(_Node):
    """The papers of one day. `date` is None where the heading names no day that exists.

    `title` is the heading without its date; with a date that does not exist it is the whole heading, and
    it is empty for papers that stand under no day heading. `source` is the name of the file, relative to
    the folder it was found in, or None.
    """

    date: datetime.date | None
    title: str
    papers: tuple[Paper, ...] = attrs.field(default=(), converter=_tuple)
    span: Span | None = _origin()
    layout: Layout | None = _origin()
    source: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.date is not None and type(self.date) is not datetime.date:
            _refuse("Digest.date", self.date, "a datetime.date or None")
        if not isinstance(self.title, str) or "\n" in self.title:
            _refuse("Digest.title", self.title, "one line of text")
        if self.papers.__class__ is not tuple:
            _refuse("Digest.papers", self.papers, "papers")
        for paper in self.papers:
            if not isinstance(paper, Paper):
                _refuse("Digest.papers", paper, "papers")
        if self.source is not None and not isinstance(self.source, str):
            _refuse("Digest.source", self.source, "text or None")
        if self.date is None and not self.title:
            if not self.papers:
                _refuse("Digest.papers", self.papers, "papers, in a digest without a heading")
        elif grammar.read_day(grammar.spell_day(self.date, self.title)) != (self.date, self.title):
            _refuse(
                "Digest.title",
                self.title,
                "what stands before the date, or a heading whose date does not exist",
            )


NodeT = TypeVar("NodeT", Item, Media)
Segment = Digest | str
"""A part of a document: a digest, or text outside any digest."""


@attrs.frozen
class Document:
    """A text as a sequence of digests and the text around them, and what was noticed while reading it.

    `bom` and `newline` (LF or CR LF) are layout: they do not count in equality.
    """

    segments: tuple[Segment, ...] = attrs.field(default=(), converter=_tuple)
    diagnostics: tuple[Diagnostic, ...] = attrs.field(default=(), converter=_tuple, eq=False, repr=False)
    bom: bool = attrs.field(default=False, eq=False, kw_only=True)
    newline: Literal["\n", "\r\n"] = attrs.field(default="\n", eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_document_layout(self)
        before: Segment | None = None
        for segment in self.segments:
            if isinstance(segment, Digest):
                _check_digest_after(before, segment)
            elif isinstance(segment, str) and segment and not isinstance(before, str):
                _check_outside(segment, before)
            else:
                _refuse("Document.segments", segment, "digests, and text between them that is not empty")
            before = segment
        first = self.segments[0] if self.segments else None
        if not self.bom and isinstance(first, str) and first[0] == BOM:
            _refuse("Document.segments", first, "without a byte order mark; say `bom=True` instead")

    @property
    def digests(self) -> tuple[Digest, ...]:
        """The digests, in the order of the text."""
        return tuple(segment for segment in self.segments if isinstance(segment, Digest))


def without_layout(digest: Digest) -> Digest:
    """The same digest without a memory of where it and its parts came from, apart from `source`."""
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


def _refuse(field: str, value: object, wanted: str) -> NoReturn:
    shown = repr(value)
    if len(shown) > 80:
        shown = f"{shown[:77]}..."
    raise ModelError(f"{field} must be {wanted}, not {shown}")


def _check_label(label: object) -> None:
    if not isinstance(label, str) or not label or label.isspace():
        _refuse("Item.label", label, "text that is not blank, or None")
    if "*" in label or "\n" in label or "### [" in label:
        _refuse("Item.label", label, "one line without `*` or `### [`")


def _check_item_text(text: object) -> None:
    if not isinstance(text, str):
        _refuse("Item.text", text, "text")
    lines = text.split("\n")
    for line in [f"- {lines[0]}", *lines[1:]]:
        if line[-1:] == "\r":
            _refuse("Item.text", text, "text without a carriage return at the end of a line")
        if grammar.find_glued_heading(line) >= 0:
            _refuse("Item.text", text, "text without a paper's heading at the end of a line")
    for line in lines[1:]:
        if not grammar.continues_item(line):
            _refuse("Item.text", text, f"text whose lines go on with the item; {line[:40]!r} does not")


def _check_votes(votes: object) -> None:
    if type(votes) is not int or not 0 <= votes <= MAX_VOTES:
        _refuse("Paper.votes", votes, f"a number from 0 of at most {MAX_VOTE_DIGITS} digits, or None")


def _check_authors(authors: Sequence[object], truncated: bool) -> None:
    """Names that read back when joined by `, ` are the rule; only others cost a trial as a list literal."""
    if authors.__class__ is not tuple:
        _refuse("Paper.authors", authors, "names")
    try:
        line = "\n".join(authors)
    except TypeError:  # a name that is no text
        _refuse("Paper.authors", authors, "names")
    if "+" in line and "+" in authors:
        _refuse("Paper.authors", authors, "names without `+`; authors_truncated says that there are more")
    plain = ", " not in line and line.count("\n") == len(authors) - 1 and "\r" not in line
    if plain and line and line[0] != "[" and not line.isspace():
        return
    names = tuple(map(str, authors))
    if grammar.read_authors(grammar.spell_authors(names, truncated, as_list=False)) != (names, truncated):
        _refuse("Paper.authors", names, "names that an `Authors:` line can hold")


def _check_document_layout(document: Document) -> None:
    if document.segments.__class__ is not tuple:
        _refuse("Document.segments", document.segments, "digests and text")
    if document.diagnostics.__class__ is not tuple:
        _refuse("Document.diagnostics", document.diagnostics, "diagnostics")
    if document.bom is not True and document.bom is not False:
        _refuse("Document.bom", document.bom, "True or False")
    if document.newline not in ("\n", "\r\n"):
        _refuse("Document.newline", document.newline, "LF or CR LF")


def _check_digest_after(before: Segment | None, digest: Digest) -> None:
    """Papers under no heading fall to a digest before them; an open fence or line swallows any digest."""
    if isinstance(before, Digest):
        if digest.date is None and not digest.title:
            _refuse("Document.segments", digest, "a digest with a heading where it follows a digest")
    elif before is not None:
        fences = grammar.Fences()
        for line in before.split("\n"):
            fences.hides(line.rstrip("\r"))
        if fences.open is not None or before[-1] != "\n":
            _refuse("Document.segments", before, "text that ends with a line end and no open code fence")


def _check_outside(text: str, before: Segment | None) -> None:
    """Text outside digests starts none; after a digest it starts with the heading that ends it."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if before is not None and not lines[0].startswith(("# ", "## ")):
        _refuse("Document.segments", text, "text that starts with a heading where it follows a digest")
    fences = grammar.Fences()
    for line in lines:
        if not fences.hides(line) and (grammar.read_day(line) or grammar.read_paper_heading(line)):
            _refuse("Document.segments", text, f"text that starts no digest; {line[:40]!r} does")


def _absolute(url: str) -> str:
    if url.startswith("//"):
        return f"https:{url}"
    return f"{HUGGING_FACE}{url}" if url.startswith("/") else url
