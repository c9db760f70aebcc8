"""What the parser notices: collected with offsets, turned into diagnostics with positions at the end."""

from __future__ import annotations

import re
import unicodedata

from digestkit.diagnostics import Code, Diagnostic
from digestkit.source import BOM, SourceText

# XML 1.0, production 2 (Char): other characters must not occur, not even as a reference. Runs of what is
# allowed are matched in half the time that a search for what is not would take. These two are made when a
# text needs them, as few do: sets of so many characters cost some milliseconds each.
_LEGAL = "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+"
_ILLEGAL = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+"
# What is legal but for combining marks and conjoining Hangul jamo, which NFD leaves behind. The first way to
# say so is matched in half the time, the second is compiled in a tenth of it: some texts of a day need less
# time to be matched than the first pattern to be compiled.
COMPOSED = "[\t\n\r\x20-\u02ff\u0370-\u10ff\u1200-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+"
COMPOSED_IN_SHORT = "[^\x00-\x08\x0b\x0c\x0e-\x1f\u0300-\u036f\u1100-\u11ff\ud800-\udfff\ufffe\uffff]*+"
_WORTH = 1 << 18  # so many characters, in one text or in several
_LINE_END = re.compile("\r+\n")


class Notes:
    """A list of observations about one source."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._found: list[tuple[int, Code, str]] = []

    def add(self, code: Code, offset: int, message: str) -> None:
        """Note something at an offset."""
        self._found.append((offset, code, message))

    def codes(self) -> list[Code]:
        """What was noticed, without saying where."""
        return [code for _, code, _ in self._found]

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
    if "\r" in text and "\r\n" in text:
        count = sum(1 for _ in _LINE_END.finditer(text))
        notes.add(
            Code.CRLF, text.index("\r\n"), f"line ends are CRLF, {count} of {text.count(chr(10))}; kept"
        )
    _note_unusual(text, notes)


def _note_unusual(text: str, notes: Notes) -> None:
    """Note the first decomposed character, and forbidden ones once a line, however many it has."""
    runs = _runs(len(text))
    at = _run_end(runs, text, 0)
    if at == len(text):
        return
    illegal = re.compile(_ILLEGAL)
    forbidden_until = composed_until = 0
    while at < len(text):
        if not illegal.match(text, at):
            if at >= composed_until:
                composed_until = _line_end(text, at)
                if not unicodedata.is_normalized("NFC", text[text.rfind("\n", 0, at) + 1 : composed_until]):
                    notes.add(
                        Code.NFD, at, "characters are decomposed (NFD), here first; others may not find them"
                    )
                    runs = re.compile(_LEGAL)
            at += 1
        elif at >= forbidden_until:
            forbidden_until = _line_end(text, at)
            _note_illegal(illegal.findall(text, at, forbidden_until), at, notes)
        else:
            at = _run_end(illegal, text, at)
        at = _run_end(runs, text, at)


def _runs(length: int) -> re.Pattern[str]:
    """What matches runs of usual characters, for one more text of a length."""
    _Matched.characters += length
    return re.compile(COMPOSED_IN_SHORT if _Matched.characters < _WORTH else COMPOSED)


class _Matched:
    """What was matched so far; both patterns match the same, so this only tells which is quicker by now."""

    characters = 0


def _note_illegal(found: list[str], start: int, notes: Notes) -> None:
    names = sorted({f"U+{ord(char):04X}" for run in found for char in run})
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    notes.add(Code.ILLEGAL_CHARACTER, start, f"characters that XML forbids ({shown}); kept")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _run_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _note_boms(text: str, notes: Notes) -> None:
    at = text.find(BOM)
    while at >= 0:
        if at == 0 or text[at - 1] == "\n":
            where = "at the start of the text" if at == 0 else "in the middle of the text; files were joined"
            notes.add(Code.BOM, at, f"a byte order mark {where}; kept")
        at = text.find(BOM, at + 1)
