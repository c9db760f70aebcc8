"""Which dialect a text is in: each table reads the beginning of it, and the one that understands most wins.

The score of a dialect is the share of lines that it claims times the share of its papers that have a link.
Digests as `digestkit.markdown` reads them are known by their day headings, before any table is looked at.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from digestkit import dialects
from digestkit.diagnostics import Code
from digestkit.dialects import engine
from digestkit.dialects.engine import Reading
from digestkit.dialects.front import FENCE
from digestkit.dialects.sieve import links_in_front, sifted
from digestkit.dialects.table import Table
from digestkit.markdown.parser import Parser
from digestkit.markdown.recognition import (
    FIRST_LOOK,
    KOREAN,
    begins_with_day,
    has_day,
    has_votes,
    head,
    lines,
    may_have_papers,
)
from digestkit.model import Paper
from digestkit.source import BOM, Origin, SourceText

LEAST = 0.6
"""A text that no dialect scores so much on is in none."""
MARGIN = 0.1
"""Two dialects that come closer than this are a tie."""
SURE = 0.8
"""A score that needs no second look, where no other dialect comes near."""
_STRAY = frozenset((Code.STRAY_TEXT, Code.BAD_HEADING, Code.EXTRA_TEXT, Code.REPEATED_FIELD))

_OF_FIELDS = frozenset((Code.BAD_VOTE, Code.REPEATED_FIELD))
"""What is noticed of fields as the Korean digests have them."""


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
        if not self.scores or self.scores[0].share < LEAST or self.tied:
            return None
        return self.scores[0]

    @property
    def tied(self) -> tuple[str, ...]:
        """The names of dialects that fit alike; empty where one is ahead.

        The Korean digests were there before any table: what they fit as well as a table is theirs.
        """
        if len(self.scores) < 2:
            return ()
        first, second = self.scores[:2]
        if first.share - second.share >= MARGIN or first.share < LEAST or first.name == KOREAN:
            return ()
        return tuple(score.name for score in self.scores if first.share - score.share < MARGIN)

    @property
    def sure(self) -> Score | None:
        """The dialect of a text that need not be looked at again."""
        return self.best if self.scores and self.scores[0].share >= SURE else None


def judge(text: str, path: str | None = None) -> Verdict:
    """Look at the beginning of a text with every dialect.

    `path` is where it lies: days stand in names of files. No other text has a part in the verdict.
    """
    return Verdict((_DAYS,)) if begins_with_day(text) else weigh(text, Origin(path=path))


def weigh(text: str, origin: Origin) -> Verdict:
    """Judge a text in which no day heading is met at a first look.

    What that leaves no doubt about is not looked at further: not for a day heading, either. A text that ends
    there has none.
    """
    look = _Look(text, origin)
    is_long = len(text) > FIRST_LOOK
    if look.is_fronted and (found := look.at_front()).sure is not None:
        return found
    if is_long and not look.is_cut and (found := look.at_first()).sure is not None:
        return found
    further = is_long and has_day(text)
    return Verdict((_DAYS,)) if further else look.judged(head(text))


class _Look:
    """One look after the other at one text: each goes on where the one before ended."""

    def __init__(self, text: str, origin: Origin) -> None:
        self._text = text
        self._origin = origin
        self._readings: dict[str, Reading] = {}
        fronted = _fronted() if text.startswith((FENCE, BOM + FENCE)) else ()
        self._fronted = [table for table in fronted if links_in_front(text, table)]
        self.is_fronted = bool(self._fronted)
        self.is_cut = any(self.begun(table).body > FIRST_LOOK for table in self._fronted)
        """Whether the first lines are part of front matter, and so tell nothing."""

    def at_front(self) -> Verdict:
        """Look at front matter, which tells as much as a heading of a day: only its dialects are tried."""
        beginning = head(self._text) if self.is_cut else lines(self._text, FIRST_LOOK)
        scores = [self.score(beginning, table) for table in self._fronted]
        return Verdict(tuple(sorted(scores, key=_rank)))

    def at_first(self) -> Verdict:
        """Look at the first lines."""
        return self.judged(lines(self._text, FIRST_LOOK))

    def judged(self, beginning: str) -> Verdict:
        scores = [self.score(beginning, table) for table in sifted(beginning, _tables())]
        if may_have_papers(beginning):
            scores.append(_korean(beginning))
        if len(scores) > 1:
            scores.sort(key=_rank)
            _put_korean_first(scores, has_votes=has_votes(beginning))
        return Verdict((*scores, *_without(tuple([score.name for score in scores]))))

    def begun(self, table: Table) -> Reading:
        if table.name not in self._readings:
            self._readings[table.name] = engine.begun(self._text, table, self._origin)
        return self._readings[table.name]

    def score(self, beginning: str, table: Table) -> Score:
        if beginning[-1] != "\n" and len(beginning) < len(self._text):  # one line, which is cut off
            reading = engine.begun(beginning, table, self._origin)
        else:
            reading = self.begun(table)
        reading.read_on(len(beginning))
        if reading.body > len(beginning):
            return Score(table.name, 0.0)
        papers, unreadable = reading.count()
        unclaimed = tuple(reading.noticed.unclaimed)
        share = _share(beginning, len(unclaimed), papers, papers + unreadable)
        return Score(table.name, share, unclaimed, reading if reading.source.text is self._text else None)


_DAYS = Score(KOREAN, 1.0)
"""Of a text with a day heading."""


def _rank(score: Score) -> float:
    return -score.share


def _put_korean_first(scores: list[Score], *, has_votes: bool) -> None:
    """What the Korean digests fit as well as a table is theirs, and what has votes if they fit it at all."""
    at = next((at for at, score in enumerate(scores) if score.name == KOREAN and score.share), 0)
    if not at:
        return
    theirs = scores[at].share
    if scores[0].share - theirs < MARGIN or (has_votes and theirs >= LEAST):
        scores.insert(0, scores.pop(at))


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(map(dialects.named, dialects.known()))


@cache
def _fronted() -> tuple[Table, ...]:
    return tuple([table for table in _tables() if table.front])


@cache
def _without(names: tuple[str, ...]) -> tuple[Score, ...]:
    """What all dialects score that are not among these: nothing."""
    return tuple(Score(name, 0.0) for name in (*dialects.known(), KOREAN) if name not in names)


def _korean(beginning: str) -> Score:
    """How well the Korean digests fit a text under no day.

    Headings alone do not make one: where no paper has votes, a picture or authors, and each has a line that
    fits nothing, the fields stand there in somebody else's spelling.
    """
    parser = Parser(SourceText(beginning))
    papers = [paper for part in parser.document() if not isinstance(part, str) for paper in part.papers]
    codes = parser.notes.codes()
    stray = sum(code in _STRAY for code in codes)
    if stray >= len(papers) and _OF_FIELDS.isdisjoint(codes) and not any(map(_has_field, papers)):
        return Score(KOREAN, 0.0)
    return Score(KOREAN, _share(beginning, stray, len(papers), len(papers)))


def _has_field(paper: Paper) -> bool:
    """Whether a paper has a field that only lines as the Korean digests have them say."""
    return bool(paper.media or paper.authors) or paper.votes is not None


def _share(beginning: str, unclaimed: int, papers: int, headings: int) -> float:
    if not papers:
        return 0.0
    if not unclaimed:
        return papers / headings
    written = sum([not line.isspace() for line in beginning.removeprefix(BOM).split("\n") if line])
    return max(0.0, 1 - unclaimed / written) * papers / headings
