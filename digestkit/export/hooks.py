"""All of digestkit's hooks. A plugin of exporters, checks or an observer is a module that implements them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pluggy

from digestkit.export.contract import PROJECT, Exporter

if TYPE_CHECKING:
    from digestkit.checks.contract import Lint
    from digestkit.diagnostics import Diagnostic

hookspec = pluggy.HookspecMarker(PROJECT)


class Hooks:
    """What a plugin may implement; pluggy lets an implementation leave out arguments it does not use."""

    @hookspec
    def digestkit_register_exporters(self, register: Callable[[Exporter], None]) -> None:
        """Call `register(exporter)` for each exporter that the module offers.

        Called when a format of the module is asked for. The name of the entry point decides which of the
        registered exporters is served; each of the others needs an entry point of its own.
        """

    @hookspec
    def digestkit_register_checks(self, register: Callable[[Lint], None]) -> None:
        """Call `register(lint)` for each lint that the module offers.

        Called by `digestkit check` and `digestkit explain`. The name of the entry point is what the codes of
        all of them begin with.
        """

    @hookspec
    def digestkit_report(self, diagnostic: Diagnostic) -> None:
        """Observe what a conversion reports, as it happens; called for each observer that was asked for."""

    @hookspec
    def digestkit_converted(self, result: object) -> None:
        """Observe that a conversion is done; `result` is its `digestkit.ConvertResult`."""
