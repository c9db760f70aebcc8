"""Writing directions: a name or a title must not turn what stands after it in a line.

Letters that run from right to left take the digits and signs beside them along, and an override (U+202E) in a
name turns all that follows, up to the end of the paragraph. What is isolated does neither: it is laid out by
itself, as its own letters tell. Nearly all texts have nothing of the kind and stay as they are. Source: the
Unicode Bidirectional Algorithm, https://www.unicode.org/reports/tr9/, sections 2.4 and 3.3.2.
"""

from __future__ import annotations

import re

__all__ = ["isolated", "isolated_html"]

_FIRST_STRONG, _POP = "\u2068", "\u2069"
_INITIATORS = frozenset("\u2066\u2067\u2068")
# Letters from right to left, in the blocks that Unicode reserves for them; embeddings, overrides, isolates.
_TURNING = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# The first bytes of these characters in UTF-16: to look for them takes half the time or less.
_BLOCKS = bytes((0x05, 0x06, 0x07, 0x08, 0x20, 0xD8, 0xFB, 0xFC, 0xFD, 0xFE))


def isolated(text: str) -> str:
    """A text for a line of plain text, between U+2068 and U+2069 if it could turn what stands around it."""
    if not _may_turn(text):
        return text
    before, after = _balance(text)
    return f"{_FIRST_STRONG}{before}{text}{after}{_POP}"


def isolated_html(html: str, text: str) -> str:
    """The same of the HTML of a text, in a `bdi` element."""
    if not _may_turn(text):
        return html
    before, after = _balance(text)
    return f"<bdi>{before}{html}{after}</bdi>"


def _may_turn(text: str) -> bool:
    if text.isascii():
        return False
    blocks = text.encode("utf-16-be", "surrogatepass")[::2]
    return len(blocks.translate(None, _BLOCKS)) < len(blocks) and _TURNING.search(text) is not None


def _balance(text: str) -> tuple[str, str]:
    """What makes pairs of the isolates in a text: one too many would end, or outlast, the one around it."""
    opened = unopened = 0
    for char in text:
        if char in _INITIATORS:
            opened += 1
        elif char == _POP and opened:
            opened -= 1
        elif char == _POP:
            unopened += 1
    return _FIRST_STRONG * unopened, _POP * opened
