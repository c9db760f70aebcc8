"""Whether everything in the digests reaches the output: one thing is changed, and the output is compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from digestkit.diagnostics import Code
from digestkit.export.contract import FIELDS
from digestkit.model import Digest, Item
from digestkit.testing import growth
from digestkit.testing.changes import Change, Digests, day, elements, text_changes, usual
from digestkit.testing.findings import Finding, python, setting, spelled
from digestkit.testing.signs import sign_changes
from digestkit.testing.structure import PAPERS, structural_changes
from digestkit.testing.study import Output, Settings, Study
from digestkit.unchecked import no_garbage

_OF_PAPERS = frozenset(FIELDS) - {"date", "digest"}


def changes() -> Iterator[Change]:
    """All small changes."""
    yield from structural_changes()
    for element in elements():
        yield from text_changes(element)
        yield from sign_changes(element)


def lost(study: Study, beside: frozenset[str]) -> Iterator[Finding]:
    """The small changes that neither show nor are reported; fields of `beside` are not asked about."""
    for given in study.settings():
        carried = study.carried(given) - beside
        for change in changes():
            if not _is_carried(change.fields, carried) or change.allowance in study.allows:
                continue
            if given and not change.main:
                continue
            before, after = study.run(change.before, given), study.run(change.after, given)
            if before.data != after.data:
                continue
            excuse = study.run(change.without, given)
            if not _is_told(before, after, excuse, repeats=change.repeats):
                yield Finding(
                    _silent(change, given, before, after, excuse), since=change.since, field=change.fields[0]
                )


def _is_carried(fields: Iterable[str], carried: frozenset[str]) -> bool:
    return all(field in carried or (field == PAPERS and carried & _OF_PAPERS) for field in fields)


def _is_told(before: Output, after: Output, without: Output, *, repeats: bool = False) -> bool:
    """Whether something is reported of the change: a loss that is not reported without the thing."""
    told = (before.losses - without.losses) + (after.losses - without.losses)
    return any(repeats or code is not Code.MERGED for code, _ in told)


def _silent(change: Change, given: Settings, before: Output, after: Output, without: Output) -> str:
    old, new = _parting(change.before, change.after)
    told = [message for _, message in (before.notes + after.notes) - without.notes]
    hint = f"\nit is only mentioned ({told[0]!r}): a loss is Code.DROPPED or Code.ALTERED" if told else ""
    return (
        f"{change.place}: {change.what}, shows neither in the output nor in a report{setting(given)}\n"
        f"  before: {old}\n  after:  {new}\n"
        f"smallest input: {python(_smallest(change))}{hint}"
    )


def _smallest(change: Change) -> tuple[Digest, ...]:
    return change.before


def _parting(before: object, after: object) -> tuple[str, str]:
    """The innermost values that differ between two trees of values, as Python."""
    while True:
        parts = _parts(before), _parts(after)
        if len(parts[0]) != len(parts[1]) or type(before) is not type(after) or not parts[0]:
            return spelled(before), spelled(after)
        differing = [pair for pair in zip(*parts, strict=True) if pair[0] != pair[1]]
        if len(differing) != 1:
            return spelled(before), spelled(after)
        before, after = differing[0]


def _parts(given: object) -> list[object]:
    if isinstance(given, tuple):
        return list(given)
    kind: Any = type(given)
    if attrs.has(kind):
        return [getattr(given, field.name) for field in attrs.fields(kind) if field.eq]
    return []


def lost_in_bulk(study: Study, beside: frozenset[str]) -> Iterator[Finding]:
    """Changes near the end or in the middle of large inputs that neither show nor are reported."""
    carried = study.carried() - beside
    for series in growth.growths():
        if not _is_carried((series.field,), carried):
            continue
        if _is_silent(study, series, series.size):
            size = _shortest(study, series)
            yield Finding(
                f"{series.place}: a change of {series.what} shows neither in the output nor in a report "
                f"from {size:,} {series.unit} on\n"
                f"smallest input: {python(series.make(size, False))}",
                since=2,
                field=series.field,
            )


def _is_silent(study: Study, series: growth.Growth, size: int) -> bool:
    before, after = (study.run(series.make(size, change)) for change in (False, True))
    if before.data != after.data:
        return False
    return not _is_told(before, after, study.run(series.without(size)))


def _shortest(study: Study, series: growth.Growth) -> int:
    """The smallest size from which on it is silent, provided that what is silent once stays so."""
    shows, silent = series.least, series.size
    while silent - shows > 1:
        middle = (shows + silent) // 2
        if _is_silent(study, series, middle):
            silent = middle
        else:
            shows = middle
    return silent


_PATIENCE = 0.25
"""Seconds that an export must take before its time says anything."""
_STEP = 4
_STEEP = 10.0
"""How many times longer an input of four times the size may take: 4 is linear, 16 is quadratic."""


def steep(study: Study) -> Iterator[Finding]:
    """Time that grows faster than the input: with papers, and with the length of a text."""
    series: tuple[tuple[str, int, int, Callable[[int], Digests]], ...] = (
        ("papers", 150, 9_600, growth.many_papers),
        (
            "characters of one text",
            20_000,
            1_280_000,
            lambda size: (day(usual(summary=(Item("A", growth.long_text(size)),))),),
        ),
        (
            "authors of one paper",
            1_000,
            64_000,
            lambda size: (day(usual(authors=tuple(f"Ada N{at}" for at in range(size)))),),
        ),
    )
    for unit, smallest, most, make in series:
        least = _time(study, make(smallest))
        for size in _sizes(smallest * _STEP, most):
            taken = _time(study, make(size))
            if taken > _PATIENCE:
                # A second look: other work on the machine can double a time, but not twice in a row.
                if taken > least * _STEEP and min(taken, _time(study, make(size))) > least * _STEEP:
                    yield Finding(
                        f"{size // _STEP:,} {unit} take {least:.2f} s, but {size:,} take {taken:.2f} s: "
                        "its time grows faster than its input",
                        since=2,
                    )
                break
            least = taken


def _sizes(size: int, most: int) -> Iterator[int]:
    while size <= most:
        yield size
        size *= _STEP


def _time(study: Study, digests: Digests) -> float:
    """Seconds of processor time of one export.

    The collector of cyclic garbage stands still meanwhile: it walks all that the process holds, the tests'
    own objects too, so that its share says nothing about the exporter.
    """
    with no_garbage():
        begin = time.process_time()
        study.run(digests)
        return max(time.process_time() - begin, 0.001)
