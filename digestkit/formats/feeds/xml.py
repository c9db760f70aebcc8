"""Building XML with lxml: elements with plain text, and documents written item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Element = etree._Element  # noqa: SLF001 - the class of lxml's elements has no public name

_MARKUP = re.compile("([&<])")
_REFERENCES = {"&": "#x26", "<": "#x3C"}


class Part(NamedTuple):
    """An element of an item: its tag, its text, its attributes, and the tag of an element around it.

    The text is plain unless `is_html`, which says that markup in it is meant as markup.
    """

    tag: str
    text: str | None = None
    attributes: Mapping[str, str] = {}
    within: str | None = None
    is_html: bool = False


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element with plain text, a line feed after it, and return it."""
    child = etree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if text is not None:
        _set_plain(child, text)
    return child


class Writer:
    """Writes a document of many items that are much alike, one item at a time.

    `frame` makes the document around the items, empty, and returns the element that they stand in.

    In lxml, making elements takes three times as long as filling them. So the elements made for one item are
    filled anew for each later item with the same parts; items differ mostly in their number of names.
    """

    def __init__(self, frame: Callable[[], Element], tag: str) -> None:
        self._frame = frame
        self._tag = tag
        self._made: dict[tuple[object, ...], tuple[Element, list[Element]]] = {}
        empty = frame()
        outer = [empty, *empty.iterancestors()]
        self.closing = "\n".join(f"</{element.tag.rpartition('}')[2]}>" for element in outer) + "\n"
        # What lxml writes around an item is the same each time, and cut off by its length: serialised by
        # itself, an item would repeat all namespaces.
        self._before = len(_serialise(_root(empty))) - len(self.closing)

    def opening(self, filled: Element) -> str:
        """The document up to its items, from a frame that holds everything else."""
        return f'<?xml version="1.0" encoding="utf-8"?>\n{_serialise(_root(filled))[: -len(self.closing)]}'

    def item(self, parts: Sequence[Part]) -> str:
        """The text of an item with these parts; a tag has a text in every item, or in none."""
        # Attributes count by name: their values are set anew, but none is ever removed.
        shape = tuple([(part.tag, *part.attributes) if part.attributes else part.tag for part in parts])
        made = self._made.get(shape)
        if made is None:
            made = self._made[shape] = self._make(parts)
        root, elements = made
        for element, (_, text, attributes, _, is_html) in zip(elements, parts, strict=True):
            if attributes:
                for name, value in attributes.items():
                    element.set(name, value)
            if is_html:
                element.text = text
            elif text is not None:
                _set_plain(element, text)
        return _serialise(root)[self._before : -len(self.closing)]

    def _make(self, parts: Sequence[Part]) -> tuple[Element, list[Element]]:
        frame = self._frame()
        item = add(frame, self._tag, "\n")
        around = [item if part.within is None else add(item, part.within) for part in parts]
        made = [etree.SubElement(parent, part.tag) for parent, part in zip(around, parts, strict=True)]
        for element in item:
            element.tail = "\n"  # a line for each part, so that feeds can be compared line by line
        return _root(frame), made


def _root(element: Element) -> Element:
    return element.getroottree().getroot()


def _serialise(root: Element) -> str:
    """The text of a document; by way of bytes, lxml makes it in half the time."""
    return etree.tostring(root, encoding="utf-8").decode("utf-8") + "\n"


def _set_plain(element: Element, text: str) -> None:
    """Give an element a text in which markup characters are hexadecimal references.

    The RSS profile asks for these, since some readers take `&lt;` in a title for HTML.
    https://www.rssboard.org/rss-profile#data-types-characterdata
    """
    if len(element):  # references left over from the item before
        del element[:]
    if "&" not in text and "<" not in text:
        element.text = text
        return
    element.text, *rest = _MARKUP.split(text)
    for char, after in zip(rest[::2], rest[1::2], strict=True):
        reference = etree.Entity(_REFERENCES[char])
        reference.tail = after
        element.append(reference)


def parse(data: bytes) -> Element:
    """The root of an untrusted document, read without entities or network, and within libxml2's limits.

    Raises ValueError, with the reason, for one that is empty, damaged, or has a document type declaration.
    """
    if not data.strip():
        raise ValueError("it is empty")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"it is damaged: {getattr(error, 'msg', error)}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        # Its entities could hide markup, or expand without end.
        raise ValueError("it has a document type declaration, which no feed needs")
    return root


def text_of(parent: Element, tag: str) -> str:
    """The text of the first child with that tag; empty if there is none."""
    return parent.findtext(tag) or ""


def attribute_of(parent: Element, tag: str, name: str, **wanted: str) -> str | None:
    """An attribute of the first child with that tag and the `wanted` attributes; None if there is none."""
    for child in parent.iterfind(tag):
        if all(child.get(key) == value for key, value in wanted.items()):
            return child.get(name)
    return None
