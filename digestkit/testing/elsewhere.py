"""Run an export in another process, at another place and time.

Run as a script by `places`, never imported: the hash seed, time zone, working directory and variables are set
from outside; the clock, the locale and the names of host and user are changed here, before anything is
imported that could look at them.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import importlib
import importlib.machinery
import importlib.util
import json
import locale
import os
import re
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

_AHEAD = 40_000_000.0
"""Seconds that the clock is moved ahead: more than a year, and no whole number of days."""

# The directives of `strftime` whose output depends on the locale.
_OF_LOCALE = re.compile(r"%[-#]?([aAbBcpxX])")

_LOCALES = ("de_DE.UTF-8", "fr_FR.UTF-8", "tr_TR.UTF-8", "pt_BR.UTF-8")
"""Locales that write a comma where others write a decimal point."""
_ELSEWHERE = "elsewhere"


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
    _show_compiled_code(datetime.date, datetime.datetime)
    datetime.date = _Date  # type: ignore[misc] # that is the point
    datetime.datetime = _DateTime  # type: ignore[misc] # as above


def _show_compiled_code(*classes: type) -> None:
    """Let extension modules see these classes while they are loaded.

    They rely on how the values of a class lie in memory, and may end the process where that is another.
    """
    load = importlib.machinery.ExtensionFileLoader.exec_module

    def loaded(loader: importlib.machinery.ExtensionFileLoader, module: ModuleType) -> None:
        shown = {one.__name__: getattr(datetime, one.__name__) for one in classes}
        try:
            for one in classes:
                setattr(datetime, one.__name__, one)
            load(loader, module)
        finally:
            for name, one in shown.items():
                setattr(datetime, name, one)

    importlib.machinery.ExtensionFileLoader.exec_module = loaded  # type: ignore[method-assign, assignment] # typed oddly


def move_locale(folder: Path) -> None:
    """Set a locale with other names of months and a decimal comma.

    Many machines have none but C, so one is made for numbers, and whatever `strftime` takes from the locale
    is made foreign too; the `strftime` methods of dates call the same function.
    """
    spell = time.strftime

    def foreign(form: str, moment: time.struct_time | None = None) -> str:
        return spell(_OF_LOCALE.sub(r"(\1)", form), time.localtime() if moment is None else moment)

    time.strftime = foreign  # type: ignore[assignment] # the original takes tuples as well
    for name in _LOCALES:
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            return
    write_numbers(folder)
    os.environ["LOCPATH"] = str(folder)
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_NUMERIC, _ELSEWHERE)
    conventions = {**locale.localeconv(), "decimal_point": ",", "thousands_sep": ".", "grouping": [3, 3, 0]}
    locale.localeconv = lambda: conventions  # type: ignore[assignment, return-value] # what `locale.str` asks


def write_numbers(folder: Path) -> None:
    """Write a locale of glibc that has only numbers, with a decimal comma, into a folder for LOCPATH.

    A magic number, a count, offsets, and the values: decimal point, thousands separator, grouping, both again
    as wide characters, and the codeset (glibc, locale/localeinfo.h and locale/loadlocale.c). Other systems
    do not read it.
    """
    category = 1  # LC_NUMERIC
    parts = [b",\0\0\0", b".\0\0\0", b"\3\3\0\0", struct.pack("=I", ord(",")), struct.pack("=I", ord("."))]
    parts.append(b"UTF-8\0")
    at = 4 * (2 + len(parts))
    offsets = []
    for part in parts:
        offsets.append(at)
        at += len(part)
    header = struct.pack(f"={2 + len(parts)}I", 0x20031115 ^ category, len(parts), *offsets)
    place = folder / _ELSEWHERE
    place.mkdir(parents=True, exist_ok=True)
    (place / "LC_NUMERIC").write_bytes(header + b"".join(parts))


def move_host() -> None:
    """Give the machine another name, for `socket`, `os.uname`, `platform` and `uuid`."""
    import platform  # noqa: PLC0415 - after what it could look at was changed

    socket.gethostname = lambda: f"{_ELSEWHERE}.example"
    socket.getfqdn = lambda name="": name or f"{_ELSEWHERE}.example"
    if hasattr(os, "uname"):
        here = os.uname()
        there = type(here)((here.sysname, _ELSEWHERE, "9.9.9", "#9", here.machine))
        os.uname = lambda: there
    platform._uname_cache = None  # type: ignore[attr-defined] # noqa: SLF001 - where `platform` remembers what it has asked
    import uuid  # noqa: PLC0415 - after what it could look at was changed

    uuid._node = 0x0123456789AB  # type: ignore[attr-defined] # noqa: SLF001 - where `uuid.getnode` keeps it


def move_user() -> None:
    """Give the user another name, for `os` and `pwd`; `getpass` asks variables, which are set outside."""
    os.getlogin = lambda: _ELSEWHERE
    with contextlib.suppress(ImportError):
        import pwd  # noqa: PLC0415 - after what it could look at was changed

        look = pwd.getpwuid

        def other(number: int) -> pwd.struct_passwd:
            entry = look(number)
            return pwd.struct_passwd((_ELSEWHERE, *entry[1:4], _ELSEWHERE, f"/home/{_ELSEWHERE}", entry[6]))

        pwd.getpwuid = other


def set_variables(roots: list[str]) -> None:
    """Let modules below these folders see a value in each variable that is not set."""
    kind = type(os.environ)
    get = kind.__getitem__

    def found(self: os._Environ[str], name: str) -> str:
        try:
            return get(self, name)
        except KeyError:
            frame = sys._getframe(1)  # noqa: SLF001 - the documented way to see who asks
            while frame.f_back and frame.f_code.co_filename.endswith(
                ("os.py", "_collections_abc.py", "<frozen os>", "<frozen _collections_abc>")
            ):
                frame = frame.f_back
            if frame.f_code.co_filename.startswith(tuple(roots)):
                return _ELSEWHERE
            raise

    kind.__getitem__ = found  # type: ignore[method-assign] # `get` and `os.getenv` ask it


def find_class(module: str, path: str, qualname: str) -> type[Any]:
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


def relocated(request: dict[str, object]) -> bool:
    """Import the exporter's module from where a copy of it lies; False where that does not work."""
    import_from, module = str(request["copy"]), str(request["of"])
    sys.path.insert(0, import_from)
    try:
        made = importlib.import_module(module)
    except Exception:  # noqa: BLE001 - a module may need what was not copied
        made = None
    finally:
        sys.path.remove(import_from)
    if made is not None and str(getattr(made, "__file__", "")).startswith(import_from):
        return True
    for name in [name for name in sys.modules if name.partition(".")[0] == module.partition(".")[0]]:
        del sys.modules[name]
    return False


def the_study(request: dict[str, Any]) -> Any:  # noqa: ANN401 - nothing of digestkit is imported yet
    """The study of the exporter, whose module is taken from its copy, where there is one and that works."""
    if request["copy"]:
        relocated(request)
    if not request["qualname"]:
        from digestkit.testing import study  # noqa: PLC0415 - after what it could look at was changed

        return study.Study(request["name"], allows=request["allows"])
    module, path, name = request["module"], request["path"], request["qualname"]
    if request["copy"] and request["of"] == module:
        beside = str(Path(request["copy"], Path(path).name))
        moved = getattr(sys.modules.get(module), "__file__", None) or beside
        # A module of tests may need what lies beside it.
        with contextlib.suppress(Exception):
            return find_class(module, moved, name)().study()
    return find_class(module, path, name)().study()


def move(request: dict[str, Any]) -> None:
    """Change what is varied and was not changed from outside, and find modules where the tests do."""
    moves: dict[str, Callable[[], None]] = {
        "the clock": move_clock,
        "the locale": lambda: move_locale(Path(request["target"]).with_name("locale")),
        "the name of the host": move_host,
        "the name of the user": move_user,
        "environment variables": lambda: set_variables(request["roots"]),
    }
    for name in request["varied"]:
        moves.get(name, lambda: None)()
    # The tests' own, which a test runner may have extended; `-P` keeps this script's folder out.
    sys.path[:] = request["sys_path"]


def main() -> None:
    """Read what to run, as JSON, from the first argument; write hashes of the outputs as JSON to a file."""
    request = json.loads(sys.argv.pop())
    target = Path(request["target"])
    move(request)
    from digestkit.testing import study  # noqa: PLC0415 - after what it could look at was changed

    subject = the_study(request)
    outputs: dict[str, str] = {}
    settings = subject.settings()
    everything = [(n, s) for n in range(len(settings)) for s in (study.FEW if n else study.NAMES)]
    for number, name in request["wanted"] or everything:
        try:
            data = subject.run(study.sample(name), settings[number]).data
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            data = f"{type(error).__name__}: {error}".encode("utf-8", "replace")
        outputs[f"{number} {name}"] = hashlib.sha256(data).hexdigest()
        if request["wanted"]:
            target.with_suffix(".data").write_bytes(data)
    target.write_text(json.dumps(outputs))


if __name__ == "__main__":
    main()
