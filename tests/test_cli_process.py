"""The command as a process: pipes, signals, full disks, closed streams, locales, and what it imports."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import digestkit

SEEDS = Path(__file__).parent.parent / "seeds"
KOREAN = sorted(SEEDS.glob("2024*"))
COMMAND = [sys.executable, "-m", "digestkit"]

posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and shells of POSIX")


def run(*arguments, code=0, environment=(), **settings):
    """Run the command and hand back what it printed; messages are what the test expects, or none."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env={**os.environ, **dict(environment)},
        stdin=settings.pop("stdin", subprocess.DEVNULL),
        capture_output=True,
        timeout=300,
        check=False,
        **settings,
    )
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done


def shell(script, **environment):
    return subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "DIGESTKIT": " ".join(COMMAND), "SEEDS": str(SEEDS), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def lines():
    return digestkit.dump_bytes(digestkit.iter_digests(SEEDS), "jsonl")


# --- imports -----------------------------------------------------------------------------------------------

PROBE = """
import sys
from digestkit.cli import main
main({arguments!r}, standalone_mode=False)
print(*sorted(sys.modules), file=sys.stderr)
"""


def imported(*arguments):
    code = PROBE.format(arguments=list(arguments))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    return set(done.stderr.split())


HEAVY = {"lxml", "rich", "pluggy", "ebooklib", "digestkit.markdown", "digestkit.model", "digestkit.registry"}


@pytest.mark.parametrize(
    "arguments",
    [
        *([*name.split(), "--help"] for name in ("", "convert", "check", "fmt", "stats")),
        ["explain", "DK201"],
        ["schema"],
    ],
)
def test_help_imports_nothing_heavy(arguments):
    assert imported(*arguments).isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments", [["--version"], ["convert", str(SEEDS), "--to", "rss", "-o", os.devnull]]
)
def test_the_version_is_known_without_metadata_of_packages(arguments):
    assert "importlib.metadata" not in imported(*arguments)


def test_a_conversion_imports_the_one_format_it_writes(tmp_path):
    modules = imported("convert", str(SEEDS), "-o", str(tmp_path / "out.jsonl"))
    assert "digestkit.formats.jsonl.exporter" in modules
    others = {"bibtex", "feeds"}
    assert modules.isdisjoint({f"digestkit.formats.{name}" for name in others} | {"lxml", "rich", "ebooklib"})


def test_a_check_imports_nothing_that_changes_files_and_no_format():
    modules = imported("check", "--no-config", *map(str, KOREAN))
    mending = {"digestkit.revising", "digestkit.checks.fixes", "digestkit.checks.explanations"}
    formats = {"digestkit.formats.jsonl", "digestkit.formats.bibtex", "digestkit.formats.feeds"}
    assert modules.isdisjoint(mending | formats | {"tomllib", "lxml", "rich", "ebooklib"})


UNNEEDED = {
    *("importlib.metadata", "hashlib", "pluggy", "rich", "tomllib", "subprocess", "tempfile"),
    *("click.shell_completion", "difflib", "email.utils", "html", "locale", "zoneinfo"),
}
"""What takes milliseconds to import, and no short conversion to a core format needs."""

CENSUS = """
import sys
sys.argv = ["digestkit", "convert", {source!r}, "-o", {output!r}]
from digestkit.cli import main
try:
    main()
finally:
    ours = [module for name, module in sorted(sys.modules.items()) if name.split(".")[0] == "digestkit"]
    classes = {{
        value for module in ours for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
        and "__attrs_attrs__" in vars(value)
    }}
    print(len(ours), len(classes), *sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("suffix", "modules", "classes"), [("jsonl", 70, 16), ("bib", 84, 21), ("rss", 94, 20), ("md", 72, 16)]
)
def test_a_short_conversion_imports_few_modules_and_makes_few_classes(tmp_path, suffix, modules, classes):
    """Start-up is what users feel: a module costs half a millisecond, a class made by attrs as much."""
    source = SEEDS / "2024-07-05.md"
    script = CENSUS.format(source=str(source), output=str(tmp_path / f"out.{suffix}"))
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, cwd=tmp_path)
    made, attrs_classes, *names = done.stderr.split("\n")[-2].split()
    assert int(made) <= modules
    assert int(attrs_classes) <= classes
    assert UNNEEDED & set(names) == set()


def test_importing_the_library_is_light():
    code = "import sys, digestkit; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert {name for name in done.stdout.split() if name.startswith(("digestkit", "attr"))} == {
        "digestkit",
        "digestkit._lazy",
    }


# --- streams -----------------------------------------------------------------------------------------------


def test_output_does_not_depend_on_locale_or_place(tmp_path, lines):
    for environment in (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "1", "TZ": "Asia/Seoul", "PYTHONHASHSEED": "7"},
    ):
        done = run("convert", SEEDS, "--to", "jsonl", environment=environment.items(), cwd=tmp_path)
        assert (done.stdout, done.stderr) == (lines, b"")


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_stops_early_is_no_error(tmp_path, lines, unbuffered):
    (tmp_path / "many.jsonl").write_bytes(lines * 40)
    done = shell(
        f"$DIGESTKIT convert {tmp_path}/many.jsonl --to jsonl | head -n 1; echo ${{PIPESTATUS[0]}}",
        PYTHONUNBUFFERED=unbuffered,
    )
    first, status = done.stdout.splitlines()
    assert (json.loads(first)["rank"], status, done.stderr) == (1, b"0", b"")


@posix
def test_check_into_a_reader_that_stops_early(tmp_path):
    bad = "### [t](https://arxiv.org/abs/2407.{:05})\nVote: many\n\n"
    text = "".join(bad.format(number) for number in range(2000))
    (tmp_path / "bad.md").write_text(f"## D (2024-07-05)\n\n{text}")
    done = shell(f"$DIGESTKIT check --all {tmp_path}/bad.md | head -n 1; echo ${{PIPESTATUS[0]}}")
    assert (done.stdout.splitlines()[1], done.stderr) == (b"0", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_standard_output_that_is_full_is_1():
    done = shell("$DIGESTKIT convert $SEEDS --to jsonl > /dev/full; echo $?")
    assert done.stdout == b"1\n"
    assert done.stderr == b"error: <stdout>: cannot be written: No space left on device\n"
    for command in ("check --from jsonl $SEEDS/README.md", "formats", "schema", "convert --help"):
        done = shell(f"$DIGESTKIT {command} > /dev/full; echo $?")
        assert (done.stdout, done.stderr) == (b"1\n", b"error: [Errno 28] No space left on device\n")


@posix
def test_closed_streams_are_told():
    done = shell("$DIGESTKIT convert --to jsonl <&-; echo $?")
    assert (done.stdout, done.stderr) == (b"1\n", b"<stdin>: DK601 it is closed\n")
    done = shell("$DIGESTKIT convert $SEEDS --to jsonl >&-; echo $? >&2")
    assert done.stderr == b"error: standard output is closed\n1\n"
    done = shell("$DIGESTKIT convert no.md $SEEDS --to jsonl 2>&- | wc -l; echo ${PIPESTATUS[0]}")
    assert done.stdout.split()[1] == b"1"


@posix
def test_devices_and_pipes_are_inputs_and_outputs(lines):
    two = "<(cat $SEEDS/2024-07-05.md) $SEEDS/2024-07-16.md"
    done = shell(f"$DIGESTKIT convert {two} --to jsonl -o /dev/stdout | wc -l")
    assert done.stdout.split() == [b"19"]
    done = shell("$DIGESTKIT convert $SEEDS --to jsonl -o >(cat >&2) | cat; sleep 0.2")
    assert done.stderr == lines


@posix
def test_standard_output_in_the_input_folder_is_left_out(tmp_path):
    shell(
        f"mkdir {tmp_path}/in && cp $SEEDS/2024* {tmp_path}/in && cd {tmp_path}/in"
        " && $DIGESTKIT convert . --to markdown > 2024-03.md"
    )
    out = tmp_path / "in" / "2024-03.md"
    assert list(digestkit.iter_digests(out)) == list(digestkit.iter_digests(KOREAN))
    done = shell(
        f"cd {tmp_path}/in && $DIGESTKIT convert 2024-03.md --to markdown >> 2024-03.md; echo $? >&2"
    )
    assert done.stderr == b"error: the output is the input 2024-03.md; write somewhere else\n2\n"


# --- files stay whole --------------------------------------------------------------------------------------


def limited(size):
    """A process that may write no file larger than some bytes: a disk that is full, as far as it can tell."""

    def limit():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@posix
@pytest.mark.parametrize("name", ["out.jsonl", "out.bib", "out/"])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path, name):
    out = tmp_path / name
    if not name.endswith("/"):
        out.write_text("old")
    done = run(
        "convert", SEEDS, "-o", f"{tmp_path}/{name}", "--to", "bibtex" if "bib" in name else "jsonl",
        # Python would cut off the compiled modules that it keeps for the next process, and not notice.
        code=1, preexec_fn=limited(4000), environment={"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert b"cannot be written: File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ([] if name.endswith("/") else [name])
    assert name.endswith("/") or out.read_text() == "old"


@posix
@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_the_old_file(tmp_path, lines, kind):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    with subprocess.Popen(
        [*COMMAND, "convert", "--from", "jsonl", "-o", str(out)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write(lines * 30)
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) == 1:
            assert time.monotonic() < deadline, "it never began to write"
            time.sleep(0.02)
        process.send_signal(kind)
        assert process.wait(30) == 128 + kind
        assert process.stderr.read() == b"interrupted\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert out.read_text() == "old"


@posix
def test_lines_go_on_as_they_come():
    """JSON Lines from a pipe that stays open: a digest is done when the next one starts."""
    lines = digestkit.dump_bytes(digestkit.iter_digests(KOREAN), "jsonl")
    with subprocess.Popen(
        [*COMMAND, "check", "--from", "jsonl", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        process.stdin.write(lines + lines)
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        assert (first["code"], first["source"]) == ("DK202", "2024-01-29.md")
        process.stdin.close()


def test_an_old_file_is_seen_until_the_new_one_is_whole(tmp_path, lines):
    """Another process that reads the output meanwhile never sees a part of it."""
    out = tmp_path / "out.jsonl"
    out.write_bytes(lines)
    with subprocess.Popen(
        [*COMMAND, "convert", "--from", "jsonl", "-o", str(out)], stdin=subprocess.PIPE
    ) as process:
        process.stdin.write(lines * 30)
        process.stdin.flush()
        assert out.read_bytes() == lines
        process.stdin.close()
        process.wait(30)
    assert out.read_bytes() == lines * 30


@posix
def test_a_finished_file_has_the_old_permissions(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    out.chmod(0o604)
    run("convert", SEEDS, "-o", out)
    assert out.stat().st_mode & 0o777 == 0o604


# A conversion sends what is printed meanwhile to standard error, so the thread names its stream.
LEAVING = """
import atexit, sys, threading, time
def work():
    time.sleep(0.2)
    print("thread", file=sys.__stdout__)
atexit.register(print, "handler")
threading.Thread(target=work).start()
sys.argv = ["digestkit", *{arguments}]
from digestkit.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "code"), [(["schema"], 0), (["convert", "nothing.md", "-t", "jsonl"], 1)]
)
def test_threads_and_exit_handlers_have_their_turn(arguments, code):
    script = LEAVING.format(arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == code
    # A slow machine may be printing the schema still when the thread's turn comes.
    assert "thread" in done.stderr.splitlines()
    assert done.stdout.endswith("handler\n")


def test_the_console_of_windows_stays_one():
    """There, `open` makes something else of a console than of a file, which writes characters, not bytes."""
    script = """
import builtins, io, sys
from digestkit import __main__

class Console(io.FileIO):
    pass

builtins.open = lambda file, mode="r", buffering=-1: Console(file, "w")
__main__._prepare_streams()
print(type(sys.stdout.buffer.raw).__name__)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"Console"]
