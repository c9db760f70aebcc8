"""The templates of a table in the order in which they count, by the first character of lines that fit."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from typing import NamedTuple

from digestkit.dialects.table import Field, Table
from digestkit.dialects.template import Template


class Does(enum.Enum):
    """What a line that fits a template does."""

    DAY = enum.auto()
    SECTION = enum.auto()
    PAPER = enum.auto()
    FIELD = enum.auto()
    NOTHING = enum.auto()

    __hash__ = object.__hash__  # members are single objects; enum would hash their names each time


class Rule(NamedTuple):
    """A template, what its lines do, and the field that they belong to."""

    template: Template
    does: Does
    field: Field | None = None


class Rules(dict[str, tuple[Rule, ...]]):
    """Rules by first character; those that fit any line stand among them all, in their places."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__()
        self._rules = rules
        self._firsts = {rule.template.prefix[:1] for rule in rules}
        self._any = tuple(rule for rule in rules if not rule.template.prefix)

    def __missing__(self, first: str) -> tuple[Rule, ...]:
        if first not in self._firsts:
            found = self._any
        else:
            found = tuple(rule for rule in self._rules if rule.template.prefix[:1] in (first, ""))
        if first in self._firsts or first.isascii():  # few enough to be remembered
            self[first] = found
        return found


@functools.lru_cache(maxsize=64)
def rules_of(table: Table) -> Rules:
    """The rules of a table; what is ignored comes last, so that fields may be told from it."""
    return Rules(tuple(_rules(table)))


def _rules(table: Table) -> Iterator[Rule]:
    for template in table.days:
        yield Rule(template, Does.DAY)
    for template in table.sections:
        yield Rule(template, Does.SECTION)
    for template in table.papers:
        yield Rule(template, Does.PAPER)
    for field in table.fields:
        for template in field.lines:
            yield Rule(template, Does.FIELD, field)
    for template in table.ignored:
        yield Rule(template, Does.NOTHING)
