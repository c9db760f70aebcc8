"""XHTML documents: what surrounds the content of a page."""

from __future__ import annotations

from digestkit_epub.markup import Markup, element, lang, text
from digestkit_epub.typography import set_lines

MEDIA_TYPE = "application/xhtml+xml"

_PROLOGUE = "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>\n"
_NAMESPACES = ("xmlns", "http://www.w3.org/1999/xhtml"), ("xmlns:epub", "http://www.idpf.org/2007/ops")
_STYLE = element("link", rel="stylesheet", type="text/css", href="style.css")


def document(title: str, language: str, body: Markup) -> bytes:
    """A whole page, in UTF-8, around its `body` element, whose lines are set."""
    return plain_document(title, language, set_lines(body))


def plain_document(title: str, language: str, body: Markup) -> bytes:
    """A whole document whose words are read by programs, too, and so have no characters but their own."""
    head = element("head", element("title", text(title)), _STYLE)
    whole = element("html", head, body, **dict(_NAMESPACES), **lang(language))
    return f"{_PROLOGUE}{whole}".encode()
