"""A cursor over the lines of a text."""

from __future__ import annotations

from typing import Any

from digestkit.markdown.rules import LineKind, classify

_BLANK = LineKind.BLANK


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
