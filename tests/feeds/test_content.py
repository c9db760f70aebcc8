"""What an entry shows: what the day's page showed, in full or in short, and what an entry for a day shows."""

import datetime
import html
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digestkit.diagnostics import Code
from digestkit.formats.feeds import days, plain
from digestkit.model import Item, Media
from digestkit.source import Site
from digestkit.testing import samples

both = pytest.mark.parametrize("name", ["rss", "atom"])

CONTENTS = {"rss": ".//{*}encoded", "atom": ".//{*}content"}
SUMMARIES = {"rss": ".//item/description", "atom": ".//{*}summary"}
IDS = {"rss": ".//item/guid", "atom": ".//{*}entry/{*}id"}
LINKS = (
    '<p><a href="https://arxiv.org/abs/2407.01906">arXiv:2407.01906</a> · '
    '<a href="https://arxiv.org/pdf/2407.01906">PDF</a>'
)
CATEGORIES = {"rss": ".//category", "atom": ".//{*}entry/{*}category"}


def find(text, path):
    return [element.text for element in etree.fromstring(text.encode("utf-8")).iterfind(path)]


def terms(name, text):
    elements = etree.fromstring(text.encode("utf-8")).iterfind(CATEGORIES[name])
    return [element.text or element.get("term") for element in elements]


@both
def test_an_entry_shows_what_the_page_of_the_day_showed(name, export):
    digest = samples.digest(samples.paper(1906), title="Daily Papers")
    (content,) = find(export(name, [digest])[0], CONTENTS[name])
    (paper,) = digest.papers
    assert re.sub("<ul>.*</ul>", "…", content).split("\n") == [
        f'<div lang="ko"><p><img src="{paper.media.href}" alt=""/></p>',
        f"<p>추천 {paper.votes} · {', '.join(paper.authors)} 외</p>",
        "…",
        f'{LINKS} · 출처: <a href="https://huggingface.co/papers">Daily Papers (2024-07-05)</a></p></div>',
    ]


@both
def test_no_votes_are_not_shown_as_none(name, export):
    papers = (samples.paper(1, votes=None), samples.paper(2, votes=0), samples.paper(3, votes=1, authors=()))
    contents = find(export(name, [samples.digest(*papers)])[0], CONTENTS[name])
    assert ["추천" in content for content in contents] == [False, True, True]
    assert "<p>추천 0 · " in contents[1]
    assert "<p>추천 1</p>" in contents[2]


@both
def test_the_page_that_lists_a_paper_elsewhere_is_linked(name, export):
    listed = samples.paper(url="https://huggingface.co/papers/2407.01906")
    relative = samples.paper(url="/papers/2407.01907")
    own = samples.paper(url="https://doi.org/10.48550/arXiv.2407.01908")
    contents = find(export(name, [samples.digest(listed, relative, own)])[0], CONTENTS[name])
    for content, number in zip(contents, ("01906", "01907", None), strict=True):
        link = f'<a href="https://huggingface.co/papers/2407.{number}">huggingface.co</a>'
        assert (link in content) == (number is not None)


@both
@pytest.mark.parametrize(
    ("title", "site", "shown"),
    [
        (
            "News",
            Site("https://site.example/x/"),
            '출처: <a href="https://site.example/x/">News (2024-07-05)</a>',
        ),
        ("", Site("https://site.example/x/"), '출처: <a href="https://site.example/x/">site.example/x</a>'),
        ("R&D", Site(""), "출처: R&amp;D (2024-07-05)"),
        ("", Site(""), None),
    ],
)
def test_the_source_is_the_digest_and_its_site(name, title, site, shown, export):
    digest = attrs.evolve(samples.digest(samples.paper(1), title=title), site=site)
    (content,) = find(export(name, [digest])[0], CONTENTS[name])
    assert (shown or "출처") in content or shown is None
    assert ("출처" in content) == (shown is not None)


@both
def test_a_guessed_day_is_no_day_of_the_source(name, export):
    (content,) = find(
        export(name, [samples.digest(samples.paper(1), title="Some", date=None)])[0], CONTENTS[name]
    )
    assert '">Some</a></p>' in content


@both
def test_a_link_that_the_user_gives_is_the_source_of_what_has_none(name, export):
    digest = attrs.evolve(samples.digest(samples.paper(1), title="News"), site=Site(""))
    text, _ = export(name, [digest], link="https://mine.example/")
    assert '<a href="https://mine.example/">News (2024-07-05)</a>' in find(text, CONTENTS[name])[0]


@both
def test_tags_are_words_each_once(name, export):
    """A number says nothing as a tag; it still stands in the text."""
    paper = attrs.evolve(
        samples.paper(1),
        section="Agents",
        categories=("cs.CL", "68T50", "2024"),
        tags=("agents", " Agents ", "7", "3-2", "번역", "cs.CL"),
    )
    text, _ = export(name, [samples.digest(paper)])
    assert terms(name, text) == ["cs.CL", "68T50", "agents", "Agents", "번역"]
    assert "<p>cs.CL, 68T50, 2024, agents, Agents, 7, 3-2, 번역</p>" in find(text, CONTENTS[name])[0]


# Short entries


@both
def test_a_short_entry_has_a_sentence_and_no_picture(name, export):
    summary = (Item("Idea", "It works, e.g. here. Then more."), Item(None, "Never shown."))
    paper = attrs.evolve(samples.paper(1906), summary=summary)
    text, told = export(name, [samples.digest(paper, title="Daily")], full=False)
    (content,) = find(text, CONTENTS[name])
    assert content.split("\n") == [
        f'<div lang="en"><p>Votes: {paper.votes} · {", ".join(paper.authors)} et al.</p>',
        "<p>Idea: It works, e.g. here.</p>",
        f'{LINKS} · Source: <a href="https://huggingface.co/papers">Daily (2024-07-05)</a></p></div>',
    ]
    assert find(text, SUMMARIES[name]) == ["Idea: It works, e.g. here."]
    assert f'<media:thumbnail url="{paper.media.href}"/>' in text
    assert [(found.code, found.message) for found in told] == [
        (Code.DROPPED, "1 paper is shown in short, without 23 characters; -O full=true shows all")
    ]


@both
def test_a_short_entry_has_the_one_sentence_that_the_digest_has(name, export):
    paper = samples.further_paper()
    text, _ = export(name, [samples.digest(paper)], full=False)
    assert find(text, SUMMARIES[name]) == [paper.tldr]
    (content,) = find(text, CONTENTS[name])
    assert f"<p>{paper.tldr}</p>" in content
    assert paper.abstract[:20] not in content
    assert terms(name, text)


@both
def test_a_short_entry_without_any_text_is_none_the_less_one(name, export, faults):
    bare = samples.paper(1, summary=(), authors=(), votes=None, media=None)
    text, _ = export(name, [samples.digest(bare, title="")], full=False)
    assert faults(name, text) == []
    assert find(text, SUMMARIES[name]) == [bare.title]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("One", "One"),
        ("", ""),
        ("It has 3.5 parts! More", "It has 3.5 parts!"),
        ("By Smith et al. we know. More", "By Smith et al. we know."),
        ("A sum (e.g. 1 vs. 2) is good. B", "A sum (e.g. 1 vs. 2) is good."),
        ("By J. Doe. More", "By J. Doe."),
        ('He said "yes." Then', 'He said "yes."'),
        ("모델을 배웠다. 더 있다.", "모델을 배웠다."),
        ("模型很好。更多", "模型很好。"),
        ("「そうだ。」と言う", "「そうだ。」"),
        ("See https://a.example/b.c?d=e. Good", "See https://a.example/b.c?d=e."),
        ("Wait... what? No", "Wait..."),
    ],
)
def test_the_first_sentence(text, sentence):
    assert plain.first_sentence(text) == sentence


@given(st.text())
def test_a_sentence_is_the_beginning_of_a_text(text):
    assert text.startswith(plain.first_sentence(text))
    assert bool(plain.first_sentence(text)) == bool(text)


# Days


def day(*papers, **changes):
    return samples.digest(*papers, **{"title": "Daily"} | changes)


def page(name, export, digest, **options):
    text, told = export(name, [digest], items="digest", **options)
    (content,) = find(text, CONTENTS[name])
    return content, [found for found in told if found.code is Code.DROPPED]


def links(content, tag):
    """The address and the text of each link in a list or in headings."""
    return [
        (url, html.unescape(text))
        for row in re.findall(f"<{tag}[ >].*?</{tag}>", content)
        for url, text in re.findall(r'<a [^>]*href="([^"]*)">(.*?)</a>', row)
    ]


@both
def test_a_day_begins_with_the_list_of_its_papers(name, export):
    old = samples.paper(url="https://arxiv.org/abs/hep-th/9901001")
    elsewhere = samples.paper(url="https://blog.example/a?b=1&c=2", title="한국어 & 제목", votes=None)
    content, told = page(name, export, day(samples.paper(1906), old, elsewhere))
    assert told == []
    listed = re.match('<div lang="ko"><ol>(.*?)</ol>\n<h2 ', content)[1]
    assert re.findall("<li>.*?</li>", listed) == [
        '<li><a lang="en" href="#arxiv-2407.01906">Graphs of 1906 Languages</a> · 추천 18</li>',
        f'<li><a lang="en" href="#arxiv-hep-th/9901001">{old.title}</a> · 추천 {old.votes}</li>',
        f'<li><a href="#{elsewhere.id.replace(":", "-")}">한국어 &amp; 제목</a></li>',
    ]
    ids = re.findall('<h2 id="([^"]*)"', content)
    assert [f"#{found}" for found in ids] == re.findall('href="(#[^"]*)"', content)
    assert [url for url, _ in links(content, "h2")] == [
        "https://arxiv.org/abs/2407.01906",
        "https://arxiv.org/abs/hep-th/9901001",
        "https://blog.example/a?b=1&amp;c=2",
    ]


@both
def test_a_day_of_one_paper_has_no_list(name, export):
    content, _ = page(name, export, day(samples.paper(1)))
    assert content.startswith('<div lang="ko"><h2 ')


@both
def test_a_day_folds_the_names_that_a_byline_has_no_room_for(name, export):
    authors = tuple(f"Author {at}" for at in range(12))
    content, _ = page(name, export, day(samples.paper(1, authors=authors)))
    assert "Author 9 외 2명 이상</p>" in content
    names = ", ".join(authors)
    assert f"<details><summary>전체 저자 (12명)</summary><p>{names} 외</p></details>" in content


def long(number, size=3000):
    return samples.paper(number, summary=(Item("요약", f"글 {'가' * (size // 3)}"),))


@both
def test_a_long_day_is_cut_at_a_paper_and_names_the_rest(name, export, faults):
    digest = day(*(long(number) for number in range(1, 61)))
    content, told = page(name, export, digest)
    assert 90_000 < len(content.encode()) <= days.LIMIT
    shown = links(content, "h2")
    named = len(digest.papers) - len(shown)
    assert [title for _, title in links(content, "li")] == [paper.title for paper in digest.papers]
    assert [url for url, _ in links(content, "li")][-named:] == [
        paper.href for paper in digest.papers[-named:]
    ]
    note = content.rpartition("\n")[2]
    assert note == (
        f"<p>글이 너무 길어져서 논문 {named}편은 위 목록에 제목만 실었습니다. "
        '출처: <a href="https://huggingface.co/papers">Daily (2024-07-05)</a></p></div>'
    )
    message = f"{named} of 60 papers are only named: an item for a day ends at 100 kB"
    assert [(found.code, found.message) for found in told] == [
        (Code.DROPPED, f"{message}; -O full=false takes less room")
    ]
    assert faults(name, export(name, [digest], items="digest")[0]) == []


@both
def test_a_day_of_thousands_is_cut_in_its_list(name, export):
    papers = tuple(samples.paper(number, summary=()) for number in range(1, 2001))
    content, (told,) = page(name, export, day(*papers))
    assert len(content.encode()) <= days.LIMIT
    assert links(content, "h2") == []
    listed = len(links(content, "li"))
    assert 900 < listed < 2000
    assert f"there is no room for more: {listed}. Papers not even named: {2000 - listed}. " in content
    assert told.message == (
        "2000 of 2000 papers are only named: an item for a day ends at 100 kB; "
        f"not even named: {2000 - listed}; -O full=false takes less room"
    )


@both
@pytest.mark.parametrize(("count", "longest"), [(100, 172), (500, 101), (720, 61)])
def test_titles_in_a_long_list_are_shorter_so_that_all_papers_are_named(name, count, longest, export):
    papers = tuple(
        samples.paper(number, title=f"{number:04} {'Title ' * 28}".strip(), summary=())
        for number in range(count)
    )
    content, told = page(name, export, day(*papers))
    assert len(content.encode()) <= days.LIMIT
    titles = [title for _, title in links(content, "li")]
    assert [int(title[:4]) for title in titles] == list(range(count))
    assert max(map(len, titles)) == longest
    named = count - len(links(content, "h2"))
    assert [f"with a shorter title: {named}; " in found.message for found in told] == [True] * (count > 100)


def headed(*names):
    return day(*(samples.further_paper(number, section=name) for number, name in enumerate(names)))


@both
def test_the_list_of_a_day_has_the_headings_of_the_day(name, export, faults):
    digest = headed("Graphs & trees", "Graphs & trees", "Speech", "Speech")
    content, _ = page(name, export, digest)
    listed = content[: content.index("<h2 ")]
    assert re.sub("<li>.*?</li>", "<li/>", listed).removeprefix('<div lang="ko">') == (
        "<p><strong>Graphs &amp; trees</strong></p>\n<ol><li/><li/></ol>\n"
        "<p><strong>Speech</strong></p>\n<ol><li/><li/></ol>\n"
    )
    assert faults(name, export(name, [digest], items="digest")[0]) == []


@both
@pytest.mark.parametrize("names", ["AABA", "ABCD", "A"])
def test_headings_that_come_again_or_have_one_paper_each_are_left_out_of_the_list(name, names, export):
    content, _ = page(name, export, headed(*names))
    assert "<strong>A</strong></p>\n<ol>" not in content


@both
@pytest.mark.parametrize(("count", "rest"), [(1, ""), (3, ""), (100, " 외 {}편")])
def test_the_summary_of_a_day_is_a_paragraph_of_titles(name, count, rest, export):
    papers = [samples.paper(number) for number in range(1, count + 1)]
    (summary,) = find(export(name, [day(*papers)], items="digest")[0], SUMMARIES[name])
    shown = summary.removesuffix(rest.format(count - summary.count(";") - 1)).split("; ")
    assert shown == [paper.title for paper in papers[: len(shown)]]
    assert (len(shown) < count) == bool(rest)
    assert len(summary) < 1100


@both
def test_a_paper_that_is_too_long_by_itself_is_named(name, export):
    content, (told,) = page(name, export, day(long(1, 200_000)))
    assert links(content, "li") == [("https://arxiv.org/abs/2407.00001", samples.paper(1).title)]
    assert len(content) < 1000
    assert told.message.startswith("1 of 1 papers is only named")


@settings(max_examples=12)
@given(
    sizes=st.lists(st.integers(0, 60_000), min_size=1, max_size=6),
    title=st.sampled_from(["T", "제목 " * 200, "<&>" * 3000]),
)
def test_no_day_is_over_the_limit_and_none_loses_a_paper_unreported(sizes, title, export):
    papers = [attrs.evolve(long(at + 1, size), title=f"{title} {at}") for at, size in enumerate(sizes)]
    content, told = page("rss", export, day(*papers))
    assert len(content.encode()) <= days.LIMIT
    whole = content.count("<h2 ")
    assert [found.message.partition(" ")[0] for found in told] == [str(len(sizes) - whole)] * (
        whole < len(sizes)
    )


@both
def test_a_short_day_is_a_list_and_a_sentence_on_each(name, export):
    authors = tuple(f"Author {at}" for at in range(12))
    content, _ = page(name, export, day(samples.paper(1, authors=authors), samples.paper(2)), full=False)
    assert content.count("<h2 ") == 2
    assert "<img" not in content
    assert "<ul>" not in content
    assert "Author 11 외</p></details>" in content  # no element names the authors here


@both
@pytest.mark.parametrize("options", [{}, {"stagger": True}, {"items": "digest"}])
def test_the_order_of_inputs_is_not_that_of_entries(name, options, export):
    digests = [day(samples.paper(number), date=datetime.date(2024, 7, number)) for number in (3, 1, 2)]
    expected = export(name, sorted(digests, key=lambda digest: digest.date, reverse=True), **options)
    assert export(name, digests, **options) == expected


@both
def test_what_the_user_sorts_within_a_day_stays_so(name, export):
    digest = day(*(samples.paper(number, votes=number) for number in (2, 3, 1)))
    text, _ = export(name, [digest])
    assert [found[-1] for found in find(text, IDS[name])] == ["2", "3", "1"]


def test_media_that_cannot_be_shown_stands_in_short_entries_too(export):
    paper = samples.paper(1, media=Media("image", "javascript:alert(1)"))
    (content,) = find(export("rss", [samples.digest(paper)], full=False)[0], CONTENTS["rss"])
    assert "<p>javascript:alert(1)</p>" in content
