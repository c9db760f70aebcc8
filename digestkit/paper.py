"""A paper of a digest, with its picture or video and the items of its summary: frozen values.

Fields hold text exactly as the digest has it: nothing is stripped, normalised or unescaped. Cleaned and
structured views are derived, never stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal

import attrs

from digestkit import arxiv, structure
from digestkit.node import LONGEST, Node, brief, few, origin, refuse
from digestkit.refusals import (
    check_authors,
    check_day,
    check_line,
    check_pairs,
    check_terms,
    check_text,
    check_votes,
)
from digestkit.source import HUGGING_FACE, Layout, Span

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


def _absolute(url: str, layout: Layout | None) -> str:
    if not url.startswith("/"):
        return url
    site = layout.site if layout is not None else None
    return (HUGGING_FACE if site is None else site).absolute(url)
