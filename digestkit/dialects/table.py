"""A dialect as a table: what its TOML file says, checked, with templates made ready.

A mistake is told with its line and a remedy (`TableError`), since tables are written by people who know
their digests and need not know this code.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, NoReturn

from digestkit.dialects.template import IGNORED, Template, TemplateError, compiled
from digestkit.errors import UsageError

FIELDS = frozenset(
    [
        "title",
        "url",
        "votes",
        "authors",
        "digest",
        "section",
        "abstract",
        "tldr",
        "categories",
        "tags",
        "submitted",
        "doi",
        "date",
        "text",
    ]
)
"""Placeholders that fill a field of the model; `text` is that of an item, which the field's label names."""
LINKS = frozenset(("pdf", "code", "html", "project"))
"""Placeholders that become links of their kind."""
EXTRA = frozenset(("score", "comment", "authors_total"))
"""Placeholders that no field of the model holds, kept in `Paper.extra`."""
OTHER = frozenset(("ordinal", "slug", IGNORED))
"""Placeholders that say nothing of a paper that does not follow from its place."""
KNOWN = FIELDS | LINKS | EXTRA | OTHER


class TableError(UsageError):
    """A table that says something impossible; the message has its file, its line, and what to do."""


class Field(NamedTuple):
    """A line below a paper's heading, and what becomes of what it captures.

    `into` is the field that takes the lines of a block whose first line captures nothing; `until` ends
    such a block. `rank` is its place in the table, for fields that stand `in_order`.
    """

    lines: tuple[Template, ...]
    rank: int
    label: str | None = None
    into: str | None = None
    split: str | None = None
    wrap: str | None = None
    more: str | None = None
    strip: str | None = None
    first: bool = False
    in_order: bool = False
    goes_on: bool = False
    until: str | None = None


class Table(NamedTuple):
    """A dialect: where the day, the section and the papers stand, the fields, and what is passed over."""

    name: str
    summary: str
    used_by: tuple[str, ...]
    site: str | None
    authors_ordered: bool | None
    day_paths: tuple[Template, ...]
    days: tuple[Template, ...]
    sections: tuple[Template, ...]
    papers: tuple[Template, ...]
    paper_end: str | None
    fields: tuple[Field, ...]
    ignored: tuple[Template, ...]
    columns: Mapping[str, tuple[Template, ...]]


_TOP = {
    "name": str,
    "summary": str,
    "used_by": list,
    "site": str,
    "authors_ordered": bool,
    "date": dict,
    "section": dict,
    "paper": dict,
    "field": list,
    "ignore": dict,
    "table": dict,
}
_FIELD = {
    "line": (str, list),
    "label": str,
    "into": str,
    "split": str,
    "wrap": str,
    "more": str,
    "strip": str,
    "first": bool,
    "in_order": bool,
    "goes_on": bool,
    "until": str,
}


def read(text: str, shown: str) -> Table:
    """Read a table; `shown` is what messages call it. Raises `TableError`."""
    return _Reader(text, shown).table()


class _Reader:
    """Checks one table, and knows on which line of its text a mistake stands."""

    def __init__(self, text: str, shown: str) -> None:
        self._lines = text.split("\n")
        self._shown = shown
        try:
            self._data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise TableError(f"{shown}: no TOML: {error}") from error

    def table(self) -> Table:
        data = self._data
        self._check_keys(data, _TOP, "a dialect")
        for key in ("name", "paper"):
            if key not in data:
                self._refuse(f"it says no {key!r}", 1)
        fields = tuple(self._field(given, rank) for rank, given in enumerate(data.get("field", [])))
        papers = self._templates(data["paper"].get("line"), {"title"}) if "line" in data["paper"] else ()
        columns = data.get("table", {}).get("columns", {})
        if not papers and not columns:
            self._refuse("it says neither `paper.line` nor `table.columns`: nothing starts a paper", 1)
        return Table(
            name=data["name"],
            summary=data.get("summary", ""),
            used_by=tuple(data.get("used_by", ())),
            site=data.get("site"),
            authors_ordered=data.get("authors_ordered"),
            day_paths=self._templates(data.get("date", {}).get("path"), set()),
            days=self._templates(data.get("date", {}).get("line"), {"date"}),
            sections=self._templates(data.get("section", {}).get("line"), {"section"}),
            papers=papers,
            paper_end=data["paper"].get("end"),
            fields=fields,
            ignored=self._templates(data.get("ignore", {}).get("lines"), set()),
            columns={header: self._templates(lines, set()) for header, lines in columns.items()},
        )

    def _field(self, given: Any, rank: int) -> Field:  # noqa: ANN401 - whatever the TOML holds
        if not isinstance(given, dict):
            self._refuse("a field is a table: write [[field]]", 1)
        self._check_keys(given, _FIELD, "a field")
        lines = self._templates(given.get("line"), set())
        if not lines:
            self._refuse("a field says no line", 1)
        captured = {name for line in lines for name in line.names}
        if "text" in captured and "label" not in given:
            self._refuse("a field that captures {text} needs a label", self._line_of(lines[0].source))
        into = given.get("into")
        if into is not None and into not in FIELDS:
            self._refuse(f"into = {into!r} is no field{_near(into, FIELDS)}", self._line_of(into))
        return Field(lines, rank, **{key: value for key, value in given.items() if key != "line"})

    def _templates(self, given: Any, needed: set[str]) -> tuple[Template, ...]:  # noqa: ANN401 - as above
        listed = [given] if isinstance(given, str) else given or []
        made = tuple(map(self._template, listed))
        for template in made:
            if missing := needed - set(template.names):
                name = min(missing)
                self._refuse(f"no {{{name}}} in {template.source!r}", self._line_of(template.source))
        return made

    def _template(self, source: Any) -> Template:  # noqa: ANN401 - as above
        if not isinstance(source, str):
            self._refuse(f"a line must be text, not {source!r}", self._line_of(str(source)))
        try:
            template = compiled(source)
        except TemplateError as error:
            self._refuse(str(error), self._line_of(source))
        for name in template.names:
            if name not in KNOWN:
                self._refuse(f"{{{name}}} is no placeholder{_near(name, KNOWN)}", self._line_of(source))
        return template

    def _check_keys(
        self, data: Mapping[str, object], known: Mapping[str, type | tuple[type, ...]], what: str
    ) -> None:
        for key, value in data.items():
            if key not in known:
                self._refuse(f"{what} has no key {key!r}{_near(key, known)}", self._line_of(key))
            if not isinstance(value, known[key]):
                self._refuse(f"{key} has the wrong type: {value!r}", self._line_of(key))

    def _line_of(self, text: str) -> int:
        """The first line that has a text, also as TOML spells it; 1 where none has."""
        spelled = text.replace("\\", "\\\\").replace('"', '\\"')
        found = (at for at, line in enumerate(self._lines, 1) if text in line or spelled in line)
        return next(found, 1)

    def _refuse(self, reason: str, line: int) -> NoReturn:
        raise TableError(f"{self._shown}:{line}: {reason}")


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(sorted(known))}"
