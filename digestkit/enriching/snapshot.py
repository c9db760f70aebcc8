"""arXiv's metadata snapshot: JSON Lines, a paper each, of which five gigabytes are read as they come.

Lines of other papers are recognised by their beginning and not parsed, so the time is that of finding line
ends, and memory holds one line. Source: https://www.kaggle.com/datasets/Cornell-University/arxiv.
"""

from __future__ import annotations

import datetime
import email.utils
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from digestkit import arxiv
from digestkit.enriching import tex
from digestkit.enriching.records import Record, Source, arxiv_key, journal_doi, keys_of_doi
from digestkit.reading.values import day, one_line

LONGEST = 8 << 20
"""Bytes of a line: the longest of the snapshot, with thousands of authors, has a fifth of a million."""

_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([^"\\]*)"')
_DOI = re.compile(rb'"doi"\s*:\s*"')
_CLASS = re.compile(rb"\.[A-Za-z-]{2,}(?=/)")
_VERSION = re.compile(r"v([1-9][0-9]{0,2})")
_AT_VERSION = re.compile(rb"v[1-9][0-9]*$")


def records(chunks: Iterable[bytes], source: Source) -> Iterator[Record]:
    """Yield what the snapshot says of the papers that are wanted; damaged lines of theirs are reported."""
    ids, dois = source.wanted.arxiv, source.wanted.dois
    for number, line in lines(chunks):
        if line is None:
            source.damaged(f"a line of more than {LONGEST >> 20} MiB", number)
            continue
        head = _ID.match(line)
        if head is not None and not (dois and _DOI.search(line)):
            ident = head[1].lower()
            # The snapshot's ids have no version; those of what others make of it may.
            if b"v" in ident:
                ident = _AT_VERSION.sub(b"", ident)
            # Only old ids have a slash; their subject class does not count.
            if (_CLASS.sub(b"", ident) if b"/" in ident else ident) not in ids:
                continue
        if not line.isspace() and line:
            record = _record(line, number, source)
            if record is not None and source.wanted.has(record.keys):
                yield record


def lines(chunks: Iterable[bytes], longest: int = LONGEST) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file that comes in chunks, with their numbers; None for one that is too long."""
    number, begun, too_long = 1, bytearray(), False
    for chunk in chunks:
        first, *rest = chunk.split(b"\n")
        if not too_long:
            begun += first
            too_long = len(begun) > longest
        if too_long:
            begun.clear()
        if not rest:
            continue
        yield number, None if too_long else bytes(begun)
        *whole, last = rest
        for line in whole:
            number += 1
            yield number, line if len(line) <= longest else None
        number += 1
        begun, too_long = bytearray(last), len(last) > longest
    if begun or too_long:
        yield number, None if too_long else bytes(begun)


def _record(line: bytes, number: int, source: Source) -> Record | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        source.damaged(f"no JSON: {what}", number, getattr(error, "colno", None))
        return None
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        source.damaged("no record of the arXiv snapshot: a JSON object with an id is wanted", number)
        return None
    ident = said["id"].strip()
    found = arxiv.find(arxiv.PAGES + ident)
    if found is None:
        source.damaged(f"no arXiv id: {ident[:80]!r}", number)
        return None
    wrong = sorted(key for key, kind in _KINDS.items() if not isinstance(said.get(key), kind | None))
    if wrong:
        source.damaged(f"{found.id}: of another type than in the snapshot: {', '.join(wrong)}", number)
    if "authors_parsed" not in wrong and not all(map(_names_somebody, said.get("authors_parsed") or ())):
        # A list that lacks one of them would pass for all of them.
        wrong.append("authors_parsed")
        source.damaged(f"{found.id}: an author that cannot be read, so none of them is", number)
    return _of({key: value for key, value in said.items() if key not in wrong}, found, number, source.name)


_KINDS: dict[str, Any] = {
    "title": str, "abstract": str, "categories": str, "doi": str, "journal-ref": str, "versions": list,
    "authors_parsed": list,
}  # fmt: skip
"""The keys that are used, and their types."""


def _of(said: dict[str, Any], found: arxiv.ArxivId, number: int, name: str) -> Record:
    versions = tuple(_versions(said.get("versions") or ()))
    dois = said.get("doi") or ""
    return Record(
        keys=(arxiv_key(found.id), *(key for word in dois.split() for key in keys_of_doi(word))),
        file=name,
        line=number,
        version=max((number for number, _ in versions), default=found.version),
        title=tex.unaccented(one_line(said.get("title"))),
        authors=tuple(_authors(said.get("authors_parsed") or ())),
        categories=tuple(filter(arxiv.is_category, (said.get("categories") or "").split())),
        abstract=tex.unaccented((said.get("abstract") or "").strip()) or None,
        doi=journal_doi(dois),
        journal=tex.unaccented(one_line(said.get("journal-ref"))) or None,
        submitted=dict(versions).get(1),
        versions=versions,
    )


def _names_somebody(parts: object) -> bool:
    return isinstance(parts, list) and all(isinstance(part, str) for part in parts) and "".join(parts) != ""


def _authors(parsed: Iterable[list[str]]) -> Iterator[str]:
    """Names in spoken order: in the snapshot, family name, given names and suffix stand apart."""
    for parts in parsed:
        family, given, suffix, *_ = [*parts, "", "", ""]
        name = one_line(f"{given} {family} {suffix}")
        if name:
            yield tex.unaccented(name)


def _versions(given: Iterable[Any]) -> Iterator[tuple[int, datetime.date]]:
    for each in given:
        if not isinstance(each, dict):
            continue
        number = _VERSION.fullmatch(str(each.get("version")))
        try:
            created = day(email.utils.parsedate_to_datetime(str(each.get("created"))).date().isoformat())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if number is not None and created is not None:
            yield int(number[1]), created
