"""Looking for a pattern in a paper, for as long as a search may take."""

from __future__ import annotations

import contextlib
import re
import signal
from collections.abc import Iterator
from typing import NoReturn

from digestkit.errors import UsageError
from digestkit.model import Paper

PATIENCE = 0.5
"""Seconds of processor time that `match` may take for one paper: some patterns would take centuries."""


def matches(pattern: re.Pattern[str], paper: Paper) -> bool:
    """Whether a pattern is found in a paper; raises `UsageError` where the search exceeds `PATIENCE`."""
    try:
        with _bounded(PATIENCE):
            return any(map(pattern.search, _texts(paper)))
    except TimeoutError as error:
        raise UsageError(
            f"match {pattern.pattern!r} takes more than {PATIENCE:g} s on {paper.title[:80]!r}:"
            " nested repetitions, as in (a+)+, try every way to divide a text"
        ) from error


@contextlib.contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in a computation that takes longer: `re` checks for signals while it searches.

    Only the main thread receives signals, and only POSIX has a timer of processor time, which is left alone
    where the program uses it itself. So in other threads, in such programs and on Windows nothing is bounded.
    """
    try:
        if signal.getsignal(signal.SIGVTALRM) is not signal.SIG_DFL:
            raise ValueError("the timer is in use")  # noqa: TRY301 - as for another thread, below
        signal.signal(signal.SIGVTALRM, _out_of_time)
    except (AttributeError, ValueError):
        yield
        return
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


def _out_of_time(_signal: int, _frame: object) -> NoReturn:
    raise TimeoutError


def _texts(paper: Paper) -> Iterator[str]:
    """What `match` searches, each text by itself, so that no match spans two of them."""
    yield paper.title
    yield from paper.authors
    yield from filter(None, (paper.tldr, paper.abstract))
    for item in paper.summary:
        yield f"{item.label}: {item.text}" if item.label is not None else item.text
