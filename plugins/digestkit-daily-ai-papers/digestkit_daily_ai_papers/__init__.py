"""A reader of the Daily AI Papers: a table a day, whose rows run over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import digestkit
from digestkit import reading
from digestkit_daily_ai_papers import rows

_DAY = re.compile(r"^## Papers for ([0-9]{4}-[0-9]{2}-[0-9]{2})[^\S\n]*$", re.MULTILINE)
_HEAD = re.compile(r"^\| Title \| Authors \| Summary \|", re.MULTILINE)

TITLE = "Daily AI Papers"
"""The title of each day, whose heading has none of its own."""


def detect(beginning: str) -> float:
    """How surely a text is one of these digests: the heading of a day, and that of a table."""
    return 0.95 if _DAY.search(beginning) and _HEAD.search(beginning) else 0.0


@digestkit.reader(
    "daily-ai-papers",
    suffixes=(".md",),
    media_types=("text/markdown",),
    summary="The tables of the Daily AI Papers.",
    detect=detect,
    api_version=1,
)
def daily_ai_papers(text: str, context: digestkit.ReadContext) -> Iterator[digestkit.Digest]:
    """Yield a digest for each day; rows without a link, and text between rows, are reported."""
    days = list(_DAY.finditer(text))
    ends = [day.start() for day in days[1:]] + [len(text)] * bool(days)
    line, before = 1, 0
    for day, end in zip(days, ends, strict=True):
        line, before = line + text.count("\n", before, day.start()), day.start()
        papers = [_paper(row, context) for row in rows.find(text[day.end() : end], line, context)]
        digest = reading.digest(context, day=day[1], title=TITLE, papers=papers, line=line)
        if digest is not None:
            yield digest


def _paper(row: rows.Row, context: digestkit.ReadContext) -> digestkit.Paper | None:
    return reading.paper(
        context,
        title=row.title,
        url=row.url,
        line=row.line,
        authors=row.authors,
        authors_ordered=False,
        summary=row.summary,
        links={"huggingface": row.discussion},
    )
