"""What a paper says twice, and what no field can hold, is kept."""

from __future__ import annotations

import datetime

import pytest

import digestkit
from digestkit.dialects.draft import Draft
from digestkit.dialects.table import Authors, Field
from digestkit.source import SourceText

WRAPPED = Field((), 0, wrap="`")


def made(*said, field=None):
    draft = Draft(0, Authors())
    for name, value in (("title", "T"), ("url", "https://x.example/"), *said):
        draft.take((name,), (value,), field)
    return draft.paper(0, SourceText(""), None)


@pytest.mark.parametrize(
    ("name", "first", "second", "value"),
    [
        ("title", "T", "Another", "T"),
        ("votes", "7", "8", 7),
        ("authors", "Ada, Bob", "Cy", ("Ada", "Bob")),
        ("categories", "cs.CL", "cs.LG", ("cs.CL",)),
        ("tags", "a, b", "a", ("a", "b")),
        ("submitted", "2025-06-08", "2025-06-09", datetime.date(2025, 6, 8)),
        ("abstract", "x", "y", "x"),
    ],
)
def test_the_first_value_counts_and_another_is_kept(name, first, second, value):
    paper = made((name, first), (name, first), (name, second))
    assert getattr(paper, name) == value
    assert paper.extra == ((name, second),)


@pytest.mark.parametrize(("name", "value"), [("votes", "9" * 40), ("submitted", "soon"), ("date", "soon")])
def test_what_a_field_cannot_hold_is_kept(name, value):
    assert made((name, value)).extra == ((name, value),)


def test_an_arxiv_id_is_a_link():
    draft = Draft(0, Authors(split=" & "))
    draft.take(("title", "arxiv", "authors"), ("T", "1706.03762v7", "Ada & Bob"))
    paper = draft.paper(0, SourceText(""), None)
    assert (paper.url, paper.authors) == ("https://arxiv.org/abs/1706.03762v7", ("Ada", "Bob"))


def test_the_mark_of_a_quote_is_stripped_from_each_line():
    field = Field((), 0, into="abstract", strip="> ", goes_on=True)
    draft = Draft(0, Authors())
    text = "> a\n> \n> b \nc > d\n\n"
    draft.open(field, (0, 0), (), (), "abstract", 0)
    draft.close(text, len(text))
    assert draft.known == {"abstract": "a\n\nb\nc > d"}


def test_text_between_wrapped_terms_is_kept():
    assert made(("tags", "`a`, `b` · `c`"), field=WRAPPED).tags == ("a", "b", "c")
    assert made(("tags", "`a` and more, `b`"), field=WRAPPED).tags == ("`a` and more", "`b`")
    assert made(("tags", "a, b"), field=WRAPPED).tags == ("a", "b")


@pytest.mark.parametrize("blank", ["", " ", "\t", "\x0c", "\xa0", " \n\t"])
def test_blank_lines_above_a_text_are_left_out(blank):
    text = (
        f"### [1] [T](u)\n<details>\nAbstract:\n{blank}\n  An indented line.\nAnother.\n{blank}\n</details>\n"
    )
    text = text.replace("Abstract:", "  <summary>Abstract</summary>")
    (digest,) = digestkit.parse(text, dialect="daily-arxiv-ai-enhanced").digests
    assert digest.papers[0].abstract == "  An indented line.\nAnother."


@pytest.mark.parametrize("text", ["A, B et al.", "A, B, et al.", "A, B ,  et al."])
def test_what_separates_the_names_from_what_says_that_they_are_cut_off_is_of_neither(text):
    draft = Draft(0, Authors(more=(" et al.",)))
    draft.take(("authors",), (text,))
    assert (draft.known["authors"], draft.known["authors_truncated"]) == (("A", "B"), True)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Robotics (cs.RO); Artificial Intelligence (cs.AI)", ("cs.RO", "cs.AI")),
        ("cs.RO; Machine Learning (see below)", ("cs.RO", "Machine Learning (see below)")),
        ("(cs.RO); High Energy Physics - Theory (hep-th)", ("cs.RO", "hep-th")),
    ],
)
def test_a_category_is_its_code_as_arxiv_lists_it(text, read):
    assert made(("categories", text), field=Field((), 0, split=";")).categories == read
    assert made(("tags", text), field=Field((), 0, split="; ")).tags == tuple(text.split("; "))
