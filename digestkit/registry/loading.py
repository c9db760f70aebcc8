"""Loading one plugin: its module is imported, and what it offers is checked.

Exporters and checks are registered by a hook of their module; readers, transforms and observers are what
their entry points name.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

import attrs
import pluggy

from digestkit.export.contract import PROJECT, Exporter
from digestkit.export.hooks import Hooks
from digestkit.registry import kinds
from digestkit.registry.demands.exporters import violation
from digestkit.registry.discovery import Found
from digestkit.registry.guard import Quarantined, guard

if TYPE_CHECKING:
    from digestkit.checks.contract import Lint

_MODULE = re.compile(r"\w+(?:\.\w+)*")
_OBJECT = re.compile(r"(\w+(?:\.\w+)*):(\w+(?:\.\w+)*)")


def exporter(found: Found) -> Exporter:
    """The one exporter of the entry point's name that its module registers, with its owner set.

    Raises `Quarantined` for whatever is wrong: the import, the hook, the name, the exporter itself.
    """
    with guard():
        registered = _register(_module(found), "digestkit_register_exporters")
        return attrs.evolve(_choose(registered, found.name), owner=str(found.owner))


def lints(found: Found) -> tuple[Lint, ...]:
    """The lints that a module registers, whose codes begin with the entry point's name.

    Raises `Quarantined` as `exporter` does.
    """
    from digestkit.registry.demands import lints  # noqa: PLC0415 - conversions need no lints

    with guard():
        registered = _register(_module(found), "digestkit_register_checks")
        wrong = lints.violation(registered, found.name)
        if wrong is not None:
            raise Quarantined(wrong)
        return tuple(attrs.evolve(lint, owner=str(found.owner)) for lint in registered)


def named(found: Found) -> Any:  # noqa: ANN401 - a reader or a transform, as the entry point's group says
    """The reader or transform that an entry point names as `module:object`, with its owner set.

    Raises `Quarantined` as `exporter` does.
    """
    match = _OBJECT.fullmatch(found.value)
    if match is None:
        raise Quarantined(f"its entry point must name an object, as module:object, not {found.value!r}")
    with guard():
        made: Any = importlib.import_module(match[1])
        for part in match[2].split("."):
            made = getattr(made, part)
        wrong = _wrong(found, made)
        if wrong is not None:
            raise Quarantined(wrong)
        return attrs.evolve(made, owner=str(found.owner))


def _wrong(found: Found, made: Any) -> str | None:  # noqa: ANN401 - as above
    """The first thing wrong with a reader or transform, whose name must be that of the entry point."""
    # Each is imported alone: a conversion to a plugin's format needs neither, and few need both.
    if found.group == kinds.READER.group:
        from digestkit.registry.demands import readers  # noqa: PLC0415

        wrong = readers.violation(made)
    else:
        from digestkit.registry.demands import transforms  # noqa: PLC0415

        wrong = transforms.violation(made)
    if wrong is None and made.info.name != found.name:
        return f"its name is {made.info.name!r}, but that of its entry point is {found.name!r}"
    return wrong


OBSERVING = ("digestkit_report", "digestkit_converted")
"""The hooks of observers, which need one of them at least."""


def observer(found: Found) -> ModuleType:
    """The module of an observer, which implements one of its hooks at least; raises as `exporter` does."""
    with guard():
        made = _module(found)
        hooks = _manager(made).hook
        if not any(getattr(hooks, name).get_hookimpls() for name in OBSERVING):
            raise Quarantined(f"it has no function {' or '.join(OBSERVING)} marked with @digestkit.hookimpl")
        return made


def _module(found: Found) -> ModuleType:
    if not _MODULE.fullmatch(found.value):
        raise Quarantined(f"its entry point must name a module, not {found.value!r}")
    return importlib.import_module(found.value)


def _manager(made: ModuleType) -> pluggy.PluginManager:
    """A plugin manager of a module's own, so that no other plugin can interfere."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(made)
        # Without this, an implementation of a hook that does not exist would be ignored silently.
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise Quarantined(" ".join(str(error).split())) from error
    return manager


def _register(made: ModuleType, hook: str) -> list[Any]:
    """Call the hook by which a module registers what it has."""
    registered: list[Any] = []
    caller = getattr(_manager(made).hook, hook)
    if not caller.get_hookimpls():
        raise Quarantined(f"it has no function {hook} marked with @digestkit.hookimpl")
    caller(register=registered.append)
    return registered


def _choose(registered: list[Any], name: str) -> Exporter:
    """The exporter of the entry point's name; each of the others needs an entry point of its own."""
    named = [one for one in registered if isinstance(one, Exporter) and _name(one) == name]
    if not named:
        raise Quarantined(_missing(name, registered))
    if len(named) > 1:
        raise Quarantined(f"it registers {name!r} {len(named)} times")
    wrong = violation(named[0])
    if wrong is not None:
        raise Quarantined(wrong)
    return named[0]


def _missing(name: str, registered: list[Any]) -> str:
    # What has no name may well be the exporter that is missed, so its fault is named first.
    strange = [violation(one) for one in registered if not isinstance(_name(one), str)]
    if strange:
        return strange[0] or "it registers an exporter without a name"
    if not registered:
        return "it registers nothing"
    names = ", ".join(sorted(repr(_name(one)) for one in registered))
    return f"it registers {names}, but not {name!r}, the name of its entry point"


def _name(registered: object) -> object:
    return getattr(getattr(registered, "info", None), "name", None)


LOADERS: Mapping[str, Callable[[Found], Any]] = MappingProxyType(
    {
        kinds.EXPORTER.group: exporter,
        kinds.READER.group: named,
        kinds.TRANSFORM.group: named,
        kinds.CHECKS.group: lints,
        kinds.OBSERVER.group: observer,
    }
)
"""How a plugin is loaded, by the group of its entry point."""
