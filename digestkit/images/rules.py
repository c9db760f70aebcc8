"""What may be fetched, and why something is not."""

from __future__ import annotations

from typing import NamedTuple


class FailedError(Exception):
    """A picture that cannot be fetched; says why."""


class UnreachableError(FailedError):
    """A picture whose host does not take a connection, or does not come to an end."""


class BrokenError(Exception):
    """An attempt that another may make good; the host may have said after how many seconds."""

    def __init__(self, reason: str, host: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.host = host
        self.after = after


class Rules(NamedTuple):
    """What may be fetched, and how: at most so many bytes, from private addresses too, by plain HTTP too.

    `timeout` is how many seconds a server may say nothing, `pause` how many pass between two questions to it.
    """

    most: int
    timeout: float
    pause: float
    private: bool
    http: bool
    user_agent: str
