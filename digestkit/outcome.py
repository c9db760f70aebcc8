"""What a conversion did: what was noticed, read and written, and whether that is good enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report, Severity
from digestkit.errors import CheckError, InputError
from digestkit.files import inputs
from digestkit.files.outputs import Written
from digestkit.model import Digest, Paper


@attrs.frozen
class ConvertResult:
    """What a conversion did.

    `written` are the outputs, `losses` what did not reach them, `diagnostics` everything that was reported
    (losses too), `failed` the names of inputs that were left out: those that cannot be read, or all of them
    where none holds a digest.
    """

    written: tuple[Written, ...]
    losses: tuple[Diagnostic, ...]
    diagnostics: tuple[Diagnostic, ...]
    failed: tuple[str, ...]


class Checks(NamedTuple):
    """What must hold of a result for its files to take their places.

    `strict`: no error was reported. `fail_on_loss`: no content was lost. `fail_empty`: there is a paper.
    """

    strict: bool = False
    fail_on_loss: bool = False
    fail_empty: bool = False

    def hold(self, log: Log, written: Sequence[Written]) -> None:
        """Raise `CheckError`, before any file takes its place, where the result fails one of them."""
        noticed = log.diagnostics
        if self.strict and (errors := sum(one.severity is Severity.ERROR for one in noticed)):
            raise CheckError(f"strict (--strict): errors were reported ({errors}); no file was written")
        if self.fail_on_loss and (losses := sum(one.code.is_lost_content for one in noticed)):
            raise CheckError(
                f"fail_on_loss (--fail-on-loss): content was lost ({losses}); no file was written"
            )
        if self.fail_empty and not any(one.papers for one in written):
            raise CheckError("fail_empty (--fail-empty): there is no paper to write; no file was written")


class Noticed(NamedTuple):
    """What a log of another process has noticed: the fields of `Log` that are told here once more."""

    diagnostics: tuple[Diagnostic, ...]
    failed: tuple[str, ...]
    read: int
    digests: int


class Log:
    """What was noticed so far; everything is also passed on to `report`.

    `failed` are the names of inputs; `read` counts inputs that were read to their end, `digests` the digests
    in them before any selection. `unread` are papers by their ids, of a file that is no input since the
    output replaces it; the inputs have not shown them so far.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.diagnostics: list[Diagnostic] = []
        self.failed: list[str] = []
        self.read = 0
        self.digests = 0
        self.unread: dict[str, Paper] = {}

    def note(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic for the result, and pass it on at once."""
        self.diagnostics.append(diagnostic)
        self.report(diagnostic)

    def meet(self, digest: Digest) -> None:
        """Count a digest as read."""
        self.digests += 1
        if self.unread:
            for paper in digest.papers:
                self.unread.pop(paper.id, None)

    def take(self) -> Noticed:
        """What was noticed so far; the log is then empty."""
        noticed = Noticed(tuple(self.diagnostics), tuple(self.failed), self.read, self.digests)
        self.diagnostics, self.failed, self.read, self.digests = [], [], 0, 0
        return noticed

    def add(self, noticed: Noticed) -> None:
        """Note what was noticed elsewhere, as if it had happened here and now."""
        for diagnostic in noticed.diagnostics:
            self.note(diagnostic)
        self.failed += noticed.failed
        self.read += noticed.read
        self.digests += noticed.digests

    def fail(self, error: InputError) -> None:
        """Keep the name of an input that failed, and note its diagnostic (DK601)."""
        self.failed.append(error.source or error.reason)
        self.note(inputs.failure(error))

    def fail_all(self, given: Iterable[str]) -> None:
        """Count all inputs as failed, since none holds a digest: error pages perhaps, or truncated files.

        Reported (DK604) unless every input failed by itself, which was reported for each.
        """
        if self.read or not self.failed:
            self.note(Diagnostic(Code.NOTHING_READ, "there is no digest in any input; nothing is written"))
        self.failed += [name for name in given if name not in self.failed]


class Count:
    """Counts digests and papers as they pass by, so that nothing needs to be held for a count.

    `see` is called with each paper, if anybody wants to know.
    """

    def __init__(self, digests: Iterable[Digest], see: Callable[[Paper], object] | None) -> None:
        self._digests = digests
        self._see = see
        self.digests = 0
        self.papers = 0

    def __iter__(self) -> Iterator[Digest]:
        for digest in self._digests:
            self.digests += 1
            self.papers += len(digest.papers)
            if self._see is not None:
                for paper in digest.papers:
                    self._see(paper)
            yield digest
