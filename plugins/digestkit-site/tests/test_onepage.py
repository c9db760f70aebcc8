"""One page of everything, the mail, and its plain-text twin."""

import re
from itertools import pairwise

import lxml.html
import pytest

pytest.importorskip("jinja2", reason="digestkit-site is not installed: it brings Jinja2 and latex2mathml")

from digestkit_site import html, mail, text

import digestkit
from digestkit.testing import samples


def page(*digests, **options):
    return lxml.html.document_fromstring(digestkit.dumps(digests, html, **options))


def test_the_page_loads_nothing_and_runs_nothing():
    made = page(*samples.all_digests())
    assert not made.xpath("//script | //link | //img | //iframe | //@src")
    assert "script-src 'none'" in made.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")


def test_places_are_unique_and_links_within_lead_to_them():
    made = page(*samples.all_digests())
    places = made.xpath("//@id")
    assert len(places) == len(set(places))
    assert {each[1:] for each in made.xpath("//@href[starts-with(., '#')]")} <= set(places)


def test_digests_stand_in_the_order_in_which_they_come():
    days = [samples.digest(samples.paper(at), date=samples.DAY.replace(day=at)) for at in (3, 9, 5)]
    assert [" ".join(each.text_content().split()) for each in page(*days).xpath("//h2")] == [
        "Daily Papers 2024년 7월 3일",
        "Daily Papers 2024년 7월 9일",
        "Daily Papers 2024년 7월 5일",
    ]


def test_headings_go_down_by_one():
    made = page(*samples.sample("what only some dialects say"))
    levels = [int(each.tag[1]) for each in made.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_mail_has_inline_styles_and_tables():
    made = page(samples.digest(samples.further_paper()), mail=True)
    assert not made.xpath("//style | //link | //script | //@class | //details | //math")
    assert made.xpath("//table[@role='presentation']")
    assert made.xpath("//h1/@style")
    shown = made.text_content()
    for said in (
        "Ada Lovelace, Hal Daumé III 외",
        "추천 18",
        "cs.CL",
        "A graph for each language.",
        "Accepted in Utopia",
    ):
        assert said in shown


def test_a_mail_is_never_too_large():
    told = []
    papers = [
        samples.paper(at, summary=(digestkit.Item(None, "아주 긴 문장입니다. " * 40),)) for at in range(200)
    ]
    made = digestkit.dumps(samples.digest(*papers), html, mail=True, report=told.append)
    assert 0.9 * mail.LIMIT < len(made.encode()) <= mail.LIMIT
    assert made.count("<h3") == 200
    assert [each.code for each in told] == [digestkit.Code.DROPPED]
    full = made.count("<li>")
    assert 0 < full < 200
    assert f"{200 - full} papers have their titles alone" in told[0].message


def test_where_even_titles_are_too_many_they_are_left_out():
    told = []
    made = digestkit.dumps(
        samples.digest(*(samples.paper(at, title="x" * 400) for at in range(400))),
        html,
        mail=True,
        report=told.append,
    )
    assert len(made.encode()) <= mail.LIMIT
    assert any("are left out" in each.message for each in told)


def test_the_twin_says_all_of_it_in_plain_text():
    made = digestkit.dumps(samples.digest(samples.further_paper()), text)
    assert made == (
        """\
Daily Papers
========================================

Daily Papers (2024년 7월 5일)
----------------------------------------

[ Language Models ]

1. Graphs of 1906 Languages (추천 18)
https://arxiv.org/abs/2407.01906
Ada Lovelace, Hal Daumé III 외
cs.CL, cs.LG
graphs, multilingual
2024년 7월 2일 제출
DOI: https://doi.org/10.1000/182
code: https://code.example/graphs
project: https://graphs.example/
그림: https://images.example/2407.01906.png

한 줄 요약: A graph for each language.

초록: Graphs are compared across languages.

Each language gets a graph of its own.

What's New: 새로운 그래프 모델을 제안합니다.
Technical Details: 각 언어마다 하나의 그래프를 만들고, 이를 서로 비교합니다.
코드는 공개되어 있습니다.

Score: 8.5

Comment: Accepted in Utopia

"""
    )


def test_formulas_in_a_mail_are_characters():
    made = digestkit.dumps(samples.digest(samples.paper(title=r"PanGu-$\pi_1$")), html, mail=True)
    assert "<math" not in made
    assert re.search(r"PanGu-π(₁|<sub>1</sub>)", made)
