"""What one file says of one paper, and which papers are asked for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

import attrs

from digestkit import arxiv
from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.merging.sameness import doi, dois
from digestkit.model import Paper
from digestkit.reference import Reference

_MOST_DAMAGES = 20
"""How many damaged parts of one file are reported one by one."""

_CLASS = re.compile(r"\.[a-z-]{2,}(?=/)")


@attrs.frozen
class Record:
    """What metadata says of a paper; what it does not say is None or empty.

    `authors` stand in the order of the publication. `version` is that of the arXiv paper which the rest is
    about, `versions` are numbers of versions and their days, `doi` is that of a journal. `keys` are what the
    paper is known by (`keys_of`), `file` and `line` where it stands.
    """

    keys: tuple[str, ...]
    file: str
    line: int | None = None
    version: int | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    authors_truncated: bool = False
    categories: tuple[str, ...] = ()
    abstract: str | None = None
    doi: str | None = None
    journal: str | None = None
    submitted: datetime.date | None = None
    versions: tuple[tuple[int, datetime.date], ...] = ()

    @property
    def place(self) -> str:
        """File and line, for messages about a digest."""
        return f"{self.file}:{self.line}" if self.line is not None else self.file


class Source:
    """A file of metadata that is being read, and which papers are wanted of it."""

    def __init__(self, name: str, wanted: Wanted, report: Report) -> None:
        self.name = name
        self.wanted = wanted
        self._report = report
        self._damages = 0

    def damaged(self, message: str, line: int | None = None, column: int | None = None) -> None:
        """Report a part of it that cannot be read (DK522), as long as there are few."""
        self._damages += 1
        if self._damages <= _MOST_DAMAGES:
            self._report(Diagnostic(Code.METADATA_UNREAD, message, self.name, line, column))

    def end(self) -> None:
        """Report how many parts were not reported one by one."""
        more = self._damages - _MOST_DAMAGES
        if more > 0:
            self._report(Diagnostic(Code.METADATA_UNREAD, f"{more} more such parts", self.name))


class Wanted:
    """The papers that are asked for, by what they are known by."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.keys = frozenset(key for paper in papers for key in keys_of(paper))
        self.arxiv = frozenset(key[len("arxiv:") :].encode() for key in self.keys if key.startswith("arxiv:"))
        self.dois = any(key.startswith("doi:") for key in self.keys)

    def has(self, keys: Iterable[str]) -> bool:
        """Whether one of the keys is that of a paper that is asked for."""
        return not self.keys.isdisjoint(keys)


def keys_of(paper: Paper) -> Iterator[str]:
    """What a paper is known by: its arXiv id alone, where it has one; else its DOIs and its URL."""
    reference = Reference(paper)
    if reference.arxiv is not None:
        yield arxiv_key(reference.arxiv.id)
        return
    yield reference.id
    for text in dois(reference):
        yield from keys_of_doi(text)


def arxiv_key(ident: str) -> str:
    """The key of an arXiv id; an old one has it with and without its subject class: `math.GT/0309136`."""
    return f"arxiv:{_CLASS.sub('', ident.lower())}"


def keys_of_doi(text: str) -> Iterator[str]:
    """The keys of a DOI as it is written; none where it is no DOI. arXiv's own name an arXiv paper."""
    known = doi(text)
    if known is not None:
        found = arxiv.find(f"https://doi.org/{known}")
        yield arxiv_key(found.id) if found is not None else f"doi:{known}"


def journal_doi(text: str) -> str | None:
    """The first DOI in a text that is not arXiv's own, which follows from the id of the paper."""
    for word in text.split():
        bare = word.rpartition("doi.org/")[2]
        if doi(bare) is not None and arxiv.find(f"https://doi.org/{bare}") is None:
            return bare
    return None
