"""One conversion: inputs are read, selected, exported, and written where they belong.

It is the engine of `digestkit.convert`. Nothing is written before arguments, options and output names are
known to be good; files take their places together at the end, unless a check fails.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

import attrs

from digestkit import select
from digestkit.diagnostics import Code, Diagnostic, Severity
from digestkit.errors import CheckError, InputError
from digestkit.export.run import Export
from digestkit.files import inputs, joining, outputs, sinks
from digestkit.files.inputs import Input, Reading
from digestkit.files.outputs import Folder, Output, Stream, Written
from digestkit.files.paths import inode
from digestkit.model import Digest, Paper
from digestkit.select import Period, Selection

if TYPE_CHECKING:
    from digestkit.files.seen import Seen

Report = Callable[[Diagnostic], None]
Progress = Callable[[int, int], None]
"""Called before each input, and after the last, with how many are done and how many there are."""


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


class Log:
    """What was noticed so far; everything is also passed on to `report`.

    `failed` are the names of inputs; `read` counts inputs that were read to
    their end, `digests` the digests in them before any selection.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.diagnostics: list[Diagnostic] = []
        self.failed: list[str] = []
        self.read = 0
        self.digests = 0

    def note(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic for the result, and pass it on at once."""
        self.diagnostics.append(diagnostic)
        self.report(diagnostic)

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


class HasCheck(Protocol):
    """A claim to a file, as far as a conversion is concerned."""

    def check(self) -> None:
        """Raise `OutputError` where the file was changed meanwhile."""


Job = tuple[Path | BinaryIO, Iterable[Digest]]
"""An output and its digests, which are read while it is written."""


class Conversion(NamedTuple):
    """A conversion that is ready to run."""

    paths: Sequence[str | os.PathLike[str]]
    reading: Reading
    selection: Selection
    split: Period | None
    export: Export
    output: Output
    checks: Checks
    clobber: bool
    log: Log
    progress: Progress
    claims: Sequence[HasCheck] = ()
    seen: Seen | None = None

    def run(self) -> ConvertResult:
        """Convert.

        Raises `UsageError` where outputs contradict each other or the inputs, `OutputError` where one
        cannot be written, `PluginError` where the exporter fails, and `CheckError` where a check fails;
        then no file is changed.
        """
        log = self.log
        found = self._find()
        folder = outputs.folder_of(self.output)
        with sinks.Files(folder, clobber=self.clobber, report=log.note) as files:
            jobs = self._jobs(found, files)
            written = [one for job in jobs if (one := self._write(*job, files)) is not None]
            if not log.digests:
                log.fail_all([each.name for each in found] or [os.fspath(path) for path in self.paths])
            self._report_absences(written)
            self._check(written)
            self._remember(files)
            # As late as possible: a change between here and the commit goes unnoticed.
            for claim in self.claims:
                claim.check()
            files.commit()
        if self.seen is not None and log.digests:
            log.note(self.seen.summary())
        losses = [diagnostic for diagnostic in log.diagnostics if diagnostic.code.is_loss]
        return ConvertResult(tuple(written), tuple(losses), tuple(log.diagnostics), tuple(log.failed))

    def _find(self) -> list[Input]:
        """The inputs. A file in a folder of them that this run writes is none: the next one would read it."""
        own = self.output if isinstance(self.output, Stream) else self.output.path
        state = [self.seen.path] if self.seen is not None else []
        written = [known for known in (outputs.inode_of(own), *map(inode, state)) if known is not None]
        log = self.log
        found = inputs.find(self.paths, self.reading, log.note, log.fail, leave_out=written)
        if not found and written:  # where only the output is left to read, say so
            outputs.check_apart([own], inputs.find(self.paths, self.reading, _ignore, _ignore))
        outputs.check_apart(state, found)
        return found

    def _jobs(self, found: list[Input], files: sinks.Files) -> Iterable[Job]:
        """The outputs with their digests; all targets are checked before the first is written."""
        if isinstance(self.output, Folder):
            if self.split is None:
                return self._by_input(self.output.path, found, files)
            return self._by_period(self.split, self.output.path, found, files)
        digests = select.of_output(self._chosen(joining.of_files(self._read(found))), self.selection)
        if isinstance(self.output, Stream):
            outputs.check_apart([self.output], found)
            self._check_seen(self.output)
            return [(self.output.stream, digests)]
        self._check_targets([self.output.path], found, files)
        return [(self.output.path, digests)]

    def _chosen(
        self, digests: Iterable[Digest], selection: Selection | None = None, met: set[str] | None = None
    ) -> Iterator[Digest]:
        """What is kept of an input, or of a part of it, without the papers of earlier runs."""
        kept = select.of_input(digests, selection or self.selection, seen=met, report=self.log.note)
        # Last, so that what is told to be left out is what would have been shown.
        return kept if self.seen is None else select.keep_papers(kept, self.seen.wants)

    def _by_period(
        self, period: Period, folder: Path, found: list[Input], files: sinks.Files
    ) -> Iterator[Job]:
        """An output for each period; all digests are held, since inputs come in any order."""
        digests = self._chosen(joining.of_files(self._read(found)))
        suffix = self.export.exporter.info.suffix
        parts = select.split(digests, period)
        targets = {folder / f"{name}{suffix}": part for name, part in parts.items()}
        self._check_targets(targets, found, files)
        for target, part in targets.items():
            yield target, select.of_output(part, self.selection)

    def _by_input(self, folder: Path, found: list[Input], files: sinks.Files) -> Iterator[Job]:
        """An output for each input that has a digest left, read when its turn comes."""
        targets = outputs.for_inputs(folder, found, self.export.exporter.info.suffix)
        self._check_targets(targets, found, files)
        # `_divided` has applied `latest` and `merge`, which concern all inputs; through `met`, `dedupe`
        # concerns all of them, too.
        met: set[str] = set()
        rest = attrs.evolve(self.selection, latest=None, merge=False)
        for target, digests in self._divided(targets):
            kept = self._chosen(digests, rest, met)
            first = next(kept, None)
            if first is not None:  # an input that the selection empties gets no file
                yield target, select.of_output(itertools.chain([first], kept), self.selection)

    def _divided(self, targets: dict[Path, Input]) -> Iterator[tuple[Path, Iterator[Digest]]]:
        """The digests of each input with its output; with `latest`, those of the newest days; merged perhaps.

        Which days those are shows at the end; until then, the digests of the newest days so far are held.
        """
        parts = (
            (target, self._read([each], place, len(targets)))
            for place, (target, each) in enumerate(targets.items())
        )
        selection = self.selection
        if selection.latest is None and not selection.merge:
            yield from parts
            return
        kept: Iterator[tuple[Path, Digest]] = (
            (target, digest)
            for target, digests in parts
            for digest in select.in_period(digests, selection.since, selection.until)
        )
        if selection.latest is not None:
            kept = select.newest(((pair[1].date, pair) for pair in kept), selection.latest)
        if selection.merge:
            kept = self._merged(list(kept))
        for target, pairs in itertools.groupby(kept, key=lambda pair: pair[0]):
            yield target, (digest for _, digest in pairs)

    def _merged(self, pairs: list[tuple[Path, Digest]]) -> Iterator[tuple[Path, Digest]]:
        from digestkit import merging  # noqa: PLC0415 - few conversions need it

        for place, digest in merging.placed([digest for _, digest in pairs], self.log.note):
            yield pairs[place][0], digest

    def _check_targets(self, targets: Iterable[Path], found: list[Input], files: sinks.Files) -> None:
        outputs.check_apart(targets, found)
        for target in targets:
            self._check_seen(target)
            files.check(target)

    def _check_seen(self, output: Stream | Path) -> None:
        if self.seen is not None:
            outputs.check_unlike(output, self.seen.path)

    def _read(self, found: list[Input], done: int = 0, total: int | None = None) -> Iterator[Digest]:
        """The digests of inputs; one that fails is left out. `done` and `total` are for progress."""
        total = len(found) if total is None else total
        for place, each in enumerate(found, done):
            self.progress(place, total)
            try:
                for digest in inputs.read(each, self.reading, self.log.note):
                    self.log.digests += 1
                    yield digest
                self.log.read += 1
            except InputError as error:
                self.log.fail(error)
        self.progress(done + len(found), total)

    def _write(
        self, target: Path | BinaryIO, digests: Iterable[Digest], files: sinks.Files
    ) -> Written | None:
        """Export to one output; None where no input holds a digest, which leaves the output as it was.

        Having read nothing differs from selecting nothing: inputs that failed must not empty an output.
        """
        rest = iter(digests)
        first = next(rest, None)  # reads up to the first digest, before the output is opened
        if first is None and (self.checks.fail_empty or not self.log.digests):
            return None
        remember = self.seen.remember if self.seen is not None else None
        count = _Count(itertools.chain([first] if first is not None else [], rest), remember)
        chunks = self.export.chunks(count)
        if not isinstance(target, Path):
            size = sinks.write(chunks, target, self.log.note)
            return Written(None, count.digests, count.papers, size)
        if isinstance(self.output, Folder):
            files.make_folder(target.parent)
        size = files.write(target, chunks, self.log.note)
        return Written(target, count.digests, count.papers, size)

    def _remember(self, files: sinks.Files) -> None:
        """Write what was seen, which takes its place with the outputs; where nothing was read, it stays."""
        text = self.seen.text if self.seen is not None and self.log.digests else None
        if self.seen is not None and text is not None:
            files.write(self.seen.path, [text], self.log.note, clobber=True)

    def _report_absences(self, written: list[Written]) -> None:
        """Report, on a line each, what the format has no place for, and that the selection leaves nothing.

        Neither is known before everything is written.
        """
        never = self.export.not_carried
        if never is not None:
            self.log.note(never)
        if self.log.digests and not self.checks.fail_empty and not any(one.digests for one in written):
            self.log.note(Diagnostic(Code.NOTHING_LEFT, "the selection leaves nothing of the input"))

    def _check(self, written: list[Written]) -> None:
        """Raise `CheckError`, before any file takes its place, where the result fails one of the checks."""
        noticed = self.log.diagnostics
        if self.checks.strict and (errors := sum(one.severity is Severity.ERROR for one in noticed)):
            raise CheckError(f"strict: errors were reported ({errors}); no file was written")
        if self.checks.fail_on_loss and (losses := sum(one.code.is_lost_content for one in noticed)):
            raise CheckError(f"fail on loss: content was lost ({losses}); no file was written")
        if self.checks.fail_empty and not any(one.papers for one in written):
            raise CheckError("fail empty: there is no paper to write; no file was written")


class _Count:
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


def _ignore(_event: object) -> None:
    """Drop what nobody wants to know."""
