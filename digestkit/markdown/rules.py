"""The kinds of lines, as an ordered table: each kind is told by one small test on the line alone.

What a line means also depends on where it stands (`Vote: 3` inside an item is text); that is the
parser's part. A line may fit several rules; the first in the table counts.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple

from digestkit.markdown import grammar
from digestkit.source import BOM


class LineKind(enum.Enum):
    """What a line looks like."""

    BLANK = enum.auto()  # only before the first line that is not
    DAY = enum.auto()  # ## Title (2024-07-05)
    PAPER = enum.auto()  # ### [Title](URL)
    HEADING = enum.auto()  # any other heading of level 1 or 2
    SUBHEADING = enum.auto()  # any other heading of level 3
    ITEM = enum.auto()  # - text
    MEDIA = enum.auto()  # ![](URL), [Watch Video](URL), <video …>, <div><video …>
    VOTES = enum.auto()  # Vote: 18
    AUTHORS = enum.auto()  # Authors: A, B
    TEXT = enum.auto()
    END = enum.auto()  # after the last line

    __hash__ = object.__hash__  # members are single objects; enum would hash their names each time


Read = Callable[[str], object]


class Rule(NamedTuple):
    """A kind, what its lines start with, and how to read one: None says that it is none after all."""

    kind: LineKind
    prefix: str
    read: Read | None = None


RULES = (
    Rule(LineKind.DAY, "## ", grammar.read_day),
    Rule(LineKind.DAY, BOM + "## ", grammar.read_day),
    Rule(LineKind.PAPER, "### [", grammar.read_paper_heading),
    Rule(LineKind.HEADING, "## "),
    Rule(LineKind.HEADING, "# "),
    Rule(LineKind.SUBHEADING, "### "),
    Rule(LineKind.ITEM, "- "),
    Rule(LineKind.ITEM, "-", grammar.read_bare_item),
    Rule(LineKind.MEDIA, "![", grammar.read_image),
    Rule(LineKind.MEDIA, "[Watch Video]", grammar.read_video),
    Rule(LineKind.MEDIA, "<video ", grammar.read_video),
    Rule(LineKind.MEDIA, "<div><video ", grammar.read_video),
    Rule(LineKind.VOTES, "Vote:"),
    Rule(LineKind.AUTHORS, "Authors:", grammar.read_authors),
)

_BY_FIRST_CHARACTER = {
    first: tuple(rule for rule in RULES if rule.prefix[0] == first)
    for first in {rule.prefix[0] for rule in RULES}
}
_NONE: tuple[Rule, ...] = ()

# Every second line is an item. Where the first rule for a character asks for two characters and reads
# nothing, those two settle it.
SETTLED: dict[str, tuple[LineKind, object]] = {
    rules[0].prefix: (rules[0].kind, None)
    for rules in _BY_FIRST_CHARACTER.values()
    if len(rules[0].prefix) == 2 and rules[0].read is None
}
"""Kinds that the first two characters of a line tell: a shortcut for `classify`, with the same answer."""


def classify(line: str) -> tuple[LineKind, object]:
    """The kind of a line that is not blank (without its line end), and what its rule read in it."""
    for kind, prefix, read in _BY_FIRST_CHARACTER.get(line[0], _NONE):
        if line.startswith(prefix):
            if read is None:
                return kind, None
            value = read(line)
            if value is not None:
                return kind, value
    return LineKind.TEXT, None
