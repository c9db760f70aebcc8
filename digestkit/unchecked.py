"""Nodes whose values are good by construction: slots are set, and nothing is checked again.

Only readers call these, with values that their own rules have just established: lines have no line break,
URLs say something, votes are in bounds. Whoever cannot say so calls the classes of `model`. A test holds
that those make the same nodes of the same values.
"""

from __future__ import annotations

import datetime
import gc
import re
from contextlib import AbstractContextManager
from typing import Any

from digestkit.model import Digest, Item, Media, MediaKind, Pair, Paper
from digestkit.source import Layout, Span

# A node is made as one of a subclass that is not frozen, and then given its own class: setting slots that
# way is an instruction of the interpreter each, and a quarter of the time of any call that gets past a
# frozen `__setattr__`. Both methods must be there, or Python would look for the other at each assignment.


class _OpenMedia(Media):
    __slots__ = ()
    __init__ = object.__init__
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__


class _OpenItem(Item):
    __slots__ = ()
    __init__ = object.__init__
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__


class _OpenPaper(Paper):
    __slots__ = ()
    __init__ = object.__init__
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__


def media(kind: MediaKind, url: str, span: Span, layout: Layout) -> Media:
    """A picture or video: a URL of one line that says something, and the kind that it is of."""
    node: Any = _OpenMedia()
    node.kind = kind
    node.url = url
    node.span = span
    node.layout = layout
    node.__class__ = Media
    made: Media = node
    return made


def item(label: str | None, text: str, span: Span, layout: Layout) -> Item:
    """An item: any text, and a label of one line that says something, or None."""
    node: Any = _OpenItem()
    node.label = label
    node.text = text
    node.span = span
    node.layout = layout
    node.__class__ = Item
    made: Item = node
    return made


def items(
    pattern: re.Pattern[str], text: str, start: int, until: int, layout: Layout
) -> tuple[list[Item], int]:
    """Items one below the other, and where they end: of each, a pattern finds the label and the text.

    A match ends where the next item may begin, an item where its text does.
    """
    made, match = [], pattern.match
    while (found := match(text, start, until)) is not None:
        node: Any = _OpenItem()
        node.label, node.text = found.groups()
        node.span = start, found.end(2)
        node.layout = layout
        node.__class__ = Item
        made.append(node)
        start = found.end()
    return made, start


def paper(  # noqa: PLR0913, PLR0917 - a paper has so many fields, and by name they cost more
    title: str,
    url: str,
    media: Media | None,
    votes: int | None,
    authors: tuple[str, ...],
    authors_truncated: bool,
    summary: tuple[Item, ...],
    span: Span,
    layout: Layout,
    authors_ordered: bool | None,
    section: str | None = None,
    abstract: str | None = None,
    tldr: str | None = None,
    categories: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    submitted: datetime.date | None = None,
    doi: str | None = None,
    links: tuple[Pair, ...] = (),
    extra: tuple[Pair, ...] = (),
) -> Paper:
    """A paper. The title is one line, all other lines and texts say something, and no author is a `+`."""
    node: Any = _OpenPaper()
    node.title = title
    node.url = url
    node.media = media
    node.votes = votes
    node.authors = authors
    node.authors_truncated = authors_truncated
    node.summary = summary
    node.span = span
    node.layout = layout
    node.section = section
    node.abstract = abstract
    node.tldr = tldr
    node.categories = categories
    node.tags = tags
    node.submitted = submitted
    node.doi = doi
    node.links = links
    node.extra = extra
    node.authors_ordered = authors_ordered
    node.__class__ = Paper
    made: Paper = node
    return made


def move(node: Digest | Paper | Item | Media, by: int) -> None:
    """Move a node that was just made, and what is in it, by so many characters."""
    if node.span is not None:
        object.__setattr__(node, "span", (node.span[0] + by, node.span[1] + by))
    if isinstance(node, Digest):
        for paper in node.papers:
            move(paper, by)
    elif isinstance(node, Paper):
        for part in node.summary:
            move(part, by)
        if node.media is not None:
            move(node.media, by)


class _Paused:
    """What a `with` statement pauses the collection by; a generator would take three times as long."""

    __slots__ = ("_was_enabled",)

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        if self._was_enabled:
            gc.disable()

    def __exit__(self, *_raised: object) -> None:
        if self._was_enabled:
            gc.enable()


def no_garbage() -> AbstractContextManager[None]:
    """Pause the collection of cyclic garbage while nodes are made, since they make no cycles.

    Python looks for garbage whenever some hundred objects were made, each time among more nodes, and among
    all that the caller has: a third of the time of a large text. References are counted all the same.
    """
    return _Paused()
