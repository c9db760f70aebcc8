"""One export: an exporter with its options and context, run under the host's supervision."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import attrs

from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import InputError, OutputError, PluginError, UsageError, interrupted, told
from digestkit.export import loss
from digestkit.export.contract import Chunk, ExportContext, Exporter, is_several
from digestkit.export.once import Anywhere, Once, Workplace, is_foreign, plain, staying
from digestkit.export.options import build
from digestkit.model import Digest

if TYPE_CHECKING:
    from digestkit.export.tree import Part

_PASSING = (UsageError, InputError, PluginError, KeyboardInterrupt, MemoryError)
"""Exceptions that pass through unchanged: messages to the user, a fault already named, and what is nobody's
fault.
"""

_GENERAL = (Code.EXPORT_WARNING, Code.EXPORT_NOTE)
"""Codes that, reported without a place, concern the export as a whole, however many outputs it has."""


T = TypeVar("T")
R = TypeVar("R")


class Spent(NamedTuple):
    """What a run of an export in another process counted and lost, to be added to the export here."""

    counts: Mapping[str, int]
    lost: tuple[Diagnostic, ...]


class Export:
    """An exporter made ready: options built, files read, losses counted as digests stream through.

    Making one raises `UsageError` for options that the exporter does not have, and `InputError` for a
    file of an `InputFile` option that cannot be read. `report` receives what the exporter reports, as it
    happens. One export may be run several times, once for each output: losses add up over all runs, and
    what concerns the export as a whole is reported once. `several` says whether it makes several files:
    then its `parts` are to be asked for, else its `chunks`. Of `jobs`, an exporter that uses
    `ExportContext.map` has so many processes; None is as many as are advisable.
    """

    def __init__(
        self,
        exporter: Exporter,
        *,
        options: Mapping[str, object],
        title: str | None = None,
        language: str | None = None,
        base_url: str | None = None,
        rights: str | None = None,
        report: Callable[[Diagnostic], None],
        jobs: int | None = 1,
    ) -> None:
        info = exporter.info
        self.exporter = exporter
        self.context = ExportContext(
            options=build(info.options, options, report, format_name=info.name),
            title=title,
            language=language,
            base_url=base_url,
            rights=rights,
            sink=self._receive,
            spread=self._spread if jobs != 1 else None,
        )
        self._jobs = jobs
        self._away: list[Diagnostic] | None = None
        self._report = report
        self._lost: list[Diagnostic] = []
        self._said: set[Diagnostic] = set()
        self._tally = loss.Tally(self._carried())
        self.several = self._several()
        if info.deprecated:
            report(Diagnostic(Code.DEPRECATED, f"{self._named()} is deprecated: {info.deprecated}"))

    @property
    def not_carried(self) -> Diagnostic | None:
        """What the format has no place for, as one diagnostic; None where nothing was lost that way.

        Complete once the chunks are exhausted.
        """
        return self._tally.diagnostic(self.exporter.info.name)

    @property
    def losses(self) -> tuple[Diagnostic, ...]:
        """What did not reach the output: first, in one diagnostic, what the format has no place for.

        Complete once the chunks are exhausted.
        """
        never = self.not_carried
        return (*([never] if never else []), *self._lost)

    def chunks(self, digests: Iterable[Digest], output: str | None = None) -> Iterator[Chunk]:
        """Yield the chunks of one output, each of the type that the exporter declares.

        `output` is the path of its file, None for a stream.

        An exception raised while the digests are read passes through unchanged. Whatever the exporter
        raises (`SystemExit` included) becomes a `PluginError` that names it, except digestkit's own
        exceptions for messages to the user: `UsageError` and `InputError`.
        """
        return self._supervised(digests, output, self._typed)

    def parts(self, digests: Iterable[Digest], output: str | None = None) -> Iterator[Part]:
        """Yield the files of a format of several files, each followed by its chunks; as `chunks` otherwise.

        What a file with marks holds comes as one chunk. `output` is the path of their folder, or of a zip.
        """
        from digestkit.export.tree import checked  # noqa: PLC0415 - most formats are one file

        return self._supervised(digests, output, checked)

    def _supervised(
        self,
        digests: Iterable[Digest],
        output: str | None,
        check: Callable[[Iterable[object]], Iterator[Any]],
    ) -> Iterator[Any]:
        foreign = is_foreign(self.exporter.export)
        place = Workplace() if foreign else Anywhere()
        source = Once(self._tally.watch(digests), place)
        # Whether we wait at a `yield`: a GeneratorExit there is the consumer's, anywhere else it is a bug
        # of the exporter's.
        left = False
        try:
            place.enter()
            with contextlib.closing(self._run(source, output)) as chunks:
                for chunk in check(chunks):
                    place.end_forked()
                    left = True
                    yield chunk
                    left = False
            # An exporter may stop early, but not silently.
            if next(source, None) is not None:
                self._receive(Diagnostic(Code.DROPPED, f"{self._named()} left digests unread"))
        except BaseException as error:
            if error is source.error:
                raise
            if isinstance(error, _PASSING):
                if foreign:
                    interrupted(error, self._named())
                raise
            if left and isinstance(error, GeneratorExit):
                raise
            raise PluginError(f"{self._named()} failed: {told(error)}") from error
        finally:
            place.back()

    def count(self, digests: Iterable[Digest]) -> None:
        """Count what is not carried of digests that are written by other means."""
        for _ in self._tally.watch(digests):
            pass

    def take(self) -> Spent:
        """What was counted and lost so far; the export is then as if it had never run."""
        lost, self._lost = tuple(self._lost), []
        self._said.clear()
        return Spent(self._tally.take(), lost)

    def add(self, spent: Spent) -> None:
        """Count what was counted and lost elsewhere."""
        self._tally.add(spent.counts)
        self._lost += spent.lost

    def is_news(self, diagnostic: Diagnostic) -> bool:
        """Whether to report it: what concerns the export as a whole is reported once, over all its runs."""
        if diagnostic.code not in _GENERAL or diagnostic.place != "":
            return True
        if diagnostic in self._said:
            return False
        self._said.add(diagnostic)
        return True

    def _typed(self, chunks: Iterable[object]) -> Iterator[Chunk]:
        """Pass on the chunks of one file."""
        wanted = bytes if self.exporter.info.binary else str
        for chunk in chunks:
            if not isinstance(chunk, wanted):
                raise PluginError(
                    f"{self._named()} declares {wanted.__name__} and yields {type(chunk).__name__}"
                )
            yield plain(chunk)

    def _run(self, source: Iterator[Digest], output: str | None) -> Generator[object]:
        context = attrs.evolve(self.context, output=output) if output is not None else self.context
        made = self.exporter.export(source, context)
        # A text is an iterable too: it would be written letter by letter.
        if isinstance(made, (str, bytes)) or not isinstance(made, Iterable):
            raise PluginError(f"{self._named()} must yield chunks, but returned {type(made).__name__}")
        chunks = iter(made)
        try:
            yield from chunks
        finally:
            # Closed here and now: garbage collection would run the exporter's `finally` blocks at some
            # later time, outside this guard.
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    def _spread(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """`ExportContext.map` in processes; what these report is received here, in its turn."""
        from digestkit import parallel  # noqa: PLC0415 - few exports need it

        jobs = parallel.advisable() if self._jobs is None else self._jobs
        if jobs == 1 or len(items) < 2:
            yield from map(function, items)
            return

        def told(place: int) -> tuple[R, list[Diagnostic]]:
            self._away = []
            return function(items[place]), self._away

        names = ["a part of the output"] * len(items)
        try:
            for result, diagnostics in parallel.in_order(names, told, jobs, doing="made"):
                for diagnostic in diagnostics:
                    self._receive(diagnostic)
                yield result
        except OutputError as error:
            raise PluginError(f"{self._named()}: {error}") from error

    def _receive(self, diagnostic: Diagnostic) -> None:
        if self._away is not None:
            self._away.append(diagnostic)
            return
        if diagnostic.code.is_loss:
            self._lost.append(diagnostic)
        if self.is_news(diagnostic):
            self._report(diagnostic)

    def _carried(self) -> frozenset[str]:
        try:
            with staying():
                return loss.carried(self.exporter.info, self.context.options)
        except Exception as error:
            raise PluginError(f"{self._named()} cannot say what it carries: {told(error)}") from error

    def _several(self) -> bool:
        try:
            with staying():
                return is_several(self.exporter.info, self.context.options)
        except Exception as error:
            raise PluginError(
                f"{self._named()} cannot say whether it is several files: {told(error)}"
            ) from error

    def _named(self) -> str:
        owner = self.exporter.owner
        return f"exporter {self.exporter.info.name!r}" + (f" of {owner}" if owner else "")
