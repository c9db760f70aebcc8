"""For authors of exporters, and for digestkit itself: conformance tests, samples, Hypothesis strategies.

`ExporterConformance` and `TreeConformance` need pytest, `digestkit.testing.strategies` needs Hypothesis;
importing this package needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestkit import _lazy

if TYPE_CHECKING:
    from digestkit.testing import samples, strategies
    from digestkit.testing.conformance import ExporterConformance, KitWarning
    from digestkit.testing.trees import TreeConformance
    from digestkit.testing.version import KIT_VERSION

__all__ = ["KIT_VERSION", "ExporterConformance", "KitWarning", "TreeConformance", "samples", "strategies"]

__getattr__, __dir__ = _lazy.names(
    __name__,
    {
        "": "samples strategies",
        "conformance": "ExporterConformance KitWarning",
        "trees": "TreeConformance",
        "version": "KIT_VERSION",
    },
)
