"""Exporters by name: the core's and those of installed plugins.

`lookup` decides which name means which exporter: `core` holds the table of core formats, `discovery` finds
what is installed. `loading` imports a plugin behind `guard`, and `demands` checks what it registered.
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
