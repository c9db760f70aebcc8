"""For authors of exporters, and for digestkit itself: the conformance kit, samples, Hypothesis strategies.

`ExporterConformance` needs pytest, `digestkit.testing.strategies` needs Hypothesis; importing this package
needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestkit.testing.conformance import ExporterConformance

__all__ = ["ExporterConformance"]


def __getattr__(name: str) -> object:
    """Import the kit when it is asked for, since it imports pytest."""
    if name == "ExporterConformance":
        from digestkit.testing.conformance import ExporterConformance  # noqa: PLC0415 - as said above

        return ExporterConformance
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
