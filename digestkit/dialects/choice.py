"""The dialect to read a text in: the one that was asked for, or the one that the text is in."""

from __future__ import annotations

from typing import NamedTuple

import attrs

from digestkit import dialects, markdown
from digestkit.diagnostics import Code, Diagnostic
from digestkit.dialects import detection, engine
from digestkit.dialects.detection import Verdict
from digestkit.dialects.engine import Reading
from digestkit.dialects.table import Table
from digestkit.markdown.recognition import (
    KOREAN,
    has_day,
    links_in_front,
    links_later,
    links_papers,
)
from digestkit.model import Document
from digestkit.source import BOM, Origin
from digestkit.unchecked import no_garbage

UNKNOWN = "unknown"
"""What a document says of its dialect that is in none."""


class Choice(NamedTuple):
    """A table, or None for the Korean digests, and how well it fits; or why none can be chosen.

    `reading` is one that was begun to find that out.
    """

    table: Table | None = None
    share: float = 0.0
    refused: str | None = None
    tied: bool = False
    reading: Reading | None = None


def table_of(name: str) -> Table | None:
    """The table of a dialect, or of a file `….toml`; None for the Korean digests.

    Raises as `dialects.named` does.
    """
    return None if name == KOREAN else dialects.named(name)


def choose(text: str, origin: Origin, usual: str | None = None) -> Choice:
    """The dialect of a text in which no day heading is met at a first look.

    `usual` is that of most texts around it: what scores nothing by itself is read so. Else such a text is
    left to the Korean reader, which takes it for text, unless it links papers: then this is refused.
    """
    verdict = None
    if links_in_front(text) or links_papers(text):
        with no_garbage():  # what is read to tell the dialect is kept
            verdict = detection.weigh(text, origin)
    best = verdict.best if verdict is not None else None
    if best is not None:
        return Choice(table_of(best.name), best.share, reading=best.reading)
    if verdict is not None and not links_papers(text):  # a page of a site may have front matter, too
        verdict = None
    if verdict is None and has_day(text):
        return Choice(share=1.0)
    if usual is not None and (verdict is None or not verdict.scores[0].share):
        return Choice(table_of(usual))
    if verdict is None:
        return Choice(refused=_LATE) if links_later(text) else Choice()
    refused = _refusal(verdict)
    if refused is not None and _ends_at_returns(text):
        refused = _RETURNS
    return Choice(refused=refused, tied=bool(verdict.tied))


def parse(text: str, origin: Origin, dialect: str | None = None) -> Document:
    """Read a text in the dialect that is named, or in its own; never raises on a `str`.

    A text that links papers in no known dialect, or in one of several alike, stays text, with a diagnostic.
    Raises `UsageError` for a dialect that there is not.
    """
    choice = Choice(table_of(dialect)) if dialect is not None else choose(text, origin)
    if choice.refused is not None:
        return kept(text, Diagnostic(Code.NO_DIALECT, choice.refused, origin.name))
    if choice.table is None:
        return markdown.parse(text, origin.name)
    return engine.finished(choice.reading or engine.begun(text, choice.table, origin))


_LATE = "its first link to a paper stands beyond the 64 KiB that tell a dialect: say which with --dialect"
_RETURNS = "its lines end at carriage returns alone, which end no line here: make them LF or CR LF"


def _ends_at_returns(text: str) -> bool:
    """Whether most lines end at a carriage return without a line feed, as they did on old Macs."""
    alone = text.count("\r") - text.count("\r\n") if "\r" in text else 0
    return alone > text.count("\n")


def _refusal(verdict: Verdict) -> str | None:
    if verdict.tied:
        names = " and ".join(verdict.tied)
        return f"it fits the dialects {names} alike: say which with --dialect (dialect=)"
    if verdict.scores[0].name == KOREAN and verdict.scores[0].share:
        return None
    return "it links papers and is in no known dialect; `digestkit dialects --why FILE` shows what comes near"


def kept(text: str, diagnostic: Diagnostic) -> Document:
    """The text as text, whatever the Korean reader would take for papers in it."""
    document = markdown.parse(text, diagnostic.source)
    if not document.digests:
        return attrs.evolve(document, diagnostics=[*document.diagnostics, diagnostic])
    rest = text.removeprefix(BOM)
    return Document([rest], [diagnostic], bom=document.bom, newline=document.newline, dialect=UNKNOWN)
