"""Defaults from a file: which one is read, what it may say, and what the command line says before it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from digestkit import UsageError, cli
from digestkit.cli import config

GOOD = "## Daily Papers (2024-07-05)\n\n### [Title](https://arxiv.org/abs/2407.01906)\n\nVote: 18\n\n- 요약\n"
ODD = GOOD.replace("https://arxiv.org/abs/2407.01906", "https://example.org/x")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A repository with a folder of digests, and a folder below it that one works in."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = tmp_path / "repository"
    for folder in (".git", "digests", "work"):
        (root / folder).mkdir(parents=True)
    (root / "digests" / "odd.md").write_text(ODD, "utf-8")
    (root / "digests" / "bad.md").write_text(ODD.replace("07-05", "02-30"), "utf-8")
    monkeypatch.chdir(root / "work")
    return root


def run(*arguments, stdin=""):
    return CliRunner().invoke(cli.main, list(arguments), input=stdin)


def put(path, text):
    Path(path).write_text(text, "utf-8")


def codes(*arguments):
    result = run("check", "--format", "json", *arguments)
    assert result.stderr == ""
    return [json.loads(line)["code"] for line in result.stdout.splitlines()]


def test_inputs_are_relative_to_the_file():
    put("../digestkit.toml", 'inputs = ["digests"]\n')
    assert codes() == ["DK112", "DK203", "DK201", "DK203"]
    assert codes("../digests/odd.md") == ["DK203"]
    assert "odd.md" in run("check").stdout


def test_the_command_line_comes_first():
    put("../digestkit.toml", '[check]\nignore = ["DK203"]\n')
    assert codes("../digests/odd.md") == []
    assert codes("../digests/odd.md", "--ignore", "DK1") == ["DK203"]
    assert codes("../digests/odd.md", "--no-config") == ["DK203"]
    put("../digestkit.toml", '[check]\nfail-on = "info"\n')
    assert run("check", "../digests/odd.md", "--ignore", "DK1").exit_code == 4
    assert run("check", "../digests/odd.md", "--ignore", "DK1", "--fail-on", "error").exit_code == 0


def test_codes_are_ignored_in_files():
    put("../digestkit.toml", '[check.ignore-in]\n"odd.*" = ["DK203", "DK1"]\n')
    assert codes("../digests/odd.md") == []
    assert codes("../digests/bad.md") == ["DK112", "DK203"]


def test_convert_and_fmt_and_stats_have_tables():
    put(
        "../pyproject.toml",
        '[tool.digestkit]\ninputs = ["digests/odd.md"]\n'
        '[tool.digestkit.convert]\ntitle = "Mine"\nlang = "ko"\nmin-votes = 19\n'
        '[tool.digestkit.fmt]\nstyle = "E1"\n'
        "[tool.digestkit.stats]\ntop = 1\nformat = 'json'\n",
    )
    assert run("convert", "--to", "jsonl").stdout == ""
    assert "<title>Mine</title>" in run("convert", "--to", "rss", "--min-votes", "1").stdout
    assert "x)\nVote: 18\n\n- 요약" in run("fmt").stdout
    assert json.loads(run("stats").stdout)["papers"] == 1


def test_the_nearest_file_counts_and_the_search_ends(here):
    put("../digestkit.toml", '[check]\nignore = ["DK2"]\n')
    put("pyproject.toml", "[project]\nname = 'digestkit'\n")
    assert codes("../digests/odd.md") == []
    put("pyproject.toml", "[tool.digestkit]\n")
    assert codes("../digests/odd.md") == ["DK203"]
    put("digestkit.toml", '[check]\nignore = ["DK203"]\n')
    assert codes("../digests/odd.md") == []
    for name in ("digestkit.toml", "pyproject.toml", "../digestkit.toml"):
        Path(name).unlink()
    put(here.parent / "digestkit.toml", "wrong = 1\n")
    assert config.find(Path.cwd()) is None


def test_the_search_ends_at_home(here, monkeypatch):
    (here / ".git").rmdir()
    monkeypatch.setenv("HOME", str(here))
    put(here.parent / "digestkit.toml", "wrong = 1\n")
    assert config.find(Path.cwd()) is None
    put(here / "digestkit.toml", "[check]\n")
    assert config.find(Path.cwd()).path == here / "digestkit.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\ninptus = []\n", ":1: a: unknown key"),
        ("inptus = []\n", ":1: inptus: unknown key; did you mean 'inputs'?"),
        ("\n[check]\nselct = []\n", ":3: check.selct: unknown key; did you mean 'select'?"),
        ("[chekc]\n", ":1: chekc: unknown key; did you mean 'check'?"),
        ("convert.output = 'x'\n", ":1: convert.output: outputs are named on the command line only"),
        ("[convert]\nto = 'x'\n", ":2: convert.to: formats, which may be a plugin's code, are named"),
        (
            "[convert]\noption = ['previous=x']\n",
            ":2: convert.option: options of formats, which may be files,",
        ),
        ("[convert]\nseen = 'x'\n", ":2: convert.seen: files to add to are named on the command line only"),
        ("plugins = ['x']\n", ":1: plugins: code is named"),
        ("[check]\nfix = true\n", ":2: check.fix: that files are changed is named"),
        ("[fmt]\nwrite = true\n", ":2: fmt.write: that files are changed is named"),
        ("check = 1\n", ":1: check: must be a table"),
        ("inputs = 'digests'\n", ":1: inputs: must be a list of strings"),
        ("inputs = ['-']\n", ":1: inputs: standard input is named on the command line only"),
        ("[check]\nstrict = 'yes'\n", ":2: check.strict: must be true or false"),
        ("[check]\nformat = true\n", ":2: check.format: must not be true or false"),
        ("[check]\nformat = 'xml'\n", ":2: check.format: 'xml' is not one of"),
        ("[check]\nformat = ['text']\n", ":2: check.format: must be a single value"),
        ("[check]\nignore = [1]\n", ":2: check.ignore: must be a list of strings"),
        ("[check\n", ":1:7: not valid TOML: "),
        ("[check]\nall = ", ":2: not valid TOML: "),
        ("\ninputs = [\n", ":3: not valid TOML: "),
        ("inputs = []\ninputs = []\n", ":2:12: not valid TOML: Cannot overwrite a value"),
        ("inputs = " + "[" * 5000, ": not valid TOML: nested too deeply"),
        (f"encoding-errors = {'9' * 5000}", ": not valid TOML: Exceeds the limit"),
        (f"# {'x' * (1 << 20)}", ": larger than 1 MiB; --no-config leaves it unread"),
        ("a = []\n[[check]]\nall = true\n", ":1: a: unknown key"),
        ("[[check]]\nall = true\n", ":1: check: must be a table"),
        ("check = {format = 'xml'}\n", ":1: check.format: 'xml' is not one of"),
        ('[check]\nignore-in = {"*.md" = 1}\n', ":2: check.ignore-in.*.md: must be a list of strings"),
        ("[check.ignore-in]\n'*.md' = 1\n", ":2: check.ignore-in.*.md: must be a list of strings"),
        ('"inputs\\u200b" = []\n', ":1: inputs\\u200b: unknown key; did you mean 'inputs'?"),
        ('"a\\u001b[31m" = 1\n', ":1: a\\x1b[31m: unknown key"),
        ("\n[check]\nselect = ['NOPE']\n", ":3: check.select: unknown code 'NOPE'"),
        ("\nencoding = 'rot13'\n", ":2: encoding: unknown encoding 'rot13'"),
        ("dialect = '/etc/passwd'\n", ":1: dialect: unknown dialect '/etc/passwd'"),
        ("[check]\nignore-in = {'' = ['DK1']}\n", ":2: check.ignore-in: --ignore-in wants GLOB=CODE"),
    ],
)
def test_what_a_file_may_not_say(here, text, message):
    put("../digestkit.toml", text)
    result = run("check", "../digests/odd.md")
    if message.startswith(":1: inputs"):
        result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{here}/digestkit.toml{message}" in result.stderr


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("since = 2024-07-01T00:00:00Z", "since: '2024-07-01 00:00:00+00:00' is not a date like 2024-07-05"),
        ("until = 10:00:00", "until: '10:00:00' is not a date"),
        ("match = '('", "match: not a regular expression: '('"),
        ("top = 1.5", "top: '1.5' is not a valid integer"),
    ],
)
def test_a_value_that_the_command_refuses_is_named_with_its_line(here, value, message):
    put("../digestkit.toml", f"[convert]\ntitle = 'x'\n{value}\n")
    result = run("convert", "../digests/odd.md", "--to", "jsonl")
    assert f"{here}/digestkit.toml:3: convert.{message}" in result.stderr
    assert result.exit_code == 2


def test_an_error_of_the_command_line_is_its_own():
    put("../digestkit.toml", "[convert]\nuntil = '2024-07-01'\n")
    result = run("convert", "../digests/odd.md", "--to", "jsonl", "--since", "soon")
    assert result.stderr == "error: 'soon' is not a date like 2024-07-05\n"


def test_what_editors_write_before_and_between_the_lines_is_no_error(here):
    (here / "digestkit.toml").write_bytes(b"\xef\xbb\xbf[check]\r\nignore = ['DK203']\r\n")
    assert codes("../digests/odd.md") == []
    (here / "digestkit.toml").write_bytes(b"\xef\xbb\xbf[check]\r\nignored = []\r\n")
    assert ":2: check.ignored: unknown key" in run("check").stderr


@pytest.mark.parametrize("data", [b"[check]\n# \xff\n", b"\xef\xbb\xbf[check]\n# \xff\n"])
def test_bytes_that_are_no_text_are_named_with_their_line(here, data):
    (here / "digestkit.toml").write_bytes(data)
    at = data.index(b"\xff")
    assert f"{here}/digestkit.toml:2: not valid TOML: not UTF-8 at byte {at}" in run("check").stderr


def test_a_table_of_a_dialect_is_relative_to_the_file():
    put("../mine.toml", "not a table")
    put("../digestkit.toml", "dialect = 'mine.toml'\n")
    assert "../mine.toml" in run("check", "../digests/odd.md").stderr


def test_the_large_file_of_another_project_is_no_error():
    put("pyproject.toml", "# " + "x" * (1 << 20))
    assert run("check", "../digests/odd.md").exit_code == 0


def test_what_is_no_file_is_passed_over():
    Path("../digestkit.toml").mkdir()
    assert run("check", "../digests/odd.md").exit_code == 0


def test_the_line_in_a_pyproject():
    put(
        "pyproject.toml",
        "[tool.other]\ntitel = 1\n[tool.digestkit.convert]  # us\nlang = 'ko'\n\"titel\" = 'x'\n",
    )
    result = run("convert", "../digests/odd.md", "--to", "jsonl")
    assert (
        "pyproject.toml:5: tool.digestkit.convert.titel: unknown key; did you mean 'title'?" in result.stderr
    )


def test_a_table_that_is_none():
    put("pyproject.toml", "[tool]\ndigestkit = 1\n")
    with pytest.raises(UsageError, match=r"tool\.digestkit: must be a table"):
        config.find(Path.cwd())


def test_help_reads_no_file():
    put("digestkit.toml", "wrong = 1\n")
    assert run("check", "--help").exit_code == 0
    assert run("convert", "--help").exit_code == 0


def test_options_of_the_tables_exist():
    """Every key is an option of its command, and no key that a file may have is one that it may not."""
    import click

    for name, keys in config.TABLES.items():
        command = cli.main.get_command(click.Context(cli.main), name)
        known = {config._key_of(parameter) for parameter in command.params}
        assert set(keys) <= known
        assert not set(keys) & set(config.REFUSED)
    assert not set(config.SHARED) & set(config.REFUSED)


@pytest.mark.parametrize(
    "table",
    [
        "[tool.digestkit.check]\nselect = ['DK9']\n",
        "[ tool . digestkit . check ]\nselect = ['DK9']\n",
        "['tool'.\"digestkit\".check]\nselect = ['DK9']\n",
        "[tool]\nother = 1\ndigestkit.check.select = ['DK9']\n",
        "[\"tool\"] # ours and others'\ndigestkit = {check = {select = ['DK9']}}\n",
        "tool.digestkit.check.select = ['DK9']\n",
        "tool = {digestkit = {check = {select = ['DK9']}}}\n",
        "[project]\r\nname = 'digestkit'\r\n\t[ tool ]\r\ndigestkit.check.select = ['DK9']\r\n",
    ],
)
def test_a_table_is_found_however_toml_spells_it(table):
    put("pyproject.toml", table)
    assert config.find(Path.cwd()).table == {"check": {"select": ["DK9"]}}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[project]\nname = 'x'\n", False),
        ("[project]\nname = 'digestkit'\n[tool.ruff]\n", False),
        ("[tool.digestkit]\n", True),
    ],
)
def test_a_parser_of_toml_is_imported_where_a_file_is_for_us(here, text, wanted):
    put("pyproject.toml", text)
    code = (
        "import sys; from digestkit.cli import main; "
        f"main(['check', {str(here / 'digests' / 'odd.md')!r}, '-q'], standalone_mode=False); "
        "print('tomllib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout == f"{wanted}\n"


def test_an_input_on_another_drive_of_windows_is_named_whole(monkeypatch):
    def refuse(*_paths):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    put("digestkit.toml", "inputs = ['digests']\n")
    monkeypatch.setattr(os.path, "relpath", refuse)
    assert config._beside(config.find(Path.cwd()), "digests") == str(Path.cwd() / "digests")


def test_a_reader_that_is_nearly_one_of_the_cores_is_told():
    put("digestkit.toml", "from = 'jsonlines'\n")
    result = run("check", "digests")
    assert result.exit_code == 2
    assert "named on the command line only; did you mean 'jsonl'?" in result.stderr
