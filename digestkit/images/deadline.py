"""A connection that is ended when its time is up: timeouts of a client are for each read of it.

A server that sends a byte now and then meets every one of those, and is never done.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator
from typing import Any

from digestkit.images.rules import UnreachableError


class Deadline:
    """Ends what one client has open after so many seconds.

    That is each connection to a host, at whatever port: which of them the next answer comes by is not told.
    One that is idle meanwhile is opened anew by the next who needs it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_over = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """What httpcore tells of its work: the connections, first plain, then with TLS."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.add(info["return_value"].get_extra_info("socket"))

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Let the time run until the context ends; raises `UnreachableError` where it was up before that.

        What else was raised then is its consequence: the end of a connection looks like that of a picture.
        """
        self._is_over = False
        timer = threading.Timer(self._seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            self._check(error)
            raise
        finally:
            timer.cancel()
        self._check(None)

    def _check(self, error: Exception | None) -> None:
        if self._is_over:
            raise UnreachableError(f"takes longer than {self._seconds:g} s") from error

    def _end(self) -> None:
        self._is_over = True
        for each in tuple(self._sockets):
            with contextlib.suppress(OSError):
                # Not `close`, which wakes nobody who reads; nor that of TLS, which forgets its own reads.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
