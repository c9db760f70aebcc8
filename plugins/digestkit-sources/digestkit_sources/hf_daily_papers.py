"""The answer of Hugging Face's API of daily papers: https://huggingface.co/api/daily_papers?date=2024-07-05.

A JSON array, an object a paper, with the votes of the moment in which it was fetched.
Source: https://huggingface.co/docs/hub/api; the fields are those of answers from 2023 to 2026.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

import digestkit
from digestkit import reading
from digestkit_sources import documents

PAGES = "https://huggingface.co/papers/"
"""What precedes the id of a paper in the address of its discussion."""


@attrs.frozen
class HfDailyPapersOptions:
    """What the answer does not say."""

    day: datetime.date | None = attrs.field(
        default=None,
        metadata={"help": "Day of all papers; by default, that on which each was put on the list."},
    )
    title: str = attrs.field(default="Daily Papers", metadata={"help": "Title of each digest."})


def detect(beginning: str) -> float:
    """How surely a text is such an answer: an array of objects with a paper that has votes."""
    start = beginning.removeprefix("\ufeff").lstrip()
    if not start.startswith("["):
        return 0.0
    return 0.9 if all(key in start for key in ('"paper"', '"upvotes"', '"publishedAt"')) else 0.0


@digestkit.reader(
    "hf-daily-papers",
    suffixes=(".json",),
    media_types=("application/json",),
    summary="Hugging Face daily papers, as its API answers.",
    options=HfDailyPapersOptions,
    detect=detect,
    api_version=1,
)
def hf_daily_papers(text: str, context: digestkit.ReadContext) -> list[digestkit.Digest]:
    """The papers by day; what is no paper is reported, and what follows damage is not read."""
    if not text.removeprefix("\ufeff").lstrip().startswith("["):
        raise digestkit.InputError("no answer of the API of daily papers: a JSON array is wanted")
    dated, line, before = list[tuple[object, digestkit.Paper | None]](), 1, 0
    others: list[int] = []
    try:
        for entry, offset in documents.items(text):
            line, before = line + text.count("\n", before, offset), offset
            if isinstance(entry, dict) and isinstance(entry.get("paper"), dict):
                dated.append((_day(entry, context), _paper(entry, entry["paper"], line, context)))
            else:
                others.append(line)
    except documents.DamagedError as error:
        line, column = documents.place(text, error.offset)
        what = f"damaged JSON: {error}; what follows is not read"
        context.report(what, line, column, digestkit.Code.READ_ERROR)
    if others and not dated:
        raise digestkit.InputError("no answer of the API of daily papers: no entry has a paper")
    for found in others:
        context.report("an entry without a paper", found, code=digestkit.Code.READ_ERROR)
    return reading.by_day(context, dated, context.options.title)


def _day(entry: Mapping[str, Any], context: digestkit.ReadContext) -> object:
    """The day on which a paper was put on the list.

    Answers from before 2025 have it in their own `publishedAt`, which is that of the paper in newer ones.
    """
    paper = entry["paper"]
    if context.options.day is not None:
        return context.options.day
    for said in (paper.get("submittedOnDailyAt"), entry.get("submittedOnDailyAt")):
        if reading.day(said) is not None:
            return said
    named = documents.day_of_name(context)
    if named is not None or entry.get("publishedAt") == paper.get("publishedAt"):
        return named
    return entry.get("publishedAt")


def _paper(
    entry: Mapping[str, Any], paper: Mapping[str, Any], line: int, context: digestkit.ReadContext
) -> digestkit.Paper | None:
    ident = reading.one_line(paper.get("id"))
    shown = [*_urls(entry.get("mediaUrls")), *_urls(paper.get("mediaUrls")), *_urls(entry.get("thumbnail"))]
    shown = list(dict.fromkeys(shown))
    links = [
        ("huggingface", f"{PAGES}{ident}" if ident else None),
        ("code", paper.get("githubRepo")),
        ("project", paper.get("projectPage")),
        *(("media", url) for url in shown[1:]),
    ]
    return reading.paper(
        context,
        title=paper.get("title") or entry.get("title"),
        url=(reading.arxiv_url(ident) or f"{PAGES}{ident}") if ident else None,
        line=line,
        media=next(iter(shown), None),
        votes=paper.get("upvotes"),
        authors=_names(paper.get("authors")),
        authors_ordered=True,
        abstract=paper.get("summary") or entry.get("summary"),
        tldr=paper.get("ai_summary"),
        tags=paper.get("ai_keywords"),
        submitted=paper.get("publishedAt"),
        links=[(kind, url) for kind, url in links if url],
        extra=_extra(entry, paper),
    )


def _extra(entry: Mapping[str, Any], paper: Mapping[str, Any]) -> dict[str, str | None]:
    submitter = entry.get("submittedBy") or paper.get("submittedOnDailyBy")
    comments = entry.get("numComments")
    return {
        "submitter": _called(submitter),
        "organization": _called(paper.get("organization") or entry.get("organization")),
        "comments": str(comments) if isinstance(comments, int) else None,
    }


def _called(person: object) -> str | None:
    """The name of a person or an organisation, as it is shown."""
    if not isinstance(person, dict):
        return None
    names = (person.get(key) for key in ("fullname", "name", "user"))
    return next((name for name in names if isinstance(name, str) and name.strip()), None)


def _names(authors: object) -> object:
    """The names of authors; whatever else stands there is left as it is, and told."""
    if not isinstance(authors, list) or not all(isinstance(each, dict) for each in authors):
        return authors
    return [reading.one_line(each.get("name")) for each in authors]


def _urls(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [url for each in given if isinstance(each, str) and (url := reading.one_line(each))]
