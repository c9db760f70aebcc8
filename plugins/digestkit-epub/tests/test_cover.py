"""The drawn cover: whatever the title, its lines stay inside the picture."""

import datetime

import books
import pytest
from digestkit_epub import cover, plan
from lxml import etree

WIDTH = 1200


def texts(title, *digests):
    root = etree.fromstring(cover.draw(plan.make(digests, title=title)))
    return [
        (found.text, int(found.get("font-size")), int(found.get("y")))
        for found in root.iter(f"{{{books.NAMES['svg']}}}text")
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Daily Papers",
        "오늘의 논문 다이제스트",
        "M" * 300,
        "한" * 300,
        "a b " * 200,
        "<&>]]>",
        "\x00\u202e",
        "Supercalifragilistic 한글",
    ],
)
def test_lines_stay_inside(title):
    drawn = texts(title, *books.week())
    *lines, _period, _papers = drawn
    assert 1 <= len(lines) <= 6
    for text, size, y in drawn:
        width = sum(1.0 if char > "\u2e80" else 0.45 for char in text) * size
        assert 110 + width <= WIDTH
        assert 200 < y < 1600
    assert max(y for *_, y in lines) < 1130, "the title ends above the bars"


def test_a_title_that_fits_is_there_in_full():
    *lines, period, papers = texts("오늘의 논문 다이제스트 모음", *books.week())
    assert " ".join(text for text, *_ in lines) == "오늘의 논문 다이제스트 모음"
    assert period[0] == "2024-07-05 – 2024-07-08"
    assert papers[0] == "논문 4편"


def test_a_title_that_does_not_fit_says_so():
    assert texts("long " * 500, *books.week())[5][0].endswith("…")


def test_a_bar_for_each_day():
    def bars(*digests):
        root = etree.fromstring(cover.draw(plan.make(digests)))
        return [int(found.get("height")) for found in root.iter(f"{{{books.NAMES['svg']}}}rect")][2:]

    assert bars(*books.week()) == [240, 120, 120]
    assert bars() == bars(books.digest()) == []
    many = [
        books.digest(books.paper(), date=datetime.date(2024, 1, 1) + datetime.timedelta(n)) for n in range(90)
    ]
    assert len(bars(*many)) == 40
