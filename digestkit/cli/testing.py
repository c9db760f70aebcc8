"""`digestkit plugins --test NAME`: the conformance kit, run on what is installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from digestkit import registry
from digestkit.errors import PluginError, UsageError
from digestkit.testing.declared import ALLOWANCES
from digestkit.testing.installed import Result, examine, formats
from digestkit.testing.version import KIT_VERSION


def lines(names: Collection[str], allows: Collection[str]) -> Iterator[str]:
    """A line for each check of each format, as it is made, and what was found below it.

    Raises `PluginError` in the end if anything failed, and `UsageError` for an exception that there is not.
    """
    unknown = sorted(set(allows) - ALLOWANCES.keys())
    if unknown:
        raise UsageError(f"--allow {unknown[0]!r}: there are {', '.join(map(repr, ALLOWANCES))}")
    failed: list[str] = []
    for name in dict.fromkeys(found for given in names for found in formats(given)):
        owner = registry.exporter(name).owner
        yield f"{name} of {owner}, by version {KIT_VERSION} of the kit"
        counts: Counter[str] = Counter()
        for result in examine(name, allows):
            counts[result.state] += 1
            yield from _shown(result)
        yield ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        if counts["failed"]:
            failed.append(name)
    if failed:
        raise PluginError(f"{', '.join(failed)}: not as an exporter must be; what to do is said above")


def _shown(result: Result) -> Iterator[str]:
    first = f"  {result.state:8}{result.about}"
    yield f"{first}: {result.message}" if result.state == "skipped" else first
    if result.state in ("failed", "warning"):
        yield from (f"          {line}" for line in result.message.split("\n"))
