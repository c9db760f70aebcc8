"""Which installed plugin a name means: who claims it, who is switched off, and where two clash."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable

from digestkit.errors import PluginError, UnknownFormatError
from digestkit.registry import discovery
from digestkit.registry.core import meant
from digestkit.registry.discovery import Found
from digestkit.registry.kinds import Kind

ALLOWED = "DIGESTKIT_PLUGINS"
"""Environment variable: the distributions whose plugins may be loaded, separated by commas; empty for none,
unset for all.
"""


def one(kind: Kind, to: str, unknown: Callable[[str], str]) -> Found:
    """The plugin of a kind that a name means: `name` or `distribution:name`.

    Raises `UnknownFormatError` where there is none, with the message of `unknown` or the reason why it is
    off, and `PluginError` where two claim the name.
    """
    found = _candidates(kind, to)
    allowed = [each for each in found if off(each) is None]
    if len(allowed) == 1:
        return allowed[0]
    if allowed:
        owners = " and ".join(str(each.owner) for each in allowed)
        names = " or ".join(each.qualified for each in allowed)
        raise PluginError(f"{kind.noun} {to!r} is claimed by {owners}; write {kind.asked} {names}")
    if found:
        raise UnknownFormatError(f"{kind.noun} {to!r} of {found[0].owner} is {off(found[0])}")
    raise UnknownFormatError(unknown(to))


def off(found: Found) -> str | None:
    """Why the environment forbids loading a plugin; None where it may be loaded."""
    value = os.environ.get(ALLOWED)
    if value is None or any(found.owner.key in meant(name.strip()) for name in value.split(",")):
        return None
    return f"switched off by {ALLOWED}={value}"


def clash(kind: Kind, found: Found, everything: Iterable[Found], core: Collection[str]) -> str:
    """Who else claims a plugin's name, the core included; empty where nobody does."""
    asked = f"this one is {kind.asked} {found.qualified}"
    if found.name in core:
        return f"{found.name!r} is a core {kind.noun}; {asked}"
    rivals = [
        each
        for each in everything
        if each.group == kind.group and each.name == found.name and each is not found and not off(each)
    ]
    if not rivals:
        return ""
    owners = " and ".join(str(each.owner) for each in rivals)
    return f"{owners} claims {found.name!r} too; {asked}"


def _candidates(kind: Kind, to: str) -> list[Found]:
    """Who claims a name; what was installed since the last look is found too."""
    candidates = _claims(kind, to)
    # Only a miss pays for a second look, so a notebook finds what `pip` has just installed.
    if not candidates:
        discovery.forget()
        candidates = _claims(kind, to)
    return candidates


def _claims(kind: Kind, to: str) -> list[Found]:
    owner, _, name = to.rpartition(":")
    named = [found for found in discovery.of(kind) if found.name == name]
    if not owner:
        return named
    # A distribution really called `digestkit-epub` comes before ours, for which that is only short.
    return next(filter(None, ([each for each in named if each.owner.key == key] for key in meant(owner))), [])
