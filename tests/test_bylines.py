r"""Names as every format shows them: `and Lei Bai` and `Erd\H{o}s` are mended once for all."""

import datetime
import itertools
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Paper
from digestkit.reference import Reference
from digestkit.text.bylines import altered, mended, shown

AUTHORS = (
    "NVIDIA",
    ":",
    "Ada Lovelace",
    "and Ada Lovelace",
    r"Paul Erd\H{o}s",
    "Eric~Granger",
    " ",
    "Ada Lovelace",
)
SHOWN = ("NVIDIA", "Ada Lovelace", "Paul Erdős", "Eric Granger", "Ada Lovelace")
TOLD = [
    "author: ':' is left out",
    "author: 'and Ada Lovelace' is written as 'Ada Lovelace'",
    r"author: 'Paul Erd\\H{o}s' is written as 'Paul Erdős'",
    "author: 'Eric~Granger' is written as 'Eric Granger'",
]
DAY = datetime.date(2024, 7, 5)
PAPER = Paper("One", "https://arxiv.org/abs/2407.00001", authors=AUTHORS)


def test_a_reference_has_the_names_as_they_are_shown():
    assert Reference(PAPER).authors == SHOWN
    assert tuple(map(str, Reference(PAPER).names)) == SHOWN


def test_the_model_keeps_the_names_as_they_are_written():
    assert json.loads(digestkit.dumps(PAPER, "jsonl"))["authors"] == list(AUTHORS)


@pytest.mark.parametrize("written", [(":",), (":", " "), ("and",)])
def test_a_list_of_nothing_else_is_kept(written):
    assert Reference(Paper("One", "https://arxiv.org/abs/2407.00001", authors=written)).authors == written[:1]


@pytest.mark.parametrize(
    ("name", "options", "shown"),
    [
        ("rss", {}, ">NVIDIA, Ada Lovelace, Paul Erdős, Eric Granger, Ada Lovelace<"),
        ("atom", {}, ">NVIDIA, Ada Lovelace, Paul Erdős, Eric Granger, Ada Lovelace<"),
        (
            "rss",
            {"items": "digest"},
            "&lt;p&gt;NVIDIA, Ada Lovelace, Paul Erdős, Eric Granger, Ada Lovelace&lt;/p&gt;",
        ),
        (
            "bibtex",
            {"unicode": True},
            "{{NVIDIA} and Ada Lovelace and Paul Erdős and Eric Granger and Ada Lovelace}",
        ),
        ("bibtex", {}, r"Paul Erd{\H{o}}s"),
    ],
)
def test_every_format_shows_these_names_and_tells_of_them(name, options, shown):
    told = []
    text = digestkit.dumps(
        [Digest(DAY, "D", [PAPER])], name, report=told.append, base_url="https://e.org/", **options
    )
    assert shown in text
    assert [each.message for each in told if each.code is Code.ALTERED and "author" in each.message] == TOLD


@example(["Ann Lee", "Bo Kim†"])
@example(["Ann Lee‡"])
@example(["Ann Lee §"])
@example(["Ann Lee¶", "B"])
@example(["Petar Veličkovi ć", "B"])
@example(["Ann\nLee", "B"])
@example(["Ann\xa0Lee"])
@given(st.lists(st.text(alphabet="Aand .,-:~*†‡§¶&5٣\\é\xa0")))
def test_a_list_is_mended_name_by_name(names):
    """The look at a whole list passes nothing over that a look at each name finds."""
    spaced = [" ".join(name.split()) for name in names]
    made = [" ".join(mended(name).split()) for name in spaced if name]
    made = [name for name in made if name != ":"] or made
    assert shown(names) == tuple(name for name, _ in itertools.groupby(made))
    assert {name for name, new in altered(names) if new} == {
        name for name in spaced if mended(name) is not name
    }
