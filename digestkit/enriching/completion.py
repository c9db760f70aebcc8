"""One paper and what a record says of it: what is missing is filled in, what differs is reported.

Nothing is taken away, and titles never change. Applying a record once more changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from digestkit.enriching import names
from digestkit.enriching.records import Record, keys_of_doi
from digestkit.enriching.tex import unaccented
from digestkit.errors import ModelError
from digestkit.model import Pair, Paper
from digestkit.reading.values import names as listed
from digestkit.reference import Reference

Differs = Callable[[str], object]
"""Called with a message about each contradiction."""

JOURNAL = "journal"
"""The name in `Paper.extra` of a journal reference; versions have their own: `v1`, `v2`."""

_WORDS = re.compile(r"\w+")
_TEX = re.compile(r"\\[A-Za-z]+|[{}$\\]")
_LIKE = 0.5
"""The least share of common words for two titles of one paper: versions change some of them."""


def completed(paper: Paper, record: Record, differs: Differs) -> Paper | None:
    """The paper with what the record adds; None where the record seems to be about another paper.

    That is where the titles have little in common, and the authors do not agree either.
    """
    title_fits = like(paper.title, record.title)
    if not title_fits:
        differs(f"another title: {record.title[:200]!r}")
        if not _same_people(paper, record):
            return None
    fields: dict[str, Any] = {}
    read = _without_others(paper)
    for complete in _FIELDS:
        fields |= complete(read, record, differs)
    changes = {name: value for name, value in fields.items() if value != getattr(paper, name)}
    try:
        return attrs.evolve(paper, **changes) if changes else paper
    except ModelError as error:
        differs(f"what no paper can hold: {error}")
        return paper


def like(one: str, other: str) -> bool:
    """Whether two titles may be of one paper: they share half of their words, or one of them is blank."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return True
    return len(mine & theirs) >= _LIKE * min(len(mine), len(theirs)) and (
        len(mine & theirs) >= _LIKE * max(len(mine), len(theirs)) / 2
    )


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(_TEX.sub("", unaccented(text)).casefold()))


def _same_people(paper: Paper, record: Record) -> bool:
    read = _without_others(paper)
    return bool(read.authors_clean) and _order(read, record) is not None


def _without_others(paper: Paper) -> Paper:
    """The paper with a list of names that is cut off where its last name is `et al.` or the like."""
    known, truncated = listed(paper.authors[-1:])
    if not truncated or paper.authors_truncated:
        return paper
    return attrs.evolve(paper, authors=(*paper.authors[:-1], *known), authors_truncated=True)


def _order(paper: Paper, record: Record) -> list[str] | None:
    """The names of the record, each as the fuller of two spellings; None unless the people are the same.

    Where the digest cuts its list off, its names must be among those of the record.
    """
    theirs = list(record.authors)
    for mine in _spelled(paper):
        found = names.places(mine, theirs)
        if found is not None and (paper.authors_truncated or None not in found):
            return [
                name if at is None else names.fuller(mine[at], name)
                for name, at in zip(theirs, found, strict=True)
            ]
    return None


def _spelled(paper: Paper) -> Iterable[tuple[str, ...]]:
    """The names of a paper: one twice in a row is two people, or a slip of the digest's."""
    return dict.fromkeys((tuple(filter(None, map(str.strip, paper.authors))), paper.authors_clean))


def _authors(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    """The names in the order of the publication, where they are the same people, or the digest has none."""
    mine = paper.authors_clean
    if not record.authors:
        return {}
    if not mine:
        return {
            "authors": record.authors,
            "authors_truncated": record.authors_truncated,
            "authors_ordered": True,
        }
    if record.authors_truncated:
        if names.places(record.authors, mine) is None:
            differs(_other_authors(record))
        return {}
    order = _order(paper, record)
    if order is None:
        differs(_other_authors(record))
        return {}
    if paper.authors_ordered and not paper.authors_truncated:
        if not any(_stand_alike(each, record.authors) for each in _spelled(paper)):
            differs("its authors stand in another order")
        return {}
    return {"authors": tuple(order), "authors_truncated": False, "authors_ordered": True}


def _stand_alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return len(mine) == len(theirs) and all(
        names.alike(names.words(one), names.words(other)) for one, other in zip(mine, theirs, strict=True)
    )


def _other_authors(record: Record) -> str:
    shown = ", ".join(record.authors[:3])
    more = f" and {len(record.authors) - 3} more" if len(record.authors) > 3 else ""
    return f"other authors: {shown[:200]}{more}"


def _categories(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    """All of arXiv's, the primary one first, where the digest has none but some of these."""
    if not record.categories or set(record.categories) <= set(paper.categories):
        return {}
    if set(paper.categories) <= set(record.categories):
        return {"categories": record.categories}
    differs(f"other categories: {', '.join(record.categories)}")
    return {}


def _abstract(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    """The abstract, also where the digest's is the beginning of it."""
    if record.abstract is None:
        return {}
    if paper.abstract is None or not paper.abstract.strip():
        return {"abstract": record.abstract}
    mine, theirs = _bare(paper.abstract), _bare(record.abstract)
    if mine == theirs or mine.startswith(theirs):
        return {}
    if theirs.startswith(mine):
        return {"abstract": record.abstract}
    differs("another abstract")
    return {}


def _bare(text: str) -> str:
    """The letters and digits of a text: spelling TeX, line breaks and case do not count."""
    return "".join(_WORDS.findall(_TEX.sub("", unaccented(text)).casefold()))


def _doi(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    """That of the journal. arXiv's own gives way to it, since it follows from the URL."""
    if record.doi is None:
        return {}
    mine = Reference(paper).stated_doi or ""
    is_own = any(key.startswith("arxiv:") for key in keys_of_doi(mine))
    if not mine or (is_own and paper.arxiv_id is not None):
        return {"doi": record.doi}
    if mine.casefold() != record.doi.casefold():
        differs(f"another DOI: {record.doi}")
    return {}


def _submitted(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    if record.submitted is None:
        return {}
    if paper.submitted is None:
        return {"submitted": record.submitted}
    # Digests have the day in their own time zone.
    if abs((paper.submitted - record.submitted).days) > 1:
        differs(f"submitted on {record.submitted}")
    return {}


def _extra(paper: Paper, record: Record, differs: Differs) -> Mapping[str, object]:
    """The journal reference and the days of versions, under names of their own."""
    known: dict[str, list[str]] = {}
    for name, text in paper.extra:
        known.setdefault(name, []).append(_bare(text))
    said = [(JOURNAL, record.journal)] if record.journal else []
    said += [(f"v{number}", day.isoformat()) for number, day in record.versions]
    added: list[Pair] = []
    for name, text in said:
        if name not in known:
            added.append((name, text))
            known[name] = [_bare(text)]
        elif _bare(text) not in known[name]:
            differs(f"another {name}: {text[:200]}")
    return {"extra": (*paper.extra, *added)} if added else {}


_FIELDS: tuple[Callable[[Paper, Record, Differs], Mapping[str, object]], ...] = (
    _authors,
    _categories,
    _abstract,
    _doi,
    _submitted,
    _extra,
)
"""What each field becomes; what is known of the order of authors comes with them."""
