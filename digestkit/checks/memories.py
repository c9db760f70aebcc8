"""Lints that look beyond one digest: each remembers only what it needs of what it saw.

`see` yields what a digest brings to light, `end` what is certain only when no more will come.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterator
from typing import Protocol

from digestkit.checks import labels
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.model import Digest, Paper

# `2024-07-05.md`, `2024/07/05.md`, `digest_20240705_ko.md`: the last such date of a path counts.
_DAY_IN_PATH = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)[0-9]{2})([-_./]?)([0-9]{2})\2([0-9]{2})(?![0-9A-Za-z])"
)


class Memory(Protocol):
    """A lint over many digests."""

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Take in the next digest, and yield what is certain now."""

    def end(self) -> Iterator[Diagnostic]:
        """Yield what had to wait for the last digest; called once, after it."""


class Days:
    """Days that occur twice."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, str] = {}

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Yield a diagnostic for a day that was seen before; digests without a date never match."""
        if digest.date is not None:
            yield from _again(self._seen, digest.date, digest, Code.DUPLICATE_DAY, str(digest.date))

    def end(self) -> Iterator[Diagnostic]:
        """Yield nothing: a duplicate is certain when it is met."""
        yield from ()


class Papers:
    """Papers that occur twice."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, str] = {}

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each paper that was seen before, by its `Paper.id`."""
        for paper in digest.papers:
            key = paper.id
            yield from _again(self._seen, key, paper, Code.DUPLICATE_PAPER, key)

    def end(self) -> Iterator[Diagnostic]:
        """Yield nothing: a duplicate is certain when it is met."""
        yield from ()


class FileDays:
    """Files whose name holds another day than their headings.

    A file with several days may be named after any of them, so only one with a single day is compared.
    """

    def __init__(self) -> None:
        self._first: Digest | None = None
        self._days: set[datetime.date | None] = set()

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Yield the finding about the file before, when the next one starts."""
        if self._first is not None and digest.source != self._first.source:
            yield from self.end()
        self._first = self._first or digest
        self._days.add(digest.date)

    def end(self) -> Iterator[Diagnostic]:
        """Yield the finding about the last file, and start afresh."""
        first, days = self._first, self._days
        self._first, self._days = None, set()
        # A heading without a date has its own diagnostic, DK112 or DK115.
        named = day_in_path(first.source) if first is not None and first.source else None
        if first is None or named is None or len(days) != 1 or days & {None, named}:
            return
        message = f"the heading says {first.date}, the file's name {named}"
        yield at(first, Code.OTHER_DAY, message)


class Labels:
    """Labels met once that are nearly a common one."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._places: dict[str, Diagnostic] = {}

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Count labels, and keep the place of those met once; nothing is certain before the end."""
        counts, places = self._counts, self._places
        for paper in digest.papers:
            for item in paper.summary:
                label = item.label
                if label is None:
                    continue
                count = counts.get(label, 0)
                counts[label] = count + 1
                # A diagnostic, not the item, which would keep the text of its whole file in memory.
                if count == 0:
                    places[label] = at(item, Code.ODD_LABEL, label)
                elif count == 1:
                    del places[label]
        yield from ()  # makes this a generator, as the protocol asks

    def end(self) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each, in the order of first occurrence."""
        near = labels.nearly_common(self._counts)
        for label, found in self._places.items():
            if label in near:
                message = f"{label!r} occurs once, {near[label]!r} {self._counts[near[label]]} times"
                yield Diagnostic(found.code, message, found.source, found.line, found.column)


# Classes, not instances: each `Linter` starts with empty memories.
MEMORIES: tuple[tuple[Code, type[Days | Papers | FileDays | Labels]], ...] = (
    (Code.DUPLICATE_DAY, Days),
    (Code.DUPLICATE_PAPER, Papers),
    (Code.OTHER_DAY, FileDays),
    (Code.ODD_LABEL, Labels),
)


def day_in_path(path: str) -> datetime.date | None:
    """The day that a file is named after: the last date in its path, or None where there is no such day.

    The last one, because folders often name a year or month that their files then repeat.
    """
    found = _DAY_IN_PATH.findall(path)
    if not found:
        return None
    year, _, month, day = found[-1]
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _again(
    seen: dict[Hashable, str], key: Hashable, node: Digest | Paper, code: Code, shown: str
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for what was seen before, with the place where it was seen first."""
    # The place as text: keeping the node would keep the text of its whole file.
    if key not in seen:
        seen[key] = at(node, code, shown).place
        return
    first = f", first at {seen[key]}" if seen[key] else ""
    yield at(node, code, f"{shown} again{first}")
