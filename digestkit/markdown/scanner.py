"""A cursor over the lines of a text, and patterns for the lines that most papers have."""

from __future__ import annotations

import re
from typing import Any

from digestkit import structure
from digestkit.markdown.rules import RULES, LineKind, classify

_BLANK = LineKind.BLANK


def _line(kind: LineKind) -> str:
    prefixes = "|".join([re.escape(rule.prefix) for rule in RULES if rule.kind is kind])
    return rf"(?:((?:{prefixes}).*)\n++)?+"


# Shortcuts for reading line by line, with the same result. They are made of what the rules say.

FIELDS = re.compile(rf"\n*+{_line(LineKind.MEDIA)}{_line(LineKind.VOTES)}{_line(LineKind.AUTHORS)}")
"""Lines that start as a medium, votes and authors do, in this order; each is still to be read by its rule."""

ITEM = re.compile(rf"- (?:{structure.LABEL})?+(.*)\n")
"""The first line of an item, with its end: the label in it, and the text."""


class Cursor:
    """The line of a text that is next to read; blank ones are passed over.

    `kind` and `value` are what its rule made of it, `start` is the offset of its first character, and
    `content` is the line without its end. Lines end at LF; carriage returns before it belong to the line
    end. After the last line stands an empty one of kind `END`.
    """

    kind: LineKind
    start: int
    content: str
    value: Any

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.below = start
        """Where the next line begins, blank or not; may be moved on before `advance`."""
        self.has_returns = "\r" in text
        self._sign = -1
        self.advance()

    def advance(self) -> None:
        """Go on to the next line."""
        text, start = self.text, self.below
        while True:
            end = text.find("\n", start)
            if end < 0:
                end = len(text)
            if end > start:
                content = text[start:end]
                if self.has_returns:
                    content = content.rstrip("\r")
                self.kind, self.value = classify(content)
                if self.kind is not _BLANK:
                    self.start, self.content, self.below = start, content, end + 1
                    return
            elif end == len(text):
                self.kind, self.start, self.content, self.value = LineKind.END, end, "", None
                return
            start = end + 1

    def is_below(self, end: int) -> bool:
        """Whether the line stands right below the one that ends at an offset: no blank line is between."""
        return self.text.find("\n", end) + 1 == self.start

    def plain_until(self) -> int:
        """How far the text from this line on has neither a number sign nor a carriage return.

        The sign is searched for once, and then again when it was passed: linear time in all.
        """
        if self.has_returns:
            return self.start
        if self._sign < self.start:
            sign = self.text.find("#", self.start)
            self._sign = sign if sign >= 0 else len(self.text)
        return self._sign
