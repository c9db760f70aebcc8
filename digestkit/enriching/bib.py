"""A BibTeX or BibLaTeX file.

Its years are those of publication, not of submission, so no day is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from digestkit import arxiv
from digestkit.enriching import tex
from digestkit.enriching.records import Record, Source, arxiv_key, journal_doi, keys_of_doi
from digestkit.enriching.references import journal, own_categories
from digestkit.reading.values import one_line
from digestkit.text import preprints
from digestkit.text.bib import entries

_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_NO_TEXT = "\ufffd"
"""What bytes that are not UTF-8 become."""
_ARXIV = re.compile(r"(?:arxiv|corr)\b.*", re.IGNORECASE | re.DOTALL)
"""In the place of a journal: what Google Scholar and DBLP write of a preprint."""


def records(text: str, source: Source) -> Iterator[Record]:
    """Yield what the entries say of the papers that are wanted; damaged entries are reported.

    What an entry says that is never closed counts as far as it can be read. One in another encoding than
    UTF-8 is not read: its names would be others.
    """
    line, before = 1, 0
    for entry in entries(text):
        keys = tuple(dict.fromkeys(_keys(entry.fields)))
        if not entry.is_open and not source.wanted.has(keys):
            continue
        line, before = line + text.count("\n", before, entry.offset), entry.offset
        if entry.is_open:
            source.damaged(f"the entry {entry.key[:80]!r} is never closed: braces are not paired", line)
        if any(_NO_TEXT in value for _, value in entry.fields):
            source.damaged(f"the entry {entry.key[:80]!r} is not UTF-8: save the file in that encoding", line)
            continue
        if not source.wanted.has(keys):
            continue
        said = {name.lower(): value for name, value in reversed(entry.fields)}
        yield _of(said, keys, line, source.name)


def _keys(fields: list[tuple[str, str]]) -> Iterator[str]:
    for known in preprints.ids(fields):
        yield arxiv_key(known.removeprefix("arxiv:")) if known.startswith("arxiv:") else known
    for name, value in fields:
        if name.lower() == "doi":
            yield from keys_of_doi(one_line(value).rpartition("doi.org/")[2])


def _of(said: Mapping[str, str], keys: tuple[str, ...], line: int, name: str) -> Record:
    authors = list(_authors(said.get("author", "")))
    cut = bool(authors) and authors[-1].lower() == "others"
    classes = (said.get("primaryclass") or said.get("eprintclass") or "").split()
    terms = re.split(r"[,;]", tex.plain(said.get("keywords", "")))
    return Record(
        keys=keys,
        file=name,
        line=line,
        title=_text(said.get("title")) or "",
        authors=tuple(authors[:-1] if cut else authors),
        authors_truncated=cut,
        categories=own_categories([*filter(arxiv.is_category, classes[:1]), *terms]),
        abstract=_text(said.get("abstract")),
        doi=journal_doi(said.get("doi", "")),
        journal=_journal(said),
    )


def _text(value: str | None) -> str | None:
    return one_line(tex.plain(value)) or None if value is not None else None


def _journal(said: Mapping[str, str]) -> str | None:
    title = next((said[name] for name in ("journal", "journaltitle", "booktitle") if name in said), "")
    if not title or _ARXIV.match(title.strip()):
        return None
    year = said.get("year") or said.get("date", "")[:4]
    return journal(*(_text(part) or "" for part in (title, said.get("volume"), year, said.get("pages"))))


def _authors(value: str) -> Iterator[str]:
    """Names in spoken order, from a list in which `and` divides, outside braces."""
    for name in _divided(value):
        if name.startswith("{") and name.endswith("}"):
            spoken = name  # in braces it is a whole
        else:
            family, *others = [part.strip() for part in name.split(",")]
            spoken = " ".join((*reversed(others[-1:]), family, *others[:-1]))
        plain = one_line(tex.plain(spoken))
        if plain:
            yield plain


def _divided(value: str) -> Iterator[str]:
    depths, depth = {}, 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        depths[brace.start()] = depth
    marks = iter([*depths.items(), (len(value) + 1, 0)])
    start, inside, (at, next_depth) = 0, 0, next(marks)
    for joint in _AND.finditer(value):
        while at < joint.start():
            inside, (at, next_depth) = next_depth, next(marks)
        if inside <= 0:
            yield value[start : joint.start()].strip()
            start = joint.end()
    yield value[start:].strip()
