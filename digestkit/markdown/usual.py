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
"""Lines that start as a medium, its frame, votes and authors do, in this order."""

_ITEM = re.compile(rf"- (?:{structure.LABEL})?+(.*)\n++")
"""An item of one line, with the line ends below: the label in it, and the text."""

Fields = tuple[Media | None, int | None, grammar.Authors, list[Item]]
"""What stands below the heading of a paper: medium, votes, authors and items."""

_MEDIA = {rule.prefix[:2]: rule.read for rule in RULES if rule.kind is LineKind.MEDIA and rule.read}
"""What reads a medium, by the two characters that its line starts with."""


def below(text: str, start: int, source: SourceText) -> tuple[Fields, int] | None:
    """What stands below the heading of a paper, and where it ends; None if it is unusual.

    It ends with the text, or at a line that starts with a number sign: unless that is a heading, the paper
    goes on, and is unusual. The text has no carriage returns; `start` is where the line of the heading ended.
    """
    until = text.find("#", start)
    if until < 0:
        until = len(text)
    found = _FIELDS.match(text, start, until)
    if found is None:
        return None
    medium, frame, votes_line, authors_line = found.groups()
    votes = grammar.read_votes(votes_line) if votes_line is not None else None
    if votes is None is not votes_line:
        return None
    media = None
    if medium is not None:
        media = _media(medium, frame, found, source)
        if media is None:
            return None
    items, end = unchecked.items(_ITEM, text, found.end(), until, source)
    if end != until:
        return None
    authors = grammar.read_authors(authors_line) if authors_line is not None else grammar.NO_AUTHORS
    return (media, votes, authors, items), end


def _media(line: str, frame: str | None, found: re.Match[str], source: SourceText) -> Media | None:
    value: Any = _MEDIA[line[:2]](line)
    if value is None:
        return None
    kind, url, extra = value
    if extra:
        return None
    start, end = found.span(1)
    if frame is not None:
        if line[0] != "[" or frame != grammar.video_frame(url):
            return None
        end = found.end(2)
    return unchecked.media(kind, url, (start, end), source)
