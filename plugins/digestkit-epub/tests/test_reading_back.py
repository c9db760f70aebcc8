"""What comes out of a finished book equals the model: with EbookLib's reader, and with lxml."""

import io

import books
import pytest
from digestkit_epub.typography import WORD_JOINER
from ebooklib import ITEM_DOCUMENT, epub
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from digestkit import Digest, Paper
from digestkit.select import sort
from digestkit.testing import strategies
from digestkit.text import clean, link_target, typeset_html


def read(data):
    """The papers in a book: of each page the titles, links and votes, in the order of the spine."""
    package = books.tree(data, "content.opf")
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", books.NAMES)}
    pages = [hrefs[item.get("idref")] for item in package.iterfind(".//opf:itemref", books.NAMES)]
    assert pages[:3] == ["cover.xhtml", "title.xhtml", "nav.xhtml"]
    trees = [books.tree(data, page) for page in pages[3:]]
    days = [tree for tree in trees if tree.xpath("//x:section[@id='day']", namespaces=books.NAMES)]
    return [[_paper(found) for found in _papers(day)] for day in days]


def _papers(page):
    return page.xpath("//x:section[@class='paper']", namespaces=books.NAMES)


def _paper(section):
    def found(path):
        return section.xpath(path, namespaces=books.NAMES)

    summary = found("x:div[@class='summary']")
    return {
        "title": "".join(found("x:header/x:h2|x:header/x:h3")[0].itertext()),
        "href": next(iter(found("(x:header/x:h2|x:header/x:h3)/x:a/@href")), None),
        "media": next(iter(found("x:header/x:p/x:a[@class='image' or @class='video']/@href")), None),
        "summary": "".join(summary[0].itertext()) if summary else None,
    }


def test_papers_links_and_order_of_an_ordinary_week():
    week = books.week()
    found = read(books.make(*week))
    assert [[paper["title"] for paper in page] for page in found] == [
        [paper.title for paper in digest.papers] for digest in week
    ]
    assert [[paper["href"] for paper in page] for page in found] == [
        [paper.href for paper in digest.papers] for digest in week
    ]
    assert [[paper["media"] for paper in page] for page in found] == [
        [paper.media.href if paper.media else None for paper in digest.papers] for digest in week
    ]


@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(st.lists(strategies.further_digests() | strategies.digests(), max_size=3))
@example([Digest(None, "", (Paper("모델은", "https://example.org"), Paper('"가', "https://example.org/2")))])
def test_papers_links_and_order_of_any_digests(digests):
    found = read(books.make(*digests))
    assert len(found) == len(digests)
    for page, digest in zip(found, sort(digests, "date"), strict=True):
        assert len(page) == len(digest.papers)
        for paper, model in zip(page, digest.papers, strict=True):
            if clean(model.title).isprintable() and model.title.strip():
                assert unjoined(paper["title"]) == unjoined(on_page(model.title))
            assert paper["title"].strip()
            assert paper["href"] == link_target(model.href)
            assert paper["media"] == (link_target(model.media.href) if model.media else None)
            assert (paper["summary"] is None) == (not model.summary)


def on_page(title):
    """A title as a page shows it, without its tags."""
    return "".join(etree.fromstring(f"<p>{typeset_html(title)}</p>".encode()).itertext())


def unjoined(text):
    """A text without what keeps Korean particles at their words."""
    return text.replace(WORD_JOINER, "")


def test_given_digests(given_digests):
    found = read(books.make(*given_digests))
    assert [(paper["title"], paper["href"]) for page in found for paper in page] == [
        (on_page(paper.title), paper.href)
        for digest in sort(given_digests, "date")
        for paper in digest.papers
    ]


def test_ebooklib_reads_it():
    week = books.week()
    # `ignore_ncx` keeps EbookLib from preferring the table of contents for old readers.
    book = epub.read_epub(io.BytesIO(books.make(*week)), {"ignore_ncx": True})
    assert book.title == "Daily Papers 2024-07-05 – 2024-07-08"
    assert [name for name, _ in book.spine][3:-1] == [
        "id-2024-07-05.xhtml", "id-2024-07-06.xhtml", "id-2024-07-08.xhtml"
    ]  # fmt: skip
    _about, *days, _colophon = book.toc
    assert [[link.title for link in papers] for _day, papers in days] == [
        [paper.title for paper in digest.papers] for digest in week
    ]
    pages = {item.get_name(): item.get_content() for item in book.get_items_of_type(ITEM_DOCUMENT)}
    for _day, links in days:
        for link in links:
            name, fragment = link.href.split("#")
            assert etree.fromstring(pages[name]).xpath("//*[@id=$id]", id=fragment)


@pytest.mark.parametrize(
    "text", ["A\u2028B", "한글(Hangul)는", "$O(n^2) \\ours", "<EOS>", "a\u2062b", "  two  spaces "]
)
def test_no_character_of_a_summary_is_lost(text):
    item = books.korean("Label", text)
    (page,) = read(books.make(books.digest(books.paper(summary=(item,)))))
    assert unjoined(page[0]["summary"]) == f"Label: {text}"
