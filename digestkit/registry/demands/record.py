"""What the host demands of every record of a plugin, whatever it is the record of."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any

from digestkit.errors import told
from digestkit.export import options
from digestkit.export.once import staying
from digestkit.registry.claimants import is_name

OLDEST_API_VERSION = 1
"""The oldest version of each contract that is still served."""

Check = Callable[[Any], str | None]
"""Says what is wrong with a plugin's object, in words for its author; None where nothing is."""

SUFFIX = re.compile(r"(?:\.[A-Za-z0-9_+-]+)+")
# RFC 6838 §4.2: the names of types and subtypes; parameters are not looked into.
MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?: *;.*)?")


def first(checks: Sequence[Check], made: object) -> str | None:
    """What the first check that fails says of a plugin's object; None where none fails."""
    with staying():  # classes of options and functions of strangers are called
        return next((reason for check in checks if (reason := check(made))), None)


def speaks(newest: int) -> Check:
    """A check that the host speaks the contract's version: first, since whatever else is wrong may follow."""

    def check(made: Any) -> str | None:  # noqa: ANN401 - the host's own class, of any kind
        version = made.info.api_version
        if type(version) is not int:  # True would pass `isinstance` as version 1
            return f"api_version must be a number, not {version!r}"
        if version > newest:
            return (
                f"it needs a newer digestkit: it speaks plugin API {version}, this digestkit up to {newest}"
            )
        if version < OLDEST_API_VERSION:
            return (
                f"it needs an older digestkit: it speaks plugin API {version}, "
                f"this digestkit from {OLDEST_API_VERSION} on"
            )
        return None

    return check


def name(made: Any) -> str | None:  # noqa: ANN401 - as above
    """Check the name, which users type."""
    if not is_name(made.info.name):
        return f"name must be lower-case letters, digits and - . _ +, not {made.info.name!r}"
    return None


def summary(made: Any) -> str | None:  # noqa: ANN401 - as above
    """Check the summary, which stands in lists."""
    return one_line(made.info.summary, "what it is")


def one_line(summary: object, what: str) -> str | None:
    """Check that a summary is one line, that says `what`."""
    if not isinstance(summary, str) or not summary.strip() or "\n" in summary:
        return f"summary must be one line that says {what}, not {summary!r}"
    return None


def flags(*names: str) -> Check:
    """A check that these are True or False."""

    def check(made: Any) -> str | None:  # noqa: ANN401 - as above
        for name in names:
            value = getattr(made.info, name)
            if not isinstance(value, bool):
                return f"{name} must be True or False, not {value!r}"
        return None

    return check


def described(made: Any) -> str | None:  # noqa: ANN401 - as above
    """Check that the class of options can be described, and that its defaults satisfy its own validators."""
    if made.info.options is None:
        return None
    try:
        options.describe(made.info.options)
        # The defaults are what a user gets who gives none.
        made.info.options()
    except Exception as error:  # noqa: BLE001 - a plugin's class may raise anything
        return f"options: {failing(error)}"
    return None


def takes(attribute: str, *arguments: str) -> Check:
    """A check that a function can be called with so many arguments."""

    def check(made: Any) -> str | None:  # noqa: ANN401 - as above
        function = getattr(made, attribute)
        if not callable(function):
            return f"{shown(function)} cannot be called"
        try:
            signature = inspect.signature(function)
        except (ValueError, TypeError):  # written in C, without a signature: only a call can tell
            return None
        try:
            signature.bind(*(None for _ in arguments))
        except TypeError:
            return f"it must take ({', '.join(arguments)}), not {signature}"
        return None

    return check


def shown(value: object) -> str:
    """What to call an object in a message."""
    # A proxy, or a mock, answers to any attribute.
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else type(value).__name__


def failing(error: Exception) -> str:
    """What to say of an exception of the plugin's, or of the host about the plugin."""
    # The TypeErrors are mostly our own, from `describe` and `carried`, and are sentences already.
    return str(error) if isinstance(error, TypeError) else told(error)
