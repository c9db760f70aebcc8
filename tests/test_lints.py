"""Lints: each rule finds what it names, and nothing in digests that are as they should be."""

import datetime

import pytest

import digestkit
from digestkit import Code, Digest, Item, Paper
from digestkit.checks.lints import DIGEST_RULES, PAPER_RULES, Linter

SUMMARY = [Item(None, "x")]
URL = "https://arxiv.org/abs/2407.0000{}"


def good(number=1, **changes):
    return Paper(**{"title": "t", "url": URL.format(number), "summary": SUMMARY, **changes})


def day(number, *papers):
    return Digest(datetime.date(2024, 7, number), "D", papers)


def lint(*digests):
    return [(found.code, found.message) for found in Linter().lint(digests)]


def test_nothing_to_say():
    assert lint(day(1, good(1, authors=["A", "B", "A"]), good(2)), day(2, good(3))) == []


@pytest.mark.parametrize(
    ("digest", "code", "message"),
    [
        (day(1), Code.EMPTY_DIGEST, "a digest without papers"),
        (day(1, good(url="https://example.org/x")), Code.NO_ARXIV_ID, "no arXiv id in https://example.org/x"),
        (day(1, good(summary=[])), Code.NO_SUMMARY, "no summary of 't'"),
        (day(1, good(authors=["A", "A", "A", "B", "B"])), Code.REPEATED_AUTHOR, "twice in a row: A, B"),
    ],
)
def test_each_rule(digest, code, message):
    assert lint(digest) == [(code, message)]


def test_every_rule_has_a_code_of_its_own():
    codes = [code for code, _ in (*DIGEST_RULES, *PAPER_RULES)]
    assert {*codes, Code.DUPLICATE_DAY, Code.DUPLICATE_PAPER} == {c for c in Code if c.id.startswith("DK2")}


def test_doubles_name_the_first():
    linter = Linter()
    text = "## D (2024-07-01)\n\n### [t](https://arxiv.org/abs/2407.00001)\n\n- x\n"
    first = digestkit.parse(text, "a.md").digests
    second = digestkit.parse(text.replace("00001", "00001v2"), "b.md").digests
    assert list(linter.lint(first)) == []
    assert [found.text() for found in linter.lint(second)] == [
        "b.md:1:1: DK202 2024-07-01 again, first at a.md:1:1",
        "b.md:3:1: DK201 arxiv:2407.00001 again, first at a.md:3:1",
    ]
    assert lint(day(1, good()), day(2, good())) == [(Code.DUPLICATE_PAPER, "arxiv:2407.00001 again")]


def test_digests_without_a_date_are_not_one_day():
    assert lint(*[Digest(None, "", [good(number)]) for number in (1, 2)]) == []
