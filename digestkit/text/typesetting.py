r"""Formulas as characters: `\pi_0` is `π₀`, `O(n\log n)` is `O(n log n)`.

What Unicode and one line of text cannot show (one thing over another, but for accents) is not rendered at
all: the formula then stays as it was written. Of style only what makes another symbol is kept (`\mathbb`,
`\mathcal`, `\mathfrak`): bold, italic and upright letters are the same letters. Blanks are TeX's own, since
those in a formula mean nothing. Sources: The TeXbook, chapters 17 and 18.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from digestkit.text.alphabets import ALPHABETS
from digestkit.text.atoms import HYPHEN, MINUS, Atom, Class, enclosed, joined
from digestkit.text.formulas import Node, Nodes, Refusal, read
from digestkit.text.marks import Run
from digestkit.text.tex import Command, Kind


class _Style(NamedTuple):
    """How characters are set: in an alphabet, as MathML's `mathvariant` calls it, and how far apart."""

    variant: str | None = None
    is_tight: bool = False
    """As in scripts, where TeX leaves out most space."""


class _NoRenderingError(Exception):
    """Ends the setting of a formula that has no place on a line."""


@lru_cache(maxsize=1024)  # papers repeat their formulas in title, abstract and summary
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
        if atoms and atoms[-1].runs == MINUS:
            # With nothing to subtract: of `γ-MoD`, some put the hyphen into the formula.
            atoms[-1] = Atom(HYPHEN)
        made = _merged(joined(atoms))
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
    whole = ((unicodedata.normalize("NFC", "".join(parts)), scripts) for parts, scripts in texts)
    return tuple(Run(text, scripts) for text, scripts in whole if text)


def _line(nodes: Nodes, style: _Style) -> Iterator[Run]:
    """The runs of nodes that follow one another."""
    return joined(_atoms(nodes, style), is_tight=style.is_tight)


def _inside(nodes: Nodes) -> Nodes:
    """The nodes of a group that is all there is, without its braces."""
    while len(nodes) == 1 and nodes[0].command is None and nodes[0].arguments:
        if nodes[0].above or nodes[0].below:
            break
        nodes = nodes[0].arguments[0]
    return nodes


def _atoms(nodes: Nodes, style: _Style) -> list[Atom]:
    r"""The atoms of nodes; a switch (`\cal`) sets another for the rest of the group."""
    made: list[Atom] = []
    for node in nodes:
        if node.command is not None and node.command.kind is Kind.SWITCH:
            style = style._replace(variant=node.command.variant or style.variant)
        atom = _nucleus(node, style)
        scripts = _scripts(node, style) if node.below or node.above else ()
        if scripts and atom.kind is Class.FRACTION:
            made.append(Atom((*enclosed(atom.runs), *scripts)))
        else:
            made.append(Atom((*atom.runs, *scripts), atom.kind) if scripts else atom)
    return made


def _scripts(node: Node, style: _Style) -> tuple[Run, ...]:
    return (*_script("_", node.below, style), *_script("^", node.above, style))


_HIGH = {"∗": "*", "⋆": "*", "†": "†", "‡": "‡", "′": "′", "∘": "°"}
"""What stands high already, and how it is spelled on the line."""


def _script(sign: str, nodes: Nodes, style: _Style) -> Iterator[Run]:
    """What stands in a superscript or subscript; a prime or a star stands high by itself."""
    if not nodes:
        return
    inside = tuple(_line(_inside(nodes), style._replace(is_tight=True)))
    if sign == "^" and all(not run.scripts and _HIGH.keys() >= set(run.text) for run in inside):
        yield from (Run("".join([_HIGH[char] for char in run.text])) for run in inside)
    else:
        yield from (Run(run.text, sign + run.scripts) for run in inside)


def _nucleus(node: Node, style: _Style) -> Atom:
    if node.command is not None:
        return _BY_KIND[node.command.kind](node, node.command, style)
    if node.arguments:
        return Atom(tuple(_line(node.arguments[0], style)))
    char = _SPELLED.get(node.char, node.char)
    return Atom((Run(_styled(char, style)),) if char else (), _CLASSES.get(char, Class.ORDINARY))


_SPELLED = {"-": "−", "*": "∗", "~": "\xa0"}
"""What TeX prints for some characters in a formula."""
_CLASSES = {
    **dict.fromkeys("+−∗", Class.BINARY),
    **dict.fromkeys("=<>:", Class.RELATION),
    **dict.fromkeys("([", Class.OPENING),
    **dict.fromkeys(")]!?", Class.CLOSING),
    **dict.fromkeys(",;", Class.PUNCTUATION),
    "\xa0": Class.BLANK,
}


def _styled(text: str, style: _Style) -> str:
    alphabet = ALPHABETS.get(style.variant or "")
    return text.translate(alphabet) if alphabet else text


def _character(_node: Node, command: Command, style: _Style) -> Atom:
    char = command.unicode or ""
    return Atom((Run(_styled(char, style)),) if char else (), _KINDS.get(command.kind, Class.ORDINARY))


_KINDS = {
    Kind.OPERATOR: Class.BINARY,
    Kind.RELATION: Class.RELATION,
    Kind.LARGE: Class.OPERATOR,
    Kind.FUNCTION: Class.OPERATOR,
    Kind.OPENING: Class.OPENING,
    Kind.CLOSING: Class.CLOSING,
    Kind.SPACE: Class.BLANK,
}


def _nothing(_node: Node, _command: Command, _style: _Style) -> Atom:
    return Atom((), Class.BLANK)


def _font(node: Node, command: Command, style: _Style) -> Atom:
    return Atom(tuple(_line(_inside(node.arguments[0]), style._replace(variant=command.variant))))


def _name(node: Node, _command: Command, style: _Style) -> Atom:
    return Atom(tuple(_line(_inside(node.arguments[0]), style._replace(variant=None))), Class.OPERATOR)


def _text(node: Node, _command: Command, _style: _Style) -> Atom:
    return Atom(tuple(_characters(node.arguments[0])))


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


def _accent(node: Node, command: Command, style: _Style) -> Atom:
    """A mark on one letter; what would stretch over several has no rendering, unless it is a line."""
    mark = command.unicode or ""
    atoms = _atoms(_inside(node.arguments[0]), style)
    runs = _merged(joined(atoms, is_tight=style.is_tight))
    if len(runs) != 1 or runs[0].scripts:
        raise _NoRenderingError
    letters = runs[0].text.translate(_DOTLESS)
    if len(letters) > 1:
        if mark == _UNDERLINE:  # is emphasis there
            return Atom(runs)
        if mark != _OVERLINE:
            raise _NoRenderingError
    kind = atoms[0].kind if mark == _THROUGH else Class.ORDINARY
    return Atom((Run("".join([letter + mark for letter in letters])),), kind)


def _sized(node: Node, command: Command, style: _Style) -> Atom:
    found = _delimiter(node.arguments[0], style)
    return found._replace(kind=Class.RELATION) if command.kind is Kind.MIDDLE else found


def _left(node: Node, _command: Command, style: _Style) -> Atom:
    opening, inside, closing = node.arguments
    atoms = (
        _delimiter(opening, style)._replace(kind=Class.OPENING),
        *_atoms(inside, style),
        _delimiter(closing, style)._replace(kind=Class.CLOSING),
    )
    return Atom(tuple(joined(atoms, is_tight=style.is_tight)))


_DELIMITERS = {
    "<": Atom((Run("⟨"),), Class.OPENING),
    ">": Atom((Run("⟩"),), Class.CLOSING),
    ".": Atom((), Class.BLANK),
}
"""Characters that print as another delimiter, or as none."""


def _delimiter(nodes: Nodes, style: _Style) -> Atom:
    (node,) = nodes
    return _DELIMITERS.get(node.char) or _nucleus(node, style)


def _built(node: Node, command: Command, style: _Style) -> Atom:
    make = _BUILT.get(command.name)
    if make is None:
        raise _NoRenderingError
    return make(node, style)


def _fraction(node: Node, style: _Style) -> Atom:
    above, below = (_atoms(_inside(argument), style) for argument in node.arguments)
    return Atom((*_operand(above, style, products=True), Run("/"), *_operand(below, style)), Class.FRACTION)


def _root(node: Node, style: _Style) -> Atom:
    index = tuple(_line(_inside(node.option), style))
    sign = _ROOTS.get("".join([run.text for run in index]))
    opening = (Run(sign),) if sign else (*[Run(run.text, "^" + run.scripts) for run in index], Run("√"))
    return Atom((*opening, *_operand(_atoms(_inside(node.arguments[0]), style), style)))


_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def _operand(atoms: Sequence[Atom], style: _Style, *, products: bool = False) -> Sequence[Run]:
    """What a fraction or root governs, in parentheses unless it cannot be misread without them."""
    runs = tuple(joined(atoms, is_tight=style.is_tight))
    text = "".join([run.text for run in runs if not run.scripts])
    solid = [atom for atom in atoms if atom.runs]
    is_one = products or len(solid) <= 1 or text.replace(".", "").isdecimal()
    is_term = all(atom.kind is Class.ORDINARY for atom in solid) and not _LOOSE.intersection(text)
    return runs if is_one and is_term else enclosed(runs)


_LOOSE = frozenset(" /+−,")
"""What binds less than a fraction's stroke and a root."""


def _modulo(node: Node, style: _Style) -> Atom:
    return Atom((Run(" (mod "), *_line(_inside(node.arguments[0]), style), Run(")")), Class.BLANK)


_BUILT: Mapping[str, Callable[[Node, _Style], Atom]] = {
    "frac": _fraction,
    "dfrac": _fraction,
    "tfrac": _fraction,
    "sqrt": _root,
    "pmod": _modulo,
}
"""What of one thing over another has a form on one line."""

_BY_KIND: Mapping[Kind, Callable[[Node, Command, _Style], Atom]] = {
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
