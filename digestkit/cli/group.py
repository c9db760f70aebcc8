"""The group of commands: knows them by name, imports the one that is called, turns errors into exit codes."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

import click

from digestkit.errors import DigestkitError

if TYPE_CHECKING:
    from digestkit.cli.messages import Messages

BY_SIGNAL = 128
"""Added to a signal's number it is the exit code, as shells have it: 130 after Ctrl-C."""


class Terminated(KeyboardInterrupt):
    """A request to end, which is to clean up as Ctrl-C does."""


class Command(NamedTuple):
    """A command by the module that has it; `summary` is shown without importing that."""

    module: str
    summary: str


class LazyGroup(click.Group):
    """A group whose commands are functions in modules of their own, called as the command is."""

    def __init__(self, *, commands: Mapping[str, Command], **settings: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(**settings)
        self._lazy = commands

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command; a name that is nearly one is told."""
        if name not in self._lazy:
            import difflib

            near = difflib.get_close_matches(name, self._lazy, n=1)
            if near and not ctx.resilient_parsing:
                ctx.fail(f"No such command {name!r}; did you mean {near[0]!r}?")
            return None
        module = importlib.import_module(self._lazy[name].module)
        return cast("click.Command", getattr(module, name.replace("-", "_")))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in self._lazy.items()])

    def make_context(self, *given: Any, **settings: Any) -> click.Context:  # noqa: ANN401 - click's
        """Read the group's own options; `--help` and `--version` print here."""
        with _errors_told():
            return super().make_context(*given, **settings)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's
        """Run a command; what digestkit raises on purpose is one line and an exit code, no traceback."""
        with _errors_told(ctx), _signals_raised():
            return super().invoke(ctx)


@contextlib.contextmanager
def _errors_told(ctx: click.Context | None = None) -> Iterator[None]:
    """Tell what goes wrong in one line, and leave with the exit code for it."""
    try:
        yield
    except DigestkitError as error:
        _messages(ctx).error(error)
        _leave(error.exit_code)
    except BrokenPipeError:
        _leave(0)  # whoever read the output has seen enough
    except OSError as error:  # what a command prints cannot be written: a full disk
        _messages(ctx).error(error)
        _leave(DigestkitError.exit_code)
    except MemoryError:
        _messages(ctx).say("error: out of memory")
        _leave(DigestkitError.exit_code)
    except KeyboardInterrupt as error:
        _messages(ctx).say("interrupted")
        _leave(BY_SIGNAL + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT))
    except click.ClickException as error:
        from digestkit.cli.messages import safe

        vars(error)["message"] = safe(error.message)  # it quotes the arguments
        raise


def _messages(ctx: click.Context | None) -> Messages:
    from digestkit.cli.messages import Messages

    return Messages.of(ctx) if ctx is not None else Messages()


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM unwind the program, so that it leaves no unfinished files behind.

    A signal that is ignored, as Ctrl-C is by jobs in the background, stays so.
    """

    def terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise Terminated

    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: terminate}
    if threading.current_thread() is not threading.main_thread():
        handlers = {}  # only the main thread may set them
    before = {number: signal.getsignal(number) for number in handlers}
    heard = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    try:
        for number in heard:
            signal.signal(number, handlers[number])
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)


def _leave(code: int) -> NoReturn:
    """Exit without a last flush of a standard output that failed, which would fail again with a traceback."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        _drop_stdout()
    raise click.exceptions.Exit(code)


def _drop_stdout() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
