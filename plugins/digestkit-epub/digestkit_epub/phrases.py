"""Short texts as a book can hold them, each prepared once and used in several places."""

from __future__ import annotations

import attrs

from digestkit.text import clean, typeset, typeset_html
from digestkit.text.languages import other_language
from digestkit_epub.markup import Markup


@attrs.frozen
class Phrase:
    """A text without characters that XML forbids, in plain text and as markup: TeX in it is characters.

    `language` is the text's language if it differs from the book's, as far as the script shows; else None.
    """

    text: str
    markup: Markup
    language: str | None


def phrase(value: str, around: str) -> Phrase:
    """A clean text, as a phrase in a book whose language is `around`."""
    shown = typeset(value)
    return Phrase(shown, Markup(typeset_html(value)), other_language(shown, around))


def visible(value: str) -> str:
    """The text without characters that XML forbids; empty if nothing of it would be visible."""
    value = clean(value)
    return value if any(char.isprintable() and not char.isspace() for char in value) else ""
