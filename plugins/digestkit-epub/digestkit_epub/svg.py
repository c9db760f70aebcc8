"""Making an SVG safe to show: only drawing is copied, everything else is left behind.

An allow-list of elements and attributes, so that scripts, event handlers, foreign content, style sheets,
animations and references to the outside do not get through in any spelling. A picture with a document
type is refused, since its entities can stand for anything.
"""

from __future__ import annotations

import re

from lxml import etree

NAMESPACE = "http://www.w3.org/2000/svg"

_ELEMENTS = frozenset(  # a list of words reads better than a list of quoted words
    """svg g defs symbol title desc path rect circle ellipse line polyline polygon text tspan
    linearGradient radialGradient stop clipPath mask pattern marker use""".split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height points viewBox preserveAspectRatio
    transform gradientTransform gradientUnits patternTransform patternUnits patternContentUnits
    clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight orient refX refY
    offset spreadMethod fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stop-color stop-opacity opacity
    clip-path clip-rule mask marker-start marker-mid marker-end color display visibility
    font-family font-size font-style font-weight text-anchor letter-spacing rotate""".split()  # noqa: SIM905 - as above
)
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LOCAL_URL = re.compile(r"""url\(\s*(["']?)#[A-Za-z_][A-Za-z0-9_.-]*\1\s*\)""")
_MAX_BYTES = 2_000_000


def element(tag: str) -> etree._Element:
    """A new root element."""
    return etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap={None: NAMESPACE})  # type: ignore[dict-item] # None: no prefix


def safe(data: bytes) -> bytes | None:
    """The drawing in an SVG file, or None where there is none that can be trusted."""
    if len(data) > _MAX_BYTES or b"<" not in data[:1000]:
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
    copy = element("svg")
    _copy(root, copy, set())
    return etree.tostring(copy, encoding="utf-8", xml_declaration=True) if len(copy) else None


def _copy(source: etree._Element, target: etree._Element, ids: set[str]) -> None:
    for name, value in ((str(name), str(value)) for name, value in source.attrib.items()):
        if name in _HREFS and value[:1] == "#" and _ID.fullmatch(value[1:]):
            target.set("href", value)
        elif name in _ATTRIBUTES and _is_harmless(value):
            _set(target, name, value, ids)
    target.text = source.text
    for child in source.iterchildren(*(f"{{{NAMESPACE}}}{name}" for name in _ELEMENTS)):
        below = etree.SubElement(target, child.tag)
        below.tail = child.tail
        _copy(child, below, ids)


def _set(target: etree._Element, name: str, value: str, ids: set[str]) -> None:
    if name == "id":
        if value in ids or not _ID.fullmatch(value):
            return
        ids.add(value)
    target.set(name, value)


def _is_harmless(value: str) -> bool:
    """No reference but to the drawing's own parts; a backslash could spell one that is not seen."""
    rest = _LOCAL_URL.sub("", value).lower()
    return "url" not in rest and "\\" not in rest and ":" not in rest and "@" not in rest
