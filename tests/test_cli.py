"""The command, in this process: options, exit codes, what goes to which stream."""

import json
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import digestkit
from digestkit import cli, registry
from digestkit.cli import convert as convert_command
from digestkit.cli import messages, parameters, progress
from digestkit.registry.core import CORE_READERS

SEEDS = Path(__file__).parent.parent / "seeds"
KOREAN = sorted(SEEDS.glob("2024*"))
GOOD = "## Daily Papers (2024-07-05)\n\n### [Title](https://arxiv.org/abs/2407.01906)\n\nVote: 18\n\n- 요약\n"
BAD = "## Daily Papers (2024-02-30)\n\n### [Title](https://example.org/x)\n\nVote: many\n\n- 요약\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    Path("good.md").write_text(GOOD, "utf-8")
    Path("bad.md").write_text(BAD, "utf-8")
    return tmp_path


def run(*arguments, stdin=None, **settings):
    return CliRunner().invoke(cli.main, [str(each) for each in arguments], input=stdin, **settings)


def terminal(monkeypatch, *streams):
    """Let streams be terminals; the runner replaces the streams themselves, so what asks them is replaced."""

    def answer(stream):
        return any(stream is getattr(sys, name) for name in streams)

    for module in (messages, convert_command, parameters, progress):
        monkeypatch.setattr(module, "is_terminal", answer)


# --- the group ---------------------------------------------------------------------------------------------


def test_help_lists_every_command_and_each_has_its_own():
    listed = run("--help").stdout
    for name, command in cli.COMMANDS.items():
        assert f"  {name} " in listed
        assert command.summary in " ".join(listed.split())
        shown = run(name, "--help")
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert f"Usage: main {name} " in shown.stdout


def test_help_comes_before_mistakes_and_not_while_a_shell_completes(capsys):
    assert run("convert", "--sort", "nonsense", "--help").exit_code == 0
    command = cli.main.get_command(click.Context(cli.main), "convert")
    command.make_context("convert", ["--help"], resilient_parsing=True)
    assert capsys.readouterr().out == ""


def test_without_a_command_help_is_shown():
    assert run().exit_code == 2


def test_completion_of_paths_is_left_to_the_shell():
    command = cli.main.get_command(click.Context(cli.main), "convert")
    for parameter in command.params:
        if parameter.name in {"inputs", "output", "seen"}:
            (found,) = parameter.shell_complete(click.Context(command), "dig")
            assert (found.type, found.value) == ("file", "dig")


@pytest.mark.parametrize(
    ("given", "begun", "found"),
    [
        (["convert", "--to"], "bib", ["bibtex"]),
        (["convert", "--from"], "json", ["jsonl"]),
        (["check", "--from"], "daily-papers", ["daily-papers-ko"]),
        (["check", "--dialect"], "robo", ["robotics-arxiv-daily"]),
        (["convert", "--transform"], "enr", ["enrich"]),
        (["formats"], "at", ["atom"]),
        (["readers"], "mark", ["markdown"]),
        (["transforms"], "enr", ["enrich"]),
        (["explain"], "dk63", ["DK630"]),
    ],
)
def test_names_are_completed(given, begun, found):
    shell = ShellComplete(cli.main, {}, "digestkit", "_DIGESTKIT_COMPLETE")
    assert [one.value for one in shell.get_completions(given, begun)] == found


@pytest.mark.parametrize("given", [["-o", "a.jsonl"], ["-oa.jsonl"], ["-o=a.jsonl"], ["--output=a.jsonl"]])
def test_an_option_takes_its_value_however_it_is_joined(given):
    result = run("convert", "-q", "good.md", *given)
    assert (result.exit_code, Path("a.jsonl").exists()) == (0, True)


def test_a_folder_that_is_called_like_a_file_is_told(here):
    (here / "july.epub").mkdir()
    result = run("convert", "good.md", "-o", "july.epub")
    assert (result.exit_code, list((here / "july.epub").iterdir())) == (2, [])
    assert "error: july.epub, a folder, does not say which format to write" in result.stderr


def test_a_mistaken_option_is_told_with_what_is_near():
    assert "No such option '-x'" in run("convert", "-x").stderr
    assert "--output" in run("convert", "--outputs", "x").stderr


def test_version():
    assert run("--version").stdout == f"paper-digestkit, version {digestkit.__version__}\n"


def test_a_command_that_is_nearly_one():
    result = run("convrt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'convert'" in result.stderr


def test_an_input_in_the_place_of_a_command():
    result = run("good.md", "-o", "x.epub")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command 'good.md'; did you mean 'convert good.md'?" in result.stderr


def test_a_bug_is_not_hidden(monkeypatch):
    def fail(*_arguments, **_settings):
        raise ZeroDivisionError

    monkeypatch.setattr(digestkit, "convert", fail, raising=False)
    assert isinstance(run("convert", "--to", "jsonl", "x").exception, ZeroDivisionError)


# --- convert: to where -------------------------------------------------------------------------------------


def test_result_on_standard_output_and_nothing_else():
    result = run("convert", "good.md", "--to", "markdown")
    assert (result.exit_code, result.stdout, result.stderr) == (0, GOOD, "")
    assert run("convert", "good.md", "--to", "markdown", "-o", "-").stdout == GOOD


def test_standard_input_is_the_default():
    for arguments in ([], ["-"]):
        assert run("convert", *arguments, "--to", "markdown", stdin=GOOD).stdout == GOOD


def test_a_file_and_standard_output_have_the_same_bytes():
    run("convert", SEEDS, "-o", "out.jsonl")
    assert Path("out.jsonl").read_bytes() == run("convert", SEEDS, "--to", "jsonl").stdout_bytes


def test_seeds_through_json_lines_and_back():
    lines = run("convert", *KOREAN, "--to", "jsonl").stdout
    back = run("convert", "--from", "jsonl", "--to", "markdown", stdin=lines).stdout
    assert digestkit.parse(back).digests == tuple(digestkit.iter_digests(KOREAN))


def test_a_tree_of_days_keeps_its_shape():
    for name in ("2024/07/05.md", "2024/08/05.md", "2025/07/05.md"):
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_text(GOOD, "utf-8")
    assert run("convert", "in", "--to", "jsonl", "-o", "out/").exit_code == 0
    assert sorted(path.as_posix() for path in Path("out").rglob("*.jsonl")) == [
        "out/2024/07/05.jsonl",
        "out/2024/08/05.jsonl",
        "out/2025/07/05.jsonl",
    ]
    assert json.loads(Path("out/2025/07/05.jsonl").read_text("utf-8"))["source"]["path"] == "2025/07/05.md"


def test_split():
    assert run("convert", *KOREAN, "--to", "jsonl", "-o", "out/", "--split", "month").exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        f"2024-{month}.jsonl" for month in ("01", "02", "06", "07")
    ]
    assert run("convert", SEEDS, "--to", "jsonl", "--split", "month").exit_code == 2


def test_selection():
    result = run(
        "convert", SEEDS, "--to", "jsonl", "--since", "2024-02-01", "--until", "2024-07-10", "--latest", "2",
        "--min-votes", "1", "--top", "3", "--match", ".", "--sort", "votes", "--dedupe",
    )  # fmt: skip
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["date"] for record in records] == sorted(record["date"] for record in records)
    assert {record["date"] for record in records} <= {"2024-06-27", "2024-07-05"}
    assert len(records) == 3


def test_options_of_the_format():
    assert run("convert", "good.md", "--to", "jsonl", "-O", "ascii").stdout.isascii()
    assert not run("convert", "good.md", "--to", "jsonl", "-O", "ascii=false").stdout.isascii()
    feed = run(
        "convert", "good.md", "--to", "rss", "--title", "Mine", "--lang", "ko", "--base-url", "https://a.b/"
    )
    assert "<title>Mine</title>" in feed.stdout


# --- exit codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["good.md"], "name a format with --to"),
        (["good.md", "-o", "out.xml"], "does not say which format"),
        (["good.md", "--to", "bibtx"], "did you mean 'bibtex'"),
        (["good.md", "--to", "jsonl", "--from", "json"], "did you mean 'jsonl'"),
        (["good.md", "--to", "jsonl", "--match", "("], "not a regular expression: '('"),
        (["good.md", "--to", "jsonl", "--since", "yesterday"], "'yesterday' is not a date like 2024-07-05"),
        (["good.md", "--to", "jsonl", "--top", "0"], "top must be a whole number from 1"),
        (["good.md", "--to", "jsonl", "--encoding", "utf-9"], "unknown encoding 'utf-9'"),
        (["good.md", "--to", "jsonl", "-O", "asci"], "did you mean 'ascii'"),
        (["good.md", "--to", "jsonl", "-O", "=x"], "has no key"),
        (["good.md", "--to", "jsonl", "-o", ""], "the output's name is empty"),
        (["", "--to", "jsonl"], "an input's name is empty"),
        (["good.md", "--to", "markdown", "-o", "good.md"], "good.md is the input good.md"),
        (["good.md", "good.md", "--to", "jsonl", "-o", "out/"], "would both be written to"),
        (["-", "-", "--to", "jsonl"], "only once"),
        (["good.md", "--to", "jsonl", "-q", "-v"], "contradict"),
        (["good.md", "--to", "jsonl", "--split", "day"], "split needs a folder"),
    ],
)
def test_misuse_is_2_and_one_line(here, arguments, message):
    before = sorted(here.iterdir())
    result = run("convert", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize("more", [[], ["--jobs", "2"]], ids=["one", "two"])
def test_files_that_are_one_on_some_systems_are_refused(here, more):
    (here / "others").mkdir()
    (here / "others" / "GOOD.md").write_bytes((here / "good.md").read_bytes())
    result = run("convert", "good.md", "others", "--to", "jsonl", "-o", "out/", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'good.jsonl' and 'GOOD.jsonl' are one name on some systems" in result.stderr
    assert not (here / "out").exists()


@pytest.mark.parametrize(
    "arguments", [["--sort", "size"], ["--top", "x"], ["--no-such"], ["--split", "decade"]]
)
def test_what_click_refuses_is_2_too(arguments):
    assert run("convert", "good.md", "--to", "jsonl", *arguments).exit_code == 2


def test_a_missing_input_is_1_and_the_rest_is_written():
    result = run("convert", "no.md", "good.md", "--to", "markdown")
    assert (result.exit_code, result.stdout) == (1, GOOD)
    assert result.stderr == "no.md: DK601 No such file or directory\n"


def test_an_undecodable_input_is_1_and_the_rest_is_written():
    Path("latin.md").write_bytes(GOOD.encode() + b"\n\xe9")
    result = run("convert", "latin.md", "good.md", "-o", "out.md")
    assert result.exit_code == 1
    assert (
        result.stderr
        == f"latin.md: DK601 not utf-8 at byte {len(GOOD.encode()) + 1}: unexpected end of data\n"
    )
    assert Path("out.md").read_text("utf-8") == GOOD
    assert run("convert", "latin.md", "--to", "jsonl", "--encoding", "cp1252").exit_code == 0
    replaced = run("convert", "latin.md", "--to", "jsonl", "--encoding-errors", "replace")
    assert (replaced.exit_code, "DK105" in replaced.stderr) == (0, True)


def test_where_nothing_can_be_read_the_output_stays():
    Path("out.jsonl").write_text("old")
    assert run("convert", "no.md", "-o", "out.jsonl").exit_code == 1
    assert Path("out.jsonl").read_text() == "old"
    assert run("convert", "no.md", "--to", "rss").stdout == ""


def test_an_empty_folder_is_told():
    Path("empty").mkdir()
    result = run("convert", "empty", "--to", "jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "empty: DK603 no *.md, *.markdown, *.txt in it\n"
        "DK604 there is no digest in any input; nothing is written\n"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in.md", ""),
        ("in.md", "<html><title>404</title></html>\n"),
        ("in.jsonl", "x\n[]\n"),
        ("in.jsonl", ""),
        ("in/a.md", "# About\n"),
    ],
)
@pytest.mark.parametrize("output", ["out.jsonl", "out.bib", "out/", "-"])
def test_inputs_without_a_digest_empty_no_output(name, text, output):
    """A download that went wrong, say, is not a day without papers."""
    given = Path(name)
    given.parent.mkdir(exist_ok=True)
    given.write_text(text)
    old = {Path("out.jsonl"), Path("out.bib"), Path("out/in.jsonl"), Path("out/a.jsonl")}
    for path in old:
        path.parent.mkdir(exist_ok=True)
        path.write_text("old")
    result = run(
        "convert", given.parts[0], "--to", "bibtex" if "bib" in output else "jsonl", "-o", output
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("DK604 there is no digest in any input; nothing is written\n")
    assert {path.read_text() for path in old} == {"old"}
    assert run("convert", given.parts[0], "--to", "jsonl", "-o", output, "--strict").exit_code == 4


def test_an_input_that_failed_beside_one_without_a_digest_empties_no_output():
    Path("out.jsonl").write_text("old")
    Path("about.md").write_text("# About\n")
    result = run("convert", "no.md", "about.md", "-o", "out.jsonl")
    assert (result.exit_code, Path("out.jsonl").read_text()) == (1, "old")


@pytest.mark.parametrize(("output", "written"), [("out.jsonl", ""), ("out/", "old")])
def test_a_selection_that_leaves_nothing_is_written_and_told(output, written):
    Path("out").mkdir()
    Path("out/good.jsonl").write_text("old")
    Path("out.jsonl").write_text("old")
    result = run("convert", "good.md", "--to", "jsonl", "-o", output, "--since", "2030-01-01")
    assert (result.exit_code, result.stderr) == (0, "DK605 the selection leaves nothing of the input\n")
    assert Path("out.jsonl" if output == "out.jsonl" else "out/good.jsonl").read_text() == written
    assert run("convert", "good.md", "--to", "jsonl", "--since", "2030-01-01", "-q").stderr == ""


def test_a_day_without_papers_is_a_digest():
    Path("day.md").write_text("## Daily Papers (2024-07-06)\n")
    Path("out.bib").write_text("old")
    result = run("convert", "day.md", "-o", "out.bib")
    assert (result.exit_code, result.stderr, Path("out.bib").read_text()) == (0, "", "")


def test_files_of_a_run_that_was_killed_are_cleaned_up_and_that_is_told():
    Path("out").mkdir()
    journal = Path("out/.digestkit-0123.journal")
    journal.touch()
    result = run("convert", "good.md", "--to", "markdown", "-o", "out/")
    assert result.exit_code == 0
    assert result.stderr == "out: DK606 a run that wrote here was cut off; what it left was cleaned up\n"
    assert not journal.exists()


def test_an_output_that_cannot_be_written_is_1():
    result = run("convert", "good.md", "-o", "no/out.jsonl")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "no/out.jsonl: cannot be written: No such file or directory" in result.stderr


def test_no_clobber_is_1():
    Path("out.jsonl").write_text("old")
    result = run("convert", "good.md", "-o", "out.jsonl", "--no-clobber")
    assert (result.exit_code, Path("out.jsonl").read_text()) == (1, "old")
    assert run("convert", "good.md", "-o", "new.jsonl", "--no-clobber").exit_code == 0


@pytest.fixture
def broken(monkeypatch):
    """An exporter that raises in the middle, installed as `jsonl`."""

    @digestkit.exporter("broken", suffix=".txt", media_type="text/plain", summary="Breaks.", streams=True)
    def broken(_digests, _context):
        yield "x"
        raise RuntimeError("on\npurpose")

    monkeypatch.setattr(registry, "exporter", lambda _name: broken)


@pytest.mark.usefixtures("broken")
def test_a_plugin_that_fails_is_3_and_leaves_the_output():
    Path("out.txt").write_text("old")
    result = run("convert", "good.md", "--to", "broken", "-o", "out.txt")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("\n") == 1
    assert "'broken' failed: RuntimeError: on" in result.stderr
    assert Path("out.txt").read_text() == "old"


@pytest.mark.usefixtures("broken")
def test_verbose_shows_where_an_error_came_from():
    result = run("convert", "good.md", "--to", "broken", "-v")
    assert result.exit_code == 3
    assert 'raise RuntimeError("on\\npurpose")' in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["bad.md", "--strict"],
        ["good.md", "no.md", "--strict"],
        ["forbidden.md", "--fail-on-loss"],
        ["good.md", "--fail-empty", "--match", "nothing like it"],
    ],
)
def test_checks_are_4_and_leave_the_output(arguments):
    Path("out.bib").write_text("old")
    Path("forbidden.md").write_text(GOOD.replace("### [", "### [\x00"))
    result = run("convert", *arguments, "-o", "out.bib")
    assert (result.exit_code, Path("out.bib").read_text()) == (4, "old")
    assert "no file was written" in result.stderr
    assert (
        run("convert", "good.md", "--to", "jsonl", "--strict", "--fail-on-loss", "--fail-empty").exit_code
        == 0
    )


def test_fields_that_a_format_never_carries_are_no_failure():
    result = run("convert", "good.md", "--to", "bibtex", "--fail-on-loss", "-v")
    assert result.exit_code == 0
    assert "bibtex does not carry: " in result.stderr


# --- messages ----------------------------------------------------------------------------------------------


def test_messages_have_place_code_and_text():
    result = run("convert", "bad.md", "--to", "markdown")
    assert (result.exit_code, result.stdout) == (0, BAD)
    places = [line.split(" ")[:2] for line in result.stderr.splitlines()]
    assert places == [["bad.md:1:1:", "DK112"], ["bad.md:5:1:", "DK113"]]


def test_quiet_leaves_errors_and_verbose_adds_notes():
    Path("odd.md").write_text("\ufeff" + BAD.replace("\n", "\r\n"), "utf-8", newline="")
    said = {
        flag: set(run("convert", "odd.md", "--to", "bibtex", *flag).stderr.splitlines())
        for flag in [("-q",), (), ("-v",)]
    }
    assert said["-q",] < said[()] < said["-v",]
    assert {line.split(" ")[1] for line in said["-q",]} == {"DK112", "DK113"}


def test_fields_that_a_format_never_carries_are_told_on_a_terminal_or_when_asked(monkeypatch):
    arguments = ("convert", "good.md", "--to", "bibtex", "-o", "out.bib")
    assert run(*arguments).stderr == ""
    assert "DK501" in run(*arguments, "-v").stderr
    terminal(monkeypatch, "stderr")
    assert "DK501 bibtex does not carry" in run(*arguments).stderr


def test_dropped_content_is_always_told():
    result = run("convert", "good.md", "--to", "rss", "-O", "max_items=1")
    assert "DK502" not in result.stderr
    Path("two.md").write_text(f"{GOOD}\n{GOOD.replace('01906', '01907')}", "utf-8")
    assert "DK502" in run("convert", "two.md", "--to", "rss", "-O", "max_items=1").stderr


def test_control_characters_reach_no_terminal():
    name = "a\x1b[31m\n.md"
    result = run("convert", name, "--to", "jsonl")
    assert result.stderr == "a\\x1b[31m\\n.md: DK601 No such file or directory\n"


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    assert "\x1b[" not in run("convert", "bad.md", "--to", "jsonl").stderr
    assert "\x1b[31mDK112" in run("convert", "bad.md", "--to", "jsonl", color=True).stderr
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("convert", "bad.md", "--to", "jsonl", color=True).stderr


# --- terminals ---------------------------------------------------------------------------------------------


def test_nothing_is_read_from_a_terminal_unless_asked(monkeypatch):
    terminal(monkeypatch, "stdin")
    for command in (["convert", "--to", "jsonl"], ["check"]):
        result = run(*command)
        assert (result.exit_code, "no INPUT: name files or folders" in result.stderr) == (2, True)
    assert run("convert", "-", "--to", "markdown", stdin=GOOD).stdout == GOOD


def test_bytes_are_not_written_to_a_terminal(monkeypatch):
    @digestkit.exporter("raw", suffix=".bin", media_type="x/x", summary="Bytes.", binary=True)
    def raw(digests, _context):
        yield from (digest.title.encode() for digest in digests)

    known = registry.exporter
    monkeypatch.setattr(registry, "exporter", lambda to: raw if to in ("raw", raw) else known(to))
    assert run("convert", "good.md", "--to", "raw").stdout == "Daily Papers"
    terminal(monkeypatch, "stdout")
    result = run("convert", "good.md", "--to", "raw")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write it to a file with -o out.bin" in result.stderr
    assert run("convert", "good.md", "--to", "jsonl").exit_code == 0


@pytest.mark.parametrize(
    ("streams", "arguments", "environment", "shown"),
    [
        (["stderr"], [], {}, True),
        (["stderr", "stdout"], ["-o", "out.md"], {}, True),
        (["stderr", "stdout"], [], {}, False),
        (["stdout"], ["-o", "out.md"], {}, False),
        (["stderr"], ["-q"], {}, False),
        (["stderr"], [], {"CI": "true"}, False),
    ],
)
def test_progress_is_for_those_who_watch(monkeypatch, streams, arguments, environment, shown):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    terminal(monkeypatch, *streams)
    bars = []
    show = progress.Progress._show
    monkeypatch.setattr(
        progress.Progress, "_show", lambda self, total: bars.append(total) or show(self, total)
    )
    result = run("convert", "good.md", "bad.md", "--to", "markdown", *arguments, env=environment)
    assert bars == ([2] if shown else [])
    assert ("DK112" in result.stderr) is True
    assert (result.stdout == f"{GOOD}{BAD}") is ("-o" not in arguments)


def test_short_work_shows_no_progress(monkeypatch):
    terminal(monkeypatch, "stderr")
    monkeypatch.setattr(progress.Progress, "_show", lambda _self, _total: pytest.fail("shown at once"))
    assert run("convert", "good.md", "bad.md", "--to", "markdown").exit_code == 0


# --- check, schema -----------------------------------------------------------------------------------------


def test_check_prints_diagnostics_on_standard_output():
    result = run("check", "bad.md", "good.md")
    assert (result.exit_code, result.stderr) == (
        0,
        "2 files, 2 digests, 2 papers: 3 findings (DK112 1, DK113 1, DK203 1)\n",
    )
    assert [line.split(" ")[:3] for line in result.stdout.splitlines()] == [
        ["bad.md:1:1:", "DK112", "error:"],
        ["bad.md:5:1:", "DK113", "error:"],
        ["bad.md:3:1:", "DK203", "info:"],
    ]
    result = run("check", "good.md")
    assert (result.stdout, result.stderr) == ("", "1 file, 1 digest, 1 paper: nothing found\n")


def test_check_formats():
    records = [json.loads(line) for line in run("check", "bad.md", "--format", "json").stdout.splitlines()]
    assert list(records[0]) == ["source", "line", "column", "code", "severity", "message"]
    assert [record["code"] for record in records] == ["DK112", "DK113", "DK203"]
    github = run("check", "bad.md", "--format", "github").stdout.splitlines()
    assert github[0].startswith("::error file=bad.md,line=1,col=1,title=DK112::")
    assert github[2].startswith("::notice file=bad.md,line=3")
    Path("50%, or so.md").write_text("## D (2024-02-30)\n")
    github = run("check", "50%, or so.md", "--format", "github").stdout
    assert github.startswith("::error file=50%25%2C or so.md,line=1,col=1,title=DK112::")


def test_check_strict_and_failed_inputs():
    assert run("check", "bad.md", "--strict").exit_code == 4
    assert run("check", "good.md", "--strict").exit_code == 0
    result = run("check", "no.md", "good.md")
    assert (result.exit_code, result.stdout) == (1, "no.md: DK601 error: No such file or directory\n")
    assert run("check", "no.md", "--strict").exit_code == 4
    assert run("check", "--from", "json", "good.md").exit_code == 2


def test_check_quiet_and_verbose():
    assert "DK203" not in run("check", "bad.md", "-q").stdout
    assert run("check", "bad.md", "-q").stderr == ""
    assert run("check", "bad.md", "--format", "json").stderr == ""
    assert run("check", "bad.md", "--format", "json", "-v").stderr.startswith("1 file, 1 digest, 1 paper: ")


def test_check_finds_doubles_over_all_inputs():
    Path("again.md").write_text(GOOD, "utf-8")
    result = run("check", "good.md", "again.md")
    assert result.stdout.splitlines() == [
        "again.md:1:1: DK202 info: 2024-07-05 again, first at good.md:1:1",
        "again.md:3:1: DK201 warning: arxiv:2407.01906 again, first at good.md:3:1",
    ]


def test_check_reads_json_lines_and_standard_input():
    lines = run("convert", "good.md", "--to", "jsonl").stdout
    result = run("check", "--from", "jsonl", stdin=lines + "{\n")
    assert result.stdout.startswith("<stdin>:2:2: DK301 ")


def test_schema_is_the_file_in_the_package():
    folder = Path(digestkit.__file__).parent / "formats" / "jsonl"
    for version in ("1", "2"):
        assert run("schema", "--version", version).stdout == (
            folder / f"digestkit-{version}.schema.json"
        ).read_text("utf-8")
    shown = run("schema").stdout
    file = folder / "digestkit-2.schema.json"
    assert shown == file.read_text("utf-8")
    assert json.loads(shown)["title"] == "digestkit/2"


def test_help_names_the_readers():
    assert tuple(CORE_READERS) == parameters.READERS


def test_the_exit_codes_of_help_are_those_of_the_errors():
    from digestkit import errors

    codes = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, digestkit.DigestkitError)
    }
    assert codes == {1, 2, 3, 4}
