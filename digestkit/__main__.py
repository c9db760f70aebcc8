"""The process of the command: what must hold before the first import, and after the last line.

`digestkit` and `python -m digestkit` come in here. It imports next to nothing, since Ctrl-C may come while
the rest is loaded.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import io
import os
import signal
import sys

TYPE_CHECKING = False  # what type checkers take for True: `typing` is not needed to run

if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import NoReturn


_EXIT = os._exit
_PROCESS = os.getpid()

_DESCRIPTOR = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Paths of standard output, as a file that is written to."""

_MOMENT = 1.0
"""Seconds for which a thread is waited for without a word."""

_RARELY = 500_000
"""So many objects more than were freed, and the collector looks for cycles: 700 would be at every import.

What a conversion reads is no garbage until it ends, and to look through it took a tenth of a site's time.
"""


def main() -> NoReturn:
    """Run the command; it ends with a documented exit code, whatever happens, and with no traceback.

    A bug is one line on standard error, too; with `-v`, it shows itself.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    gc.set_threshold(_RARELY)
    _show_crashes()
    os._exit = _refuse_to_exit  # type: ignore[assignment] # it does not return either
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
            _name_threads(threading)
            threading._shutdown()  # noqa: SLF001 - what the interpreter calls; there is no public name
        atexit._run_exitfuncs()  # noqa: SLF001 - as above
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the usual end meets it again
        raise end from None
    _EXIT(end.code)


def _name_threads(threading: ModuleType) -> None:
    """Say what is waited for where a plugin has left threads at work."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(_MOMENT)
            if thread.is_alive():
                _say(f"waiting for a thread that a plugin left at work: {thread.name}{_module(thread.ident)}")


def _module(thread: int | None) -> str:
    """The module whose function a thread runs, behind `of`."""
    frame, name = sys._current_frames().get(thread or 0), ""  # noqa: SLF001 - the documented way
    while frame is not None and frame.f_globals.get("__name__") != "threading":
        name = f" of {frame.f_globals.get('__name__')}"
        frame = frame.f_back
    return name


def _show_crashes() -> None:
    """Let a plugin that crashes show itself, by the file that it crashes in."""
    try:  # noqa: SIM105 - as below
        faulthandler.enable(2)
    except (OSError, RuntimeError):
        pass  # standard error is closed


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """End at once: there is nothing to clean up yet, or any more."""
    _say("interrupted")
    _EXIT(128 + number)


def _refuse_to_exit(code: int) -> NoReturn:
    """What plugins find in the place of `os._exit`, which would end the run without a word.

    Whoever runs a plugin takes SystemExit for its failure. Processes that one forks may end like that.
    """
    if os.getpid() != _PROCESS:
        _EXIT(code)
    raise SystemExit(f"os._exit({code})")


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
        # Whoever names the descriptor wants it where it is.
        if not any(argument.endswith(_DESCRIPTOR) for argument in sys.argv):
            sys.stdout = _apart(sys.stdout)
        sys.stdout.reconfigure(errors="digestkit.escape")


def _apart(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """Standard output under another descriptor: what others write to the first goes to standard error.

    Plugins, and libraries below them that are written in C, cannot get into the result.
    """
    # `open`, which knows the console of Windows: bytes written there would be shown in its code page.
    raw = open(os.dup(1), "wb", buffering=0)  # noqa: PTH123, SIM115 - of a descriptor, until the end
    raw.name = stream.name
    os.dup2(2, 1)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


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
