"""Nodes whose values are good by construction: their slots are set, and nothing is checked again.

Only readers call these, with values that their own rules have just established: lines have no line break,
URLs say something, votes are in bounds. Whoever cannot say so calls the classes of `model`. A test holds
that those would make the same nodes of the same values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from digestkit.model import Item, Media, MediaKind, Paper
from digestkit.source import Layout, Span

_Set = Callable[[object, object], None]


def _setters(made: type[Any]) -> list[_Set]:
    """What sets the slots of a class, in the order of its fields, past the `__setattr__` that refuses."""
    return [getattr(made, field.name).__set__ for field in attrs.fields(made)]


_new = object.__new__
_media_kind, _media_url, _media_span, _media_layout = _setters(Media)
_item_label, _item_text, _item_span, _item_layout = _setters(Item)
(
    _title, _url, _media, _votes, _authors, _authors_truncated, _summary, _span, _layout, _section, _abstract,
    _tldr, _categories, _tags, _submitted, _doi, _links, _extra, _authors_ordered,
) = _setters(Paper)  # fmt: skip


def media(kind: MediaKind, url: str, span: Span, layout: Layout) -> Media:
    """A picture or video: a URL of one line that says something, and the kind that it is of."""
    node = _new(Media)
    _media_kind(node, kind)
    _media_url(node, url)
    _media_span(node, span)
    _media_layout(node, layout)
    return node


def item(label: str | None, text: str, span: Span, layout: Layout) -> Item:
    """An item: any text, and a label of one line that says something, or None."""
    node = _new(Item)
    _item_label(node, label)
    _item_text(node, text)
    _item_span(node, span)
    _item_layout(node, layout)
    return node


def paper(
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
) -> Paper:
    """A paper with the fields that the Korean digests have, and nothing further.

    The title is one line, the URL one that says something, votes are in bounds, and no author is a `+`.
    """
    node = _new(Paper)
    _title(node, title)
    _url(node, url)
    _media(node, media)
    _votes(node, votes)
    _authors(node, authors)
    _authors_truncated(node, authors_truncated)
    _summary(node, summary)
    _span(node, span)
    _layout(node, layout)
    _section(node, None)
    _abstract(node, None)
    _tldr(node, None)
    _categories(node, ())
    _tags(node, ())
    _submitted(node, None)
    _doi(node, None)
    _links(node, ())
    _extra(node, ())
    _authors_ordered(node, authors_ordered)
    return node
