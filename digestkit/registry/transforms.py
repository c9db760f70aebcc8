"""Which transform a name means: the core's table first, a file of Python, then what is installed."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import attrs

from digestkit.errors import PluginError, UsageError
from digestkit.registry.core import CORE_OWNER, CORE_TRANSFORMS, meant
from digestkit.transforms.contract import Transform

if TYPE_CHECKING:
    from digestkit.registry.claimants import Listed


def transform(name: str | Transform) -> Transform:
    """The transform of a name (`name`, `distribution:name`, or the path of a Python file), or a given one.

    Raises `UnknownFormatError`, with the nearest, where there is none, `UsageError` for an object that is no
    transform or a file that has none, and `PluginError` for one that is broken or that two plugins claim.
    """
    if not isinstance(name, str):
        return _checked(name)
    if is_file(name):
        return _of_file(Path(name))
    owner, _, own = name.rpartition(":")
    if own in CORE_TRANSFORMS and (not owner or CORE_OWNER in meant(owner)):
        return _core(own)
    from digestkit.registry import claimants, installed, kinds  # noqa: PLC0415 - the core's need none of it

    found: Transform = installed.load(claimants.one(kinds.TRANSFORM, name, _unknown))
    return found


def is_file(name: str) -> bool:
    """Whether a name is the path of a Python file: it ends in `.py`, or has a slash."""
    return name.endswith(".py") or "/" in name or "\\" in name


def listed() -> tuple[Listed, ...]:
    """All transforms, the core's first; imports none."""
    from digestkit.registry import claimants, kinds  # noqa: PLC0415 - as above

    core = (claimants.Listed(name, None, one.summary, CORE_OWNER) for name, one in CORE_TRANSFORMS.items())
    return (*core, *claimants.listed(kinds.TRANSFORM, CORE_TRANSFORMS))


@functools.cache
def _core(name: str) -> Transform:
    made: Transform = importlib.import_module(CORE_TRANSFORMS[name].module).TRANSFORM
    return attrs.evolve(made, owner=CORE_OWNER)


def _checked(given: Transform) -> Transform:
    from digestkit.registry.demands import transforms as demands  # noqa: PLC0415 - as above

    violation = demands.violation(given)
    if violation is not None:
        raise UsageError(violation)
    return given


def _of_file(path: Path) -> Transform:
    """The one transform that a file of Python makes at its top level."""
    from digestkit.registry.guard import Quarantined, guard  # noqa: PLC0415 - as above

    if not path.is_file():
        raise UsageError(f"no transform file {path}")
    if path.suffix != ".py":
        raise UsageError(f"{path} is no Python file: its name must end in .py")
    try:
        with guard():
            made = _executed(path)
    except Quarantined as error:
        raise PluginError(f"transform file {path} is broken: {error}") from error
    found = {id(value): value for value in vars(made).values() if _is_made_in(made, value)}
    if len(found) != 1:
        what = "none" if not found else f"{len(found)} of them"
        raise UsageError(f"{path} must have one function with @digestkit.transform(...), and has {what}")
    return attrs.evolve(_checked(next(iter(found.values()))), owner=path.name)


def _is_made_in(module: ModuleType, value: object) -> bool:
    """Whether a value is a transform of a module's own, and not one that it imports to build on."""
    if not isinstance(value, Transform):
        return False
    return getattr(value.change, "__module__", module.__name__) == module.__name__


def _executed(path: Path) -> ModuleType:
    # Two files of one name in different folders are two modules.
    name = "_digestkit_transform_" + re.sub(r"\W", "_", str(path.resolve()))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made  # attrs and dataclasses look a class's module up
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(made)
    finally:
        sys.dont_write_bytecode = written
    return made


def _unknown(name: str) -> str:
    from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

    available = [one.name for one in listed()]
    hint = did_you_mean(name, available)
    return f"unknown transform {name!r};{hint} available: {', '.join(available)}, or a file: ./NAME.py"
