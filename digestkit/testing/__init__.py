"""For authors of plugins, and for digestkit itself: conformance tests, samples, Hypothesis strategies.

The conformance classes need pytest, `digestkit.testing.strategies` needs Hypothesis; importing this package
needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestkit import _lazy

if TYPE_CHECKING:
    from digestkit.testing import samples, strategies
    from digestkit.testing.checks import CheckConformance
    from digestkit.testing.conformance import ExporterConformance, KitWarning
    from digestkit.testing.observers import ObserverConformance
    from digestkit.testing.readers import ReaderConformance
    from digestkit.testing.transforms import TransformConformance
    from digestkit.testing.trees import TreeConformance
    from digestkit.testing.version import KIT_VERSION

__all__ = [
    "KIT_VERSION",
    "CheckConformance",
    "ExporterConformance",
    "KitWarning",
    "ObserverConformance",
    "ReaderConformance",
    "TransformConformance",
    "TreeConformance",
    "samples",
    "strategies",
]

__getattr__, __dir__ = _lazy.names(
    __name__,
    {
        "": "samples strategies",
        "checks": "CheckConformance",
        "conformance": "ExporterConformance KitWarning",
        "observers": "ObserverConformance",
        "readers": "ReaderConformance",
        "transforms": "TransformConformance",
        "trees": "TreeConformance",
        "version": "KIT_VERSION",
    },
)
