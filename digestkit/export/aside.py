"""Work that a second thread does while the caller goes on, such as packing a page while the next is made.

Python runs one thread at a time, but what spends its time in zlib lets others run meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

__all__ = ["aside"]

T = TypeVar("T")

_WAITING = 4
"""Things that may wait for the thread: more would be held in memory, and it is seldom far behind."""


@contextmanager
def aside(work: Callable[[T], object]) -> Iterator[Callable[[T], object]]:
    """Yield a function that gives a thing to a second thread, which does `work` on each in turn.

    The function returns once few enough things wait. When the block ends, all have been worked on and the
    thread has ended, even where an exception ends the block. What `work` raises is raised in the block when
    the next thing is given, or at its end; after that, nothing more is worked on. On a system without
    threads, each thing is worked on as it is given.
    """
    things: SimpleQueue[tuple[T] | None] = SimpleQueue()
    room: SimpleQueue[None] = SimpleQueue()
    failures: list[BaseException] = []

    def run() -> None:
        while (given := things.get()) is not None:
            try:
                if not failures:
                    work(*given)
            except BaseException as error:  # noqa: BLE001 - it is the caller's, whatever it is
                failures.append(error)
            room.put(None)

    def give(thing: T) -> None:
        room.get()
        if failures:
            raise failures[0]
        things.put((thing,))

    for _ in range(_WAITING):
        room.put(None)
    # A daemon, lest Python waits without end for one that an interrupt at the very start leaves behind.
    thread = Thread(target=run, name="digestkit: aside", daemon=True)
    try:
        yield give if _starts(thread) else work
    finally:
        things.put(None)
        if thread.is_alive():
            thread.join()
    if failures:
        raise failures[0]


def _starts(thread: Thread) -> bool:
    """Start a thread, if the system has one to give: Python in a browser has none."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True
