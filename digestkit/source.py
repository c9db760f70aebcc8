"""Places in a text, and where it comes from: only this module turns an offset into a line and a column."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, count
from operator import add
from typing import Any, Literal, NamedTuple, Protocol

BOM = "\ufeff"
"""A byte order mark, as text."""

Newline = Literal["\n", "\r\n"]
"""A line end."""

Span = tuple[int, int]
"""Start and end of a node in its source: code-point offsets, end exclusive."""


class Origin(NamedTuple):
    """Where a text comes from: `name` is for messages, `source` becomes that of its digests."""

    name: str | None = None
    source: str | None = None
    path: str | None = None
    """Where it lies, as far up as is known: days stand in names of folders. No output shows it."""


NO_ORIGIN = Origin()
"""Where a text comes from that was not read from a file."""


class Site(NamedTuple):
    """The page that a digest belongs to, an absolute URL, or empty where nobody knows one.

    `tag` is a host name whose owner has one digest a day, so that its name and the day are an id; None where
    several share the host, as on GitHub, and only the whole address tells them apart.
    """

    url: str
    tag: str | None = None

    def absolute(self, url: str) -> str:
        """A URL that begins with a slash, made absolute; any other as it is."""
        if url.startswith("//"):
            return f"https:{url}"
        return "/".join(self.url.split("/", 3)[:3]) + url if url.startswith("/") else url

    def resolved(self, url: str) -> str:
        """The same for a URL that is relative to the page, too: one that begins with a dot."""
        if url[:1] not in "/." or not self.url:
            return url
        from urllib.parse import urljoin  # noqa: PLC0415 - links of this kind are rare

        return urljoin(f"{self.url.rstrip('/')}/", url) if url.startswith(".") else self.absolute(url)

    def id_of(self, day: datetime.date) -> str:
        """What identifies the digest of a day: a `tag:` URI (RFC 4151), the same at all times.

        On a host of its own it ends in `digest`, else in the path of the page and that.
        """
        if self.tag is not None:
            return f"tag:{self.tag},{day}:digest"
        from urllib.parse import urlsplit  # noqa: PLC0415 - only feeds of days need it

        parts = urlsplit(self.url)
        path = parts.path.strip("/")
        return f"tag:{parts.hostname or ''},{day}:{path}{'/' if path else ''}digest"


HUGGING_FACE = Site("https://huggingface.co/papers", "huggingface.co")
"""The site of the Korean digests: the page on which their papers are voted for."""

NOWHERE = Site("")
"""The site of digests of which nobody knows one."""


class Position(NamedTuple):
    """A place as editors count it: line and column from 1, columns in code points (not UTF-16 units)."""

    line: int
    column: int


class Layout(Protocol):
    """What a node remembers of its origin: a name, the text (empty where none is kept), positions."""

    @property
    def name(self) -> str | None:
        """The source's name as its user would recognise it, or None."""

    @property
    def text(self) -> str:
        """The text that nodes stand in, or the piece of it that was kept; empty where none was."""

    @property
    def site(self) -> Site | None:
        """The site that relative links belong to; None for that of the Korean digests."""

    def position(self, offset: int) -> Position:
        """Line and column of a code-point offset into the text."""


class Read(Protocol):
    """A node that was read: as much of it as a source needs to know."""

    @property
    def span(self) -> Span | None:
        """Where it stands."""


class Reread(Protocol):
    """What reading a text again gives."""

    @property
    def digests(self) -> Sequence[Read]:
        """The digests in it."""


class SourceText:
    """A text with a name; all nodes of one document share it and hold offsets into it.

    Of a text that was read in pieces, it is one piece: `start` is its offset in the whole, into which nodes
    hold theirs, and `lines_before` counts the lines before it. `reread` reads such a text as this one was
    read, where `digestkit.markdown` does not; it can be pickled. `site` is the one that relative links belong
    to, None for that of the Korean digests.

    Positions asked for in the order of the text, as messages are, cost a count from one to the next;
    the first step back has all line starts found. Lines end at LF only: `str.splitlines` would break at
    U+000C, which occurs inside summaries.
    """

    __slots__ = (
        "_line",
        "_line_start",
        "_originals",
        "_starts",
        "lines_before",
        "name",
        "reread",
        "site",
        "start",
        "text",
    )

    def __init__(
        self,
        text: str,
        name: str | None = None,
        reread: Callable[[str], Reread] | None = None,
        site: Site | None = None,
        start: int = 0,
        lines_before: int = 0,
    ) -> None:
        self.text = text
        self.name = name
        self.start = start
        self.lines_before = lines_before
        self.reread = reread
        self.site = site
        self._originals: dict[Span | None, Read] | None = None
        self._line, self._line_start = 1, 0
        self._starts: list[int] | None = None

    def position(self, offset: int) -> Position:
        """Line and column of a code-point offset; an offset past the end is the end."""
        offset -= self.start
        if not 0 <= offset <= len(self.text):
            offset = len(self.text) if offset > 0 else 0
        starts = self._starts
        if starts is None:
            # Most files have few messages, for which a table of all lines would cost too much.
            if offset >= self._line_start:
                return self._counted(offset)
            starts = self._starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return Position(line + self.lines_before, offset - starts[line - 1] + 1)

    def _counted(self, offset: int) -> Position:
        """The position of an offset, counted from that of the one before it."""
        self._line += self.text.count("\n", self._line_start, offset)
        self._line_start = max(self._line_start, self.text.rfind("\n", self._line_start, offset) + 1)
        return Position(self._line + self.lines_before, offset - self._line_start + 1)

    def original(self, span: Span) -> Read | None:
        """The digest that was read from a span of this text; None where none was.

        The text is read again for it, once, and only where a reader other than the Korean one said how.
        """
        if self._originals is None:
            digests = self.reread(self.text).digests if self.reread is not None else ()
            self._originals = {digest.span: digest for digest in digests}
        return self._originals.get(span)

    def __reduce__(self) -> tuple[Any, ...]:
        return SourceText, (self.text, self.name, self.reread, self.site, self.start, self.lines_before)

    def __repr__(self) -> str:
        return f"<SourceText {self.name!r}, {len(self.text)} characters>"


class RecordOrigin:
    """The origin of a node whose text is not kept: a name, a position, and a site.

    Nodes read from a record have one, and so do nodes that were pickled.
    """

    __slots__ = ("column", "line", "name", "site")

    text = ""

    def __init__(self, name: str | None, line: int, column: int = 1, site: Site | None = None) -> None:
        self.name = name
        self.line = line
        self.column = column
        self.site = site

    def position(self, _offset: int) -> Position:
        """The position of the node, whatever the offset."""
        return Position(self.line, self.column)

    def __repr__(self) -> str:
        return f"<RecordOrigin {self.name!r}:{self.line}>"


def cut(layout: Layout, span: Span) -> str:
    """What stands in a span of the text of a layout; empty where the text was not kept."""
    start = layout.start if isinstance(layout, SourceText) else 0
    return layout.text[span[0] - start : span[1] - start]


def newline_of(text: str) -> Newline:
    """The line end of a text: CR LF where most of its lines have that."""
    return "\r\n" if "\r" in text and 2 * text.count("\r\n") > text.count("\n") else "\n"


def _line_starts(text: str) -> list[int]:
    before = accumulate(map(len, text.split("\n")), initial=0)  # the characters of earlier lines
    return list(map(add, before, count()))[:-1]  # and a line end for each
