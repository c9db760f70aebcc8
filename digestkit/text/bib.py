"""A BibTeX file as far as it is read: a scan that takes linear time and survives damaged files.

Like BibTeX, the scan takes any text between entries for a comment, with or without `%`; like biber, it skips
the contents of `@comment{…}`. Sources: O. Patashnik, "BibTeXing" (1988), section 3; the manual of
Text::BibTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# All quantifiers are possessive: nothing is matched twice, so that no file makes the scan quadratic.
_BLOCK = re.compile(r"@\s*+([A-Za-z]++)\s*+([{(])")
_NO_ENTRY = frozenset(("comment", "preamble", "string"))
_KEY = re.compile(r"\s*+([^\s,}]*+)\s*+,?")
_FIELD = re.compile(r"\s*+,?\s*+([^\s={}(),\"#%'@]++)\s*+=")
_PLAIN = re.compile(r"\s*+([^\s,{}()\"#@]++)")
_JOIN = re.compile(r"\s*+#")
_BLANK = re.compile(r"\s*+")
_BRACE = re.compile(r"[{}]")
_QUOTE_OR_BRACE = re.compile(r'["{]')


class Entry(NamedTuple):
    """An entry: its key, its fields in their order, and the offset in the text at which it begins."""

    key: str
    fields: list[tuple[str, str]]
    offset: int
    is_open: bool
    """Whether the brace that opens it is never closed, so that BibTeX takes all that follows for a part."""


def entries(text: str) -> Iterator[Entry]:
    """Key and fields of each entry, as far as they can be read; a value is the text inside its delimiters.

    Nothing is unescaped, `@string` names are not resolved, and damage ends an entry, not the scan.
    """
    # All braces are paired once, beforehand: to look for each value's end by itself would be quadratic where
    # braces are never closed.
    closing = _closing_braces(text)
    at = 0
    while (block := _BLOCK.search(text, at)) is not None:
        at = start = block.end()
        if block[1].lower() in _NO_ENTRY:
            # In parentheses, or never closed, such a block has no end that could be trusted; scan its inside.
            at = closing.get(at - 1, at)
            continue
        head = _KEY.match(text, at)
        key = head[1] if head else ""
        at = head.end() if head else at
        fields: list[tuple[str, str]] = []
        while (field := _FIELD.match(text, at)) is not None:
            value, at = _value(text, field.end(), closing)
            fields.append((field[1], value))
        is_open = block[2] == "{" and start - 1 not in closing
        yield Entry(key, fields, block.start(), is_open)


def _closing_braces(text: str) -> dict[int, int]:
    """From the offset of each brace that is closed to that of its partner. BibTeX counts escaped ones too."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
    return closing


def _value(text: str, at: int, closing: dict[int, int]) -> tuple[str, int]:
    """The value at an offset, its parts (`{a} # {b}`) joined, and where it ends."""
    parts: list[str] = []
    while True:
        part, at = _part(text, at, closing)
        parts.append(part)
        join = _JOIN.match(text, at)
        if join is None:
            return "".join(parts), at
        at = join.end()


def _part(text: str, at: int, closing: dict[int, int]) -> tuple[str, int]:
    blank = _BLANK.match(text, at)
    at = blank.end() if blank else at
    if text[at : at + 1] == "{":
        end = closing.get(at)
        return (text[at + 1 : end], end + 1) if end is not None else ("", at + 1)
    if text[at : at + 1] == '"':
        end = _closing_quote(text, at + 1, closing)
        return text[at + 1 : end], end + 1
    plain = _PLAIN.match(text, at)
    if plain is None:
        return "", at
    return plain[1] if plain[1][0].isdigit() else "", plain.end()  # else a `@string` name, not resolved


def _closing_quote(text: str, at: int, closing: dict[int, int]) -> int:
    """The next quotation mark outside braces; the end of the line where there is none.

    So a quotation mark that is missing costs a line, not the rest of the file.
    """
    start = at
    while (match := _QUOTE_OR_BRACE.search(text, at)) is not None:
        if match[0] == '"':
            return match.start()
        end = closing.get(match.start())
        if end is None:
            break
        at = end + 1
    line = text.find("\n", start)
    return line if line >= 0 else len(text)
