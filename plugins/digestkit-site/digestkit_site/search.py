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


class Entry(NamedTuple):
    """One paper as a part holds it: a row of JSON, and what the list of parts has to know of it."""

    day: str
    votes: int | None
    categories: tuple[str, ...]
    row: str


class Part(NamedTuple):
    """Some papers of one month, the earlier days first."""

    name: str
    month: str
    entries: tuple[Entry, ...]


def entry(paper: Indexed) -> Entry:
    """A paper made ready for its part."""
    return Entry(paper.day, paper.votes, paper.categories, _row(paper))


def shards(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Give the path of each script below the site's root and its text; the list of them is the last."""
    parts = list(_parts(entries))
    for part in parts:
        rows = [each.row for each in part.entries]
        yield f"search/{part.name}.js", _call("add", json.dumps(part.name), _array(rows))
    yield "search/index.js", _index(parts)


def _parts(entries: Iterable[Entry]) -> Iterator[Part]:
    ordered = sorted(entries, key=lambda each: each.day)  # within a day as they come
    for month, held in groupby(ordered, key=lambda each: each.day[:7]):
        named = month or UNDATED
        for number, part in enumerate(_filled(list(held)), start=1):
            yield Part(named if number == 1 else f"{named}-{number}", month, tuple(part))


def _filled(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The papers of a month, in lots that fill a part each."""
    if _MOST_BYTES * sum(len(each.row) for each in entries) <= PART_BYTES:
        yield entries
        return
    lot: list[Entry] = []
    size = 0
    for each in entries:
        length = len(each.row.encode("utf-8", "replace"))
        if lot and size + length > PART_BYTES:
            yield lot
            lot, size = [], 0
        lot.append(each)
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
    categories = sorted({name for part in parts for each in part.entries for name in each.categories})
    return _call("open", _array([_listed(part) for part in (*reversed(dated), *undated)]), _json(categories))


def _listed(part: Part) -> str:
    votes = [each.votes for each in part.entries if each.votes is not None]
    return _json([part.name, part.month, len(part.entries), max(votes, default=None)])


def _array(rows: Sequence[str]) -> str:
    """Lay rows out one a line, so that a change of one paper is a change of one line."""
    return "[\n" + ",\n".join(rows) + "\n]"


def _call(function: str, *arguments: str) -> str:
    return f"digestkitSearch.{function}({', '.join(arguments)});\n"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
