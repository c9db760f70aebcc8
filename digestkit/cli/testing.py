"""`digestkit plugins --test NAME`: the conformance kit, run on what is installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digestkit.errors import PluginError, UsageError
from digestkit.registry.kinds import EXPORTER
from digestkit.testing.installed import Result, Subject, examine, subjects
from digestkit.testing.version import KIT_VERSION


class Request(NamedTuple):
    """Names of what is to be tested, exceptions, paths of samples, and seconds that loading may take."""

    names: Sequence[str]
    allows: Sequence[str]
    samples: Sequence[str]
    seconds: float


def lines(request: Request) -> Iterator[str]:
    """A line for each check of each plugin, as it is made, and what was found below it.

    Raises `PluginError` in the end if anything failed, and `UsageError` for an exception that there is not.
    """
    asked: list[Subject] = []
    for given in request.names:
        asked += [found for found in subjects(given) if found not in asked]
    _check_allowances(asked, request.allows)
    failed: list[str] = []
    for subject in asked:
        counts: Counter[str] = Counter()
        yield f"{_called(subject)} of {subject.owner(request.seconds)}, by version {KIT_VERSION} of the kit"
        for result in examine(subject, request.allows, request.samples):
            counts[result.state] += 1
            yield from _shown(result)
        yield ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        if counts["failed"]:
            failed.append(subject.name)
    if failed:
        raise PluginError(f"{', '.join(failed)}: does not pass; the lines above say what to do")


def _check_allowances(asked: Sequence[Subject], allows: Sequence[str]) -> None:
    known = dict.fromkeys(name for subject in asked for name in subject.known)
    for name in allows:
        if name not in known:
            there = f"there are {', '.join(map(repr, known))}" if known else "there is none for this kind"
            raise UsageError(f"--allow {name!r}: {there}")


def _called(subject: Subject) -> str:
    return subject.name if subject.kind is EXPORTER else f"{subject.kind.noun} {subject.name}"


def _shown(result: Result) -> Iterator[str]:
    first = f"  {result.state:8}{result.about}"
    yield f"{first}: {result.message}" if result.state == "skipped" else first
    if result.state in ("failed", "warning"):
        yield from (f"          {line}" for line in result.message.split("\n"))
