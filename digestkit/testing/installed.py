"""The kit run on what is installed, without a module of tests and without pytest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from digestkit import registry
from digestkit.registry import discovery
from digestkit.registry.claimants import off
from digestkit.registry.kinds import EXPORTER
from digestkit.testing.kit import CHECKS, Examination, Skipped
from digestkit.testing.study import Study
from digestkit.testing.version import KIT_VERSION


class Result(NamedTuple):
    """What a check came to: what it is about, and what was found, or why it was not made."""

    about: str
    state: Literal["ok", "failed", "skipped", "warning"]
    message: str = ""


def formats(name: str) -> tuple[str, ...]:
    """The formats that a name means: those of a distribution of that name, else the format itself."""
    owned = [found for found in discovery.of(EXPORTER) if found.owner.name == name and not off(found)]
    return tuple(found.qualified for found in owned) or (name,)


def examine(name: str, allows: Collection[str] = ()) -> Iterator[Result]:
    """Make every check of one format, one after the other, each as soon as it is asked for.

    `allows` are the exceptions of `ExporterConformance.allows`. Raises what the lookup of the format raises.
    """
    registry.exporter(name)
    examination = Examination(Study(name, allows=allows))
    for check in CHECKS:
        yield _result(examination, check)


def _result(examination: Examination, name: str) -> Result:
    about = CHECKS[name].about
    try:
        findings = examination.findings(name)
    except Skipped as reason:
        return Result(about, "skipped", str(reason))
    if not findings:
        return Result(about, "ok")
    message = "\n".join(finding.message for finding in findings[:3])
    if len(findings) > 3:
        message += f"\nand {len(findings) - 3} more"
    later = all(finding.since > KIT_VERSION for finding in findings)
    return Result(about, "warning" if later else "failed", message)
