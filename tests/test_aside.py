"""Work that is done on a second thread: in order, bounded, with its errors, and nothing left behind."""

from __future__ import annotations

import threading

import pytest

from digestkit.export.aside import aside


def test_everything_is_worked_on_in_order_by_one_other_thread() -> None:
    done: list[int] = []
    threads: set[int] = set()

    def work(thing: int) -> None:
        threads.add(threading.get_ident())
        done.append(thing)

    with aside(work) as give:
        for thing in range(100):
            give(thing)
    assert done == list(range(100))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_the_caller_waits_where_much_waits() -> None:
    given = 0
    ahead: list[int] = []

    def work(thing: int) -> None:
        ahead.append(given - thing)

    with aside(work) as give:
        for thing in range(1000):
            given = thing
            give(thing)
    assert len(ahead) == 1000
    assert max(ahead) <= 4


class TroubleError(Exception):
    pass


@pytest.mark.parametrize("bad", [0, 50, 99])
def test_an_error_of_the_work_is_raised_and_nothing_more_is_worked_on(bad: int) -> None:
    done: list[int] = []

    def work(thing: int) -> None:
        if thing == bad:
            raise TroubleError(thing)
        done.append(thing)

    def run() -> None:
        with aside(work) as give:
            for thing in range(100):
                give(thing)

    before = threading.enumerate()
    with pytest.raises(TroubleError, match=str(bad)):
        run()
    assert done == list(range(bad))
    assert threading.enumerate() == before


@pytest.mark.parametrize("error", [TroubleError, KeyboardInterrupt, GeneratorExit])
def test_an_error_of_the_caller_passes_and_leaves_no_thread(error: type[BaseException]) -> None:
    before = threading.enumerate()

    def fail() -> None:
        with aside(lambda _thing: None) as give:
            give(1)
            raise error

    with pytest.raises(error):
        fail()
    assert threading.enumerate() == before


def test_without_threads_things_are_worked_on_as_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    done: list[int] = []
    with aside(done.append) as give:
        give(1)
        assert done == [1]
        give(2)
    assert done == [1, 2]
