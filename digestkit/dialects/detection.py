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
    may_have_papers,
    meets_day,
    reach,
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
        first = self.scores[0] if self.scores else None
        return None if first is None or first.share < LEAST or self.tied else first

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
        best = self.best
        return best if best is not None and best.share >= SURE else None


def judge(text: str, path: str | None = None) -> Verdict:
    """Look at the beginning of a text with every dialect.

    `path` is where it lies: days stand in names of files. No other text has a part in the verdict.
    """
    return Verdict((_DAYS,)) if begins_with_day(text) else weigh(text, Origin(path=path))


def weigh(text: str, origin: Origin) -> Verdict:
    """Judge a text in which no day heading is met at a first look, or front matter with a link is before it.

    Front matter tells as much as a heading of a day: where it may link a paper, only its dialects are tried.
    What a first look leaves no doubt about is not looked at further: not for a day heading, either. A text
    that ends there has none.
    """
    look = _Look(text, origin)
    is_cut = False  # whether the first lines are part of front matter, and so tell nothing
    if text.startswith(_FENCES):
        fronted = _with_front(text)
        is_cut = any(look.begun(table).body > FIRST_LOOK for table in fronted)
        if fronted and (found := look.at_front(fronted, is_cut=is_cut)).sure is not None:
            return found
        if meets_day(text):
            return Verdict((_DAYS,))
    is_long = len(text) > FIRST_LOOK
    if is_long and not is_cut and (found := look.judged(reach(text, FIRST_LOOK))).sure is not None:
        return found
    further = is_long and has_day(text)
    return Verdict((_DAYS,)) if further else look.judged(len(head(text)) if is_long else len(text))


class _Look:
    """One look after the other at one text: each goes on where the one before ended."""

    __slots__ = ("_origin", "_readings", "_text")

    def __init__(self, text: str, origin: Origin) -> None:
        self._text = text
        self._origin = origin
        self._readings: dict[str, Reading] = {}

    def at_front(self, fronted: Sequence[Table], *, is_cut: bool) -> Verdict:
        """Look at front matter with its dialects, at the first lines only if it ends there."""
        until = len(head(self._text)) if is_cut else reach(self._text, FIRST_LOOK)
        scores = [self.score(until, table) for table in fronted]
        return Verdict(tuple(sorted(scores, key=_rank)))

    def judged(self, until: int) -> Verdict:
        """Look at what stands before an offset."""
        text = self._text
        beginning = text if until == len(text) else text[:until]
        scores = [self.score(until, table) for table in sifted(beginning, _tables())]
        if may_have_papers(beginning):
            scores.append(_korean(beginning))
        if len(scores) > 1:
            scores.sort(key=_rank)
            _put_korean_first(scores, has_votes=has_votes(beginning))
        return Verdict((*scores, *_without(tuple([score.name for score in scores]))))

    def begun(self, table: Table) -> Reading:
        reading = self._readings.get(table.name)
        if reading is None:
            reading = self._readings[table.name] = engine.begun(self._text, table, self._origin)
        return reading

    def score(self, until: int, table: Table) -> Score:
        text = self._text
        is_whole = until == len(text) or text[until - 1] == "\n"
        # Of a line that is cut off, no more is read than what tells the dialect.
        reading = self.begun(table) if is_whole else engine.begun(text[:until], table, self._origin)
        reading.read_on(until)
        if reading.body > until:
            return Score(table.name, 0.0)
        papers, unreadable = reading.count()
        unclaimed = tuple(reading.noticed.unclaimed)
        share = papers / (papers + unreadable) if papers else 0.0
        if unclaimed and papers:
            share *= _claimed(text[:until], len(unclaimed))
        return Score(table.name, share, unclaimed, reading if is_whole else None)


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


def _with_front(text: str) -> list[Table]:
    """The dialects of which front matter, with which a text starts, may link a paper."""
    return [table for table in _fronted() if links_in_front(text, table)]


_FENCES = (FENCE, BOM + FENCE)


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
    return (_claimed(beginning, unclaimed) if unclaimed else 1.0) * papers / headings


def _claimed(beginning: str, unclaimed: int) -> float:
    """The share of lines that are claimed, of those that are not blank."""
    written = sum([not line.isspace() for line in beginning.removeprefix(BOM).split("\n") if line])
    return max(0.0, 1 - unclaimed / written)
