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
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal, TypeVar

import attrs

from digestkit import arxiv, structure
from digestkit.diagnostics import Diagnostic
from digestkit.errors import UsageError
from digestkit.node import LONGEST, Node, brief, few, origin, refuse, unfolded, whole
from digestkit.refusals import (
    check_authors,
    check_day,
    check_line,
    check_pairs,
    check_terms,
    check_text,
    check_votes,
)
from digestkit.source import BOM, HUGGING_FACE, Layout, Site, Span

MediaKind = Literal["image", "video"]

VIDEO_SUFFIXES = (".mp4", ".webm", ".mov", ".qt", ".m4v", ".ogv", ".avi", ".mkv")


def media_kind(url: str) -> MediaKind:
    """The kind of medium that a URL in image syntax stands for, by its suffix: image, if in doubt."""
    if "#" in url or "?" in url:
        url = url.partition("#")[0].partition("?")[0]
    # No suffix is longer than five characters, and lowering the whole URL would cost more.
    return _kind_of_ending(url[-5:])


@lru_cache(maxsize=256)
def _kind_of_ending(ending: str) -> MediaKind:
    return "video" if ending.lower().endswith(VIDEO_SUFFIXES) else "image"


def as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of anything iterable; everything else, and text, is left for the constructor to refuse.

    Text is iterable, but a name given where names are wanted would become its letters.
    """
    if values.__class__ is tuple or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        return values  # type: ignore[return-value] # as said
    return tuple(values)


Pair = tuple[str, str]
"""The kind of a link and its URL, or the name of something and its text."""

FURTHER = ("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra")
"""The fields of a paper that only some dialects have; the Korean digests have none of them."""


def _names(names: tuple[str, ...]) -> str:
    return few(names, brief)


def _terms(values: tuple[object, ...]) -> str:
    """Shorter than names: a paper has four such fields."""
    shown = repr(values)
    if len(shown) <= 2 * LONGEST:
        return shown
    return f"({brief(values[0])}, ... {len(values) - 1} more)"


def _papers(papers: tuple[Paper, ...]) -> str:
    return few(papers, lambda paper: f"Paper({brief(paper.title)}, {brief(paper.url)}, ...)")


def _segments(segments: tuple[Segment, ...]) -> str:
    return few(segments, lambda part: brief(part) if isinstance(part, str) else _heading(part))


def _heading(digest: Digest) -> str:
    return f"Digest({digest.date}, {brief(digest.title)}, {len(digest.papers)} papers)"


@attrs.frozen
class Media(Node):
    """A paper's picture or video: `kind` is `image` or `video`, `url` as written (it may be relative)."""

    kind: MediaKind
    url: str = attrs.field(repr=brief)
    span: Span | None = origin()
    layout: Layout | None = origin()

    def __attrs_post_init__(self) -> None:
        check_line("Media.url", self.url)
        if self.kind != "video" and (self.kind != "image" or media_kind(self.url) != "image"):
            wanted = f"'image' or 'video', and 'video' for a video file; url is {brief(self.url)}"
            refuse("Media.kind", self.kind, wanted)

    @property
    def href(self) -> str:
        """The absolute URL; relative ones belong to the site of the digests."""
        return _absolute(self.url, self.layout)


@attrs.frozen
class Item(Node):
    """A bullet of a summary: a label or None, and opaque text that may go on over several lines.

    The label is without its stars and colon, the text with all its markup.
    """

    label: str | None = attrs.field(repr=brief)
    text: str = attrs.field(repr=brief)
    span: Span | None = origin()
    layout: Layout | None = origin()

    def __attrs_post_init__(self) -> None:
        # The class is compared first, and `isinstance` left for subclasses: this runs for every item read.
        label, text = self.label, self.text
        if text.__class__ is not str and not isinstance(text, str):
            refuse("Item.text", text, "text")
        if label is not None:
            check_line("Item.label", label)

    @property
    def outline(self) -> structure.Outline:
        """The structured view: nested lists, numbered lines and Python literals as a tree.

        Derived at each call, in linear time; `digestkit.structure` says what is lost in it.
        """
        return structure.outline(self.label, self.text)

    @property
    def items(self) -> tuple[structure.Outline, ...]:
        """The entries below this item in `outline`; empty where its text is plain."""
        return () if structure.is_plain(self.text) else self.outline.items


@attrs.frozen
class Paper(Node):
    """One paper of a digest: `### [title](url)` and what follows it.

    `votes` is None where the digest says nothing and 0 where it says `-`. `authors` are the names as
    written, duplicates included; `authors_truncated` says that there was a `+` among them.

    What only some dialects say is given by name. `section` is the heading within the day that the paper
    stands under, `tldr` its one sentence, `categories` are arXiv's, the primary one first, and `submitted` is
    the day that the digest names (`published` is the month that the id encodes). `links` are pairs of a kind
    (`code`, `html`, `project`) and a URL as written; `extra` pairs of a name and a text, of what no field
    holds. Each is None or empty where nothing is said; `further` tells which are not.

    `authors_ordered` is what is known of the source, not what the paper says, and so does not count in
    equality: True where names stand as published, False where the source shuffles them, and who comes
    first says nothing; None where that is not known.
    """

    title: str = attrs.field(repr=brief)
    url: str = attrs.field(repr=brief)
    media: Media | None = None
    votes: int | None = None
    authors: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, repr=_names)
    authors_truncated: bool = False
    summary: tuple[Item, ...] = attrs.field(default=(), converter=as_tuple, repr=few)
    span: Span | None = origin()
    layout: Layout | None = origin()
    section: str | None = attrs.field(default=None, repr=brief, kw_only=True)
    abstract: str | None = attrs.field(default=None, repr=brief, kw_only=True)
    tldr: str | None = attrs.field(default=None, repr=brief, kw_only=True)
    categories: tuple[str, ...] = attrs.field(default=(), repr=_terms, kw_only=True)
    tags: tuple[str, ...] = attrs.field(default=(), repr=_terms, kw_only=True)
    submitted: datetime.date | None = attrs.field(default=None, kw_only=True)
    doi: str | None = attrs.field(default=None, repr=brief, kw_only=True)
    links: tuple[Pair, ...] = attrs.field(default=(), repr=_terms, kw_only=True)
    extra: tuple[Pair, ...] = attrs.field(default=(), repr=_terms, kw_only=True)
    authors_ordered: bool | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        title = self.title
        if not isinstance(title, str) or "\n" in title:
            refuse("Paper.title", title, "one line of text")
        check_line("Paper.url", self.url)
        if self.votes is not None:
            check_votes(self.votes)
        if self.media is not None and not isinstance(self.media, Media):
            refuse("Paper.media", self.media, "a Media or None")
        if self.authors_truncated is not True and self.authors_truncated is not False:
            refuse("Paper.authors_truncated", self.authors_truncated, "True or False")
        if self.authors != ():
            check_authors(self.authors)
        if self.summary != ():
            _check_items(self.summary)
        if self.authors_ordered is not None and not isinstance(self.authors_ordered, bool):
            refuse("Paper.authors_ordered", self.authors_ordered, "True, False or None")
        if (
            self.section, self.abstract, self.tldr, self.categories, self.tags,
            self.submitted, self.doi, self.links, self.extra,
        ) != _NOTHING_FURTHER:  # fmt: skip
            _check_further(self)

    @property
    def further(self) -> tuple[str, ...]:
        """The names of those fields that only some dialects have and that say something here."""
        if (
            self.section, self.abstract, self.tldr, self.categories, self.tags,
            self.submitted, self.doi, self.links, self.extra,
        ) == _NOTHING_FURTHER:  # fmt: skip
            return ()
        return tuple([name for name in FURTHER if getattr(self, name) not in (None, ())])

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier without its version (`2407.01906`), or None where the URL holds none."""
        found = arxiv.find(self.url)
        return found.id if found else None

    @property
    def version(self) -> int | None:
        """The arXiv version that the URL names, from 1, or None."""
        found = arxiv.find(self.url)
        return found.version if found else None

    @property
    def id(self) -> str:
        """What identifies the paper: `arxiv:2407.01906`, else `url:` and 16 hex digits.

        The digits are the first of the SHA-256 of the URL as written, on which alone the id depends.
        """
        return arxiv.identity(self.url, arxiv.find(self.url))

    @property
    def pdf_url(self) -> str | None:
        """The PDF on arXiv, of the version that the URL names, if any; None for papers from elsewhere."""
        found = arxiv.find(self.url)
        return found.pdf_url if found else None

    @property
    def published(self) -> arxiv.YearMonth | None:
        """Year and month of submission, as the arXiv id encodes them; None for papers from elsewhere."""
        known = self.arxiv_id
        return arxiv.submitted(known) if known else None

    @property
    def authors_clean(self) -> tuple[str, ...]:
        """The names with white space collapsed, without empty ones and without repetitions in a row.

        A name that occurs again further on stays: it may be a second person.
        """
        names = [stripped for name in self.authors if (stripped := " ".join(name.split()))]
        return tuple(name for at, name in enumerate(names) if at == 0 or names[at - 1] != name)

    @property
    def href(self) -> str:
        """The absolute URL; relative ones belong to the site of the digests."""
        return _absolute(self.url, self.layout)

    def _repr_html_(self) -> str:
        """The paper as a notebook shows it."""
        from digestkit.text import notebook  # noqa: PLC0415 - nothing but a notebook needs it

        return notebook.paper(self)


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
            refuse("Digest.papers", self.papers, "papers, in a digest without a heading")

    def _repr_html_(self) -> str:
        """The digest as a notebook shows it."""
        from digestkit.text import notebook  # noqa: PLC0415 - nothing but a notebook needs it

        return notebook.digest(self)


NodeT = TypeVar("NodeT", Item, Media)
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
            raise UsageError(f"a document or digests are wanted, not {wrong}; digestkit.load() reads a file")
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


def _check_items(items: tuple[Item, ...]) -> None:
    if items.__class__ is not tuple:
        refuse("Paper.summary", items, "items")
    for item in items:
        if item.__class__ is not Item and not isinstance(item, Item):
            refuse("Paper.summary", item, "items")


_NOTHING_FURTHER = (None, None, None, (), (), None, None, (), ())
"""What a paper of the Korean digests, as nearly all are, has in the fields of `FURTHER`."""


def _check_further(paper: Paper) -> None:
    """Check what only some dialects have, and make tuples of lists: a converter would cost each paper."""
    for name, check in _CHECKS.items():
        value = getattr(paper, name)
        if name in _TUPLES and value.__class__ is not tuple:
            value = as_tuple(value)
            object.__setattr__(paper, name, value)
        if value is not None or name in _TUPLES:
            check(f"Paper.{name}", value)


_TUPLES = frozenset({"categories", "tags", "links", "extra"})
_CHECKS: dict[str, Callable[[str, object], None]] = {
    **dict.fromkeys(("section", "doi"), check_line),
    **dict.fromkeys(("abstract", "tldr"), check_text),
    **dict.fromkeys(("categories", "tags"), check_terms),
    **dict.fromkeys(("links", "extra"), check_pairs),
    "submitted": check_day,
}


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


def _absolute(url: str, layout: Layout | None) -> str:
    if not url.startswith("/"):
        return url
    site = layout.site if layout is not None else None
    return (HUGGING_FACE if site is None else site).absolute(url)
