"""`digestkit.inline` of contract version 1: now `digestkit.text.inline`."""

from __future__ import annotations

from typing import NamedTuple

from digestkit.text.inline import Kind, clean, html, link_target, plain, summary_html
from digestkit.text.inline import tokens as all_tokens

__all__ = ["Kind", "Token", "clean", "html", "link_target", "plain", "summary_html", "tokens"]

_KINDS = frozenset(
    (Kind.TEXT, Kind.BREAK, Kind.CODE, Kind.URL, Kind.LINK_OPEN, Kind.LINK_CLOSE, Kind.STRONG_OPEN,
     Kind.STRONG_CLOSE)
)  # fmt: skip


class Token(NamedTuple):
    """A piece of a text: what it spells, what a reader sees of it, and where it leads."""

    kind: Kind
    source: str
    visible: str
    href: str | None = None


def tokens(text: str) -> list[Token]:
    """The tokens of a text; what version 1 did not know is text that is seen otherwise than it is spelled."""
    return [
        Token(kind if kind in _KINDS else Kind.TEXT, source, visible, href)
        for kind, source, visible, href, *_ in all_tokens(text)
    ]
