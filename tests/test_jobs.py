"""Several inputs at once: files, reports, results and faults are those of one input after the other."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from operator import itemgetter
from pathlib import Path

import pytest
from click.testing import CliRunner

import digestkit
from digestkit import cli, parallel

pytestmark = pytest.mark.skipif(not parallel.can_fork(), reason="this system forks no processes")

DIGEST = """## Daily Papers ({day})

### [{title}](https://arxiv.org/abs/2407.{number:05})

Vote: {votes}

- A\x08text.

"""


@pytest.fixture
def folder(tmp_path):
    """Inputs with something to report in each, one that cannot be read, and one without a digest."""
    given = tmp_path / "digests"
    (given / "deep").mkdir(parents=True)
    for number in range(7):
        text = DIGEST.format(day=f"2024-07-{number + 1:02}", title="T", number=number, votes=number * 10)
        name = f"deep/{number}.md" if number % 3 == 0 else f"{number}.md"
        (given / name).write_text(text + "stray\n\n" * number, encoding="utf-8")
    (given / "8.md").write_bytes(b"\xff" + (given / "1.md").read_bytes())
    (given / "README.md").write_text("No digest.\n", encoding="utf-8")
    return given


def converted(folder: Path, output: Path, jobs: int, to: str, **settings: object) -> tuple[object, ...]:
    """Everything that shows of a conversion."""
    reports: list[digestkit.Diagnostic] = []
    steps: list[tuple[int, int]] = []
    result = digestkit.convert(
        [folder], to, f"{output}/", jobs=jobs, report=reports.append, progress=lambda *now: steps.append(now),
        **settings,
    )  # fmt: skip
    files = {path.relative_to(output): path.read_bytes() for path in output.rglob("*.*")}
    written = [one._replace(path=one.path.relative_to(output)) for one in result.written]
    return files, reports, written, result.losses, result.diagnostics, result.failed, steps[0], steps[-1]


@pytest.mark.parametrize("to", ["jsonl", "rss", "bibtex", "markdown"])
@pytest.mark.parametrize("settings", [{}, {"min_votes": 25, "top": 1}, {"sort": "title"}], ids=str)
def test_jobs_change_nothing(folder, tmp_path, to, settings):
    one = converted(folder, tmp_path / "one", 1, to, **settings)
    three = converted(folder, tmp_path / "three", 3, to, **settings)
    assert one == three
    assert one[0]
    assert one[5] == (str(folder / "8.md"),)


def test_the_command_says_the_same(folder, tmp_path):
    said = []
    for jobs in ("1", "4"):
        output = tmp_path / jobs
        command = ["convert", str(folder), "--to", "rss", "-o", f"{output}/", "--jobs", jobs, "-v"]
        result = CliRunner().invoke(cli.main, command)
        said.append((result.exit_code, result.stderr.replace(str(output), "OUT")))
    assert said[0] == said[1]
    assert said[0][0] == 1


def test_a_transform_runs_on_each_input(folder, tmp_path):
    transforms = ["strip-media"]
    one = converted(folder, tmp_path / "one", 1, "jsonl", transforms=transforms)
    assert one == converted(folder, tmp_path / "two", 2, "jsonl", transforms=transforms)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"jobs": 0}, "1 or more"),
        ({"latest": 1}, "latest needs all"),
        ({"dedupe": True, "merge": True}, "dedupe, merge need"),
        ({"split": "day"}, "split needs all"),
        ({"seen": "seen.txt"}, "seen needs all"),
        ({"output": "all.jsonl"}, "one file per input"),
    ],
    ids=str,
)
def test_what_concerns_all_inputs_is_refused(folder, tmp_path, monkeypatch, settings, says):
    monkeypatch.chdir(tmp_path)
    given = {"output": "out/", "jobs": 2, **settings}
    with pytest.raises(digestkit.UsageError, match=says):
        digestkit.convert([folder], "jsonl", **given)
    assert not Path("out").exists()


def test_one_job_may_do_anything(folder, tmp_path):
    assert digestkit.convert([folder], "jsonl", tmp_path / "x.jsonl", jobs=1, latest=1).written


@digestkit.exporter("odd", suffix=".odd", media_type="text/plain", summary="Fails on some days.")
def odd(digests, _context):
    for digest in digests:
        if digest.date.day == 4:
            raise ZeroDivisionError
        if digest.date.day == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        if digest.date.day == 6:
            os._exit(0)
        yield digest.title


@pytest.mark.parametrize(
    ("day", "error", "says"),
    [
        ("3", digestkit.PluginError, "'odd' failed: ZeroDivisionError"),
        ("4", digestkit.OutputError, r"/4\.md (or \S*)?died"),
        ("5", digestkit.PluginError, r"'odd' failed: SystemExit: os\._exit\(0\)"),
    ],
)
def test_a_fault_in_one_process_leaves_every_file_as_it_was(folder, tmp_path, day, error, says):
    output = tmp_path / "out"
    output.mkdir()
    (output / "1.odd").write_text("old")
    inputs = [*sorted(folder.glob("[12].md")), *folder.rglob(f"{day}.md")]
    with pytest.raises(error, match=says):
        digestkit.convert(inputs, odd, f"{output}/", jobs=2)
    assert [path.read_text() for path in output.iterdir()] == ["old"]


def test_nothing_to_do_needs_no_process(tmp_path):
    (tmp_path / "empty").mkdir()
    assert not digestkit.convert([tmp_path / "empty"], "jsonl", f"{tmp_path}/out/", jobs=2).written


SCRIPT = """
import os, pathlib, signal, sys, time, digestkit
signal.signal(signal.SIGINT, signal.default_int_handler)  # which tests in the background ignore
signal.signal(signal.SIGTERM, lambda *_given: 1 / 0)  # as the command has it raise
here = pathlib.Path(sys.argv[1])

@digestkit.exporter("slow", suffix=".slow", media_type="text/plain", summary="Takes its time.")
def slow(digests, context):
    (here / f"pid-{os.getpid()}").touch()
    if MODE == "crash" and next(iter(digests)).date.day == 7:
        os.abort()
    time.sleep(60)
    yield "x"

digestkit.convert([here / "digests"], slow, f"{here}/out/", jobs=2)
"""


def running(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, 0)
        # One that nobody has waited for yet is no process any more.
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what runs is looked up in /proc")
@pytest.mark.parametrize(
    ("how", "code", "tracebacks"),  # all of the first process: an error may have a cause
    [(signal.SIGINT, -signal.SIGINT, 1), (signal.SIGKILL, -signal.SIGKILL, 0), (None, 1, 2)],
)
def test_no_process_goes_on_for_nobody(tmp_path, how, code, tracebacks):
    """The others end when the first is interrupted or killed, and when one of them crashes; in silence."""
    mode = "MODE = 'crash'" if how is None else "MODE = ''"
    command = [sys.executable, "-c", mode + SCRIPT, str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as first:
        until = time.monotonic() + 20
        while (
            len(found := list(tmp_path.glob("pid-*"))) < 2
            and first.poll() is None
            and time.monotonic() < until
        ):
            time.sleep(0.02)
        if how is not None:
            first.send_signal(how)
        try:
            said = first.communicate(timeout=10)[1]
        finally:
            first.kill()
    assert first.returncode == code
    assert said.count("Traceback") == tracebacks
    until = time.monotonic() + 5
    while any(running(int(one.name[4:])) for one in found) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(running(int(one.name[4:])) for one in found)
    assert not list(tmp_path.glob("out/*.slow"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that a process with threads forks
def test_a_process_that_misses_the_signal_ends_with_the_others(tmp_path):
    def work(place):
        if place:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            (tmp_path / "begun").touch()
            time.sleep(5)
            (tmp_path / "went on").touch()
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(digestkit.OutputError, match="died"):
        list(parallel.in_order(["x", "y"], work, 2))
    assert not (tmp_path / "went on").exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
@pytest.mark.parametrize(
    ("own", "theirs"), [(signal.SIG_IGN, signal.SIG_IGN), (signal.default_int_handler, signal.SIG_DFL)]
)
def test_processes_ignore_ctrl_c_where_their_parent_does(own, theirs):
    before = signal.signal(signal.SIGINT, own)
    try:
        (handler,) = parallel.in_order(["x"], lambda _place: signal.getsignal(signal.SIGINT), 1)
    finally:
        signal.signal(signal.SIGINT, before)
    assert handler is theirs


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
def test_the_last_are_begun_with_the_largest():
    """So the processes end together; results come in order nevertheless."""
    sizes = [*range(30), 5, 9, 9, 7]
    begun = itertools.count()
    results = list(parallel.in_order(["x"] * 34, lambda place: (place, next(begun)), 1, sizes))
    assert [place for place, _ in results] == list(range(34))
    order = [place for place, _ in sorted(results, key=itemgetter(1))]
    assert order[:26] == list(range(26))
    assert [sizes[place] for place in order[26:]] == [29, 28, 27, 26, 9, 9, 7, 5]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
def test_processes_leave_what_they_inherit_to_itself():
    """A collector that looked through it would copy the memory that they share."""
    before = gc.get_freeze_count()  # some Pythons leave alone a little from the start
    (frozen,) = parallel.in_order(["x"], lambda _place: gc.get_freeze_count(), 1)
    assert frozen > before + 10_000
    assert gc.get_freeze_count() == before


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
def test_who_stops_early_waits_for_nothing_that_was_not_begun(tmp_path):
    def work(place):
        (tmp_path / str(place)).touch()
        time.sleep(0.02)

    results = parallel.in_order(["x"] * 100, work, 2)
    next(results)
    results.close()
    assert len(list(tmp_path.iterdir())) < 50


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
def test_who_gives_up_hears_nothing_of_the_pool(monkeypatch):
    """However late the pool is told: what its thread raises would be printed, and fails this test."""

    def late(pool, **given):
        pool._executor_manager_thread.join(5)  # by then all processes have ended
        shutdown(pool, **given)

    shutdown = ProcessPoolExecutor.shutdown
    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", late)
    results = parallel.in_order(["x"] * 9, lambda place: time.sleep(60 * bool(place)), 2)
    next(results)
    results.close()
