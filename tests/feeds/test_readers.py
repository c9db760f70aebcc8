"""A feed reader's parser finds in a feed what the model says, each paper once."""

import datetime
import html
import re

import attrs
import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestkit.testing import samples, strategies
from digestkit.text.cleaning import clean
from digestkit.text.inline import summary_html, typeset

both = pytest.mark.parametrize("name", ["rss", "atom"])


def read(text):
    feed = feedparser.parse(text.encode("utf-8"))
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


def shown(digests):
    """Key, day and paper of each item: a paper once, of its earliest digest; newest first."""
    first = {}
    for digest in digests:
        for paper in digest.papers:
            key = f"https://arxiv.org/abs/{paper.arxiv_id}"
            if key not in first or digest.date < first[key][0]:
                first[key] = (digest.date, paper)
    return sorted(((key, *found) for key, found in first.items()), key=lambda item: item[1], reverse=True)


def check(entries, expected):
    assert [entry.id for entry in entries] == [key for key, _, _ in expected]
    for entry, (key, day, paper) in zip(entries, expected, strict=True):
        assert (entry.title, entry.link) == (clean(typeset(paper.title)), key)
        assert entry.published_parsed[:6] == (day.year, day.month, day.day, 0, 0, 0)
        others = " 외" if paper.authors_truncated and paper.authors_clean else ""
        assert entry.get("author", "") == ", ".join(paper.authors_clean) + others
        assert "tags" not in entry
        assert entry.get("digestkit_votes") == (None if paper.votes is None else str(paper.votes))
        assert entry.digestkit_arxiv == paper.arxiv_id
        assert [link.href for link in entry.links if link.rel == "related"] == [paper.pdf_url]
        check_content(entry, paper)


def check_content(entry, paper):
    content = entry.content[0].value
    assert (paper.votes is None) == ("<p>추천 " not in content)
    assert text_of(summary_html(paper.summary)) in text_of(content)
    is_html = entry.summary_detail.type == "text/html"
    summary = text_of(entry.summary if is_html else html.escape(entry.summary))
    assert summary == (text_of(summary_html(paper.summary[:1])) or text_of(paper.title))
    media = paper.media
    if media is not None and media.kind == "image":
        assert entry.media_thumbnail == [{"url": media.href}]
        assert f'src="{html.escape(media.href)}"' in content
    elif media is not None:
        assert [film["url"] for film in entry.media_content] == [media.href]
        assert f'href="{html.escape(media.href)}"' in content


def text_of(fragment):
    """Text without tags and white space: feedparser spells HTML its own way."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", fragment)).split())


@both
def test_given_digests(name, given_digests, export):
    text, _ = export(name, given_digests, max_items=0)
    check(read(text).entries, shown(given_digests))


@both
def test_samples(name, export):
    digests = [
        samples.digest(samples.paper(1), samples.paper(2, votes=None, authors=(), authors_truncated=False)),
        samples.digest(
            samples.paper(3, title="R&D: <think> at 100%"),
            samples.paper(4, summary=(), authors=()),
            date=datetime.date(2024, 7, 8),
        ),
        *samples.sample("a paper twice"),
        *samples.sample("a video"),
    ]
    check(read(export(name, digests)[0]).entries, shown(digests))


@both
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(digests=st.lists(strategies.further_digests() | strategies.digests(), max_size=3))
def test_any_digests(name, digests, export):
    """Whatever the text, the parser is content and finds every id once."""
    entries = read(export(name, digests)[0]).entries
    ids = [entry.id for entry in entries]
    assert len(ids) == len(set(ids))
    dated = {paper.arxiv_id for digest in digests if digest.date for paper in digest.papers} - {None}
    assert {f"https://arxiv.org/abs/{arxiv}" for arxiv in dated} <= set(ids)


@both
def test_the_channel(name, export):
    text, _ = export(
        name,
        [samples.digest(samples.paper())],
        title="Papers & <News>",
        description="All & everything",
        link="https://site.example/a?b=1&c=2",
        image="https://site.example/i.png",
    )
    feed = read(text).feed
    assert feed.title == "Papers & <News>"
    assert feed.subtitle == "All & everything"
    assert feed.link == "https://site.example/a?b=1&c=2"
    assert {link.href for link in feed.links if link.rel == "self"} == {"https://feeds.example/papers.xml"}
    assert feed.language == "ko"
    assert feed.updated_parsed[:3] == (2024, 7, 5)
    assert feed.generator.startswith("digestkit")
    assert (feed.image.href if name == "rss" else feed.logo) == "https://site.example/i.png"


@both
def test_languages_are_marked(name, export):
    text, _ = export(name, [samples.digest(samples.paper(), samples.paper(2, title="한국어 제목"))])
    first, second = read(text).entries
    assert first.title_detail.language == "en"
    assert second.title_detail.language in (None, "ko")
    assert first.summary_detail.language == first.content[0].language == "ko"
    assert '<div lang="ko">' in first.content[0].value


@both
def test_the_user_says_the_language(name, export):
    text, _ = export(name, [samples.digest(samples.paper())], language="en-GB")
    feed = read(text)
    assert feed.feed.language == "en-GB"
    assert feed.entries[0].title_detail.language in (None, "en-GB")


@both
def test_what_only_some_dialects_say(name, export):
    paper = samples.further_paper(links=(("code", "https://code.example/g"), ("talk", "javascript:alert(1)")))
    abstract = attrs.evolve(paper, url="https://blog.example/a", tldr=None, abstract="In `short`.")
    first, second = read(export(name, [samples.digest(paper, abstract)])[0]).entries
    scheme = "http://arxiv.org/schemas/atom" if name == "atom" else None
    terms = [(scheme, term) for term in paper.categories]
    assert [(tag.scheme, tag.term) for tag in first.tags] == [
        *terms, (None, "graphs"), (None, "multilingual"), (None, "Language Models")
    ]  # fmt: skip
    assert (first.summary, second.summary) == ("A graph for each language.", "In short.")
    content = first.content[0].value
    for piece in (
        "<p>Language Models · cs.CL, cs.LG, graphs, multilingual · 2024-07-02 제출</p>",
        "<p><strong>한 줄 요약:</strong> A graph for each language.</p>",
        "<p><strong>초록:</strong> Graphs are compared across languages.</p><p>Each language gets",
        "<p><strong>Score:</strong> 8.5</p>",
        '<a href="https://doi.org/10.1000/182">DOI 10.1000/182</a>',
        '<a href="https://code.example/g">code</a>',
        "talk: javascript:alert(1)",
    ):
        assert piece in content, piece
    assert "<strong>초록:</strong> In <code>short</code>." in second.content[0].value


@both
def test_a_section_that_is_a_category_is_not_said_twice(name, export):
    paper = attrs.evolve(samples.further_paper(), section="cs.CL", categories=("cs.CL", "cs.LG"))
    content = read(export(name, [samples.digest(paper)])[0]).entries[0].content[0].value
    assert "<p>cs.CL, cs.LG, graphs" in content
