"""Observers of a conversion: modules that implement the hooks `digestkit_report` and `digestkit_converted`.

All that were asked for hang on one plugin manager of pluggy's, so that one call reaches each of them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pluggy

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import UsageError
from digestkit.export.contract import PROJECT
from digestkit.export.hooks import Hooks
from digestkit.registry import claimants, installed, kinds
from digestkit.registry.guard import Quarantined, guard
from digestkit.registry.loading import OBSERVING

MARK = f"{PROJECT}_impl"
"""The attribute in which `hookimpl` leaves its mark."""


class Observers:
    """The observers of one conversion. What they raise never reaches it.

    One that raises observes nothing more, which is reported once, with the distribution that it is of. Making
    them raises `UsageError` for an object without a hook, `UnknownFormatError` for a name that there is not,
    and `PluginError` for one that is broken or that two plugins claim.
    """

    def __init__(self, asked: Iterable[object], report: Report) -> None:
        self._tell = report
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        for each in asked:
            observer, name = _found(each)
            if not self._manager.has_plugin(name):  # the same one twice observes once
                self._register(observer, name)

    def report(self, diagnostic: Diagnostic) -> None:
        """Show a diagnostic to all of them, after it has been passed on."""
        self._tell(diagnostic)
        self._manager.hook.digestkit_report(diagnostic=diagnostic)

    def converted(self, result: object) -> None:
        """Show them what a conversion did."""
        self._manager.hook.digestkit_converted(result=result)

    def _register(self, observer: object, name: str) -> None:
        """Register the hooks of an observer, each in a guard: an exception in pluggy's call would end it."""
        failed: list[Quarantined] = []
        found = ((hook, getattr(observer, hook, None)) for hook in OBSERVING)
        hooks = {hook: self._guard(own, name, failed) for hook, own in found if hasattr(own, MARK)}
        if not hooks:
            raise UsageError(f"{name} has no {' or '.join(OBSERVING)} marked with @digestkit.hookimpl")
        try:
            self._manager.register(SimpleNamespace(**hooks), name)
        except pluggy.PluginValidationError as error:
            raise UsageError(f"{name}: {' '.join(str(error).split())}") from error

    def _guard(self, hook: Any, name: str, failed: list[Quarantined]) -> Callable[..., None]:  # noqa: ANN401 - a function of a stranger's
        # With `wraps` pluggy sees the marker and the arguments of the hook itself.
        @functools.wraps(hook)
        def guarded(*arguments: object) -> None:
            if failed:
                return
            try:
                with guard():
                    hook(*arguments)
            except Quarantined as error:
                failed.append(error)
                self._tell(Diagnostic(Code.OBSERVER_FAILED, f"{name} failed: {error}; it observes no more"))

        return guarded


def _found(asked: object) -> tuple[object, str]:
    """An observer and what messages call it."""
    if not isinstance(asked, str):
        return asked, f"observer {getattr(asked, '__name__', None) or repr(asked)}"
    found = claimants.one(kinds.OBSERVER, asked, _unknown)
    return installed.load(found), f"observer {found.name!r} of {found.owner}"


def _unknown(name: str) -> str:
    names = ", ".join(row.name for row in claimants.listed(kinds.OBSERVER, ()))
    return f"unknown observer {name!r}; installed: {names or 'none'}"
