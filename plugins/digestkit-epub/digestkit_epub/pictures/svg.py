"""Making an SVG safe to show: only what draws is copied, everything else is left behind.

There is an allow-list of elements and attributes, so that scripts, event handlers, foreign content, style
sheets, animations and outside references do not get through in any spelling. The list is a subset of SVG 1.1
in which every copy is valid. A picture with a document type is refused, since its entities can stand for
anything, and so is one that is small only until somebody draws it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from digestkit_epub.pictures import expansion
from digestkit_epub.pictures.limits import refuse_size
from digestkit_epub.pictures.picture import Refusal, Size

MEDIA_TYPE = "image/svg+xml"
NAMESPACE = "http://www.w3.org/2000/svg"

_PAINT = (
    "transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin"
    " stroke-miterlimit stroke-dasharray stroke-dashoffset opacity clip-path clip-rule mask color display"
    " visibility"
)
_FONT = "font-family font-size font-style font-weight text-anchor letter-spacing"
_SHAPES = "path rect circle ellipse line polyline polygon text use"
_ANYTHING = f"{_SHAPES} g defs symbol linearGradient radialGradient clipPath mask title desc"
_GRADIENT = "gradientUnits gradientTransform spreadMethod href"


class _Element(NamedTuple):
    """What an element may hold; an element without an attribute marked `!` is dropped."""

    attributes: str
    children: str = "title desc"
    has_text: bool = False

    def allows(self, name: str) -> bool:
        return name == "id" or name in self.attributes.replace("!", "").split()

    @property
    def required(self) -> list[str]:
        return [name[:-1] for name in self.attributes.split() if name[-1] == "!"]


_ELEMENTS = {
    "svg": _Element(f"width height viewBox preserveAspectRatio {_FONT} fill stroke", _ANYTHING),
    "g": _Element(f"{_PAINT} {_FONT}", _ANYTHING),
    "defs": _Element(f"{_PAINT} {_FONT}", _ANYTHING),
    "symbol": _Element("viewBox preserveAspectRatio", _ANYTHING),
    "clipPath": _Element("clipPathUnits transform", _SHAPES),
    "mask": _Element("x y width height maskUnits maskContentUnits", _ANYTHING),
    "path": _Element(f"d! {_PAINT}"),
    "rect": _Element(f"x y width! height! rx ry {_PAINT}"),
    "circle": _Element(f"cx cy r! {_PAINT}"),
    "ellipse": _Element(f"cx cy rx! ry! {_PAINT}"),
    "line": _Element(f"x1 y1 x2 y2 {_PAINT}"),
    "polyline": _Element(f"points! {_PAINT}"),
    "polygon": _Element(f"points! {_PAINT}"),
    "text": _Element(f"x y dx dy rotate {_PAINT} {_FONT}", "tspan", has_text=True),
    "tspan": _Element(f"x y dx dy rotate fill {_FONT}", "tspan", has_text=True),
    "use": _Element(f"href! x y width height {_PAINT}"),
    "linearGradient": _Element(f"x1 y1 x2 y2 {_GRADIENT}", "stop"),
    "radialGradient": _Element(f"cx cy r fx fy {_GRADIENT}", "stop"),
    "stop": _Element("offset! stop-color stop-opacity", ""),
    "title": _Element("", "", has_text=True),
    "desc": _Element("", "", has_text=True),
}

_UNITS = "userSpaceOnUse objectBoundingBox"
_RULE = "nonzero evenodd inherit"
_CHOICES = {
    "clip-rule": _RULE,
    "fill-rule": _RULE,
    "display": "inline none inherit",
    "visibility": "visible hidden collapse inherit",
    "stroke-linecap": "butt round square inherit",
    "stroke-linejoin": "miter round bevel inherit",
    "font-style": "normal italic oblique inherit",
    "font-weight": "normal bold bolder lighter inherit 100 200 300 400 500 600 700 800 900",
    "text-anchor": "start middle end inherit",
    "gradientUnits": _UNITS,
    "clipPathUnits": _UNITS,
    "maskUnits": _UNITS,
    "maskContentUnits": _UNITS,
    "spreadMethod": "pad reflect repeat",
    "preserveAspectRatio": "none xMidYMid",
}
"""The attributes that take only certain values, and those values."""

_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LOCAL_URL = re.compile(r"""url\(\s*(["']?)#(?P<id>[A-Za-z_][A-Za-z0-9_.-]*)\1\s*\)""")
_REFERRING = ("fill", "stroke", "clip-path", "mask")
"""The attributes that may refer to another part of the drawing, by `url(#…)`."""
_LENGTH = re.compile(
    r"\+?(?P<number>[0-9]*\.?[0-9]+(?:e[0-9]{1,3})?)(?P<unit>px|pt|pc|mm|cm|in)?", re.IGNORECASE | re.ASCII
)
# CSS pixels per unit (CSS Values and Units, absolute lengths).
_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}

MAX_BYTES = 2_000_000
MAX_WEIGHT = 250_000
"""The most elements of a drawing, counting the copies that references stand for; see `expansion`."""


def root_element(tag: str) -> etree._Element:
    """A new root element in SVG's namespace, which is the default one."""
    return etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap={None: NAMESPACE})  # type: ignore[dict-item] # no prefix


def safe(data: bytes, max_side: int | None = None) -> bytes | Refusal | None:
    """A safe copy of an SVG file, in UTF-8; a refusal if it is larger than allowed.

    None if it is no SVG, is damaged, has a document type, draws nothing, or expands beyond `MAX_WEIGHT`.
    Whatever the allow-list does not know is lost.
    """
    if len(data) > MAX_BYTES:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.internalDTD is not None or root.tag != f"{{{NAMESPACE}}}svg":
        return None
    copy = root_element("svg")
    _fill(copy, root, _ELEMENTS["svg"], set())
    _drop_dangling_references(copy)
    if not len(copy) or expansion.weight(copy, _all_references, MAX_WEIGHT) > MAX_WEIGHT:
        return None
    too_large = refuse_size(_size(copy), max_side)
    return too_large or etree.tostring(copy, encoding="utf-8", xml_declaration=True)


def _size(root: etree._Element) -> Size:
    """The width and height that a drawing asks for, in CSS pixels; 0 if it has none, or a percentage."""
    found = [_LENGTH.fullmatch(root.get(name, "").strip()) for name in ("width", "height")]
    width, height = (
        round(min(float(length["number"]) * _PIXELS[(length["unit"] or "px").lower()], 1e9)) if length else 0
        for length in found
    )
    return width, height


def _fill(copy: etree._Element, source: etree._Element, rules: _Element, ids: set[str]) -> None:
    """Copy what the rules allow. It recurses, but libxml2 bounds the depth of what it parses."""
    for name, value in _attributes(source):
        if rules.allows(name) and not (name == "id" and value in ids):
            copy.set(name, value)
            # Of several elements with the same id, the first keeps it: a second would not be valid XML.
            ids.update([value] if name == "id" else [])
    copy.text = source.text if rules.has_text else None
    for child in source.iterchildren(f"{{{NAMESPACE}}}*"):
        name = etree.QName(child).localname
        below = _ELEMENTS.get(name)
        if below is None or name not in rules.children.split():
            continue
        if all(dict(_attributes(child)).get(name) for name in below.required):
            part = etree.SubElement(copy, child.tag)
            part.tail = child.tail if rules.has_text else None
            _fill(part, child, below, ids)


def _drop_dangling_references(copy: etree._Element) -> None:
    """Drop references to parts that were not copied: patterns, pictures, filters.

    A `use` without a reference goes altogether. None may refer to another `use`, so that dropping one leaves
    no other dangling.
    """
    uses = set(copy.iter(f"{{{NAMESPACE}}}use"))
    there = {part.get("id") for part in copy.iter() if part not in uses}
    for part in list(copy.iter()):
        for name, value in _attributes(part):
            if not there.issuperset(_references(name, value)):
                del part.attrib[name]
        parent = part.getparent()
        if part in uses and "href" not in part.attrib and parent is not None:
            parent.remove(part)


def _all_references(part: etree._Element) -> list[str]:
    """The identifiers that an element refers to, repeated as often as it refers to them."""
    return [found for name, value in _attributes(part) for found in _references(name, value)]


def _references(name: str, value: str) -> list[str]:
    """The identifiers that an attribute refers to."""
    return [value[1:]] if name == "href" else [found["id"] for found in _LOCAL_URL.finditer(value)]


def _attributes(source: etree._Element) -> list[tuple[str, str]]:
    """Names and values, without those that `_is_legal` refuses; `xlink:href` becomes `href`."""
    named = [("href" if name == _XLINK_HREF else str(name), str(value)) for name, value in source.items()]
    return [(name, value) for name, value in named if _is_legal(name, value)]


def _is_legal(name: str, value: str) -> bool:
    """Whether a value is allowed: it must not refer to anything but the drawing's own parts."""
    if name == "href":
        return value[:1] == "#" and _ID.fullmatch(value[1:]) is not None
    if name == "id":
        return _ID.fullmatch(value) is not None
    if name in _CHOICES:
        return value in _CHOICES[name].split()
    # A backslash begins a CSS escape, which could spell `url`, and `@` an at-rule; `:` is part of any scheme.
    rest = (_LOCAL_URL.sub("", value) if name in _REFERRING else value).lower()
    return "url" not in rest and not any(char in rest for char in "\\:@")
