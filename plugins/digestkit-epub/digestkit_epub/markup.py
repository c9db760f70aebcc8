"""XHTML as text: pieces that are well-formed because they are made of elements and escaped text only.

A piece is `Markup`; a string becomes one through `text`, which cleans and escapes it. So a page needs no
tree, and nothing gets in unescaped: the type checker distinguishes the two.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NewType

from digestkit.text import escape, escape_attribute

Markup = NewType("Markup", str)
"""Well-formed XHTML: elements, text, or several of these."""

NOTHING = Markup("")


_PLAIN = re.compile("[A-Za-z0-9 .,:;/?=#%~+_-]*")
"""What stands as it is, in text and in attributes: names, numbers and most addresses."""


def text(value: str) -> Markup:
    """A text as markup, cleaned of characters that XML forbids."""
    return Markup(value if _PLAIN.fullmatch(value) else escape(value))


def element(tag: str, *children: Markup, **attributes: str) -> Markup:
    """An element.

    In an attribute's name, `_` stands for `-`, and a final one is dropped (`class_`); `epub_type` is
    `epub:type` and `xml_lang` is `xml:lang`. Values are escaped.
    """
    start = tag
    for name, value in attributes.items():
        start += f' {_spelled(name)}="{value if _PLAIN.fullmatch(value) else escape_attribute(value)}"'
    inside = "".join(children)
    return Markup(f"<{start}>{inside}</{tag}>" if inside else f"<{start}/>")


def joined(parts: list[Markup], between: str) -> Markup:
    """Pieces with a string, which is escaped, between them."""
    return Markup(escape(between).join(parts))


def lang(language: str | None) -> dict[str, str]:
    """The attributes for an element's language, both HTML's and XML's; none if it is that of its parent."""
    return {} if language is None else {"lang": language, "xml_lang": language}


@cache
def _spelled(name: str) -> str:
    prefix, _, rest = name.partition("_")
    return f"{prefix}:{rest}" if prefix in ("epub", "xml") else name.rstrip("_").replace("_", "-")
