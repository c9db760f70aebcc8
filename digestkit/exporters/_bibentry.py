"""One paper as one entry: which fields it has in which dialect, and how they are spelled."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

import attrs

from digestkit import identity, languages
from digestkit.diagnostics import Code
from digestkit.exporters._bibkeys import KeyTemplate, ascii_words, id_key
from digestkit.exporters._bibnames import author_list
from digestkit.exporters._biboptions import BibtexOptions, Dialect
from digestkit.exporters._bibtext import paragraph
from digestkit.exporters._tex import prose, same_text, tidy
from digestkit.exporters._texascii import AsciiEncoder
from digestkit.exporters._texcase import title
from digestkit.exporters.base import ExportContext
from digestkit.model import Paper

Field = tuple[str, str]
"""A field's name, and its value with the delimiters."""

# Every style defines the months; a number or a name in braces would be printed as it stands.
_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {"en": "english", "ko": "korean", "ja": "japanese", "zh": "chinese"}
# What no URL may hold and would end or garble a value: all else is left alone.
_NOT_IN_URL = re.compile(
    r'[\s\x00-\x20{}\\"\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]'
)


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class Source(NamedTuple):
    """What an entry is made of: a paper, its id and arXiv id, the day of its digest if known."""

    paper: Paper
    id: str
    arxiv: identity.ArxivId | None
    date: datetime.date | None

    @classmethod
    def of(cls, paper: Paper, date: datetime.date | None) -> Source:
        """Ask a paper's URL once."""
        arxiv = identity.arxiv_id(paper.url)
        return cls(paper, f"arxiv:{arxiv.id}" if arxiv is not None else paper.id, arxiv, date)


def _when_bibtex(source: Source) -> Iterator[Field]:
    if source.arxiv is not None:
        year, month = identity.submitted(source.arxiv.id)
        yield "year", f"{{{year}}}"
        yield "month", _MONTHS[month]
    elif source.date is not None:
        yield "year", f"{{{source.date.year:04}}}"


def _when_biblatex(source: Source) -> Iterator[Field]:
    if source.arxiv is not None:
        year, month = identity.submitted(source.arxiv.id)
        yield "date", f"{{{year}-{month:02}}}"
    elif source.date is not None:
        yield "date", f"{{{source.date.year:04}}}"


@attrs.frozen
class _Spelling:
    """What a dialect calls things."""

    entry: str
    when: Callable[[Source], Iterator[Field]]
    eprint_type: Field
    annotation: str
    needs_key: bool
    has_language: bool


_DIALECTS = {
    Dialect.BIBTEX: _Spelling("misc", _when_bibtex, ("archivePrefix", "{arXiv}"), "annote", True, False),
    Dialect.BIBLATEX: _Spelling(
        "online", _when_biblatex, ("eprinttype", "{arxiv}"), "annotation", False, True
    ),
}

_LABELS = {
    name: f"  {name:<13} = "
    for name in (
        "title", "author", "key", "year", "month", "date", "eprint", "archivePrefix", "eprinttype", "url",
        "urldate", "langid", "note", "abstract", "keywords", "annote", "annotation",
    )
}  # fmt: skip


class EntryWriter:
    """Turns papers into entries, with the same options for all."""

    def __init__(self, options: BibtexOptions, context: ExportContext) -> None:
        self._options = options
        self._context = context
        self._template = KeyTemplate.read(options.key)
        self._spelling = _DIALECTS[options.dialect]
        self._ascii = AsciiEncoder() if options.ascii else None
        self._keywords = ", ".join(filter(None, map(prose, map(tidy, options.keywords))))

    @property
    def leans_on_first_author(self) -> bool:
        """Whether keys change with the order of a paper's authors."""
        return self._template.names_author

    @property
    def kept(self) -> str | None:
        """The first character that was to be spelled in ASCII and has no spelling there."""
        return self._ascii.kept if self._ascii is not None else None

    def key(self, source: Source) -> str:
        """The citation key."""
        return id_key(source.id) if self._template.is_id else self._template.key(source.paper)

    def entry(self, source: Source) -> str:
        """The entry, with a final line end."""
        fields = "".join([f"{_LABELS[name]}{value},\n" for name, value in self._fields(source)])
        entry = f"@{self._spelling.entry}{{{self.key(source)},\n{fields}}}\n"
        return self._ascii(entry) if self._ascii is not None else entry

    def _fields(self, source: Source) -> Iterator[Field]:
        paper, _id, arxiv, date = source
        text = self._tidy(paper.title, "title", paper)
        yield "title", f"{{{title(text, self._options.title_case)}}}"
        yield from self._who(source)
        yield from self._spelling.when(source)
        if arxiv is not None:
            yield "eprint", f"{{{arxiv.id}}}"
            yield self._spelling.eprint_type
        yield "url", f"{{{self._url(paper)}}}"
        if arxiv is None and date is not None:
            yield "urldate", f"{{{date.isoformat()}}}"
        if self._spelling.has_language:
            yield "langid", f"{{{_LANGUAGES[languages.detect([text])]}}}"
        yield from self._wanted(source)

    def _who(self, source: Source) -> Iterator[Field]:
        """Names, or where there are none what classic styles sort and label the entry by."""
        paper = source.paper
        names = author_list(paper.authors, truncated=paper.authors_truncated)
        if not "".join(paper.authors).isprintable():
            for name in paper.authors:
                self._tidy(name, "author", paper)
        if names:
            yield "author", f"{{{names}}}"
            return
        if paper.authors_truncated:
            self._context.report("no author is named, so none is left out", paper, Code.DROPPED)
        if self._spelling.needs_key:
            yield "key", f"{{{' '.join(ascii_words(paper.title)) or id_key(source.id)}}}"

    def _wanted(self, source: Source) -> Iterator[Field]:
        """The fields that are there only on request."""
        paper, _id, arxiv, _date = source
        options = self._options
        if options.note and arxiv is not None:
            version = f"v{arxiv.version}" if arxiv.version else ""
            yield "note", f"{{arXiv:{arxiv.id}{version}}}"
        if options.abstract and paper.summary:
            yield "abstract", f"{{{prose(self._tidy(paragraph(paper.summary), 'summary', paper))}}}"
        if self._keywords:
            yield "keywords", f"{{{self._keywords}}}"
        if options.votes and paper.votes is not None:
            yield self._spelling.annotation, f"{{Votes: {paper.votes}}}"

    def _url(self, paper: Paper) -> str:
        """Verbatim: LaTeX sets URLs as they stand, and biber takes them so."""
        href = paper.href
        if href.isascii() and _NOT_IN_URL.search(href) is None:
            return href
        url = _NOT_IN_URL.sub(lambda match: quote(match[0], safe="", errors="replace"), href)
        if url != href:
            self._context.report("characters that no URL holds were percent-encoded", paper, Code.ALTERED)
        return _BEYOND_ASCII.sub(lambda match: quote(match[0], safe=""), url) if self._ascii else url

    def _tidy(self, text: str, field: str, paper: Paper) -> str:
        made = tidy(text)
        if made is not text and not same_text(made, text):
            self._context.report(
                f"{field}: control or invisible characters were replaced", paper, Code.ALTERED
            )
        return made
