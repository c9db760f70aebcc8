"""Mending what can be mended with certainty: a fix counts only if the mended text parses as intended.

What needs a person's judgement is left alone: a name that occurs twice in a row may be two people, and nobody
can know which date was meant by one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from typing import NamedTuple

import attrs

from digestkit.diagnostics import AnyCode, Code, Diagnostic, at
from digestkit.markdown import parse
from digestkit.markdown.normal import with_line_ends
from digestkit.markdown.rules import OddField, classify
from digestkit.model import Digest, Document, Paper, Segment
from digestkit.source import BOM

# Files that were joined have a mark in the middle, too, but always at the start of a line.
_BOMS = re.compile(f"(?:^|(?<=\n)){BOM}+")


class Repair(NamedTuple):
    """A text with one kind of fault mended, the segments it must parse as, and the faults mended."""

    text: str
    segments: tuple[Segment, ...]
    fixed: tuple[Diagnostic, ...]


class Fixed(NamedTuple):
    """A text with everything mended that can be, and what was; places refer to the text as it was before."""

    text: str
    fixed: tuple[Diagnostic, ...]


def fix(text: str, name: str | None, codes: Collection[AnyCode]) -> Fixed:
    """Mend a text's faults of the given codes where that is certain; `name` is the source's, for messages.

    A text without a digest is returned unchanged. Linear in the length of the text.
    """
    document = parse(text, name)
    fixed: list[Diagnostic] = []
    if not document.digests:
        return Fixed(text, ())
    for code, repair in FIXES:
        if code not in codes:
            continue
        mended = repair(text, document)
        if not mended.fixed or mended.text == text:
            continue
        # The proof: the mended text parses to what the repair promised, or the text stays as it was. So a
        # repair may be simple-minded, and a new one cannot do harm.
        after = parse(mended.text, name)
        if after.segments == mended.segments:
            text, document = mended.text, after
            fixed += mended.fixed
    return Fixed(text, tuple(sorted(fixed, key=lambda found: (found.line or 0, found.column or 0))))


def _without_boms(text: str, document: Document) -> Repair:
    return _changed(text, document, Code.BOM, lambda part: _BOMS.sub("", part))


def _with_line_ends(text: str, document: Document) -> Repair:
    return _changed(text, document, Code.CRLF, with_line_ends)


def _changed(text: str, document: Document, code: Code, change: Callable[[str], str]) -> Repair:
    """Change characters that no field of a digest holds, in the text outside digests as well."""
    segments = tuple(part if isinstance(part, Digest) else change(part) for part in document.segments)
    return Repair(change(text), tuple(filter(None, segments)), _found(document, code))


def _part_headings(text: str, document: Document) -> Repair:
    """Put a heading on a line of its own, with a blank line before it."""
    glued = _found(document, Code.GLUED_HEADING)
    if not glued:
        return Repair(text, document.segments, ())
    # From lines and columns back to offsets: a diagnostic holds no offset.
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    cuts = [0, *(starts[found.line - 1] + found.column - 1 for found in glued if found.line and found.column)]
    pieces = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return Repair((document.newline * 2).join(pieces), document.segments, glued)


def _spell_usually(text: str, document: Document) -> Repair:
    """Give fields and bullets under another spelling the usual one."""
    odd = _found(document, Code.ODD_SPELLING)
    lines = text.split("\n")
    for found in odd:
        if found.line is not None:
            lines[found.line - 1] = _usual(lines[found.line - 1])
    return Repair("\n".join(lines), document.segments, odd)


def _usual(line: str) -> str:
    """The usual spelling of a line; carriage returns at its end stay."""
    content = line.rstrip("\r")
    _, value = classify(content)
    usual = value.usual if isinstance(value, OddField) else f"- {content.removeprefix(str(value))}"
    return usual + line[len(content) :]


def _divide_names(text: str, document: Document) -> Repair:
    """Turn `A; B` into `A, B`, unless a comma says that names are inverted: `Doe, Jane; Roe, Rick`."""
    lines = {line.paper.span: line for line in _lines_to_divide(text, document)}
    pieces, done = [], 0
    for line in lines.values():
        pieces += [text[done : line.start], ", ".join(line.names)]
        done = line.end
    segments = tuple(
        attrs.evolve(part, papers=[_renamed(paper, lines.get(paper.span)) for paper in part.papers])
        if isinstance(part, Digest)
        else part
        for part in document.segments
    )
    fixed = (at(line.paper, Code.SEMICOLONS, "names are separated by commas") for line in lines.values())
    return Repair("".join([*pieces, text[done:]]), segments, tuple(fixed))


class _Line(NamedTuple):
    """An `Authors:` line that is to be divided: where its names stand, and what they are."""

    paper: Paper
    start: int
    end: int
    names: list[str]


def _lines_to_divide(text: str, document: Document) -> Iterator[_Line]:
    for digest in document.digests:
        for paper in digest.papers:
            names = _divided(paper)
            # The exact spelling only: a line with stray blanks, or a list, is left for a person.
            line = f"\nAuthors: {paper.authors[0]}\n" if names else ""
            start = text.find(line, *paper.span) if names and paper.span is not None else -1
            if start >= 0:
                yield _Line(paper, start + len("\nAuthors: "), start + len(line) - 1, names)


def _renamed(paper: Paper, line: _Line | None) -> Paper:
    if line is None:
        return paper
    names = [name for name in line.names if name != "+"]
    return attrs.evolve(paper, authors=names, authors_truncated="+" in line.names)


def _divided(paper: Paper) -> list[str]:
    """The names in a line that the parser takes for one; empty where the division is not certain."""
    if len(paper.authors) != 1 or paper.authors_truncated or "," in paper.authors[0]:
        return []
    names = [part.strip() for part in paper.authors[0].split("; ")]
    return names if len(names) > 1 and all(names) else []


def _found(document: Document, code: Code) -> tuple[Diagnostic, ...]:
    return tuple(found for found in document.diagnostics if found.code is code)


# What moves no line comes first, so that places are those of the file as it was.
FIXES: tuple[tuple[Code, Callable[[str, Document], Repair]], ...] = (
    (Code.BOM, _without_boms),
    (Code.CRLF, _with_line_ends),
    (Code.ODD_SPELLING, _spell_usually),  # before names are divided, which are found by the usual spelling
    (Code.SEMICOLONS, _divide_names),
    (Code.GLUED_HEADING, _part_headings),
)
