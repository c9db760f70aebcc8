"""The kinds of plugins: what each is called, and where installed ones are declared."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of plugin: its noun, its group of entry points, and the option that asks for one by name.

    Checks are not asked for: whatever is installed looks at every digest.
    """

    noun: str
    group: str
    asked: str | None


EXPORTER = Kind("format", "digestkit.exporters", "--to")
READER = Kind("reader", "digestkit.readers", "--from")
TRANSFORM = Kind("transform", "digestkit.transforms", "--transform")
CHECKS = Kind("checks", "digestkit.checks", None)
OBSERVER = Kind("observer", "digestkit.observers", "--observe")

KINDS = (EXPORTER, READER, TRANSFORM, CHECKS, OBSERVER)
"""All kinds, in the order in which they are listed."""

SUFFIXES = "digestkit.suffixes"
"""A group that says which installed reader reads files of a suffix, without importing it.

The name is the suffix without its dot, the value that of the reader's own entry point, or its module where
several readers share the suffix.
"""

GROUPS = frozenset((*(kind.group for kind in KINDS), SUFFIXES))
"""All groups of entry points that are looked at."""
