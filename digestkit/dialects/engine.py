"""From a text in a dialect to the model: lines are matched to the templates of a table, in one pass.

The state is small: the day, the section, the paper that is being read, and the field whose lines go on. A
line that fits nothing of the table stays in the layout, and is counted; the first is shown.
"""

from __future__ import annotations

import datetime

from digestkit.diagnostics import Code, Diagnostic
from digestkit.dialects import dates, rows
from digestkit.dialects.draft import Draft
from digestkit.dialects.rules import Does, Rule, rules_of
from digestkit.dialects.table import Field, Table
from digestkit.model import Digest, Document, Paper, Segment
from digestkit.source import BOM, Origin, SourceText


def parse(text: str, table: Table, origin: Origin = Origin(), path: str | None = None) -> Document:
    """Read a text in a dialect. Never raises on a `str`; linear time.

    `path` is where the text lies, for dialects whose days stand in the names of files and folders.
    """
    place = place_of(path or origin.source or origin.name, table)
    reading = Reading(SourceText(text, origin.name), table, origin.source, place)
    reading.read()
    return Document(
        reading.segments,
        reading.diagnostics(),
        bom=text.startswith(BOM),
        newline="\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n",
    )


def place_of(path: str | None, table: Table) -> tuple[datetime.date | None, str | None]:
    """The day and the section that the end of a path names."""
    parts = (path or "").replace("\\", "/").split("/")
    for template in table.day_paths:
        values = template.match("/".join(parts[-1 - template.source.count("/") :]))
        if values is not None:
            said = dict(zip(template.names, values, strict=True))
            return dates.read(said.get("date", "")), said.get("section")
    return None, None


class Reading:
    """One text being read."""

    def __init__(
        self,
        source: SourceText,
        table: Table,
        name: str | None,
        place: tuple[datetime.date | None, str | None],
    ) -> None:
        self.source = source
        self.table = table
        self.name = name  # what digests remember of where they stood
        self.date, self.section = place
        self.title = ""
        self.segments: list[Segment] = []
        self.papers: list[Paper] = []
        self.draft: Draft | None = None
        self.run: int | None = None  # where the digest that is being read starts
        self.done = 0  # up to where there are segments
        self.columns: rows.Columns | None = None
        self.headed = False  # whether the line before is the heading of the paper
        self.unclaimed: list[int] = []
        self.unreadable: list[int] = []

    def read(self) -> None:
        """Read all lines."""
        text, rules = self.source.text, rules_of(self.table)
        at, length = len(BOM) if text.startswith(BOM) else 0, len(text)
        while at < length:
            end = text.find("\n", at)
            after = length if end < 0 else end + 1
            line = text[at:after].rstrip()
            if line:
                after = self.line(rules[line[0]], at, line, after)
            elif self.draft is not None:
                self.draft.go_on("")
            at = after
        self.end_digest(length)
        if self.done < length:
            self.segments.append(text[self.done :])

    def line(self, rules: tuple[Rule, ...], at: int, line: str, after: int) -> int:
        """Read a line that is not blank, without blanks at its end; returns where to go on."""
        for template, does, field in rules:
            values = template.match(line)
            if values is None:
                continue
            if does is Does.FIELD:
                if not self.field(at, line, template.names, values, field):
                    continue
                self.headed = False
                return after if field is None or field.until is None else self.block(after, field.until)
            self.headed = does is Does.PAPER
            _HANDLERS[does](self, at, dict(zip(template.names, values, strict=True)))
            return after
        self.headed = False
        if line[0] == "|" and self.table.columns and self.row(at, line, after):
            return after
        if self.draft is None or not self.draft.go_on(line):
            self.unclaimed.append(at)
        return after

    def block(self, start: int, until: str) -> int:
        """Take lines up to the one that ends the block, or, where it is cut off, to the next paper."""
        text, draft = self.source.text, self.draft
        end, after = self._line_that_is(until, start)
        for template in self.table.papers:
            at = start
            while (at := text.find(template.prefix, at, end)) >= 0:
                if (
                    text[at - 1] == "\n"
                    and template.match(text[at : _line_end(text, at)].rstrip()) is not None
                ):
                    end = after = at
                    break
                at += 1
        if draft is not None:
            draft.pieces.append(text[start:end])
            draft.close(end)
        return after

    def _line_that_is(self, wanted: str, start: int) -> tuple[int, int]:
        """Where the next line that says this, and nothing else, starts, and where the one after it does."""
        text, at = self.source.text, start
        while (at := text.find(wanted, at)) >= 0:
            end = _line_end(text, at)
            if text[at - 1] == "\n" and not text[at + len(wanted) : end].strip():
                return at, min(end + 1, len(text))
            at += 1
        return len(text), len(text)

    # What a line that fits a rule does

    def field(
        self, at: int, line: str, names: tuple[str, ...], values: tuple[str, ...], field: Field | None
    ) -> bool:
        """Take a line of a field; False where it cannot stand here."""
        draft = self.draft
        if draft is None or field is None or (field.first and not self.headed):
            return False
        if field.in_order and draft.rank > field.rank:
            return False
        draft.close(at)
        draft.open(field, at, at + len(line), names, values, self.source)
        return True

    def day(self, at: int, said: dict[str, str]) -> None:
        """Start a digest."""
        self.end_digest(at)
        self.date, self.title, self.section, self.run = (
            dates.read(said["date"]),
            said.get("digest", ""),
            None,
            at,
        )

    def heading(self, at: int, said: dict[str, str]) -> None:
        """Start a section."""
        self.end_paper(at)
        self.section, self.columns = said["section"], None
        if self.run is None and self.date is not None:
            self.run = at

    def paper(self, at: int, said: dict[str, str]) -> None:
        """Start a paper, and a digest where there is none."""
        self.end_paper(at)
        self.run = at if self.run is None else self.run
        self.draft = Draft(at)
        self.draft.take_all(said)

    def passed_over(self, at: int, _said: dict[str, str]) -> None:
        """End the field before."""
        if self.draft is not None:
            self.draft.close(at)

    def row(self, at: int, line: str, after: int) -> bool:
        """Read a row of a table: a head of known columns, the rule below it, or a paper."""
        cells = rows.cells(line)
        head = rows.head(cells, self.table.columns)
        if head is not None:
            self.end_paper(at)
            self.columns = head
            return True
        if self.columns is None:
            return False
        if rows.is_rule(cells):
            return True
        draft = rows.fill(at, cells, self.columns)
        if draft is None:
            return False
        self.end_paper(at)
        self._turn_to(dates.read(draft.known.get("date", "")), at)
        self.draft = draft
        self.end_paper(after)
        return True

    def _turn_to(self, date: datetime.date | None, at: int) -> None:
        """Start a digest where a row is of another day than the one above it."""
        if date is not None and date != self.date:
            self.end_digest(at)
            self.date = date
        self.run = at if self.run is None else self.run

    # Ends

    def end_paper(self, end: int) -> None:
        """Make the paper that was being read."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        draft.close(end)
        made = draft.paper(end, self.table, self.source, self.section)
        if made is not None:
            self.papers.append(made)
        else:
            self.unreadable.append(draft.start)

    def end_digest(self, end: int) -> None:
        """Make the digest that was being read: all since its start."""
        self.end_paper(end)
        start, self.run = self.run, None
        if start is None or not (self.papers or self.date):
            return
        if self.done < start:
            self.segments.append(self.source.text[self.done : start])
        span = (start, end)
        self.segments.append(Digest(self.date, self.title, self.papers, span, self.source, source=self.name))
        self.done, self.papers = end, []

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed: headings of no paper, and in one line what fits nothing of the table."""
        found = [
            Diagnostic(
                Code.BAD_HEADING,
                "a paper without a title or a link cannot be read; kept",
                self.source.name,
                *self.source.position(at),
            )
            for at in self.unreadable
        ]
        if self.unclaimed:
            count = len(self.unclaimed)
            fit = f"{count} lines fit" if count > 1 else "a line fits"
            message = f"{fit} nothing of the dialect {self.table.name}, here first; kept"
            place = self.source.position(self.unclaimed[0])
            found.append(Diagnostic(Code.STRAY_TEXT, message, self.source.name, *place))
        return tuple(found)


_HANDLERS = {
    Does.DAY: Reading.day,
    Does.SECTION: Reading.heading,
    Does.PAPER: Reading.paper,
    Does.NOTHING: Reading.passed_over,
}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
