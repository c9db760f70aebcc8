"""The rows of a table whose cells are plain, for JSON Lines that data frames read, and for CSV.

What reads such a table guesses the type of each column from its first rows, so no column may change its mind:
text that is not there is empty, lists of names and terms are one text, and a summary that is not there has
one empty item. Votes and the day of a digest stay None where they are not known: `LATE` are the columns where
that leads a reader astray which has seen nothing but None. There is no `arxiv_id`, which readers take for a
number: `id` has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from digestkit.export.rows import Row, spelled
from digestkit.model import Pair

COLUMNS = (
    *("id", "date", "digest", "rank", "title", "url", "votes", "authors", "authors_truncated"),
    *("media_kind", "media_url", "summary", "summary_text", "source_path", "source_line"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links"),
    *("authors_ordered", "extra"),
)
"""The columns, in their order."""

LATE = ("date", "votes")
"""Columns that may say nothing at first, so that their type is not known from the beginning."""

NO_SUMMARY = ({"label": "", "text": ""},)
"""What stands for a summary that is not there, since an empty list does not tell of what it is one."""

_ORDERS = {True: "true", False: "false", None: ""}
_ORDERED = {text: value for value, text in _ORDERS.items()}

_PIECES = re.compile(r"\\.|; |[^\\;]+|.", re.DOTALL)


_DERIVED = frozenset({"id", "summary_text", "media_kind", "media_url", "source_path", "source_line"})
"""What is not read back, or is read by another name."""


def of_row(row: Row) -> dict[str, Any]:
    """The plain values of a row, by column; `summary` alone is a list, of objects of text."""
    digest, paper = row.digest, row.paper
    media = paper.media
    return {
        "id": row.id or "",
        "date": None if digest.date is None else digest.date.isoformat(),
        "digest": digest.title,
        "rank": row.rank,
        "title": paper.title or "",
        "url": paper.url or "",
        "votes": paper.votes,
        "authors": joined(paper.authors),
        "authors_truncated": paper.authors_truncated,
        "media_kind": "" if media is None else media.kind,
        "media_url": "" if media is None else media.url,
        "summary": [{"label": item.label or "", "text": item.text} for item in paper.summary]
        or [*NO_SUMMARY],
        "summary_text": spelled(paper.summary),
        "source_path": row.source_path or "",
        "source_line": row.source_line or 0,
        "section": paper.section or "",
        "abstract": paper.abstract or "",
        "tldr": paper.tldr or "",
        "categories": joined(paper.categories),
        "tags": joined(paper.tags),
        "submitted": "" if paper.submitted is None else paper.submitted.isoformat(),
        "doi": paper.doi or "",
        "links": _pairs(paper.links),
        "authors_ordered": _ORDERS[paper.authors_ordered],
        "extra": _pairs(paper.extra),
    }


def joined(texts: Iterable[str]) -> str:
    r"""Texts as one, with `; ` between them; `;` and `\` within one have a `\` before them."""
    return "; ".join([_escaped(text) if ";" in text or "\\" in text else text for text in texts])


def parted(text: str) -> list[str]:
    """The texts of which `joined` made one."""
    parts: list[list[str]] = [[]]
    for piece in _PIECES.findall(text):
        if piece == "; ":
            parts.append([])
        else:
            parts[-1].append(piece[1:] if piece[0] == "\\" and len(piece) > 1 else piece)
    return ["".join(part) for part in parts] if text else []


def record(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The record of JSON Lines that plain values say, as far as they are given.

    Empty text is nothing, but for titles.
    """
    made = {key: value for key, value in flat.items() if value != "" and key not in _DERIVED}
    made["title"], made["url"] = flat.get("title") if flat.get("url") else None, flat.get("url") or None
    for name in ("authors", "categories", "tags"):
        made[name] = parted(flat.get(name) or "")
    for name in ("links", "extra"):
        made[name] = json.loads(flat.get(name) or "[]")
    items = flat.get("summary") or ()
    made["summary"] = [{**one, "label": one["label"] or None} for one in items if one != NO_SUMMARY[0]]
    made["authors_ordered"] = _ORDERED[flat.get("authors_ordered") or ""]
    made["media"] = _object(flat, "media", ("kind", "url"))
    made["source"] = _object(flat, "source", ("path", "line"))
    return made


def _object(flat: Mapping[str, Any], name: str, keys: tuple[str, str]) -> dict[str, Any] | None:
    values = {key: flat.get(f"{name}_{key}") or None for key in keys}
    return values if values[keys[0]] else None


def _escaped(text: str) -> str:
    return re.sub(r"([\\;])", r"\\\1", text)


def _pairs(pairs: tuple[Pair, ...]) -> str:
    if not pairs:
        return ""
    return json.dumps([{"name": name, "value": value} for name, value in pairs], ensure_ascii=False)
