"""Which papers a .bib file has already.

Keys, arXiv ids and URLs tell. Entries of what a conference or a journal has published hold none of these, so
that one with the same title and an author in common counts, too, unless it names another paper of arXiv.
Everything else in the file is its owner's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import attrs

from digestkit.enriching import names, tex
from digestkit.errors import UsageError
from digestkit.export.contract import FileText
from digestkit.reference import Reference
from digestkit.text import bib, preprints

_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of bytes that are not UTF-8."""
_WORD = re.compile(r"[^\W_]+")
_TELLING_TITLE = 4  # words; fewer may be the title of several papers


@attrs.frozen
class BibFile:
    """A file to append to: its text, and the keys and paper ids in it; in lower case, as BibTeX compares."""

    text: FileText
    keys: frozenset[str]
    ids: frozenset[str]
    newline: str
    """The line end of its first line."""
    published: Mapping[str, frozenset[str]]
    """Of entries that name no paper of arXiv, the words of the authors, by the titles as `_bare` has them."""

    open_entry: str | None
    """The key of the first entry that is never closed, so that BibTeX finds none after it."""

    @classmethod
    def read(cls, data: bytes | None) -> BibFile:
        """Find the papers in a file, in any encoding that contains ASCII; None is an empty file.

        Raises `UsageError` for UTF-16, told by its byte order mark.
        """
        if data is not None and data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UsageError("append: the file is UTF-16, which BibTeX cannot read; save it as UTF-8")
        text = FileText.of(data or b"")
        keys: set[str] = set()
        ids: set[str] = set()
        published: dict[str, frozenset[str]] = {}
        open_entry: str | None = None
        for entry in bib.entries(text):
            keys.add(entry.key.lower())
            if entry.is_open and open_entry is None:
                open_entry = entry.key
            found = set(preprints.ids(entry.fields))
            ids |= found
            if not any(each.startswith("arxiv:") for each in found):
                said = {name.lower(): value for name, value in entry.fields}
                title = _bare(tex.plain(said.get("title", "")))
                people = _words(re.split(r"\sand\s", tex.plain(said.get("author", ""))))
                published[title] = published.get(title, frozenset()) | people
        first, end, _ = text.partition("\n")  # the first line speaks for all of them
        newline = "\r\n" if end and first.endswith("\r") else "\n"
        return cls(text, frozenset(keys - {""}), frozenset(ids), newline, published, open_entry)

    @property
    def is_utf8(self) -> bool:
        """Whether the file is UTF-8, so that entries in UTF-8 can follow."""
        return _NOT_UTF8.search(self.text) is None

    def has(self, reference: Reference, key: str) -> bool:
        """Whether the file has the paper, under this key or another; or has the key, for whatever entry."""
        if key.lower() in self.keys or reference.id.lower() in self.ids:
            return True
        title = _bare(reference.paper.title)
        people = self.published.get(title) if title else None
        return people is not None and not people.isdisjoint(_words(reference.paper.authors_clean))

    def fitted(self, entry: str, *, is_first: bool) -> str:
        """An entry as it is appended: after a blank line, with the file's line ends."""
        made = (self._gap() if is_first else "\n") + entry
        return made if self.newline == "\n" else made.replace("\n", self.newline)

    def _gap(self) -> str:
        """The line feeds that the text lacks to end in a blank line; none for an empty text."""
        if not self.text or self.text.endswith(("\n\n", "\n\r\n")):
            return ""
        return "\n" if self.text.endswith("\n") else "\n\n"


def _bare(title: str) -> str:
    """A title without what is spelled in several ways; empty where it is too short to tell papers apart."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    words = _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
    return "".join(words) if len(words) >= _TELLING_TITLE else ""


def _words(people: Iterable[str]) -> frozenset[str]:
    return frozenset(word for each in people for word in names.words(each) if not names.is_initial(word))
