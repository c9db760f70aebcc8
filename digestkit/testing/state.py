"""What the whole process shares, and an exporter must leave as it found it."""

from __future__ import annotations

import atexit
import builtins
import gc
import locale
import logging
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from digestkit.model import Digest, Item, Media, Paper

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGALRM", "SIGPIPE") if hasattr(signal, name)
]

_MODEL = (Digest, Paper, Item, Media)


def _mask() -> int:
    """The mask, which can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


_STATE: dict[str, Callable[[], object]] = {
    "os.environ": lambda: dict(os.environ),
    "the working directory": os.getcwd,
    "the file mode mask": _mask,
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "sys.path": lambda: list(sys.path),
    "sys.argv": lambda: list(sys.argv),
    "sys.stdin, sys.stdout or sys.stderr": lambda: [id(sys.stdin), id(sys.stdout), id(sys.stderr)],
    "sys.excepthook": lambda: id(sys.excepthook),
    "sys.unraisablehook": lambda: id(sys.unraisablehook),
    "threading.excepthook": lambda: id(threading.excepthook),
    "the size of the stack of threads": threading.stack_size,
    "the tracing of calls": lambda: [repr(sys.gettrace()), repr(sys.getprofile())],
    "what is called when Python ends": atexit._ncallbacks,  # noqa: SLF001 - there is no public name
    "the classes of the model": lambda: [
        [(name, id(value)) for name, value in sorted(vars(each).items())] for each in _MODEL
    ],
    "the recursion limit": sys.getrecursionlimit,
    "the limit of digits": sys.get_int_max_str_digits,
    "the switch interval": sys.getswitchinterval,
    "the generator of the module random": lambda: hash(random.getstate()),
    "garbage collection": lambda: [gc.isenabled(), gc.get_threshold()],
    "the handlers or the level of the root logger": lambda: [
        [id(handler) for handler in logging.root.handlers],
        logging.root.level,
        logging.root.manager.disable,
    ],
    "the handlers of signals": lambda: [repr(signal.getsignal(number)) for number in _SIGNALS],
    "builtins": lambda: sorted(vars(builtins).keys() - {"_"}),
    "the precision of decimal": lambda: _of_module("decimal", lambda it: repr(it.getcontext())),
    "the timeout of sockets": lambda: _of_module("socket", lambda it: it.getdefaulttimeout()),
    "the field size limit of csv": lambda: _of_module("csv", lambda it: it.field_size_limit()),
    "the dialects of csv": lambda: _of_module("csv", lambda it: it.list_dialects()),
    "warning filters": lambda: list(warnings.filters),
}
"""Names, and how to look at each; none of the looks changes anything."""

_OF_IMPORTS = (
    "what is called when Python ends",
    "warning filters",
    "the dialects of csv",
    "the handlers or the level of the root logger",
)
"""What a module may change while it is imported for the first time, which is not the exporter's doing."""


def _of_module(name: str, look: Callable[[Any], object]) -> object:
    """What there is to see in a module; nothing where nobody has imported it."""
    module = sys.modules.get(name)
    return None if module is None else look(module)


def snapshot() -> dict[str, object]:
    """The state of the process now."""
    return {"modules": len(sys.modules), **{name: look() for name, look in _STATE.items()}}


def changes(before: dict[str, object]) -> Iterator[str]:
    """The names of what differs from an earlier snapshot."""
    now = snapshot()
    imported = now["modules"] != before["modules"]
    for name in _STATE:
        # A module imported on the way brings its own defaults.
        fresh = imported and (name in _OF_IMPORTS or before[name] is None)
        if now[name] != before[name] and not fresh:
            yield name


def threads_beside(before: list[threading.Thread]) -> Iterator[str]:
    """The names of threads that were not there before, and do not end within a moment."""
    for thread in threading.enumerate():
        if thread not in before:
            thread.join(0.2)
            if thread.is_alive():
                yield thread.name
