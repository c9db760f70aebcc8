"""Which dialect each Markdown input is read in: the one that was asked for, or the one that it is in.

Digests in Korean are known by their day headings. Tables are imported for all else only.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import InputError, UsageError
from digestkit.markdown.recognition import KOREAN, begins_with_day, may_need_table
from digestkit.registry.core import CORE_READERS
from digestkit.source import Origin

if TYPE_CHECKING:
    from digestkit.dialects.engine import Reading
    from digestkit.dialects.table import Table


class UnrecognisedError(InputError):
    """An input that links papers and is in no known dialect, or, where it is `tied`, in two alike."""

    def __init__(self, reason: str, source: str | None, *, tied: bool) -> None:
        super().__init__(reason, source)
        self.tied = tied


class Recogniser:
    """Chooses the dialect of one input after the other, and knows what was chosen in each folder so far.

    Raises `UsageError` for a dialect that there is not.
    """

    __slots__ = ("_met", "_table", "dialect")

    def __init__(self, dialect: str | None = None) -> None:
        self.dialect = dialect
        self._table: Table | None = None
        self._met: dict[Path, Counter[str]] = {}
        if self.dialect is not None and self.dialect != KOREAN:
            from digestkit import dialects  # noqa: PLC0415 - the Korean digests need no tables

            self._table = dialects.named(self.dialect)

    def is_korean(self, text: str) -> bool:
        """Whether a text, of which its beginning is enough, is read as digests in Korean."""
        return self.dialect == KOREAN or (self.dialect is None and begins_with_day(text))

    def begun(self, text: str, origin: Origin, folder: Path | None, report: Report) -> Reading | None:
        """A reading of an input in its dialect, to be finished; None for the Korean reader.

        What cannot be told in a folder is as most of the files before it there. Raises
        `UnrecognisedError` for a text that links papers and is in no known dialect, or in two alike.
        """
        if self.dialect is not None:
            return _begun(text, self._table, origin)
        if begins_with_day(text):
            self._note(KOREAN, folder)
            return None
        usual = self._usual(folder)
        if usual in (None, KOREAN) and not may_need_table(text):
            return None
        return self._chosen(text, origin, folder, report)

    def _chosen(self, text: str, origin: Origin, folder: Path | None, report: Report) -> Reading | None:
        from digestkit.dialects import choice  # noqa: PLC0415 - as above

        chosen = choice.choose(text, origin, self._usual(folder))
        if chosen.refused is not None:
            raise UnrecognisedError(chosen.refused, origin.name, tied=chosen.tied)
        if chosen.share:
            self._note(chosen.table.name if chosen.table is not None else KOREAN, folder)
        if chosen.table is not None and chosen.share:
            message = f"read as {chosen.table.name} ({chosen.share:.0%})"
            report(Diagnostic(Code.READ_AS, message, origin.name))
        return chosen.reading or _begun(text, chosen.table, origin)

    def _note(self, name: str, folder: Path | None) -> None:
        if folder is not None:
            self._met.setdefault(folder, Counter())[name] += 1

    def _usual(self, folder: Path | None) -> str | None:
        """What most files of a folder so far are in; of several, the first in the alphabet."""
        met = self._met.get(folder) if folder is not None else None
        return min(met, key=lambda name: (-met[name], name)) if met else None


def _begun(text: str, table: Table | None, origin: Origin) -> Reading | None:
    if table is None:
        return None
    from digestkit.dialects import engine  # noqa: PLC0415 - as above

    return engine.begun(text, table, origin)


def of_named(name: str, given: Recogniser) -> Recogniser | None:
    """The recogniser for a format that is the name of a dialect: it takes all for that; None for others.

    Raises `UsageError` where another dialect was asked for, too.
    """
    if name in CORE_READERS:
        return None
    from digestkit import dialects  # noqa: PLC0415 - as above

    if name != KOREAN and name not in dialects.known():
        return None
    if given.dialect not in (None, name):
        raise UsageError(f"{name!r} and {given.dialect!r} are two dialects: name one")
    return Recogniser(name)
