"""Three layouts of one table, read row by row; what is no row is reported with its line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from digestkit_daily_ai_papers import daily_ai_papers

import digestkit
from digestkit.testing import ReaderConformance

SAMPLES = Path(__file__).parent / "samples"


class TestConformance(ReaderConformance):
    reader = "daily-ai-papers"
    samples = SAMPLES


def papers(name):
    [digest] = digestkit.load(SAMPLES / name, "daily-ai-papers").digests
    return digest, digest.papers


def test_links_in_the_title_in_brackets():
    digest, (first, second, third) = papers("brackets.md")
    assert (digest.date, digest.title) == (datetime.date(2025, 6, 2), "Daily AI Papers")
    assert first == digestkit.Paper(
        "Graphs of Languages: a Long Title that Goes on Below",
        "https://arxiv.org/abs/2407.01906",
        authors=("Ada Lovelace", "emmy-n"),
        summary=(digestkit.Item(None, "Each language gets a graph. Better by half."),),
        links=(("huggingface", "https://huggingface.co/papers/2407.01906"),),
    )
    assert first.authors_ordered is False
    assert (second.title, second.authors) == ("P(a | b) without Tears", ())
    assert second.summary == (digestkit.Item(None, "It estimates p(a | b) | and says so."),)
    assert third.title == "A Title (in Brackets) over Three Lines"


def test_links_in_the_title_after_a_dash():
    _, [paper] = papers("dash.md")
    assert (paper.title, paper.url) == ("Pre-Training - Again", "https://arxiv.org/abs/2409.00002")
    assert paper.links == (("huggingface", "https://huggingface.co/papers/2409.00002"),)


def test_a_column_of_links():
    _, [paper] = papers("column.md")
    assert (paper.title, paper.url, paper.links) == ("Columns", "https://arxiv.org/abs/2409.00003", ())
    assert paper.authors == ("Ada Lovelace", "Emmy Noether")
    assert paper.summary == (digestkit.Item(None, "One | two."),)


def test_each_paper_has_the_line_of_its_row():
    _, found = papers("brackets.md")
    assert [paper.position.line for paper in found] == [7, 9, 10]


def test_several_days_in_one_text():
    one = (SAMPLES / "brackets.md").read_text(encoding="utf-8")
    two = list(daily_ai_papers(one + one.replace("2025-06-02", "2025-06-03")))
    assert [(digest.date.day, len(digest.papers)) for digest in two] == [(2, 3), (3, 3)]
    assert two[1].papers[0].position.line == 7 + one.count("\n")


@pytest.mark.parametrize(
    ("row", "code"),
    [("| A title | Ada | without a link |", "READ_ERROR"), ("words between", "READ_WARNING")],
)
def test_what_is_no_row_is_reported(tmp_path, row, code):
    lines = (SAMPLES / "dash.md").read_text(encoding="utf-8").rstrip().split("\n")
    path = tmp_path / "day.md"
    path.write_text("\n".join([*lines, "", row, ""]), encoding="utf-8")
    document = digestkit.load(path, "daily-ai-papers")
    [found] = document.diagnostics
    assert (found.code, found.line) == (digestkit.Code[code], len(lines) + 2)
    assert len(document.digests[0].papers) == 1


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_a_file_is_recognised_without_being_asked_for(name):
    document = digestkit.load(SAMPLES / name)
    assert document == digestkit.load(SAMPLES / name, "daily-ai-papers")
    assert [found.code for found in document.diagnostics] == [digestkit.Code.READ_AS]
