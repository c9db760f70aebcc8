"""The group of commands: imports only the one that is called, and turns errors into exit codes."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

import click

from digestkit.cli.commands import Quick
from digestkit.errors import DigestkitError

if TYPE_CHECKING:
    from digestkit.cli.messages import Messages

BY_SIGNAL = 128
"""Plus the number of a signal, the exit code that shells expect: 130 after Ctrl-C."""


class Terminated(KeyboardInterrupt):
    """SIGTERM as an exception; it derives from KeyboardInterrupt so that it unwinds and cleans up alike."""


class Command(NamedTuple):
    """The module of a command, and the summary that is listed without importing it."""

    module: str
    summary: str


class LazyGroup(Quick, click.Group):
    """A group whose commands live in modules of their own, each in a function of the command's name."""

    def __init__(self, *, commands: Mapping[str, Command], **settings: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(**settings)
        self._lazy = commands

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names, in the order of the table, where click would sort them."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command; an unknown name fails with the nearest known one, if any is near."""
        if name not in self._lazy:
            from digestkit.hints import did_you_mean

            hint = did_you_mean(name, self._lazy)
            if not hint and os.path.lexists(name):
                hint = f" did you mean 'convert {name}'?"
            if hint and not ctx.resilient_parsing:
                ctx.fail(f"No such command {name!r};{hint}")
            return None
        module = importlib.import_module(self._lazy[name].module)
        return cast("click.Command", getattr(module, name.replace("-", "_")))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table; click's own way would import every one for its summary."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in self._lazy.items()])

    def make_context(self, *given: Any, **settings: Any) -> click.Context:  # noqa: ANN401 - click's
        """Read the group's own options. `--help` and `--version` print here, and can fail to."""
        with _errors_reported():
            return super().make_context(*given, **settings)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's
        """Run a command; digestkit's own exceptions become one line and an exit code, without a traceback."""
        with _errors_reported(ctx), _signals_raised():
            return super().invoke(ctx)


@contextlib.contextmanager
def _errors_reported(ctx: click.Context | None = None) -> Iterator[None]:
    """Report what goes wrong in one line, and exit with the code for it."""
    try:
        yield
    except DigestkitError as error:
        _messages(ctx).error(error)
        _leave(error.exit_code)
    except BrokenPipeError:
        _leave(0)  # whoever read the output has seen enough
    except OSError as error:  # standard output cannot be written to: the disk is full
        _messages(ctx).error(error)
        _leave(DigestkitError.exit_code)
    except MemoryError:  # not an error of digestkit's, but a traceback would not help anybody
        _messages(ctx).say("error: out of memory")
        _leave(DigestkitError.exit_code)
    except KeyboardInterrupt as error:
        from digestkit.cli.messages import safe

        where = getattr(error, "__notes__", ())  # a plugin that was at work
        _messages(ctx).say(safe(" ".join(["interrupted", *where])))
        _leave(BY_SIGNAL + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT))
    except click.ClickException as error:
        from digestkit.cli.messages import safe

        # Click prints this one, with a hint at `--help`; but it quotes the arguments, control characters
        # included. `message` is typed as final, hence `vars`.
        vars(error)["message"] = safe(error.message)
        vars(error)["show"] = functools.partial(_show, error.show)
        raise


def _show(show: Callable[..., None], *given: Any, **settings: Any) -> None:  # noqa: ANN401 - click's
    """Show an error; a standard error that is closed or full changes no exit code."""
    with contextlib.suppress(OSError, ValueError):
        show(*given, **settings)


def _messages(ctx: click.Context | None) -> Messages:
    from digestkit.cli.messages import Messages

    return Messages.of(ctx) if ctx is not None else Messages()


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM unwind the program, so that it leaves no unfinished files behind.

    A signal that is ignored stays ignored, as Ctrl-C is in background jobs.
    """

    def terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise Terminated

    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: terminate}
    if threading.current_thread() is not threading.main_thread():
        handlers = {}  # only the main thread may set them
    before = {number: signal.getsignal(number) for number in handlers}
    replaced = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    try:
        for number in replaced:
            signal.signal(number, handlers[number])
        yield
    finally:
        # For callers in the same process, such as tests: their handlers come back.
        for number, handler in replaced.items():
            signal.signal(number, handler)


def _leave(code: int) -> NoReturn:
    """Exit; if standard output has failed, without Python's last flush, which would print a traceback."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        _drop_stdout()
    raise click.exceptions.Exit(code)


def _drop_stdout() -> None:
    # Closing the stream would flush it, too; so its descriptor gets another file underneath.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError, AttributeError):  # it has none
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
