"""From a text in a dialect to the model: lines are matched to the templates of a table, in one pass.

The state is small: the day, the section, the paper that is being read, and the field whose lines go on. A
line that fits nothing of the table stays in the layout, and is counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from digestkit.dialects import dates, front, rows
from digestkit.dialects.draft import Draft
from digestkit.dialects.landmarks import Landmark, headings
from digestkit.dialects.noticed import Noticed
from digestkit.dialects.rules import Does, Rule, rules_of
from digestkit.dialects.runs import run_of
from digestkit.dialects.table import Table
from digestkit.markdown.notes import Notes, note_characters
from digestkit.model import Digest, Document, Paper, Segment
from digestkit.source import BOM, NO_ORIGIN, Origin, SourceText, newline_of
from digestkit.unchecked import no_garbage

_UNFOLDS, _FOLDED = "<details>", "</details>"


_WORTH = 1 << 16
"""For fewer characters a pattern takes more time to be compiled than it saves."""


class Place(NamedTuple):
    """What the name of a file says of the papers in it."""

    date: datetime.date | None = None
    section: str | None = None


def parse(text: str, table: Table, origin: Origin = NO_ORIGIN) -> Document:
    """Read a text in a dialect. Never raises on a `str`; linear time.

    Some dialects have their days in the names of files and folders: these are in the origin's path, or in
    what else is known of it.
    """
    return finished(begun(text, table, origin))


def begun(text: str, table: Table, origin: Origin = NO_ORIGIN) -> Reading:
    """A reading of a text of which nothing is read yet."""
    return _begun(text, table, origin, place_of(origin.path or origin.source or origin.name, table))


def finished(reading: Reading) -> Document:
    """Read what is left of a text."""
    with no_garbage():
        reading.read()
    source, name = reading.source, reading.table.name
    notes = Notes(source)
    note_characters(source.text, notes)
    return Document(
        reading.segments,
        (*notes.diagnostics(), *reading.noticed.diagnostics(source, name)),
        bom=source.text.startswith(BOM),
        newline=newline_of(source.text),
        dialect=name,
    )


def place_of(path: str | None, table: Table) -> Place:
    """The day and the section that the end of a path names."""
    parts = (path or "").replace("\\", "/").split("/")
    for template in table.day_paths:
        values = template.match("/".join(parts[-1 - template.source.count("/") :]))
        if values is not None:
            said = dict(zip(template.names, values, strict=True))
            day = said.get("date") or "/".join((said.get("month", ""), said.get("day", "")))
            return Place(dates.read(day), " ".join(said.get("section", "").split()) or None)
    return Place()


def _begun(text: str, table: Table, origin: Origin, place: Place) -> Reading:
    again = partial(_read_again, table=table, origin=origin, place=place)
    return Reading(SourceText(text, origin.name, again, table.site), table, origin.source, place)


def _read_again(text: str, table: Table, origin: Origin, place: Place) -> Document:
    return finished(_begun(text, table, origin, place))


class Reading:
    """One text being read: `segments` and what was `noticed` are there after `read`.

    It can be read in steps: what the beginning was read for, to tell the dialect, is not read again.
    """

    def __init__(self, source: SourceText, table: Table, name: str | None, place: Place) -> None:
        self.source = source
        self.table = table
        self.name = name  # what digests remember of where they stood
        self.date, self.section = place
        self.title = ""
        self.segments: list[Segment] = []
        self.papers: list[Paper] = []
        self.noticed = Noticed()
        self._draft: Draft | None = None
        self._run: int | None = None  # where the digest that is being read starts
        self._done = len(BOM) if source.text.startswith(BOM) else 0  # up to where there are segments
        self._columns: rows.Columns | None = None
        self._above: tuple[int, int, list[str]] | None = None  # a row that is a head if a rule is right below
        self._headed = False  # whether the line before is the heading of the paper
        self._ends: dict[str, Landmark] = {}
        self._headings = headings(source.text, table.papers)
        self._run_of_fields = run_of(table) if len(source.text) > _WORTH else None
        self._until = 0  # where the lines end that are being read
        self.body = self._at = self._front(self._done)  # where front matter ends; up to where lines are read

    def read(self) -> None:
        """Read all lines that are not read yet."""
        text = self.source.text
        self.read_on(len(text))
        self._end_digest(len(text))
        self._cut_off(len(text))
        if self._done < len(text):
            self.segments.append(text[self._done :])

    def read_on(self, until: int) -> None:
        """Read the lines that start before an offset."""
        text, rules, at = self.source.text, rules_of(self.table), self._at
        length = len(text)
        self._until = until = min(until, length)
        while at < until:
            if text[at] == "\n":
                at += 1
                continue
            stop = text.find("\n", at)
            after = stop + 1
            if stop < 0:
                stop = after = length
            # Nobody holds the line but who reads it.
            at = self._line(rules[text[at]], at, text[at:stop].rstrip(), after)
        self._at = at

    def count(self) -> tuple[int, int]:
        """How many papers there are so far, and how many of what looks like one cannot be read.

        One of which more may come is neither.
        """
        made = sum(len(segment.papers) for segment in self.segments if not isinstance(segment, str))
        papers, unreadable = made + len(self.papers), len(self.noticed.unreadable)
        if self._draft is not None and self._draft.is_paper:
            papers += 1
        elif self._draft is not None and self._at >= len(self.source.text):
            unreadable += 1
        return papers, unreadable

    def _cut_off(self, end: int) -> None:
        """Notice HTML to unfold that is not closed: there the text was cut off."""
        opened = self.source.text.rfind(_UNFOLDS, 0, end)
        if opened >= 0 and not self.noticed.unended and self.source.text.find(_FOLDED, opened) < 0:
            self.noticed.unended.append(opened)

    def _front(self, at: int) -> int:
        """Read front matter, with which a paper starts; returns where to go on."""
        found = front.find(self.source.text, at) if self.table.front else None
        if found is None:
            return at
        if found.said is None:
            self.noticed.unreadable.append(at)
            return found.end
        self._run, self._draft = at, Draft(at, self.table.authors)
        if not front.take(self._draft, found.said, self.table.front, found.end):
            self.noticed.unclaimed.append(at)
        return found.end

    def _line(self, rules: tuple[Rule, ...], at: int, line: str, after: int) -> int:
        """Read a line, without blanks at its end; returns where to go on."""
        if not line:
            return after
        headed, self._headed = self._headed, False
        draft = self._draft
        for match, names, does, field, goes_to in rules:
            values = match(line)
            if values is None:
                continue
            if field is None:
                _HANDLERS[does](self, at, line, names, values)
                return self._below(after) if does is Does.PAPER else after
            if draft is not None and (headed or not field.first) and draft.admits(field):
                if field.apart and not _is_apart(self.source.text, at):
                    continue
                if draft.name:
                    draft.close(self.source.text, at)
                draft.open(field, (at, at + len(line)), names, values, goes_to, after)
                return after if field.until is None else self._block(after, field.until)
        cells = rows.cells(line) if self.table.columns and "|" in line else None
        line = ""  # a row may be as long as the file, and its cells are a copy
        is_row = cells is not None and self._row(at, cells, after)
        if not is_row and (draft is None or not draft.name):
            self.noticed.unclaimed.append(at)
        return after

    # What a line that fits a rule does

    def _below(self, start: int) -> int:
        """Take the fields right below the heading of a paper, where they stand as the table has them."""
        run, draft = self._run_of_fields, self._draft
        after = (
            start if run is None or draft is None else run.take(draft, self.source.text, start, self._until)
        )
        self._headed = after == start
        return after

    def _block(self, start: int, until: str) -> int:
        """Take lines up to the one that ends the block, or, where it is cut off, to the next paper."""
        text, draft = self.source.text, self._draft
        if until not in self._ends:
            self._ends[until] = Landmark(text, until, partial(_same, until))
        end, after = self._ends[until].after(start)
        heading = min([one.after(start, end)[0] for one in self._headings], default=len(text))
        if heading < end or end == len(text):
            end = after = min(heading, end)
            self.noticed.unended.append(start - 1)
        if draft is not None:
            draft.close(text, end)
        return after

    def day(self, at: int, line: str, names: Sequence[str], values: Sequence[str]) -> None:
        """Start a digest; a heading without a day that exists is its title as a whole."""
        self._end_digest(at)
        said = dict(zip(names, values, strict=True))
        if "date" in said:
            self.date = dates.read(said["date"])
        else:
            self.date = dates.end_of_week(said["week"], said.get("year", ""))
        self.title = said.get("digest", "") if self.date is not None else line.lstrip("# ")
        self.section, self._run = None, at

    def heading(self, at: int, _line: str, names: Sequence[str], values: Sequence[str]) -> None:
        """Start a section."""
        self._end_paper(at)
        self.section, self._columns = values[names.index("section")].strip() or None, None
        if self._run is None and self.date is not None:
            self._run = at

    def paper(self, at: int, _line: str, names: Sequence[str], values: Sequence[str]) -> None:
        """Start a paper, and a digest where there is none, or one of another day."""
        self._end_paper(at)
        draft = Draft(at, self.table.authors)
        draft.take(names, values)
        self._turn_to(draft.day, at)
        self._draft = draft

    def passed_over(self, at: int, _line: str, _names: Sequence[str], _values: Sequence[str]) -> None:
        """End the field before."""
        if self._draft is not None:
            self._draft.close(self.source.text, at)

    def _row(self, at: int, cells: list[str], after: int) -> bool:
        """Read a row of a table: a head of known columns, the rule below it, or a paper."""
        text = self.source.text
        has_bar = text[at] == "|"
        if has_bar and self._head(at, cells):
            return True
        if rows.is_rule(text, at, after):
            return self._ruled(at) or self._columns is not None
        columns = self._columns or (rows.assumed(self.table) if has_bar else None)
        if columns is None:
            draft = None
        elif has_bar and self._columns is not None:
            draft = rows.fill(at, cells, columns, self.table.authors)
        else:
            draft = rows.fill_whole(at, cells, columns, self.table.authors)
        if draft is None:
            self._above = (at, after, cells)
            return False
        if draft.surplus:
            self.noticed.surplus.append(at)
        self._end_paper(at)
        self._turn_to(draft.day, at)
        self._draft = draft
        self._end_paper(after)
        return True

    def _head(self, at: int, cells: list[str]) -> bool:
        """Read a row as the head of a table, if it names columns."""
        head = rows.head(cells, self.table)
        if head is not None:
            self._end_paper(at)
            self._columns = head
        return head is not None

    def _ruled(self, at: int) -> bool:
        """Read the line right above a rule as the head of a table, which needs no bar before it there."""
        above, self._above = self._above, None
        if above is None or above[1] != at or not self._head(above[0], above[2]):
            return False
        if self.noticed.unclaimed[-1:] == [above[0]]:
            self.noticed.unclaimed.pop()
        return True

    def _turn_to(self, date: datetime.date | None, at: int) -> None:
        """Start a digest where there is none, or a paper says that it is of another day."""
        if date is not None and date != self.date:
            self._end_digest(at)
            self.date = date
        self._run = at if self._run is None else self._run

    # Ends

    def _end_paper(self, end: int) -> None:
        """Make the paper that was being read."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        draft.close(self.source.text, end)
        if draft.day is not None:
            self._turn_to(draft.day, draft.start)
        made = draft.paper(end, self.source, self.section, self.table.site)
        if made is not None:
            self.papers.append(made)
        else:
            self.noticed.unreadable.append(draft.start)

    def _end_digest(self, end: int) -> None:
        """Make the digest that was being read: all since its start."""
        self._end_paper(end)
        start, self._run = self._run, None
        if start is None or not (self.papers or self.date or self.title):
            return
        text = self.source.text
        if self._done < start:
            self.segments.append(text[self._done : start])
        span, site = (start, end), self.table.site
        self.segments.append(
            Digest(self.date, self.title, self.papers, span, self.source, source=self.name, site=site)
        )
        self._done, self.papers = end, []


_HANDLERS = {
    Does.DAY: Reading.day,
    Does.SECTION: Reading.heading,
    Does.PAPER: Reading.paper,
    Does.NOTHING: Reading.passed_over,
}


def _is_apart(text: str, at: int) -> bool:
    """Whether the line above the one at an offset is blank, or there is none."""
    above = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : at]
    return not above or above.isspace()


def _same(wanted: str, line: str) -> str | None:
    """What a landmark that is one exact line fits."""
    return line if line == wanted else None
