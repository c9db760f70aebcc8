"""Fields that stand below one another as their table has them, found together: a shortcut, and nothing else.

Where a field is right below the heading of each paper, a pattern is made of those that the table has next: of
their templates, with the lines between that say nothing. It only finds lines that no other template fits, and
whatever stands otherwise is read line by line.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from digestkit.dialects.draft import Draft
from digestkit.dialects.rules import Does, Rules, goes_to, rules_of
from digestkit.dialects.table import Field, Table
from digestkit.dialects.template import Template

_LEAST = 3
"""Of fewer fields no pattern is made."""


class Run(NamedTuple):
    """Fields that may follow another, each with the placeholder that its further lines belong to.

    The pattern has three groups for each: its start, what it says, and the start of the line after it.
    """

    after: Field
    pattern: re.Pattern[str]
    fields: tuple[tuple[Field, str], ...]

    def take(self, draft: Draft, text: str, at: int, until: int) -> int:
        """Take the fields that stand at an offset and end before another; returns where to go on."""
        found = self.pattern.match(text, at, until)
        if found is None or found.lastindex is None:
            return at
        spans, last = found.regs, found.lastindex // 3 - 1
        for index, (field, further) in enumerate(self.fields[: last + 1]):
            start, (begin, end), after = (
                spans[3 * index + 1][0],
                spans[3 * index + 2],
                spans[3 * index + 3][0],
            )
            if start < 0:
                continue
            if index == last:  # its further lines may come
                names = field.lines[0].names
                draft.open(field, (start, end), names, (text[begin:end],), further, text.find("\n", end) + 1)
                at = after
            elif further == "text":
                draft.fields.add(field.rank)
                draft.items.append((field.label, text[begin:end], start, after - 1))
            else:
                draft.fields.add(field.rank)
                draft.take(field.lines[0].names, (text[begin:end],), field)
        return at


@functools.lru_cache(maxsize=64)
def run_of(table: Table) -> Run | None:
    """The run of a table; None for one that has none."""
    first = next((field for field in table.fields if field.first and not field.goes_on), None)
    if first is None or first.until is not None:
        return None
    rules = rules_of(table)
    fields = list(takewhile(lambda field: _is_plain(field, rules), table.fields[first.rank + 1 :]))
    if len(fields) < _LEAST:
        return None
    between = "|".join([re.escape(line.source) for line in table.ignored if _says_nothing(line, rules)])
    pattern = "".join(
        [
            rf"(?:(?:(?:{between})\n++)*+()(?:{_prefixes(field)})(.*\S)[^\S\n]*+\n++())?+"
            if between
            else rf"(?:()(?:{_prefixes(field)})(.*\S)[^\S\n]*+\n++())?+"
            for field in fields
        ]
    )
    return Run(
        first,
        re.compile(rf"\n*+{pattern}"),
        tuple((field, goes_to(field.lines[0], field)) for field in fields),
    )


def _prefixes(field: Field) -> str:
    return "|".join([re.escape(line.prefix) for line in field.lines])


def _is_plain(field: Field, rules: Rules) -> bool:
    """Whether all lines of a field are a text behind a prefix, and no rule before it fits such a line."""
    names = field.lines[0].names
    simple = field.into is None and field.until is None and field.strip is None and not field.apart
    return (
        simple
        and not field.first
        and names in (("text",), ("tldr",), ("abstract",), ("categories",), ("tags",))
        and all(line.names == names and not line.suffix for line in field.lines)
        and all(len(line.prefix) > 1 and _comes_first(line.prefix, field, rules) for line in field.lines)
    )


def _comes_first(prefix: str, wanted: Field, rules: Rules) -> bool:
    """Whether a line with a prefix can be taken by no rule before those of a field."""
    for template, _, field in rules.given:
        if field is wanted:
            return True
        if field is not None and field.first:  # which stands above
            continue
        if template.prefix.startswith(prefix) or prefix.startswith(template.prefix):
            return False
    return False


def _says_nothing(line: Template, rules: Rules) -> bool:
    fitting: Iterator[Does] = (
        does for match, _, does, *_ in rules[line.source[:1]] if match(line.source) is not None
    )
    return not line.names and next(fitting, None) is Does.NOTHING
