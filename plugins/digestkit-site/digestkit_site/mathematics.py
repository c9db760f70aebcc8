"""Formulas as MathML, made when the pages are made.

digestkit says what is a formula: `$…$` of the commands in its table. latex2mathml turns it into MathML, which
is looked at before it is trusted: elements and attributes of MathML Core only, and no command left in it.
Where that fails, None, and the formula is shown in characters.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree as ET

_LONGEST = 400
"""Code points of a formula; longer ones would cost more than they show."""
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset({
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
_KEPT = frozenset({
    "accent", "accentunder", "depth", "displaystyle", "fence", "form", "height", "linethickness", "lspace",
    "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel", "separator", "stretchy", "symmetric",
    "width",
})  # fmt: skip
"""Attributes of MathML Core; what older versions had besides, browsers ignore, and it is left out."""


@lru_cache(maxsize=4096)
def mathml(formula: str) -> str | None:
    """A formula, given with its dollars, as a `math` element of HTML; None where it cannot be made."""
    if len(formula) > _LONGEST:
        return None
    from latex2mathml.converter import convert  # noqa: PLC0415 - few digests have formulas

    try:
        root = ET.fromstring(convert(formula[1:-1]))  # noqa: S314 - the converter's own output
    except Exception:  # noqa: BLE001 - whatever the converter stumbles over, there are characters to show
        return None
    return _serialized(root, formula) if _is_sound(root) else None


def _is_sound(root: ET.Element) -> bool:
    return all(
        each.tag.removeprefix(_NAMESPACE) in _ELEMENTS
        and "\\" not in (each.text or "")
        and not (each.tail or "").strip()
        for each in root.iter()
    )


def _serialized(root: ET.Element, formula: str) -> str:
    for each in root.iter():
        each.tag = each.tag.removeprefix(_NAMESPACE)
        variant = each.get("mathvariant")
        if each.text == "~":  # how the converter spells `\\sim`
            each.tag, each.text = "mo", "\N{TILDE OPERATOR}"
        each.attrib = {name: value for name, value in each.attrib.items() if name in _KEPT}
        if variant == "normal" and each.tag == "mi":
            each.set("mathvariant", "normal")
    root.set("alttext", formula[1:-1])
    made = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return made.replace("\n", " ")
