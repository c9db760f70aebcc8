"""A bar on standard error for work that takes longer than a moment."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digestkit.cli.messages import Messages, echo, is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds of work before the bar is shown."""


class Progress:
    """Shows how many inputs are done, once work takes longer than `PATIENCE`, if anybody can be watching.

    Nobody is where standard error is no terminal, in continuous integration, with `-q`, or where the output
    itself scrolls by on the terminal.
    """

    def __init__(self, messages: Messages, *, to_stdout: bool, doing: str = "converting") -> None:
        self._messages = messages
        self._doing = doing
        self._watched = (
            not messages.quiet
            and is_terminal(sys.stderr)
            and not os.environ.get("CI")
            and not (to_stdout and is_terminal(sys.stdout))
        )
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._messages.print = echo

    def update(self, done: int, total: int) -> None:
        """Show how many inputs are done, of how many; cheap while nothing is shown."""
        if not self._watched:
            return
        if self._bar is None:
            # A bar that would appear only to say that all is done is not worth the import of rich.
            if time.monotonic() - self._start < PATIENCE or done >= total:
                return
            self._bar = self._show(total)
        if self._task is not None:
            self._bar.update(self._task, completed=done)

    def _show(self, total: int) -> Bar:
        """Start the bar; from now on, messages are printed above it."""
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.text import Text

        console = Console(stderr=True)
        bar = Bar(console=console, transient=True)
        self._task = bar.add_task(self._doing, total=total)
        # Wrapping is left to the terminal, as without a bar: hard line breaks would spoil what is copied.
        self._messages.print = lambda text: console.print(Text.from_ansi(text), soft_wrap=True)
        bar.start()
        return bar
