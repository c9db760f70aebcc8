"""XHTML as text: pieces that are well-formed because they are made of elements and escaped text only.

A piece is `Markup`. What a page holds besides its own tags comes through `text` or `attribute`, which clean
and escape it, or is `Markup` already: so a page needs no tree, and everything in it is escaped exactly once,
which a test of pages of hostile digests holds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NewType

from digestkit.text import escape, escape_attribute

Markup = NewType("Markup", str)
"""Well-formed XHTML: elements, text, or several of these."""

NOTHING = Markup("")


_is_plain = re.compile("[A-Za-z0-9 .,:;/?=#%~+_-]*").fullmatch
"""What stands as it is, in text and in attributes: names, numbers and most addresses."""


def text(value: str) -> Markup:
    """A text as markup, cleaned of characters that XML forbids."""
    return Markup(value if _is_plain(value) else escape(value))


def attribute(value: str) -> Markup:
    """A text as what stands between the quotes of an attribute."""
    return Markup(value if _is_plain(value) else escape_attribute(value))


@cache
def lang(language: str | None) -> Markup:
    """The attributes for an element's language, both HTML's and XML's; none if it is that of its parent.

    They begin with a blank.
    """
    return Markup(f' lang="{attribute(language)}" xml:lang="{attribute(language)}"' if language else "")
