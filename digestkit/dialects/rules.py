"""The templates of a table in the order in which they count, by the first character of lines that fit."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Iterator

from digestkit.dialects.table import Field, Table
from digestkit.dialects.template import Match, Template


class Does(enum.Enum):
    """What a line that fits a template does."""

    DAY = enum.auto()
    SECTION = enum.auto()
    PAPER = enum.auto()
    FIELD = enum.auto()
    NOTHING = enum.auto()

    __hash__ = object.__hash__  # members are single objects; enum would hash their names each time


Rule = tuple[Match, tuple[str, ...], Does, Field | None, str]
"""What matches a line, the names of what that captures, what the line does, and the field it belongs to.

Then the name of the placeholder that lines below it belong to, or nothing where none do. A plain tuple, since
a named one takes twice as long to take apart.
"""


class Rules(dict[str, tuple[Rule, ...]]):
    """Rules by first character; those that fit any line stand among them all, in their places."""

    def __init__(self, rules: Iterable[tuple[Template, Does, Field | None]]) -> None:
        super().__init__()
        self.given = tuple(rules)
        """Templates in the order in which they count, what their lines do, and the fields of these."""
        self._rules = [
            (one.prefix[:1], (one.match, one.names, does, field, goes_to(one, field)))
            for one, does, field in self.given
        ]
        self._firsts = {first for first, _ in self._rules}

    def __missing__(self, first: str) -> tuple[Rule, ...]:
        found = tuple([rule for its_first, rule in self._rules if its_first in (first, "")])
        if first in self._firsts or first.isascii():  # few enough to be remembered
            self[first] = found
        return found

    def fit(self, line: str) -> bool:
        """Whether a line fits any of them."""
        return any(match(line) is not None for match, *_ in self[line[:1]])


def goes_to(template: Template, field: Field | None) -> str:
    """The placeholder that the lines below a line belong to; empty where none do."""
    if field is None or not (field.goes_on or field.until is not None):
        return ""
    return field.into or template.names[-1]


@functools.lru_cache(maxsize=64)
def rules_of(table: Table) -> Rules:
    """The rules of a table; what is ignored comes last, so that fields may be told from it.

    But an ignored line that begins with more text than some heading does comes before all headings.
    """
    return Rules(_rules(table))


def _rules(table: Table) -> Iterator[tuple[Template, Does, Field | None]]:
    for template in table.days:
        yield template, Does.DAY, None
    for template in filter(lambda line: _is_special(line, table), table.ignored):
        yield template, Does.NOTHING, None
    for template in table.sections:
        yield template, Does.SECTION, None
    for template in table.papers:
        yield template, Does.PAPER, None
    for field in table.fields:
        for template in field.lines:
            yield template, Does.FIELD, field
    for template in table.ignored:
        yield template, Does.NOTHING, None


def _is_special(line: Template, table: Table) -> bool:
    """Whether an ignored line is a special case of a heading: `## Updated on {*}` beside `## {section}`."""
    prefixes = {heading.prefix for heading in (*table.sections, *table.papers)} - {"", line.prefix}
    return line.prefix.startswith(tuple(prefixes))
