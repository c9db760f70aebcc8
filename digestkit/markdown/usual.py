"""Papers that are laid out as most are, read at once by patterns made of the rules for lines.

The patterns find the lines; what a line says is still read by its rule. Whatever is unusual is left to be
read line by line: both ways give the same papers.
"""

from __future__ import annotations

import re
from typing import Any

from digestkit import structure, unchecked
from digestkit.markdown import grammar
from digestkit.markdown.rules import RULES, LineKind
from digestkit.model import Item, Media
from digestkit.source import SourceText


def _line(kind: LineKind) -> str:
    prefixes = "|".join([re.escape(rule.prefix) for rule in RULES if rule.kind is kind])
    return rf"(?:((?:{prefixes}).*)\n++)?+"


_FIELDS = re.compile(
    rf"\n*+{_line(LineKind.MEDIA)}{_line(LineKind.MEDIA)}{_line(LineKind.VOTES)}{_line(LineKind.AUTHORS)}"
)
"""Lines that start as a medium, its frame, votes and authors do, in this order; any may be missing."""

_ITEM = re.compile(rf"- (?:{structure.LABEL})?+(.*)\n++")
"""An item of one line, with the line ends below: the label in it, and the text."""

_MEDIA = {rule.prefix[:2]: rule.read for rule in RULES if rule.kind is LineKind.MEDIA and rule.read}
"""What reads a medium, by the two characters that its line starts with."""

Below = tuple[Media | None, int | None, grammar.Authors | None, list[Item], int]
"""What was read below the heading of a paper: medium, votes, authors and items, and where they end."""


def below(text: str, start: int, source: SourceText) -> Below:
    """Read fields and items below the heading of a paper, as far as they are usual; linear time.

    `start` is where the line of the heading ended. What stands where this ends may go on with the last item.
    """
    until = text.find("#", start)
    if until < 0:
        until = len(text)
    found: Any = _FIELDS.match(text, start, until)
    medium, frame, votes_line, authors_line = found.groups()
    votes = grammar.read_votes(votes_line) if votes_line is not None else None
    media = _media(medium, frame, found, source) if medium is not None else None
    if (votes is None is not votes_line) or (media is None is not medium):
        return nothing(text, start, source)
    items, end = unchecked.items(_ITEM, text, found.end(), until, source)
    authors = grammar.read_authors(authors_line) if authors_line is not None else None
    return media, votes, authors, items, end


def nothing(_text: str, start: int, _source: SourceText) -> Below:
    """Leave all that stands below a heading to be read line by line."""
    return None, None, None, [], start


def _media(line: str, frame: str | None, found: re.Match[str], source: SourceText) -> Media | None:
    """The medium of a line, and of the frame below it; None where either is odd."""
    value: Any = _MEDIA[line[:2]](line)
    if value is None:
        return None
    kind, url, extra = value
    if extra:
        return None
    start, end = found.span(1)
    if line[0] == "[":
        if frame != grammar.video_frame(url):
            return None
        end = found.end(2)
    elif frame is not None:
        return None
    return unchecked.media(kind, url, (start, end), source)
