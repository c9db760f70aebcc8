"""What was written in a dialect, read by its engine: the proof that it says what it should."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from digestkit.dialects.engine import Place, Reading
from digestkit.dialects.rules import rules_of
from digestkit.dialects.spelling import Spelling, runs
from digestkit.dialects.table import TableError
from digestkit.dialects.values import Context
from digestkit.dialects.writing import parts_of
from digestkit.model import Digest, Item, Paper
from digestkit.source import SourceText


class Day(NamedTuple):
    """A digest as it is to be read; its title is None where no heading is written."""

    date: datetime.date | None
    title: str | None
    papers: tuple[Paper, ...]

    @property
    def context(self) -> Context:
        """What the heading of the day may say."""
        sections = tuple((section, count) for section, count in runs(self.papers) if section is not None)
        return Context(self.date, self.title or "", papers=len(self.papers), sections=sections)

    @property
    def placed(self) -> Iterator[tuple[Paper, Context]]:
        """The papers with their places."""
        papers, ordinal = iter(self.papers), 0
        for section, count in runs(self.papers):
            for place in range(1, count + 1):
                ordinal += 1
                yield next(papers), Context(self.date, self.title or "", section, ordinal, place, count)


class Reader:
    """Reads what is written in a dialect, as a reader of the file would."""

    def __init__(self, how: Spelling) -> None:
        self._how = how
        self._table = how.table
        self._rules = rules_of(how.table)
        self._ends = {field.until for field in how.table.fields if field.until is not None}

    def reads_day(self, text: str, day: Day, date: datetime.date | None, section: str | None) -> bool:
        """Whether a text gives this day and nothing else, where a reader is at that date and section."""
        if not self._how.dated and not self._how.dated_rows:
            date = day.date
        reading = self._read(text, date, section)
        if reading is None:
            return False
        digests = _digests(reading)
        if not day.papers:
            return (reading.date, reading.title) == (day.date, day.title or "")
        return len(digests) == 1 and (
            digests[0].date == day.date
            and digests[0].papers == day.papers
            and (day.title is None or digests[0].title == day.title)
        )

    def reads_paper(self, text: str, paper: Paper, date: datetime.date | None) -> bool:
        """Whether a text gives this paper and nothing else."""
        before = None if self._how.dated_rows and date is not None else date
        reading = self._read(text, before, paper.section)
        if reading is None or (reading.date, reading.section) != (date, paper.section):
            return False
        digests = _digests(reading)
        return len(digests) == 1 and digests[0].papers == (paper,)

    def reads_section(self, text: str, section: str) -> bool:
        """Whether a text is the heading of this section and nothing else."""
        reading = self._read(text, None, None)
        return reading is not None and (reading.section, reading.date) == (section, None)

    def ends(self, line: str) -> bool:
        """Whether a line, wherever it stands, may be read as something of its own."""
        kept = line.rstrip()
        if not kept:
            return False
        if kept in self._ends or (kept[0] == "|" and self._table.columns):
            return True
        return self._rules.fit(kept)

    def _read(self, text: str, date: datetime.date | None, section: str | None) -> Reading | None:
        """Read a text; None where anything in it is not understood."""
        reading = Reading(SourceText(f"{self._how.head}{text}"), self._table, None, Place(date, section))
        reading.read()
        noticed = reading.noticed
        return None if noticed.unclaimed or noticed.unreadable or noticed.unended else reading


def _digests(reading: Reading) -> list[Digest]:
    return [segment for segment in reading.segments if isinstance(segment, Digest)]


_DAY = datetime.date(2024, 1, 2)
_TITLE = "Title"


def check(how: Spelling) -> None:
    """See that a table reads what it writes, by a digest that says something in each field.

    Raises `TableError` for what it does not read, or reads otherwise.
    """
    sections = ("First", "Second") if how.section is not None else (None,)
    papers = tuple([_example(how, section) for section in (*sections[:1], *sections)])
    day = Day(_DAY, _TITLE if "digest" in how.carried else None, papers)
    parts = [how.heading_of_day(day.context)]
    for paper, context in day.placed:
        if paper.section is not None and (context.ordinal_in_section == 1):
            parts.append(how.heading_of_section(context))
        parts += [how.head, how.paper_text(paper, context), how.separation()]
    reading = Reading(SourceText("".join(parts)), how.table, None, Place(_DAY))
    reading.read()
    _check_claimed(how, reading)
    digests = _digests(reading)
    read = tuple(paper for digest in digests for paper in digest.papers)
    if len(read) != len(papers):
        _refuse(how, "title", f"of {len(papers)} papers that it writes, the table reads {len(read)}")
    for wanted, found in zip(papers, read, strict=True):
        for name in sorted(how.carried - {"date", "digest"}):
            if getattr(wanted, name) != getattr(found, name):
                reason = f"what it writes of {name} the table reads as {getattr(found, name)!r}"
                _refuse(how, name, reason)
    if how.dated and [(digest.date, digest.title) for digest in digests] != [(_DAY, day.title or "")]:
        _refuse(how, "date", "the table reads another day than it writes")


def _check_claimed(how: Spelling, reading: Reading) -> None:
    noticed = reading.noticed
    for at in (*noticed.unclaimed, *noticed.unended):
        line = reading.source.text[at:].strip("\n").partition("\n")[0]
        remedy = "put it under ignore.lines, or into the line of a [[field]]"
        _refuse(how, line, f"it writes {line!r}, which the table does not read: {remedy}")


def _refuse(how: Spelling, near: str, reason: str) -> NoReturn:
    """Refuse a table, at the line of `[write]` that names a placeholder, or that a line was written by."""
    write = how.table.write
    if write is None:
        raise TableError(f"{how.table.name}: [write]: {reason}")
    found = (at for line, at in write.lines.items() if f"{{{near}}}" in line or _may_be(near, line))
    place = next(found, min(write.lines.values(), default=1))
    raise TableError(f"{write.shown}:{place}: [write]: {reason}")


def _may_be(line: str, source: str) -> bool:
    parts = parts_of(source)
    return bool(source.strip()) and line.startswith(parts[0]) and line.endswith(parts[-1].rstrip())


def _example(how: Spelling, section: str | None) -> Paper:
    """A paper that has something for each placeholder."""
    fields = {name: value for name, value in _VALUES.items() if name in how.carried}
    return Paper(
        "A title",
        "https://arxiv.org/abs/1706.03762",
        authors_truncated="authors_total" in how.names,
        summary=[Item(label, "text") for label in how.labels],
        section=section,
        links=tuple([(kind, "https://example.org/1") for kind in how.kinds]),
        extra=tuple([(name, _EXTRA.get(name, "text")) for name in how.further]),
        **fields,
    )


_VALUES: dict[str, Any] = {
    "authors": ("Ada Lovelace", "Grace Hopper"),
    "votes": 7,
    "submitted": _DAY,
    **dict.fromkeys(("abstract", "tldr", "doi"), "text"),
    **dict.fromkeys(("categories", "tags"), ("one", "two")),
}
_EXTRA = {"score": "7", "authors_total": "9"}
