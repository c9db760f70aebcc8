"""Lints that look at one item of a summary: a small function each, from its text to a message, or None.

Nearly all items have nothing that a rule would look at, and are passed over after a test or two.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from digestkit import structure
from digestkit.checks.papers import shown
from digestkit.diagnostics import Code
from digestkit.model import Item
from digestkit.text import marks

# Brackets alone start citations (`[1]`) and links; with a quote or another bracket they start a value.
_STARTS_LITERAL = re.compile(r"""\s*[\[{]\s*[\[{]?\s*(?:'|"(?!\s))""")
_STARS = re.compile(r"""(?<![\w*\\])\*{2,3}(?=[\w"'“‘(\[<$])""")
_KEYWORDS = re.compile(r"\*\*[a-z_]+\)")


def _open_bold(item: Item) -> str | None:
    """Two stars that open bold text on a line where no further stars follow; code does not count.

    Whether bold that is closed somewhere is closed where it was meant, nothing can tell.
    """
    text = item.text
    if "**" not in text:
        return None
    hidden = [(mark.start, mark.end) for mark in marks.find(text) if mark.kind in (_CODE, _STRONG)]
    for opening in _STARS.finditer(text):
        at, after = opening.span()
        end = text.find("\n", at)
        rest = text[after : end if end >= 0 else len(text)]
        if "**" in rest or _KEYWORDS.match(text, at) or any(a <= at < b for a, b in hidden):
            continue
        return f"bold text that never closes: {shown(text[at:])}"
    return None


def _broken_literal(item: Item) -> str | None:
    text = item.text
    if not text.startswith(("[", "{", " ")) or not _STARTS_LITERAL.match(text):
        return None
    return None if structure.literal(text.strip()) is not None else f"no Python literal: {shown(text)}"


_CODE = marks.Kind.CODE
_STRONG = marks.Kind.STRONG_OPEN

ITEM_RULES: tuple[tuple[Code, Callable[[Item], str | None]], ...] = (
    (Code.OPEN_BOLD, _open_bold),
    (Code.BROKEN_LITERAL, _broken_literal),
)
