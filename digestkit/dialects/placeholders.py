"""What may stand in a template's braces: a placeholder's name says what it holds, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from digestkit import arxiv
from digestkit.dialects import dates

IGNORED = "*"
"""The placeholder `{*}`: any text, which nobody wants."""

FIELDS = frozenset(
    [
        "title",
        "url",
        "votes",
        "authors",
        "section",
        "abstract",
        "tldr",
        "categories",
        "tags",
        "submitted",
        "doi",
        "text",
        "links",
    ]
)
"""Placeholders that fill a field of a paper; `text` is that of an item, which the field's label names."""
HEADINGS = frozenset(["date", "month", "day", "week", "year", "digest"])
"""Placeholders of the day that papers stand under, and of its title."""
LINKS = frozenset(["pdf", "code", "html", "project"])
"""Placeholders that become links of their kind."""
EXTRA = frozenset(["score", "comment", "authors_total"])
"""Placeholders that no field of the model holds, kept in `Paper.extra`."""
ARXIV = "arxiv"
"""The placeholder of an arXiv id, with or without version, which stands for the paper's link."""
LABEL = "label"
"""The placeholder of the label of an item, where a dialect says it and its table does not know it."""
OTHER = frozenset(("ordinal", IGNORED))
"""Placeholders that say nothing of a paper that does not follow from its place."""
KNOWN = FIELDS | HEADINGS | LINKS | EXTRA | OTHER | {ARXIV, LABEL}
COUNTS = frozenset(["ordinal", "ordinal_in_section", "count", "id"])
"""Placeholders that are written only: places and numbers of papers, and arXiv's id, from the URL."""
CALENDAR = frozenset(["year", "month", "day"])
"""The parts of a day, to write it as a dialect does."""

_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")
_LONGEST_LABEL, _MOST_WORDS = 40, 4
_IN_LABEL = re.compile(r"[\w &'/()-]+")
_NAMES_OF_FIELDS = frozenset(
    [
        *("title", "author", "authors", "abstract", "date", "published", "categories"),
        *("url", "link", "links", "pdf", "vote", "votes"),
        *("标题", "作者", "摘要", "日期", "链接"),
    ]
)
"""What is no label of an item: a table that has a line for it says so."""
BETWEEN = frozenset(" ,;|·/_)")
"""What people leave between the entries of a list."""


def links(text: str) -> list[tuple[str, str]]:
    """The names and targets of the Markdown links in a text; none where anything else stands in it.

    What people leave between links, a comma or a bar, does not count.
    """
    return [] if set(_LINK.sub("", text)) - BETWEEN else _LINK.findall(text)


def _is_count(text: str) -> bool:
    return text.isdigit() and text.isascii()


def _is_number(text: str) -> bool:
    return _is_count(text.replace(".", "", 1))


def _is_url(text: str) -> bool:
    # Digests are made by templates with braces; `<URL>` is a link in Markdown, and no URL has such brackets.
    return text.split() == [text] and text[0] not in "{<"


def _is_arxiv_id(text: str) -> bool:
    found = arxiv.find(f"{arxiv.PAGES}{text}")
    return found is not None and found.versioned == text


def _is_label(text: str) -> bool:
    """A few words without punctuation that could end a sentence or part clauses, and no name of a field."""
    return (
        0 < len(text) <= _LONGEST_LABEL
        and text[0].isalpha()
        and text[-1] != " "
        and len(text.split(" ")) <= _MOST_WORDS
        and not _IN_LABEL.sub("", text)
        and text.casefold() not in _NAMES_OF_FIELDS
    )


def _are_links(text: str) -> bool:
    return bool(links(text))


NARROW: dict[str, Callable[[str], bool]] = {
    "ordinal": _is_count,
    "votes": _is_count,
    "authors_total": _is_count,
    "score": _is_number,
    "url": _is_url,
    **dict.fromkeys(LINKS, _is_url),
    "links": _are_links,
    ARXIV: _is_arxiv_id,
    LABEL: _is_label,
    "date": dates.is_day,
    "submitted": dates.is_day,
    "week": dates.is_week,
    "year": dates.is_year,
    "month": dates.is_month,
    "day": _is_count,
}
"""What the narrow placeholders may hold; all others take any text."""
