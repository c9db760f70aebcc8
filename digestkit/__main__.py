"""The process of the command: what must hold before the first import, and after the last line.

`digestkit` and `python -m digestkit` come in here. It imports next to nothing, since Ctrl-C may come while
the rest is loaded.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys

TYPE_CHECKING = False  # what type checkers take for True: `typing` is not needed to run

if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn


_RARELY = 50_000
"""So many objects more than were freed, and the collector looks for cycles: 700 would be at every import."""


def main() -> NoReturn:
    """Run the command; it ends with a documented exit code, whatever happens, and with no traceback.

    A bug is one line on standard error, too; with `-v`, it shows itself.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    gc.set_threshold(_RARELY)
    try:
        _prepare_streams()
        from digestkit.cli import main as command  # noqa: PLC0415 - after the signals are in hand

        command(prog_name="digestkit")
    except SystemExit as end:
        _end(end)
    except MemoryError:
        _say("error: out of memory")
    except Exception as error:
        if not {"-v", "--verbose"}.isdisjoint(sys.argv):
            raise
        _say(f"error: a bug in digestkit: {_told(error)}; with -v it shows where")
    sys.exit(1)


def _end(end: SystemExit) -> NoReturn:
    """Leave at once when all is written, as the interpreter would after it has taken itself apart.

    Taking modules apart one by one is a sixth of the time of a short run. Threads are waited for and exit
    handlers called, as always. What cannot be flushed is left to the interpreter: it knows how to complain.
    """
    if not isinstance(end.code, int):
        raise end
    try:
        if (threading := sys.modules.get("threading")) is not None:
            threading._shutdown()  # noqa: SLF001 - what the interpreter calls; there is no public name
        atexit._run_exitfuncs()  # noqa: SLF001 - as above
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the usual end meets it again
        raise end from None
    os._exit(end.code)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """End at once: there is nothing to clean up yet, or any more."""
    _say("interrupted")
    os._exit(128 + number)


def _say(text: str) -> None:
    """Write a line without the help of anything that may be missing or broken."""
    try:  # noqa: SIM105 - `contextlib` is not needed to run
        os.write(2, f"{text}\n".encode("ascii", "backslashreplace"))
    except OSError:
        pass  # nobody listens


def _told(error: Exception) -> str:
    from digestkit.errors import told  # noqa: PLC0415 - as all else

    return told(error)


def _prepare_streams() -> None:
    """Let standard output be what it seems to be.

    A descriptor that is closed would become that of the next file that is opened. A standard output that
    is closed refuses what is written to it, in place of swallowing it. Characters that its encoding does
    not have are escaped as in JSON, which text may hold, too.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free: this one
    if sys.stdout is None:
        sys.stdout = _Closed()
    elif isinstance(sys.stdout, io.TextIOWrapper):
        import codecs  # noqa: PLC0415 - as all else

        codecs.register_error("digestkit.escape", _escape)
        sys.stdout.reconfigure(errors="digestkit.escape")


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


class _Closed(io.TextIOBase):
    """A standard output that is closed."""

    def write(self, _text: str) -> int:
        raise OSError("standard output is closed")


if __name__ == "__main__":
    main()
