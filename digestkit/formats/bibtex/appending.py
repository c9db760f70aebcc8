"""Which papers a .bib file has already.

Only identities are read: keys, arXiv ids, URLs; everything else in the file is its owner's.
"""

from __future__ import annotations

import re

import attrs

from digestkit.errors import UsageError
from digestkit.export.contract import FileText
from digestkit.text import bib

_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of bytes that are not UTF-8."""


@attrs.frozen
class BibFile:
    """A file to append to: its text, and the keys and paper ids in it; in lower case, as BibTeX compares."""

    text: FileText
    keys: frozenset[str]
    ids: frozenset[str]
    newline: str
    """The line end of its first line."""

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
        for entry in bib.entries(text):
            keys.add(entry.key.lower())
            ids.update(bib.ids(entry.fields))
        first, end, _ = text.partition("\n")  # the first line speaks for all of them
        newline = "\r\n" if end and first.endswith("\r") else "\n"
        return cls(text, frozenset(keys - {""}), frozenset(ids), newline)

    @property
    def is_utf8(self) -> bool:
        """Whether the file is UTF-8, so that entries in UTF-8 can follow."""
        return _NOT_UTF8.search(self.text) is None

    def has(self, paper_id: str, key: str) -> bool:
        """Whether the file has the paper, under this key or another; or has the key, for whatever entry."""
        return key.lower() in self.keys or paper_id.lower() in self.ids

    def fitted(self, entry: str, *, is_first: bool) -> str:
        """An entry as it is appended: after a blank line, with the file's line ends."""
        made = (self._gap() if is_first else "\n") + entry
        return made if self.newline == "\n" else made.replace("\n", self.newline)

    def _gap(self) -> str:
        """The line feeds that the text lacks to end in a blank line; none for an empty text."""
        if not self.text or self.text.endswith(("\n\n", "\n\r\n")):
            return ""
        return "\n" if self.text.endswith("\n") else "\n\n"
