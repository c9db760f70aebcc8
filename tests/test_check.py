"""`digestkit check`: what is chosen, how it is shown, what is mended, and what it exits with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, UsageError, cli, markdown
from digestkit.checks.fixes import FIXES, fix
from digestkit.cli import check as check_command
from digestkit.cli import excerpt
from digestkit.testing import strategies
from digestkit.text import width

GOOD = "## Daily Papers (2024-07-05)\n\n### [Title](https://arxiv.org/abs/2407.01906)\n\nVote: 18\n\n- 요약\n"
BAD = "## Daily Papers (2024-02-30)\n\n### [Title](https://example.org/x)\n\nVote: many\n\n- 요약\n"
MANY = "## D (2024-07-05)\n\n" + "".join(f"### [t](https://example.org/{n})\n\n- x\n\n" for n in range(8))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in {"good.md": GOOD, "bad.md": BAD, "many.md": MANY}.items():
        Path(name).write_text(text, "utf-8")


def run(*arguments, stdin=None, **settings):
    return CliRunner().invoke(cli.main, ["check", *arguments], input=stdin, **settings)


def codes(*arguments):
    return [json.loads(line)["code"] for line in run(*arguments, "--format", "json").stdout.splitlines()]


# --- which -------------------------------------------------------------------------------------------------


def test_codes_are_selected_and_ignored():
    assert codes("bad.md") == ["DK112", "DK113", "DK203"]
    assert codes("bad.md", "--select", "DK1") == ["DK112", "DK113"]
    assert codes("bad.md", "--select", "DK112,dk2", "--select", "DK113") == ["DK112", "DK113", "DK203"]
    assert codes("bad.md", "--ignore", "DK11", "--ignore", "DK5") == ["DK203"]
    assert codes("bad.md", "--select", "DK1", "--ignore", "DK113") == ["DK112"]
    assert run("bad.md", "--select", "DK9").exit_code == 2


def test_codes_are_ignored_in_some_files():
    Path("sub").mkdir()
    Path("sub/bad.md").write_text(BAD.replace("/x", "/y"), "utf-8")
    assert codes("bad.md", "sub", "--ignore-in", "sub/*=DK1,DK2") == ["DK112", "DK113", "DK203"]
    assert codes("bad.md", "sub", "--ignore-in", "bad.md=DK1", "--ignore-in", "s*=DK203") == ["DK203"]
    assert run("bad.md", "--ignore-in", "DK1").exit_code == 2
    assert run("bad.md", "--ignore-in", "bad.md=DK9").exit_code == 2


def test_an_input_that_fails_is_never_ignored():
    assert codes("no.md", "--ignore", "DK6", "--ignore-in", "*=DK6") == ["DK601"]
    assert run("no.md", "--ignore", "DK6").exit_code == 1


@pytest.mark.parametrize(
    ("name", "least", "code"),
    [
        ("bad.md", "error", 4), ("bad.md", "info", 4), ("many.md", "error", 0), ("many.md", "warning", 0),
        ("many.md", "info", 4), ("good.md", "info", 0),
    ],
)  # fmt: skip
def test_fail_on(name, least, code):
    assert run(name, "--fail-on", least).exit_code == code
    assert run(name, "--fail-on", least, "--strict").exit_code == code


def test_what_is_not_told_is_no_reason_to_fail():
    assert run("bad.md", "--fail-on", "info", "--ignore", "DK112,DK113,DK203").exit_code == 0
    assert run("bad.md", "--strict", "--select", "DK2").exit_code == 0


# --- how ---------------------------------------------------------------------------------------------------


def test_many_of_one_code_are_folded_in_text_alone():
    lines = run("many.md", "bad.md").stdout.splitlines()
    assert [line.split(" ")[1] for line in lines] == ["DK203"] * 4 + ["DK112", "DK113", "DK203"]
    assert lines[3] == "many.md: DK203 … and 5 more; --all shows them"
    assert len(run("many.md", "--all").stdout.splitlines()) == 8
    assert len(codes("many.md")) == 8
    assert run("many.md", "--format", "github").stdout.count("title=DK203") == 8


def test_the_summary_counts_what_is_folded():
    assert run("many.md", "good.md").stderr == "2 files, 2 digests, 9 papers: 9 findings (DK202 1, DK203 8)\n"


def test_a_terminal_shows_the_place(monkeypatch):
    monkeypatch.setattr(check_command, "is_terminal", lambda _stream: True)
    text = GOOD + "\n- 요약\bx\n"
    Path("good.md").write_text(text, "utf-8")
    lines = run("good.md").stdout.splitlines()
    assert lines[0].startswith("good.md:9:5: DK104 warning: ")
    assert lines[1:] == ["    - 요약\ufffdx", "          ^"]
    assert run("--from", "markdown", stdin=text).stdout.count("\n") == 1
    assert run("good.md", "--format", "json").stdout.count("\n") == 1


def test_a_terminal_shows_no_place_of_a_record(monkeypatch):
    """The records of JSON Lines remember a file that may lie somewhere else, or be another by now."""
    digest = digestkit.load("bad.md")
    Path("x.jsonl").write_text(digestkit.dumps(digest, "jsonl"), "utf-8")
    monkeypatch.setattr(check_command, "is_terminal", lambda _stream: True)
    assert [line[:16] for line in run("x.jsonl").stdout.splitlines()] == ["bad.md:3:1: DK20"]


@pytest.mark.parametrize(
    ("line", "at", "shown"),
    [
        ("- abc", 2, ("    - abc", "      ^")),
        ("한글 x", 3, ("    한글 x", "         ^")),
        ("a\tb", 2, ("    a b", "      ^")),
        ("x" * 100 + "!", 100, (f"    …{'x' * 30}!", f"    {' ' * 31}^")),
        ("!" + "x" * 100, 0, (f"    !{'x' * 34}…", "    ^")),
        ("한" * 100, 50, (f"    …{'한' * 17}…", f"    {' ' * 31}^")),
        ("abc", 3, ("    abc", "       ^")),
    ],
)
def test_excerpts(line, at, shown):
    assert excerpt.excerpt(line, at, 40) == shown


@given(st.text(max_size=200), st.integers(0, 200), st.integers(60, 120))
def test_an_excerpt_fits_and_its_caret_is_below_the_place(line, at, columns):
    line = line.replace("\n", " ")
    at = min(at, len(line))
    shown, caret = excerpt.excerpt(line, at, columns)
    assert max(width.cells(shown), width.cells(caret)) <= columns
    assert len(caret.lstrip(" ")) == 1


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("한글", 4), ("ｆ", 2), ("e\u0301", 1), ("\u1112\u1161\u11ab", 2), ("\u200b", 0), ("é", 1)],
)
def test_cells(text, cells):
    assert width.cells(text) == cells
    assert width.cells(width.pad(text, 9)) == 9


def test_text_is_cut_at_a_width():
    assert width.cut("한글한글", 8) == "한글한글"
    assert width.cut("한글한글", 7) == "한글한…"
    assert width.cut("한글한글", 6) == "한글…"
    assert width.cut("abcdef", 3) == "ab…"


# --- the library -------------------------------------------------------------------------------------------


def test_the_library_finds_the_same_and_counts():
    found = digestkit.check(["bad.md", "no.md", "many.md"], ignore=["DK203"])
    assert [one.code.id for one in found] == ["DK112", "DK113", "DK601"]
    assert (found.files, found.digests, found.papers, found.failed) == (2, 2, 9, 1)
    seen = []
    assert list(digestkit.check("good.md", see=seen.append)) == []
    assert seen == list(digestkit.iter_digests("good.md"))
    with pytest.raises(UsageError):
        digestkit.check("good.md", select=["DK9"])


# --- mending -----------------------------------------------------------------------------------------------

PAPER = "### [T](https://arxiv.org/abs/2407.0000{})\n\nAuthors: {}\n\n- x"
FAULTY = (
    "\ufeff## D (2024-07-05)\r\n\r\n"
    + PAPER.format(1, "Ada Lovelace; Alan Turing; +")
    + PAPER.format(2, "A")
    + "\n"
).replace("\n\n", "\r\n\n")


def mended(text, wanted=frozenset(Code)):
    result = fix(text, "a.md", wanted)
    return result.text, [(found.line, found.code.id) for found in result.fixed]


def test_each_fix():
    text, fixed = mended(FAULTY)
    assert (
        text
        == "## D (2024-07-05)\n\n"
        + PAPER.format(1, "Ada Lovelace, Alan Turing, +")
        + "\n\n"
        + PAPER.format(2, "A")
        + "\n"
    )
    assert fixed == [(1, "DK101"), (1, "DK102"), (3, "DK212"), (7, "DK116")]
    assert mended(text) == (text, [])


def test_only_the_codes_that_are_wanted_are_mended():
    assert mended(FAULTY, {Code.BOM}) == (FAULTY[1:], [(1, "DK101")])
    assert mended(FAULTY, {Code.NFD}) == (FAULTY, [])
    assert mended(GOOD) == (GOOD, [])
    assert mended("\ufeff# No digest\r\n") == ("\ufeff# No digest\r\n", [])


MISSPELLED = """\
## D (2024-07-05)

### [A](https://arxiv.org/abs/2407.00001)

  ![](a.png)

**Votes:** 18

authors\uff1aAda Lovelace; Alan Turing

* **L**: x
* y
  * z
* w### [B](https://arxiv.org/abs/2407.00002)

Vote: 3

Votes: many

 - x
 - y

- - z
"""
SPELLED = """\
## D (2024-07-05)

### [A](https://arxiv.org/abs/2407.00001)

![](a.png)

Vote: 18

Authors: Ada Lovelace, Alan Turing

- **L**: x
- y
  * z
- w

### [B](https://arxiv.org/abs/2407.00002)

Vote: 3

Vote: many

- x
- y

- - z
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_other_spellings_are_mended_and_say_the_same(line_end):
    text, spelled = (given.replace("\n", line_end) for given in (MISSPELLED, SPELLED))
    after, fixed = mended(text, {Code.ODD_SPELLING})
    assert after == spelled.replace("Lovelace,", "Lovelace;").replace(f"w{line_end * 2}###", "w###")
    assert fixed == [(line, "DK119") for line in (5, 7, 9, 11, 12, 14, 18, 20, 21)]
    assert mended(text.replace("\r", ""))[0] == SPELLED


@given(strategies.damaged_structure())
def test_no_other_spelling_is_left(text):
    once = fix(text, "a.md", {Code.ODD_SPELLING})
    # In Korean, as `fix` does: a text without a day might be read in another dialect.
    before, after = markdown.parse(text), markdown.parse(once.text)
    assert after.segments == before.segments
    assert [found.line for found in once.fixed] == [
        found.line for found in before.diagnostics if found.code is Code.ODD_SPELLING
    ]
    assert all(found.code is not Code.ODD_SPELLING for found in after.diagnostics)
    assert fix(once.text, "a.md", {Code.ODD_SPELLING}).text == once.text


@pytest.mark.parametrize("names", ["Lovelace, Ada; Turing, Alan", "A; B, C", "A;B", "O&#39;Neill", "A; "])
def test_names_that_may_be_turned_round_are_left(names):
    text = "## D (2024-07-05)\n\n" + PAPER.format(1, names) + "\n"
    assert mended(text) == (text, [])


def test_a_mark_that_is_text_of_an_item_stays():
    text = "## D (2024-07-05)\n\n- x\n\n### [T](u)\n\n- x\n\ufeffy\n"
    assert mended(text) == (text, [])


@given(st.one_of(strategies.documents().map(digestkit.write), strategies.hostile_text(lines=True)))
def test_mended_twice_is_mended_once(text):
    once = fix(text, "a.md", frozenset(Code)).text
    assert fix(once, "a.md", frozenset(Code)).text == once


def test_every_fix_is_for_a_code_of_its_own():
    assert len({code for code, _ in FIXES}) == len(FIXES)


def test_fix_mends_files_and_checks_what_is_left():
    Path("faulty.md").write_bytes((FAULTY + "\nstray\n").encode())
    result = run("faulty.md", "good.md", "--fix")
    assert [line.split(" ")[1:3] for line in result.stderr.splitlines()[:4]] == [
        ["DK101", "fixed:"], ["DK102", "fixed:"], ["DK212", "fixed:"], ["DK116", "fixed:"],
    ]  # fmt: skip
    assert result.stderr.startswith("faulty.md:1:1: DK101 fixed: a byte order mark\n")
    assert [line.split(" ")[1] for line in result.stdout.splitlines()] == ["DK110", "DK202"]
    assert b"\r" not in Path("faulty.md").read_bytes()
    assert Path("good.md").read_text("utf-8") == GOOD
    assert "fixed" not in run("faulty.md", "--fix").stderr


def test_fix_leaves_other_dialects_as_they_are():
    seed = Path(__file__).parent.parent / "seeds/dialects/daily-arxiv-ai-enhanced/bare/2025-03-18.md"
    Path("other.md").write_bytes(seed.read_bytes())
    assert "fixed" not in run("--fix", "other.md").stderr
    assert Path("other.md").read_bytes() == seed.read_bytes()


def test_fix_mends_what_is_selected_only():
    Path("faulty.md").write_bytes(FAULTY.encode())
    run("faulty.md", "--fix", "--ignore-in", "faulty.md=DK1,DK2")
    assert run("faulty.md", "--fix", "--ignore-in", "faulty.md=DK9").exit_code == 2
    assert Path("faulty.md").read_bytes() == FAULTY.encode()
    run("faulty.md", "--fix", "--select", "DK101", "-q")
    assert Path("faulty.md").read_bytes() == FAULTY[1:].encode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["-"],
        ["good.md", "--from", "jsonl"],
        ["good.md", "--encoding", "latin-1"],
        ["good.md", "--encoding-errors", "replace"],
    ],
)
def test_fix_mends_files_of_utf_8_only(arguments):
    assert run("--fix", *arguments, stdin="").exit_code == 2


@pytest.mark.parametrize("syllable", ["\u1100\u1160", "\u1100\u1161\u11a8", "\u1100\u1161\u11ff"])
def test_a_decomposed_syllable_is_as_wide_as_a_composed_one(syllable):
    assert width.cells(syllable) == width.cells("각")
