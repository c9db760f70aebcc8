"""How often a host is asked, and for how long it is left alone when it says so."""

from __future__ import annotations

import datetime
import time
from email.utils import parsedate_to_datetime

import attrs

PATIENCE = 60.0
"""The most seconds that are waited because a host asks for it; for longer, it is left alone in this run."""


class BusyError(Exception):
    """A host that wants to be left alone for longer than this run waits."""


@attrs.define
class Manners:
    """Remembers when each host was asked last; `pause` is the least seconds between two questions."""

    pause: float
    _next: dict[str, float] = attrs.field(factory=dict, init=False)
    _left: dict[str, float] = attrs.field(factory=dict, init=False)

    def wait(self, host: str) -> None:
        """Wait until a host may be asked again. Raises `BusyError` where it is left alone."""
        if host in self._left:
            raise BusyError(f"{host} asks to be left alone for {self._left[host]:.0f} s")
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
        self._next[host] = time.monotonic() + self.pause

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long. Raises `BusyError` where that is longer than this run waits."""
        if seconds > PATIENCE:
            self._left[host] = seconds
            raise BusyError(f"{host} asks to be left alone for {seconds:.0f} s")
        self._next[host] = time.monotonic() + max(seconds, self.pause)


def asked_for(retry_after: str | None) -> float | None:
    """The seconds that a `Retry-After` asks for (RFC 9110, section 10.2.3); None where it says none."""
    if retry_after is None:
        return None
    spelled = retry_after.strip()
    if spelled.isascii() and spelled.isdecimal():
        return float(spelled[:9])
    try:
        until = parsedate_to_datetime(spelled)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())
