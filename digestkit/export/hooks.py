"""The hooks of digestkit, all of them. A plugin is a module with implementations of them."""

from __future__ import annotations

from collections.abc import Callable

import pluggy

from digestkit.export.contract import PROJECT, Exporter

hookspec = pluggy.HookspecMarker(PROJECT)


class Hooks:
    """What a plugin may implement. An implementation may leave out arguments that it does not use."""

    @hookspec
    def digestkit_register_exporters(self, register: Callable[[Exporter], None]) -> None:
        """Call `register(exporter)` for each exporter that the module offers.

        Called once, when a format of the module is asked for. The name of the entry point decides which
        of the registered exporters is served; the others wait for entry points of their own.
        """
