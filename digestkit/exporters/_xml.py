"""Building XML with lxml, piece by piece: elements with text, and documents written child by child."""

from __future__ import annotations

import re

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Element = etree._Element  # noqa: SLF001 - the class of lxml's elements has no public name

_MARKUP = re.compile("([&<])")
_REFERENCES = {"&": "#x26", "<": "#x3C"}


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element on a line of its own."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    child.tail = "\n"
    return child


def add_plain(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element of plain text whose markup characters are hexadecimal references.

    The RSS profile asks for these: `&lt;` in a title is read as HTML by some readers.
    https://www.rssboard.org/rss-profile#data-types-characterdata
    """
    if text is None or ("&" not in text and "<" not in text):
        return add(parent, tag, text, **attributes)
    first, *rest = _MARKUP.split(text)
    child = add(parent, tag, first, **attributes)
    for char, after in zip(rest[::2], rest[1::2], strict=True):
        reference = etree.Entity(_REFERENCES[char])
        reference.tail = after
        child.append(reference)
    return child


class Frame:
    """A document's outer elements, around children that are serialised one at a time.

    The first `opening` has the declaration and all that `inner` holds by then; `child` takes one element
    appended to `inner` out of the tree and gives its text; `closing` ends the document.
    """

    def __init__(self, root: Element, inner: Element) -> None:
        self._root = root
        self._inner = inner
        inner.text = "\n"
        if inner is not root:
            inner.tail = "\n"
        ends = [f"</{element.tag.rpartition('}')[2]}>\n" for element in dict.fromkeys((inner, root))]
        self.closing = "".join(ends)
        self.opening = f'<?xml version="1.0" encoding="utf-8"?>\n{self._text()[: -len(self.closing)]}'
        del inner[:]
        self._before = len(self._text()) - len(self.closing)

    def child(self, element: Element) -> str:
        """The text of an element that was just appended to `inner`."""
        text = self._text()[self._before : -len(self.closing)]
        self._inner.remove(element)
        return text

    def _text(self) -> str:
        return etree.tostring(self._root, encoding="unicode") + "\n"


def parse(data: bytes) -> Element:
    """The root of a document from outside, read without entities, network or limits lifted.

    ValueError says what is wrong with it; a document type declaration is.
    """
    if not data.strip():
        raise ValueError("it is empty")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"it is damaged: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it has a document type declaration, which no feed needs")
    return root


def text_of(parent: Element, tag: str) -> str:
    """The text of the first child of that name; empty where there is none."""
    return parent.findtext(tag) or ""


def attribute_of(parent: Element, tag: str, name: str, **wanted: str) -> str | None:
    """An attribute of the first child of that name which has the wanted ones; None where there is none."""
    for child in parent.iterfind(tag):
        if all(child.get(key) == value for key, value in wanted.items()):
            return child.get(name)
    return None
