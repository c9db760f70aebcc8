"""Building XML with lxml: elements with plain text, and documents written item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Element = etree._Element  # noqa: SLF001 - the class of lxml's elements has no public name

_MARKUP = re.compile("([&<])")
_REFERENCES = {"&": "#x26", "<": "#x3C"}
_IN_ATTRIBUTE = re.compile('[&<>"\\n\\t\\r]')
_VALUE = "\ue000"


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element with plain text, a line feed after it, and return it."""
    child = etree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if text is not None:
        _set_plain(child, text)
    return child


def _set_plain(element: Element, text: str) -> None:
    """Give an element a plain text, in which markup characters are references as in `_in_plain`."""
    element.text, *rest = _MARKUP.split(text)
    for char, after in zip(rest[::2], rest[1::2], strict=True):
        reference = etree.Entity(_REFERENCES[char])
        reference.tail = after
        element.append(reference)


class Shape:
    """What elements of items have in common: their tag, their attributes, the tag of an element around each.

    Of the attributes, some have one value, and those with None have another in each element. What an element
    holds is plain text, HTML in which markup is meant as markup, or nothing.
    """

    __slots__ = ("attributes", "holds", "spell", "tag", "within")

    def __init__(
        self,
        tag: str,
        attributes: Mapping[str, str | None] | None = None,
        *,
        within: str | None = None,
        holds: Literal["text", "html", "nothing"] = "text",
    ) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.within = within
        self.holds = holds
        ways = [_in_attribute for value in self.attributes.values() if value is None]
        ways += {"text": [_in_plain], "html": [_in_html], "nothing": []}[holds]
        self.spell: Callable[[Any], object] = ways[0] if len(ways) == 1 else partial(_each, ways)
        """What a template gets for the values of an element."""


Part = tuple[Shape, str | tuple[str, ...]]
"""An element of an item: its shape, then what is its own: the values of attributes in their order, its text.

One alone is no tuple.
"""


def _each(ways: Sequence[Callable[[str], str]], values: Iterable[str]) -> tuple[str, ...]:
    return tuple([way(value) for way, value in zip(ways, values, strict=True)])


class Writer:
    """Writes a document of many items that are much alike, one item at a time.

    `frame` makes the document around the items, empty, and returns the element that they stand in.

    In lxml, making and serialising an element takes many times as long as escaping its texts. So lxml writes
    one element of each shape, with the names of its namespaces, and its text is the template of all others.
    """

    def __init__(self, frame: Callable[[], Element], tag: str) -> None:
        self._frame = frame
        self._templates: dict[Shape, str] = {}
        empty = frame()
        outer = [empty, *empty.iterancestors()]
        self.closing = "\n".join(f"</{element.tag.rpartition('}')[2]}>" for element in outer) + "\n"
        # What lxml writes around an element is the same each time, and cut off by its length: serialised by
        # itself, an element would repeat all namespaces.
        self._before = len(_serialise(_root(empty))) - len(self.closing)
        self._around = self._alone(add(frame(), tag, "\n%s")).partition("%s")

    def opening(self, filled: Element) -> str:
        """The document up to its items, from a frame that holds everything else."""
        return f'<?xml version="1.0" encoding="utf-8"?>\n{_serialise(_root(filled))[: -len(self.closing)]}'

    def item(self, parts: Iterable[Part]) -> str:
        """The text of an item with these parts, a line for each, so that feeds compare line by line.

        All texts have to be clean: characters that XML forbids are not looked for again.
        """
        opening, _, closing = self._around
        templates = self._templates
        lines = [
            (templates.get(shape) or self._template(shape)) % shape.spell(values) for shape, values in parts
        ]
        return f"{opening}{''.join(lines)}{closing}"

    def _template(self, shape: Shape) -> str:
        """The text of an element of this shape, with `%s` where its values go."""
        frame = self._frame()
        parent = frame if shape.within is None else add(frame, shape.within)
        held = {name: _VALUE if value is None else value for name, value in shape.attributes.items()}
        element = etree.SubElement(parent, shape.tag, held)
        element.text = None if shape.holds == "nothing" else _VALUE
        (frame[0]).tail = "\n"
        made = self._templates[shape] = self._alone(frame[0]).replace("%", "%%").replace(_VALUE, "%s")
        return made

    def _alone(self, element: Element) -> str:
        """The text of the only element in a frame."""
        return _serialise(_root(element))[self._before : -len(self.closing)]


def _root(element: Element) -> Element:
    return element.getroottree().getroot()


def _serialise(root: Element) -> str:
    return etree.tostring(root, encoding="unicode") + "\n"


def _in_html(text: str) -> str:
    """Markup as the text of an element, spelled as lxml does."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _in_plain(text: str) -> str:
    """Plain text, in which markup characters are hexadecimal references.

    The RSS profile asks for these, since some readers take `&lt;` in a title for HTML.
    https://www.rssboard.org/rss-profile#data-types-characterdata
    """
    text = text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _in_attribute(text: str) -> str:
    """The value of an attribute, spelled as lxml does."""
    if _IN_ATTRIBUTE.search(text) is None:
        return text
    return _in_html(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


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
