"""What the search in the page reads: all papers as plain text, in scripts of a month each.

A page that was opened from a folder may load scripts, but fetch nothing; so each part of the index is a
script that hands its papers to `assets/finder.js`. They are loaded newest first, one after the other, so that
the first results need one part only. What a part costs to load is bounded by `PART_BYTES`: a month that holds
more has several. A new day is added to the last part of its month, and no other part changes.

Text is in Normalization Form C, one line a field. That is what makes places in folded text, which the page
finds, places in the text that it shows: the rest of folding keeps every length in UTF-16 (see `finder.js`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from digestkit_site.spacing import one_line

PART_BYTES = 1_000_000
"""How many bytes of UTF-8 a part may hold; compressed they are about 400 kB. One paper always fits."""

_MOST_BYTES = 4
"""Bytes that a character may have."""

UNDATED = "undated"
"""The month, as files are named, of papers whose day is not known."""


class Indexed(NamedTuple):
    """One paper as the search knows it, all in plain text."""

    address: str
    """Where its page is, relative to the root of the site."""

    title: str
    names: tuple[str, ...]
    text: str
    """The summary."""

    day: str
    """`2024-07-05`, or empty where it is not known."""

    votes: int | None
    categories: tuple[str, ...]
    lang: str
    """The language of the summary as a BCP 47 tag, empty where it is not known."""

    title_lang: str
    """That of the title, empty where it is the page's."""


class Part(NamedTuple):
    """Some papers of one month, the earlier days first."""

    name: str
    month: str
    papers: tuple[Indexed, ...]
    rows: tuple[str, ...]
    """The papers as JSON, one a line."""


def shards(papers: Iterable[Indexed]) -> Iterator[tuple[str, str]]:
    """Give the path of each script below the site's root and its text; the list of them is the last."""
    parts = list(_parts(papers))
    for part in parts:
        yield f"search/{part.name}.js", _call("add", json.dumps(part.name), _array(part.rows))
    yield "search/index.js", _index(parts)


def _parts(papers: Iterable[Indexed]) -> Iterator[Part]:
    ordered = sorted(papers, key=lambda paper: paper.day)  # within a day as they come
    for month, held in groupby(ordered, key=lambda paper: paper.day[:7]):
        named = month or UNDATED
        for number, part in enumerate(_filled(list(held)), start=1):
            name = named if number == 1 else f"{named}-{number}"
            yield Part(name, month, tuple(paper for paper, _ in part), tuple(row for _, row in part))


def _filled(papers: Sequence[Indexed]) -> Iterator[list[tuple[Indexed, str]]]:
    """The papers of a month with their rows, in lots that fill a part each."""
    rows = [_row(paper) for paper in papers]
    if _MOST_BYTES * sum(map(len, rows)) <= PART_BYTES:
        yield list(zip(papers, rows, strict=True))
        return
    lot: list[tuple[Indexed, str]] = []
    size = 0
    for paper, row in zip(papers, rows, strict=True):
        length = len(row.encode("utf-8", "replace"))
        if lot and size + length > PART_BYTES:
            yield lot
            lot, size = [], 0
        lot.append((paper, row))
        size += length
    yield lot


def _row(paper: Indexed) -> str:
    return _json(
        [
            paper.address,
            _line(paper.title),
            _names(paper.names),
            _line(paper.text),
            paper.day,
            paper.votes,
            list(paper.categories),
            paper.lang,
            *([paper.title_lang] if paper.title_lang else []),
        ]
    )


def _line(text: str) -> str:
    return unicodedata.normalize("NFC", one_line(text))


def _names(names: Sequence[str]) -> list[str]:
    # All at once: a line end composes with nothing, and names are in one line each.
    lines = "\n".join(names)
    return unicodedata.normalize("NFC", lines).split("\n") if names else []


def _index(parts: Sequence[Part]) -> str:
    """Name the parts, newest first, with what filters need to know before any is loaded."""
    dated = [part for part in parts if part.month]
    undated = [part for part in parts if not part.month]
    categories = sorted({name for part in parts for paper in part.papers for name in paper.categories})
    return _call("open", _array([_entry(part) for part in (*reversed(dated), *undated)]), _json(categories))


def _entry(part: Part) -> str:
    votes = [paper.votes for paper in part.papers if paper.votes is not None]
    return _json([part.name, part.month, len(part.papers), max(votes, default=None)])


def _array(rows: Sequence[str]) -> str:
    """Lay rows out one a line, so that a change of one paper is a change of one line."""
    return "[\n" + ",\n".join(rows) + "\n]"


def _call(function: str, *arguments: str) -> str:
    return f"digestkitSearch.{function}({', '.join(arguments)});\n"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
