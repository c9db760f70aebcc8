"""Which plugins are installed: the only room that reads package metadata, and it imports no plugin."""

from __future__ import annotations

import functools
import importlib
import json
import re
import sys
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUP = "digestkit.exporters"


@attrs.frozen
class Owner:
    """A distribution, as `pip` knows it.

    `path` is the folder it lies in; `requirement` is what to give `pip install` for the same again.
    """

    name: str
    version: str
    summary: str
    path: str
    requirement: str

    @property
    def key(self) -> str:
        """The name as names are compared."""
        return normalize(self.name)

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


@attrs.frozen
class Found:
    """A format that a distribution says it offers: an entry point, not yet loaded."""

    format: str
    value: str
    owner: Owner

    @property
    def qualified(self) -> str:
        """The format's name with its distribution's, which no other plugin can share."""
        return f"{self.owner.name}:{self.format}"


def find() -> tuple[Found, ...]:
    """All entry points of the group, in the order of their names.

    Of a distribution that is installed twice, the one that comes first on `sys.path` counts, as it does
    for imports.
    """
    # Its import costs as much as all of digestkit, and core formats never come here.
    from importlib.metadata import distributions  # noqa: PLC0415

    found: dict[str, tuple[Found, ...]] = {}
    for distribution in distributions():
        text = _entry_points_text(distribution)
        if GROUP in text:
            owner = _owner(distribution)
            found.setdefault(owner.key, _read(distribution, owner))
    return tuple(sorted((one for many in found.values() for one in many), key=lambda one: one.qualified))


@functools.lru_cache(maxsize=1)
def _find_on(_path: tuple[str, ...]) -> tuple[Found, ...]:
    return find()


def find_cached() -> tuple[Found, ...]:
    """As `find`, without reading all metadata again while `sys.path` stays as it is."""
    return _find_on(tuple(sys.path))


def forget() -> None:
    """Make the next `find_cached` look again: something may have been installed since."""
    importlib.invalidate_caches()
    _find_on.cache_clear()


def normalize(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entry_points_text(distribution: Distribution) -> str:
    """The entry points as written: nothing is parsed of distributions that have none of the group."""
    try:
        return distribution.read_text("entry_points.txt") or ""
    except (OSError, UnicodeError):
        return ""


def _read(distribution: Distribution, owner: Owner) -> tuple[Found, ...]:
    """The group's entry points. A line that cannot be read spoils that distribution's, and no other's."""
    try:
        points = [point for point in distribution.entry_points if point.group == GROUP]
    except Exception as error:  # noqa: BLE001 - the reader raises whatever its tuples raise
        return (Found("?", f"entry_points.txt ({error})", owner),)
    return tuple(Found(point.name, point.value, owner) for point in points)


def _owner(distribution: Distribution) -> Owner:
    """What the metadata say; a missing or damaged METADATA file costs the name, nothing else."""
    path = str(distribution.locate_file(""))
    try:
        data = distribution.metadata
        name, version, summary = (_line(data[key]) for key in ("Name", "Version", "Summary"))
    except Exception:  # noqa: BLE001 - the reader of metadata raises what the standard library's parser does
        name = version = summary = ""
    return Owner(name or path, version, summary, path, _requirement(distribution, name or path, version))


def _line(value: str | None) -> str:
    """Text of a stranger's, fit for a terminal."""
    return "".join(char for char in value or "" if char.isprintable())


def _requirement(distribution: Distribution, name: str, version: str) -> str:
    """`name==version`, or the place it came from where that was no index (PEP 610)."""
    try:
        origin = json.loads(distribution.read_text("direct_url.json") or "{}")
        url = origin["url"]
        if origin.get("dir_info", {}).get("editable"):
            return f"-e {url}"
        if "vcs_info" in origin:
            url = f"{origin['vcs_info']['vcs']}+{url}@{origin['vcs_info']['commit_id']}"
        place = f"#subdirectory={origin['subdirectory']}" if "subdirectory" in origin else ""
    except (KeyError, TypeError, AttributeError, ValueError, OSError):
        return f"{name}=={version}" if version else name
    return f"{name} @ {url}{place}"
