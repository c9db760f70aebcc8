"""Finding markup in opaque text: one function for each kind, which yields marks.

Marks may overlap; `inline` decides which of them count. Each function costs linear time whatever the
text holds, so pairs are found by remembering what is open and never by searching ahead.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from digestkit.text.links import link_target


class Kind(enum.Enum):
    """What a token is; the `OPEN` and `CLOSE` kinds always come in nested pairs."""

    TEXT = "text"
    BREAK = "break"
    CODE = "code"
    URL = "url"
    LINK_OPEN = "link_open"
    LINK_CLOSE = "link_close"
    STRONG_OPEN = "strong_open"
    STRONG_CLOSE = "strong_close"
    TEX = "tex"
    """Something spelled in TeX, and seen as characters: a formula, an accent, a quotation mark.

    A formula that characters cannot show is seen as it is spelled, `$…$`.
    """
    EMPHASIS_OPEN = "emphasis_open"
    EMPHASIS_CLOSE = "emphasis_close"
    GROUP_OPEN = "group_open"
    GROUP_CLOSE = "group_close"
    """What is in a group of TeX is seen, in no other style."""

    # Members are looked up for each token. `Enum` would hash their names, in Python.
    __hash__ = object.__hash__


class Run(NamedTuple):
    """A piece of text in one position.

    `scripts` has a `^` for each superscript and a `_` for each subscript that it stands in, outermost first;
    empty on the line.
    """

    text: str
    scripts: str = ""


class Mark(NamedTuple):
    """Markup in a text: `start:inner` opens it, `inner:inner_end` is seen, `inner_end:end` closes it.

    All four are code-point offsets. `href` is where a link or URL leads, already in the form for a link;
    `runs` are what is seen of TeX or a `<br>`, in place of what it spells.
    """

    start: int
    inner: int
    inner_end: int
    end: int
    kind: Kind
    href: str | None = None
    runs: tuple[Run, ...] = ()


def may_have_markup(text: str) -> bool:
    """Whether a text holds anything that could be markup or TeX; most texts do not."""
    # This runs for each text of an export. A chain of `in` is several times as fast as a regular expression,
    # and to look for one character takes a quarter of the time of two.
    return (
        ("\n" in text or "`" in text or "$" in text or "\\" in text)
        or ("*" in text and "**" in text)
        or ("/" in text and "://" in text)
        or ("]" in text and "](" in text)
        or ("<" in text and "<br" in text)
    )


def may_have_tex(text: str) -> bool:
    """Whether a text holds anything that could be TeX; hardly any text does."""
    return "$" in text or "\\" in text or ("`" in text and "``" in text)


def find(text: str) -> list[Mark]:
    """All markup in a text, in the order in which it starts; of equals, in the order of the rules."""
    found = [mark for needle, rule in _RULES if needle in text for mark in rule(text)]
    # The sort is stable: of marks that start at the same place, the table's order decides which comes first.
    return sorted(found, key=itemgetter(0))


def _breaks(text: str) -> Iterator[Mark]:
    at = text.find("\n")
    while at >= 0:
        yield Mark(at, at, at + 1, at + 1, Kind.BREAK)
        at = text.find("\n", at + 1)


_BR = re.compile(r"<br ?/?>")
_LINE = (Run("\n"),)


def _tags(text: str) -> Iterator[Mark]:
    """Line breaks as the cells of tables spell them, which have no other: `<br>`."""
    for match in _BR.finditer(text):
        start, end = match.span()
        yield Mark(start, start, end, end, Kind.BREAK, runs=_LINE)


_BACKTICKS = re.compile(r"`+|\n")


def _codes(text: str) -> Iterator[Mark]:
    """Code: a run of backticks up to the next run of the same length on the line."""
    opened: dict[int, int] = {}
    for match in _BACKTICKS.finditer(text):
        start, end = match.span()
        if match[0] == "\n":
            opened.clear()  # what is left open on a line stays text
        elif (before := opened.pop(end - start, None)) is not None:
            yield Mark(before, before + end - start, start, end, Kind.CODE)
        else:
            opened[end - start] = start


_STARS = re.compile(r"\*{2,}|\n")


def _strongs(text: str) -> Iterator[Mark]:
    """Bold: two or three stars up to as many on the line, with no space inside them.

    Unlike CommonMark's, the rule looks at white space only, since Korean puts particles right after
    the stars: `**굵게(bold)**는`. But `2**n` between letters or digits is a power.
    """
    opened: dict[int, int] = {}
    for match in _STARS.finditer(text):
        start, end = match.span()
        width = end - start
        if match[0] == "\n":
            opened.clear()
        elif width > 3:  # a rule or a blank to fill in
            continue
        elif width in opened and not text[start - 1].isspace():
            before = opened.pop(width)
            yield Mark(before, before + width, start, end, Kind.STRONG_OPEN)
        # A closer is tried before an opener, so that `**a**b` is bold for `a` only.
        elif text[end : end + 1].strip() and not _is_power(text, start, end):
            opened[width] = start


def _is_power(text: str, start: int, end: int) -> bool:
    # ASCII only: Korean letters around the stars are the usual case of bold within a word.
    before, after = text[max(start - 1, 0) : start], text[end]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


_BRACKETS = re.compile(r"[\[\]\n]")


def _links(text: str) -> Iterator[Mark]:
    """Links `[text](url)`: both brackets balanced, the text on one line, no white space in the URL."""
    targets = _targets(text)
    opened: list[int] = []
    for match in _BRACKETS.finditer(text):
        at = match.start()
        if match[0] == "[":
            opened.append(at)
        elif match[0] == "\n":
            opened.clear()
        elif opened:
            start = opened.pop()
            close = targets.get(at + 1)
            href = link_target(text[at + 2 : close]) if close is not None else None
            # A link without words would be invisible: it stays text.
            if close is not None and href is not None and start + 1 < at:
                yield Mark(start, start + 1, at, close + 1, Kind.LINK_OPEN, href)


_PARENTHESES = re.compile(r"[()\s]")


def _targets(text: str) -> dict[int, int]:
    """Where the parenthesis after a `]` closes, with neither white space nor another `](` before that."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for match in _PARENTHESES.finditer(text):
        at = match.start()
        if match[0] == "(":
            if at and text[at - 1] == "]":
                opened = [at]  # a target still open is given up
            elif opened:
                opened.append(at)
        elif match[0] != ")":
            opened.clear()
        elif opened:
            start = opened.pop()
            if not opened:
                closes[start] = at
    return closes


# Printable ASCII without `"`, `<`, `>` and backticks, which delimit URLs; `](` and `**` belong to markup. No
# other letters, because Korean particles follow a URL without a blank.
_URL = re.compile(r"[hH][tT][tT][pP][sS]?://(?:[!#-)+-;=?-\[^_a-z{-~\\]|\](?!\()|\*(?!\*))+")
_CLOSERS = {")": "(", "]": "["}


def _urls(text: str) -> Iterator[Mark]:
    """Bare URLs: up to white space or a character that no URL has, less the sentence's punctuation."""
    for match in _URL.finditer(text):
        start = match.start()
        end = start + _trimmed_length(match[0])
        href = link_target(text[start:end])
        if href is not None:
            yield Mark(start, start, end, end, Kind.URL, href)


def _trimmed_length(url: str) -> int:
    """The length without final punctuation and closing brackets that nothing in the URL opens."""
    # Counted once and kept up to date: counting again for each bracket taken off would be quadratic.
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _CLOSERS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in ".,;:'\"}":
            return end
        end -= 1
    return end


_RULES: tuple[tuple[str, Callable[[str], Iterator[Mark]]], ...] = (
    ("\n", _breaks),
    ("<br", _tags),
    ("`", _codes),
    ("](", _links),
    ("**", _strongs),
    ("://", _urls),
)
"""The kinds of markup: what a text must hold for the rule to be tried, and the rule."""
