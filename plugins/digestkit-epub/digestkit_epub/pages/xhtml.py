"""XHTML documents: the style that pages share, and what surrounds the content of each."""

from __future__ import annotations

from typing import NamedTuple

from digestkit_epub.markup import Markup, lang, text
from digestkit_epub.words import Words

MEDIA_TYPE = "application/xhtml+xml"

_PROLOGUE = "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>\n"
_NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


class Style(NamedTuple):
    """How pages are made: in which language, with how many authors (0: all), whether videos play in place.

    `digest_language` is that of the digests, which the page is not in where the book has no words in it.
    """

    language: str
    digest_language: str
    words: Words
    max_authors: int
    play_videos: bool


def document(title: str, language: str, body: Markup) -> bytes:
    """A whole document, in UTF-8, around its `body` element."""
    style = '<link rel="stylesheet" type="text/css" href="style.css"/>'
    head = f"<head><title>{text(title)}</title>{style}</head>"
    return f"{_PROLOGUE}<html {_NAMESPACES}{lang(language)}>{head}{body}</html>".encode()
