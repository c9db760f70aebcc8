"""Which installed plugin a name means: who claims it, who is switched off, and where two clash."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import NamedTuple

from digestkit.errors import PluginError, UnknownFormatError
from digestkit.registry import discovery
from digestkit.registry.core import meant
from digestkit.registry.discovery import Found
from digestkit.registry.kinds import Kind

_NAME = re.compile(r"[a-z0-9][a-z0-9._+-]*")

ALLOWED = "DIGESTKIT_PLUGINS"
"""Environment variable: the distributions whose plugins may be loaded, separated by commas; empty for none,
unset for all.
"""


PREFERRED: ContextVar[Mapping[str, str]] = ContextVar("PREFERRED", default=MappingProxyType({}))
"""Distributions by the names of plugins that several claim: whose is meant where nobody says."""


class Listed(NamedTuple):
    """A plugin as lists show it; the suffix is None where there is none, or only the plugin knows it."""

    name: str
    suffix: str | None
    summary: str
    owner: str


def listed(kind: Kind, core: Collection[str]) -> list[Listed]:
    """The installed plugins of a kind by name, with their packages' summaries; none is imported.

    A name that is claimed more than once, or is the core's, is listed qualified.
    """
    found = [each for each in discovery.of(kind) if off(each) is None and is_name(each.name)]
    claims = Counter(each.name for each in found)
    claims.update(list(core))  # a mapping would be taken for counts
    alone = {each for each in found if claims[each.name] == 1 or _is_preferred(each)}
    rows = (
        Listed(
            each.name if each in alone and each.name not in core else each.qualified,
            None,
            each.owner.summary,
            str(each.owner),
        )
        for each in found
    )
    return sorted(rows, key=lambda row: row.name)


def one(kind: Kind, to: str, unknown: Callable[[str], str]) -> Found:
    """The plugin of a kind that a name means: `name` or `distribution:name`.

    Raises `UnknownFormatError` where there is none, with the message of `unknown` or the reason why it is
    off, and `PluginError` where two claim the name.
    """
    found = _candidates(kind, to)
    allowed = [each for each in found if off(each) is None]
    allowed = [each for each in allowed if _is_preferred(each)] or allowed
    if len(allowed) == 1:
        return allowed[0]
    if allowed:
        owners = " and ".join(str(each.owner) for each in allowed)
        names = " or ".join(each.qualified for each in allowed)
        remedy = f"write {kind.asked} {names}" if kind.asked else f"{ALLOWED} can switch one off"
        raise PluginError(
            f"{kind.noun} {to!r} is claimed by {owners}; {remedy}, or prefer one in digestkit.toml"
        )
    if found:
        raise UnknownFormatError(f"{kind.noun} {to!r} of {found[0].owner} is {off(found[0])}")
    raise UnknownFormatError(unknown(to))


def is_name(name: object) -> bool:
    """Whether a plugin may have this name: lower case, and no colon, which qualifies names."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def off(found: Found) -> str | None:
    """Why the environment forbids loading a plugin; None where it may be loaded."""
    value = os.environ.get(ALLOWED)
    if value is None or any(found.owner.key in meant(name.strip()) for name in value.split(",")):
        return None
    return f"switched off by {ALLOWED}={value}"


def clash(kind: Kind, found: Found, everything: Iterable[Found], core: Collection[str]) -> str:
    """Who else claims a plugin's name, the core included; empty where nobody does."""
    asked = f"this one is {kind.asked} {found.qualified}" if kind.asked else f"{ALLOWED} can switch one off"
    if found.name in core:
        return f"{found.name!r} is a core {kind.noun}; {asked}"
    rivals = [
        each
        for each in everything
        if each.group == kind.group and each.name == found.name and each is not found and not off(each)
    ]
    if not rivals or _is_preferred(found):
        return ""
    if any(map(_is_preferred, rivals)):
        return f"{PREFERRED.get()[found.name]} is preferred for {found.name!r}; {asked}"
    owners = " and ".join(str(each.owner) for each in rivals)
    return f"{owners} claims {found.name!r} too; {asked}"


def is_passed_over(found: Found, everything: Iterable[Found]) -> bool:
    """Whether another plugin of the same kind and name is preferred."""
    rivals = (each for each in everything if (each.group, each.name) == (found.group, found.name))
    return not _is_preferred(found) and any(_is_preferred(each) and not off(each) for each in rivals)


def _is_preferred(found: Found) -> bool:
    preferred = PREFERRED.get().get(found.name)
    return preferred is not None and found.owner.key in meant(preferred)


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
