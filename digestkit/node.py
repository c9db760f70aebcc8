"""What the values of the model share: a place in a source, how they are shown, copied and pickled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn, Self, TypeVar

import attrs

from digestkit.errors import ModelError
from digestkit.source import Layout, Position, RecordOrigin, Span

T = TypeVar("T")

LONGEST = 80
"""How much of one value a `repr` shows."""

_MOST = 3
_SHORT = 500


class Node:
    """A value with a place in a source.

    A pickled or deep-copied node keeps its fields, its span, and the name and position that messages show,
    but not the text that it came from, which may be a large file; only a document keeps that.
    """

    # Without this, nodes would have a `__dict__` in spite of their own slots.
    __slots__ = ()

    span: Span | None
    layout: Layout | None

    @property
    def position(self) -> Position | None:
        """Line and column, from 1, where the node starts in its source; None for one that was constructed."""
        if self.layout is None or self.span is None:
            return None
        return self.layout.position(self.span[0])

    def __copy__(self) -> Self:
        return self  # frozen, and `__reduce__` would lose the text

    def __reduce__(self) -> tuple[Any, ...]:
        values = _values(self)
        if self.layout is not None:
            values["layout"] = _place(self, self.layout)
        return _made, (type(self), values)


def without_text(value: Any) -> Any:  # noqa: ANN401 - any field's value
    """A node, with those in it, as a pickled one is: what it says and where, but not the text it came from.

    Who keeps nodes of many files keeps their texts otherwise, with four bytes a character where one is an
    emoji. Other values are what they were.
    """
    if isinstance(value, Node):
        if value.layout is not None and not value.layout.text:
            return value
        values = _values(value)
        for name, part in values.items():
            if isinstance(part, (Node, tuple)):
                values[name] = without_text(part)
        if value.layout is not None:
            values["layout"] = _place(value, value.layout)
        return type(value)(**values)
    if type(value) is tuple and value and isinstance(value[0], Node):
        return tuple(map(without_text, value))
    return value


class Whole(NamedTuple):
    """A node to be pickled with the text that it came from: its class, and the values of its fields."""

    made: type[Node]
    values: dict[str, Any]


def whole(value: Any) -> Any:  # noqa: ANN401 - any field's value
    """A value in which nodes, also those in tuples, are `Whole`: pickled with their texts. See `unfolded`."""
    if isinstance(value, Node):
        return Whole(type(value), {name: whole(part) for name, part in _values(value).items()})
    return tuple(map(whole, value)) if type(value) is tuple else value


def unfolded(value: Any) -> Any:  # noqa: ANN401 - any field's value
    """Undo `whole`: equal nodes, which share one text as before."""
    if isinstance(value, Whole):
        return value.made(**{name: unfolded(part) for name, part in value.values.items()})
    return tuple(map(unfolded, value)) if type(value) is tuple else value


def _place(node: Node, layout: Layout) -> RecordOrigin:
    position = layout.position(node.span[0] if node.span else 0)
    return RecordOrigin(layout.name, *position, layout.site)


def _values(node: Any) -> dict[str, Any]:  # noqa: ANN401 - `Node` itself is no attrs class
    return {field.name: getattr(node, field.name) for field in attrs.fields(type(node))}


def _made(made: type[Node], values: dict[str, Any]) -> Node:
    return made(**values)


def origin() -> Any:  # noqa: ANN401 - attrs' field() is typed as the field it makes
    """A field about where a node came from, not what it says: left out of equality and `repr`."""
    return attrs.field(default=None, eq=False, repr=False)


def brief(value: object) -> str:
    """The `repr` of a value, cut where it is long."""
    shown = repr(value[: LONGEST + 1] if isinstance(value, str) else value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}..."


def few(values: Sequence[T], show: Callable[[T], str] = repr) -> str:
    """The `repr` of a tuple; where it is long, its first three values by `show`, and how many follow."""
    if len(values) <= _MOST and len(shown := repr(values)) <= _SHORT:
        return shown
    if len(values) <= _MOST:
        return f"({', '.join(map(show, values))}{',' if len(values) == 1 else ''})"
    return f"({', '.join(map(show, values[:_MOST]))}, ... {len(values) - _MOST} more)"


def refuse(field: str, value: object, wanted: str) -> NoReturn:
    """Raise `ModelError`: `field` (`Paper.title`) must be what is `wanted`, not this value."""
    raise ModelError(f"{field} must be {wanted}, not {brief(value)}")
