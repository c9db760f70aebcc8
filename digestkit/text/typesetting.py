r"""Formulas as characters: `\pi_0` is `π₀`, `O(n\log n)` is `O(n log n)`.

What Unicode and one line of text cannot show (one thing over another, but for accents) is not rendered at
all: the formula then stays as it was written. Of style only what makes another symbol is kept (`\mathbb`,
`\mathcal`, `\mathfrak`): bold, italic and upright letters are the same letters. Blanks are TeX's own, since
those in a formula mean nothing. Sources: The TeXbook, chapters 17 and 18.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from digestkit.text.alphabets import ALPHABETS
from digestkit.text.formulas import Node, Nodes, Refusal, read
from digestkit.text.runs import Run
from digestkit.text.tex import Command, Kind


class _Class(enum.Enum):
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


class _Atom(NamedTuple):
    """A part of a formula as characters, and its class."""

    runs: tuple[Run, ...]
    kind: _Class = _Class.ORDINARY


class _Style(NamedTuple):
    """How characters are set: in an alphabet, as MathML's `mathvariant` calls it, and how far apart."""

    variant: str | None = None
    is_tight: bool = False
    """As in scripts, where TeX leaves out most space."""


class _NoRenderingError(Exception):
    """Ends the setting of a formula that has no place on a line."""


def runs(content: str) -> tuple[Run, ...] | None:
    """A formula, given without its dollars, as runs; None where it cannot be one line of text, or is none.

    It never raises, and costs linear time.
    """
    content = _respelled(content)
    # Nothing that could hide text or turn its direction, no control characters and no halves of pairs.
    if not "".join(content.split()).isprintable():
        return None
    nodes = read(content)
    if isinstance(nodes, Refusal):
        return None
    try:
        atoms = _atoms(nodes, _Style())
        if atoms and atoms[-1].runs == _MINUS:
            # With nothing to subtract: of `γ-MoD`, some put the hyphen into the formula.
            atoms[-1] = _Atom(_HYPHEN)
        made = _merged(_joined(atoms, _Style()))
    except _NoRenderingError:
        return None
    return made if any(run.text.strip() for run in made) else None


_UNICODE = re.compile(r"\\unicode\{x([0-9A-Fa-f]{2,6})\}")
_GLUED = re.compile(r"(\\[A-Za-z]+)(?=[^\W\d_A-Za-z])")


def _respelled(content: str) -> str:
    r"""What only some readers of TeX know, spelled for ours.

    arXiv's metadata has Greek letters in the place of commands, also right after another one: `\hatγ`.
    MathJax has `\unicode{x2013}`.
    """
    if "\\" not in content:
        return content
    return _UNICODE.sub(_character_of, _GLUED.sub(r"\1 ", content))


def _character_of(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # ASCII could be a command.
    return chr(code) if 0x7F < code < 0x110000 and chr(code).isprintable() else found[0]


def _merged(pieces: Iterable[Run]) -> tuple[Run, ...]:
    """Runs of which no two neighbours have the same scripts."""
    texts: list[tuple[list[str], str]] = []
    for run in pieces:
        if texts and texts[-1][1] == run.scripts:
            texts[-1][0].append(run.text)
        else:
            texts.append(([run.text], run.scripts))
    joined = ((unicodedata.normalize("NFC", "".join(parts)), scripts) for parts, scripts in texts)
    return tuple(Run(text, scripts) for text, scripts in joined if text)


_C = _Class


def _line(nodes: Nodes, style: _Style) -> Iterator[Run]:
    """The runs of nodes that follow one another."""
    return _joined(_atoms(nodes, style), style)


def _joined(atoms: Sequence[_Atom], style: _Style) -> Iterator[Run]:
    """The atoms with blanks where TeX has space (The TeXbook, page 170)."""
    before: _Atom | None = None
    placed = _placed(atoms)
    for atom, after in zip_longest(placed, placed[1:]):
        if before is not None and _is_apart(before, atom, style):
            yield Run(" ")
        if atom.kind is _C.FRACTION and _is_factor(before, after):
            yield from _enclosed(atom.runs)
        else:
            yield from atom.runs
        before = atom


_MINUS, _HYPHEN = (Run("−"),), (Run("-"),)
_FACTORS = frozenset((_C.ORDINARY, _C.OPERATOR, _C.FRACTION))


def _is_factor(before: _Atom | None, after: _Atom | None) -> bool:
    """Whether a fraction stands beside what it is multiplied with."""
    left = before is not None and (before.kind in _FACTORS or before.kind is _C.CLOSING)
    return left or (after is not None and (after.kind in _FACTORS or after.kind is _C.OPENING))


def _enclosed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return (Run("("), *runs, Run(")"))


_LEFT_OF_SIGNS = frozenset((_C.ORDINARY, _C.CLOSING, _C.FRACTION))
_RIGHT_OF_SIGNS = frozenset((_C.ORDINARY, _C.OPENING, _C.OPERATOR, _C.FRACTION))
_TWO_SIDED = frozenset((_C.BINARY, _C.RELATION))


def _placed(atoms: Sequence[_Atom]) -> list[_Atom]:
    r"""The atoms, in which a sign with only one side stands between nothing: `-1`, `\sim20`, `4\times`."""
    made = [atom for atom in atoms if atom.runs]
    solid = [at for at, atom in enumerate(made) if atom.kind is not _C.BLANK]
    for before, at, after in zip([None, *solid], solid, [*solid[1:], None], strict=False):
        left = None if before is None else made[before].kind
        right = None if after is None else made[after].kind
        if before is not None and after is not None and _is_of_number(made[before], made[at], made[after]):
            made[at] = made[at]._replace(kind=_C.ORDINARY)
        if made[at].runs == _MINUS and _is_in_name(made, at):
            made[at] = _Atom(_HYPHEN)
        if made[at].kind not in _TWO_SIDED:
            continue
        if left is None or (made[at].kind is _C.BINARY and left not in _LEFT_OF_SIGNS):
            made[at] = made[at]._replace(kind=_C.OPENING)
        elif right is None or (made[at].kind is _C.BINARY and right not in _RIGHT_OF_SIGNS):
            made[at] = made[at]._replace(kind=_C.ORDINARY)
    return made


def _is_of_number(left: _Atom, sign: _Atom, right: _Atom) -> bool:
    """Whether a comma, a colon or a minus stands in a number or between two: `10,000`, `4:1`, `5−10%`."""
    if sign.runs[0].text not in _OF_NUMBERS or right.kind is not _C.ORDINARY:
        return False
    if not right.runs[0].text[:1].isdigit():
        return False
    last = left.runs[-1]
    return not last.scripts and (last.text[-1:].isdigit() or last.text == "%")


_OF_NUMBERS = frozenset(",:−")


def _is_in_name(atoms: Sequence[_Atom], at: int) -> bool:
    """Whether a minus beside three letters in a row joins words, as in `D-RWKV` and `PanGu-π`."""
    sides = atoms[max(at - 3, 0) : at], atoms[at + 1 : at + 4]
    return all(sides) and any(len(side) == 3 and all(map(_is_letter, side)) for side in sides)


def _is_letter(atom: _Atom) -> bool:
    return len(atom.runs) == 1 and atom.kind is _C.ORDINARY and atom.runs[0].text.isalpha()


_APPLIED = frozenset(
    (left, right)
    for left in (_C.ORDINARY, _C.CLOSING, _C.OPERATOR, _C.FRACTION)
    for right in (_C.ORDINARY, _C.OPERATOR, _C.FRACTION)
    if _C.OPERATOR in (left, right)
)
"""Where the name of a function, or a large operator, stands beside a term."""


def _is_apart(before: _Atom, after: _Atom, style: _Style) -> bool:
    left, right = before.kind, after.kind
    if (left, right) in _APPLIED:
        return True
    if style.is_tight or _C.BLANK in (left, right):
        return False
    if left is _C.PUNCTUATION:
        return right not in (_C.PUNCTUATION, _C.CLOSING)
    if _C.BINARY in (left, right):
        return True
    if right is _C.RELATION:
        return left not in (_C.RELATION, _C.OPENING)
    return left is _C.RELATION and right is not _C.CLOSING


def _inside(nodes: Nodes) -> Nodes:
    """The nodes of a group that is all there is, without its braces."""
    while len(nodes) == 1 and nodes[0].command is None and nodes[0].arguments:
        if nodes[0].above or nodes[0].below:
            break
        nodes = nodes[0].arguments[0]
    return nodes


def _atoms(nodes: Nodes, style: _Style) -> list[_Atom]:
    r"""The atoms of nodes; a switch (`\cal`) sets another for the rest of the group."""
    made: list[_Atom] = []
    for node in nodes:
        if node.command is not None and node.command.kind is Kind.SWITCH:
            style = style._replace(variant=node.command.variant or style.variant)
        atom = _nucleus(node, style)
        scripts = (*_script("_", node.below, style), *_script("^", node.above, style))
        if scripts and atom.kind is _C.FRACTION:
            made.append(_Atom((*_enclosed(atom.runs), *scripts)))
        else:
            made.append(atom._replace(runs=(*atom.runs, *scripts)))
    return made


_HIGH = {"∗": "*", "⋆": "*", "†": "†", "‡": "‡", "′": "′", "∘": "°"}
"""What stands high already, and how it is spelled on the line."""


def _script(sign: str, nodes: Nodes, style: _Style) -> Iterator[Run]:
    """What stands in a superscript or subscript; a prime or a star stands high by itself."""
    inside = tuple(_line(_inside(nodes), style._replace(is_tight=True)))
    if sign == "^" and all(not run.scripts and _HIGH.keys() >= set(run.text) for run in inside):
        yield from (Run("".join([_HIGH[char] for char in run.text])) for run in inside)
    else:
        yield from (Run(run.text, sign + run.scripts) for run in inside)


def _nucleus(node: Node, style: _Style) -> _Atom:
    if node.command is not None:
        return _BY_KIND[node.command.kind](node, node.command, style)
    if node.arguments:
        return _Atom(tuple(_line(node.arguments[0], style)))
    char = _SPELLED.get(node.char, node.char)
    return _Atom((Run(_styled(char, style)),) if char else (), _CLASSES.get(char, _C.ORDINARY))


_SPELLED = {"-": "−", "*": "∗", "~": "\xa0"}
"""What TeX prints for some characters in a formula."""
_CLASSES = {
    **dict.fromkeys("+−∗", _C.BINARY),
    **dict.fromkeys("=<>:", _C.RELATION),
    **dict.fromkeys("([", _C.OPENING),
    **dict.fromkeys(")]!?", _C.CLOSING),
    **dict.fromkeys(",;", _C.PUNCTUATION),
    "\xa0": _C.BLANK,
}


def _styled(text: str, style: _Style) -> str:
    alphabet = ALPHABETS.get(style.variant or "")
    return text.translate(alphabet) if alphabet else text


def _character(_node: Node, command: Command, style: _Style) -> _Atom:
    char = command.unicode or ""
    return _Atom((Run(_styled(char, style)),) if char else (), _KINDS.get(command.kind, _C.ORDINARY))


_KINDS = {
    Kind.OPERATOR: _C.BINARY,
    Kind.RELATION: _C.RELATION,
    Kind.LARGE: _C.OPERATOR,
    Kind.FUNCTION: _C.OPERATOR,
    Kind.OPENING: _C.OPENING,
    Kind.CLOSING: _C.CLOSING,
    Kind.SPACE: _C.BLANK,
}


def _nothing(_node: Node, _command: Command, _style: _Style) -> _Atom:
    return _Atom((), _C.BLANK)


def _font(node: Node, command: Command, style: _Style) -> _Atom:
    return _Atom(tuple(_line(_inside(node.arguments[0]), style._replace(variant=command.variant))))


def _name(node: Node, _command: Command, style: _Style) -> _Atom:
    return _Atom(tuple(_line(_inside(node.arguments[0]), style._replace(variant=None))), _C.OPERATOR)


def _text(node: Node, _command: Command, _style: _Style) -> _Atom:
    return _Atom(tuple(_characters(node.arguments[0])))


def _characters(nodes: Nodes) -> Iterator[Run]:
    """What a command for text holds, in which blanks count and signs mean nothing."""
    for node in nodes:
        if node.command is None:
            yield Run(node.char)
        elif node.command.kind is Kind.TEXT:
            yield from _characters(node.arguments[0])
        else:
            yield Run(node.command.unicode or "")


_DOTLESS = str.maketrans({"ı": "i", "ȷ": "j"})
_OVERLINE, _UNDERLINE, _THROUGH = "\u0305", "\u0332", "\u0338"


def _accent(node: Node, command: Command, style: _Style) -> _Atom:
    """A mark on one letter; what would stretch over several has no rendering, unless it is a line."""
    mark = command.unicode or ""
    atoms = _atoms(_inside(node.arguments[0]), style)
    runs = _merged(_joined(atoms, style))
    if len(runs) != 1 or runs[0].scripts:
        raise _NoRenderingError
    letters = runs[0].text.translate(_DOTLESS)
    if len(letters) > 1:
        if mark == _UNDERLINE:  # is emphasis there
            return _Atom(runs)
        if mark != _OVERLINE:
            raise _NoRenderingError
    kind = atoms[0].kind if mark == _THROUGH else _C.ORDINARY
    return _Atom((Run("".join([letter + mark for letter in letters])),), kind)


def _sized(node: Node, command: Command, style: _Style) -> _Atom:
    found = _delimiter(node.arguments[0], style)
    return found._replace(kind=_C.RELATION) if command.kind is Kind.MIDDLE else found


def _left(node: Node, _command: Command, style: _Style) -> _Atom:
    opening, inside, closing = node.arguments
    atoms = (
        _delimiter(opening, style)._replace(kind=_C.OPENING),
        *_atoms(inside, style),
        _delimiter(closing, style)._replace(kind=_C.CLOSING),
    )
    return _Atom(tuple(_joined(atoms, style)))


_DELIMITERS = {
    "<": _Atom((Run("⟨"),), _C.OPENING),
    ">": _Atom((Run("⟩"),), _C.CLOSING),
    ".": _Atom((), _C.BLANK),
}
"""Characters that print as another delimiter, or as none."""


def _delimiter(nodes: Nodes, style: _Style) -> _Atom:
    (node,) = nodes
    return _DELIMITERS.get(node.char) or _nucleus(node, style)


def _built(node: Node, command: Command, style: _Style) -> _Atom:
    make = _BUILT.get(command.name)
    if make is None:
        raise _NoRenderingError
    return make(node, style)


def _fraction(node: Node, style: _Style) -> _Atom:
    above, below = (_atoms(_inside(argument), style) for argument in node.arguments)
    return _Atom((*_operand(above, style, products=True), Run("/"), *_operand(below, style)), _C.FRACTION)


def _root(node: Node, style: _Style) -> _Atom:
    index = tuple(_line(_inside(node.option), style))
    sign = _ROOTS.get("".join([run.text for run in index]))
    opening = (Run(sign),) if sign else (*[Run(run.text, "^" + run.scripts) for run in index], Run("√"))
    return _Atom((*opening, *_operand(_atoms(_inside(node.arguments[0]), style), style)))


_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def _operand(atoms: Sequence[_Atom], style: _Style, *, products: bool = False) -> Sequence[Run]:
    """What a fraction or root governs, in parentheses unless it cannot be misread without them."""
    runs = tuple(_joined(atoms, style))
    text = "".join([run.text for run in runs if not run.scripts])
    solid = [atom for atom in atoms if atom.runs]
    is_one = products or len(solid) <= 1 or text.replace(".", "").isdecimal()
    is_term = all(atom.kind is _C.ORDINARY for atom in solid) and not _LOOSE.intersection(text)
    return runs if is_one and is_term else _enclosed(runs)


_LOOSE = frozenset(" /+−,")
"""What binds less than a fraction's stroke and a root."""


def _modulo(node: Node, style: _Style) -> _Atom:
    return _Atom((Run(" (mod "), *_line(_inside(node.arguments[0]), style), Run(")")), _C.BLANK)


_BUILT: Mapping[str, Callable[[Node, _Style], _Atom]] = {
    "frac": _fraction,
    "dfrac": _fraction,
    "tfrac": _fraction,
    "sqrt": _root,
    "pmod": _modulo,
}
"""What of one thing over another has a form on one line."""

_BY_KIND: Mapping[Kind, Callable[[Node, Command, _Style], _Atom]] = {
    **dict.fromkeys(
        (Kind.LETTER, Kind.OPERATOR, Kind.RELATION, Kind.LARGE, Kind.FUNCTION, Kind.OPENING, Kind.CLOSING,
         Kind.FENCE, Kind.CHARACTER, Kind.SPACE),
        _character,
    ),
    Kind.ACCENT: _accent,
    Kind.FONT: _font,
    Kind.SWITCH: _nothing,
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.BUILT: _built,
    Kind.SIZED: _sized,
    Kind.MIDDLE: _sized,
    Kind.LEFT: _left,
}  # fmt: skip
