"""Exporters by name: the core's and those of installed plugins.

`registry` says which name means which exporter: `core` has a table of the core's, `discovery` finds what is
installed. `loading` imports a plugin behind `guard`, `demands` checks what it registered.
"""

from digestkit.registry.core import CORE, INSTALL
from digestkit.registry.discovery import Owner
from digestkit.registry.lookup import (
    Listed,
    State,
    exporter,
    format_for_path,
    format_names,
    formats,
    requirements,
    states,
    strangers,
)

__all__ = [
    "CORE",
    "INSTALL",
    "Listed",
    "Owner",
    "State",
    "exporter",
    "format_for_path",
    "format_names",
    "formats",
    "requirements",
    "states",
    "strangers",
]
