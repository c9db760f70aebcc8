"""Lints: each rule finds what it names, and nothing in digests that are as they should be."""

import datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Media, Paper, UsageError
from digestkit.checks import codes, labels
from digestkit.checks.digests import DIGEST_RULES
from digestkit.checks.items import ITEM_RULES
from digestkit.checks.lints import Linter
from digestkit.checks.memories import MEMORIES, day_in_path
from digestkit.checks.papers import PAPER_RULES
from digestkit.testing import strategies

SUMMARY = [Item(None, "x")]
URL = "https://arxiv.org/abs/2407.0000{}"
THUMBNAIL = "https://cdn.example.org/papers/2407.0000{}.png"
KOREAN = [Item(None, "새로운 방법을 제안합니다.")]
ENGLISH = Item(
    None, "We propose a new method that learns to plan from very few examples of each of the tasks."
)


def good(number=1, **changes):
    return Paper(**{"title": "t", "url": URL.format(number), "summary": SUMMARY, **changes})


def day(number, *papers, **changes):
    return Digest(datetime.date(2024, 7, number), "D", papers, **changes)


def lint(*digests, wanted=codes.DEFAULT):
    return [(found.code, found.message) for found in Linter(wanted).lint(digests)]


def found_in(*digests):
    return [code for code, _ in lint(*digests, wanted=frozenset(Code))]


def read(text, name="a.md"):
    return digestkit.parse(text, name).digests


def test_nothing_to_say():
    assert lint(day(1, good(1, authors=["A", "B", "A"]), good(2)), day(2, good(3))) == []


@pytest.mark.parametrize(
    ("digest", "code", "message"),
    [
        (day(1), Code.EMPTY_DIGEST, "a digest without papers"),
        (day(1, good(url="https://example.org/x")), Code.NO_ARXIV_ID, "no arXiv id in https://example.org/x"),
        (day(1, good(summary=[])), Code.NO_SUMMARY, "no summary of 't'"),
        (day(1, good(authors=["A", "A", "A", "B", "B"])), Code.REPEATED_AUTHOR, "twice in a row: A, B"),
        (
            day(1, good(1, media=Media("image", THUMBNAIL.format(2)))),
            Code.OTHER_THUMBNAIL,
            "the thumbnail is of 2407.00002, the paper is 2407.00001",
        ),
        (
            day(1, good(url="https://arxiv.org/abs/2206.00001")),
            Code.DISTANT_ID,
            "2206.00001 is 25 months before the digest's day, 2024-07-01",
        ),
        (
            day(1, good(url="https://arxiv.org/abs/2409.00001")),
            Code.DISTANT_ID,
            "2409.00001 is 2 months after the digest's day, 2024-07-01",
        ),
        (
            day(1, good(authors=["Ada Lovelace; Alan Turing"])),
            Code.SEMICOLONS,
            "names separated by semicolons are read as one: 'Ada Lovelace; Alan Turing'",
        ),
        (
            day(1, good(summary=[Item(None, "a **b and c")])),
            Code.OPEN_BOLD,
            "bold text that never closes: '**b and c'",
        ),
        (
            day(1, good(summary=[Item(None, "**What's New: x")])),
            Code.OPEN_BOLD,
            '''bold text that never closes: "**What's New: x"''',
        ),
        (
            day(1, good(summary=[Item("L", "['a', 'b'")])),
            Code.BROKEN_LITERAL,
            """no Python literal: "['a', 'b'\"""",
        ),
        (
            day(1, *(good(n, summary=KOREAN * 3) for n in range(1, 5)), good(5, summary=[ENGLISH])),
            Code.OTHER_LANGUAGE,
            "an item in English, in a digest in Korean",
        ),
        (
            day(1, *(good(n, summary=[ENGLISH] * 3) for n in range(1, 5)), good(5, summary=KOREAN)),
            Code.OTHER_LANGUAGE,
            "an item in Korean, in a digest in English",
        ),
        (
            day(5, good(), source="2024/07/06.md"),
            Code.OTHER_DAY,
            "the heading says 2024-07-05, the file's name 2024-07-06",
        ),
        (
            day(1, good(summary=[Item("Contribution", "x")] * 20 + [Item("Contributoin", "x")])),
            Code.ODD_LABEL,
            "'Contributoin' occurs once, 'Contribution' 20 times",
        ),
    ],
)
def test_each_rule(digest, code, message):
    assert lint(digest) == [(code, message)]


@pytest.mark.parametrize(
    "paper",
    [
        good(1, media=Media("image", THUMBNAIL.format(1))),
        good(1, media=Media("image", "https://cdn.example.org/1706.03762v5/x.png"), url="https://x.org/1"),
        good(1, media=Media("image", "https://cdn.example.org/a/b-1234.56789.png")),
        good(url="https://arxiv.org/abs/2207.00001"),
        good(url="https://arxiv.org/abs/2408.00001"),
        good(authors=["O&#39;Neill", "A;B", "C;"]),
        *(
            good(summary=[Item(None, text)])
            for text in (
                "**굵게(bold)**는", "2**n and 3 ** 4", "`**kwargs` and f(**kwargs)",
                "x** y", r"\**", "a **b** c **",
                "[1] says", "[a](https://a.example/)", "['a', 'b']", '{"a": 1}', "[]", "{x | x > 0}", "**",
                "a ***b*** c",
            )
        ),
        good(title="A Study: of", summary=KOREAN),
        good(title="Mamba-2: fast", summary=[Item("Mamba 2", "x")]),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_as_it_should_be(paper):
    assert set(found_in(day(1, paper))) <= {Code.NO_ARXIV_ID}


@pytest.mark.parametrize(
    "item",
    [
        Item(None, "[Code](https://github.com/some/where)"),
        Item(None, "BLEU 42.1, ROUGE-L 38.9, GPT-4o 51.3, LLaMA-3 44.4"),
        Item(
            None, "https://example.org/a/long/address/of/a/page/with/many/words/in/its/path/and/more/of/them"
        ),
    ],
)
def test_names_and_formulas_are_in_no_language(item):
    assert (
        found_in(day(1, *(good(n, summary=KOREAN * 3) for n in range(1, 5)), good(5, summary=[item]))) == []
    )


def test_a_name_that_the_summary_never_mentions_is_asked_for_by_name():
    digest = day(1, good(title="LoRA: Low-Rank Adaptation", summary=KOREAN))
    assert lint(digest) == []
    assert lint(digest, wanted=codes.chosen(["DK2"])) == []
    wanted = codes.chosen(["DK216"])
    assert lint(digest, wanted=wanted) == [
        (Code.UNMENTIONED_NAME, "the summary never mentions 'LoRA'"),
    ]
    mentioned = attrs.evolve(digest, papers=[good(title="LoRA: x", summary=[Item(None, "lora는")])])
    assert lint(mentioned, wanted=wanted) == []


PAPER = "### [t](https://arxiv.org/abs/2407.{:05})\n\n{}\n\n{}\n\n{}\n\n"
PLAIN = ("Vote: 1", "Authors: A, B", "- **L**: x\n- **M**: y")


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (("", "Authors: A, B", "- **L**: x\n- **M**: y"), None),
        (
            ("Vote: 1", "Authors: ['A']", "- **L**: x"),
            "authors as a list here, authors by commas in the papers before",
        ),
        (("Vote: 1", "Authors: A", "- x"), "no labels here, labels in the papers before"),
        (
            ("Vote: 1", "Authors: A", "- **L**: x\n\n- y"),
            "blank lines between items here, items line by line in the papers before",
        ),
        (("Vote: 1", "Authors: A", "- ***L***: x"), None),
        (("Vote: 1", "Authors: ['A, Inc']", "- **L**: x"), None),
        (("Vote: 1", "", ""), None),
    ],
)
def test_a_paper_in_the_layout_of_another_era(other, message):
    text = "## D (2024-07-05)\n\n" + PAPER.format(1, *PLAIN) + PAPER.format(2, *other)
    found = [found for found in Linter().lint(read(text)) if found.code is Code.MIXED_ERAS]
    assert [one.message for one in found] == ([message] if message else [])
    assert all(one.line == 12 for one in found)


def test_digests_of_two_eras_in_a_file_are_no_mixture():
    digest = day(1, good(authors=["A"], votes=1), good(2, votes=1))
    texts = [digestkit.write(digest, style) for style in ("E1", "E9")]
    assert Code.MIXED_ERAS not in [one.code for one in Linter().lint(read("\n".join(texts)))]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("2024-07-05.md", "2024-07-05"),
        ("2024/07/05.md", "2024-07-05"),
        ("2023/digest_20240705_ko.md", "2024-07-05"),
        ("2024-07/2024-07-05.md", "2024-07-05"),
        ("05.md", None),
        ("2024-13-05.md", None),
        ("120240705.md", None),
        ("000_a20240705b.md", None),
        ("2024-07.md", None),
    ],
)
def test_the_day_of_a_file_name(path, named):
    found = day_in_path(path)
    assert (str(found) if found else None) == named


def test_a_file_of_several_days_may_be_named_after_any():
    first, second = day(1, good(1), source="2024-07-31.md"), day(2, good(2), source="2024-07-31.md")
    assert lint(first, second) == []
    assert found_in(first, attrs.evolve(second, source="2024-07-02.md")) == [Code.OTHER_DAY]
    assert found_in(attrs.evolve(first, date=None, title="D (2024-02-30)")) == []


# --- labels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Resul", "Results!", "Reslut", "Rezult", "esult", "result"])
def test_a_label_one_edit_away(label):
    assert labels.nearly_common({"Result": 20, label: 1}) == {label: "Result"} or label == "Results!"


@pytest.mark.parametrize(
    ("common", "once"),
    [
        ("Result", "Result"),
        ("Stage 1", "Stage 2"),
        ("ABC", "ABD"),
        ("Result", "Rseulz"),
        ("x" * 90, "x" * 91),
    ],
)
def test_labels_that_are_no_mistakes(common, once):
    assert labels.nearly_common({common: 20, once: 1} if common != once else {common: 20}) == {}


def test_labels_that_are_not_common_or_not_rare_are_left_alone():
    assert labels.nearly_common({"Result": 19, "Resul": 1}) == {}
    assert labels.nearly_common({"Result": 20, "Resul": 2}) == {}


WORD = st.text("ab", max_size=5)


def distance(one, other):
    """The textbook's optimal string alignment, for comparison."""
    rows = {(-1, -1): 0}
    for a in range(len(one)):
        rows[a, -1] = a + 1
    for b in range(len(other)):
        rows[-1, b] = b + 1
    for a in range(len(one)):
        for b in range(len(other)):
            same = one[a] == other[b]
            best = min(rows[a - 1, b] + 1, rows[a, b - 1] + 1, rows[a - 1, b - 1] + (not same))
            if a and b and one[a] == other[b - 1] and one[a - 1] == other[b]:
                best = min(best, rows[a - 2, b - 2] + 1)
            rows[a, b] = best
    return rows[len(one) - 1, len(other) - 1]


@given(WORD, WORD)
def test_one_edit_is_a_distance_of_one(one, other):
    assert labels.one_edit(one, other) == (distance(one, other) == 1)


@given(st.text("ab", min_size=4, max_size=6), st.text("ab", min_size=4, max_size=6))
def test_every_label_one_edit_away_is_found(common, once):
    expected = {once: common} if labels.one_edit(common, once) else {}
    assert common == once or labels.nearly_common({common: 20, once: 1}) == expected


# --- all of them -------------------------------------------------------------------------------------------


def test_every_rule_has_a_code_of_its_own():
    ids = [code for code, _ in (*DIGEST_RULES, *PAPER_RULES, *ITEM_RULES, *MEMORIES)]
    assert len(ids) == len(set(ids))
    assert set(ids) == {code for code in Code if code.id.startswith("DK2")}


def test_a_rule_that_is_not_wanted_does_not_run():
    digest = day(1, good(url="https://example.org/x", summary=[]))
    assert found_in(digest) == [Code.NO_ARXIV_ID, Code.NO_SUMMARY]
    assert lint(digest, wanted=frozenset({Code.NO_SUMMARY})) == [(Code.NO_SUMMARY, "no summary of 't'")]


@given(st.lists(strategies.digests(), max_size=3))
def test_no_rule_raises(digests):
    for found in Linter(frozenset(Code)).lint(digests):
        assert found.message


NEW = frozenset(code for code in Code if "DK207" <= code.id <= "DK215")


def test_real_digests_are_as_they_should_be(given_digests):
    """What is told of real digests that nobody touched: one label, spelled with another apostrophe."""
    found = list(Linter(NEW).lint(given_digests))
    assert sum(len(digest.papers) for digest in given_digests) > 300
    assert [one.code for one in found] == [Code.ODD_LABEL]


@pytest.mark.parametrize(
    "piece", ["**a ", "`**a` ", "**a\n", "`b`\n**", "[ ", "['", "a; ", "x", "가 ", "a/1234.56789."]
)
def test_long_texts_cost_linear_time(piece):
    """A text of 100 kB, of which a rule whose time grows with the square does not see the end."""
    text = (piece * (100_000 // len(piece))).rstrip("\n")
    papers = [
        good(summary=[Item(None, "[" + text.replace("\n", "\n ")), Item(None, text.replace("\n", "\n "))])
    ]
    papers.append(good(2, title=text.replace("\n", " "), authors=[text.replace("\n", " ")]))
    assert found_in(day(1, *papers)) is not None


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


# --- codes -------------------------------------------------------------------------------------------------


def test_codes_are_chosen_by_themselves_or_by_what_they_start_with():
    assert codes.chosen() == codes.DEFAULT
    assert codes.chosen(["dk201"]) == {Code.DUPLICATE_PAPER, Code.INPUT_FAILED, Code.NO_DIALECT}
    assert codes.chosen(["DK20"], ["DK201"]) >= {Code.DUPLICATE_DAY}
    assert Code.DUPLICATE_PAPER not in codes.chosen(["DK20"], ["DK201"])
    assert Code.UNMENTIONED_NAME not in codes.chosen(["DK"])
    assert Code.UNMENTIONED_NAME in codes.chosen(["DK2", "DK216"])
    assert Code.INPUT_FAILED in codes.chosen(ignore=["DK6"])


@pytest.mark.parametrize(
    ("code", "hint"),
    [("DK299", "did you mean DK20"), ("", ""), ("X", ""), ("D", "")],
)
def test_a_code_that_is_none(code, hint):
    with pytest.raises(UsageError, match="unknown code") as raised:
        codes.chosen([code])
    assert hint in str(raised.value)
    with pytest.raises(UsageError):
        codes.find(code)


def test_an_abstract_or_a_sentence_is_a_summary():
    for said in ({"abstract": "x"}, {"tldr": "x"}):
        assert lint(day(1, good(summary=[], **said)), wanted=frozenset({Code.NO_SUMMARY})) == []
