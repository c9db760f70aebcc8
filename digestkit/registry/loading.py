"""Loading one plugin: its module is imported, its hook called, and what it registers is checked."""

from __future__ import annotations

import importlib
import re
from types import ModuleType

import attrs
import pluggy

from digestkit.export.contract import PROJECT, Exporter
from digestkit.export.hooks import Hooks
from digestkit.registry import demands
from digestkit.registry.guard import Quarantined, guard

_MODULE = re.compile(r"\w+(?:\.\w+)*")


def load(module: str, name: str, owner: str) -> Exporter:
    """Import a module and return the one exporter of this name that it registers, with its owner set.

    Raises `Quarantined` for whatever is wrong: the import, the hook, the name, the exporter itself.
    """
    if not _MODULE.fullmatch(module):
        raise Quarantined(f"its entry point must name a module, not {module!r}")
    with guard():
        exporter = _choose(_register(importlib.import_module(module)), name)
        return attrs.evolve(exporter, owner=owner)


def _register(module: ModuleType) -> list[object]:
    """Call the module's hook, through a plugin manager of its own so that no other plugin can interfere."""
    registered: list[object] = []
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(module)
        # Without this, an implementation of a hook that does not exist would be ignored silently.
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise Quarantined(" ".join(str(error).split())) from error
    if not manager.hook.digestkit_register_exporters.get_hookimpls():
        raise Quarantined("it has no function digestkit_register_exporters marked with @digestkit.hookimpl")
    manager.hook.digestkit_register_exporters(register=registered.append)
    return registered


def _choose(registered: list[object], name: str) -> Exporter:
    """The exporter of the entry point's name; each of the others needs an entry point of its own."""
    named = [one for one in registered if isinstance(one, Exporter) and _name(one) == name]
    if not named:
        raise Quarantined(_missing(name, registered))
    if len(named) > 1:
        raise Quarantined(f"it registers {name!r} {len(named)} times")
    violation = demands.violation(named[0])
    if violation is not None:
        raise Quarantined(violation)
    return named[0]


def _missing(name: str, registered: list[object]) -> str:
    # What has no name may well be the exporter that is missed, so its fault is named first.
    strange = [demands.violation(one) for one in registered if not isinstance(_name(one), str)]
    if strange:
        return strange[0] or "it registers an exporter without a name"
    if not registered:
        return "it registers nothing"
    names = ", ".join(sorted(repr(_name(one)) for one in registered))
    return f"it registers {names}, but not {name!r}, the name of its entry point"


def _name(registered: object) -> object:
    return getattr(getattr(registered, "info", None), "name", None)
