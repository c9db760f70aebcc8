"""Loading one plugin behind a guard: whatever its module does, the host goes on and knows why it failed."""

from __future__ import annotations

import importlib
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from types import ModuleType

import attrs
import pluggy

from digestkit.exporters.base import Exporter
from digestkit.hookspecs import PROJECT, Hooks
from digestkit.plugins import contract

_MODULE = re.compile(r"\w+(?:\.\w+)*")


class Quarantined(Exception):  # noqa: N818 - a state of the plugin; the message is the reason
    """A plugin is not to be used. The message says why; `__cause__` is what it raised."""


def load(module: str, name: str, owner: str) -> Exporter:
    """Import a module, and give the exporter of this name among those that it registers.

    Raises `Quarantined` for everything that can be wrong with it.
    """
    if not _MODULE.fullmatch(module):
        raise Quarantined(f"its entry point must name a module, not {module!r}")
    with _guard():
        registered = _register(importlib.import_module(module))
    named = [one for one in registered if isinstance(one, Exporter) and _name(one) == name]
    if not named:
        raise Quarantined(_missing(name, registered))
    if len(named) > 1:
        raise Quarantined(f"it registers {name!r} {len(named)} times")
    with _guard():
        violation = contract.violation(named[0])
    if violation is not None:
        raise Quarantined(violation)
    return attrs.evolve(named[0], owner=owner)


def _register(module: ModuleType) -> list[object]:
    """Call the module's hook, of a manager of its own, so that no other plugin can meddle."""
    registered: list[object] = []
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(module)
    manager.check_pending()
    if not manager.hook.digestkit_register_exporters.get_hookimpls():
        raise Quarantined("it has no function digestkit_register_exporters marked with @digestkit.hookimpl")
    manager.hook.digestkit_register_exporters(register=registered.append)
    return registered


def _name(registered: object) -> object:
    return getattr(getattr(registered, "info", None), "name", None)


def _missing(name: str, registered: list[object]) -> str:
    strange = [contract.violation(one) for one in registered if not isinstance(_name(one), str)]
    if strange:
        return strange[0] or "it registers an exporter without a name"
    names = ", ".join(sorted(repr(_name(one)) for one in registered)) or "nothing"
    return f"it registers {names}, but not {name!r}, the name of its entry point"


@contextmanager
def _guard() -> Iterator[None]:
    """Turn whatever a plugin raises into `Quarantined`, and keep what it prints off the standard output.

    `SystemExit` and other exceptions beside `Exception` count too; only an interrupt that really came
    from the user goes on.
    """
    with _interrupts() as interrupts, redirect_stdout(sys.stderr):
        try:
            yield
        except Quarantined:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and interrupts.came_with(error):
                raise
            raise Quarantined(_reason(error)) from error


@attrs.define
class _Interrupts:
    """Whether the user pressed Ctrl-C; True also where that cannot be known."""

    came: bool = False

    def came_with(self, error: KeyboardInterrupt) -> bool:
        """Whether the exception is the user's; a class derived from it was made by who handles signals."""
        return self.came or type(error) is not KeyboardInterrupt

    def note(self, number: int, frame: object) -> None:
        self.came = True
        signal.default_int_handler(number, frame)  # type: ignore[arg-type] # a frame, or None


@contextmanager
def _interrupts() -> Iterator[_Interrupts]:
    """Tell a user's Ctrl-C from a `KeyboardInterrupt` that the code inside raises by itself."""
    interrupts = _Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts  # signals never arrive here
        return
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        interrupts.came = True  # somebody else handles signals
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def _reason(error: BaseException) -> str:
    """What a plugin raised, on one line."""
    if isinstance(error, pluggy.PluginValidationError):
        text = str(error)
    else:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return " ".join(text.split())
