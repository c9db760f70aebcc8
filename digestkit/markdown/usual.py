"""Papers that are laid out as most are, read at once by patterns made of the rules for lines.

The patterns find the lines; what a line says is still read by its rule. Whatever is unusual is left to be
read line by line: both ways give the same papers.
"""

from __future__ import annotations

import re

from digestkit import structure, unchecked
from digestkit.markdown import grammar
from digestkit.markdown.rules import RULES, LineKind, classify
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

Below = tuple[Media | None, int | None, grammar.Authors, list[Item], int]
"""What stands below the heading of a paper: its fields, its items, and where they end."""

_NO_AUTHORS: grammar.Authors = (), False


def below(text: str, start: int, source: SourceText) -> Below | None:
    """What stands below the heading of a paper, up to the next heading or the end; None if it is unusual.

    The text has no carriage returns. `start` is where the line of the heading ended.
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
        media = _media(found, source)
        if media is None:
            return None
    items, end = unchecked.items(_ITEM, text, found.end(), until, source)
    if end != until:
        return None
    authors = grammar.read_authors(authors_line) if authors_line is not None else _NO_AUTHORS
    return media, votes, authors, items, end


def _media(found: re.Match[str], source: SourceText) -> Media | None:
    line, frame = found.group(1, 2)
    kind, value = classify(line)
    if kind is not LineKind.MEDIA:
        return None
    shown, url, extra = value
    if extra or (frame is not None and (line[0] != "[" or frame != grammar.video_frame(url))):
        return None
    end = found.end(1) if frame is None else found.end(2)
    return unchecked.media(shown, url, (found.start(1), end), source)
