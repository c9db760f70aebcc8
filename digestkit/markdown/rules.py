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

    BLANK = enum.auto()  # nothing but white space
    DAY = enum.auto()  # ## Title (2024-07-05)
    PAPER = enum.auto()  # ### [Title](URL)
    HEADING = enum.auto()  # any other heading of level 1 or 2
    SUBHEADING = enum.auto()  # any other heading of level 3
    ODD_HEADING = enum.auto()  # ###[Title](URL), #### [Title](URL): meant as a paper's; text inside an item
    ITEM = enum.auto()  # - text
    ODD_ITEM = enum.auto()  # * text, + text,  - text
    MEDIA = enum.auto()  # ![](URL), [Watch Video](URL), <video …>, <div><video …>
    VOTES = enum.auto()  # Vote: 18
    AUTHORS = enum.auto()  # Authors: A, B
    ODD_FIELD = enum.auto()  # Votes: 18, **Authors:** A: one of the three above under another spelling
    SEPARATOR = enum.auto()  # ---
    TEXT = enum.auto()
    END = enum.auto()  # after the last line

    __hash__ = object.__hash__  # members are single objects; enum would hash their names each time


Read = Callable[[str], object]


class Rule(NamedTuple):
    """A kind, what its lines start with, and how to read one: None says that it is none after all."""

    kind: LineKind
    prefix: str
    read: Read | None = None


class OddField(NamedTuple):
    """A field under another spelling: its usual one, and the kind and the value of that."""

    usual: str
    kind: LineKind
    value: object


_FIELDS = frozenset({LineKind.MEDIA, LineKind.VOTES, LineKind.AUTHORS})


def _read_odd_field(line: str) -> OddField | None:
    usual = grammar.usual_spelling(line)
    if usual is None:
        return None
    kind, value = classify(usual)
    return OddField(usual, kind, value) if kind in _FIELDS else None


def _is(test: Callable[[str], bool]) -> Read:
    """A test as a rule reads: what fails it is None."""
    return lambda line: test(line) or None


# The usual spellings come first: the more a line is off, the further down its rule.
RULES = (
    Rule(LineKind.BLANK, " ", _is(str.isspace)),
    Rule(LineKind.PAPER, "### [", grammar.read_paper_heading),
    Rule(LineKind.DAY, "## ", grammar.read_day),
    Rule(LineKind.DAY, BOM + "## ", grammar.read_day),
    Rule(LineKind.HEADING, "## "),
    Rule(LineKind.HEADING, "# "),
    Rule(LineKind.SUBHEADING, "### "),
    Rule(LineKind.ITEM, "- "),
    Rule(LineKind.ITEM, "-", grammar.read_bare_item),
    Rule(LineKind.MEDIA, "![", grammar.read_image),
    Rule(LineKind.MEDIA, "[Watch Video]", grammar.read_video),
    Rule(LineKind.MEDIA, "<video ", grammar.read_video),
    Rule(LineKind.MEDIA, "<div><video ", grammar.read_video),
    Rule(LineKind.VOTES, grammar.VOTES),
    Rule(LineKind.AUTHORS, "Authors:", grammar.read_authors),
    *(Rule(LineKind.ODD_FIELD, first, _read_odd_field) for first in "VvAa*_[ "),
    *(Rule(LineKind.SEPARATOR, first, _is(grammar.is_separator)) for first in "-*_= "),
    *(Rule(LineKind.ODD_ITEM, first, grammar.read_odd_bullet) for first in "*+\u2022 "),
    *(Rule(LineKind.ODD_HEADING, first, _is(grammar.is_odd_heading)) for first in ("###", " ")),
)

# Plain tuples, since a named one takes twice as long to take apart.
_Plain = tuple[LineKind, str, Read | None]
_BY_FIRST_CHARACTER: dict[str, list[_Plain]] = {
    first: [(kind, prefix, read) for kind, prefix, read in RULES if prefix[0] == first]
    for first in {rule.prefix[0] for rule in RULES}
}
_NONE: list[_Plain] = []


def classify(line: str) -> tuple[LineKind, object]:
    """The kind of a line (without its line end), and what its rule read in it."""
    for kind, prefix, read in _BY_FIRST_CHARACTER.get(line[:1], _NONE):
        if line.startswith(prefix):
            if read is None:
                return kind, None
            value = read(line)
            if value is not None:
                return kind, value
    return LineKind.BLANK if not line or line.isspace() else LineKind.TEXT, None
