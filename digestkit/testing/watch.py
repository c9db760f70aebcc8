"""What an exporter must not do while it runs: use the network, write files, start programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

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
    """Records forbidden deeds while it is on, and prevents them."""

    on: bool = False
    hooked: bool = False
    deeds: list[str] = attrs.field(factory=list)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take an audit event; raises PermissionError for a forbidden one."""
        if self.on and _is_forbidden(event, arguments):
            deed = f"{event}({', '.join(map(repr, arguments[:2]))})"
            self.deeds.append(deed)
            raise PermissionError(f"an exporter may not do this: {deed}")


_WATCH = Watch()


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield the list of forbidden deeds, which fills while the block runs.

    Audit hooks cannot be taken away again, so there is one for the whole process, and it sleeps between.
    """
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH.hear)
        _WATCH.hooked = True
    deeds: list[str] = []
    _WATCH.deeds = deeds
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # an import is no deed of the exporter's
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
