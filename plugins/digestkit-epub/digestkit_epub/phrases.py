"""Short texts as a book can hold them, each prepared once and used in several places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from digestkit.text import clean, isolated_html, typeset, typeset_html
from digestkit.text.languages import other_language, primary
from digestkit_epub.markup import Markup
from digestkit_epub.typography import set_lines

OWN_SCRIPT = ("ko", "ja", "zh")
"""Languages with scripts of their own: in a text in one of them, the script shows words in another."""

_BOLD = re.compile("<strong>([^<]+)</strong>")


class Phrase(NamedTuple):
    """A text without characters that XML forbids, in plain text and as markup: TeX in it is characters.

    The markup is for pages: its lines are set.

    `language` is the text's language if it differs from the book's, as far as the script shows; else None.
    """

    text: str
    markup: Markup
    language: str | None


def phrase(value: str, around: str) -> Phrase:
    """A clean text, as a phrase in a book whose language is `around`; it turns nothing that follows it."""
    shown = typeset(value)
    markup = isolated_html(typeset_html(value), shown)
    return Phrase(shown, set_lines(Markup(markup)), other_language(shown, around))


def visible(value: str) -> str:
    """The text without characters that XML forbids; empty if nothing of it would be visible."""
    # As nearly all are; it runs in C.
    if value.isprintable():
        return "" if value.isspace() else value
    value = clean(value)
    return value if any(char.isprintable() and not char.isspace() for char in value) else ""


def voiced(markup: Markup, around: str) -> Markup:
    """Markup in which bold words, labels above all, say their language where it is not the one around them.

    So `What's New` in a Korean summary is read out by an English voice.
    """
    return Markup(_BOLD.sub(lambda found: _voiced(found[1], around), markup))


@lru_cache(maxsize=1024)
def _voiced(words: str, around: str) -> str:
    language = other_language(words, around)
    if language is None or (language not in OWN_SCRIPT and primary(around) not in OWN_SCRIPT):
        return f"<strong>{words}</strong>"  # Latin letters do not tell French from English
    return f"{voice(language)}{words}</strong>"


def voice(language: str) -> str:
    """The tag that begins bold words in a language."""
    return f'<strong lang="{language}" xml:lang="{language}">'
