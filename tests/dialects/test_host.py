"""Dialects from the outside: named, recognised, by folders, joined, and refused."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit import Code, InputError, UsageError, cli
from digestkit.dialects import choice, detection
from digestkit.dialects.detection import Score, Verdict
from digestkit.files import joining
from digestkit.source import Origin

SEEDS = Path(__file__).parents[2] / "seeds"
SAMPLES = SEEDS / "dialects"
D1 = SAMPLES / "daily-arxiv-ai-enhanced"
D4 = SAMPLES / "awesome-arxiv-daily-reporter/1-Apr-2025"
D9 = SAMPLES / "robotics-arxiv-daily"
LINK = "https://arxiv.org/abs/1706.03762"


def command(*arguments):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def lost(tmp_path):
    path = tmp_path / "lost.md"
    path.write_text(f"A Study: {LINK}\n", encoding="utf-8")
    return path


# --- by name -----------------------------------------------------------------------------------------------


def test_a_dialect_can_be_named():
    path = D1 / "bare/2025-03-18.md"
    document = digestkit.load(path, dialect="daily-arxiv-ai-enhanced")
    assert document.dialect == "daily-arxiv-ai-enhanced"
    assert document == digestkit.parse(path.read_text("utf-8"), "2025-03-18.md")
    assert list(digestkit.iter_digests(path, dialect="daily-arxiv-ai-enhanced")) == list(document.digests)


def test_a_named_dialect_is_used_whatever_the_text_is():
    assert digestkit.load(SEEDS / "2024-07-05.md", dialect="wingedge-daily-papers").digests == ()
    text = (D1 / "bare/2025-03-18.md").read_text("utf-8")
    assert digestkit.parse(text, dialect="daily-papers-ko").dialect is None


def test_an_unknown_dialect_is_a_mistake():
    for call in (digestkit.load, digestkit.iter_digests, digestkit.check, digestkit.convert):
        with pytest.raises(UsageError, match="did you mean 'dailyarxiv'"):
            call(SEEDS / "2024-07-05.md", dialect="dailyarxive")
    with pytest.raises(UsageError, match="unknown dialect"):
        digestkit.parse("", dialect="x")
    assert command("check", SEEDS, "--dialect", "x").exit_code == 2


def test_a_table_of_ones_own(tmp_path):
    table = tmp_path / "mine.toml"
    table.write_text('name = "mine"\npaper.line = "{title} at {url}"\n', encoding="utf-8")
    (digest,) = digestkit.parse("A at b\n", dialect=str(table)).digests
    assert (digest.papers[0].title, digest.papers[0].url) == ("A", "b")
    with pytest.raises(InputError, match=r"none\.toml"):
        digestkit.parse("", dialect="none.toml")
    table.write_bytes(b"\xff")
    with pytest.raises(InputError, match="not UTF-8 at byte 0"):
        digestkit.parse("", dialect=str(table))


def test_a_paper_may_say_its_day_in_any_of_its_lines(tmp_path):
    table = tmp_path / "mine.toml"
    table.write_text(
        'name = "mine"\npaper.line = "# {title} <{url}>"\n'
        '[[field]]\nline = "sent: {date}"\n[[field]]\nline = "> {abstract}"\n',
        encoding="utf-8",
    )
    text = "# A <a>\nsent: 2023-03-16\n# B <b>\n> x\nsent: 2023-03-16\n# C <c>\nsent: 2023-03-15\n> y\n"
    document = digestkit.parse("above\n" + text, dialect=str(table))
    above, *digests = document.segments
    assert above == "above\n"
    assert [(digest.date.day, [paper.title for paper in digest.papers]) for digest in digests] == [
        (16, ["A", "B"]),
        (15, ["C"]),
    ]
    assert digestkit.write(document) == "above\n" + text


# --- recognised --------------------------------------------------------------------------------------------


def test_korean_digests_need_no_tables():
    seeds = list(map(str, SEEDS.glob("*.md")))
    code = (
        "import sys, digestkit\n"
        f"list(digestkit.iter_digests({seeds}))\n"
        f"digestkit.convert({seeds}, 'jsonl', {str(Path('/dev/null'))!r})\n"
        "print(*[name for name in sys.modules if name.startswith('digestkit.dialects') or name == 'tomllib'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_what_is_read_is_told_to_who_asks(tmp_path):
    done = command("convert", D1 / "short/2025-06-08.md", "-o", tmp_path / "out.jsonl", "-v")
    assert "DK607 read as daily-arxiv-ai-enhanced (100%)" in done.stderr
    assert "DK607" not in command("convert", D1 / "short/2025-06-08.md", "-o", tmp_path / "o.jsonl").stderr


def test_a_title_never_begins_with_an_ordinal():
    text = (D1 / "short/2025-06-08.md").read_text("utf-8")
    cut = text[: text.index("Main category")]
    titles = [paper.title for digest in digestkit.parse(cut).digests for paper in digest.papers]
    assert titles == ["Adam: A Method for Stochastic Optimization"]


def test_what_the_korean_reader_reads_as_well_is_its_own():
    document = digestkit.parse(f"### [A Study]({LINK})\n\n- It works.\n")
    assert document.dialect is None
    assert len(document.digests) == 1


def test_a_named_file_that_links_papers_in_no_dialect_fails(lost, tmp_path):
    with pytest.raises(InputError, match=r"links papers and is in no known dialect; .*--why FILE"):
        list(digestkit.iter_digests(lost))
    done = command("convert", lost, "-o", tmp_path / "out.jsonl")
    assert (done.exit_code, (tmp_path / "out.jsonl").exists()) == (1, False)
    assert "DK123" in done.stderr
    assert command("check", lost).exit_code == 1


def test_in_a_folder_it_is_passed_over_in_silence(lost):
    shutil.copy(D1 / "bare/2025-03-18.md", lost.parent)
    told = []
    (digest,) = digestkit.iter_digests(lost.parent, told.append)
    assert digest.date == datetime.date(2025, 3, 18)
    assert [found.code for found in told] == [Code.READ_AS]


def test_parsing_keeps_its_text_and_says_so(lost):
    text = lost.read_text("utf-8")
    for document in (digestkit.parse(text, "lost.md"), digestkit.load(lost)):
        assert document.segments == (text,)
        assert [found.code for found in document.diagnostics][-1] is Code.NO_DIALECT


def test_two_that_fit_alike_are_named(monkeypatch):
    alike = Verdict((Score("a", 0.9), Score("b", 0.85), Score("daily-papers-ko", 0.1)))
    monkeypatch.setattr(detection, "weigh", lambda _text, _path: alike)
    text = f"### [1] [T]({LINK})\n"
    document = digestkit.parse(text)
    assert document.segments == (text,)
    assert "fits the dialects a and b alike: say which with --dialect" in document.diagnostics[-1].message
    assert digestkit.write(document) == text
    assert choice.choose(text, Origin()).tied
    with pytest.raises(InputError, match="a and b"):
        digestkit.convert([str(D1 / "bare")], "jsonl", "/dev/null", report=raises)


def raises(diagnostic):
    if diagnostic.code is Code.NO_DIALECT:
        raise InputError(diagnostic.message)


def test_a_tie_in_which_one_has_what_may_be_read():
    verdict = Verdict((Score("a", 0.9), Score("daily-papers-ko", 0.85)))
    assert verdict.tied == ("a", "daily-papers-ko")
    assert Verdict((Score("daily-papers-ko", 0.9), Score("a", 0.85))).best.name == "daily-papers-ko"
    assert Verdict((Score("a", 0.59),)).best is None


def test_what_says_nothing_is_as_most_of_its_folder(tmp_path):
    shutil.copy(D9 / "digests/2026-02-19.md", tmp_path)
    empty = "# Daily arXiv Digest\n\n---\n\n## Drones\n\n_No matching papers in this window._\n"
    (tmp_path / "2026-02-20.md").write_text(empty, encoding="utf-8")
    assert [digest.date.day for digest in digestkit.iter_digests(tmp_path)] == [19, 20]
    assert list(digestkit.iter_digests(tmp_path / "2026-02-20.md")) == []


def test_fields_under_other_names_are_no_items_of_a_dialect_that_takes_any_label():
    """Such a digest is in no dialect; as one of that, its authors would be text."""
    text = f"### [1] [A Study]({LINK})\n**Authors**: A, B\n\n**Date**: today\n\n**Abstract**: it works\n"
    assert digestkit.parse(text * 3).digests == ()


def test_what_digests_are_made_by_is_no_digest(tmp_path):
    """Repositories keep the template of a paper beside the papers."""
    shutil.copy(D1 / "short/2025-06-08.md", tmp_path)
    template = tmp_path / "template.md"
    template.write_text("### [{idx}] [{title}]({url})\n*{authors}*\n\nTL;DR: {tldr}\n", encoding="utf-8")
    (digest,) = digestkit.iter_digests(tmp_path)
    assert [paper.title for paper in digest.papers] == ["Adam: A Method for Stochastic Optimization"]
    for dialect in (None, "daily-arxiv-ai-enhanced", "daily-papers-ko"):
        assert not digestkit.load(template, dialect=dialect).digests


def test_only_the_beginning_of_a_text_is_looked_at():
    text = (D1 / "bare/2025-03-18.md").read_text("utf-8")
    assert detection.judge(text + "\n" * 70_000 + "?\n" * 100_000).best.name == "daily-arxiv-ai-enhanced"
    assert detection.judge("?\n" * 100_000 + text).best is None


# --- places ------------------------------------------------------------------------------------------------


def test_the_day_of_a_named_file_stands_in_the_folders_above_it(monkeypatch):
    monkeypatch.chdir(D4 / "IR")
    (digest,) = digestkit.iter_digests("README.md")
    assert digest.date == datetime.date(2025, 4, 1)
    assert {paper.section for paper in digest.papers} == {"IR"}
    assert digest.source == "README.md"
    assert str(SAMPLES) not in digestkit.dumps([digest], "jsonl")
    assert digestkit.load("README.md").digests[0].date == digest.date


@pytest.mark.parametrize("name", ["a\0/b.md", "a\0/b.jsonl"])
def test_a_path_that_there_cannot_be_is_an_input_that_cannot_be_read(name):
    with pytest.raises(InputError):
        digestkit.load(name)


# --- joined ------------------------------------------------------------------------------------------------


def test_the_files_of_a_day_are_one_digest():
    (digest,) = digestkit.iter_digests(D4)
    assert [paper.section for paper in digest.papers] == ["IR", "IR", "RAG"]
    assert digest.source is None
    assert "## (2025-04-01)\n" in digestkit.dumps([digest], "markdown", report=lambda _loss: None)


def test_topics_with_titles_of_their_own_become_sections():
    (digest,) = digestkit.iter_digests(SAMPLES / "arxiv-daily-paper/topics")
    assert digest.title == ""
    assert [paper.section for paper in digest.papers] == ["🔐 大模型安全相关研究"]


def test_the_rows_of_a_day_are_one_digest():
    path = SAMPLES / "cv-arxiv-daily/readme/README.md"
    digests = list(digestkit.iter_digests(path))
    assert [(digest.date.day, len(digest.papers)) for digest in digests] == [(12, 3), (11, 1)]
    assert len(digestkit.load(path).digests) == 3


def test_korean_digests_of_one_day_stay_two(tmp_path):
    for name in ("a.md", "b.md"):
        shutil.copy(SEEDS / "2024-07-05.md", tmp_path / name)
    assert len(list(digestkit.iter_digests(tmp_path))) == 2


def test_a_day_is_held_and_no_more():
    path = D1 / "bare/2025-03-18.md"
    (digest,) = digestkit.load(path).digests
    days = [attrs.evolve(digest, date=datetime.date(2025, 3, day)) for day in (1, 1, 2, 3)]
    taken = []

    def reading():
        for each in days:
            taken.append(each)
            yield each

    joined = joining.of_files(reading())
    assert len(next(joined).papers) == 2 * len(digest.papers)
    assert len(taken) == 3
    assert [each.date.day for each in joined] == [2, 3]


def test_digests_without_a_day_are_not_joined():
    path = SAMPLES / "ml-papers-of-the-week/README.md"
    assert [digest.date and digest.date.day for digest in digestkit.iter_digests([path, path])] == [
        29,
        None,
        29,
        None,
    ]


# --- the command -------------------------------------------------------------------------------------------


def test_the_command_lists_dialects():
    listed = command("dialects").stdout
    assert listed.startswith("daily-papers-ko ")
    assert "wingedge-daily-papers" in listed
    assert "WingEdge777/daily-papers" in listed


def test_the_command_says_why(lost, tmp_path):
    path = tmp_path / "2025-06-08.md"
    text = (D1 / "short/2025-06-08.md").read_text("utf-8") + "\n"
    path.write_text(text + "A word.\n", encoding="utf-8")
    shown = command("dialects", "--why", path).stdout
    assert shown.startswith("read as daily-arxiv-ai-enhanced (94%)\n\n 94%  daily-arxiv-ai-enhanced\n")
    line = text.count("\n") + 1
    assert f"{path}:{line}: nothing of daily-arxiv-ai-enhanced: A word.\n" in shown
    assert "in no known dialect" in command("dialects", "--why", lost).stdout
    assert command("dialects", "--why", tmp_path / "none").exit_code == 1


def test_a_dialect_that_fits_half_of_the_lines_is_not_chosen():
    """A fork whose authors stand in no line of the table's would lose them."""
    paper = (
        f"### [A Study]({LINK})\n"
        "Ada Lovelace, Grace Hopper\n"
        "<details>\n"
        "  <summary>Abstract</summary>\n"
        "  <ol>\n"
        "    It works.\n"
        "  </ol>\n"
        "</details>\n"
    )
    text = "## Localization\n<ul>\n<li>one</li>\n</ul>\n" + paper
    verdict = detection.judge(text, "docs/today.md")
    assert 0.4 < verdict.scores[0].share < 0.6
    assert verdict.best is None
