"""The JSON Lines of daily-arXiv-ai-enhanced: a file a day, a paper a line, with a summary by a model.

A folder has each day up to three times: as it was fetched, and with summaries in one or more languages. One
of them is read: with a summary where there is one, in the language asked for. What a file has more than the
Markdown beside it, the categories and comments of all papers, comes along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import attrs

import digestkit
from digestkit import reading
from digestkit_sources import documents

LABELS = {
    "task": "Task",
    "motivation": "Motivation",
    "method": "Method",
    "result": "Result",
    "conclusion": "Conclusion",
}
"""What the model is asked for, by its keys, and the labels that the Markdown of the same papers has."""

_ENHANCED = re.compile(r"(?P<day>.+)_AI_enhanced_(?P<language>[^/]+)")
_RECORD = re.compile(
    r'\s*\{\s*"id"\s*:\s*"[^"]{5,40}"[^\n]*"(?:abs|pdf)"\s*:\s*"https?://(?:www\.)?arxiv\.org/'
)
_KEYS = ("id", "abs", "pdf", "title", "authors", "categories", "comment", "summary", "code_url", "AI")


@attrs.frozen
class DailyArxivOptions:
    """Which of the spellings of a day is read."""

    language: str = attrs.field(
        default="",
        metadata={
            "help": "Language of the summaries, as file names spell it: Chinese. By default, the first."
        },
    )


def detect(beginning: str) -> float:
    """How surely a text is such a file: its first line is a record of arXiv's listing."""
    first = beginning.removeprefix("\ufeff").lstrip().partition("\n")[0]
    return 0.9 if _RECORD.match(first) and '"categories"' in first else 0.0


def choose(paths: Sequence[str], options: DailyArxivOptions | None = None) -> Iterable[str]:
    """Of each day one file: with summaries in the language asked for, or in the first, or without any."""
    wanted = options.language.casefold() if options is not None else ""
    best: dict[str, tuple[tuple[bool, bool, str], str]] = {}
    for path in paths:
        whole = PurePosixPath(path)
        found = _ENHANCED.fullmatch(whole.stem)
        day, language = (found["day"], found["language"]) if found is not None else (whole.stem, "")
        rank = (bool(wanted) and language.casefold() != wanted, not language, path)
        key = str(whole.with_name(day))
        best[key] = min(best.get(key, (rank, path)), (rank, path))
    return [path for _, path in best.values()]


@digestkit.reader(
    "daily-arxiv",
    suffixes=(".jsonl",),
    media_types=("application/x-ndjson",),
    summary="JSON Lines of daily-arXiv-ai-enhanced: a paper a line, with a summary by a model.",
    options=DailyArxivOptions,
    detect=detect,
    choose=choose,
    api_version=1,
)
def daily_arxiv(text: str, context: digestkit.ReadContext) -> Iterator[digestkit.Digest]:
    """Yield the digest of a file, whose name has the day; a line that cannot be read is reported."""
    strange: set[str] = set()
    papers = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            papers.append(_paper(line, number, context, strange))
    found = reading.digest(context, day=documents.day_of_name(context), papers=papers, line=1)
    if found is not None and found.papers:
        if found.date is None:
            context.report("no day: the file's name has none, such as 2025-06-08.jsonl", 1)
        yield found


def _paper(
    line: str, number: int, context: digestkit.ReadContext, strange: set[str]
) -> digestkit.Paper | None:
    try:
        said = documents.whole(line)
    except documents.DamagedError as error:
        context.report(f"no JSON: {error}", number, error.offset + 1, digestkit.Code.READ_ERROR)
        return None
    if not isinstance(said, dict):
        context.report("no JSON object", number, code=digestkit.Code.READ_ERROR)
        return None
    for key in sorted(set(said) - {*_KEYS, *strange}):
        strange.add(key)
        context.report(f"unknown key {key!r}: kept in extra", number, code=digestkit.Code.READ_NOTE)
    enhanced = said.get("AI")
    items = enhanced if isinstance(enhanced, dict) else {}
    url = said.get("abs") or reading.arxiv_url(reading.one_line(said.get("id"))) or said.get("pdf")
    return reading.paper(
        context,
        title=said.get("title"),
        url=url,
        line=number,
        authors=said.get("authors"),
        authors_ordered=True,
        abstract=said.get("summary"),
        tldr=items.get("tldr"),
        categories=said.get("categories"),
        summary=[(LABELS.get(key, key), text) for key, text in items.items() if key != "tldr"],
        links={"code": said.get("code_url")},
        extra=_extra(said, enhanced),
    )


def _extra(said: dict[str, Any], enhanced: object) -> dict[str, object]:
    extra = {"comment": said.get("comment")}
    extra |= {key: found for key, found in said.items() if key not in _KEYS}
    if not isinstance(enhanced, dict):
        extra["AI"] = enhanced
    return extra
