"""A guard around a stranger's code: whatever it raises becomes one exception, with a reason on one line."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from digestkit.errors import told


class Quarantined(Exception):  # noqa: N818 - a state of the plugin; the message is the reason
    """A plugin is not to be used. The message says why; `__cause__` is what it raised."""


@contextmanager
def guard() -> Iterator[None]:
    """Turn whatever a plugin raises into `Quarantined`, and keep what it prints off the standard output.

    `SystemExit` and other exceptions beside `Exception` count too; only an interrupt that really came
    from the user goes on, and that there is no memory left.
    """
    with _interrupts() as interrupts, redirect_stdout(sys.stderr):
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
        """Whether the exception is the user's; a class derived from it was made by who handles signals."""
        return self.came or type(error) is not KeyboardInterrupt

    def note(self, number: int, frame: object) -> None:
        """Handle the signal as Python does, and remember it."""
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
        # Ignored, as in a job in the background, or left to the system, Ctrl-C never becomes an exception.
        interrupts.came = before not in (signal.SIG_IGN, signal.SIG_DFL)
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
