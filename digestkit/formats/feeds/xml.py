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

    The text is plain, unless `is_html`: then its markup is what the element is there for.
    """

    tag: str
    text: str | None = None
    attributes: Mapping[str, str] = {}
    within: str | None = None
    is_html: bool = False


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element of plain text."""
    child = etree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if text is not None:
        _set_plain(child, text)
    return child


class Writer:
    """Writes a document of many items that are much alike, one item at a time.

    `frame` makes the document around the items, empty, and returns the element that they stand in.

    Making elements costs lxml three times what filling them does. So the elements made for an item are
    filled anew for each later one that has the same parts; what differs is mostly the number of names.
    """

    def __init__(self, frame: Callable[[], Element], tag: str) -> None:
        self._frame = frame
        self._tag = tag
        self._made: dict[tuple[object, ...], tuple[Element, list[Element]]] = {}
        empty = frame()
        outer = [empty, *empty.iterancestors()]
        self.closing = "\n".join(f"</{element.tag.rpartition('}')[2]}>" for element in outer) + "\n"
        self._before = len(_serialise(_root(empty))) - len(self.closing)

    def opening(self, filled: Element) -> str:
        """The document before its items, from a frame that holds all else."""
        return f'<?xml version="1.0" encoding="utf-8"?>\n{_serialise(_root(filled))[: -len(self.closing)]}'

    def item(self, parts: Sequence[Part]) -> str:
        """The text of an item of these parts."""
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
            element.tail = "\n"
        return _root(frame), made


def _root(element: Element) -> Element:
    return element.getroottree().getroot()


def _serialise(root: Element) -> str:
    """The text of a document; by way of bytes lxml makes it in half the time."""
    return etree.tostring(root, encoding="utf-8").decode("utf-8") + "\n"


def _set_plain(element: Element, text: str) -> None:
    """Give an element a text in which markup characters are hexadecimal references.

    The RSS profile asks for these: `&lt;` in a title is read as HTML by some readers.
    https://www.rssboard.org/rss-profile#data-types-characterdata
    """
    if len(element):
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
    """The root of a document from outside, read without entities, network or limits lifted.

    ValueError says what is wrong with it; a document type declaration is.
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
