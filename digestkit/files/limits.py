"""How much an input may cost that does not lie here as it is: a packed one, or one from the network."""

from __future__ import annotations

from typing import NamedTuple

from digestkit.errors import UsageError

MB = 1_000_000

TIMEOUT = 30.0
"""How many seconds a server may say nothing, unless its user is more patient."""

_BEGINS = 16 * MB
"""Below this size, nothing is suspected of unpacking to too much."""


_SLOWEST = 1000
"""Bytes a second that a download has at least: a server that sends one now and then never ends."""


class Limits(NamedTuple):
    """The most bytes that an input may have once it is unpacked or downloaded, and patience with servers.

    `most` is None for any size. `ratio` is how many times its packed size a file may unpack to, None for any
    number of times: text packs to a fifth, what fills disks to less than a thousandth. `timeout` is how many
    seconds a server may say nothing.
    """

    most: int | None = 1024 * MB
    ratio: int | None = 200
    timeout: float = TIMEOUT

    def check(self, size: int, packed: int | None = None) -> None:
        """Raise OSError, which says what lifts the limit, for so many bytes, unpacked from so many."""
        if self.most is not None and size > self.most:
            raise OSError(
                f"is larger than {self.most // MB} MB: max_mb (--max-mb) raises the limit, 0 lifts it"
            )
        if self.ratio is not None and packed is not None and size > max(_BEGINS, self.ratio * packed):
            raise OSError(
                f"unpacks to more than {self.ratio} times its size, as what is meant to do harm does:"
                " with max_mb (--max-mb) it may, up to that size"
            )

    def check_pace(self, size: int, seconds: float) -> None:
        """Raise OSError where so many bytes took so many seconds that the rest may well never come."""
        if seconds > self.timeout and size < _SLOWEST * seconds:
            raise OSError(f"comes at less than {_SLOWEST} bytes a second")


def asked(max_mb: float | None, timeout: float) -> Limits:
    """The limits that a user asks for; 0 MB stands for any size, and None for what is usual.

    Raises `UsageError` for less than that.
    """
    if not timeout > 0:
        raise UsageError(f"timeout must be a number of seconds above 0, not {timeout!r}")
    if max_mb is None:
        return Limits(timeout=timeout)
    if not max_mb >= 0:
        raise UsageError(f"max_mb must be a number of megabytes, 0 or more, not {max_mb!r}")
    return Limits(int(max_mb * MB) or None, None, timeout)
