"""One paper as one entry: which fields each dialect has, and how they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs

from digestkit.arxiv import ArxivId
from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext
from digestkit.formats.bibtex.authors import any_list, ordinary_list
from digestkit.formats.bibtex.escaping import prose, refused_math, same_text, tidy
from digestkit.formats.bibtex.evidence import NOTHING, find
from digestkit.formats.bibtex.keys import KeyTemplate, ascii_words, id_key
from digestkit.formats.bibtex.options import BibtexOptions, Dialect
from digestkit.formats.bibtex.titles import PROTECTIONS, TitleCase, title
from digestkit.model import Paper
from digestkit.reference import Reference, tell_of_abstract, tell_of_doi, tell_of_names
from digestkit.text import languages

if TYPE_CHECKING:
    from digestkit.formats.bibtex.encoding import Encoders

# Every style defines the months; a number or a name in braces would be printed as it stands.
_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Enough to sort by; a label has the first three letters.
_KEY_WORDS = 5
# A title whose letters tell no language is taken for English, as nearly all papers are in English.
_LANGUAGES = {
    "en": "english",
    "ko": "korean",
    "ja": "japanese",
    "zh": "chinese",
    languages.UNKNOWN: "english",
}
# What no URL may hold, and what would end or garble a value; everything else is left alone.
_NOT_IN_URL = re.compile(
    r'[\s\x00-\x20{}\\"^\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]'
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


_LABELS = {
    name: f"  {name:<13} = {{"
    for name in (
        "title", "author", "key", "year", "date", "eprint", "archivePrefix", "primaryClass", "eprinttype",
        "eprintclass", "doi", "url", "urldate", "howpublished", "note", "options", "langid", "abstract",
        "keywords", "annote", "annotation",
    )
}  # fmt: skip


# Nearly every entry has these; they are put in place without a call for each.
_TITLE, _AUTHOR, _YEAR, _EPRINT, _DOI, _URL, _HOW, _NOTE, _OPTIONS = (
    _LABELS[name]
    for name in ("title", "author", "year", "eprint", "doi", "url", "howpublished", "note", "options")
)


def _field(name: str, value: str) -> str:
    return f"{_LABELS[name]}{value}}},\n"


def _when_bibtex(reference: Reference) -> str:
    issued = reference.issued
    if issued is None:
        return ""
    year = f"{_YEAR}{issued.year:04}}},\n"
    return year if issued.month is None else f"{year}  month         = {_MONTHS[issued.month]},\n"


def _when_biblatex(reference: Reference) -> str:
    issued = reference.issued
    if issued is None:
        return ""
    month = "" if issued.month is None else f"-{issued.month:02}"
    return _field("date", f"{issued.year:04}{month}")


def _in_print(arxiv: ArxivId, *, page: bool) -> str:
    r"""The id and, if wanted, its page in the two fields of plain text that every BibTeX style prints.

    BibLaTeX prints them, too, and by itself `eprint` and `url`; so it is told not to, by `options`, which
    BibTeX does not know (the BibLaTeX manual, section 3.1.3). No `\url`: a package would have to define it.
    """
    how = f"{_HOW}arXiv:{arxiv.versioned}}},\n"
    if not page:
        return f"{how}{_OPTIONS}eprint=false}},\n"
    return f"{how}{_NOTE}{arxiv.page}}},\n{_OPTIONS}eprint=false, url=false}},\n"


@attrs.frozen
class _Spelling:
    """How a dialect spells an entry: its type, its names of fields, and which fields it has."""

    entry: str
    when: Callable[[Reference], str]
    eprint_type: str
    eprint_class: str
    annotation: str
    needs_key: bool
    """Whether its styles sort and label an entry without authors by `key`."""
    has_language: bool
    prints_no_eprint: bool
    """Whether its styles know neither `eprint` nor `url`."""


_DIALECTS = {
    Dialect.BIBTEX: _Spelling(
        "misc",
        _when_bibtex,
        _field("archivePrefix", "arXiv"),
        "primaryClass",
        "annote",
        needs_key=True,
        has_language=False,
        prints_no_eprint=True,
    ),
    Dialect.BIBLATEX: _Spelling(
        "online",
        _when_biblatex,
        _field("eprinttype", "arxiv"),
        "eprintclass",
        "annotation",
        needs_key=False,
        has_language=True,
        prints_no_eprint=False,
    ),
}


_NO_COMMAND = "{!r} and perhaps others have no LaTeX command and stayed as they are"
_NO_GLYPH = (
    "{!r} and perhaps others stayed as they are: lualatex prints them with a font that has them, and pdflatex"
    " with a package such as CJKutf8"
)
_FOR_BIBER = (
    "{!r} and perhaps others stayed as they are: lualatex prints them with a font that has them, and pdflatex"
    " prints Latin letters if biber runs with --output-safechars"
)


def _encoders(options: BibtexOptions) -> Encoders:
    from digestkit.formats.bibtex import encoding  # noqa: PLC0415 - most entries are ASCII, and tables cost time

    if options.ascii:
        return encoding.for_ascii()
    return encoding.for_bibtex() if options.dialect is Dialect.BIBTEX else encoding.for_biber()


class EntryWriter:
    """Turns papers into entries, all with the same options.

    Making one raises `UsageError` where `-O ascii` is asked for without pylatexenc.
    """

    def __init__(self, options: BibtexOptions, context: ExportContext) -> None:
        self._options = options
        self._context = context
        self._template = KeyTemplate.read(options.key)
        self._spelling = _DIALECTS[options.dialect]
        self._protect = PROTECTIONS[options.title_case]
        self._encoders: Encoders | None = _encoders(options) if options.ascii else None
        self._everywhere = tuple(filter(None, map(tidy, options.keywords)))
        self._formulas(None, keywords=", ".join(self._everywhere))
        self._prints_id = options.note and self._spelling.prints_no_eprint
        self._wants = bool(options.abstract or options.votes or self._everywhere)

    @property
    def leans_on_first_author(self) -> bool:
        """Whether a key names the first author, and so changes with the order of authors."""
        return self._template.names_author

    @property
    def unprinted(self) -> Iterator[str]:
        """What a document has to see to, so that all letters of the titles and names so far are printed."""
        found = self._encoders
        if found is None:
            return
        if found.has_switched:
            yield "Cyrillic letters are set in T2A: load it with \\usepackage[T2A,T1]{fontenc}"
        if found.kept is not None:
            yield self._left(found.kept)

    def _left(self, char: str) -> str:
        """What to do about a letter, in a title or a name, that was left as it is."""
        from digestkit.formats.bibtex.commands import composed  # noqa: PLC0415 - as in `_encoders`

        if self._options.ascii:
            return _NO_COMMAND.format(char)
        return (_NO_GLYPH if composed(char) is None else _FOR_BIBER).format(char)

    def key(self, reference: Reference) -> str:
        """The citation key: ASCII, and unique to the paper."""
        return id_key(reference.id) if self._template.is_id else self._template.key(reference)

    def entry(self, reference: Reference) -> str:
        """The entry, with a final LF; reports what had to be dropped or altered for it."""
        paper = reference.paper
        text = self._tidy(paper.title, "title", paper)
        summary = self._summary(reference)
        if "$" in text or "$" in summary:
            self._formulas(paper, title=text, summary=summary)
        spelling = self._spelling
        head = f"@{spelling.entry}{{{self.key(reference)},\n{_TITLE}{self._title(text, paper)}}},\n"
        who = self._who(reference)
        where = f"{spelling.when(reference)}{self._where(reference)}"
        if spelling.has_language:
            where += self._language(text)
        rest = self._wanted(reference, summary) if self._wants or paper.categories or paper.tags else ""
        # Most entries are ASCII, and Python knows that without a look at the characters.
        if not (self._options.unicode or (head.isascii() and who.isascii() and rest.isascii())):
            head, who, rest = self._encoded(head, who, rest, paper)
        return f"{head}{who}{where}{rest}}}\n"

    def _title(self, text: str, paper: Paper) -> str:
        if "$" in text and not self._options.unicode:
            from digestkit.formats.bibtex.encoding import spell_formulas  # noqa: PLC0415 - as in `_encoders`

            text = spell_formulas(text)
        evidence = find(text, paper) if self._options.title_case is TitleCase.SMART else NOTHING
        return title(text, self._protect, evidence)

    def _encoded(self, head: str, who: str, rest: str, paper: Paper) -> tuple[str, str, str]:
        if self._encoders is None:
            self._encoders = _encoders(self._options)
        if "\ufffd" in head or "\ufffd" in who:
            self._context.report("U+FFFD, in place of a lost character, is printed as ?", paper, Code.ALTERED)
        encoders = self._encoders
        pairs = ((head, encoders.title), (who, encoders.names), (rest, encoders.rest))
        made_head, made_who, made_rest = (encoder(text) for text, encoder in pairs)
        replaced = next((found for text, encoder in pairs if (found := encoder.replaced(text))), None)
        if replaced is not None:
            like = unicodedata.normalize("NFKC", replaced)
            self._context.report(f"characters such as {replaced} are written as {like}", paper, Code.ALTERED)
        return made_head, made_who, made_rest

    def _who(self, reference: Reference) -> str:
        """The `author` field; without names, `key`, by which classic styles sort and label the entry."""
        paper = reference.paper
        names = ordinary_list(paper.authors)
        if names is None:
            # The fast path above has no control characters; only what it refuses is looked at for them.
            if not "".join(paper.authors).isprintable():
                for name in paper.authors:
                    self._tidy(name, "author", paper)
            tell_of_names(reference, self._context.report)
            names = any_list(reference.authors)
        if names:
            return f"{_AUTHOR}{names}{' and others' if paper.authors_truncated else ''}}},\n"
        if paper.authors_truncated:
            self._context.report(
                "the sign that there are more authors is lost, since none is named", paper, Code.DROPPED
            )
        if not self._spelling.needs_key:
            return ""
        return _field("key", " ".join(ascii_words(paper.title)[:_KEY_WORDS]) or id_key(reference.id))

    def _where(self, reference: Reference) -> str:
        url = f"{_URL}{self._url(reference.paper)}}},\n"
        arxiv, accessed = reference.arxiv, reference.accessed
        if arxiv is not None:
            made = f"{_EPRINT}{arxiv.id}}},\n{self._archive(reference)}{_DOI}{arxiv.doi}}},\n{url}"
            return made + _in_print(arxiv, page=self._options.page) if self._prints_id else made
        if reference.doi is not None:
            url = f"{_DOI}{self._verbatim(reference.doi, 'doi', reference.paper)}}},\n{url}"
        return url + _field("urldate", accessed.isoformat()) if accessed is not None else url

    def _archive(self, reference: Reference) -> str:
        """What kind of number the eprint is, and its primary category, where the digest says one."""
        if reference.paper.doi is not None:
            tell_of_doi(reference, self._context.report)
        found = reference.primary_class if reference.paper.categories else None
        kind = self._spelling.eprint_type
        return kind if found is None else kind + _field(self._spelling.eprint_class, found)

    def _url(self, paper: Paper) -> str:
        r"""The URL, not escaped: LaTeX's `\url` and biber take it verbatim."""
        href = paper.href
        if href.isascii() and _NOT_IN_URL.search(href) is None:
            return href
        return self._verbatim(href, "url", paper)

    def _verbatim(self, text: str, field: str, paper: Paper) -> str:
        made = _NOT_IN_URL.sub(_percent_encoded, text)
        if made != text:
            self._context.report(f"{field}: what no URL can hold was percent-encoded", paper, Code.ALTERED)
        return made if self._options.unicode else _BEYOND_ASCII.sub(_percent_encoded, made)

    def _language(self, text: str) -> str:
        return _field("langid", _LANGUAGES[languages.detect([text])])

    def _wanted(self, reference: Reference, summary: str) -> str:
        """The fields that are written only on request."""
        abstract = _field("abstract", prose(summary)) if summary else ""
        return abstract + self._keywords(reference) + self._votes(reference.paper)

    def _keywords(self, reference: Reference) -> str:
        """Categories and tags, and then what every entry has; a comma inside a term divides nothing."""
        own = [self._tidy(term, "keywords", reference.paper) for term in reference.keywords]
        self._formulas(reference.paper, keywords=", ".join(own))
        spelled = [f"{{{prose(term)}}}" if "," in term else prose(term) for term in own if term]
        terms = dict.fromkeys([*spelled, *map(prose, self._everywhere)])
        return _field("keywords", ", ".join(terms)) if terms else ""

    def _summary(self, reference: Reference) -> str:
        """The abstract or the summary as tidy text; empty where there is none or nobody asked."""
        paper = reference.paper
        if not self._options.abstract or not (paper.summary or paper.abstract):
            return ""
        tell_of_abstract(reference, self._context.report)
        return self._tidy(reference.abstract_tex, "abstract" if paper.abstract else "summary", paper)

    def _votes(self, paper: Paper) -> str:
        if not self._options.votes or paper.votes is None:
            return ""
        return _field(self._spelling.annotation, f"Votes: {paper.votes}")

    def _formulas(self, paper: Paper | None, **texts: str) -> None:
        """Report, at most once per paper, that what looks like a formula is written as text."""
        for field, text in texts.items():
            refused = refused_math(text)
            if refused:
                message = f"{field}: {refused[0]}, so it is printed as it is spelled"
                self._context.report(message, paper, Code.ALTERED)
                return

    def _tidy(self, text: str, field: str, paper: Paper) -> str:
        made = tidy(text)
        if made is not text and not same_text(made, text):
            self._context.report(
                f"{field}: control or invisible characters were replaced", paper, Code.ALTERED
            )
        return made


def _percent_encoded(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")
