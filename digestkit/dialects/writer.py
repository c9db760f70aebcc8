"""From the model to a dialect: papers are written by the pieces of its table, and read back by its engine.

What reads back as it is needs no more. A digest that does not is looked at paper by paper: what its dialect
cannot spell is changed as little as possible or left out (`mending`), and told. So what is not told is equal,
in the fields that the dialect carries.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from digestkit import diagnostics
from digestkit.diagnostics import Code, Diagnostic, Located, Report
from digestkit.dialects import engine, mending, readback
from digestkit.dialects.readback import Day, Reader
from digestkit.dialects.spelling import Spelling
from digestkit.dialects.values import Context
from digestkit.errors import ModelError
from digestkit.model import Digest, Paper


def chunks(
    digests: Iterable[Digest], how: Spelling, report: Report | None = None, output: str | None = None
) -> Iterator[str]:
    """Yield the text of digests, one at a time. `output` is what the file is called, where that is known.

    What the dialect does not carry is left out, and what it cannot spell changed as little as possible;
    `report` hears of both. Raises `ModelError` in place of that where there is no `report`, and `TableError`
    for a table that does not read what it writes.
    """
    readback.check(how)
    writer = Writer(how, report, output)
    for digest in digests:
        yield writer.digest(digest)


class _Place(NamedTuple):
    """Where a reader of what was written so far is: whether there is anything, in which day and section."""

    begun: bool = False
    date: datetime.date | None = None
    section: str | None = None


class Writer:
    """Writes one output, digest by digest."""

    def __init__(self, how: Spelling, report: Report | None = None, output: str | None = None) -> None:
        self._how = how
        self._reader = Reader(how)
        self._report = report
        self._output = output
        self._place = _Place()
        self._sections: dict[str, tuple[str, str | None]] = {}  # what is told of them, and how they read

    def digest(self, digest: Digest) -> str:
        """The text of a digest, which goes on where the one before ended."""
        how = self._how
        date = self._day_of(digest)
        papers = [self._known(paper) for paper in digest.papers]
        if how.dated and date is not None and date == digest.date:
            self._place = self._place._replace(section=None)
            title = self._title_of(digest, date)
        else:
            title = None
            if digest.title:
                self._tell("title: there is no place for it, so it was left out", digest, Code.DROPPED)
        if not papers and title is None:
            self._tell("a digest without papers has no place, so it was left out", digest, Code.DROPPED)
            return ""
        day = Day(date, title, tuple(self._in_sections(papers)))
        text = self._text(day)
        before = self._place
        if not self._reader.reads_day(text, day, before.date, before.section):
            day = day._replace(papers=tuple(self._fitted(day)))
            text = self._text(day)
        section = day.papers[-1].section if day.papers else self._place.section
        self._place = _Place(True, date, section)
        return text

    # The day

    def _day_of(self, digest: Digest) -> datetime.date | None:
        """The day that the papers of a digest will be read under."""
        how, place = self._how, self._place
        if "date" not in how.carried:
            if digest.date is not None:
                self._tell("date: there is no place for it, so it was left out", digest, Code.DROPPED)
            return None
        if not how.dated and not how.dated_rows:
            return self._day_of_file(digest)
        if digest.date is None:
            if place.date is not None:
                self._tell(f"date: none, so its papers are read as of {place.date}", digest)
            return place.date
        if not how.dated and place.begun and digest.date == place.date:
            self._tell("it is read as part of the digest before it, which is of the same day", digest)
        return digest.date

    def _day_of_file(self, digest: Digest) -> datetime.date | None:
        """The day in the name of the file, which all of its papers are of."""
        place = self._place
        date = place.date
        if not place.begun:
            date = engine.place_of(self._output, self._how.table).date or digest.date
            if date is not None and engine.place_of(self._output, self._how.table).date is None:
                name = self._how.file_name(date)
                self._note(f"this dialect has the day in the name of the file: call it {name}", digest)
        elif digest.date == date:
            self._tell("it is read as part of the digest before it: a file has one day", digest)
        if digest.date != date:
            self._tell(f"date: a file has one day, so its papers are read as of {date}", digest)
        return date

    def _title_of(self, digest: Digest, date: datetime.date) -> str:
        """The title as the heading of the day can have it."""
        for what, title in mending.lines(digest.title):
            day = Day(date, title, ())
            if self._reader.reads_day(self._how.heading_of_day(day.context), day, None, None):
                if what:
                    self._tell(f"title: {what}", digest)
                return title
        what = mending.LEFT_OUT if digest.title else "none, so that of the dialect stands there"
        self._tell(f"title: {what}", digest, Code.DROPPED)
        return ""

    # Papers

    def _known(self, paper: Paper) -> Paper:
        """What the dialect has a place for."""
        known, told = self._how.known(paper)
        if told:
            self._tell("; ".join(told), paper, Code.DROPPED)
        return known

    def _in_sections(self, papers: list[Paper]) -> Iterator[Paper]:
        """The papers with sections that can be written; none can follow a section that is under no other."""
        current = self._place.section
        for paper in papers:
            what, section = self._section_of(paper.section)
            if section is None and current is not None:
                what, section = f"none, so it is read as under {current!r}", current
            if what:
                self._tell(f"section: {what}", paper)
            yield attrs.evolve(paper, section=section) if section != paper.section else paper
            current = section

    def _section_of(self, section: str | None) -> tuple[str, str | None]:
        if section is None:
            return "", None
        if section not in self._sections:
            ways = (
                (what, name)
                for what, name in mending.lines(section)
                if self._reader.reads_section(self._how.heading_of_section(Context(section=name)), name)
            )
            self._sections[section] = next(ways, (mending.LEFT_OUT, None))
        return self._sections[section]

    def _fitted(self, day: Day) -> Iterator[Paper]:
        """The papers as they can be read back, each looked at on its own."""
        for paper in day.papers:
            fitted = self._fit(paper, day.date)
            if fitted.told:
                self._tell("; ".join(fitted.told), paper)
            if fitted.paper is not None:
                yield fitted.paper
            else:
                message = "this dialect cannot say its title and URL, so it was left out"
                self._tell(message, paper, Code.DROPPED)

    def _fit(self, paper: Paper, date: datetime.date | None) -> mending.Fitted:
        def reads(trial: Paper) -> bool:
            text = self._how.paper_text(trial, Context(date))
            return self._reader.reads_paper(text, trial, date)

        if reads(paper):
            return mending.Fitted(paper)
        return mending.fit(paper, self._how, self._reader.ends, reads)

    # Text

    def _text(self, day: Day) -> str:
        how, place = self._how, self._place
        heading = how.heading_of_day(day.context) if day.title is not None or not how.dated else ""
        parts = [how.separation(), heading] if place.begun else [heading]
        headed, between, section = place.begun and not heading, False, place.section
        for paper, context in day.placed:
            if between:
                parts.append(how.separation())
            if paper.section is not None and paper.section != section:
                parts.append(how.heading_of_section(context))
                headed = False
            if not headed:
                parts.append(how.head)
            parts.append(how.paper_text(paper, context))
            headed, between, section = True, True, paper.section
        text = "".join(parts)
        return text if place.begun else text.lstrip("\n")

    # Reports

    def _tell(self, message: str, node: Located, code: Code = Code.ALTERED) -> None:
        told = diagnostics.at(node, code, message)
        if self._report is None:
            raise ModelError(f"no digest in {self._how.table.name} can be so; with `report`: {told.text()}")
        self._report(told)

    def _note(self, message: str, node: Located) -> None:
        if self._report is not None:
            note = diagnostics.at(node, Code.EXPORT_WARNING, message)
            self._report(Diagnostic(note.code, note.message))
