"""The exceptions: misuse, a missing extra, failed input or output.

Problems of *content* are diagnostics (`digestkit.diagnostics`), never exceptions.

    DigestkitError
    ├── ModelError           a field value without meaning, or one that no digest can spell
    ├── InputError           an input that cannot be read: missing, unreadable, undecodable
    ├── OutputError          an output that cannot be written
    ├── UsageError           arguments that contradict each other, or an option with a bad value
    │   └── UnknownFormatError
    ├── PluginError          a plugin that failed to load, or raised during an export
    └── CheckError           a result that `strict`, `fail_on_loss` or `fail_empty` rejects
"""

from __future__ import annotations

_LONGEST = 500
"""Code points of a reason that are shown; the exception itself is at hand as the cause."""


class DigestkitError(Exception):
    """The root: `except DigestkitError` catches everything that digestkit raises on purpose.

    `exit_code` is the command's.
    """

    exit_code = 1


class ModelError(DigestkitError, ValueError):
    """A constructor was given a value without meaning, or a writer one that its format cannot spell.

    A writer that has a `report` to announce it alters such a value instead.
    """


class InputError(DigestkitError):
    """An input is missing, unreadable or cannot be decoded; the message names the file and the byte offset.

    `source` is the input's name, where it is known apart from the `reason`.
    """

    def __init__(self, reason: str, source: str | None = None) -> None:
        super().__init__(f"{source}: {reason}" if source is not None else reason)
        self.reason = reason
        self.source = source


class OutputError(DigestkitError):
    """An output cannot be written; a file that was there before is untouched."""


class UsageError(DigestkitError, ValueError):
    """Arguments contradict each other, or an option is unknown or has a value of the wrong kind."""

    exit_code = 2


class UnknownFormatError(UsageError):
    """No exporter or reader has this name; the message suggests the nearest."""


class PluginError(DigestkitError):
    """A plugin could not be loaded, or its exporter raised; the message names the distribution."""

    exit_code = 3


class CheckError(DigestkitError):
    """The result is not what `strict`, `fail_on_loss` or `fail_empty` asks for; no file was written."""

    exit_code = 4


def interrupted(error: BaseException, where: object) -> None:
    """Note of an interrupt whose code was at work: who interrupts a loop wants to know which one it was."""
    if isinstance(error, KeyboardInterrupt):
        error.add_note(f"in {where}")


def told(error: BaseException) -> str:
    """What an exception says, on one line that is safe for a terminal: `ValueError: no luck`.

    Never raises, and is 500 code points long at most.
    """
    name = type(error).__name__
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - `__str__` may be a plugin's code
        return name
    # `diagnostics.one_line` does better, but lies above this module.
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return f"{name}: {shown}"[:_LONGEST] if shown else name
