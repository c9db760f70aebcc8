"""Parts of one output that several processes make: files, reports and faults are those of one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

import digestkit
from digestkit import parallel
from digestkit.export.run import Export

pytestmark = pytest.mark.skipif(not parallel.can_fork(), reason="this system forks no processes")

DAYS = range(1, 30)


@digestkit.exporter(
    "parts", suffix=".zip", media_type="application/zip", summary="A file a day.", several=True, api_version=2
)
def parts(digests, context):
    held = list(digests)

    def part(digest):
        context.report(f"made {digest.date.day}", digest)
        if digest.title == "fail":
            raise ZeroDivisionError
        if digest.title == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return f"{digest.date}.txt", f"{digest.title} {len(held)}\n"

    for path, text in context.map(part, held):
        yield digestkit.File(path, "text/plain")
        yield text


@pytest.fixture
def folder(tmp_path):
    given = tmp_path / "digests"
    given.mkdir()
    for day in DAYS:
        (given / f"{day:02}.md").write_text(f"## Daily Papers (2024-07-{day:02})\n", encoding="utf-8")
    return given


def made(folder, output, jobs, **settings):
    reports = []
    result = digestkit.convert(folder, parts, output, jobs=jobs, report=reports.append, **settings)
    return [(each.code, each.message) for each in reports if "made" in each.message], result


def test_any_number_of_processes_makes_the_same(folder, tmp_path):
    seen = []
    for jobs in (1, 2, 3, None):
        told, result = made(folder, f"{tmp_path}/{jobs}/", jobs)
        files = {path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()}
        seen.append((told, files, result.written[0].digests, [path.name for path in result.written[0].files]))
    assert seen == [seen[0]] * 4
    assert [message for _, message in seen[0][0]] == [f"made {day}" for day in DAYS]
    assert len(seen[0][1]) == len(DAYS) + 1


def test_a_zip_is_the_same(folder, tmp_path):
    for jobs in (1, 2):
        made(folder, tmp_path / f"{jobs}.zip", jobs, latest=20)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_parts_are_made_elsewhere():
    digests = [digestkit.Digest(None, str(number)) for number in range(2)]
    where = digestkit.exporter(
        "where", suffix=".x", media_type="text/plain", summary="Says where it is made."
    )(lambda given, context: (f"{each}\n" for each in context.map(lambda _digest: os.getpid(), list(given))))
    for jobs, is_here in ((1, True), (2, False)):
        export = Export(where, options={}, report=print, jobs=jobs)
        processes = set(map(int, export.chunks(iter(digests))))
        assert (os.getpid() in processes) is is_here


FAULTS = {
    "fail": "'parts' failed: ZeroDivisionError",
    "die": "'parts': a process that made a part of the output died",
}


@pytest.mark.parametrize(("title", "says"), FAULTS.items(), ids=str)
def test_a_fault_in_a_part_leaves_every_file_as_it_was(folder, tmp_path, title, says):
    output = tmp_path / "out"
    made(folder, f"{output}/", 2)
    before = {path: path.read_bytes() for path in output.iterdir()}
    (folder / "05.md").write_text(f"## {title} (2024-07-05)\n", encoding="utf-8")
    with pytest.raises(digestkit.PluginError, match=says):
        made(folder, f"{output}/", 2)
    assert {path: path.read_bytes() for path in output.iterdir()} == before


def test_no_part_is_made_long_before_it_is_wanted(tmp_path):
    def work(place):
        (tmp_path / str(place)).touch()
        return place

    results = parallel.in_order(["a part"] * 100, work, 2)
    assert next(results) == 0
    until = time.monotonic() + 20
    while not (tmp_path / "15").exists() and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)  # in which dozens more would be made
    assert len(list(tmp_path.iterdir())) == 16
    results.close()


def test_it_is_not_advised_to_fork_where_threads_run(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(9)), raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(parallel, "_threads", lambda: 1)
    assert parallel.advisable() == 4
    monkeypatch.setattr(parallel, "_threads", lambda: 2)
    assert parallel.advisable() == 1
    monkeypatch.setattr(sys, "platform", "darwin")
    assert parallel.advisable() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how many threads there are")
def test_threads_are_counted():
    script = (
        "import threading; from digestkit import parallel; print(parallel._threads());"
        "threading.Thread(target=threading.Event().wait, daemon=True).start(); print(parallel._threads())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "2"]
