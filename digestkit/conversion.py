"""One conversion: inputs are read, selected, exported, and written where they belong.

It is the engine of `digestkit.convert`. Nothing is written before arguments, options and output names are
known to be good; files take their places together at the end, unless a check fails.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

import attrs

from digestkit import select
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.errors import InputError
from digestkit.export.once import staying
from digestkit.export.run import Export, Spent
from digestkit.files import finding, inputs, joining, outputs, sinks
from digestkit.files.inputs import Input, Reading
from digestkit.files.outputs import Elsewhere, Folder, Output, Stream, Tree, Written
from digestkit.files.paths import inode, is_folder
from digestkit.model import Digest, Paper
from digestkit.outcome import Checks, ConvertResult, Count, Log, Noticed
from digestkit.select import Period, Selection

if TYPE_CHECKING:
    from digestkit.files import trees
    from digestkit.files.seen import Seen
    from digestkit.transforms.run import Step

Progress = Callable[[int, int], None]
"""Called before each input, and after the last, with how many are done and how many there are."""


class HasCheck(Protocol):
    """A claim to a file, as far as a conversion is concerned."""

    def check(self) -> None:
        """Raise `OutputError` where the file was changed meanwhile."""


Job = tuple[Path | BinaryIO | Elsewhere, Iterable[Digest]]
"""An output and its digests, which are read while it is written."""


class Made(NamedTuple):
    """What another process has made of one input: reports, and an output if a digest is left to write."""

    noticed: Noticed
    spent: Spent
    digests: int
    papers: int
    chunks: Sequence[str | bytes] | None


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
    steps: Sequence[Step] = ()
    seen: Seen | None = None
    packing: str = ""
    jobs: int = 1

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
            written = list(self._written(found, files))
            if not log.digests:
                log.fail_all([each.name for each in found] or [finding.shown(path) for path in self.paths])
            self._report_absences(written)
            self.checks.hold(log, written)
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
        own = [each for each in [outputs.here(self.output)] if each is not None]
        state = [self.seen.path] if self.seen is not None else []
        known = (*map(outputs.inode_of, own), *map(inode, state))
        written = [each for each in known if each is not None]
        log = self.log
        if isinstance(self.output, Tree):
            outputs.check_no_input(self.output.path, self.paths)
        found = finding.find(self.paths, self.reading, log.note, log.fail, leave_out=written)
        if not found and written:  # where only the output is left to read, say so
            outputs.check_apart(own, finding.find(self.paths, self.reading, _ignore, _ignore))
        outputs.check_apart(state, found)
        if isinstance(self.output, outputs.File) and inode(self.output.path) is not None:
            self._look_into(self.output.path)
        return found

    def _look_into(self, output: Path) -> None:
        """Take note of what an output holds that would be an input elsewhere."""
        holder = next((folder for folder in map(Path, self.paths) if _is_in(output, folder)), None)
        if holder is None or not output.name.lower().endswith(self.reading.suffixes):
            return
        with contextlib.suppress(InputError):
            given = finding.file(output, str(output), output.name, self.reading, output.parent)
            held = inputs.read(given, self.reading, _ignore)
            self.log.unread = {paper.id: paper for digest in held for paper in digest.papers}

    def _written(self, found: list[Input], files: sinks.Files) -> Iterator[Written]:
        """The outputs, as they are written."""
        if self.jobs > 1 and isinstance(self.output, Folder):
            yield from self._written_at_once(self.output.path, found, files)
            return
        for job in self._jobs(found, files):
            with staying():  # where writing fails midway, the exporter may still be elsewhere
                one = self._write(*job, files)
            if one is not None:
                yield one

    def _written_at_once(self, folder: Path, found: list[Input], files: sinks.Files) -> Iterator[Written]:
        """An output for each input, as `_by_input` has them, with each input in a process of its own."""
        from digestkit import parallel  # noqa: PLC0415 - few conversions need it

        targets = outputs.for_inputs(folder, found, self.export.exporter.info.suffix)
        self._check_targets(targets, found, files)
        inputs_of = list(targets.items())
        quiet = self._replace(progress=_ignore)

        def work(place: int) -> Made:
            return quiet._made(*inputs_of[place])  # noqa: SLF001 - the same conversion

        self.progress(0, len(targets))
        names, sizes = [each.name for each in targets.values()], [each.size for each in targets.values()]
        for place, done in enumerate(parallel.in_order(names, work, self.jobs, sizes)):
            self.progress(place + 1, len(targets))
            one = self._take_in(inputs_of[place][0], done, files)
            if one is not None:
                yield one

    def _made(self, target: Path, given: Input) -> Made:
        """Convert an input in a process of its own, which writes and reports nothing."""
        self.log.report = _ignore
        digests = self._chosen(self._changed(self._read([given]), given.name))
        first = next(digests, None)
        left = itertools.chain([first], digests) if first is not None else ()
        count = Count(select.of_output(left, self.selection), None)
        # An input that the selection empties gets no file.
        made = list(self._chunks(count, target.as_posix())) if first is not None else None
        return Made(self.log.take(), self.export.take(), count.digests, count.papers, made)

    def _take_in(self, target: Path, done: Made, files: sinks.Files) -> Written | None:
        """Report and write what another process has made of an input."""
        news = tuple(filter(self.export.is_news, done.noticed.diagnostics))
        self.log.add(done.noticed._replace(diagnostics=news))
        self.export.add(done.spent)
        if done.chunks is None:
            return None
        files.make_folder(target.parent)
        size = files.write(target, done.chunks, self.log.note)
        return Written(target, done.digests, done.papers, size)

    def _jobs(self, found: list[Input], files: sinks.Files) -> Iterable[Job]:
        """The outputs with their digests; all targets are checked before the first is written."""
        if isinstance(self.output, Folder):
            if self.split is None:
                return self._by_input(self.output.path, found, files)
            return self._by_period(self.split, self.output.path, found, files)
        digests = select.of_output(self._chosen(self._all(found)), self.selection)
        if isinstance(self.output, Stream):
            outputs.check_apart([self.output], found)
            self._check_seen(self.output)
            return [(self.output.stream, digests)]
        if isinstance(self.output, Elsewhere):
            self.output.check(found, clobber=self.clobber)
            return [(self.output, digests)]
        if isinstance(self.output, Tree):  # which of its files may be written shows when they come
            return [(self.output.path, digests)]
        self._check_targets([self.output.path], found, files)
        return [(self.output.path, digests)]

    def _chosen(
        self, digests: Iterable[Digest], selection: Selection | None = None, met: set[str] | None = None
    ) -> Iterator[Digest]:
        """What is kept of an input, or of a part of it, without the papers of earlier runs."""
        chosen = selection or self.selection
        kept = select.of_input(digests, chosen, seen=met, report=self.log.note, tell=self._tell_joined)
        # Last, so that what is told to be left out is what would have been shown.
        return kept if self.seen is None else select.keep_papers(kept, self.seen.wants)

    def _by_period(
        self, period: Period, folder: Path, found: list[Input], files: sinks.Files
    ) -> Iterator[Job]:
        """An output for each period; all digests are held, since inputs come in any order."""
        digests = self._chosen(self._all(found))
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
            (target, self._changed(self._read([each], place, len(targets)), each.name))
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

        digests = [digest for _, digest in pairs]
        for place, digest in merging.placed(digests, self.log.note, self._tell_joined):
            yield pairs[place][0], digest

    def _tell_joined(self, papers: Sequence[Paper]) -> None:
        """Hear which papers are one: earlier runs may have met any of them."""
        if self.seen is not None:
            self.seen.join(papers)

    def _check_targets(self, targets: Iterable[Path], found: list[Input], files: sinks.Files) -> None:
        if isinstance(self.output, Folder):
            outputs.check_names(self.output.path, targets)
        outputs.check_apart(targets, found)
        for target in targets:
            self._check_seen(target)
            files.check(target)

    def _all(self, found: list[Input]) -> Iterator[Digest]:
        """The digests of all inputs as the transforms leave them; a day that is spread is joined before."""
        return self._changed(joining.of_files(self._read(found)))

    def _changed(self, digests: Iterator[Digest], name: str | None = None) -> Iterator[Digest]:
        """The digests as the transforms leave them, which selections see then.

        A transform is run for each output of its own: where that is one for each input, with this `name`,
        what it says of no node in particular is about that input.
        """

        def note(diagnostic: Diagnostic) -> None:
            about = diagnostic if diagnostic.source or name is None else attrs.evolve(diagnostic, source=name)
            self.log.note(about)

        for step in self.steps:
            digests = step.run(digests, note)
        return digests

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
                    self.log.meet(digest)
                    yield digest
                self.log.read += 1
            except InputError as error:
                self.log.fail(error)
        self.progress(done + len(found), total)

    def _write(
        self, target: Path | BinaryIO | Elsewhere, digests: Iterable[Digest], files: sinks.Files
    ) -> Written | None:
        """Export to one output; None where no input holds a digest, which leaves the output as it was.

        Having read nothing differs from selecting nothing: inputs that failed must not empty an output.
        """
        rest = iter(digests)
        first = next(rest, None)  # reads up to the first digest, before the output is opened
        if first is None and (self.checks.fail_empty or not self.log.digests):
            return None
        remember = self.seen.remember if self.seen is not None else None
        count = Count(itertools.chain([first] if first is not None else [], rest), remember)
        if isinstance(self.output, Tree):
            made = self._write_tree(self.output.path, count, files)
            return Written(self.output.path, count.digests, count.papers, made.size, made.files)
        chunks = self._chunks(count, target.as_posix() if isinstance(target, Path) else None)
        if isinstance(target, Elsewhere):
            size = target.write(chunks, files, self.log.note)
            return Written(None, count.digests, count.papers, size, url=target.place.name)
        if not isinstance(target, Path):
            size = sinks.write(chunks, target, self.log.note)
            return Written(None, count.digests, count.papers, size)
        if isinstance(self.output, Folder):
            files.make_folder(target.parent)
        size = files.write(target, chunks, self.log.note)
        return Written(target, count.digests, count.papers, size)

    def _chunks(self, digests: Iterable[Digest], output: str | None) -> Iterable[str | bytes]:
        """The chunks of an output that is one file, packed perhaps; several files are a zip."""
        if not self.export.several:
            chunks = self.export.chunks(digests, output)
            return outputs.packed(chunks, self.packing, self.log.note)
        from digestkit.files.zipped import zipped  # noqa: PLC0415 - most formats are one file

        return zipped(self.export.parts(digests, output), self.log.note)

    def _write_tree(self, folder: Path, digests: Iterable[Digest], files: sinks.Files) -> trees.Made:
        """Bring a folder up to date.

        What an input that failed, or an earlier run with the same file of papers seen, made is not removed.
        """
        from digestkit.files import trees  # noqa: PLC0415 - as above

        name = self.export.exporter.info.name
        tree = trees.TreeWriter(folder, name, files, clobber=self.clobber, report=self.log.note)
        parts = self.export.parts(digests, folder.as_posix())
        made = tree.write(parts, lambda: not self.log.failed and self.seen is None)
        for path in made.files if self.seen is not None else ():
            self._check_seen(path)
        return made

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
        if self.log.unread and written:
            first, *rest = self.log.unread.values()
            others = f" and {len(rest)} more" if rest else ""
            message = f"no input has “{first.title}”{others}: outputs in a folder of inputs are not read"
            self.log.note(at(first, Code.REPLACED, message))
        if self.log.digests and not self.checks.fail_empty and not any(one.digests for one in written):
            what = "transforms and selection leave" if self.steps else "the selection leaves"
            self.log.note(Diagnostic(Code.NOTHING_LEFT, f"{what} nothing of the input"))


def _is_in(path: Path, folder: Path) -> bool:
    return is_folder(folder) and path.resolve().is_relative_to(folder.resolve())


def _ignore(*_event: object) -> None:
    """Drop what nobody wants to know."""
