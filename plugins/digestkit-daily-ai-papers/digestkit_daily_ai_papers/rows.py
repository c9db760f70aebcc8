"""Rows of the tables: which lines are one row, and what its cells say in each of three layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import digestkit

# The links stand in the title's cell, in brackets or after a dash: a title may hold bars, but not these.
_LINKS = re.compile(
    r"(?: \(| - )[Rr]ead more on \[arXiv\]\((?P<url>[^()\s]*)\)"
    r" or \[HuggingFace\]\((?P<discussion>[^()\s]*)\)\)? ?\|"
)
_LAST = re.compile(r"\[Read more\]\((?P<url>[^()\s]*)\)")
"""The link in a column of its own, as in the first two days."""


class Row(NamedTuple):
    """What the cells of a row say; `line` is where it starts."""

    line: int
    title: str
    url: str
    discussion: str
    authors: str
    summary: str


def find(table: str, first: int, context: digestkit.ReadContext) -> Iterator[Row]:
    """Yield the rows of a table that starts at the line `first`; what is no row is reported."""
    for line, text in _rows(table, first, context):
        row = _read(line, text)
        if row is None:
            context.report("a row without a link to a paper", line, code=digestkit.Code.READ_ERROR)
        else:
            yield row


def _rows(table: str, first: int, context: digestkit.ReadContext) -> Iterator[tuple[int, str]]:
    """Yield each row on one line, with the number of its first: it goes on up to a line that ends it."""
    start, parts = 0, list[str]()
    for number, line in enumerate(table.split("\n"), first):
        if line.startswith("|"):
            if parts:
                yield start, " ".join(parts)
            start, parts = number, [line.strip()]
        elif line.strip() and parts:
            parts.append(line.strip())
        elif line.strip():
            context.report("text that is in no row", number)
        elif parts:
            yield start, " ".join(parts)
            parts = []
        # The heading of the table, and the rule below it, are rows of their own.
        if parts and (line.startswith(("| Title |", "|--"))):
            parts = []
    if parts:
        yield start, " ".join(parts)


def _read(line: int, text: str) -> Row | None:
    text = text.removeprefix("|")
    links = _LINKS.search(text)
    if links is not None:
        authors, _, summary = text[links.end() :].partition("|")
        return Row(line, text[: links.start()], links["url"], links["discussion"], authors, _cell(summary))
    *cells, last = text.removesuffix("|").split("|")
    found = _LAST.fullmatch(last.strip())
    if found is None or len(cells) < len(("title", "authors", "summary")):
        return None
    title, authors, *summaries = cells
    return Row(line, title, found["url"], "", authors, _cell("|".join(summaries)))


def _cell(text: str) -> str:
    """The last cell of a row, without the bar that ends it."""
    return text.rstrip().removesuffix("|").strip()
