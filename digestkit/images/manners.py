"""How often a host is asked, and for how long it is left alone when it says so."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import attrs

from digestkit.images.rules import BrokenError, FailedError, UnreachableError

PATIENCE = 60.0
"""The most seconds that are waited because a host asks for it; for longer, it is left alone in this run."""


_FAILURES = 9
"""How many requests in a row a host may fail; three pictures, each tried three times, take that many."""


class BusyError(Exception):
    """A host that is left alone for the rest of this run; says why."""


@attrs.define
class Manners:
    """Remembers when each host was asked last; `pause` is the least seconds between two questions."""

    pause: float
    _next: dict[str, float] = attrs.field(factory=dict, init=False)
    _left: dict[str, str] = attrs.field(factory=dict, init=False)
    _failures: dict[str, int] = attrs.field(factory=dict, init=False)

    def check(self, host: str) -> None:
        """Raise `BusyError` where a host is left alone."""
        if host in self._left:
            raise BusyError(self._left[host])

    def wait(self, host: str) -> None:
        """Wait until a host may be asked again."""
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
        self._next[host] = time.monotonic() + self.pause

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long. Raises `BusyError` where that is longer than this run waits."""
        if seconds > PATIENCE:
            self._left[host] = f"{host} asks to be left alone for {seconds:.0f} s"
            raise BusyError(self._left[host])
        self._next[host] = time.monotonic() + max(seconds, self.pause)

    @contextlib.contextmanager
    def watching(self, host: str) -> Iterator[None]:
        """Count what fails in a row of requests to a host: one that has died is not waited for each time.

        A picture that it does not have, or that is none, is no failure of its.
        """
        try:
            yield
        except (BrokenError, UnreachableError):
            self._failures[host] = self._failures.get(host, 0) + 1
            if self._failures[host] == _FAILURES:
                self._left[host] = f"{host} is left alone: it failed {_FAILURES} requests in a row"
            raise
        except FailedError:
            self._failures[host] = 0
            raise
        self._failures[host] = 0


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
