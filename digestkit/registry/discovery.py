"""Which plugins are installed: the only module that reads package metadata, and it imports no plugin."""

from __future__ import annotations

import functools
import importlib
import json
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from digestkit.registry.core import normalize
from digestkit.registry.kinds import GROUPS, READER, SUFFIXES, Kind

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_ANY = "digestkit."
"""What the names of all groups begin with."""

_HEADER = re.compile(r"^(Name|Version|Summary): *(.*)$", re.MULTILINE)


class Owner(NamedTuple):
    """A distribution, as `pip` knows it; `path` is the folder it is installed in."""

    name: str
    version: str
    summary: str
    path: str

    @property
    def key(self) -> str:
        """The name in the form in which names are compared (PEP 503)."""
        return normalize(self.name)

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


class Found(NamedTuple):
    """A plugin that a distribution claims to offer: an entry point, not loaded yet.

    `value` is what the entry point names, a module or an object in one; nothing of it is checked here.
    """

    group: str
    name: str
    value: str
    owner: Owner

    @property
    def qualified(self) -> str:
        """`distribution:name`, a name that no other distribution's plugin can share."""
        return f"{self.owner.name}:{self.name}"


def find() -> tuple[Found, ...]:
    """All entry points of our groups, sorted by distribution and name; reads all installed metadata."""
    found = (Found(*point, owner) for _, owner, text in _plugins() for point in _points(text))
    return tuple(sorted(found, key=lambda one: (one.owner.key, one.name, one.group)))


def of(kind: Kind) -> tuple[Found, ...]:
    """The entry points of one kind, in the order of `find`; the metadata is read only once."""
    return tuple(found for found in find_cached() if found.group == kind.group)


def for_suffix(suffix: str) -> list[Found]:
    """The installed readers that declare a suffix, given in lower case and without its dot."""
    everything = find_cached()
    declared = [one for one in everything if one.group == SUFFIXES and one.name == suffix]
    readers = (one for one in everything if one.group == READER.group)
    return [one for one in readers if any(_leads_to(one, suffix) for suffix in declared)]


def suffixes() -> dict[tuple[str, str], str]:
    """The suffixes that installed readers declare, by distribution (with its version) and name."""
    declared = [one for one in find_cached() if one.group == SUFFIXES]
    return {
        (str(reader.owner), reader.name): ", ".join(
            f".{one.name}" for one in declared if _leads_to(reader, one)
        )
        for reader in of(READER)
    }


def _leads_to(reader: Found, suffix: Found) -> bool:
    """Whether a suffix is declared for a reader: by its own value, or by its module for all readers in it."""
    if reader.owner != suffix.owner:
        return False
    return suffix.value in (reader.value, reader.value.partition(":")[0])


def requirements() -> tuple[str, ...]:
    """What to give `pip install` to get the same plugins again, one requirement a distribution, sorted."""
    return tuple(sorted(_requirement(distribution, owner) for distribution, owner, _ in _plugins()))


def named(name: str) -> tuple[Owner, ...]:
    """The installed distributions of a normalized name, however their metadata spells it."""
    from importlib.metadata import distributions  # noqa: PLC0415 - as in `_plugins`

    # The search by name is looser than PEP 503, so each result is compared once more.
    owners = (_owner(distribution) for distribution in distributions(name=name))
    return tuple(owner for owner in owners if owner.key == name)


@functools.lru_cache(maxsize=1)
def _find_on(_path: tuple[str, ...]) -> tuple[Found, ...]:
    return find()


def find_cached() -> tuple[Found, ...]:
    """As `find`, but reading the metadata only once while `sys.path` stays the same."""
    return _find_on(tuple(sys.path))


def forget() -> None:
    """Make the next `find_cached` look again, since something may have been installed meanwhile."""
    importlib.invalidate_caches()
    _find_on.cache_clear()


def _plugins() -> Iterator[tuple[Distribution, Owner, str]]:
    """The distributions that offer something, with the text of their entry points.

    If one is installed twice, the first on `sys.path` counts, as it does for imports.
    """
    # Its import costs as much as all of digestkit, and core formats never come here.
    from importlib.metadata import distributions  # noqa: PLC0415

    seen: set[str] = set()
    for distribution in distributions():
        text = _text(distribution, "entry_points.txt")
        # A plain search first: hardly any distribution has our groups, and parsing metadata is slow.
        if _ANY in text and any(group in text for group in GROUPS):
            owner = _owner(distribution)
            # Those whose metadata tells no name are called by their folder, which others may lie in, too.
            if owner.name == owner.path or owner.key not in seen:
                seen.add(owner.key)
                yield distribution, owner, text


def _points(text: str) -> Iterator[tuple[str, str, str]]:
    """Groups, names and values of what is in our groups.

    `Distribution.entry_points` would raise for all of a file where one line has no `=`; here such a line
    is an entry point that names no module.
    """
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif line and section in GROUPS and line[0] not in "#;":
            name, _, value = line.partition("=")
            # What follows in brackets are extras, which entry points may still name but no one uses.
            yield section, _line(name.strip()), _line(value.partition("[")[0].strip())


def _owner(distribution: Distribution) -> Owner:
    """The fields of the metadata's header (PEP 566); the long description below it is skipped."""
    text = _text(distribution, "METADATA") or _text(distribution, "PKG-INFO")
    header = dict(_HEADER.findall(text.partition("\n\n")[0]))
    path = str(distribution.locate_file(""))
    name, version, summary = (_line(header.get(key, "").strip()) for key in ("Name", "Version", "Summary"))
    return Owner(name or path, version, summary, path)


def _requirement(distribution: Distribution, owner: Owner) -> str:
    """`name==version`, or where it was installed from if that was not an index (PEP 610)."""
    try:
        origin = json.loads(_text(distribution, "direct_url.json"))
        url = origin["url"]
        if origin.get("dir_info", {}).get("editable"):
            return f"-e {url}"
        if "vcs_info" in origin:
            url = f"{origin['vcs_info']['vcs']}+{url}@{origin['vcs_info']['commit_id']}"
        place = f"#subdirectory={origin['subdirectory']}" if "subdirectory" in origin else ""
    except (KeyError, TypeError, AttributeError, ValueError):
        return f"{owner.name}=={owner.version}" if owner.version else owner.name
    return f"{owner.name} @ {url}{place}"


def _text(distribution: Distribution, name: str) -> str:
    """A file of the metadata; empty where it is missing or cannot be read."""
    try:
        return distribution.read_text(name) or ""
    except (OSError, ValueError):
        return ""


def _line(value: str) -> str:
    """Text from a third party, without characters that could control a terminal."""
    return "".join(char for char in value if char.isprintable())
