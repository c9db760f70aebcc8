"""The exporters of installed plugins, by name, and the state of each.

Nothing is imported until it is asked for by name. A plugin that fails is quarantined: asking for its format
says why, and everything else keeps working.
"""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from digestkit.errors import PluginError, UnknownFormatError
from digestkit.export.contract import Exporter
from digestkit.registry import demands, discovery, loading
from digestkit.registry.core import CORE, CORE_OWNER, INSTALL, SUFFIXES, meant
from digestkit.registry.discovery import Found, Owner
from digestkit.registry.guard import Quarantined

ALLOWED = "DIGESTKIT_PLUGINS"
"""Environment variable: the distributions whose plugins may be loaded, separated by commas; empty for none,
unset for all.
"""

STRANGER = "digestkit"
"""Another project's distribution on the package index, with the same import name as ours."""

STRICT = "DIGESTKIT_PLUGINS_STRICT"
"""Environment variable: if it is 1, a broken plugin is an error even where only its state was asked for."""


class Listed(NamedTuple):
    """A format as the list of formats shows it; the suffix is None where only the plugin knows it."""

    name: str
    suffix: str | None
    summary: str
    owner: str


class State(NamedTuple):
    """The state of one format of an installed plugin; `reason` says what is wrong, if anything."""

    format: str
    module: str
    owner: Owner
    state: Literal["ok", "broken", "clash", "off"]
    reason: str = ""


def exporter(to: str) -> Exporter:
    """The exporter of an installed plugin, named `format` or `distribution:format`.

    Raises `UnknownFormatError` for a name that no plugin has, and `PluginError` for one whose plugin is
    broken or that two plugins claim.
    """
    found = _one(to, _candidates(to))
    return _load(found.value, found.format, str(found.owner))


def has(name: str) -> bool:
    """Whether an installed plugin offers a format of this name."""
    return any(found.format == name for found in discovery.find_cached())


def format_names() -> tuple[str, ...]:
    """All names that `exporter` knows, core first; a name claimed more than once is listed qualified."""
    return tuple(listed.name for listed in formats())


def formats() -> tuple[Listed, ...]:
    """All formats, core first, the others by name; no exporter is imported."""
    core = [Listed(name, core.suffix, core.summary, CORE_OWNER) for name, core in CORE.items()]
    found = [
        found for found in discovery.find_cached() if _off(found) is None and demands.is_name(found.format)
    ]
    claims = Counter(found.format for found in found)
    plugged = [
        Listed(
            one.format if claims[one.format] == 1 and one.format not in CORE else one.qualified,
            None,
            one.owner.summary,
            str(one.owner),
        )
        for one in found
    ]
    return (*core, *sorted(plugged, key=lambda listed: listed.name))


def states() -> tuple[State, ...]:
    """The state of every format of the installed plugins: loads them all, each behind its guard.

    With DIGESTKIT_PLUGINS_STRICT=1 the first broken one raises `PluginError`.
    """
    discovery.forget()
    everything = discovery.find_cached()
    return tuple(_state(found, everything) for found in everything)


def requirements() -> tuple[str, ...]:
    """What to give `pip install` to get the installed plugins again; imports none of them."""
    return discovery.requirements()


def strangers() -> tuple[Owner, ...]:
    """Installed distributions with our import name, which overwrite our files or are overwritten by them."""
    return discovery.named(STRANGER)


def _load(module: str, name: str, owner: str) -> Exporter:
    try:
        return loading.load(module, name, owner)
    except Quarantined as error:
        raise PluginError(f"format {name!r} of {owner} is broken: {error}") from error


def _state(found: Found, everything: Iterable[Found]) -> State:
    off = _off(found)
    if off is not None:
        return State(found.format, found.value, found.owner, "off", off)
    try:
        _load(found.value, found.format, str(found.owner))
    except PluginError as error:
        if os.environ.get(STRICT) == "1":
            raise
        return State(found.format, found.value, found.owner, "broken", str(error.__cause__))
    clash = _clash(found, everything)
    return State(found.format, found.value, found.owner, "clash" if clash else "ok", clash)


def _clash(found: Found, everything: Iterable[Found]) -> str:
    """Who else claims the format's name; empty where nobody does."""
    if found.format in CORE:
        return f"{found.format!r} is a core format; this one is --to {found.qualified}"
    rivals = [one for one in everything if one.format == found.format and one is not found and not _off(one)]
    if not rivals:
        return ""
    owners = " and ".join(str(one.owner) for one in rivals)
    return f"{owners} claims {found.format!r} too; this one is --to {found.qualified}"


def _candidates(to: str) -> list[Found]:
    """Who claims a name; what was installed since the last look is found too."""
    candidates = _claims(to)
    # Only a miss pays for a second look, so a notebook finds what `pip` has just installed.
    if not candidates:
        discovery.forget()
        candidates = _claims(to)
    return candidates


def _claims(to: str) -> list[Found]:
    owner, _, name = to.rpartition(":")
    named = [found for found in discovery.find_cached() if found.format == name]
    if not owner:
        return named
    # A distribution really called `digestkit-epub` comes before ours, for which that is only short.
    return next(filter(None, ([one for one in named if one.owner.key == key] for key in meant(owner))), [])


def _one(to: str, candidates: list[Found]) -> Found:
    allowed = [found for found in candidates if _off(found) is None]
    if not allowed:
        raise UnknownFormatError(_unknown(to, candidates))
    if len(allowed) > 1:
        owners = " and ".join(str(found.owner) for found in allowed)
        names = " or ".join(found.qualified for found in allowed)
        raise PluginError(f"format {to!r} is claimed by {owners}; write --to {names}")
    return allowed[0]


def _off(found: Found) -> str | None:
    """Why the environment forbids loading a plugin; None where it may be loaded."""
    value = os.environ.get(ALLOWED)
    if value is None or any(found.owner.key in meant(name.strip()) for name in value.split(",")):
        return None
    return f"switched off by {ALLOWED}={value}"


def _unknown(to: str, candidates: list[Found]) -> str:
    """The message about a name that means no format: why, what is near, what to install, what exists."""
    if candidates:
        return f"format {to!r} of {candidates[0].owner} is {_off(candidates[0])}"
    names = format_names()
    if to in INSTALL:
        return f"format {to!r} is not installed: pip install {INSTALL[to]}; available: {', '.join(names)}"
    wanted = to.lower()
    near = (
        [SUFFIXES[wanted]]
        if wanted in SUFFIXES
        else difflib.get_close_matches(wanted, [*names, *INSTALL], n=1)
    )
    hint = f"; did you mean {near[0]!r}?" if near else ";"
    return f"unknown format {to!r}{hint} available: {', '.join(names)}"
