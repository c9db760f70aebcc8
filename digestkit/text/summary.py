"""A summary as plain text: lines with labels, nested like the lists in it, in which link targets survive.

Plain text cannot hold a link, so the address follows the linked words, nor a formula: TeX is characters where
Unicode has them. Only marks are lost: the stars of bold text, the backticks of code, the brackets and quotes
of Python literals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from digestkit.structure import Outline, is_plain
from digestkit.text.inline import Kind, Outlined, Token, tokens, typeset
from digestkit.text.marks import may_have_markup

__all__ = ["Line", "lines", "paragraph", "plain", "visible"]

_ENDS = tuple(".!?。！？:;…")
_BLANKS = re.compile(r"[ \t\r\n]+")


class Line(NamedTuple):
    """A line of a summary: its depth (0 outside any nested list), its label or None, its text as written."""

    depth: int
    label: str | None
    source: str

    @property
    def tokens(self) -> list[Token]:
        """The pieces of the text without its label, links among them; made anew at each call."""
        return tokens(self.source)

    @property
    def text(self) -> str:
        """Label and text as a reader sees them; see `visible`."""
        return self.spelled()

    def spelled(self, *, keep_tex: bool = False) -> str:
        """The same; with `keep_tex`, TeX as it is written."""
        seen = visible(self.source, keep_tex=keep_tex).strip(" \t\r\n")
        if self.label is None:
            return seen
        label = self.label if keep_tex else typeset(self.label)
        return f"{label}: {seen}" if seen else f"{label}:"


def visible(text: str, *, keep_tex: bool = False) -> str:
    """What a reader sees of a text, with the address of a link in parentheses after the linked words.

    Where the words are the address, it is given once. TeX is characters where Unicode has them, or stays with
    `keep_tex`. Control characters stay: each format has its own way with them.
    """
    if not may_have_markup(text):
        return text
    made: list[str] = []
    start, href = 0, ""
    for token in tokens(text, keep_tex=keep_tex):
        if token.kind is Kind.LINK_OPEN:
            start, href = len(made), token.href or ""
        made.append(token.visible)
        if token.kind is Kind.LINK_CLOSE and "".join(made[start:]) != href:
            made.append(f" ({href})")
    return "".join(made)


def lines(items: Iterable[Outlined]) -> Iterator[Line]:
    """The lines of summary items, each followed by those of its nested lists and literals; none is blank."""
    for item in items:
        if not is_plain(item.text):
            yield from _below(item.outline, 0)
        elif item.label is not None or item.text.strip():
            yield Line(0, item.label, item.text)


def _below(entry: Outline, depth: int) -> Iterator[Line]:
    """An entry and the entries below it, which move up a level where it has no words of its own."""
    shown = entry.label is not None or bool(entry.text.strip())
    if shown:
        yield Line(depth, entry.label, entry.text)
    for below in entry.items:
        yield from _below(below, depth + shown)


def plain(summary: Iterable[Line]) -> str:
    """Lines as plain text, each on its own, indented by two spaces a level; no line end after the last."""
    return "\n".join([_indented(text, line.depth) for line in summary if (text := line.text)])


def _indented(text: str, depth: int) -> str:
    """A text on its level; it may go on over several lines, all of which keep the indentation."""
    if not depth:
        return text
    indent = "  " * depth
    return indent + text.replace("\n", f"\n{indent}")


def paragraph(summary: Iterable[Line], *, keep_tex: bool = False) -> str:
    """Lines as one line of plain text, with a semicolon after what does not end like a sentence.

    No semicolon stands between a line and the first one nested below it. White space is collapsed. With
    `keep_tex`, TeX stays as it is written.
    """
    made: list[str] = []
    depth = 0
    for line in summary:
        text = line.spelled(keep_tex=keep_tex)
        # The substitution costs most of the time here, and few texts need it.
        if "  " in text or not text.isprintable():
            text = _BLANKS.sub(" ", text)
        text = text.strip(" ")
        if made and text:
            made.append(" " if line.depth > depth or made[-1].endswith(_ENDS) else "; ")
        if text:
            made.append(text)
            depth = line.depth
    return "".join(made)
