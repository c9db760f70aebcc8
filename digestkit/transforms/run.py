"""One transform with its options, run under the host's supervision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from digestkit.diagnostics import Report
from digestkit.errors import InputError, PluginError, UsageError, interrupted, told
from digestkit.export.once import Once, Workplace, is_foreign, only_digests
from digestkit.export.options import build
from digestkit.model import Digest
from digestkit.transforms.contract import Transform, TransformContext

_PASSING = (InputError, UsageError, PluginError, KeyboardInterrupt, MemoryError, GeneratorExit)
"""Exceptions that pass through unchanged: messages to the user, a fault already named, and what is nobody's
fault.
"""


class Step(NamedTuple):
    """A transform made ready: with the options that it is to be run with."""

    transform: Transform
    options: Any

    def run(self, digests: Iterable[Digest], report: Report) -> Iterator[Digest]:
        """Yield the digests as the transform leaves them.

        What reading `digests` raises passes through unchanged. Raises `PluginError`, which names the
        transform, for whatever else is raised, and for anything yielded that is no digest.
        """
        place = Workplace()
        source = Once(digests, place)
        try:
            place.enter()
            context = TransformContext(self.options, report)
            yield from only_digests(
                lambda: self.transform.change(source, context),
                lambda reason: PluginError(f"{self} {reason}"),
                place,
            )
            # Whether there is anything to read is reported even where a transform never asks.
            next(source, None)
        except BaseException as error:
            if error is source.error:
                raise
            if isinstance(error, _PASSING):
                if is_foreign(self.transform.change):
                    interrupted(error, self)
                raise
            raise PluginError(f"{self} failed: {told(error)}") from error
        finally:
            place.back()
        # A transform that swallows it would leave an output that lacks what was not read.
        if source.error is not None:
            raise source.error

    def __str__(self) -> str:
        owner = self.transform.owner
        return f"transform {self.transform.info.name!r}" + (f" of {owner}" if owner else "")


def step(transform: Transform, given: Mapping[str, object], report: Report) -> Step:
    """Make a transform ready. Raises `UsageError` for an option that it does not have."""
    options = build(transform.info.options, given, report, format_name=transform.info.name)
    return Step(transform, options)
