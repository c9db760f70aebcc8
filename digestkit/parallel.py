"""Several inputs converted at once, each in a process of its own, to an output each.

Processes are forked: a copy of a conversion that is ready to run costs nothing then, and what plugins made
of their options need not be pickled. What they find comes back in the order of the inputs, so that files,
messages and results are those of a conversion of one input after the other.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, cast

from digestkit.errors import OutputError

T = TypeVar("T")


def can_fork() -> bool:
    """Whether this system forks processes."""
    return "fork" in multiprocessing.get_all_start_methods()


def in_order(count: int, work: Callable[[int], T], jobs: int) -> Iterator[T]:
    """The results of `work` for 0, 1, … `count` - 1, at most `jobs` of them computed at a time.

    Raises what `work` raises, in its turn, and `OutputError` where a process dies without saying why.
    """
    if not count:
        return
    forked = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(jobs, count), forked, initializer=_begin, initargs=(work,))
    try:
        yield from cast("Iterator[T]", pool.map(_do, range(count)))
    except BrokenProcessPool as error:
        raise OutputError("a process that converted an input died, perhaps for want of memory") from error
    finally:
        pool.shutdown(cancel_futures=True)


_work: list[Callable[[int], object]] = []
"""What this process was forked to do, if it was."""


def _begin(work: Callable[[int], object]) -> None:
    # Ctrl-C reaches all processes of a terminal, and only the first one has something to say about it.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _work.append(work)


def _do(place: int) -> object:
    (work,) = _work
    return work(place)
