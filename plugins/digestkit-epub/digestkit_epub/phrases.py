"""Text as a book can hold it."""

from __future__ import annotations

from digestkit.text.cleaning import clean


def visible(text: str) -> str:
    """The text with XML's characters only, or nothing where there is nothing in it to see."""
    text = clean(text)
    return text if any(char.isprintable() and not char.isspace() for char in text) else ""
