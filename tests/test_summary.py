"""Summaries as plain text: structure, and link targets that survive."""

import json
import re

import pytest
from hypothesis import given

import digestkit
from digestkit import Item
from digestkit.testing import samples, strategies
from digestkit.text import inline
from digestkit.text.summary import Line, lines, paragraph, plain, visible

URL = "https://code.example/a_(b)?x=1&y=2"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("words only", "words only"),
        ("**bold**, `code` and 2**n", "bold, code and 2**n"),
        (f"[the code]({URL})는 공개", f"the code ({URL})는 공개"),
        (f"[**the** `code`]({URL})", f"the code ({URL})"),
        (f"[{URL}]({URL})", URL),
        (f"see {URL}.", f"see {URL}."),
        ("[a](https://a.example/)[b](https://b.example/)", "a (https://a.example/)b (https://b.example/)"),
        ("[bad](javascript:alert(1))", "[bad](javascript:alert(1))"),
        ("control \x07 stays", "control \x07 stays"),
    ],
)
def test_an_address_follows_the_words_that_it_is_on(text, seen):
    assert visible(text) == seen


NESTED = (
    Item("한 일", "['첫째', '둘째.', '셋째']"),
    Item(None, "단계:\n1) 읽기\n  - **안쪽**: 하나\n2) 쓰기"),
    Item("빈 것", ""),
    Item(None, "  "),
    Item(None, "끝."),
)


def test_the_lines_of_a_summary_know_their_depth_and_label():
    assert list(lines(NESTED)) == [
        Line(0, "한 일", ""),
        Line(1, None, "첫째"),
        Line(1, None, "둘째."),
        Line(1, None, "셋째"),
        Line(0, None, "단계:"),
        Line(1, None, "1) 읽기"),
        Line(2, "안쪽", "하나"),
        Line(1, None, "2) 쓰기"),
        Line(0, "빈 것", ""),
        Line(0, None, "끝."),
    ]


def test_a_literal_without_words_of_its_own_stands_where_it_would():
    assert plain(lines([Item(None, "['하나', ['둘', '셋']]")])) == "하나\n둘\n셋"


def test_lines_are_indented_and_a_paragraph_reads_on():
    assert plain(lines(NESTED)) == (
        "한 일:\n  첫째\n  둘째.\n  셋째\n단계:\n  1) 읽기\n    안쪽: 하나\n  2) 쓰기\n빈 것:\n끝."
    )
    assert paragraph(lines(NESTED)) == (
        "한 일: 첫째; 둘째. 셋째; 단계: 1) 읽기 안쪽: 하나; 2) 쓰기; 빈 것: 끝."
    )


def test_a_paragraph_is_one_line_and_line_breaks_inside_a_text_keep_their_depth():
    item = Item("A", "['one\\n two\\t three']")
    assert paragraph(lines([item])) == "A: one two three"
    assert plain(lines([item])) == "A:\n  one\n   two\t three"


def test_nothing_is_nothing():
    assert plain(lines([])) == paragraph(lines([Item(None, " ")])) == ""


def targets(text):
    return [token.href for token in inline.tokens(text) if token.href is not None]


@given(strategies.papers())
def test_no_target_and_no_visible_character_is_lost(paper):
    written = plain(lines(paper.summary))
    told = paragraph(lines(paper.summary))
    for line in lines(paper.summary):
        for href in targets(line.source):
            assert href in visible(line.source)
        seen = "".join(token.visible for token in line.tokens)
        assert squeezed(seen) <= squeezed(written)
        assert squeezed(seen) <= squeezed(told)
    assert "\n" not in told


def squeezed(text):
    return set(re.sub(r"\s", "", text))


FORMATS = ("bibtex", "csl-json", "ris", "rss", "atom")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("address", ["https://code.example/repo", "https://x.example/a-b/?q=1"])
def test_link_targets_survive_in_every_text_output(name, address):
    if name in ("csl-json", "ris"):
        pytest.importorskip("digestkit_csl")
    paper = samples.paper(summary=(Item("What's New", f"[code]({address}) is there"),))
    options = {} if name in ("rss", "atom") else {"abstract": True}
    text = digestkit.dumps([samples.digest(paper)], name, report=lambda _: None, **options)
    plain_part = {
        "bibtex": lambda: re.search("abstract += {(.*)}", text)[1],
        "csl-json": lambda: json.loads(text)[0]["abstract"],
        "ris": lambda: re.search("AB  - (.*)", text)[1],
        "rss": lambda: re.findall("<description>(.*)</description>", text)[-1],
        "atom": lambda: re.search('<summary type="text">(.*)</summary>', text)[1],
    }[name]()
    assert plain_part.rstrip("\r") == f"What's New: code ({address}) is there"


def test_lines_that_the_width_of_a_page_parted_are_one():
    wrapped = "Each block learns what to add to its input,   \nso that nothing is lost.\nIt costs nothing."
    [line, below] = lines([Item(None, wrapped)])
    assert line.text == "Each block learns what to add to its input, so that nothing is lost."
    assert below.text == "It costs nothing."
    short, ended = "short\nlines", "A sentence that ends where its long line does.\nlower"
    assert [len(list(lines([Item(None, text)]))) for text in (short, ended)] == [2, 2]
