"""A connection that is ended when its time is up: timeouts of a client are for each read of it.

A server that sends a byte now and then meets every one of those, and is never done.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from digestkit.images.rules import FailedError


class Deadline:
    """Ends what one client has open, a connection at a time, after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_over = False
        self._socket: socket.socket | None = None

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """What httpcore tells of its work: the connections, first plain, then with TLS."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Let the time run until the context ends; raises `FailedError` where it was up before that.

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
            raise FailedError(f"takes longer than {self._seconds:g} s") from error

    def _end(self) -> None:
        self._is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Not `close`, which wakes nobody who reads; nor that of TLS, which forgets its own reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
