"""Lints that look at one item of a summary: a small function each, from the item to a message or None.

Nearly all items hold nothing that concerns a rule, and are passed over after a test or two.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from digestkit import structure
from digestkit.checks.papers import shown
from digestkit.diagnostics import Code
from digestkit.model import Item
from digestkit.text import marks

# A bracket alone starts a citation (`[1]`) or a link; one with a quote behind it starts a value. Possessive
# quantifiers: a long run of blanks must not be tried in every division.
_STARTS_LITERAL = re.compile(r"""\s*+[\[{]\s*+[\[{]?+\s*+(?:'|"(?!\s))""")
# The last stars of a line, where they open bold text; `**kwargs)` is code that was not marked as such.
_OPENING = re.compile(r"""(?<![\w*\\])\*{2,3}(?=[\w"'“‘(\[<$])(?![a-z_]+\))""")


def may_be_odd(text: str) -> bool:
    """Whether a text holds anything that one of these rules would look at; most texts do not."""
    return "**" in text or text[:1] in ("[", "{", " ")


def _open_bold(item: Item) -> str | None:
    """Two stars that open bold text on a line where no further stars follow; code does not count.

    Whether bold text that is closed somewhere is closed in the right place cannot be known.
    """
    text, start = item.text, 0
    closed = _within_marks(text)
    for line in text.split("\n"):
        at = line.rfind("**")
        at = len(line[: at + 2].rstrip("*"))  # where its run of stars starts
        if at < len(line) and _OPENING.match(line, at) and not closed[start + at]:
            return f"bold text that never closes: {shown(line[at:])}"
        start += len(line) + 1  # and the line end
    return None


def _within_marks(text: str) -> bytearray:
    """For each character, whether it lies in code or in bold text that is closed."""
    within = bytearray(len(text))
    for mark in marks.find(text):
        if mark.kind in (marks.Kind.CODE, marks.Kind.STRONG_OPEN):
            within[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    return within


def _broken_literal(item: Item) -> str | None:
    text = item.text
    if not _STARTS_LITERAL.match(text):
        return None
    return None if structure.literal(text.strip()) is not None else f"no Python literal: {shown(text)}"


ITEM_RULES: tuple[tuple[Code, Callable[[Item], str | None]], ...] = (
    (Code.OPEN_BOLD, _open_bold),
    (Code.BROKEN_LITERAL, _broken_literal),
)
