"""XHTML documents as element trees: the one way from text to markup, so that nothing is escaped by hand."""

from __future__ import annotations

from lxml import etree

from digestkit.text.cleaning import clean
from digestkit.text.languages import other_language

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
TYPE = f"{{{EPUB}}}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/xhtml+xml"

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def document(title: str, language: str, kind: str) -> tuple[Element, Element]:
    """A new document of a kind (its body's `epub:type`): the root and the body."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": EPUB})  # type: ignore[dict-item] # None: no prefix
    _set_language(root, language)
    head = add(root, "head")
    add(head, "title", title)
    add(head, "link", rel="stylesheet", type="text/css", href="style.css")
    return root, add(root, "body", epub_type=kind)


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element, its text cleaned of characters that XML forbids.

    `_` in an attribute's name is written `-`, a final one is dropped (`class_`), and `epub_type` is
    `epub:type`.
    """
    element = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    if text is not None:
        element.text = clean(text)
    for name, value in attributes.items():
        key = TYPE if name == "epub_type" else name.rstrip("_").replace("_", "-")
        element.set(key, clean(value))
    return element


def add_text(parent: Element, text: str) -> None:
    """Append text after what the element holds."""
    text = clean(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def add_fragment(parent: Element, markup: str) -> None:
    """Append well-formed XHTML.

    Its elements have no namespace here, and once written that of the elements around them: lxml needs
    quadratic time to move elements that have one.
    """
    parent.extend(etree.fromstring(f"<div>{markup}</div>", _PARSER))


def mark_language(element: Element, text: str, around: str) -> Element:
    """Say the language of an element where its text is in another: titles are English in a Korean book."""
    language = other_language(text, around)
    if language is not None:
        _set_language(element, language)
    return element


def _set_language(element: Element, language: str) -> None:
    element.set("lang", language)
    element.set(LANG, language)


def serialise(root: Element) -> bytes:
    """The document's bytes: UTF-8, with declaration and document type."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
