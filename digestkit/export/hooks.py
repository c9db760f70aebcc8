"""All of digestkit's hooks. A plugin is a module that implements them."""

from __future__ import annotations

from collections.abc import Callable

import pluggy

from digestkit.export.contract import PROJECT, Exporter

hookspec = pluggy.HookspecMarker(PROJECT)


class Hooks:
    """What a plugin may implement; pluggy lets an implementation leave out arguments it does not use."""

    @hookspec
    def digestkit_register_exporters(self, register: Callable[[Exporter], None]) -> None:
        """Call `register(exporter)` for each exporter that the module offers.

        Called when a format of the module is asked for. The name of the entry point decides which of the
        registered exporters is served; each of the others needs an entry point of its own.
        """
