"""Every command under every condition of its streams, of signals and of memory: one line, an exit code."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
RUN = f"{sys.executable} -m digestkit"

COMMANDS = {
    "help": "--help",
    "version": "--version",
    "convert help": "convert --help",
    "jsonl": "convert $SEEDS --to jsonl",
    "rss": "convert $SEEDS --to rss",
    "bibtex": "convert 한글.md --to bibtex",
    "check": "check 한글.md",
    "check json": "check 한글.md --format json",
    "check github": "check 한글.md --format github",
    "formats": "formats",
    "one format": "formats rss",
    "plugins": "plugins",
    "plugins json": "plugins --format json",
    "requirements": "plugins --requirements",
    "schema": "schema",
    "new plugin": "new-plugin shout",
}
"""All of these print something on standard output."""

ALIKE = {
    *("version", "convert help", "rss", "check json", "check github"),
    *("one format", "plugins json", "requirements", "schema"),
}
"""These write as others do, so that only the longer search (`-m search`) runs them under every condition."""

every_command = pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=pytest.mark.search(only=name in ALIKE), id=name)
        for name, command in COMMANDS.items()
    ],
)
ENVIRONMENT = {"SEEDS": str(SEEDS), "DIGESTKIT_PLUGINS": "paper-digestkit-csl"}
"""To tell a plugin's state takes a process of its own, so that one is loaded here, and the others are off."""

posix = pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "한글.md").write_text(
        "## 오늘 😀 (2024-02-30)\n\n### [x](https://example.org/)\n\n나머지\n", "utf-8"
    )
    return tmp_path


def shell(command, redirection="", **environment):
    return subprocess.run(
        ["bash", "-c", f"exec {RUN} {command} {redirection}"],
        env={**os.environ, **ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


@posix
@every_command
def test_a_standard_output_of_few_characters(command):
    done = shell(command, PYTHONIOENCODING="cp1252")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout


@posix
@pytest.mark.parametrize("encoding", ["cp949", "ascii", "utf-16"])
def test_other_encodings_of_standard_output(encoding):
    done = shell("check 한글.md", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stdout
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("encoding", ["cp1252", "cp949", "utf-16"])
@pytest.mark.parametrize(
    "command", ["check 한글.md --format json", "check 한글.md --format github", "stats $SEEDS --format json"]
)
def test_what_programs_read_is_in_utf8(command, encoding):
    plain = shell(command, PYTHONIOENCODING="utf-8")
    done = shell(command, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    assert not done.stdout.decode("utf-8").isascii()


@posix
def test_what_an_encoding_lacks_is_escaped():
    done = shell("check 한글.md", PYTHONIOENCODING="cp1252")
    assert done.stdout.isascii()
    assert b"\\ud55c\\uae00.md" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@every_command
def test_a_full_disk(command):
    done = shell(command, ">/dev/full")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(b"error: ")
    assert last.endswith(b"No space left on device")
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@posix
@every_command
def test_a_closed_standard_output(command):
    done = shell(command, ">&-")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, b"error: standard output is closed")
    assert b"Traceback" not in done.stderr


@posix
@every_command
def test_closed_messages(command):
    done = shell(command, "2>&-")
    assert (done.returncode, bool(done.stdout)) == (0, True)


@posix
@every_command
def test_full_messages(command):
    done = shell(command, "2>/dev/full")
    assert (done.returncode, bool(done.stdout)) == (0, True)


@posix
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize("command", ["convert --bad", "conver", "--bad", "explain"])
def test_wrong_usage_is_told_by_the_exit_code_where_nobody_hears_of_it(command, redirection):
    assert shell(command, redirection).returncode == 2


@posix
@every_command
def test_a_reader_that_is_gone(command):
    read, write = os.pipe()
    os.close(read)
    script = f"{RUN} {command}"
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, **ENVIRONMENT},
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(write)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@posix
def test_a_closed_standard_output_does_not_become_a_file(here):
    """The next file that is opened would get its number, and all that is written there."""
    done = shell("convert $SEEDS -o out.jsonl", "<&- >&- 2>&-")
    assert done.returncode == 0
    assert (here / "out.jsonl").read_bytes() == shell("convert $SEEDS --to jsonl").stdout


# --- signals and memory while modules load ------------------------------------------------------------------

TROUBLE = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["AT"]:
            sys.meta_path.remove(self)
            {trouble}

sys.meta_path.insert(0, Finder())
"""

MODULES = ["digestkit.cli", "click", "digestkit.cli.convert", "digestkit.api", "lxml", "digestkit.model"]


def with_trouble(here, trouble, at, command="convert $SEEDS --to rss -o out.xml"):
    (here / "site").mkdir()
    (here / "site" / "sitecustomize.py").write_text(TROUBLE.format(trouble=trouble))
    (here / "out.xml").write_text("old")
    paths = os.pathsep.join([str(here / "site"), os.environ.get("PYTHONPATH", "")])
    done = shell(command, PYTHONPATH=paths, AT=at)
    assert (here / "out.xml").read_text() == "old"
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []
    return done


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("at", MODULES)
@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_while_modules_load(here, number, at):
    done = with_trouble(here, f"os.kill(os.getpid(), {int(number)})", at)
    assert (done.returncode, done.stderr) == (128 + number, b"interrupted\n")


@posix
def test_an_interrupt_that_is_ignored_stays_ignored(here):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        (here / "site").mkdir()
        for at in MODULES:
            (here / "site" / "sitecustomize.py").write_text(
                TROUBLE.format(trouble="os.kill(os.getpid(), signal.SIGINT)")
            )
            done = shell("convert $SEEDS --to rss -o out.xml -q", AT=at, PYTHONPATH=os.pathsep.join(
                [str(here / "site"), os.environ.get("PYTHONPATH", "")]
            ))  # fmt: skip
            assert (done.returncode, done.stderr) == (0, b"")
    finally:
        signal.signal(signal.SIGINT, before)


@posix
@pytest.mark.parametrize("at", MODULES)
def test_no_memory_while_modules_load(here, at):
    done = with_trouble(here, "raise MemoryError", at)
    assert (done.returncode, done.stderr) == (1, b"error: out of memory\n")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A digest of 50 MB."""
    path = tmp_path_factory.mktemp("large") / "large.md"
    paper = "### [t{0}](https://arxiv.org/abs/2407.{0:05})\n\n- " + 5000 * "x" + "\n\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("## D (2024-07-05)\n\n")
        file.writelines(paper.format(number) for number in range(10_000))
    yield path
    path.unlink()


@posix
@pytest.mark.parametrize(
    ("form", "limit"),
    [
        pytest.param(form, limit, marks=pytest.mark.search(only=limit == 50 and form != "jsonl"))
        for form in ("jsonl", "rss", "bibtex", "markdown")
        for limit in (50, 80)
    ],
)
def test_little_memory(here, large, form, limit):
    """A real limit; which module or buffer meets it first depends on the machine, the outcome does not."""
    (here / "out").write_text("old")
    script = f"ulimit -v {limit * 1024}; exec {RUN} convert {large} --to {form} -o out"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, b"error: out of memory\n")
    assert (here / "out").read_text() == "old"


@posix
def test_a_bug_is_one_line_unless_it_is_asked_for(here):
    done = with_trouble(here, "raise ZeroDivisionError('on' + chr(10) + 'purpose')", "digestkit.cli.convert")
    assert done.returncode == 1
    assert done.stderr == (
        b"error: a bug in digestkit: ZeroDivisionError: on purpose; with -v it shows where\n"
    )


@posix
def test_a_bug_shows_itself_when_asked(here):
    command = "convert -v $SEEDS --to rss"
    done = with_trouble(here, "raise ZeroDivisionError", "digestkit.cli.convert", command)
    assert done.returncode == 1
    assert b"Traceback" in done.stderr


# --- names --------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("command", ["convert --to jsonl", "check"])
def test_inputs_that_cannot_be_read_are_left_out_whatever_they_are_called(here, command):
    (here / "loop").symlink_to("loop")
    (here / "dangling.md").symlink_to("nowhere")
    (here / "fine").mkdir()
    (here / "fine" / "self").symlink_to(here / "fine")
    (here / "fine" / "a.md").write_text("## D (2024-07-05)\n\n### [x](https://arxiv.org/abs/2407.00001)\n")
    names = r"loop loop/x dangling.md $'bytes\xff.md' $'esc\e[31m.md' 한글.md/below no.md fine"
    done = shell(f"{command} {names}")
    assert done.returncode == 1
    told = done.stderr if command.startswith("convert") else done.stdout
    assert [line.split(b": ")[0] for line in told.splitlines() if b"DK601" in line] == [
        b"loop",
        b"loop/x",
        b"dangling.md",
        b"bytes\\udcff.md",
        b"esc\\x1b[31m.md",
        "한글.md/below".encode(),
        b"no.md",
    ]
    assert b'"title": "x"' in done.stdout or command == "check"


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        r"convert $SEEDS --to rss --title $'\xff\e[31m'",
        r"convert $SEEDS --to jsonl --match $'\xff'",
        r"convert $SEEDS --to $'\xff\e[31m'",
        r"convert $SEEDS --to jsonl --since $'\xff\e[31m'",
        r"convert $SEEDS --to jsonl -O $'\xff\e[31m=1'",
        r"convert $SEEDS --to jsonl --encoding $'\xff\e[31m'",
        r"convert $SEEDS -o $'\xff\e[31m.jsonl'",
        r"convert $SEEDS --to bibtex -O append=$'\xff\e[31m'",
        r"convert $'--\xff\e[31m'",
        r"$'\xff\e[31m'",
        r"formats $'\xff\e[31m'",
        r"new-plugin $'\xff\e[31m'",
        r"new-plugin shout --folder $'\xff\e[31m'",
        r"check $'\xff\e[31m' --format json",
        r"check $'\xff\e[31m' --format github",
    ],
)
def test_arguments_that_are_no_text(arguments):
    done = shell(arguments)
    assert done.returncode in (0, 1, 2)
    for stream in (done.stdout, done.stderr):
        assert b"Traceback" not in stream
        assert b"a bug in" not in stream
        assert b"\x1b" not in stream
        stream.decode()


# --- terminals ----------------------------------------------------------------------------------------------


@posix
def test_a_plugin_cannot_speak_to_the_terminal(here):
    """What it says of itself, and where it lies, is shown escaped."""
    site = here / "si\x1b[31mte"
    info = site / "digestkit_loud-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: digestkit-loud\nVersion: 1.0\nSummary: \x1b[31mred \u202e\x9b0m\n",
        "utf-8",
    )
    (info / "entry_points.txt").write_text("[digestkit.exporters]\nloud = digestkit_loud\n")
    (site / "digestkit_loud.py").write_text("raise ValueError('\\x1b[31m\\u202e')\n")
    paths = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    for command in (
        "formats",
        "plugins",
        "plugins --format json",
        "plugins --requirements",
        "convert x --to loud",
    ):
        done = shell(command, PYTHONPATH=paths, DIGESTKIT_PLUGINS="digestkit-loud")
        shown = (done.stdout + done.stderr).decode()
        assert "loud" in shown
        assert all(char.isprintable() or char == "\n" for char in shown)


@posix
def test_verbose_messages_are_safe_too():
    done = shell(r"convert 한글.md --to jsonl -v -o $'o\e[31mut'")
    assert "o\\x1b[31mut: 1 digest, 1 paper" in done.stderr.decode()
    done = shell(r"convert $SEEDS --to jsonl -v -o $'no\e[31m/out'")
    assert b"Traceback" in done.stderr  # asked for
    assert b"\x1b" not in done.stderr
