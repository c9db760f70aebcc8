"""Hugging Face daily papers: the day of the list, votes, and what else an answer says."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import digestkit
from digestkit import Code

SAMPLE = Path(__file__).parent / "samples/hf/2024-07-05.json"


def load(tmp_path, value, name="papers.json", reader="hf-daily-papers"):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return digestkit.load(path, reader)


def test_every_field_has_its_place():
    document = digestkit.load(SAMPLE)
    [digest] = document.digests
    first, second = digest.papers
    assert (digest.date, digest.title, document.diagnostics) == (
        datetime.date(2024, 7, 5),
        "Daily Papers",
        (),
    )
    assert first == digestkit.Paper(
        "Let the Expert Stick to His Last: Expert-Specialized Fine-Tuning for Sparse Architectural Large "
        "Language Models",
        "https://arxiv.org/abs/2407.01906",
        digestkit.Media(
            "image", "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2407.01906.png"
        ),
        18,
        ("Zihan Wang", "Deli Chen"),
        abstract="Only the experts that a task calls for are trained.",
        tldr="Train the experts that matter.",
        tags=("mixture of experts", "fine-tuning"),
        submitted=datetime.date(2024, 7, 2),
        links=(
            ("huggingface", "https://huggingface.co/papers/2407.01906"),
            ("code", "https://github.com/deepseek-ai/ESFT"),
            ("project", "https://esft.example.org"),
        ),
        extra=(("submitter", "AK"), ("comments", "1")),
    )
    assert (first.authors_ordered, first.position.line, second.position.line) == (True, 2, 30)
    assert second.media == digestkit.Media("video", "https://cdn-uploads.huggingface.co/forcing.mp4")


ENTRY = {"paper": {"id": "2407.01906", "title": "T", "upvotes": 1, "publishedAt": "2024-07-02T02:50:57.000Z"}}
ON_LIST = {"paper": {**ENTRY["paper"], "submittedOnDailyAt": "2024-07-05T00:40:11.000Z"}}
OLD = {**ENTRY, "publishedAt": "2024-07-06T01:02:03.456Z"}
NEW = {**ENTRY, "publishedAt": "2024-07-02T02:50:57.000Z"}


@pytest.mark.parametrize(
    ("entry", "name", "options", "day"),
    [
        (ON_LIST, "2024-07-09.json", "", 5),
        (ON_LIST, "2024-07-09.json", ":day=2024-07-08", 8),
        (OLD, "2024-07-09.json", "", 9),
        (OLD, "papers.json", "", 6),
        (NEW, "papers.json", "", None),
        (ENTRY, "2024-07-99.json", "", None),
    ],
)
def test_the_day_is_that_of_the_list(tmp_path, entry, name, options, day):
    [digest] = load(tmp_path, [entry], name, f"hf-daily-papers{options}").digests
    assert digest.date == (datetime.date(2024, 7, day) if day else None)


def test_papers_of_several_days_are_several_digests(tmp_path):
    document = load(tmp_path, [ON_LIST, OLD, ON_LIST])
    assert [(digest.date.day, len(digest.papers)) for digest in document.digests] == [(5, 2), (6, 1)]


def test_what_comes_before_damage_is_read_and_the_place_is_told(tmp_path):
    text = json.dumps([ON_LIST, ON_LIST], indent=1)
    cut = text.index('"2407.01906"', 100) + 5
    document = load(tmp_path, text[:cut])
    assert len(document.digests[0].papers) == 1
    [told] = document.diagnostics
    before = text[: text.index('"2407.01906"', 100)]
    assert (told.code, told.line) == (Code.READ_ERROR, before.count("\n") + 1)
    assert told.column == len(before) - before.rfind("\n")
    assert told.message.startswith("damaged JSON: Unterminated string")


@pytest.mark.parametrize("entry", [3, None, [], {}, {"paper": 3}, {"title": "T"}])
def test_an_entry_without_a_paper_is_told(tmp_path, entry):
    document = load(tmp_path, [ON_LIST, entry])
    assert len(document.digests[0].papers) == 1
    assert [one.message for one in document.diagnostics] == ["an entry without a paper"]


def test_an_array_of_something_else_is_refused_at_once(tmp_path):
    with pytest.raises(digestkit.InputError, match="no entry has a paper"):
        load(tmp_path, [{"title": "T"}] * 3)


def test_wrong_types_are_told_and_kept(tmp_path):
    wrong = {
        "upvotes": "many",
        "authors": "Ada",
        "ai_keywords": 5,
        "mediaUrls": {"a": 1},
        "publishedAt": "soon",
    }
    document = load(tmp_path, [{"paper": {"id": "2407.01906", **wrong}}])
    [paper] = document.digests[0].papers
    assert (paper.votes, paper.authors, paper.media) == (None, ("Ada",), None)
    assert dict(paper.extra) == {"votes": "many", "tags": "5", "submitted": "soon"}
    assert {one.code for one in document.diagnostics} == {Code.READ_WARNING}


@pytest.mark.parametrize("text", ["", "{}", "papers", "<html>"])
def test_what_is_no_array_is_refused(tmp_path, text):
    with pytest.raises(digestkit.InputError, match="a JSON array is wanted"):
        load(tmp_path, text)
