"""Catching what an exporter must not do while it runs: use the network, write files, start programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

# The event `open` comes with the flags of `os.open`, whoever opens the file.
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chdir",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "subprocess.Popen",
)
"""Events of https://docs.python.org/3/library/audit_events.html that no exporter has a use for."""


@attrs.define
class Watch:
    """Records forbidden deeds while it is on, and prevents them; an audit hook of this process."""

    on: bool = False
    hooked: bool = False
    deeds: list[str] = attrs.field(factory=list)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Receive an audit event; raises PermissionError for a forbidden one, so that it does not happen."""
        if self.on and _is_forbidden(event, arguments):
            deed = f"{event}({', '.join(map(repr, arguments[:2]))})"
            self.deeds.append(deed)  # recorded, too: the exporter may swallow the exception
            raise PermissionError(f"an exporter may not do this: {deed}")


_WATCH = Watch()


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield the list of forbidden deeds, which fills while the block runs.

    Audit hooks cannot be removed, so there is one for the whole process, which is switched on and off.
    """
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH.hear)
        _WATCH.hooked = True
    deeds: list[str] = []
    _WATCH.deeds = deeds
    # An exporter may import a module late; that Python then writes its bytecode is not the exporter's doing.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    _WATCH.on = True
    try:
        yield deeds
    finally:
        _WATCH.on = False
        sys.dont_write_bytecode = before


def _is_forbidden(event: str, arguments: tuple[object, ...]) -> bool:
    if event != "open":
        return event in _FORBIDDEN
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & _WRITING)
