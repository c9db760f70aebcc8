"""The structure inside an item's text: nested lists, numbered lines, Python literals.

The text of an item is opaque to the model; this is a view for exporters and other readers of the data. All
that is lost in it are line ends, blank lines, indentation, the `- ` of a nested list, the stars of a nested
label, and the quotes, commas and brackets of a literal.
"""

from __future__ import annotations

import ast
import re
import warnings

import attrs

# `ast.literal_eval` needs about a hundred bytes of memory per character, and recursion per level; longer or
# deeper literals stay text.
MAX_LITERAL_LENGTH = 200_000
MAX_LITERAL_DEPTH = 20

SHORTEST_WRAPPED = 40
"""No line that is shorter was wrapped to fit a page."""
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")

LABEL = r"\*{2,3}(?!\s*+\*)([^*\n]+)\*{1,3}:(?: |(?=\n)|\Z)"
"""What an item's label looks like, `**label**: `, as a regular expression; blanks alone are none."""

_LABEL = re.compile(LABEL)
# What a literal may spell in several ways, and so does not count when two spellings are compared.
_SPELLING = str.maketrans("", "", "'\"\\, ")
_ESCAPE = re.compile(r"\\(?:ud[89a-f][0-9a-f]{2}|.)", re.DOTALL)
# Strings are matched as a whole, so that brackets in them are skipped; possessively, to stay linear.
_BRACKET = re.compile(r"""'(?:[^'\\]++|\\.)*+'|"(?:[^"\\]++|\\.)*+"|[\[\](){}]""", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]{1,4}[.)]|\([0-9]{1,4}\)) +(?=\S)")


@attrs.frozen
class Outline:
    """A node of the view: a label or None, its own text, and the entries below it.

    For a plain item, `text` is the item's text and `items` is empty. For a text of several lines, `text` is
    the first and `items` are the others that are not blank, each with what a page's width parted from it; for
    a list or dict, it is empty.
    """

    label: str | None
    text: str
    items: tuple[Outline, ...] = ()


def is_plain(text: str) -> bool:
    """Whether a text certainly has no structure, so that no `Outline` need be built: nearly all are plain."""
    return "\n" not in text and text.lstrip()[:1] not in ("[", "{")


def outline(label: str | None, text: str) -> Outline:
    """The structure of an item, given its label and text. Never raises; linear in the length of the text."""
    first = text.lstrip()[:1]
    if first in ("[", "{") and text.rstrip()[-1:] in ("]", "}"):
        value = literal(text)
        if isinstance(value, (list, dict)) and value:
            return Outline(label, "", _from_value(value))
    if "\n" not in text:
        return Outline(label, text)
    lead, *lines = _unwrapped(text.split("\n"))
    return Outline(label, lead, _from_lines(lines))


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines of a text, with those joined that only the width of a page parted.

    A long line whose sentence goes on in the next, with a small letter, was wrapped; anything else may be
    an entry of its own.
    """
    made: list[list[str]] = []
    for line in lines:
        body, before = line.lstrip(" \t"), made[-1][-1].rstrip() if made else ""
        if (
            body[:1].islower()
            and len(before.lstrip()) >= SHORTEST_WRAPPED
            and not before.endswith(_SENTENCE_ENDS)
        ):
            made[-1][-1] = before
            made[-1].append(body)
        else:
            made.append([line])
    return [" ".join(pieces) for pieces in made]


def _from_value(value: list[object] | dict[object, object]) -> tuple[Outline, ...]:
    if isinstance(value, dict):
        return tuple(_labelled(str(key), part) for key, part in value.items())
    return tuple(_labelled(None, part) for part in value)


def _labelled(label: str | None, value: object) -> Outline:
    # In a list, a dict of one pair is a labelled entry and no level of its own: `[{'Data': '…'}]`.
    if isinstance(value, dict) and len(value) == 1 and label is None:
        return _from_value(value)[0]
    if isinstance(value, (list, dict)) and value:
        return Outline(label, "", _from_value(value))
    return Outline(label, value if isinstance(value, str) else repr(value))


def _from_lines(lines: list[str]) -> tuple[Outline, ...]:
    """Nest lines by indentation: a line belongs to the nearest line before it that is indented less.

    Blank lines, which part paragraphs in some dialects, are no entries.
    """
    root: list[_Branch] = []
    open_branches: list[_Branch] = []
    for line in lines:
        body = line.lstrip(" \t")
        if not body:
            continue
        branch = _Branch(len(line) - len(body), *_read_line(body))
        while open_branches and open_branches[-1].indent >= branch.indent:
            open_branches.pop()
        (open_branches[-1].below if open_branches else root).append(branch)
        # Beyond this depth lines are siblings: `entry` recurses, and must not reach Python's limit.
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
    """Label and text of a line; its number stays, in the text or before the label: `1. Tokenizer`."""
    body = body.removeprefix("- ")
    number = _NUMBER.match(body)
    marker = number[0] if number else ""
    label, text = split_label(body[len(marker) :])
    return (marker + label, text) if label is not None else (None, body)


def split_label(text: str) -> tuple[str | None, str]:
    """Split the source of an item, `**label**: text`, into label and text; the label may be None.

    Two or three stars may open it and one to three close it, as digests have them.
    """
    if not text or text[0] != "*":
        return None, text
    match = _LABEL.match(text)
    if match is None:
        return None, text
    # A heading glued to the item (DK116) is no part of a label.
    label = match[1]
    if "#" in label and "### [" in label:
        return None, text
    return label, text[match.end() :]


def literal(text: str) -> object:
    """The value of a Python literal, or None where the text is not one, or where something would be lost.

    Comments and repeated keys would be lost, and so would numbers too large to be shown; a lone surrogate
    could not be written. Literals beyond `MAX_LITERAL_LENGTH` code points or `MAX_LITERAL_DEPTH` levels are
    not read.
    """
    if len(text) > MAX_LITERAL_LENGTH:
        return None
    value = _evaluated(text)
    return value if isinstance(value, (str, bytes)) or not _is_deep(repr(value)) else None


def string(text: str) -> str | None:
    """The value of a single Python string literal of any length, else None; as `literal` otherwise."""
    value = _evaluated(text)
    return value if isinstance(value, str) else None


def _evaluated(text: str) -> object:
    try:
        with warnings.catch_warnings():
            # An invalid escape such as "\d" is text to keep, and the user can do nothing about it.
            warnings.simplefilter("ignore")
            value: object = ast.literal_eval(text)
        # If the value says less than the text does, evaluating has lost something. The first comparison
        # settles most cases without the costly second.
        shown = repr(value)
        is_whole = shown == text or _content(text.replace("\n", "")) == _content(shown)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return value if is_whole and not _has_half(shown) else None


def _content(literal: str) -> str:
    """What a literal says, however it is spelled: without quotes, spaces, commas and backslashes."""
    return repr(literal).translate(_SPELLING)


def _has_half(shown: str) -> bool:
    """Whether a value, by its `repr`, holds a lone surrogate."""
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
