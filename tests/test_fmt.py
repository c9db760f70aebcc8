"""The normal form: the same in every run, saying what the text said; and the command that gives it."""

from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, cli
from digestkit.markdown import normal
from digestkit.markdown.normal import normal_form, with_line_ends
from digestkit.testing import strategies

NORMAL = (
    "## Daily Papers (2024-11-05)\n\n### [Title](https://arxiv.org/abs/2411.01906)\n\n"
    "Vote: 18\n\n- ***L***: 요약\n\n"
)
LOOSE = "# Mine\n\n" + NORMAL.replace("***", "**").replace("\n\nVote", "\n\n\nVote")[:-1]
STRAY = NORMAL.replace("Vote: 18", "Rating: 5")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name, text in {"normal.md": NORMAL, "loose.md": LOOSE, "stray.md": STRAY}.items():
        Path(name).write_bytes(text.encode())
    Path("notes.md").write_text("# No digest\r\n")


def run(*arguments, stdin=None):
    return CliRunner().invoke(cli.main, ["fmt", *arguments], input=stdin)


def segments(text):
    return tuple(
        part if isinstance(part, digestkit.Digest) else with_line_ends(part)
        for part in digestkit.parse(text).segments
    )


# --- the form ----------------------------------------------------------------------------------------------


@given(
    st.one_of(strategies.documents().map(digestkit.write), strategies.hostile_text(lines=True)),
    st.sampled_from((None, *strategies.STYLES)),
)
def test_it_is_its_own_normal_form_and_says_the_same(text, style):
    form = normal_form(text, "a.md", style)
    assert normal_form(form.text, "a.md", style).text == form.text
    assert segments(form.text) == segments(text)
    assert form.text == text or not form.obstacles


@given(strategies.documents(), st.booleans(), st.booleans())
def test_what_was_written_has_one(document, bom, crlf):
    text = digestkit.write(document)
    given = ("\ufeff" if bom and not text.startswith("\ufeff") else "") + (
        text.replace("\n", "\r\n") if crlf else text
    )
    form = normal_form(given)
    if not any(found.code in normal.OBSTACLES for found in digestkit.parse(given).diagnostics):
        assert all(found.code is Code.ALTERED for found in form.obstacles)


def test_real_digests_have_one(given_paths):
    for path in given_paths:
        text = path.read_bytes().decode()
        form = normal_form(text, path.name)
        assert form.obstacles == ()
        assert segments(form.text) == segments(text)
        assert normal_form(form.text).text == form.text


@pytest.mark.parametrize("code", sorted(normal.OBSTACLES, key=lambda code: code.id))
def test_what_no_field_holds_stands_against_it(code):
    samples = {
        Code.STRAY_TEXT: STRAY,
        Code.BAD_HEADING: NORMAL + "### Title\n",
        Code.BAD_VOTE: NORMAL.replace("18", "many"),
        Code.REPEATED_FIELD: NORMAL.replace("Vote: 18", "Vote: 18\n\nVote: 19"),
        Code.EXTRA_TEXT: NORMAL.replace("1906)", "1906) new"),
    }
    text = samples[code].replace("Title]", "Loose ]")
    form = normal_form(text, "a.md")
    assert form.text == text
    assert [found.code for found in form.obstacles] == [code]


def test_a_change_of_meaning_is_refused(monkeypatch):
    monkeypatch.setattr(
        normal, "_parts", lambda document, _style: [digestkit.write(document).replace("요약", "x")]
    )
    form = normal_form(NORMAL, "a.md")
    assert form.text == NORMAL
    assert [found.text() for found in form.obstacles] == ["a.md: DK503 its normal form would read otherwise"]


def test_era_of_each_day_or_of_all():
    earlier = attrs.evolve(
        digestkit.parse(NORMAL).digests[0],
        date=digestkit.parse(NORMAL.replace("2024-11", "2024-07")).digests[0].date,
    )
    text = NORMAL + digestkit.write(earlier, "E0")
    assert normal_form(text).text == NORMAL + digestkit.write(earlier, "E7")
    assert normal_form(text, None, "E9").text == NORMAL + digestkit.write(earlier, "E9")


def test_byte_order_marks_and_carriage_returns_go_and_text_outside_stays():
    text = "\ufeff# Mine\r\r\n\r\ntext \r\n" + NORMAL.replace("\n", "\r\n")
    assert normal_form(text).text == "# Mine\n\ntext \n" + NORMAL
    assert normal_form("\ufeffno digest\r\n").text == "\ufeffno digest\r\n"


# --- the command -------------------------------------------------------------------------------------------


def test_it_prints_the_form_of_one_input():
    assert run("loose.md").stdout == "# Mine\n\n" + NORMAL
    assert run("-", stdin=LOOSE).stdout == "# Mine\n\n" + NORMAL
    assert Path("loose.md").read_bytes() == LOOSE.encode()


@pytest.mark.parametrize(
    "arguments", [["normal.md", "loose.md"], ["."], ["--write", "-"], ["--style", "E10", "-"]]
)
def test_usage(arguments):
    assert run(*arguments, stdin="").exit_code == 2


def test_check_lists_what_would_change():
    result = run("--check", "normal.md", "loose.md", "notes.md")
    assert (result.exit_code, result.stdout) == (4, "loose.md\n")
    assert result.stderr == "1 file would change\nerror: not in normal form (1)\n"
    assert run("--check", "normal.md").exit_code == 0
    assert run("--check", "loose.md", "normal.md", "-q").stderr == "error: not in normal form (1)\n"


def test_diff_shows_it():
    result = run("--diff", "loose.md", "normal.md")
    assert result.exit_code == 0
    assert result.stdout.startswith("--- loose.md\n+++ loose.md\n@@ ")
    assert "\n-- **L**: 요약\n+- ***L***: 요약\n+\n" in result.stdout
    Path("cut.md").write_bytes(NORMAL[:-2].encode())
    assert "\n\\ No newline at end of file\n" in run("--diff", "cut.md").stdout


def test_a_diff_has_the_bytes_of_the_file_and_spares_a_terminal(monkeypatch):
    from digestkit.cli import fmt

    Path("loose.md").write_bytes(LOOSE.replace("요약", "\x1b[31m\t요약").encode())
    assert b"\n-- **L**: \x1b[31m\t" in run("--diff", "loose.md").stdout_bytes
    monkeypatch.setattr(fmt, "is_terminal", lambda _stream: True)
    assert "\n-- **L**: \\x1b[31m    요약\n" in run("--diff", "loose.md").stdout


def test_write_replaces_and_then_there_is_nothing_to_do():
    result = run("--write", "loose.md", "normal.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "loose.md\n", "1 file changed\n")
    assert Path("loose.md").read_bytes() == ("# Mine\n\n" + NORMAL).encode()
    assert run("--check", "loose.md").exit_code == 0


def test_text_that_no_field_holds_leaves_a_file_as_it_is():
    result = run("--write", "stray.md", "loose.md", "missing.md")
    assert result.exit_code == 1
    assert result.stdout == "loose.md\n"
    assert (
        "stray.md:5:1: DK110 text that belongs to no field of a paper: 'Rating: 5'; kept\n" in result.stderr
    )
    assert "stray.md: left unchanged" in result.stderr
    assert "missing.md: DK601 " in result.stderr
    assert Path("stray.md").read_bytes() == STRAY.encode()
    assert run("--check", "stray.md", "loose.md").exit_code == 1


def test_a_file_that_is_not_utf_8_is_left_out():
    Path("latin.md").write_bytes(LOOSE.replace("요약", "é").encode("latin-1"))
    result = run("--write", "latin.md")
    assert result.exit_code == 1
    assert "latin.md: DK601 not utf-8 at byte" in result.stderr
    assert Path("latin.md").read_bytes() == LOOSE.replace("요약", "é").encode("latin-1")


def test_styles_are_those_of_the_grammar():
    from digestkit.cli.fmt import STYLES
    from digestkit.markdown import eras

    assert tuple(style.name for style in eras.STYLES) == STYLES


OTHERS = sorted((Path(__file__).parent.parent / "seeds" / "dialects").rglob("*.md"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(path.parents[2])))
def test_another_dialect_is_left_as_it_is(path):
    text = path.read_bytes()
    Path("other.md").write_bytes(text)
    assert run("--write", "other.md").exit_code == 0
    assert run("other.md").stdout_bytes == text
    assert Path("other.md").read_bytes() == text


def test_a_dialect_that_is_left_as_it_is_is_named():
    Path("other.md").write_bytes((OTHERS[0]).read_bytes())
    assert "DK607 read as " in run("--check", "-v", "other.md").stderr
