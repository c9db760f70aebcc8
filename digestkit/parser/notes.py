"""What the parser notices: collected with offsets, turned into diagnostics with positions at the end."""

from __future__ import annotations

import re
import unicodedata

from digestkit.diagnostics import Code, Diagnostic
from digestkit.grammar import BOM
from digestkit.source import SourceText

# What XML 1.0 allows (production 2, Char): nothing else may occur, not even as a reference. Said by runs
# of what is allowed, a text is searched in half the time that a class of the forbidden would take.
_LEGAL = re.compile("(?:[\x20-\ud7ff]+|[\t\n\r\ue000-\ufffd\U00010000-\U0010ffff])*+")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r+\n")
# Conjoining Hangul jamo and combining marks: what NFD leaves behind.
_DECOMPOSED = re.compile("[\u0300-\u036f\u1100-\u11ff]")


class Notes:
    """A list of observations about one source."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._found: list[tuple[int, Code, str]] = []

    def add(self, code: Code, offset: int, message: str) -> None:
        """Note something at an offset."""
        self._found.append((offset, code, message))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All observations in the order of the text."""
        name, position = self._source.name, self._source.position
        self._found.sort(key=lambda note: note[0])
        return tuple(
            Diagnostic(code, message, name, *position(offset)) for offset, code, message in self._found
        )


def note_characters(text: str, notes: Notes) -> None:
    """Note what is unusual in the characters of a text: BOM, CRLF, NFD, and what XML forbids."""
    if BOM in text:
        _note_boms(text, notes)
    if "\r\n" in text:
        count = sum(1 for _ in _LINE_END.finditer(text))
        notes.add(
            Code.CRLF, text.index("\r\n"), f"line ends are CRLF, {count} of {text.count(chr(10))}; kept"
        )
    if not unicodedata.is_normalized("NFC", text):
        found = _DECOMPOSED.search(text)
        if found:
            message = "characters are decomposed (NFD), here first; other tools may not find them"
            notes.add(Code.NFD, found.start(), message)
    _note_illegal(text, notes)


def _note_boms(text: str, notes: Notes) -> None:
    at = text.find(BOM)
    while at >= 0:
        if at == 0 or text[at - 1] == "\n":
            where = "at the start of the text" if at == 0 else "in the middle of the text; files were joined"
            notes.add(Code.BOM, at, f"a byte order mark {where}; kept")
        at = text.find(BOM, at + 1)


def _note_illegal(text: str, notes: Notes) -> None:
    """Note forbidden characters once a line: a line full of them is one finding."""
    at = _legal_until(text, 0)
    while at < len(text):
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        names = sorted({f"U+{ord(char):04X}" for char in _ILLEGAL.findall(text, at, end)})
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        notes.add(Code.ILLEGAL_CHARACTER, at, f"characters that XML forbids ({shown}); kept")
        at = _legal_until(text, end)


def _legal_until(text: str, start: int) -> int:
    match = _LEGAL.match(text, start)
    return match.end() if match else len(text)
