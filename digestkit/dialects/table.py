"""A dialect as a table: what its TOML file says, checked, with templates made ready.

A mistake is reported with its line and a remedy (`TableError`), since tables are written by people who know
their digests and need not know this code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple, NoReturn

import attrs

from digestkit.dialects import writing
from digestkit.dialects.placeholders import FIELDS, KNOWN, LABEL, NARROW
from digestkit.dialects.template import Template, TemplateError, compiled
from digestkit.dialects.writing import Checker, Write
from digestkit.errors import UsageError
from digestkit.source import NOWHERE, Site
from digestkit.text.links import web_uri


class TableError(UsageError):
    """A table that says something impossible; the message has its file, its line, and what to do."""


class Authors(NamedTuple):
    """What holds for all lists of names: whether they stand as published, what says that they are cut.

    `split` is what separates them where a field does not say it.
    """

    ordered: bool | None = None
    more: tuple[str, ...] = ()
    split: str | None = None


@attrs.frozen
class Field:
    """A line below a paper's heading, and what becomes of what it captures.

    `into` is the field that takes the lines of a block whose first line captures nothing; `until` ends
    such a block. `rank` is its place in the table, for fields that stand `in_order`. One that `repeats`, or
    whose lines say their labels, may stand in a paper any number of times.
    """

    lines: tuple[Template, ...]
    rank: int
    label: str | None = None
    into: str | None = None
    split: str | None = None
    wrap: str | None = None
    strip: str | None = None
    first: bool = False
    in_order: bool = False
    apart: bool = False
    repeats: bool = False
    goes_on: bool = False
    until: str | None = None

    @property
    def may_repeat(self) -> bool:
        """Whether it may stand in a paper any number of times."""
        return self.repeats or any(LABEL in line.names for line in self.lines)


class Entry(NamedTuple):
    """A key of front matter: what its value looks like, or the label of the item that it becomes."""

    lines: tuple[Template, ...]
    label: str | None = None


@attrs.frozen(eq=False)
class Table:
    """A dialect: where the day, the section and the papers stand, the fields, and what is passed over.

    `columns` are the cells of tables by the heads of their columns, in small letters; `dated` are those that
    say the day, where nothing else in the dialect does; `head` is that of rows under none. `site` is
    what relative links are relative to, and feeds link to. `write` is None where the dialect is only read.
    """

    name: str
    summary: str
    used_by: tuple[str, ...]
    authors: Authors
    day_paths: tuple[Template, ...]
    days: tuple[Template, ...]
    sections: tuple[Template, ...]
    papers: tuple[Template, ...]
    fields: tuple[Field, ...]
    ignored: tuple[Template, ...]
    columns: Mapping[str, tuple[Template, ...]]
    dated: frozenset[str]
    head: tuple[str, ...]
    front: Mapping[str, Entry]
    site: Site = NOWHERE
    write: Write | None = None


_TEXTS = (str, list)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_KEYS: dict[str, Mapping[str, type | tuple[type, ...]]] = {
    "": {
        "name": str,
        "summary": str,
        "used_by": list,
        "site": str,
        "tag": str,
        "authors": dict,
        "date": dict,
        "section": dict,
        "paper": dict,
        "field": list,
        "ignore": dict,
        "table": dict,
        "front": dict,
        "write": dict,
    },
    "authors": {"ordered": bool, "more": _TEXTS, "split": str},
    "date": {"path": _TEXTS, "line": _TEXTS},
    "section": {"line": _TEXTS},
    "paper": {"line": _TEXTS},
    "ignore": {"lines": _TEXTS},
    "table": {"columns": dict, "head": list},
    "front.…": {"label": str},
    "write": writing.KEYS,
    "field": {
        "line": _TEXTS,
        "label": str,
        "into": str,
        "split": str,
        "wrap": str,
        "strip": str,
        "first": bool,
        "in_order": bool,
        "apart": bool,
        "repeats": bool,
        "goes_on": bool,
        "until": str,
    },
}
"""The keys of a table, and of the tables in it, with the types of their values."""

_BLOCKS = FIELDS - NARROW.keys()
"""What may take the lines of a block."""

_DAY_OF = ({"date"}, {"week"})
"""What a line that starts a day must say."""


def read(text: str, shown: str) -> Table:
    """Read a table; `shown` is what messages call it. Raises `TableError`."""
    return _Reader(text, shown).table()


class _Reader:
    """Checks one table, and knows on which line of its text a mistake stands."""

    def __init__(self, text: str, shown: str) -> None:
        self._lines = text.split("\n")
        self._shown = shown
        try:
            self._data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise TableError(f"{shown}: no TOML: {error}") from error

    def table(self) -> Table:
        self._check_keys("", self._data)
        data = {name: self._part(name) for name in ("authors", "date", "section", "paper", "ignore", "table")}
        if not self._data.get("name", "").strip():
            self._refuse('it says no name: begin with name = "my-digest"', 1)
        papers = self._templates(data["paper"].get("line"), ({"title"},))
        columns = {head.casefold(): self._templates(of) for head, of in self._columns(data["table"])}
        front = {key: self._entry(key, given) for key, given in self._data.get("front", {}).items()}
        if not papers and not columns and not front:
            self._refuse("it says no `paper.line`, `table.columns` or `front`: nothing starts a paper", 1)
        says_day = bool(data["date"]) or not columns
        dated = [head for head, cells in columns.items() if any("date" in cell.names for cell in cells)]
        return Table(
            name=self._data["name"],
            summary=self._data.get("summary", ""),
            used_by=self._texts(self._data.get("used_by")),
            authors=self._authors(data["authors"]),
            day_paths=self._templates(data["date"].get("path")),
            days=self._templates(data["date"].get("line"), _DAY_OF),
            sections=self._templates(data["section"].get("line"), ({"section"},)),
            papers=papers,
            fields=tuple(self._field(given, rank) for rank, given in enumerate(self._data.get("field", ()))),
            ignored=self._templates(data["ignore"].get("lines")),
            columns=columns,
            dated=frozenset() if says_day else frozenset(dated),
            head=self._head(data["table"], columns),
            front=front,
            site=self._site(),
            write=self._write(self._data["write"]) if "write" in self._data else None,
        )

    def _authors(self, part: Mapping[str, Any]) -> Authors:
        if part.get("split") == "":
            self._refuse(
                'split is empty: say what stands between names, split = " & "', self._line_of("split")
            )
        return Authors(part.get("ordered"), self._texts(part.get("more")), part.get("split"))

    def _site(self) -> Site:
        url, tag = self._data.get("site", ""), self._data.get("tag")
        if url and web_uri(url) is None:
            wanted = 'site = "https://example.org/papers"'
            self._refuse(
                f"site must be an absolute http or https URL, not {url!r}: {wanted}", self._line_of(url)
            )
        if tag is not None and (not _HOST.fullmatch(tag) or not url):
            wanted = 'tag = "papers.example.org", beside a site'
            self._refuse(f"no host name of a site: {tag!r}; say {wanted}", self._line_of("tag"))
        return Site(web_uri(url) or "", tag)

    def _write(self, given: dict[str, Any]) -> Write:
        self._check_keys("write", given)
        checker = Checker(self._shown, self._texts, self._check_names, self._line_of, self._refuse)
        return writing.read(given, checker)

    def _entry(self, key: str, given: Any) -> Entry:  # noqa: ANN401 - whatever the TOML holds
        if not isinstance(given, dict):
            return Entry(self._templates(given))
        self._check_keys("front.…", given)
        label = given.get("label", "")
        if not label.strip() or "\n" in label:
            self._refuse(f'{key} has no label of one line: {key}.label = "Method"', self._line_of(key))
        return Entry((), label)

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self._data.get(name, {})
        self._check_keys(name, part)
        return part

    def _columns(self, part: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        columns: dict[str, Any] = part.get("columns", {})
        return columns.items()

    def _head(self, part: Mapping[str, Any], columns: Mapping[str, object]) -> tuple[str, ...]:
        """The heads of columns that rows have where they stand under none: all of them must be known."""
        head = self._texts(part.get("head"))
        for name in head:
            if name.casefold() not in columns:
                self._refuse(f"no such column: {name!r}; name it in [table.columns]", self._line_of(name))
        return head

    def _field(self, given: Any, rank: int) -> Field:  # noqa: ANN401 - whatever the TOML holds
        if not isinstance(given, dict):
            self._refuse("a field is a table of its own: begin it with [[field]]", self._line_of("field"))
        self._check_keys("field", given)
        lines = self._templates(given.get("line"))
        if not lines:
            wanted = 'line = "Abstract: {abstract}"'
            self._refuse(f"a field says no line: give it one, {wanted}", self._line_of("[[field]]", rank))
        field = Field(lines, rank, **{key: value for key, value in given.items() if key != "line"})
        self._check_field(field)
        return field

    def _check_field(self, field: Field) -> None:
        first = self._line_of(field.lines[0].source)
        into = field.into
        if into is not None and into not in _BLOCKS:
            self._refuse(f"into = {into!r} takes no lines{_near(into, _BLOCKS)}", self._line_of(into))
        filling = [line for line in field.lines if into == "text" or "text" in line.names]
        label = field.label or ""
        labelled = label.strip() and "\n" not in label
        if field.repeats and field.label is None:  # the items of a list
            labelled = True
        if not labelled and any(LABEL not in line.names for line in filling):
            wanted = 'label = "Method", {label} in its line, or repeats = true'
            self._refuse(f"a field that captures {{text}} needs a label of one line: {wanted}", first)
        for key in ("until", "split", "wrap"):
            if getattr(field, key) == "":
                self._refuse(f"{key} is empty", first)
        more = field.goes_on or field.until is not None
        if more and into is None and not all(line.names for line in field.lines):
            self._refuse('its line captures nothing: say where the lines go, into = "abstract"', first)
        last = field.lines[0].names[-1:]
        if (
            more
            and into is None
            and not _BLOCKS.issuperset(name for line in field.lines for name in line.names[-1:])
        ):
            self._refuse(f"{{{last[0]}}} takes no further lines{_near(last[0], _BLOCKS)}", first)

    def _templates(
        self,
        given: Any,  # noqa: ANN401 - as above
        needed: tuple[set[str], ...] = (set(),),
    ) -> tuple[Template, ...]:
        """The templates of a text or a list of them; each must have all names of one of the sets."""
        made = tuple(map(self._template, self._texts(given)))
        for template in made:
            if not any(names <= set(template.names) for names in needed):
                name = min(needed[0])
                self._refuse(f"no {{{name}}} in {template.source!r}", self._line_of(template.source))
        return made

    def _texts(self, given: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
        listed = [given] if isinstance(given, str) else given or []
        if not isinstance(listed, list):
            wrong = f"text must stand here, or a list of texts, not {given!r}"
            self._refuse(wrong, self._line_of(f"= {given}"))
        for one in listed:
            if not isinstance(one, str):
                self._refuse(f"text must stand here, not {one!r}", self._line_of(str(one)))
        return tuple(listed)

    def _template(self, source: str) -> Template:
        try:
            template = compiled(source)
        except TemplateError as error:
            self._refuse(str(error), self._line_of(source))
        self._check_names(source, template.names, KNOWN)
        return template

    def _check_names(self, source: str, names: Iterable[str], known: frozenset[str]) -> None:
        for name in names:
            if name not in known:
                line = next(line for line in source.split("\n") if f"{{{name}}}" in line)
                self._refuse(f"{{{name}}} is no placeholder{_near(name, known)}", self._line_of(line))

    def _check_keys(self, part: str, data: Mapping[str, object]) -> None:
        known = _KEYS[part]
        for key, value in data.items():
            if key not in known:
                where = f"[{part}]" if part else "a dialect"
                self._refuse(f"{where} has no key {key!r}{_near(key, known)}", self._line_of(key))
            if not isinstance(value, known[key]):
                self._refuse(f"{key} has a value of the wrong type: {value!r}", self._line_of(key))

    def _line_of(self, text: str, skipped: int = 0) -> int:
        """The first line that has a text, also as TOML spells it, after some; 1 where none has."""
        spelled = text.replace("\\", "\\\\").replace('"', '\\"')
        found = (at for at, line in enumerate(self._lines, 1) if text in line or spelled in line)
        return next(islice(found, skipped, None), 1)

    def _refuse(self, reason: str, line: int) -> NoReturn:
        raise TableError(f"{self._shown}:{line}: {reason}")


def _near(name: str, known: Iterable[str]) -> str:
    from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

    names = sorted(known)
    return f";{did_you_mean(name, names) or ' there are ' + ', '.join(names)}"
