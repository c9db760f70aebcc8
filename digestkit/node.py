"""What the values of the model share: a place in a source, how they are shown, copied and pickled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    but not the text that it came from, which may be a large file; a document keeps that, too.
    """

    __slots__ = ()

    span: Span | None
    layout: Layout | None

    @property
    def position(self) -> Position | None:
        """Line and column where the node came from, or None for a node that was made."""
        if self.layout is None or self.span is None:
            return None
        return self.layout.position(self.span[0])

    def __copy__(self) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        values = _values(self)
        if self.layout is not None:
            position = self.layout.position(self.span[0] if self.span else 0)
            values["layout"] = RecordOrigin(self.layout.name, *position)
        return _made, (type(self), values)


class Whole(NamedTuple):
    """A node that is pickled with the text that it came from: its class, and the values of its fields."""

    made: type[Node]
    values: dict[str, Any]


def whole(value: Any) -> Any:  # noqa: ANN401 - any field's value
    """Make nodes, also those in tuples, keep their texts when they are pickled; `unfolded` undoes it."""
    if isinstance(value, Node):
        return Whole(type(value), {name: whole(part) for name, part in _values(value).items()})
    return tuple(map(whole, value)) if isinstance(value, tuple) else value


def unfolded(value: Any) -> Any:  # noqa: ANN401 - any field's value
    """The nodes again that `whole` folded."""
    if isinstance(value, Whole):
        return value.made(**{name: unfolded(part) for name, part in value.values.items()})
    return tuple(map(unfolded, value)) if isinstance(value, tuple) else value


def _values(node: Any) -> dict[str, Any]:  # noqa: ANN401 - `Node` itself is no attrs class
    return {field.name: getattr(node, field.name) for field in attrs.fields(type(node))}


def _made(made: type[Node], values: dict[str, Any]) -> Node:
    return made(**values)


def origin() -> Any:  # noqa: ANN401 - attrs' field() is typed as the field it makes
    """A field that tells where a node came from: no part of what it says."""
    return attrs.field(default=None, eq=False, repr=False)


def as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple of what can be one; the rest, and text, is left for the constructor to refuse."""
    if values.__class__ is tuple or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        return values  # type: ignore[return-value] # as said
    return tuple(values)


def brief(value: object) -> str:
    """The `repr` of a value, cut where it is long."""
    shown = repr(value[: LONGEST + 1] if isinstance(value, str) else value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}..."


def few(values: Sequence[T], show: Callable[[T], str] = repr) -> str:
    """The `repr` of a tuple; where it is long, its first values as `show` has them, and their number."""
    if len(values) <= _MOST and len(shown := repr(values)) <= _SHORT:
        return shown
    if len(values) <= _MOST:
        return f"({', '.join(map(show, values))}{',' if len(values) == 1 else ''})"
    return f"({', '.join(map(show, values[:_MOST]))}, ... {len(values) - _MOST} more)"


def refuse(field: str, value: object, wanted: str) -> NoReturn:
    """Raise `ModelError` for the value of a field."""
    raise ModelError(f"{field} must be {wanted}, not {brief(value)}")
