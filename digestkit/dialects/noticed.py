"""What an engine notices while it reads a text in a dialect, and the diagnostics that tell of it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from digestkit.diagnostics import Code, Diagnostic
from digestkit.source import SourceText

_MOST = 100
"""So many lines that fit nothing are reported one by one."""


@attrs.define
class Noticed:
    """Offsets: of lines that fit nothing, of papers that cannot be read, of blocks that do not end.

    `surplus` are rows that have more cells than columns.
    """

    unclaimed: list[int] = attrs.field(factory=list)
    unreadable: list[int] = attrs.field(factory=list)
    unended: list[int] = attrs.field(factory=list)
    surplus: list[int] = attrs.field(factory=list)

    def diagnostics(self, source: SourceText, dialect: str) -> Iterator[Diagnostic]:
        """What to tell: each paper that cannot be read, and the rest in one line a kind."""
        for at in self.unreadable:
            message = "a paper cannot be read: no title, no link, or front matter that is no YAML; kept"
            yield _at(source, at, Code.BAD_HEADING, message)
        if self.unended:
            blocks = _count(self.unended, "a block does not end", "blocks do not end")
            yield _at(source, self.unended[0], Code.CUT_OFF, f"{blocks} as in {dialect}, here first")
        if self.surplus:
            rows = _count(self.surplus, "a row has", "rows have")
            message = f"{rows} more cells than columns, here first; what is behind the last is kept in extra"
            yield _at(source, self.surplus[0], Code.UNCLAIMED, message)
        if self.unclaimed:
            lines = _count(self.unclaimed, "a line fits", "lines fit")
            message = f"{lines} nothing of the dialect {dialect}, here first; kept"
            yield _at(source, self.unclaimed[0], Code.UNCLAIMED, message)
        for at in self.unclaimed[1:_MOST]:
            yield _at(source, at, Code.UNCLAIMED_LINE, f"a line fits nothing of the dialect {dialect}; kept")


def _count(found: list[int], one: str, many: str) -> str:
    return one if len(found) == 1 else f"{len(found)} {many}"


def _at(source: SourceText, offset: int, code: Code, message: str) -> Diagnostic:
    return Diagnostic(code, message, source.name, *source.position(offset))
