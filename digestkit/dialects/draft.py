"""A paper being read: values as they are captured, and what they become in the model."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from digestkit import arxiv, unchecked
from digestkit.dialects import dates, placeholders
from digestkit.dialects.placeholders import ARXIV, EXTRA, FIELDS, LABEL, LINKS
from digestkit.dialects.table import Authors, Field
from digestkit.model import Paper
from digestkit.refusals import MAX_VOTE_DIGITS
from digestkit.source import NOWHERE, Site, SourceText, Span

_SEPARATOR = ", "
_MORE = "+"
"""A name that the model does not take for one: it says that there are more."""


class Draft:
    """What is known of a paper so far, and the field whose lines go on.

    The first value of a field counts; what a field cannot hold, another value or a number beyond all votes,
    is kept in `extra`. Blanks are as if they were not there.
    """

    __slots__ = (
        "authors",
        "below",
        "day",
        "extra",
        "field",
        "fields",
        "first",
        "items",
        "known",
        "label",
        "links",
        "name",
        "rank",
        "start",
        "starts",
        "surplus",
    )

    def __init__(self, start: int, authors: Authors) -> None:
        self.start = start
        self.authors = authors
        self.day: datetime.date | None = None  # that the paper itself says it belongs to
        self.known: dict[str, Any] = {}
        self.items: list[tuple[str | None, str, int, int]] = []
        self.links: list[tuple[str, str]] = []
        self.extra: list[tuple[str, str]] = []
        self.fields: set[int] = set()  # that were met, by their ranks
        self.field: Field | None = None  # that was met last
        self.rank = -1  # of the last that the table knows the label of
        self.label: str | None = None  # of the item that it becomes
        self.name = ""  # of the placeholder that further lines belong to; empty where none do
        self.first: str | None = None  # what the first line of that says, if anything can stand there
        self.starts = self.below = 0  # where that line starts, and the one below it
        self.surplus = False  # whether its row has more cells than columns

    @property
    def is_paper(self) -> bool:
        """Whether there is what each paper has: a title and a link."""
        return "title" in self.known and "url" in self.known

    def admits(self, field: Field) -> bool:
        """Whether a line of this field can stand here: each counts once, some only in their order."""
        rank = field.rank
        return rank not in self.fields and not (field.in_order and self.rank > rank)

    def open(
        self,
        field: Field,
        span: Span,
        names: Sequence[str],
        values: Sequence[str],
        goes_to: str = "",
        below: int = 0,
    ) -> None:
        """Take the first line of a field; lines `below` may go on with the placeholder that they go to."""
        self.field = field
        self.name = goes_to
        if LABEL in names:
            self.label = values[names.index(LABEL)]
        else:
            self.label = field.label
            self.rank = field.rank
            if not field.repeats:
                self.fields.add(field.rank)
        if goes_to:
            self.starts, self.below, self.first = span[0], below, None
            if names and names[-1] == goes_to:
                self.first = values[-1]
                names = names[:-1]
        if names:
            self.take(names, values, field)
            if "text" in names:
                self.items.append((self.label, values[names.index("text")], *span))

    def close(self, text: str, end: int) -> None:
        """End the open field, if there is one; `end` is where the line after it starts in a text."""
        name, field = self.name, self.field
        if not name or field is None:
            return
        self.name = ""
        further = text[self.below : end]
        said = self.first or ""
        if further and not further.isspace():
            said = self._said(further, field)
        said = said.rstrip()
        if field.strip is not None:
            said = _stripped(said, field.strip)
        if name == "text" and (said or not field.may_repeat):
            self.items.append((self.label, said, self.starts, max(end - 1, self.starts)))
        elif name != "text":
            self.take((name,), (said,), field)

    def _said(self, further: str, field: Field) -> str:
        """What the first line of a field says together with the lines below it."""
        if field.until is None:
            further = "\n".join([line.rstrip() for line in further.split("\n")])
        said = further if self.first is None else f"{self.first}\n{further}"
        if "\r" in said:
            said = said.replace("\r\n", "\n")
        return said[_first_line(said) :] if said[:1].isspace() else said

    def take(self, names: Sequence[str], values: Sequence[str], field: Field | None = None) -> None:
        """Take what a line captured; values beyond the names are left."""
        for name, value in zip(names, values):  # noqa: B905 - as above
            if not value or value.isspace():
                if name == "title":
                    self.known.setdefault("title", "")
            elif name in _TAKES:
                _TAKES[name](self, name, value, field)

    def take_block(self, name: str, text: str, _field: Field | None) -> None:
        """Take a text; a second one that says something else is kept beside the first."""
        if self.known.setdefault(name, text) != text:
            self.extra.append((name, text))

    def take_line(self, name: str, text: str, field: Field | None) -> None:
        """Take a text of one line."""
        self.take_block(name, text.replace("\n", " "), field)

    def take_list(self, name: str, text: str, field: Field | None) -> None:
        """Take the terms of a list."""
        split = self.authors.split if name == "authors" else None
        if name == "authors":
            for more in self.authors.more:
                if more and text.endswith(more):
                    separator = ((field.split if field is not None else None) or split or _SEPARATOR).strip()
                    text = text.removesuffix(more).rstrip().removesuffix(separator)
                    self.known["authors_truncated"] = True
                    break
        parts = _parts(text, field, split)
        if "\n" in text:
            parts = [part.replace("\n", " ") for part in parts]
        terms = tuple([term for part in parts if (term := part.strip())])
        if name == "categories" and "(" in text:
            terms = tuple(map(arxiv.category, terms))
        if self.known.setdefault(name, terms) != terms:
            self.extra.append((name, text))

    def take_link(self, name: str, url: str, _field: Field | None) -> None:
        """Take a link of a kind."""
        self.links.append((name, url))

    def take_extra(self, name: str, text: str, _field: Field | None) -> None:
        """Take what no field of the model holds."""
        self.extra.append((name, text))

    def take_links(self, _name: str, text: str, _field: Field | None) -> None:
        """Take Markdown links: the first is the paper's where nothing else is."""
        for name, url in placeholders.links(text):
            if "url" not in self.known:
                self.known["url"] = url
            else:
                self.links.append((" ".join(name.lower().split()) or "link", url))

    def take_arxiv(self, _name: str, text: str, field: Field | None) -> None:
        """Take an arXiv id, which stands for the paper's page."""
        self.take_line("url", arxiv.PAGES + text, field)

    def take_votes(self, _name: str, text: str, _field: Field | None) -> None:
        """Take a number of votes."""
        votes = int(text) if len(text) <= MAX_VOTE_DIGITS else None
        if votes is None or self.known.setdefault("votes", votes) != votes:
            self.extra.append(("votes", text))

    def take_submitted(self, _name: str, text: str, _field: Field | None) -> None:
        """Take the day of submission."""
        day = dates.read(text)
        if day is None or self.known.setdefault("submitted", day) != day:
            self.extra.append(("submitted", text))

    def take_day(self, _name: str, text: str, _field: Field | None) -> None:
        """Take the day that the paper belongs to."""
        day = dates.read(text)
        self.day = self.day or day
        if day is None or day != self.day:
            self.extra.append(("date", text))

    def paper(self, end: int, source: SourceText, section: str | None, site: Site = NOWHERE) -> Paper | None:
        """The paper that came of it, with its links made absolute by a site; None where it is none."""
        if not self.is_paper:
            return None
        known = self.known
        names = known.pop("authors", ())
        if _MORE in names or self._authors_total() > len(names):
            known["authors_truncated"] = True
        known.setdefault("section", section)
        return unchecked.paper(
            known.pop("title"),
            site.resolved(known.pop("url")),
            None,
            known.pop("votes", None),
            tuple([name for name in names if name != _MORE]) if _MORE in names else names,
            known.pop("authors_truncated", False),
            tuple([unchecked.item(label, text, (at, to), source) for label, text, at, to in self.items]),
            (self.start, end),
            source,
            self.authors.ordered,
            links=tuple([(kind, site.resolved(url)) for kind, url in self.links]) if self.links else (),
            extra=tuple(self.extra),
            **known,
        )

    def _authors_total(self) -> int:
        """How many authors there are, where that is said: no more than five digits of it are believed."""
        totals = [text for name, text in self.extra if name == "authors_total"] if self.extra else ()
        return next((int(text) for text in totals if len(text) < 6), 0)


def _first_line(text: str) -> int:
    """Where the first line starts that is not blank."""
    return text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1


def _stripped(text: str, mark: str) -> str:
    """A text without what stands before its lines; a line that is nothing else is blank."""
    bare = mark.rstrip()
    lines = text.split("\n")
    return "\n".join(["" if line == bare else line.removeprefix(mark) for line in lines]).strip("\n")


def _parts(text: str, field: Field | None, split: str | None) -> list[str]:
    """The terms of a list. Where anything but separators stands between wrapped ones, all of it is split."""
    if field is not None and field.wrap:
        parts = text.split(field.wrap)
        if len(parts) > 1 and not set("".join(parts[::2])) - placeholders.BETWEEN:
            return parts[1::2]
    return text.split((field.split if field is not None else None) or split or _SEPARATOR)


_TAKES: Mapping[str, Callable[[Draft, str, str, Field | None], None]] = {
    **dict.fromkeys(FIELDS - {"text"}, Draft.take_line),
    **dict.fromkeys(("abstract", "tldr"), Draft.take_block),
    **dict.fromkeys(("authors", "categories", "tags"), Draft.take_list),
    **dict.fromkeys(LINKS, Draft.take_link),
    **dict.fromkeys(EXTRA, Draft.take_extra),
    "links": Draft.take_links,
    ARXIV: Draft.take_arxiv,
    "votes": Draft.take_votes,
    "submitted": Draft.take_submitted,
    "date": Draft.take_day,
}
"""What becomes of the text of a placeholder; of others nothing does."""
