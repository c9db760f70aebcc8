"""What an option's value may look like: one `Kind` for each type, which serves both reading and help."""

from __future__ import annotations

import datetime
import enum
import math
import os
import re
import types
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# 18 digits fit 64 bits; `int` refuses very long numbers with a message about Python's own settings.
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


class Kind(NamedTuple):
    """A kind of value.

    `read` turns the text of `-O key=value` into the value and raises ValueError where it cannot;
    `fits` tells whether a Python value already is one. `choices` are the accepted spellings, where they
    can be listed.
    """

    name: str
    read: Callable[[str], Any]
    fits: Callable[[object], bool]
    choices: tuple[str, ...] = ()


class OneOf(NamedTuple):
    """Choices that come from a table: `Annotated[str, OneOf(names)]` acts as a `Literal` of the names."""

    choices: tuple[str, ...]


class Shape(NamedTuple):
    """A kind, and whether the option takes one value, several (in a list or tuple), or may be None."""

    kind: Kind
    container: type[list[Any] | tuple[Any, ...]] | None = None
    nullable: bool = False

    @property
    def name(self) -> str:
        """The type as help shows it: `paper | digest`, `text, repeatable`."""
        shown = " | ".join(self.kind.choices) or self.kind.name
        return f"{shown}, repeatable" if self.container else shown


def _read_bool(text: str) -> bool:
    lower = text.lower()
    if lower not in _TRUE + _FALSE:
        raise ValueError(text)
    return lower in _TRUE


def _read_int(text: str) -> int:
    """Only ASCII digits: `int` would take `1_000` and digits of any script."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _read_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):  # `nan` and `inf` satisfy or defeat every bound that a validator sets
        raise ValueError(text)
    return value


def _read_date(text: str) -> datetime.date:
    # `fromisoformat` also takes `20240705` and `2024-W27-5`.
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _is_number(value: object) -> bool:
    # To Python, True is the integer 1.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


BOOL = Kind("true | false", _read_bool, lambda value: isinstance(value, bool))
FILE = Kind("file", Path, lambda value: isinstance(value, (bytes, os.PathLike)))

STREAM = Kind("file", Path, lambda value: isinstance(value, os.PathLike) or is_stream(value))

KINDS: dict[object, Kind] = {
    bool: BOOL,
    int: Kind("whole number", _read_int, lambda value: type(value) is int),
    float: Kind("number", _read_float, _is_number),
    str: Kind("text", str, lambda value: isinstance(value, str)),
    # By `type`, since a datetime is a date to `isinstance`, and a bool an int.
    datetime.date: Kind("date (YYYY-MM-DD)", _read_date, lambda value: type(value) is datetime.date),
    Path: Kind("path", Path, lambda value: isinstance(value, Path)),
}


def shape(annotation: object) -> Shape:
    """The shape that a type annotation asks for.

    Raises TypeError for a type that cannot be read from text, and for a list of lists.
    """
    file = _file_kind(annotation)
    if file is not None:
        return Shape(file, nullable=True)
    inner = _without_none(annotation)
    if inner is not None:
        return shape(inner)._replace(nullable=True)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list and len(arguments) == 1:
        return Shape(_one(arguments[0]), container=list)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        return Shape(_one(arguments[0]), container=tuple)
    if origin is Annotated:
        return next(
            (Shape(_literal_kind(note.choices)) for note in arguments[1:] if isinstance(note, OneOf)),
            shape(arguments[0]),
        )
    return Shape(_kind(annotation))


def _one(annotation: object) -> Kind:
    inside = shape(annotation)
    if inside.container is not None:
        raise TypeError(f"a list of lists cannot be an option: {annotation}")
    return inside.kind


def _kind(annotation: object) -> Kind:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return _enum_kind(annotation)
    if get_origin(annotation) is Literal:
        return _literal_kind(get_args(annotation))
    if annotation in KINDS:
        return KINDS[annotation]
    raise TypeError(f"{annotation} cannot be the type of an option")


def spell(value: object) -> str:
    """A value as it would be written after `-O key=`; empty for None.

    Members of an enumeration are spelled by their values where those are text, else by their names.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, enum.Enum):
        return value.value if isinstance(value.value, str) else value.name.lower().replace("_", "-")
    return str(value)


def _enum_kind(enumeration: type[enum.Enum]) -> Kind:
    members = {spell(member): member for member in enumeration}
    return _choice_kind(members, lambda value: isinstance(value, enumeration))


def _literal_kind(values: tuple[object, ...]) -> Kind:
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"a Literal of an option must hold text: {values}")
    return _choice_kind({str(value): value for value in values}, lambda value: value in values)


def _choice_kind(choices: dict[str, Any], fits: Callable[[object], bool]) -> Kind:
    """A kind with a fixed set of values.

    Case is ignored, and `-` equals `_`, unless two choices differ in nothing else.
    """
    loose = {_loose(spelled): value for spelled, value in choices.items()}

    def read(text: str) -> object:
        if text in choices:
            return choices[text]
        if _loose(text) in loose and len(loose) == len(choices):
            return loose[_loose(text)]
        raise ValueError(text)

    return Kind("choice", read, fits, tuple(choices))


def _loose(text: str) -> str:
    return text.casefold().replace("_", "-")


def is_stream(value: object) -> bool:
    """Whether a value is open in binary mode, or chunks already: anything iterable but text and bytes."""
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes))


def _file_kind(annotation: object) -> Kind | None:
    """How a file is given to the option; None where the type names none."""
    marks = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    named = {"digestkit.InputFile": FILE, "digestkit.InputStream": STREAM}
    return next((named[mark] for mark in marks if isinstance(mark, str) and mark in named), None)


def _without_none(annotation: object) -> object | None:
    """`X` for `X | None`; None for anything else."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return None
    rest = [argument for argument in get_args(annotation) if argument is not type(None)]
    return rest[0] if len(rest) == 1 and len(rest) < len(get_args(annotation)) else None
