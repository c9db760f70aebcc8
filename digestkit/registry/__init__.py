"""Exporters by name: the core's and those of installed plugins.

`registry` says which name means which exporter: `core` has a table of the core's, `discovery` finds what is
installed. `loading` imports a plugin behind `guard`, `contract` checks what it registered.
"""

from digestkit.registry.core import CORE, INSTALL
from digestkit.registry.lookup import (
    Listed,
    State,
    exporter,
    format_for_path,
    format_names,
    formats,
    requirements,
    states,
)

__all__ = [
    "CORE",
    "INSTALL",
    "Listed",
    "State",
    "exporter",
    "format_for_path",
    "format_names",
    "formats",
    "requirements",
    "states",
]
