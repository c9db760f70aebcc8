"""Plugins that loop, exit, crash or print a lot are named with their distribution; the others are shown."""

import json
import subprocess
import sys
import time

import pytest

POINTS = "[digestkit.exporters]\n{0} = digestkit_{0}\n"

GOOD = """
    import digestkit

    @digestkit.exporter("{0}", suffix=".txt", media_type="text/plain", summary="For a test.")
    def export(digests, context):
        yield "x"

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(export)
"""

STRANGERS = {
    "crashes": ("import ctypes; ctypes.string_at(0)", "it crashes the process that loads it: SIGSEGV"),
    "babbles": (
        "import os; [os.write(each, b'?') for each in range(3, 30) if os.path.exists(f'/dev/fd/{each}')]",
        "it disturbs the process that loads it, which gives no clear answer",
    ),
    "exits": ("import os; os._exit(5)", "it ends the process that loads it, with exit code 5"),
    "forks": (
        "import os, subprocess; subprocess.Popen(['sleep', '60']); os._exit(0)",
        "it ends the process that loads it, with exit code 0",
    ),
    "kills": ("import os; os.kill(os.getpid(), 9)", "it crashes the process that loads it: SIGKILL"),
    "leaves": ("raise SystemExit('bye')", "SystemExit: bye"),
    "loops": ("while True: __import__('time').sleep(1)", "it is still not loaded after 3 seconds"),
}
"""What is done at import, and what must be said of it."""

WELL = {
    "alters": "import json, os; json.dumps = json.loads = os.write = os._exit = lambda *_: 'X'",
    "doubles": "import os; os.fork()",
    "moves": "import os; os.chdir('/')",
    "prints": "print('x' * 8_000_000); import os; os.write(1, b'y' * 8_000_000)",
    "threads": "import threading; threading.Thread(target=threading.Event().wait).start()",
}
"""What is done at import, and does not matter."""


@pytest.fixture
def strangers(lay_out, monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", ",".join(f"digestkit-{name}" for name in (*STRANGERS, *WELL)))
    for name, (source, _) in STRANGERS.items():
        lay_out(f"digestkit-{name}", POINTS.format(name), source)
    for name, source in WELL.items():
        lay_out(f"digestkit-{name}", POINTS.format(name), GOOD.format(name) + f"\n    {source}\n")


def run(tmp_path, *arguments):
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\nfrom digestkit.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "plugins", "--timeout", "3", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)


@pytest.mark.usefixtures("strangers")
def test_each_stranger_is_named_with_its_distribution_and_what_it_does_once_that_is_known(tmp_path):
    shown, times = {}, {}
    with run(tmp_path, "--format", "json") as process:
        for line in process.stdout:
            record = json.loads(line)
            shown[record["distribution"]] = record
            times[record["distribution"]] = time.monotonic()
        assert (process.wait(60), process.stderr.read()) == (0, "")
    for name, (_, reason) in STRANGERS.items():
        assert (name, shown[f"digestkit-{name}"]["state"], shown[f"digestkit-{name}"]["reason"]) == (
            name, "broken", reason,
        )  # fmt: skip
    for name in WELL:
        assert (name, shown[f"digestkit-{name}"]["state"]) == (name, "ok")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    # It loops for three seconds; by then what comes before it in the alphabet was printed.
    assert times["digestkit-loops"] - times["digestkit-leaves"] > 2


EXPORTING = """
    import digestkit
    {imported}

    @digestkit.exporter("{name}", suffix=".txt", media_type="text/plain", summary="x", carries=["title"])
    def export(digests, context):
        {exported}
        for digest in digests:
            yield from (f"{{paper.title}}\\n" for paper in digest.papers)

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(export)
"""
DAY = "## Daily (2024-07-05)\n\n### [A](https://arxiv.org/abs/2407.00001)\n\n### [B](https://arxiv.org/abs/2407.00002)\n"


@pytest.fixture
def convert(lay_out, tmp_path):
    """Convert to standard output, and to a file that is there, with an exporter that does something."""

    def convert(deed, when):
        deeds = {"imported": "pass", "exported": "pass", when: deed}
        lay_out("digestkit-odd", POINTS.format("odd"), EXPORTING.format(name="odd", **deeds))
        (tmp_path / "day.md").write_text(DAY)
        (tmp_path / "out.txt").write_text("old")
        code = (
            f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); from digestkit.__main__ import main"
        )
        command = [sys.executable, "-c", f"{code}; main()"]
        command += ["convert", "day.md", "--to", "odd", "-q"]
        return [
            subprocess.run(
                [*command, *more], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False
            )
            for more in ([], ["-o", "out.txt"])
        ]

    return convert


@pytest.mark.parametrize(
    ("deed", "when"),
    [
        pytest.param(deed, when, marks=pytest.mark.search(only=when == "imported" and "write" not in deed))
        for deed in (
            *("import os; os.write(1, b'loud')", "import os; os.close(1)"),
            *("import os; os.fork()", "print('loud')"),
        )
        for when in ("imported", "exported")
    ],
)
def test_the_result_is_nobody_elses(convert, tmp_path, deed, when):
    done = convert(deed, when)
    assert [(one.returncode, one.stdout) for one in done] == [(0, "A\nB\n"), (0, "")], done
    assert (tmp_path / "out.txt").read_text() == "A\nB\n"


@pytest.mark.parametrize(("when", "noun"), [("imported", "format"), ("exported", "exporter")])
def test_one_that_ends_the_process_fails_by_name(convert, tmp_path, when, noun):
    for done in convert("import os; os._exit(0)", when):
        assert (done.returncode, done.stdout) == (3, "")
        assert f"{noun} 'odd' of digestkit-odd 1.0" in done.stderr
        assert "SystemExit: os._exit(0)" in done.stderr
    assert (tmp_path / "out.txt").read_text() == "old"


def test_one_that_crashes_is_found_by_its_file(convert, tmp_path):
    for done in convert("import ctypes; ctypes.string_at(0)", "exported"):
        assert done.returncode < 0
        assert "digestkit_odd.py" in done.stderr
    assert (tmp_path / "out.txt").read_text() == "old"


def test_an_interrupt_names_whose_code_was_at_work(convert, tmp_path):
    for done in convert("raise KeyboardInterrupt", "exported"):
        assert (done.returncode, done.stdout) == (130, "")
        assert done.stderr == "interrupted in exporter 'odd' of digestkit-odd 1.0\n"
    assert (tmp_path / "out.txt").read_text() == "old"


def test_a_thread_that_is_waited_for_is_named(convert):
    deed = "import threading, time; threading.Thread(target=lambda: time.sleep(1.6), name='late').start()"
    for done in convert(deed, "exported"):
        assert done.returncode == 0
        assert done.stderr == "waiting for a thread that a plugin left at work: late of digestkit_odd\n"
