"""Text as a book can hold it, and the language that it is in."""

from __future__ import annotations

from digestkit.cleaning import clean
from digestkit.languages import detect


def visible(text: str) -> str:
    """The text with XML's characters only, or nothing where there is nothing in it to see."""
    text = clean(text)
    return text if any(char.isprintable() and not char.isspace() for char in text) else ""


def primary(language: str) -> str:
    """The language of a tag without region and script: `ko` of `ko-KR`."""
    return language.partition("-")[0].lower()


def other_language(text: str, around: str) -> str | None:
    """The language of a text in another than what stands around it, else None.

    Script tells no Latin language from another, so text that looks English is taken for English: what
    arXiv has.
    """
    language = detect([text])
    return None if language == primary(around) else language
