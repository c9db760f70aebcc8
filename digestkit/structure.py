"""The structure inside an item's text: nested lists, numbered lines, Python literals.

The text of an item is opaque to the model; this is a view for exporters and other readers of the data.
No character of the text is lost in it but line ends, indentation, the `- ` of a nested list, the stars
of a nested label, and the quotes, commas and brackets of a literal.
"""

from __future__ import annotations

import ast
import re
import warnings

import attrs

# `ast.literal_eval` needs some hundred bytes a character; longer or deeper literals stay text.
MAX_LITERAL_LENGTH = 200_000
MAX_LITERAL_DEPTH = 20

_LABEL = re.compile(r"\*{2,3}([^*\n]+)\*{1,3}:(?: |(?=\n)|\Z)")
_SPELLING = str.maketrans("", "", "'\"\\, ")
_ESCAPE = re.compile(r"\\(?:ud[89a-f][0-9a-f]{2}|.)", re.DOTALL)
_BRACKET = re.compile(r"""'(?:[^'\\]++|\\.)*+'|"(?:[^"\\]++|\\.)*+"|[\[\](){}]""", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]{1,4}[.)]|\([0-9]{1,4}\)) +(?=\S)")


@attrs.frozen
class Outline:
    """A node of the view: a label or None, its own text, and the entries below it.

    For a plain item the text is the item's text and `items` is empty. For a text that goes on in lines,
    `text` is what stands before them; for a literal it is empty.
    """

    label: str | None
    text: str
    items: tuple[Outline, ...] = ()


def is_plain(text: str) -> bool:
    """Whether a text surely has no structure, as nearly all have none, so that no `Outline` need be built."""
    return "\n" not in text and text.lstrip()[:1] not in ("[", "{")


def outline(label: str | None, text: str) -> Outline:
    """See the structure of an item; linear in its length."""
    first = text.lstrip()[:1]
    if first in ("[", "{") and text.rstrip()[-1:] in ("]", "}"):
        value = literal(text)
        if isinstance(value, (list, dict)) and value:
            return Outline(label, "", _from_value(value))
    if "\n" not in text:
        return Outline(label, text)
    lead, *lines = text.split("\n")
    return Outline(label, lead, _from_lines(lines))


def _from_value(value: list[object] | dict[object, object]) -> tuple[Outline, ...]:
    if isinstance(value, dict):
        return tuple(_labelled(str(key), part) for key, part in value.items())
    return tuple(_labelled(None, part) for part in value)


def _labelled(label: str | None, value: object) -> Outline:
    if isinstance(value, dict) and len(value) == 1 and label is None:
        return _from_value(value)[0]
    if isinstance(value, (list, dict)) and value:
        return Outline(label, "", _from_value(value))
    return Outline(label, value if isinstance(value, str) else repr(value))


def _from_lines(lines: list[str]) -> tuple[Outline, ...]:
    """Nest lines by indentation: a line belongs to the nearest line before it that is indented less."""
    root: list[_Branch] = []
    open_branches: list[_Branch] = []
    for line in lines:
        body = line.lstrip(" \t")
        branch = _Branch(len(line) - len(body), *_read_line(body))
        while open_branches and open_branches[-1].indent >= branch.indent:
            open_branches.pop()
        (open_branches[-1].below if open_branches else root).append(branch)
        if len(open_branches) < MAX_LITERAL_DEPTH:
            open_branches.append(branch)
    return tuple(branch.entry() for branch in root)


class _Branch:
    """A line, and the lines below it that are indented more."""

    __slots__ = ("below", "indent", "label", "text")

    def __init__(self, indent: int, label: str | None, text: str) -> None:
        self.indent = indent
        self.label = label
        self.text = text
        self.below: list[_Branch] = []

    def entry(self) -> Outline:
        """The line as readers see it."""
        return Outline(self.label, self.text, tuple(branch.entry() for branch in self.below))


def _read_line(body: str) -> tuple[str | None, str]:
    """Label and text of a line; a number stays in the text, or before the label: `1. Tokenizer`."""
    body = body.removeprefix("- ")
    number = _NUMBER.match(body)
    marker = number[0] if number else ""
    label, text = split_label(body[len(marker) :])
    return (marker + label, text) if label is not None else (None, body)


def split_label(text: str) -> tuple[str | None, str]:
    """Split an item's source text into label and text: 2-3 stars, label, 1-3 stars, `: `."""
    if text[:2] != "**":
        return None, text
    match = _LABEL.match(text)
    if match is None:
        return None, text
    label = match[1]
    if label.isspace() or ("#" in label and "### [" in label):
        return None, text
    return label, text[match.end() :]


def literal(text: str) -> object:
    """The value of a Python literal, or None where the text is none, or none that shows all of the text.

    Comments, keys that occur twice and numbers too large to be shown would be lost, and half of a surrogate
    pair could not be written; what is too long or too deep is not read.
    """
    if len(text) > MAX_LITERAL_LENGTH:
        return None
    value = _evaluated(text)
    return value if isinstance(value, (str, bytes)) or not _is_deep(repr(value)) else None


def string(text: str) -> str | None:
    """The value of a single Python string literal, of any length, on the same terms."""
    value = _evaluated(text)
    return value if isinstance(value, str) else None


def _evaluated(text: str) -> object:
    try:
        with warnings.catch_warnings():
            # "\d" in a summary is an invalid escape: text to keep, nothing to warn of.
            warnings.simplefilter("ignore")
            value: object = ast.literal_eval(text)
        shown = repr(value)
        told = shown == text or _content(text.replace("\n", "")) == _content(shown)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return value if told and not _has_half(shown) else None


def _content(literal: str) -> str:
    """What a literal says, however it is spelled: without quotes, spaces, commas, and what marks escapes."""
    return repr(literal).translate(_SPELLING)


def _has_half(shown: str) -> bool:
    """Whether a value, by its `repr`, holds half of a surrogate pair."""
    return "\\ud" in shown and any(len(match[0]) > 2 for match in _ESCAPE.finditer(shown))


def _is_deep(shown: str) -> bool:
    """Whether a value, by its `repr`, nests too deeply; brackets in its strings do not count."""
    depth = 0
    for match in _BRACKET.finditer(shown):
        if len(match[0]) == 1:
            depth += 1 if match[0] in "[({" else -1
            if depth > MAX_LITERAL_DEPTH:
                return True
    return False
