"""Exporters and readers by name: the core's, and those of installed plugins.

`lookup` says which name means which exporter, and `core` has a table of the core's. What is installed is the
business of `installed`: `discovery` finds it, `loading` imports a plugin behind `guard`, and `demands` checks
what it registered. `readers` has the table of input formats.
"""

from __future__ import annotations

from digestkit import _lazy

TYPE_CHECKING = False  # what type checkers take for True

if TYPE_CHECKING:
    from digestkit.registry.claimants import Listed
    from digestkit.registry.core import CORE, INSTALL
    from digestkit.registry.discovery import Owner
    from digestkit.registry.installed import (
        State,
        format_names,
        formats,
        noun,
        plugins,
        requirements,
        states,
        strangers,
    )
    from digestkit.registry.lookup import exporter, format_for_path

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
    "noun",
    "plugins",
    "requirements",
    "states",
    "strangers",
]

__getattr__, __dir__ = _lazy.names(
    __name__,
    {
        "core": "CORE INSTALL",
        "discovery": "Owner",
        "claimants": "Listed",
        "installed": "State format_names formats noun plugins requirements states strangers",
        "lookup": "exporter format_for_path",
    },
)
