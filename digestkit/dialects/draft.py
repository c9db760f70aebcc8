"""A paper being read: values as they are captured, and what they become in the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from digestkit.dialects import dates
from digestkit.dialects.table import EXTRA, LINKS, OTHER, Field, Table
from digestkit.model import MAX_VOTE_DIGITS, Item, Paper
from digestkit.source import SourceText

_SEPARATOR = ", "
_LISTS = frozenset(("authors", "categories", "tags"))
_NOT_A_PAPERS = ("title", "url", "text", "date", "digest")


class Draft:
    """What is known of a paper so far, and the field whose lines go on."""

    __slots__ = (
        "extra",
        "field",
        "items",
        "known",
        "links",
        "name",
        "pieces",
        "rank",
        "source",
        "start",
        "starts",
    )

    def __init__(self, start: int) -> None:
        self.start = start
        self.known: dict[str, Any] = {}
        self.items: list[Item] = []
        self.links: list[tuple[str, str]] = []
        self.extra: list[tuple[str, str]] = []
        self.rank = -1  # of the last field
        self.name = ""  # of the placeholder that further lines belong to; empty where none do
        self.field: Field | None = None
        self.pieces: list[str] = []
        self.starts = 0
        self.source: SourceText | None = None

    def open(
        self,
        field: Field,
        start: int,
        end: int,
        names: tuple[str, ...],
        values: tuple[str, ...],
        source: SourceText,
    ) -> None:
        """Take the first line of a field, and the next ones where it goes on."""
        self.rank, self.field, self.starts, self.source = field.rank, field, start, source
        if field.goes_on or field.until is not None:
            self.name = field.into or names[-1]
            self.pieces = [values[-1]] if values else []
            self.take(names[:-1], values[:-1], field)
            return
        self.take(names, values, field)
        if field.label is not None and "text" in names:
            self.items.append(Item(field.label, values[names.index("text")], (start, end), source))

    def go_on(self, line: str) -> bool:
        """Take a line of the open field; False where there is none."""
        if not self.name:
            return False
        self.pieces.append(line)
        return True

    def close(self, end: int) -> None:
        """End the open field, if there is one."""
        name, field = self.name, self.field
        if not name or field is None:
            return
        self.name = ""
        text = "\n".join(self.pieces).replace("\r\n", "\n").strip("\n").rstrip()
        if field.strip is not None:
            text = text.removeprefix(field.strip)
        if name == "text":
            self.items.append(Item(field.label, text, (self.starts, max(end - 1, self.starts)), self.source))
        else:
            self.take((name,), (text,), field)

    def take_all(self, said: Mapping[str, str]) -> None:
        """Take what a heading captured."""
        self.take(tuple(said), tuple(said.values()))

    def take(self, names: Sequence[str], values: Sequence[str], field: Field | None = None) -> None:
        """Take what a line captured."""
        for name, value in zip(names, values, strict=True):
            if name in _LISTS:
                self.known[name] = self._parts(name, value, field)
            elif name in LINKS:
                self.links.append((name, value))
            elif name in EXTRA:
                self.extra.append((name, value))
            elif name in _READ:
                self.known[name] = _READ[name](value)
            elif name not in OTHER and name not in self.known:
                self.known[name] = value

    def _parts(self, name: str, text: str, field: Field | None) -> tuple[str, ...]:
        if name == "authors" and field is not None and field.more and text.endswith(field.more):
            text = text.removesuffix(field.more)
            self.known["authors_truncated"] = True
        if field is not None and field.wrap:
            parts = text.split(field.wrap)[1::2] or [text]
        else:
            parts = text.split(field.split if field is not None and field.split else _SEPARATOR)
        return tuple([stripped for part in parts if (stripped := part.strip())])

    def paper(self, end: int, table: Table, source: SourceText, section: str | None) -> Paper | None:
        """The paper that came of it; None where title or URL are missing."""
        known = self.known
        title, url = known.get("title"), known.get("url")
        if title is None or not url:
            return None
        for name in _NOT_A_PAPERS:
            known.pop(name, None)
        known.setdefault("section", section)
        return Paper(
            title,
            url,
            span=(self.start, end),
            layout=source,
            summary=tuple(self.items),
            links=tuple(self.links),
            extra=tuple(self.extra),
            authors_ordered=table.authors_ordered,
            **known,
        )


def _votes(text: str) -> int | None:
    return int(text) if len(text) <= MAX_VOTE_DIGITS else None


_READ: dict[str, Callable[[str], object]] = {"submitted": dates.read, "votes": _votes}
"""Placeholders whose texts are read further."""
