"""What may be fetched, and why something is not."""

from __future__ import annotations

from typing import NamedTuple


class FailedError(Exception):
    """A picture that cannot be fetched; says why."""


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
