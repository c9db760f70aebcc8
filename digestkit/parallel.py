"""Work that is divided among processes: inputs converted at once, or parts of one output made at once.

Processes are forked: a copy of a conversion that is ready to run costs nothing then, and neither what was
read nor what plugins made of their options need be pickled. What they find comes back in order, so that
files, messages and results are those of one process.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar, cast

from digestkit.errors import OutputError

T = TypeVar("T")

_BEGUN, _DONE = b"\1", b"\2"

_AHEAD = 8
"""How many, for each process, are begun before they are asked for: results that wait take memory. Of the last
inputs, so many are begun by size, since results are given in the order of the inputs.
"""

_MOST = 4
"""Processes that are used where nobody says how many: to write what they make keeps another one busy."""


def can_fork() -> bool:
    """Whether this system forks processes."""
    return "fork" in multiprocessing.get_all_start_methods()


def advisable() -> int:
    """How many processes to use where nobody says: one for each processor that this one may run on.

    Only Linux forks without a doubt, and nobody should where threads run, a library's own among them: a lock
    that one of them holds is never let go in the other process.
    """
    if sys.platform != "linux" or _threads() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


def _threads() -> int:
    """How many threads this process has, as Linux counts them; two where it does not say."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 2


def in_order(
    names: Sequence[str],
    work: Callable[[int], T],
    jobs: int,
    sizes: Sequence[int] = (),
    *,
    doing: str = "converted",
) -> Iterator[T]:
    """The results of `work` for the place of each of these names, at most `jobs` of them computed at a time.

    `sizes` say how much work each is: then the last ones are begun with the largest, so that one process
    seldom ends long before another. Raises what `work` raises, in its turn, and `OutputError` where a process
    dies without saying why, by what it was `doing`. Where the caller wants no more, nothing goes on.
    """
    if not names:
        return
    forked = multiprocessing.get_context("fork")
    reads, writes = forked.Pipe(duplex=False)
    with reads, writes, contextlib.closing(mmap.mmap(-1, len(names))) as states:
        task = _Task(work, states, reads, writes)
        pool = ProcessPoolExecutor(min(jobs, len(names)), forked, initializer=_begin, initargs=(task,))
        try:
            # Not `map`: it cancels what is left, which the pool's thread trips over where processes end.
            waiting = _sequence(sizes, jobs) if sizes else iter(range(len(names)))
            left = {place: pool.submit(_do, place) for place in islice(waiting, _AHEAD * jobs)}
            for place in range(len(names)):
                yield cast("T", left.pop(place).result())
                left |= {later: pool.submit(_do, later) for later in islice(waiting, 1)}
        except BrokenProcessPool as error:
            writes.close()  # a signal that comes while a process sets its handlers is lost
            begun = {name: None for place, name in enumerate(names) if states[place : place + 1] == _BEGUN}
            what = f"a process that {doing} {' or '.join(begun) or 'something'} died"
            raise OutputError(f"{what}, perhaps for want of memory") from error
        except BaseException:
            writes.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _sequence(sizes: Sequence[int], jobs: int) -> Iterator[int]:
    """The places in the order in which they are begun: their own, and the last ones by size."""
    ordered = max(0, len(sizes) - _AHEAD * jobs)
    yield from range(ordered)
    yield from sorted(range(ordered, len(sizes)), key=sizes.__getitem__, reverse=True)


class _Task(NamedTuple):
    """What a process is forked to do, and what it shares with the one that forked it.

    `states` has a byte for each place: how far it is. A pipe that nothing is written to ends when the process
    that forked the others gives up, or dies in whatever way: then they do not go on for nobody.
    """

    work: Callable[[int], object]
    states: mmap.mmap
    reads: Connection
    writes: Connection


_task: list[_Task] = []
"""The task of this process, if it was forked for one."""


def _begin(task: _Task) -> None:
    # The collector would go through all that is inherited, and so copy the memory that it lies in.
    gc.freeze()
    # Ctrl-C reaches all processes of a terminal, and only the first one has something to say about it. By
    # SIGTERM, the rest are ended where one dies.
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    task.writes.close()
    threading.Thread(target=_end_with, args=(task.reads, os._exit), daemon=True).start()
    _task.append(task)


def _end_with(reads: Connection, leave: Callable[[int], NoReturn]) -> None:
    """End this process where the one that forked it is gone."""
    with contextlib.suppress(OSError):
        reads.poll(None)
    leave(1)


def _do(place: int) -> object:
    (task,) = _task
    task.states[place : place + 1] = _BEGUN
    with _staying():
        result = task.work(place)
    task.states[place : place + 1] = _DONE
    return result


@contextlib.contextmanager
def _staying() -> Iterator[None]:
    """Let a plugin that calls `os._exit` fail by its name, as it does where there is one process."""
    leave, own = os._exit, os.getpid()

    def refuse(code: int) -> NoReturn:
        if os.getpid() != own:  # a process that the plugin has forked may end like that
            leave(code)
        raise SystemExit(f"os._exit({code})")

    os._exit = refuse  # type: ignore[assignment] # it does not return either
    try:
        yield
    finally:
        os._exit = leave
