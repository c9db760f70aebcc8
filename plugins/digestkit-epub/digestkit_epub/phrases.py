"""Short texts as a book can hold them, each made ready once and used wherever it stands."""

from __future__ import annotations

import attrs

from digestkit.text import clean
from digestkit.text.languages import other_language
from digestkit_epub.markup import Markup, text


@attrs.frozen
class Phrase:
    """A text without characters that XML forbids, and its markup.

    `language` is its language where that is another than the book's, as far as its script tells.
    """

    text: str
    markup: Markup
    language: str | None


def phrase(value: str, around: str) -> Phrase:
    """A text in a book of some language."""
    return Phrase(value, text(value), other_language(value, around))


def visible(value: str) -> str:
    """The text with XML's characters only, or nothing where there is nothing in it to see."""
    value = clean(value)
    return value if any(char.isprintable() and not char.isspace() for char in value) else ""
