"""The parts of a formula on one line: which stand apart, and which are one thing.

TeX takes no notice of the blanks that authors type, and puts space between atoms by their classes. Sources:
The TeXbook, chapters 17 and 18.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from digestkit.text.marks import Run


class Class(enum.Enum):
    """What an atom is to its neighbours, as in chapter 17; it decides where blanks go."""

    ORDINARY = enum.auto()
    OPERATOR = enum.auto()
    BINARY = enum.auto()
    RELATION = enum.auto()
    OPENING = enum.auto()
    CLOSING = enum.auto()
    PUNCTUATION = enum.auto()
    FRACTION = enum.auto()
    """Something of the form `a/b`, which is in parentheses beside other terms."""
    BLANK = enum.auto()

    # Members are looked up for each atom. `Enum` would hash their names, in Python.
    __hash__ = object.__hash__


class Atom(NamedTuple):
    """A part of a formula as characters, and its class."""

    runs: tuple[Run, ...]
    kind: Class = Class.ORDINARY


_C = Class


def joined(atoms: Sequence[Atom], *, is_tight: bool = False) -> Iterator[Run]:
    """The atoms with blanks where TeX has space (The TeXbook, page 170): hardly any where it is tight."""
    if all(atom.kind is _C.ORDINARY and atom.runs != MINUS for atom in atoms):
        for atom in atoms:  # letters, digits and scripts: most of all formulas
            yield from atom.runs
        return
    before: Atom | None = None
    placed = _placed(atoms)
    for atom, after in zip_longest(placed, placed[1:]):
        if before is not None and _is_apart(before, atom, is_tight=is_tight):
            yield Run(" ")
        if atom.kind is _C.FRACTION and _is_factor(before, after):
            yield from enclosed(atom.runs)
        else:
            yield from atom.runs
        before = atom


MINUS, HYPHEN = (Run("−"),), (Run("-"),)
"""The runs of atoms: a sign, and what joins words."""
_FACTORS = frozenset((_C.ORDINARY, _C.OPERATOR, _C.FRACTION))


def _is_factor(before: Atom | None, after: Atom | None) -> bool:
    """Whether a fraction stands beside what it is multiplied with."""
    left = before is not None and (before.kind in _FACTORS or before.kind is _C.CLOSING)
    return left or (after is not None and (after.kind in _FACTORS or after.kind is _C.OPENING))


def enclosed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs in parentheses."""
    return (Run("("), *runs, Run(")"))


_LEFT_OF_SIGNS = frozenset((_C.ORDINARY, _C.CLOSING, _C.FRACTION))
_RIGHT_OF_SIGNS = frozenset((_C.ORDINARY, _C.OPENING, _C.OPERATOR, _C.FRACTION))
_TWO_SIDED = frozenset((_C.BINARY, _C.RELATION))


def _placed(atoms: Sequence[Atom]) -> list[Atom]:
    r"""The atoms, in which a sign with only one side stands between nothing: `-1`, `\sim20`, `4\times`."""
    made = [atom for atom in atoms if atom.runs]
    solid = [at for at, atom in enumerate(made) if atom.kind is not _C.BLANK]
    for before, at, after in zip([None, *solid], solid, [*solid[1:], None], strict=False):
        left = None if before is None else made[before].kind
        right = None if after is None else made[after].kind
        if _is_of_number(made, at):
            made[at] = made[at]._replace(kind=_C.ORDINARY)
        if made[at].runs == MINUS and _is_in_name(made, at):
            made[at] = Atom(HYPHEN)
        if made[at].kind not in _TWO_SIDED:
            continue
        if left is None or (made[at].kind is _C.BINARY and left not in _LEFT_OF_SIGNS):
            made[at] = made[at]._replace(kind=_C.OPENING)
        elif right is None or (made[at].kind is _C.BINARY and right not in _RIGHT_OF_SIGNS):
            made[at] = made[at]._replace(kind=_C.ORDINARY)
    return made


def _is_of_number(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a comma, a colon or a minus stands in a number or between two: `10,000`, `4:1`, `5−10%`."""
    sign = atoms[at].runs[0].text
    if sign not in _OF_NUMBERS or at == 0 or not _is_digit(atoms[at + 1 : at + 2]):
        return False
    if sign == ",":  # before thousands, it is none that parts the numbers of a list
        return _is_digit(atoms[at - 1 : at]) and _THOUSANDS.match(_digits(atoms[at + 1 : at + 5])) is not None
    return _is_digit(atoms[at - 1 : at]) or atoms[at - 1].runs == (Run("%"),)


_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")


def _is_digit(atoms: Sequence[Atom]) -> bool:
    return len(_digits(atoms)) == 1 and _digits(atoms).isdigit()


def _digits(atoms: Sequence[Atom]) -> str:
    """What stands on the line, a character for each atom."""
    return "".join(
        [atom.runs[0].text if len(atom.runs) == 1 and not atom.runs[0].scripts else " " for atom in atoms]
    )


_OF_NUMBERS = frozenset(",:−")


def _is_in_name(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a minus beside three letters in a row joins words, as in `D-RWKV` and `PanGu-π`."""
    sides = atoms[max(at - 3, 0) : at], atoms[at + 1 : at + 4]
    return all(sides) and any(len(side) == 3 and all(map(_is_letter, side)) for side in sides)


def _is_letter(atom: Atom) -> bool:
    return len(atom.runs) == 1 and atom.kind is _C.ORDINARY and atom.runs[0].text.isalpha()


_APPLIED = frozenset(
    (left, right)
    for left in (_C.ORDINARY, _C.CLOSING, _C.OPERATOR, _C.FRACTION)
    for right in (_C.ORDINARY, _C.OPERATOR, _C.FRACTION)
    if _C.OPERATOR in (left, right)
)
"""Where the name of a function, or a large operator, stands beside a term."""


def _is_apart(before: Atom, after: Atom, *, is_tight: bool) -> bool:
    left, right = before.kind, after.kind
    if (left, right) in _APPLIED:
        return True
    if is_tight or _C.BLANK in (left, right):
        return False
    if left is _C.PUNCTUATION:
        return right not in (_C.PUNCTUATION, _C.CLOSING)
    if _C.BINARY in (left, right):
        return True
    if right is _C.RELATION:
        return left not in (_C.RELATION, _C.OPENING)
    return left is _C.RELATION and right is not _C.CLOSING
