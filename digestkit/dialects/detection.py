"""Which dialect a text is in: each table reads the beginning of it, and the one that understands most wins.

The score of a dialect is the share of lines that it claims times the share of its papers that have a link.
Digests as `digestkit.markdown` reads them are known by their day headings, before any table is looked at.
"""

from __future__ import annotations

from typing import NamedTuple

from digestkit import dialects
from digestkit.diagnostics import Code
from digestkit.dialects import engine
from digestkit.dialects.table import Table
from digestkit.markdown import parse
from digestkit.markdown.recognition import KOREAN, has_day, head
from digestkit.source import BOM, SourceText

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
    """How well a dialect fits a text: from 0 to 1, and the lines that it claims nothing of, as offsets."""

    name: str
    share: float
    unclaimed: tuple[int, ...] = ()


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
    return Verdict((Score(KOREAN, 1.0),)) if has_day(text) else weigh(text, path)


def weigh(text: str, path: str | None = None) -> Verdict:
    """Judge a text that has no Korean day heading."""
    if len(text) > FIRST_LOOK:
        first = _judged(head(text, FIRST_LOOK), path)
        if first.best is not None and first.best.share >= SURE:
            return first
    return _judged(head(text), path)


def score(text: str, table: Table, path: str | None = None) -> Score:
    """How well one table fits the beginning of a text."""
    return _score(head(text, GLANCE), table, path)


def _judged(beginning: str, path: str | None) -> Verdict:
    korean = _korean(beginning)
    others = [_score(beginning, dialects.named(name), path) for name in dialects.known()]
    others.sort(key=lambda one: -one.share)
    if korean.share and others[0].share - korean.share < MARGIN:
        return Verdict((korean, *others))
    return Verdict(tuple(sorted([*others, korean], key=lambda one: -one.share)))


def _score(beginning: str, table: Table, path: str | None) -> Score:
    if not _may_have_papers(beginning, table):
        return Score(table.name, 0.0)
    reading = engine.Reading(SourceText(beginning), table, None, engine.place_of(path, table))
    reading.read()
    noticed = reading.noticed
    papers = sum(len(segment.papers) for segment in reading.segments if not isinstance(segment, str))
    share = _share(beginning, len(noticed.unclaimed), papers, papers + len(noticed.unreadable))
    return Score(table.name, share, tuple(noticed.unclaimed))


def _may_have_papers(beginning: str, table: Table) -> bool:
    """Whether anything looks like a paper of this dialect: a search in place of a reading."""
    lines = f"\n{beginning}"
    if table.columns and "\n|" in lines:
        return True
    if table.front and beginning.removeprefix(BOM).startswith("---"):
        return True
    return any(f"\n{template.prefix}" in lines for template in table.papers)


def _korean(beginning: str) -> Score:
    if "### [" not in beginning:
        return Score(KOREAN, 0.0)
    document = parse(beginning)
    papers = sum(len(digest.papers) for digest in document.digests)
    stray = sum(diagnostic.code in _STRAY for diagnostic in document.diagnostics)
    return Score(KOREAN, _share(beginning, stray, papers, papers))


def _share(beginning: str, unclaimed: int, papers: int, headings: int) -> float:
    lines = sum(1 for line in beginning.split("\n") if line and not line.isspace())
    return max(0.0, 1 - unclaimed / lines) * papers / headings if lines and headings else 0.0
