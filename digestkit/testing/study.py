"""An exporter under study: it is run on digests, and what came out is looked at."""

from __future__ import annotations

import contextlib
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from digestkit import registry
from digestkit.diagnostics import AnyCode, Code, Diagnostic
from digestkit.export import loss, options, values
from digestkit.export.contract import ExportContext, Exporter, FileText, is_several
from digestkit.export.run import Export
from digestkit.export.tree import Part, checked
from digestkit.files.zipped import zipped
from digestkit.model import Digest
from digestkit.testing import samples

Settings = Mapping[str, object]

DEFAULTS: Settings = {}

_LOSSES = (Code.DROPPED, Code.ALTERED, Code.MERGED)
_MOST = 1 << 30
"""The most bytes of one output: no input of the kit is larger than a few megabytes."""


@attrs.frozen
class Output:
    """The bytes of one output, and what was reported on the way, by code and message.

    `losses` are those reports that say what became of content: dropped, altered or merged. `notes` are
    the others. What the host reports of its own, fields that are not carried, is in neither.
    """

    data: bytes
    losses: Counter[tuple[AnyCode, str]]
    notes: Counter[tuple[AnyCode, str]]


class Study:
    """One exporter with the sets of options that it is tried with.

    `named` is what the host looks up: an exporter object or the name of a format. `allows` are the
    exceptions that its author declared.
    """

    def __init__(
        self, named: Exporter | str, further: Sequence[Settings] = (), allows: Collection[str] = ()
    ) -> None:
        self.named = named
        self.further = tuple(further)
        self.allows = frozenset(allows)
        self._first: dict[tuple[int, str], Output | Exception] = {}

    @property
    def exporter(self) -> Exporter:
        """The exporter as the host serves it; of several files, their zip. Raises what the lookup raises."""
        found = registry.exporter(self.named)
        return as_one(found) if found.info.several else found

    def settings(self) -> list[Settings]:
        """The defaults, each declared choice and flag on its own, and the sets that the author asks for."""
        return [DEFAULTS, *choices(self.exporter), *self.further]

    def carried(self, given: Settings = DEFAULTS) -> frozenset[str]:
        """The fields that reach the output with these options, by the exporter's own word."""
        return loss.carried(self.exporter.info, self.export(given)[0].context.options)

    def export(
        self,
        given: Settings = DEFAULTS,
        **context: Any,  # noqa: ANN401 - what an export takes
    ) -> tuple[Export, list[Diagnostic]]:
        """An export made ready, and the list that its reports go to."""
        reports: list[Diagnostic] = []
        return Export(self.exporter, options=given, report=reports.append, **context), reports

    def run(self, digests: Iterable[Digest], given: Settings = DEFAULTS, **context: str) -> Output:
        """One export under the host's supervision; raises what the host raises."""
        export, reports = self.export(given, **context)
        data = b"".join(limited(export.chunks(digests)))
        losses: Counter[tuple[AnyCode, str]] = Counter()
        notes: Counter[tuple[AnyCode, str]] = Counter()
        for report in reports:
            (losses if report.code in _LOSSES else notes)[report.code, report.message] += 1
        return Output(data, losses, notes)

    def quiet(self) -> contextlib.AbstractContextManager[object]:
        """Let warnings that are allowed pass, also where warnings are errors."""
        if "warnings" not in self.allows:
            return contextlib.nullcontext()
        return warnings.catch_warnings(action="ignore")

    def first(self) -> Iterator[tuple[int, Settings, str, Output | Exception]]:
        """The first output, or what was raised, for each set of options and sample; each is made once."""
        for number, given in enumerate(self.settings()):
            for name in NAMES if number == 0 else FEW:
                if (number, name) not in self._first:
                    self._first[number, name] = self._attempt(sample(name), given)
                yield number, given, name, self._first[number, name]

    def _attempt(self, digests: Iterable[Digest], given: Settings) -> Output | Exception:
        try:
            return self.run(digests, given)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            return error

    def tried(self, digests: Iterable[Digest], given: Settings = DEFAULTS) -> Output | None:
        """As `run`, but None where it fails: that is what another check is about."""
        made = self._attempt(digests, given)
        return made if isinstance(made, Output) else None


def choices(exporter: Exporter) -> Iterator[Settings]:
    """Each choice and flag that is not the default, as a set of options of its own."""
    for option in options.describe(exporter.info.options):
        default = option.default_text
        kinds = option.choices or (("true", "false") if option.shape.kind is values.BOOL else ())
        yield from ({option.name: choice} for choice in kinds if choice != default)


def as_one(several: Exporter) -> Exporter:
    """An exporter of the zip of the files of another; unpacked, so that a difference can be read."""

    def export(digests: Iterable[Digest], context: ExportContext) -> Iterator[bytes]:
        made = several.export(digests, context)
        if is_several(several.info, context.options):
            yield from zipped(checked(made), _ignore, packed=False)
        else:
            yield from map(as_bytes, made)

    return attrs.evolve(several, info=attrs.evolve(several.info, several=False, binary=True), export=export)


def _ignore(_diagnostic: object) -> None:
    """Report to nobody."""


def limited(chunks: Iterable[Part]) -> Iterator[bytes]:
    """The chunks as bytes; raises OverflowError for an output that does not end."""
    size = 0
    for number, chunk in enumerate(chunks):
        data = as_bytes(chunk)
        size += len(data)
        if size > _MOST or number > _MOST >> 6:
            raise OverflowError("it yields chunks without end")
        yield data


def as_bytes(chunk: Part) -> bytes:
    """The bytes of a chunk; halves of surrogate pairs, which a sink replaces, stay apart."""
    if isinstance(chunk, FileText):
        return chunk.data
    return chunk if isinstance(chunk, bytes) else str(chunk).encode("utf-8", "surrogatepass")


def sample(name: str) -> tuple[Digest, ...]:
    """A sample by its name, or all of them one after the other by the name `ALL`."""
    return samples.all_digests() if name == ALL else samples.sample(name)


ALL = "all samples in a row"
NAMES = (*samples.NAMES, ALL)
FEW = (
    "no digests",
    "everything",
    "nothing but title and url",
    "no date",
    "no heading",
    "a paper twice",
    "votes: none, zero, many",
    "no authors",
    "markup",
    "control characters",
    "lone surrogates",
    "several lines",
    "what only some dialects say",
    "odd things that only some dialects say",
)
"""The samples that are tried with each set of options, and not only with the defaults."""
