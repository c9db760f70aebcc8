"""How large a drawing is once every reference is replaced by a copy of what it refers to.

A few lines can stand for billions of shapes: ten uses of a group that holds ten uses of a group, and so on.
Nothing is copied here; the copies are only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from graphlib import CycleError, TopologicalSorter

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type
References = Callable[[Element], Iterable[str]]
"""The identifiers that an element refers to, repeated as often as it refers to them."""

_CHARACTERS = 100


def weight(root: Element, references: References, bound: int) -> int:
    """The number of elements, copies included, plus one for every hundred characters in them.

    Never more than `bound + 1`, which is also the weight of a drawing that refers to itself.
    """
    parts = {part.get("id"): part for part in root.iter()}
    below = {
        part: [*part, *(parts[name] for name in references(part) if name in parts)] for part in root.iter()
    }
    weights: dict[Element, int] = {}
    try:
        # What an element contains or refers to comes first, so each is weighed once, without recursion.
        for part in TopologicalSorter(below).static_order():
            weights[part] = min(bound + 1, _own(part) + sum(weights[other] for other in below[part]))
    except CycleError:
        return bound + 1
    return weights[root]


def _own(part: Element) -> int:
    return 1 + (len(part.text or "") + sum(map(len, part.values()))) // _CHARACTERS
