"""The normal form of a text: each digest in the layout of its era, what stands outside of digests kept.

It says what the text said, and is its own normal form. A byte order mark and carriage returns at line ends
are left out. Where fields do not hold everything that a digest says, there is none: it would lose that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestkit.diagnostics import Code, Diagnostic
from digestkit.markdown.eras import Style, style_named, style_of
from digestkit.markdown.parser import parse
from digestkit.model import Digest, Document, Segment

OBSTACLES = frozenset(code for code in Code if code.is_unread)
"""What stands in a text and is reported, and is in no field."""

_LINE_END = re.compile("\r+\n")


class Normal(NamedTuple):
    """A text in its normal form; or as it was, with the diagnostics that say what stands against it."""

    text: str
    obstacles: tuple[Diagnostic, ...] = ()


def normal_form(text: str, name: str | None = None, style: str | None = None) -> Normal:
    """Give a text its normal form: the layout of the era of each digest's day, or of one era for all.

    A text without a digest is left as it is. `name` is what messages call it. Raises `UsageError` for an
    unknown style.
    """
    chosen = style_named(style) if style is not None else None
    document = parse(text, name)
    if not document.digests:
        return Normal(text)
    lost = tuple(found for found in document.diagnostics if found.code in OBSTACLES)
    if lost:
        return Normal(text, lost)
    normal = "".join(_parts(document, chosen))
    if normal != text and parse(normal).segments != tuple(map(_with_line_ends, document.segments)):
        return Normal(text, (Diagnostic(Code.ALTERED, "its normal form would read otherwise", name),))
    return Normal(normal)


def with_line_ends(text: str) -> str:
    """A text whose lines end at LF alone."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _parts(document: Document, chosen: Style | None) -> Iterator[str]:
    """The segments, spelled anew; a last line without a line end gets one from the style."""
    for segment in document.segments:
        if isinstance(segment, Digest):
            style = chosen or style_of(segment.date)
            yield style.day(segment)
            yield from map(style.paper, segment.papers)
        else:
            yield with_line_ends(segment)


def _with_line_ends(segment: Segment) -> Segment:
    return segment if isinstance(segment, Digest) else with_line_ends(segment)
