"""Where lines may break: particles stay with their word, URLs do not run out of the page."""

import re

import books
import pytest
from digestkit_epub.typography import WORD_JOINER, set_lines
from hypothesis import given
from hypothesis import strategies as st

from digestkit import Item
from digestkit.testing import strategies
from digestkit.text import escape, html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("그래프(graph)를", "그래프(graph)|를"),
        ("85%의", "85%|의"),
        ("BERT는 GPT-4는 Llama-3.1이", "BERT|는 GPT-4|는 Llama-3.1|이"),
        ("π는 x²는 ‘값’은", "π|는 x²|는 ‘값’|은"),
        ("**굵게(bold)**는", "**굵게(bold)**|는"),
        ("`code`는", "`code`|는"),
        ("[글(a)](https://example.org/a)은", "[글(a)](https://example.org/a)|은"),
        ("https://example.org/a에서", "https://example.org/a|에서"),
        ("2024년 3개", "2024년 3개"),
        ("학습/추론, 사전-학습·미세", "학습/추론, 사전-학습·미세"),
        ("한글 (영어) 다음", "한글 (영어) 다음"),
        ("`f(x)는`", "`f(x)는`"),
        ("[글](https://example.org/a)은", "[글](https://example.org/a)은"),
        ("A sentence (in English) of 85%.", "A sentence (in English) of 85%."),
    ],
)
def test_no_line_begins_with_a_particle(written, shown):
    """The bar is where lines may not break."""
    assert seen(set_lines(html(written))) == seen(html(shown.replace("|", WORD_JOINER)))


def seen(markup):
    return re.sub("<[^>]*>", "", markup)


def test_addresses_are_left_alone():
    link = html("[글](https://example.org/a(b)한글)")
    assert 'href="https://example.org/a(b)한글"' in set_lines(link)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a_b/c?d=e&f#g", "https://example.org/|a_|b/|c?|d=|e&|f#|g"),
        ("https://example.org/a/", "https://example.org/|a/"),
    ],
)
def test_long_addresses_may_break_after_their_marks(url, shown):
    made = set_lines(f'<a href="{escape(url)}">{escape(url)}</a>')
    assert made == f'<a href="{escape(url)}">{escape(shown).replace("|", "<wbr/>")}</a>'


def test_a_reference_to_a_character_stays_whole():
    """A carriage return is written as one."""
    url = "https://example.org/a\rb"
    assert "&#13;" in set_lines(f"<span>{escape(url)}</span>")


@given(strategies.hostile_text())
def test_nothing_but_places_for_breaks_is_added(text):
    made = set_lines(f"<p>{html(text)}</p>")
    before = html(text).replace(WORD_JOINER, "").replace("<wbr/>", "")
    assert made.replace(WORD_JOINER, "").replace("<wbr/>", "") == f"<p>{before}</p>"


@given(strategies.hostile_text() | st.text(alphabet="한a)%1/&#;<>` *[](https:)", max_size=40))
def test_lines_that_are_set_stay_as_they_are(text):
    made = set_lines(f"<p>{html(text)}</p>")
    assert set_lines(made) == made


def test_every_text_of_a_page_has_its_lines_set():
    text, url = "BERT는 그래프(graph)를 85%의", "https://[a_b"
    written = [
        books.paper(
            f"{text} {number}",
            url,
            votes=number,
            authors=(text, "B는", "C는"),
            summary=(Item(text, text), Item(None, f"`a`는 **{text}**")),
            section=text,
            tags=(text,),
            abstract=text,
            links=((text, url), (text, "https://example.org/")),
            extra=((text, text),),
        )
        for number in range(2)
    ]
    days = [books.digest(*written, title=text), books.digest(written[1], title=f"{text} B")]
    book = books.make(*days, books.digest(date=None, title=text), max_authors=2, title=text, rights=text)
    pages = {name: data.decode() for name, data in books.members(book).items() if name.endswith(".xhtml")}
    for name in pages.keys() - {"EPUB/nav.xhtml"}:
        body = pages[name].partition("<body")[2]  # the head has a title, which is no line
        assert set_lines(body) == body, name
        assert WORD_JOINER in body or name == "EPUB/cover.xhtml"


@given(st.text(alphabet="한a)%1/&#;<>` *[](https:)", max_size=40))
def test_what_is_typeset_is_well_formed(text):
    books.etree.fromstring(set_lines(f"<p>{html(text)}</p>"))


@pytest.mark.parametrize(
    "piece", [")는", "A1", "&amp;", "/", "<b>", "<code>x</code>", "<b>)</b>", "가 https://a/"]
)
def test_the_cost_is_linear(piece):
    set_lines("가>https://" + piece * 100_000 + "<")  # quadratic time would be minutes


def test_contents_and_metadata_have_the_characters_of_the_digest_only():
    data = books.make(books.digest(books.paper("그래프(graph)를", summary=(books.korean(),)), books.paper()))
    for name, content in books.members(data).items():
        joined = WORD_JOINER in content.decode(errors="replace")
        assert joined == (name == "EPUB/2024-07-05.xhtml"), name
