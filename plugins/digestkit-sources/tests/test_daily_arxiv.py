"""daily-arXiv: the day of the file's name, a line a paper, and one of several spellings of a day."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from digestkit_sources.daily_arxiv import DailyArxivOptions, choose, daily_arxiv

import digestkit
from digestkit import Code

SAMPLE = Path(__file__).parent / "samples/daily-arxiv/2025-06-08_AI_enhanced_Chinese.jsonl"
NAMES = ("2025-06-08.jsonl", "2025-06-08_AI_enhanced_Chinese.jsonl", "2025-06-08_AI_enhanced_English.jsonl")


def load(tmp_path, text, name="2025-06-08.jsonl"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return digestkit.load(path, "daily-arxiv")


def test_every_field_has_its_place():
    document = digestkit.load(SAMPLE, "daily-arxiv")
    [digest] = document.digests
    first, second = digest.papers
    assert (digest.date, digest.title, document.diagnostics) == (datetime.date(2025, 6, 8), "", ())
    assert first == digestkit.Paper(
        "SSIMBaD: Sigma Scaling with SSIM-Guided Balanced Diffusion for AnimeFace Colorization",
        "https://arxiv.org/abs/2506.04283",
        authors=("Junpyo Seo", "Hanbin Koo", "Jieun Yook", "Byung-Ro Moon"),
        abstract="Sketches of faces get\ncolours.",
        tldr="给草图上色。",
        categories=("cs.GR", "cs.AI", "cs.CV"),
        summary=(
            digestkit.Item("Motivation", "步长固定。"),
            digestkit.Item("Method", "换一个空间。"),
            digestkit.Item("Result", "更像。"),
            digestkit.Item("Conclusion", "可行。"),
        ),
        extra=(("comment", "10 pages"),),
    )
    assert first.authors_ordered is True
    assert second.links == (("code", "https://github.com/example/handles"),)
    assert [paper.position.line for paper in digest.papers] == [1, 2]


def test_a_line_that_is_damaged_costs_itself(tmp_path):
    good = SAMPLE.read_text("utf-8").splitlines()
    document = load(tmp_path, "\n".join([good[0], good[1][:200], "[]", '{"id": "x"} y', good[1]]))
    assert len(document.digests[0].papers) == 2
    assert [(one.code, one.line) for one in document.diagnostics] == [
        (Code.READ_ERROR, at) for at in (2, 3, 4)
    ]
    assert document.diagnostics[0].column is not None
    assert document.diagnostics[2].message == "no JSON: something follows the value"
    assert document.diagnostics[2].column == 13


def test_keys_that_are_not_known_are_kept(tmp_path):
    line = json.dumps({"id": "2506.04283", "title": "T", "code_stars": 12, "AI": "Error"})
    [paper] = load(tmp_path, f"{line}\n{line}\n").digests[0].papers[:1]
    assert paper.url == "https://arxiv.org/abs/2506.04283"
    assert paper.extra == (("code_stars", "12"), ("AI", "Error"))


def test_values_of_other_types_are_told_and_kept(tmp_path):
    document = load(
        tmp_path, json.dumps({"id": "2506.04283", "title": None, "authors": [7], "AI": {"tldr": 3}})
    )
    [paper] = document.digests[0].papers
    assert (paper.title, paper.authors, paper.tldr) == ("", (), "3")
    assert paper.extra == (("authors", "[7]"),)
    assert [one.code for one in document.diagnostics] == [Code.READ_WARNING]


def test_a_file_without_a_day_in_its_name_is_told(tmp_path):
    document = load(tmp_path, SAMPLE.read_text("utf-8"), "today.jsonl")
    assert document.digests[0].date is None
    assert "no day: the file's name has none" in document.diagnostics[0].message


@pytest.mark.parametrize(
    ("names", "language", "chosen"),
    [
        (NAMES, "", NAMES[1]),
        (NAMES, "English", NAMES[2]),
        (NAMES, "english", NAMES[2]),
        (NAMES, "Korean", NAMES[1]),
        (NAMES[:1], "English", NAMES[0]),
        (NAMES[::-1], "", NAMES[1]),
    ],
)
def test_one_of_the_spellings_of_a_day_is_chosen(names, language, chosen):
    other = [name.replace("06-08", "06-09") for name in names]
    paths = [f"data/{name}" for name in (*names, *other)]
    wanted = [f"data/{chosen}", f"data/{chosen.replace('06-08', '06-09')}"]
    assert list(choose(paths, DailyArxivOptions(language))) == wanted


def test_of_a_folder_one_spelling_is_read_and_the_choice_is_told(tmp_path):
    for name in NAMES:
        text = SAMPLE.read_text("utf-8")
        (tmp_path / name).write_text(text.replace("给草图上色。", name), encoding="utf-8")
    noticed = []
    [digest] = digestkit.iter_digests(tmp_path, noticed.append, format="daily-arxiv:language=English")
    assert (digest.source, digest.papers[0].tldr) == (NAMES[2], NAMES[2])
    [told] = [one for one in noticed if one.code is Code.NOT_CHOSEN]
    assert told.message.startswith("2 of 3 files say the same as others")


def test_a_file_is_recognised_where_the_core_finds_no_record_of_its_own(tmp_path):
    document = digestkit.load(SAMPLE)
    assert document == digestkit.load(SAMPLE, "daily-arxiv")
    assert [one.message for one in document.diagnostics] == ["read as daily-arxiv"]
    own = tmp_path / "own.jsonl"
    own.write_text(digestkit.dumps(document, "jsonl"), encoding="utf-8")
    assert digestkit.load(own).digests == document.digests
    other = tmp_path / "other.jsonl"
    other.write_text('{"a": 1}\n', encoding="utf-8")
    assert [one.code for one in digestkit.load(other).diagnostics] == [Code.BAD_RECORD]


def test_it_can_be_called_by_hand():
    assert len(next(daily_arxiv(SAMPLE.read_text("utf-8"))).papers) == 2
