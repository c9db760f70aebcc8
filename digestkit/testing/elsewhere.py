"""Run an export in another process, at another place and time.

Run as a script by `conformance`, never imported: the hash seed, time zone and working directory are set from
outside; the clock and the locale are changed here, before anything is imported that could look at them.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib
import importlib.util
import json
import locale
import re
import sys
import time
from types import ModuleType

_AHEAD = 40_000_000.0
"""Seconds that the clock is moved ahead: more than a year, and no whole number of days."""

# The directives of `strftime` whose output depends on the locale.
_OF_LOCALE = re.compile(r"%[-#]?([aAbBcpxX])")

_LOCALES = ("tr_TR.UTF-8", "de_DE.UTF-8", "ko_KR.UTF-8", "fr_FR.UTF-8", "C.UTF-8")


class _OfDate(type):
    # Dates made by arithmetic or by C code are of the original class; they must count as ours.
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


class _Date(datetime.date, metaclass=_OfDate):
    """A date whose `today` is another day."""

    @classmethod
    def today(cls) -> _Date:
        return cls.fromtimestamp(time.time())

    def __repr__(self) -> str:
        return super().__repr__().replace("_Date(", "datetime.date(")


class _DateTime(datetime.datetime, metaclass=_OfDate):
    """As `_Date`, for dates with a time."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _DateTime:
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> _DateTime:
        return cls.now(datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> _DateTime:
        return cls.now()

    def __repr__(self) -> str:
        return super().__repr__().replace("_DateTime(", "datetime.datetime(")


def move_clock() -> None:
    """Move Python's clocks ahead, for `time` and `datetime`; `time.monotonic` stays, as timeouts use it."""
    here, local, universal = time.time, time.localtime, time.gmtime

    def now() -> float:
        return here() + _AHEAD

    time.time = now
    time.time_ns = lambda: int(now() * 1e9)
    time.localtime = lambda seconds=None: local(now() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: universal(now() if seconds is None else seconds)
    datetime.date = _Date  # type: ignore[misc] # that is the point
    datetime.datetime = _DateTime  # type: ignore[misc] # as above


def move_place() -> None:
    """Set the first locale available of several with other month names, decimal commas or case rules.

    Many machines have none of them, so whatever `strftime` takes from the locale is made foreign too;
    the `strftime` methods of dates call the same function.
    """
    spell = time.strftime

    def foreign(form: str, moment: time.struct_time | None = None) -> str:
        return spell(_OF_LOCALE.sub(r"(\1)", form), time.localtime() if moment is None else moment)

    time.strftime = foreign  # type: ignore[assignment] # the original takes tuples as well
    for name in _LOCALES:
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            return


def find_class(module: str, path: str, qualname: str) -> type:
    """The class of a test module, which may be importable by name or only be a file.

    Raises ImportError where neither works, and TypeError where the name is no class.
    """
    found: object = _import(module, path)
    for part in qualname.split("."):
        found = getattr(found, part)
    if not isinstance(found, type):
        raise TypeError(f"{module}.{qualname} is no class")
    return found


def _import(name: str, path: str) -> ModuleType:
    try:
        module = importlib.import_module(name)
    except ImportError:
        module = None
    # Several folders of tests may each have a `test_conformance`; the path tells which one is meant.
    if module is not None and getattr(module, "__file__", None) == path:
        return module
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made  # before it runs, as dataclasses look there for the names in annotations
    spec.loader.exec_module(made)
    return made


def main() -> None:
    """Read what to run, as JSON, from the first argument; write the fingerprints of its outputs as JSON."""
    request = json.loads(sys.argv[1])
    move_clock()
    move_place()
    # The tests' own, which a test runner may have extended; `-P` keeps this script's folder out.
    sys.path[:] = request["sys_path"]
    conformance = find_class(request["module"], request["path"], request["qualname"])
    sys.stdout.write(json.dumps(conformance().fingerprints()))


if __name__ == "__main__":
    main()
