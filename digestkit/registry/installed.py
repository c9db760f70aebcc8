"""Installed plugins by name, and the state of each.

Nothing is imported until it is asked for by name. A plugin that fails is quarantined: asking for it says why,
and everything else keeps working.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from digestkit.errors import PluginError, interrupted
from digestkit.export.contract import Exporter
from digestkit.registry import claimants, discovery, kinds, loading
from digestkit.registry.claimants import Listed, off
from digestkit.registry.core import (
    CORE,
    CORE_OWNER,
    CORE_TRANSFORMS,
    INSTALL,
    SUFFIXES,
    readers_taken,
    rightful,
)
from digestkit.registry.discovery import Found, Owner
from digestkit.registry.guard import Quarantined
from digestkit.registry.kinds import Kind

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

STRANGER = "digestkit"
"""Another project's distribution on the package index, with the same import name as ours."""

STRICT = "DIGESTKIT_PLUGINS_STRICT"
"""Environment variable: if it is 1, a broken plugin is an error even where only its state was asked for."""

_KINDS = {kind.group: kind for kind in kinds.KINDS}


class State(NamedTuple):
    """The state of one installed plugin; `reason` says what is wrong, if anything."""

    kind: str
    name: str
    module: str
    owner: Owner
    state: Literal["ok", "broken", "clash", "off"]
    reason: str = ""


class Loaded(NamedTuple):
    """What a plugin offered, and which run of its module it came from."""

    run: ModuleSpec | None
    offer: Any


_LOADED: dict[Found, Loaded] = {}


def exporter(to: str) -> Exporter:
    """The exporter of an installed plugin, named `format` or `distribution:format`.

    Raises `UnknownFormatError` for a name that no plugin has, and `PluginError` for one whose plugin is
    broken or that two plugins claim.
    """
    found: Exporter = load(claimants.one(kinds.EXPORTER, to, _unknown))
    return found


def load(found: Found) -> Any:  # noqa: ANN401 - what plugins of its kind are
    """What an entry point offers; raises `PluginError`, which names the distribution, where it is broken.

    It is loaded and looked over once, until its module is run again: programs call us in loops.
    """
    run = _run(found)
    before = _LOADED.get(found)
    if before is not None and run is not None and before.run is run:
        return before.offer
    try:
        offer = loading.LOADERS[found.group](found)
    except Quarantined as error:
        raise _broken(found, error) from error
    except KeyboardInterrupt as error:
        interrupted(error, f"{noun(found)} {found.name!r} of {found.owner}, while it is loaded")
        raise
    _LOADED[found] = Loaded(_run(found), offer)
    return offer


def try_out(found: Found, seconds: float) -> None:
    """Load a plugin in a process of its own, for so long at most; raises `PluginError` where it is broken."""
    from digestkit.registry import apart  # noqa: PLC0415 - to use a plugin takes no other process

    try:
        apart.load(found, seconds)
    except Quarantined as error:
        raise _broken(found, error) from error


def has(name: str) -> bool:
    """Whether an installed plugin offers a format of this name."""
    return any(found.name == name for found in discovery.of(kinds.EXPORTER))


def format_names() -> tuple[str, ...]:
    """All names that `exporter` knows, core first; a name claimed more than once is listed qualified."""
    return tuple(listed.name for listed in formats())


def formats() -> tuple[Listed, ...]:
    """All formats, core first, the others by name; no exporter is imported."""
    core = (Listed(name, one.suffix, one.summary, CORE_OWNER) for name, one in CORE.items())
    return (*core, *claimants.listed(kinds.EXPORTER, _core(kinds.EXPORTER)))


def states(seconds: float | None = None) -> Iterator[State]:
    """The state of every installed plugin, each as soon as it is known: loads them one after the other.

    Each is loaded behind its guard; with `seconds` also in a process of its own, for so long at most. With
    DIGESTKIT_PLUGINS_STRICT=1 the first broken one raises `PluginError`.
    """
    everything = plugins()
    for found in everything:
        yield _state(found, everything, seconds)


def plugins() -> tuple[Found, ...]:
    """The entry points of all plugins that are installed by now, by distribution; imports none."""
    discovery.forget()
    return tuple(found for found in discovery.find_cached() if found.group in loading.LOADERS)


def noun(found: Found) -> str:
    """What a plugin is called by its kind, such as `format`."""
    return _KINDS[found.group].noun


def requirements() -> tuple[str, ...]:
    """What to give `pip install` to get the installed plugins again; imports none of them."""
    return discovery.requirements()


def strangers() -> tuple[Owner, ...]:
    """Installed distributions with our import name, which overwrite our files or are overwritten by them."""
    return discovery.named(STRANGER)


def _run(found: Found) -> ModuleSpec | None:
    """What the import system noted when the module of a plugin was last run: `reload` makes a new one."""
    module = sys.modules.get(found.value.partition(":")[0])
    return getattr(module, "__spec__", None)


def _broken(found: Found, error: Quarantined) -> PluginError:
    return PluginError(f"{noun(found)} {found.name!r} of {found.owner} is broken: {error}")


def _state(found: Found, everything: Iterable[Found], seconds: float | None) -> State:
    kind = _KINDS[found.group]
    switched = off(found)
    if switched is not None:
        return State(kind.noun, found.name, found.value, found.owner, "off", switched)
    try:
        if seconds is None:
            loading.LOADERS[found.group](found)
        else:
            from digestkit.registry import apart  # noqa: PLC0415 - as above

            apart.load(found, seconds)
    except Quarantined as error:
        if os.environ.get(STRICT) == "1":
            raise _broken(found, error) from error
        return State(kind.noun, found.name, found.value, found.owner, "broken", str(error))
    clash = claimants.clash(kind, found, everything, _core(kind))
    if clash:
        return State(kind.noun, found.name, found.value, found.owner, "clash", clash)
    own = rightful(kind.noun, found.name, found.owner.name)
    reason = f"it is not {own}, whose name {found.name!r} is" if own is not None else ""
    return State(kind.noun, found.name, found.value, found.owner, "ok", reason)


def _core(kind: Kind) -> Collection[str]:
    """The names of a kind that no plugin can have alone."""
    if kind is kinds.EXPORTER:
        return (*CORE, *SUFFIXES)
    if kind is kinds.READER:
        return readers_taken()
    return CORE_TRANSFORMS if kind is kinds.TRANSFORM else ()


def _unknown(to: str) -> str:
    """The message about a name that means no format: what is near, what to install, what exists."""
    names = format_names()
    if to in INSTALL:
        return f"format {to!r} is not installed: pip install {INSTALL[to]}; available: {', '.join(names)}"
    from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

    wanted = to.lower()
    hint = did_you_mean(SUFFIXES.get(wanted, wanted), [*names, *INSTALL])
    return f"unknown format {to!r};{hint} available: {', '.join(names)}"
