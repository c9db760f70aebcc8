"""Which dialect a text is in: each table reads the beginning of it, and the one that understands most wins.

The score of a dialect is the share of lines that it claims times the share of its papers that have a link.
Digests as `digestkit.markdown` reads them are known by their day headings, before any table is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from digestkit import dialects
from digestkit.diagnostics import Code
from digestkit.dialects import engine
from digestkit.dialects.engine import Reading
from digestkit.dialects.front import FENCE
from digestkit.dialects.sieve import Sieve
from digestkit.dialects.table import Table
from digestkit.markdown.parser import Parser
from digestkit.markdown.recognition import KOREAN, has_day, head, lines
from digestkit.source import BOM, Origin, SourceText

LEAST = 0.6
"""A text that no dialect scores so much on is in none."""
MARGIN = 0.1
"""Two dialects that come closer than this are a tie."""
SURE = 0.8
"""A score that needs no second look, where no other dialect comes near."""
FIRST_LOOK = 1 << 12
"""So many characters are looked at first: few texts need more."""
GLANCE = 1 << 11
"""So many are enough to see that a text is as those around it are."""

_STRAY = frozenset((Code.STRAY_TEXT, Code.BAD_HEADING, Code.EXTRA_TEXT, Code.REPEATED_FIELD))


class Score(NamedTuple):
    """How well a dialect fits a text: from 0 to 1, and the lines that it claims nothing of, as offsets.

    `reading` has read as much of the text as that took, and goes on from there.
    """

    name: str
    share: float
    unclaimed: tuple[int, ...] = ()
    reading: Reading | None = None


class Verdict(NamedTuple):
    """The dialects from the best to the worst."""

    scores: tuple[Score, ...]

    @property
    def best(self) -> Score | None:
        """The dialect of the text; None where none fits, or two fit alike."""
        first = self.scores[0] if self.scores else None
        return first if first is not None and first.share >= LEAST and not self.tied else None

    @property
    def tied(self) -> tuple[str, ...]:
        """The names of dialects that fit alike; empty where one is ahead.

        The Korean digests were there before any table: what they fit as well as a table is theirs.
        """
        first = self.scores[0] if self.scores else None
        if first is None or first.share < LEAST or first.name == KOREAN:
            return ()
        near = tuple(score.name for score in self.scores if first.share - score.share < MARGIN)
        return near if len(near) > 1 else ()


def judge(text: str, path: str | None = None) -> Verdict:
    """Look at the beginning of a text with every dialect.

    `path` is where it lies: days stand in names of files. A text that a first look leaves no doubt about is
    not looked at further.
    """
    return Verdict((Score(KOREAN, 1.0),)) if has_day(text) else weigh(text, Origin(path=path))


def weigh(text: str, origin: Origin) -> Verdict:
    """Judge a text that has no Korean day heading."""
    look = _Look(text, origin)
    if len(text) > FIRST_LOOK and not look.cuts_front(FIRST_LOOK):
        first = look.judged(lines(text, FIRST_LOOK))
        if first.best is not None and first.best.share >= SURE:
            return first
    return look.judged(head(text))


def score(text: str, table: Table, origin: Origin) -> Score:
    """How well one table fits the beginning of a text."""
    look = _Look(text, origin)
    beginning = lines(text, GLANCE)
    if table.front and look.begun(table).body > len(beginning):
        beginning = head(text)
    return look.score(Sieve(beginning), table)


class _Look:
    """One look after the other at one text: each goes on where the one before ended."""

    def __init__(self, text: str, origin: Origin) -> None:
        self._text = text
        self._origin = origin
        self._readings: dict[str, Reading] = {}

    def cuts_front(self, most: int) -> bool:
        """Whether front matter goes on beyond so many characters: less than all of it tells nothing."""
        if not self._text.removeprefix(BOM).startswith(FENCE):
            return False
        return any(self.begun(table).body > most for table in _tables() if table.front)

    def judged(self, beginning: str) -> Verdict:
        sieve = Sieve(beginning)
        korean = _korean(beginning)
        others = [self.score(sieve, table) for table in _tables()]
        others.sort(key=lambda one: -one.share)
        if korean.share and others[0].share - korean.share < MARGIN:
            return Verdict((korean, *others))
        return Verdict(tuple(sorted([*others, korean], key=lambda one: -one.share)))

    def begun(self, table: Table) -> Reading:
        if table.name not in self._readings:
            self._readings[table.name] = engine.begun(self._text, table, self._origin)
        return self._readings[table.name]

    def score(self, sieve: Sieve, table: Table) -> Score:
        if not sieve.passes(table):
            return _nothing(table.name)
        beginning = sieve.text
        if beginning[-1] != "\n" and len(beginning) < len(self._text):  # one line, which is cut off
            reading = engine.begun(beginning, table, self._origin)
        else:
            reading = self.begun(table)
        reading.read_on(len(beginning))
        if reading.body > len(beginning):
            return Score(table.name, 0.0)
        papers, unreadable = reading.count()
        unclaimed = tuple(reading.noticed.unclaimed)
        share = _share(sieve.lines, len(unclaimed), papers, papers + unreadable)
        return Score(table.name, share, unclaimed, reading if reading.source.text is self._text else None)


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(map(dialects.named, dialects.known()))


@cache
def _nothing(name: str) -> Score:
    return Score(name, 0.0)


def _korean(beginning: str) -> Score:
    if "### [" not in beginning:
        return _nothing(KOREAN)
    parser = Parser(SourceText(beginning))
    papers = sum(len(part.papers) for part in parser.document() if not isinstance(part, str))
    stray = sum(code in _STRAY for code in parser.notes.codes())
    return Score(KOREAN, _share(beginning.split("\n"), stray, papers, papers))


def _share(lines: Sequence[str], unclaimed: int, papers: int, headings: int) -> float:
    if not papers:
        return 0.0
    written = len([line for line in lines if line and not line.isspace()])
    return max(0.0, 1 - unclaimed / written) * papers / headings
