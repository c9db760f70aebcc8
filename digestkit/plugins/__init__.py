"""Exporters by name: the core's and those of installed plugins.

`registry` says which name means which exporter, `discovery` what is installed, `loading` imports a plugin
behind a guard, `contract` checks what it registered.
"""

from digestkit.plugins.registry import (
    CORE,
    INSTALL,
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
