"""What the cover shows of the period: papers a day, a week, a month or a year, or the papers of one day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from digestkit_epub.plan import Plan
from digestkit_epub.words import Words

MANY = 14
"""Bars of which not each is labelled."""

_MOST = 62
"""Bars of time: two months of days, a year of weeks, five years of months."""
_MOST_PAPERS = 340
"""Bars of single papers, each still some pixels wide."""


class Bar(NamedTuple):
    """A number, and what it is the number of."""

    name: str
    number: int


class Chart(NamedTuple):
    """Bars under a caption; the names of the bars are empty for papers of one day.

    Where the votes of papers are not known, each has a bar of 1, and `is_tally` is true.
    """

    caption: str
    bars: tuple[Bar, ...]
    is_tally: bool = False


class _Unit(NamedTuple):
    """A unit of time: the number of the one that a day lies in, and the name of the one with a number."""

    name: str
    number: Callable[[datetime.date], int]
    spell: Callable[[int], str]


_UNITS = (
    _Unit("day", datetime.date.toordinal, lambda number: datetime.date.fromordinal(number).isoformat()),
    # The first day of the calendar, with the number 1, was a Monday.
    _Unit("week", lambda date: (date.toordinal() - 1) // 7, lambda number: _week(number * 7 + 1)),
    _Unit("month", lambda date: date.year * 12 + date.month - 1, lambda number: _month(*divmod(number, 12))),
    _Unit("year", lambda date: date.year, lambda number: f"{number:04}"),
    _Unit("decade", lambda date: date.year // 10, lambda number: f"{10 * number:04}"),
    _Unit("century", lambda date: date.year // 100, lambda number: f"{100 * number:04}"),
    _Unit("millennium", lambda date: date.year // 1000, lambda number: f"{1000 * number:04}"),
)


def chart(plan: Plan) -> Chart | None:
    """The chart of a book; None for one without papers, or where there are too many for a picture.

    A book of several days shows time as it passed: days without papers are there, with nothing. Papers of
    which no day is known are not in it. A book of one day, or of none that is known, shows its papers.
    """
    if len(plan.dates) < 2:
        return _of_papers(plan)
    unit = next(unit for unit in _UNITS if unit.number(plan.dates[-1]) - unit.number(plan.dates[0]) < _MOST)
    counts: Counter[int] = Counter()
    for day in plan.days:
        if day.digest.date is not None:
            counts[unit.number(day.digest.date)] += len(day.sections)
    if not counts.total():
        return None
    span = range(unit.number(plan.dates[0]), unit.number(plan.dates[-1]) + 1)
    return Chart(plan.words.charts[unit.name], tuple(Bar(unit.spell(at), counts[at]) for at in span))


def alternative(shown: Chart | None, words: Words) -> str:
    """What the chart says, in a sentence."""
    if shown is None:
        return ""
    numbers = [bar.number for bar in shown.bars]
    if shown.is_tally:
        return f"{shown.caption}: {len(numbers):,}."
    if len(numbers) <= MANY:
        return f"{shown.caption}: {', '.join(f'{bar.name} {bar.number:,}'.lstrip() for bar in shown.bars)}."
    ends = [_extreme(shown.bars, max(numbers), words.most), _extreme(shown.bars, min(numbers), words.least)]
    span = f" ({shown.bars[0].name} – {shown.bars[-1].name})" if shown.bars[0].name else ""
    return f"{shown.caption}{span}: {', '.join(ends)}."


def _extreme(bars: Sequence[Bar], count: int, phrase: str) -> str:
    """A number, with the first of those whose it is."""
    name = next(bar.name for bar in bars if bar.number == count)
    return f"{phrase.format(f'{count:,}')}{f' ({name})' if name else ''}"


def _of_papers(plan: Plan) -> Chart | None:
    votes = [section.paper.votes for _, section in plan.sections]
    known = [number for number in votes if number is not None]
    if len(known) == len(votes) <= _MOST_PAPERS and any(known):
        bars = tuple(Bar("", number) for number in sorted(known, reverse=True))
        return Chart(plan.words.charts["votes"], bars)
    if not 0 < len(votes) <= 20_000:
        return None
    return Chart(plan.words.charts["paper"], (Bar("", 1),) * len(votes), is_tally=True)


def _week(ordinal: int) -> str:
    year, week, _ = datetime.date.fromordinal(ordinal).isocalendar()
    return f"{year:04}-W{week:02}"


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month + 1:02}"
