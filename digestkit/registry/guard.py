"""A guard around a plugin's code: whatever it raises becomes one exception, with a one-line reason."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from digestkit.errors import told
from digestkit.export.once import staying


class Quarantined(Exception):  # noqa: N818 - a state of the plugin; the message is the reason
    """A plugin must not be used. The message says why; `__cause__` is what the plugin raised, if anything."""


@contextmanager
def guard() -> Iterator[None]:
    """Turn whatever a plugin raises into `Quarantined`, and send what it prints to standard error.

    The working directory stays what it was.
    `SystemExit` and the like, outside `Exception`, are caught too. Only an interrupt that really came from
    the user, and `MemoryError`, pass through.
    """
    with staying(), _interrupts() as interrupts, redirect_stdout(sys.stderr):
        try:
            yield
        except (Quarantined, MemoryError):
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and interrupts.came_with(error):
                raise
            raise Quarantined(told(error)) from error


class _Interrupts:
    """Whether the user pressed Ctrl-C (`came`); True also where that cannot be known."""

    def __init__(self) -> None:
        self.came = False

    def came_with(self, error: KeyboardInterrupt) -> bool:
        """Whether the exception is the user's; a subclass is one that a signal handler raised on purpose."""
        return self.came or type(error) is not KeyboardInterrupt

    def note(self, number: int, frame: object) -> None:
        """Remember the signal, then handle it as Python does: raises KeyboardInterrupt."""
        self.came = True
        signal.default_int_handler(number, frame)  # type: ignore[arg-type] # a frame, or None


@contextmanager
def _interrupts() -> Iterator[_Interrupts]:
    """Distinguish a user's Ctrl-C from a `KeyboardInterrupt` that the code inside raises by itself."""
    interrupts = _Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts  # Python runs signal handlers in the main thread only
        return
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        # Ignored (as in a background job) or left to the system, Ctrl-C never becomes an exception; with
        # somebody else's handler it may, so the user gets the benefit of the doubt.
        interrupts.came = before not in (signal.SIG_IGN, signal.SIG_DFL)
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
