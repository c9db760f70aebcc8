r"""Formulas in text: where they are, and what they are made of.

`$…$` is a formula if TeX could read it as one and if it is not money. Only the commands of `tex.COMMANDS`
are known, and TeX's rules apply: a command is a backslash with letters of any script (LuaTeX and XeTeX take
them all), `^^` would spell any character, and a missing argument would be taken from the text behind the
formula. Source: The TeXbook, chapters 7, 8, 17 and 18. Everything costs linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from digestkit.text.tex import COMMANDS, COMPOSED, DELIMITERS, Command, Kind


class Node(NamedTuple):
    r"""A part of a formula: a command or a character, with its arguments and scripts.

    A group `{…}` has neither, and its content as the only argument. After a delimiter's command (`\left`,
    `\big`) comes the delimiter as the next node. `option` is what stood in brackets before the arguments;
    the one argument of a command for text is characters, escaped ones and commands for text.
    """

    command: Command | None
    char: str
    arguments: tuple[Nodes, ...] = ()
    option: Nodes = ()
    below: Nodes = ()
    above: Nodes = ()


Nodes = tuple[Node, ...]


class Refusal(NamedTuple):
    """Why a text is no formula: a command that the table does not have, or None where the grammar breaks."""

    command: str | None


class Span(NamedTuple):
    """What looks like a formula, `text[start:end]` with its dollars; `refusal` is None where it is one."""

    start: int
    end: int
    refusal: Refusal | None


# An escaped character is matched as a whole, so that the dollar of `\$` is never taken for a delimiter. `$$`
# delimits display mathematics, or is no mathematics at all.
_DOLLARS = re.compile(r"\\[\s\S]|\$+")
LONGEST = 10_000
"""Code points of a formula; what is longer was meant as none, and would cost much memory."""
_COMMAND = re.compile(r"\\[A-Za-z]")
_MATH_SIGN = re.compile(r"\\[^\W\d_]|\\[{},;:!|]|[\^_]")
# Without a command, three shapes pass: one without blanks that ends in a letter, a digit or `\%` (`$n-1$`),
# one with an operator and no word of three letters (`$a + b$`), and a list in brackets (`$[0, 1)$`). The text
# between two prices has longer words.
_SHORT_MATH = re.compile(r"(?=.*[^\W_])[^\s\"]*(?:[^\W_)\]'!*+]|[^\W\d_]'{1,3}|\\%)")
_SPACED_MATH = re.compile(r"(?=.*[=<>+*/(-])(?!.*[^\W\d_]{3})[^\"]*")
_LISTED = re.compile(r"(?!.*[^\W\d_]{3})\[[^\"]*[\])]")


def find(text: str) -> Iterator[Span]:
    r"""What looks like a formula, in order and without overlaps; other dollar signs are money.

    It has no space just inside its dollars, and no digit after them unless it holds a command (`$\sim$20`):
    the rule of Pandoc's extension `tex_math_dollars`. And it is short, or has something of TeX in it.
    """
    dollars = (match for match in _DOLLARS.finditer(text) if match[0][0] == "$")
    done = 0
    for opening, closing in pairwise(dollars):
        start, close = opening.start(), closing.start()
        if start < done or len(opening[0]) > 1 or len(closing[0]) > 1:
            continue
        if not _looks_like_formula(text, start, close):
            continue
        content = text[start + 1 : close]
        made = read(content)
        refusal = made if isinstance(made, Refusal) else None
        if refusal is None or _MATH_SIGN.search(content):
            yield Span(start, close + 1, refusal)
        # Text with a command was meant as a formula, so its closing dollar does not open another one.
        if refusal is None or _COMMAND.search(content):
            done = close + 1


def _looks_like_formula(text: str, start: int, close: int) -> bool:
    content = text[start + 1 : close]
    # Cheap tests first: the text between two prices fails one of them.
    if content[0].isspace() or content[-1].isspace() or len(content) > LONGEST:
        return False
    if text[close + 1 : close + 2].isdigit() and not _COMMAND.search(content):
        return False
    return any(sign(content) for sign in _SIGNS)


_SIGNS = (_SHORT_MATH.fullmatch, _SPACED_MATH.fullmatch, _LISTED.fullmatch, _MATH_SIGN.search)


@lru_cache(maxsize=8)  # who finds a formula mostly reads it next
def read(content: str) -> Nodes | Refusal:
    """The parts of a formula, given without its dollars, or why TeX should not read it.

    Never raises; a formula that nests more than 40 groups is refused, too.
    """
    reader = _Reader(content)
    try:
        return reader.nodes(_END)
    except _RefusedError as error:
        return Refusal(error.command)


class _RefusedError(Exception):
    """Ends the reading of a formula from any depth; `read` turns it into a `Refusal`."""

    def __init__(self, command: str | None = None) -> None:
        self.command = command


_DEEPEST = 40
"""Levels of nesting; TeX itself stops at 255, and Python's recursion limit must not be reached."""

_TOKEN = re.compile(r"\\(?:[^\W\d_]+|[\s\S])?|\s+|[\s\S]")
_PRIME = "\u2032"
# A `}` would close a group that the document opened, `$` would end the formula, and `&`, `#` and `%` mean
# alignment, parameters and comments.
_NEVER = frozenset(("", *"}&#%$"))
_NO_TEXT = frozenset(("", *"{}&#%$^_"))
_SCRIPTS = frozenset("^_'")
_OF_TEXT = frozenset((Kind.CHARACTER, Kind.SPACE, Kind.TEXT))
_ALONE = frozenset((Kind.LETTER, Kind.OPERATOR, Kind.RELATION, Kind.CHARACTER))
"""What may be a command's argument without braces."""
_DELIMITING = frozenset((Kind.OPENING, Kind.CLOSING, Kind.FENCE))
_WITH_LIMITS = frozenset((Kind.LARGE, Kind.FUNCTION, Kind.NAME))
_FONTS = frozenset((Kind.FONT, Kind.TEXT))


_END = ""
_RIGHT = r"\right"


def _tokens(content: str) -> list[str]:
    """The tokens of a formula: commands with their backslash, and characters; white space is one blank."""
    if content.isascii():
        return [" " if piece.isspace() else piece for piece in _TOKEN.findall(content)]
    made = []
    for match in _TOKEN.finditer(content):
        # A letter that Python's `\w` does not know but TeX may take makes the name longer, and so unknown: no
        # command of the table may be read where an engine would read another.
        piece, after = match[0], content[match.end() : match.end() + 1]
        is_longer = piece[0] == "\\" and piece[1:].isalpha() and _is_letter(after)
        made.append(" " if piece.isspace() else piece + after if is_longer else piece)
    return made


def _name_of(piece: str) -> str | None:
    """The name of a command; None for a character, which a backslash with nothing behind it is, too."""
    return piece[1:] if piece[:1] == "\\" and len(piece) > 1 else None


def _is_letter(char: str) -> bool:
    """Whether an engine for Unicode might take a character for a part of the command before it."""
    return not char.isascii() and unicodedata.category(char)[0] not in "PSZ"


class _Reader:
    """Reads a formula from left to right, as TeX would; raises `_RefusedError` where it would stumble."""

    def __init__(self, content: str) -> None:
        # In reverse, so that taking the next token is a `pop` from the end, in constant time. `_END` stays.
        self._tokens = [_END, *reversed(_tokens(content))]
        self._depth = 0
        self._in_option = 0

    def nodes(self, closing: str) -> Nodes:
        """The nodes up to a closing token, which is consumed as well."""
        self._descend()
        made: list[Node] = []
        while (piece := self._peek()) != closing:
            # `\middle` is legal only directly inside `\left…\right`; anywhere else `_stray` refuses it.
            between = piece == r"\middle" and closing == _RIGHT
            made.append(self._delimited(self._command(self._take())) if between else self._node(piece))
        self._take()
        self._depth -= 1
        return tuple(made)

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _RefusedError

    def _peek(self) -> str:
        """The next token that is not white space, which means nothing in a formula."""
        while self._tokens[-1] == " ":
            self._tokens.pop()
        return self._tokens[-1]

    def _take(self) -> str:
        piece = self._peek()
        return self._tokens.pop() if piece != _END else piece

    def _node(self, piece: str) -> Node:
        # TeX gives a script with nothing before it an empty nucleus: `$^2$`.
        nucleus = Node(None, "") if piece in _SCRIPTS else self._nucleus()
        return self._with_scripts(nucleus)

    def _with_scripts(self, node: Node) -> Node:
        if node.command is not None and node.command.kind in _WITH_LIMITS:
            while self._peek() in (r"\limits", r"\nolimits"):
                self._take()
        while (sign := self._peek()) in _SCRIPTS:
            self._take()
            if node.below if sign == "_" else node.above:  # TeX: "Double superscript"
                raise _RefusedError
            command, char, arguments, option, below, above = node
            if sign == "_":
                below = self._argument(is_field=True)
            else:
                above = self._above(is_prime=sign == "'")
            node = Node(command, char, arguments, option, below, above)  # `_replace` takes thrice as long
        return node

    def _above(self, *, is_prime: bool) -> Nodes:
        """A superscript; primes are one too, and may be followed by another: `f'^2` (TeXbook, chapter 18)."""
        if not is_prime:
            return self._argument(is_field=True)
        primes = [Node(None, _PRIME)]
        while self._peek() == "'":
            self._take()
            primes.append(Node(None, _PRIME))
        if self._peek() == "^":
            self._take()
            primes += self._argument(is_field=True)
        return tuple(primes)

    def _nucleus(self) -> Node:
        piece = self._take()
        if piece == "{":
            return Node(None, "", (self.nodes("}"),))
        command = self._command(piece)
        if command is not None:
            return _BY_KIND.get(command.kind, _Reader._plain)(self, command)
        # A bracket would end the option that it stands in; one in braces would not, but is too rare to allow.
        if piece in _NEVER or (self._in_option and piece == "]"):
            raise _RefusedError
        return Node(None, piece)

    def _command(self, piece: str) -> Command | None:
        name = _name_of(piece)
        if name is None:
            return None
        command = COMMANDS.get(name)
        if command is None:
            raise _RefusedError(name)
        return command

    def _plain(self, command: Command) -> Node:
        option = self._option() if command.has_option and self._peek() == "[" else ()
        arguments = [self._argument(is_field=command.name == "sqrt") for _ in range(command.arity)]
        return Node(command, "", tuple(arguments), option)

    def _option(self) -> Nodes:
        self._take()
        self._in_option += 1
        made = self.nodes("]")
        self._in_option -= 1
        return made

    def _argument(self, *, is_field: bool) -> Nodes:
        piece = self._peek()
        command = self._command(piece)
        if command is not None:
            alone = command.kind in _ALONE
            # Without braces, a field (a script, what stands under a root) is one token after expansion: of a
            # command that LaTeX composes of several tokens it would take only the first.
            if is_field:
                alone = (alone or command.kind in _FONTS) and command.name not in COMPOSED
            if not alone:
                raise _RefusedError
        elif piece in ("^", "_", "'", "~"):  # `^` also keeps out `^^`, which spells any character
            raise _RefusedError
        return (self._nucleus(),)

    def _delimited(self, command: Command | None) -> Node:
        return Node(command, "", (self._delimiter(),))

    def _delimiter(self) -> Nodes:
        piece = self._take()
        command = self._command(piece)
        if command is not None and (command.kind in _DELIMITING or command.name in DELIMITERS):
            return (Node(command, ""),)
        # LaTeX takes the first bracket for the end of an option, even one after `\right`.
        if piece not in DELIMITERS or (self._in_option and piece == "]"):
            raise _RefusedError
        return (Node(None, piece),)

    def _left(self, command: Command) -> Node:
        opening = self._delimiter()
        inside = self.nodes(_RIGHT)
        return Node(command, "", (opening, inside, self._delimiter()))

    def _stray(self, _command: Command) -> Node:
        raise _RefusedError

    def _name(self, command: Command) -> Node:
        if self._peek() == "*":  # `\operatorname*`: the same name, with its limits set below
            self._take()
        return self._plain(command)

    def _text(self, command: Command) -> Node:
        if self._take() != "{":
            raise _RefusedError
        return Node(command, "", (self._characters(),))

    def _characters(self) -> Nodes:
        """The content of a command for text, in which white space counts."""
        self._descend()
        made: list[Node] = []
        # Popped directly: `_take` would skip the blanks. `_END` is refused, so nothing is popped after it.
        while (piece := self._tokens.pop()) != "}":
            made.append(self._character(piece))
        self._depth -= 1
        return tuple(made)

    def _character(self, piece: str) -> Node:
        command = self._command(piece)
        if command is None:
            if piece in _NO_TEXT:
                raise _RefusedError
            return Node(None, piece)
        if command.kind is Kind.TEXT:
            return self._text(command)
        if command.kind in _OF_TEXT or command.name in ("{", "}"):
            return Node(command, "")
        raise _RefusedError


_BY_KIND: dict[Kind, Callable[[_Reader, Command], Node]] = {
    Kind.TEXT: _Reader._text,  # noqa: SLF001 - the reader's own table
    Kind.NAME: _Reader._name,  # noqa: SLF001 - as above
    Kind.SIZED: _Reader._delimited,  # noqa: SLF001 - as above
    Kind.LEFT: _Reader._left,  # noqa: SLF001 - as above
    Kind.MIDDLE: _Reader._stray,  # noqa: SLF001 - as above
    Kind.RIGHT: _Reader._stray,  # noqa: SLF001 - as above
    Kind.LIMITS: _Reader._stray,  # noqa: SLF001 - as above
}
"""How commands are read that do not simply take arguments."""
