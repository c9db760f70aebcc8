"""CSL-JSON, as Zotero, pandoc and this project's own plugin write it.

Source: https://docs.citationstyles.org/en/stable/specification.html, appendix IV.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from digestkit import arxiv
from digestkit.enriching.records import Record, Source, arxiv_key, journal_doi, keys_of_doi
from digestkit.enriching.references import journal, own_categories
from digestkit.reading.values import arxiv_url, one_line

_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
_OTHERS = re.compile(r"et\.? al\.?|others", re.IGNORECASE)


def records(items: list[Any], source: Source) -> Iterator[Record]:
    """Yield what the items say of the papers that are wanted; those that are no objects are reported."""
    for place, item in enumerate(items, 1):
        if not isinstance(item, dict):
            source.damaged(f"item {place} is not a JSON object")
            continue
        said = {key: one_line(value) for key, value in item.items() if isinstance(value, (str, int))}
        keys = tuple(dict.fromkeys(_keys(said)))
        if not source.wanted.has(keys):
            continue
        people = _people(item.get("author"))
        if people is None:
            source.damaged(f"item {place}: an author that cannot be read, so none of them is")
        yield _of(item, said, people or [], keys, source.name)


def _keys(said: dict[str, str]) -> Iterator[str]:
    for name in ("URL", "number", "archive_location", "note"):
        # In `number` and `note` words follow the id: `arXiv:2407.01906 [cs]`.
        first = said.get(name, "").partition(" ")[0]
        address = arxiv_url(first) if name == "URL" or first.lower().startswith("arxiv:") else None
        found = arxiv.find(address) if address is not None else None
        if found is not None:
            yield arxiv_key(found.id)
        elif name == "URL" and first:
            yield arxiv.identity(first, None)
            yield from keys_of_doi(first.rpartition("doi.org/")[2])
    yield from keys_of_doi(said.get("DOI", "").rpartition("doi.org/")[2])


def _people(given: Any) -> list[str] | None:  # noqa: ANN401 - JSON
    """The names of a list of people; None where one cannot be read: the others would pass for all of them."""
    names = [_name(person) for person in given] if isinstance(given, list) else [""] * (given is not None)
    return names if all(names) else None


def _of(
    item: dict[str, Any], said: dict[str, str], authors: list[str], keys: tuple[str, ...], name: str
) -> Record:
    cut = bool(authors) and _OTHERS.fullmatch(authors[-1]) is not None
    abstract = item.get("abstract")
    return Record(
        keys=keys,
        file=name,
        title=said.get("title", ""),
        authors=tuple(authors[:-1] if cut else authors),
        authors_truncated=cut,
        categories=own_categories(re.split(r"[,;]", said.get("keyword", ""))),
        abstract=abstract.strip() or None if isinstance(abstract, str) else None,
        doi=journal_doi(said.get("DOI", "")),
        journal=_journal(item, said),
        submitted=_day(item.get("submitted")),
    )


def _journal(item: dict[str, Any], said: dict[str, str]) -> str | None:
    issued = _parts(item.get("issued"))
    year = str(issued[0]) if issued else ""
    return journal(said.get("container-title", ""), said.get("volume", ""), year, said.get("page", ""))


def _name(person: Any) -> str:  # noqa: ANN401 - JSON
    if not isinstance(person, dict):
        return ""
    said = {key: value for key, value in person.items() if isinstance(value, str)}
    return one_line(said.get("literal") or " ".join(said.get(part, "") for part in _NAME_PARTS))


def _parts(date: Any) -> list[int]:  # noqa: ANN401 - JSON
    """Year, month and day of a date variable, as far as it has them."""
    try:
        return [int(part) for part in date["date-parts"][0]]
    except (TypeError, KeyError, IndexError, ValueError, OverflowError):
        return []


def _day(date: Any) -> datetime.date | None:  # noqa: ANN401 - JSON
    try:
        return datetime.date(*_parts(date))
    except (TypeError, ValueError, OverflowError):
        return None
