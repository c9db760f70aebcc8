r"""Formulas as MathML, made when the pages are made.

digestkit says what is a formula, and that it holds no command but those of its table. math-core makes the
markup, which is looked at before it is trusted: elements and attributes of MathML Core only. Where either
fails, None, and the formula is shown in characters. Sources: https://www.w3.org/TR/mathml-core/, and section
4.8.16 of HTML, by which `mtext` may hold words with markup.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from digestkit.text import Token, clean

if TYPE_CHECKING:
    from math_core import LatexToMathML

_LONGEST = 1000
"""Code points of a formula; of longer ones, the markup would cost more than it shows."""

_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))

_ELEMENTS = frozenset(
    ("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msub", "msup", "msubsup", "mfrac", "msqrt",
     "mroot", "mover", "munder", "munderover", "mpadded", "mphantom", "b", "i", "em", "code")
)  # fmt: skip
_ATTRIBUTES = frozenset(
    ("accent", "accentunder", "displaystyle", "form", "linethickness", "lspace", "mathvariant", "maxsize",
     "minsize", "movablelimits", "rspace", "scriptlevel", "stretchy", "symmetric", "width")
)  # fmt: skip
_DROPPED = frozenset(("style", "class"))
"""What math-core adds for its own style sheet, and what a page without inline styles may not have."""

_MACROS = {
    **dict.fromkeys(("mbox", "textnormal", "textup", "textmd"), r"\text{#1}"),
    "textsl": r"\textit{#1}",
    "mathnormal": r"\mathit{#1}",
    **dict.fromkeys(("dotsc", "dotso"), r"\ldots"),
    **dict.fromkeys(("dotsb", "dotsm", "dotsi"), r"\cdots"),
    "smallsetminus": r"\setminus",
    "centerdot": r"\cdot",
    "varpropto": r"\propto",
    "thicksim": r"\sim",
    "thickapprox": r"\approx",
}
"""The commands of digestkit's table that math-core does not know, by others that look the same."""


def may_have(text: str) -> bool:
    """Whether a text holds anything that could be a formula; hardly any text does."""
    return "$" in text or ("\\" in text and ("\\(" in text or "\\[" in text))


def of(token: Token) -> str | None:
    r"""A token of TeX as a `math` element of HTML; None where characters do as well, or none can be made.

    Characters do for numbers and signs: `$\times$`, `X$^2$`. Who cannot see formulas is told the same
    characters as everywhere else.
    """
    if not any(map(str.isalpha, token.visible)):
        return None
    formula = _content(clean(token.source))
    return None if formula is None else mathml(formula, clean(token.visible))


def _content(source: str) -> str | None:
    """What stands between the delimiters of a formula, and braces around these; None for other TeX."""
    while source[:2] == "{$" and source[-2:] == "$}":
        source = source[1:-1]
    for opening, closing in _DELIMITERS:
        if source.startswith(opening) and source.endswith(closing):
            return source[len(opening) : len(source) - len(closing)]
    return None


@lru_cache(maxsize=4096)  # papers repeat their formulas in title, abstract and summary, and on several pages
def mathml(formula: str, alternative: str) -> str | None:
    """A formula, without its delimiters, as a `math` element; None where it cannot be made.

    `alternative` is for readers without MathML. What is returned is well-formed and holds no script, style or
    link, whatever the formula is; its size is less than 100 times that of a formula.
    """
    if len(formula) > _LONGEST or not formula.replace("\n", " ").isprintable():
        return None
    try:
        root = ET.fromstring(_markup(formula))  # noqa: S314 - the converter's own output, which has no entities
    except (ValueError, SyntaxError):  # the converter's and the parser's: there are characters to show
        return None
    _simplify(root)
    if not _is_sound(root):
        return None
    root.set("alttext", alternative)
    return ET.tostring(root, encoding="unicode").replace("\n", " ")


def _markup(formula: str) -> str:
    from math_core import LatexError  # noqa: PLC0415 - few digests have formulas

    try:
        made: str = _converter().convert_with_local_state(formula, displaystyle=False)
    except LatexError as error:
        raise ValueError(formula) from error
    return made.replace("&ApplyFunction;", "\N{FUNCTION APPLICATION}")


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML  # noqa: PLC0415 - as above

    # Wide accents look different from browser to browser; without them, there would be no formula.
    return LatexToMathML(macros=_MACROS, fancy_error=False, allow_unreliable_rendering=True)


_ACCENTS = {"\u20d7": "→", "\u20db": "…"}


def _simplify(root: ET.Element) -> None:
    """Take out what needs a style: negative spaces, and words in the font of the text around.

    Accents that combine become those that stand by themselves: browsers draw an arrow that combines before
    the letter. A wide hat and a line are left, since fonts have long ones of those alone that combine.
    """
    for parent in list(root.iter()):
        if parent.tag == "mo" and parent.text in _ACCENTS:
            parent.text = _ACCENTS[parent.text]
        for each in [child for child in parent if child.tag == "mspace" and "style" in child.attrib]:
            parent.remove(each)
        if parent.tag == "mtext" and len(parent) == 1 and parent[0].tag == "span" and not len(parent[0]):
            parent.text = f"{parent.text or ''}{parent[0].text or ''}{parent[0].tail or ''}"
            parent.remove(parent[0])
        for name in _DROPPED & parent.attrib.keys():
            del parent.attrib[name]


def _is_sound(root: ET.Element) -> bool:
    return root.tag == "math" and all(
        each.tag in _ELEMENTS and _ATTRIBUTES.issuperset(each.attrib) and "\\" not in (each.text or "")
        for each in root.iter()
    )
