"""Reading a text of any size in pieces of some days: what is read is the same as of the whole.

A piece ends before a day heading, unless a code fence is open there. So a digest is never cut, and what is
held is a piece, or the longest day where that is longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from digestkit import unchecked
from digestkit.diagnostics import Code, Diagnostic
from digestkit.markdown import grammar, notes
from digestkit.markdown.parser import Parser
from digestkit.model import Digest, Segment
from digestkit.source import BOM, Position, SourceText

SIZE = 1 << 20
"""How many characters a piece has at least, if it is not the last."""

_HEADINGS = ("\n## ", f"\n{BOM}## ")


class Piece(NamedTuple):
    """What was read in a piece, with the places that it has in the whole, and what was noticed there."""

    segments: list[Segment]
    diagnostics: list[Diagnostic]

    @property
    def digests(self) -> Iterator[Digest]:
        """The digests."""
        return (segment for segment in self.segments if isinstance(segment, Digest))


def pieces(texts: Iterable[str], name: str | None = None, size: int = SIZE) -> Iterator[Piece]:
    """Read a text that comes in parts, cut anywhere; `name` is what messages call it.

    Together the pieces are what `parse` makes of the whole. Only the report of line ends, which has their
    number, comes last in place of where they begin.
    """
    reader, held, wanted = _Reader(name), "", size
    for text in texts:
        held += text
        if len(held) < wanted:
            continue
        cut = _last_day(held)
        piece = reader.read(held[:cut]) if cut else None
        # Where none can end here, the next attempt is made with twice as much: linear time in all.
        held, wanted = (held[cut:], size) if piece is not None else (held, 2 * len(held))
        if piece is not None:
            yield piece
    if held or reader.is_first:
        yield reader.rest(held)


def _last_day(text: str) -> int:
    """Where the last day heading starts of which the line is there as a whole; 0 where none does."""
    before = text.rfind("\n")
    while before > 0:
        before = max(text.rfind(heading, 0, before) for heading in _HEADINGS)
        if before >= 0 and grammar.read_day(text[before + 1 : text.index("\n", before + 1)]) is not None:
            return before + 1
    return 0


class _Reader:
    """What is known of a text from the pieces that were read."""

    def __init__(self, name: str | None) -> None:
        self._name = name
        self._start = 0
        self._lines = 0
        self._is_decomposed = False
        self._returns = 0
        self._first_return: Position | None = None

    @property
    def is_first(self) -> bool:
        """Whether nothing was read so far."""
        return self._start == 0

    def read(self, text: str) -> Piece | None:
        """Read a piece that is not the last; None where a code fence is open at its end."""
        parser = self._parser(text)
        segments = parser.document(is_last=False)
        return None if Code.OPEN_FENCE in parser.notes.codes() else self._made(parser, segments)

    def rest(self, text: str) -> Piece:
        """Read the last piece."""
        parser = self._parser(text)
        made = self._made(parser, parser.document())
        if self._first_return is not None:
            message = notes.told_of_returns(self._returns, self._lines)
            made.diagnostics.append(Diagnostic(Code.CRLF, message, self._name, *self._first_return))
        return made

    def _parser(self, text: str) -> Parser:
        with unchecked.no_garbage():
            return Parser(SourceText(text, self._name), is_first=self.is_first)

    def _made(self, parser: Parser, segments: list[Segment]) -> Piece:
        """The piece, moved to where it stands in the whole."""
        source, text = parser.source, parser.source.text
        self._note_characters(parser)
        noticed = [self._moved(one) for one in parser.notes.diagnostics()]
        for segment in segments:
            if isinstance(segment, Digest):
                unchecked.move(segment, self._start)
        source.start, source.lines_before = self._start, self._lines
        self._start += len(text)
        self._lines += text.count("\n")
        return Piece(segments, noticed)

    def _note_characters(self, parser: Parser) -> None:
        source, text = parser.source, parser.source.text
        if BOM in text:
            notes.note_boms(text, parser.notes, is_first=self.is_first)
        notes.note_unusual(text, parser.notes, is_told=self._is_decomposed)
        self._is_decomposed |= Code.NFD in parser.notes.codes()
        if (count := notes.count_returns(text)) > 0:
            self._returns += count
            if self._first_return is None:
                line, column = source.position(text.index("\r\n"))
                self._first_return = Position(line + self._lines, column)

    def _moved(self, noticed: Diagnostic) -> Diagnostic:
        if noticed.line is None or not self._lines:
            return noticed
        return attrs.evolve(noticed, line=noticed.line + self._lines)
