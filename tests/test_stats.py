"""`digestkit stats`: what is counted, and how it is printed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import digestkit
from digestkit import cli
from digestkit.statistics import Statistics, ranked
from digestkit.text import width

TEXT = """## D (2024-07-05)

### [한글 제목](https://arxiv.org/abs/2407.00001)

Vote: 18

Authors: A, B, B, +

- **L**: x
- y

### [Second](https://arxiv.org/abs/2407.00002)

Vote: 20

Authors: B

- **L**: x

## D (2024-08-01)

### [Third](https://example.org/x)

Vote: 18

## D (2024-02-30)

### [Fourth](https://arxiv.org/abs/2402.00001)
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, "utf-8")


def run(*arguments):
    return CliRunner().invoke(cli.main, ["stats", *arguments])


def test_everything_is_counted():
    assert json.loads(run("a.md", "--format", "json").stdout) == {
        "files": 1,
        "digests": 3,
        "papers": 4,
        "items": 3,
        "months": {"2024-07": 2, "2024-08": 1, "undated": 1},
        "most_voted": [
            {"votes": 20, "title": "Second", "id": "arxiv:2407.00002", "date": "2024-07-05"},
            {"votes": 18, "title": "한글 제목", "id": "arxiv:2407.00001", "date": "2024-07-05"},
            {
                "votes": 18,
                "title": "Third",
                "id": "url:" + digestkit.Paper("t", "https://example.org/x").id[4:],
                "date": "2024-08-01",
            },
        ],
        "authors": {"different": 2, "busiest": {"B": 2, "A": 1}},
        "labels": {"different": 1, "none": 1, "commonest": {"L": 2}},
        "findings": {"DK112": 1, "DK203": 1, "DK204": 2, "DK205": 1},
    }


def test_text_is_aligned():
    lines = run("a.md", "--top", "2").stdout.split("\n")
    assert lines[0] == "1 file, 3 digests, 4 papers, 3 items"
    start = lines.index("Most voted")
    rows = lines[start + 1 : start + 3]
    assert [row.split() for row in rows] == [
        ["2024-07-05", "Second", "20"],
        ["2024-07-05", "한글", "제목", "18"],
    ]
    assert width.cells(rows[0]) == width.cells(rows[1])
    assert "Busiest of 2 authors" in lines
    assert "Commonest of 1 label; 1 item without" in lines
    assert "  DK204  a paper has no summary           2" in lines


def test_sections_without_rows_are_left_out():
    Path("empty.md").write_text("## D (2024-07-05)\n")
    shown = run("empty.md").stdout.split("\n")
    assert [line for line in shown if line[:1].isalpha()] == ["Papers by month", "Findings"]


def test_an_input_that_fails():
    result = run("no.md", "a.md")
    assert (result.exit_code, result.stderr) == (1, "no.md: DK601 No such file or directory\n")
    assert "3 digests" in result.stdout


def test_long_and_strange_names_stay_on_their_line():
    Path("a.md").write_text(TEXT.replace("한글 제목", "한" * 90 + "\x1b"), "utf-8")
    assert max(map(width.cells, run("a.md").stdout.split("\n"))) < 80
    assert "\x1b" not in run("a.md").stdout


def test_only_the_most_voted_are_held():
    counted = Statistics(2)
    for digest in digestkit.parse(TEXT).digests:
        counted.add(digest)
    assert [voted.title for voted in counted.most_voted] == ["Second", "한글 제목"]


def test_ranks_do_not_depend_on_order():
    from collections import Counter

    assert ranked(Counter("ccbba"), 2) == [("b", 2), ("c", 2)]
    assert ranked(Counter("bbcca"), 2) == [("b", 2), ("c", 2)]
