"""Which dialect a text is in: each table reads the beginning of it, and the one that understands most wins.

The score of a dialect is the share of lines that it claims times the share of its papers that have a link.
Digests as `digestkit.markdown` reads them are known by their day headings, before any table is looked at.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digestkit import dialects
from digestkit.dialects import engine
from digestkit.dialects.table import Table
from digestkit.markdown import grammar, parse
from digestkit.source import SourceText

KOREAN = "daily-papers-ko"
"""The dialect that `digestkit.markdown` reads."""

HEAD = 1 << 16
"""How many characters of a text are looked at."""
LEAST = 0.4
"""A text that no dialect scores so much on is in none."""
MARGIN = 0.1
"""Two dialects that come closer than this are a tie."""

_DAY = re.compile(r"^\ufeff?## .*\([0-9]{4}-[0-9]{2}-[0-9]{2}\)[^\S\n]*$", re.MULTILINE)


class Score(NamedTuple):
    """How well a dialect fits a text: from 0 to 1, and the first lines that it does not claim."""

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
        """The names of dialects that fit alike; empty where one is ahead."""
        first = self.scores[0].share if self.scores else 0.0
        near = tuple(score.name for score in self.scores if first - score.share < MARGIN)
        return near if first >= LEAST and len(near) > 1 else ()


def judge(text: str, path: str | None = None) -> Verdict:
    """Look at the beginning of a text with every dialect."""
    head = _head(text)
    if any(grammar.read_day(match[0].rstrip()) for match in _DAY.finditer(head)):
        return Verdict((Score(KOREAN, 1.0),))
    scores = [_korean(head), *(_score(head, dialects.named(name), path) for name in dialects.known())]
    return Verdict(tuple(sorted(scores, key=lambda score: -score.share)))


def _head(text: str) -> str:
    if len(text) <= HEAD:
        return text
    return text[: text.rfind("\n", 0, HEAD) + 1] or text[:HEAD]


def _score(head: str, table: Table, path: str | None) -> Score:
    reading = engine.Reading(SourceText(head), table, None, engine.place_of(path, table))
    reading.read()
    papers = sum(len(segment.papers) for segment in reading.segments if not isinstance(segment, str))
    share = _share(head, len(reading.unclaimed), papers, papers + len(reading.unreadable))
    return Score(table.name, share, tuple(reading.unclaimed[:3]))


def _korean(head: str) -> Score:
    document = parse(head)
    papers = [paper for digest in document.digests for paper in digest.papers]
    stray = sum(diagnostic.line is not None for diagnostic in document.diagnostics)
    return Score(KOREAN, _share(head, stray, len(papers), len(papers)))


def _share(head: str, unclaimed: int, papers: int, headings: int) -> float:
    lines = sum(1 for line in head.split("\n") if line and not line.isspace())
    return max(0.0, 1 - unclaimed / lines) * papers / headings if lines and headings else 0.0
