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
    "exits": ("import os; os._exit(5)", "it ends the process that loads it, with exit code 5"),
    "forks": (
        "import os, subprocess; subprocess.Popen(['sleep', '60']); os._exit(0)",
        "it ends the process that loads it, with exit code 0",
    ),
    "kills": ("import os; os.kill(os.getpid(), 9)", "it crashes the process that loads it: SIGKILL"),
    "leaves": ("raise SystemExit('bye')", "SystemExit: bye"),
    "loops": ("while True: pass", "it is still not loaded after 3 seconds"),
}
"""What is done at import, and what must be said of it."""

WELL = {
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
def test_each_stranger_is_named_with_its_distribution_and_what_it_does(tmp_path):
    process = run(tmp_path, "--format", "json")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    shown = {record["distribution"]: record for record in map(json.loads, out.splitlines())}
    for name, (_, reason) in STRANGERS.items():
        assert (name, shown[f"digestkit-{name}"]["state"], shown[f"digestkit-{name}"]["reason"]) == (
            name, "broken", reason,
        )  # fmt: skip
    for name in WELL:
        assert (name, shown[f"digestkit-{name}"]["state"]) == (name, "ok")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("strangers")
def test_what_is_known_is_printed_before_the_next_is_loaded(tmp_path):
    process = run(tmp_path, "--format", "json")
    times = {json.loads(line)["distribution"]: time.monotonic() for line in process.stdout}
    assert process.wait(60) == 0
    # It loops for three seconds; by then what comes before it in the alphabet was printed.
    assert times["digestkit-loops"] - times["digestkit-leaves"] > 2
    process.stdout.close()
    process.stderr.close()
