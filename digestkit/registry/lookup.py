"""Which name means which exporter: the core's table first, then what is installed.

A core format needs nothing of what plugins need: no metadata is read and no guard is set up for it.
"""

from __future__ import annotations

import functools
import importlib
from pathlib import PurePath

import attrs

from digestkit.errors import UsageError
from digestkit.export.contract import Exporter
from digestkit.registry.core import CORE, CORE_OWNER, INSTALL, SUFFIXES, meant


def exporter(to: str | Exporter) -> Exporter:
    """The exporter of a format, named `format` or `distribution:format`; an exporter object is checked.

    What as a suffix means a core format, such as `bib`, means it as a name, too.

    Imports the one module that has it. Raises `UnknownFormatError` for a name that nobody has,
    `PluginError` for one whose plugin is broken, or that two plugins claim, and `UsageError` for an object
    that is no exporter.
    """
    if not isinstance(to, str):
        return _checked(to)
    # Names of formats have no colon, so the last one divides.
    owner, _, name = to.rpartition(":")
    if not owner:
        name = SUFFIXES.get(name, name)
    if name in CORE and (not owner or CORE_OWNER in meant(owner)):
        return _core(name)
    from digestkit.registry import installed  # noqa: PLC0415 - a core format needs none of it

    return installed.exporter(to)


def format_for_path(path: str | PurePath) -> str | None:
    """The format that a file's suffix stands for, or None.

    Suffixes count by name alone, since a plugin's own suffix is known only once it is imported. A format
    that could be installed is named too, so that the error can say how. `.xml` stands for nothing, since
    several formats are XML, and neither does `.zip`, which any format of several files may be.
    """
    suffix = PurePath(path).suffix[1:].lower()
    if suffix == "zip":
        return None
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix in CORE or suffix in INSTALL:
        return suffix
    from digestkit.registry import installed  # noqa: PLC0415 - as above

    return suffix if installed.has(suffix) else None


def _checked(given: Exporter) -> Exporter:
    """An exporter object, if it keeps to the contract; a core format does, as tests hold."""
    name = given.info.name if isinstance(given, Exporter) else None
    if name in CORE and given is _core(name):
        return given
    from digestkit.registry.demands import exporters as demands  # noqa: PLC0415 - as above

    violation = demands.violation(given)
    if violation is not None:
        raise UsageError(violation)
    return given


@functools.cache
def _core(name: str) -> Exporter:
    """A core format: unlike a stranger's module, its own stays as it is while the program runs.

    Its module registers by the hook of plugins. It is called by its name: what a plugin manager adds, that
    no hook is misspelt, tests hold of the core.
    """
    registered: list[Exporter] = []
    importlib.import_module(CORE[name].module).digestkit_register_exporters(registered.append)
    [found] = [one for one in registered if one.info.name == name]
    return attrs.evolve(found, owner=CORE_OWNER)
