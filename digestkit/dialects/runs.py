"""Fields that stand below one another as their table has them, found together: a shortcut, and nothing else.

Where a field is right below the heading of each paper, a pattern is made of it and of those that the table
has next: of their templates, with the lines between that say nothing. It only finds lines that no other
template fits, and whatever stands otherwise is read line by line.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from digestkit.dialects.draft import Draft
from digestkit.dialects.placeholders import NARROW
from digestkit.dialects.rules import Does, Rules, goes_to, rules_of
from digestkit.dialects.table import Field, Table
from digestkit.dialects.template import Template

_LEAST = 3
"""Of fewer fields below the first no pattern is made."""
_PLAIN = frozenset((("text",), ("tldr",), ("abstract",), ("categories",), ("tags",)))
"""What the lines of a field may say, to be found together with others."""
_BELOW = r"[^\S\n]*+\n++"
"""The end of a line, and the blank lines below it."""


class Step(NamedTuple):
    """A field of a run, what its lines capture, and the placeholder that further lines belong to."""

    field: Field
    names: tuple[str, ...]
    goes_to: str


class Run(NamedTuple):
    """The fields that may stand below the heading of a paper; the last may be a block, on a single line.

    The pattern has three groups for each: its start, what it says, and the start of the line after it.
    """

    pattern: re.Pattern[str]
    steps: tuple[Step, ...]

    def take(self, draft: Draft, text: str, at: int, until: int) -> int:
        """Take the fields that stand at an offset and end before another; returns where to go on."""
        found = self.pattern.match(text, at, until)
        if found is None or found.lastindex is None:
            return at
        spans, last = found.regs, found.lastindex // 3 - 1
        group = 1
        for field, names, further in self.steps[:last]:
            start, (begin, end) = spans[group][0], spans[group + 1]
            group += 3
            if start < 0:
                continue
            draft.fields.add(field.rank)
            if names == ("text",):
                stop = spans[group - 1][0] - 1 if further else end
                draft.items.append((field.label, text[begin:end], start, stop))
            else:
                draft.take(names, (text[begin:end],), field)
        field, names, further = self.steps[last]
        begin, end = spans[group + 1]
        below = text.find("\n", end) + 1  # where further lines may come
        draft.open(field, (spans[group][0], end), names, (text[begin:end],), further, below)
        if field.until is not None:
            draft.close(text, text.find(field.until, below))
        return spans[group + 2][0]


@functools.lru_cache(maxsize=64)
def run_of(table: Table) -> Run | None:
    """The run of a table; None for one that has none."""
    rules = rules_of(table)
    first = next((field for field in table.fields if field.first), None)
    if first is None or not _is_one_line(first, rules):
        return None
    others = table.fields[first.rank + 1 :]
    fields = list(takewhile(lambda field: _is_plain(field, rules), others))
    if len(fields) < _LEAST:
        return None
    fields += takewhile(lambda field: _is_block(field, rules), others[len(fields) : len(fields) + 1])
    skipped = _skipped(table, rules)
    line = first.lines[0]
    said = rf"(.*){re.escape(line.suffix)}" if line.suffix else r"(.*\S)"
    patterns = [
        rf"(?:(){re.escape(line.prefix)}{said}{_BELOW}())?+",
        *(rf"(?:{skipped}(){_line(field)}{_BELOW}())?+" for field in fields),
    ]
    return Run(re.compile(rf"\n*+{''.join(patterns)}"), tuple(map(_step, (first, *fields))))


def _step(field: Field) -> Step:
    line = _saying(field)[0]
    return Step(field, line.names, goes_to(line, field))


def _skipped(table: Table, rules: Rules) -> str:
    """A pattern of lines that say nothing, of which any number may stand above a field."""
    lines = [re.escape(line.source) for line in table.ignored if _says_nothing(line, rules)]
    return rf"(?:(?:{'|'.join(lines)})\n++)*+" if lines else ""


def _line(field: Field) -> str:
    """A pattern of what a field says on its line; of a block, with the line that ends it."""
    line = rf"(?:{'|'.join([re.escape(line.prefix) for line in _saying(field)])})(.*\S)"
    return line if field.until is None else f"{line}{_BELOW}{re.escape(field.until)}"


def _saying(field: Field) -> list[Template]:
    """The lines of a field that say something; a block may begin with one that does not."""
    return [line for line in field.lines if line.names]


def _is_one_line(field: Field, rules: Rules) -> bool:
    """Whether a field is a line of one spelling, no item, which no rule before it fits."""
    line, *more = field.lines
    alone = not more and not field.goes_on and field.until is None and not field.apart and not field.repeats
    wide = len(line.names) == 1 and line.names[0] not in NARROW and line.names != ("text",)
    return alone and wide and bool(line.prefix) and _comes_first(line.prefix, field, rules)


def _is_plain(field: Field, rules: Rules) -> bool:
    """Whether all lines of a field are a text behind a prefix."""
    names = field.lines[0].names
    alike = all(line.names == names for line in field.lines)
    return field.into is None and field.until is None and alike and _is_found(names, field, rules)


def _is_block(field: Field, rules: Rules) -> bool:
    """Whether the first line of a block may be a text behind a prefix, all that the block holds."""
    names = (field.into or field.lines[0].names[-1],)
    alike = all(line.names == names for line in _saying(field))
    return field.until is not None and bool(_saying(field)) and alike and _is_found(names, field, rules)


def _is_found(names: tuple[str, ...], field: Field, rules: Rules) -> bool:
    """Whether the lines of a field that say something can be told by how they begin."""
    simple = not field.first and not field.apart and not field.repeats and field.strip is None
    return (
        simple
        and names in _PLAIN
        and all(not line.suffix and len(line.prefix) > 1 for line in _saying(field))
        and all(_comes_first(line.prefix, field, rules) for line in _saying(field))
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
