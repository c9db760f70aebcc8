"""A page for mail programs, and the message that holds it with its plain text."""

import datetime
import email
import email.policy
import re

import lxml.html
import pytest
from digestkit_site.mail import LIMIT
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import samples
from digestkit.testing.strategies import digests

LATER = datetime.date(2024, 7, 6)
WORDS = digestkit.Item("Details", "아주 긴 문장입니다. " * 100)


def mail(*made, report=None, **options):
    return digestkit.dumps(made, "html", mail=True, report=report, **options)


def read(text):
    return lxml.html.document_fromstring(text)


def message(*made, report=None, **options):
    text = digestkit.dumps(made, "eml", report=report, **options)
    return email.message_from_string(text, policy=email.policy.default)


def content(found, subtype):
    return found.get_body((subtype,)).get_content()


def words(element):
    return " ".join(element.text_content().split())


def many(count, **changes):
    papers = (samples.paper(at, summary=(WORDS,), **changes) for at in range(1, count + 1))
    return samples.digest(*papers)


def test_styles_are_on_the_elements():
    root = read(mail(samples.digest(samples.paper())))
    assert not root.xpath("//style | //script | //link | //@class")
    assert all(each.get("style") for each in root.xpath("//ul | //li | //p | //h1 | //h2 | //td | //table"))
    style = " ".join(root.xpath("//@style"))
    assert not re.search(r"flex|grid|position|float|var\(|background", style)
    assert "max-width:600px" in style


def test_a_mail_of_one_day_has_the_day_in_its_title():
    root = read(mail(samples.digest(samples.paper(1))))
    assert root.xpath("//title/text()") == ["Daily Papers (2024년 7월 5일)"]
    assert [words(each) for each in root.xpath("//h1 | //h2 | //h3")] == [
        "Daily Papers (2024년 7월 5일)",
        "Graphs of 1 Languages",
    ]


def test_a_mail_of_several_days_begins_with_the_newest():
    root = read(mail(samples.digest(samples.paper(1)), samples.digest(samples.paper(2), date=LATER)))
    assert [words(each) for each in root.xpath("//h1 | //h2 | //h3")] == [
        "Daily Papers (2024년 7월 5일 – 2024년 7월 6일)",
        "2024년 7월 6일",
        "Graphs of 2 Languages",
        "2024년 7월 5일",
        "Graphs of 1 Languages",
    ]


def test_formulas_are_characters():
    text = mail(samples.digest(samples.paper(1, title="Bounds of $O(n^k)$")))
    assert "Bounds of O(n<sup>k</sup>)" in text
    assert "<math" not in text


def test_what_has_no_room_is_named_and_reported():
    told = []
    text = mail(many(60), report=told.append, base_url="https://papers.example/")
    root = read(text)
    full, named = len(root.xpath("//h2")), len(root.xpath("//tr[last()-1]//li"))
    assert full + named == 60
    assert f"제목만 실은 논문: 논문 {named}편" in text
    assert "https://papers.example/" in root.xpath("//a/@href")
    assert [each.message for each in told] == [f"papers only named, since a mail ends at 100 kB: {named}"]
    assert [each.code for each in told] == [digestkit.Code.DROPPED]
    # One more would not have fitted.
    assert LIMIT - 8_000 < len(text.encode()) <= LIMIT


def test_what_has_no_room_even_for_its_title_is_counted():
    long = [samples.paper(at, title="긴 제목 " * 300) for at in range(1, 80)]
    told = []
    text = mail(samples.digest(*long), report=told.append)
    unnamed = int(re.search(r"제목도 싣지 못한 논문: 논문 (\d+)편", text)[1])
    assert 0 < unnamed < 79
    assert told[0].message.endswith(f"not even named: {unnamed}")
    assert len(text.encode()) <= LIMIT


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2_000)), max_size=4))
def test_it_is_never_too_long(sizes):
    made = [
        samples.digest(*(samples.paper(at + 1, title=f"{at} " * long) for at in range(count)))
        for count, long in sizes
    ]
    assert len(mail(*made).encode()) <= LIMIT


def test_names_that_are_counted_are_reported():
    told = []
    made = samples.digest(samples.paper(1, authors=("Ada", "Grace", "Hal", "Ian"), authors_truncated=True))
    assert "Ada, Grace 외 2명 이상" in words(read(mail(made, report=told.append, max_authors=2)))
    assert [each.message for each in told] == [
        "papers whose authors are not all named: 1; -O max_authors=0 names all"
    ]


def test_a_message_has_both():
    found = message(samples.digest(samples.paper(1)), samples.digest(samples.paper(2), date=LATER))
    assert found.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert found["Subject"] == "Daily Papers (2024년 7월 5일 – 2024년 7월 6일)"
    assert set(found.keys()) == {"Subject", "MIME-Version", "Content-Type"}
    assert not found.defects
    for subtype in ("plain", "html"):
        assert "Graphs of 2 Languages" in content(found, subtype)
        assert re.findall(r"Graphs of (\d)", content(found, subtype)) == ["2", "1"]


def test_its_page_is_that_of_the_other_format():
    made = samples.digest(samples.paper(1), samples.further_paper(2))
    assert content(message(made), "html").rstrip("\n") == mail(made).rstrip("\n")
    assert content(message(made), "plain").rstrip("\n") == digestkit.dumps(made, "text").rstrip("\n")


def test_the_plain_text_of_a_message_has_everything():
    told = []
    found = message(many(60, authors=("Ada", "Grace", "Hal")), report=told.append, max_authors=1)
    assert content(found, "plain").count("아주 긴 문장입니다.") == 60 * 100
    assert content(found, "html").count("아주 긴 문장입니다.") < 60 * 100
    assert [each.code for each in told] == [digestkit.Code.EXPORT_WARNING, digestkit.Code.EXPORT_NOTE]


@pytest.mark.parametrize(
    ("text", "encoding"), [("Plain words.", "quoted-printable"), ("한글 " * 500, "base64")]
)
def test_parts_have_the_encoding_that_is_shorter(text, encoding):
    made = samples.digest(samples.paper(1, summary=(digestkit.Item(None, text),)))
    plain = message(made, lang="en").get_body(("plain",))
    assert plain["Content-Transfer-Encoding"] == encoding


@given(digests())
def test_any_digest_is_a_message(made):
    text = digestkit.dumps(made, "eml")
    # Mail knows no longer lines (RFC 5322, section 2.1.1), and no byte that is not ASCII.
    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 998
    found = email.message_from_string(text, policy=email.policy.default)
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert set(found.keys()) == {"Subject", "MIME-Version", "Content-Type"}
    assert not any(part.defects for part in found.walk())


def test_plain_text_to_read():
    made = samples.digest(samples.further_paper(1), title="Daily")
    assert digestkit.dumps(made, "text", lang="en", rights="CC BY 4.0") == (
        """\
Daily (July 5, 2024)
========================================

1 paper

[ Language Models ]

1. Graphs of 1 Languages (18 votes)
https://arxiv.org/abs/2407.00001
Ada Lovelace, Hal Daumé III and others
Picture: https://images.example/2407.01906.png
cs.CL, cs.LG, graphs, multilingual
Submitted July 2, 2024
DOI: https://doi.org/10.1000/182
code: https://code.example/graphs
project: https://graphs.example/

In short: A graph for each language.

Abstract: Graphs are compared across languages.

Each language gets a graph of its own.

What's New: 새로운 그래프 모델을 제안합니다.
Technical Details: 각 언어마다 하나의 그래프를 만들고, 이를 서로 비교합니다.
코드는 공개되어 있습니다.

Score: 8.5

Comment: Accepted in Utopia

Terms of use: CC BY 4.0
"""
    )


def test_small_papers_fill_the_room_to_the_end():
    made = samples.digest(*(samples.paper(at, summary=()) for at in range(1, 600)))
    assert LIMIT - 2_000 < len(mail(made).encode()) <= LIMIT


def test_a_digest_without_papers_is_no_line_among_those_that_are_only_named():
    earlier = samples.digest(date=datetime.date(2024, 7, 4))
    last = samples.digest(samples.paper(99), date=datetime.date(2024, 7, 3))
    root = read(mail(many(60), earlier, last))
    assert all(words(each) for each in root.xpath("//li"))
