"""What stands on a page: every field of the model, in words that a reader understands."""

import books
import pytest
from digestkit_epub.exporter import Video

from digestkit import Code, Digest, Item, Media
from digestkit.testing import samples

PAGE = "2024-07-05.xhtml"


def made(paper, **options):
    return books.make(books.digest(paper), **{"language": "ko", **options})


def line(data, name):
    """The lines of a class; of what unfolds, the line that is always shown."""
    return books.texts(data, PAGE, f"//x:p[@class='{name}']|//x:details[@class='{name}']/x:summary")


def test_the_day_has_its_date_name_and_count():
    data = books.make(*books.week())
    assert books.texts(data, PAGE, "//x:h1") == ["2024년 7월 5일 (금)"]
    assert books.values(data, PAGE, "//x:time/@datetime") == ["2024-07-05"]
    assert line(data, "kicker") == ["Daily Papers · 논문 2편"]


def test_english_books_speak_english():
    data = books.make(*books.week(), language="en")
    assert books.texts(data, PAGE, "//x:h1") == ["Friday, 5 July 2024"]
    assert line(data, "kicker") == ["Daily Papers · 2 papers"]
    assert line(data, "facts")[0] == "Votes: 18 · arXiv:2407.00001 · PDF · Picture"
    assert line(data, "authors")[1].endswith("Author 10 and at least 3 others")


def test_facts_of_a_paper():
    data = books.make(*books.week())
    assert line(data, "facts") == [
        "추천 18 · arXiv:2407.00001 · PDF · 그림", "추천 91 · arXiv:2407.00002v2 · PDF · 동영상"
    ]  # fmt: skip
    assert books.values(data, PAGE, "//x:p[@class='facts']/x:a/@href") == [
        "https://arxiv.org/abs/2407.00001", "https://arxiv.org/pdf/2407.00001",
        "https://cdn.example.org/thumbs/2407.00001.png",
        "https://arxiv.org/abs/2407.00002v2", "https://arxiv.org/pdf/2407.00002v2",
        "https://cdn.example.org/a.mp4",
    ]  # fmt: skip


@pytest.mark.parametrize(("votes", "shown"), [(0, ["추천 0"]), (None, [])])
def test_no_votes_are_not_unknown_votes(votes, shown):
    assert books.texts(made(books.paper(votes=votes)), PAGE, "//x:span[@class='votes']") == shown


def test_a_paper_of_which_nothing_is_known_has_no_empty_lines():
    data = made(books.paper(url="https://example.org/paper"))
    assert books.texts(data, PAGE, "//x:section[@class='paper']/x:p") == ["↑ 2024년 7월 5일 (금)"]
    assert books.values(data, PAGE, "//x:ul") == []


@pytest.mark.parametrize(
    ("count", "truncated", "shown"),
    [
        (2, False, "N1, N2"),
        (2, True, "N1, N2 외"),
        (3, False, "N1, N2 외 1명"),
        (663, True, "N1, N2 외 661명 이상"),
        (0, True, "외"),
    ],
)
def test_authors_are_cut_for_display_with_the_count(count, truncated, shown):
    names = tuple(f"N{number}" for number in range(1, count + 1))
    data = made(books.paper(authors=names, authors_truncated=truncated), max_authors=2)
    assert line(data, "authors") == [shown]
    assert books.texts(data, PAGE, "//x:details/x:p/x:span") == ([", ".join(names[2:])] if count > 2 else [])
    everyone = books.texts(data, PAGE, "//x:section[@class='everyone']//x:p[2]/x:span")
    assert everyone == ([", ".join(names)] if count > 2 else [])


def test_names_are_mended_and_told():
    told = []
    paper = books.paper(authors=("NVIDIA", ":", r"Paul Erd\H{o}s", "and Ada Lovelace"))
    data = books.make(books.digest(paper), told=told)
    assert line(data, "authors") == ["NVIDIA, Paul Erdős, Ada Lovelace"]
    assert [found.code for found in told] == [Code.ALTERED] * 3


def test_all_authors_where_nothing_is_cut():
    names = tuple(f"N{number}" for number in range(663))
    data = made(books.paper(authors=names), max_authors=0)
    assert line(data, "authors") == [", ".join(names)]
    assert books.values(data, PAGE, "//x:details|//*[@class='everyone']") == []


def test_authors_that_unfold_go_on_where_the_line_ends():
    data = made(books.paper(authors=("A", "B", "C"), authors_truncated=True), max_authors=1)
    assert books.texts(data, PAGE, "//x:details/*") == ["A 외 2명 이상", "B, C 외"]
    assert books.values(data, PAGE, "//x:details/@open") == []


def test_names_and_titles_turn_nothing_that_follows_them():
    """What runs from right to left would take the comma, and the next name, along."""
    turning = ("יואב כהן", "Eve \u202eLee")
    title = "גרפים: attention"
    first, second = books.paper(title, authors=(*turning, "Bo Kim"), votes=3), books.paper()
    data = books.make(books.digest(first, second), language="en", max_authors=2)
    # The line, what unfolds, and the list of all authors at the end.
    assert books.texts(data, PAGE, "//x:details//x:bdi") == [*turning]
    assert books.texts(data, PAGE, "//x:section[@class='everyone']//x:bdi") == [title, *turning]
    assert books.texts(data, PAGE, "//x:nav//x:bdi") == [title]
    assert books.texts(data, PAGE, "//x:h2/x:a/x:bdi") == [title]


def test_the_list_of_all_authors_leads_to_their_paper():
    data = made(books.paper(authors=("A", "B")), max_authors=1)
    assert books.texts(data, PAGE, "//*[@class='everyone']//x:p") == ["Attention for Graphs", "A, B"]
    assert books.values(data, PAGE, "//*[@class='everyone']//x:a/@href") == ["#arxiv-2407.00001"]


def test_a_day_begins_with_the_list_of_its_papers():
    data = books.make(*books.week())
    rows = "//x:section[@id='day']/*[3][self::x:nav]/x:ol/x:li"
    assert books.texts(data, PAGE, rows) == [
        "Attention for Graphs 추천 18", "Small Models & <think> Tokens 추천 91"
    ]  # fmt: skip
    assert books.values(data, PAGE, f"{rows}/x:a/@href") == [
        f"{PAGE}#arxiv-2407.00001", f"{PAGE}#arxiv-2407.00002"
    ]  # fmt: skip


def test_a_single_paper_is_not_listed():
    assert books.values(made(books.paper()), PAGE, "//x:nav/@class") == []


def test_the_list_of_papers_has_the_headings_of_the_day():
    papers = [samples.further_paper(number, section=name) for number, name in enumerate(("A", "A", None))]
    data = books.make(samples.digest(*papers))
    assert books.values(data, PAGE, "//x:nav[@class='papers']/x:ol/x:li/x:a/@href") == [
        f"{PAGE}#part-1", f"{PAGE}#arxiv-2407.00002"
    ]  # fmt: skip
    assert books.values(data, PAGE, "//x:nav[@class='papers']/x:ol/x:li/x:ol/x:li/x:a/@href") == [
        f"{PAGE}#arxiv-2407.00000", f"{PAGE}#arxiv-2407.00001"
    ]  # fmt: skip


def test_summaries_keep_labels_lists_and_links():
    item = books.korean("Steps", "1. **Data**: 모읍니다\n  - https://example.org/a 에서\n2. 학습합니다")
    data = made(books.paper(summary=(item,)))
    assert books.texts(data, PAGE, "//x:div/x:ul/x:li/x:strong") == ["Steps:", "Data"]
    assert books.texts(data, PAGE, "//x:div/x:ul/x:li/x:ul/x:li") == [
        "https://example.org/a 에서",
        "2. 학습합니다",
    ]
    assert books.values(data, PAGE, "//x:div//x:a/@href") == ["https://example.org/a"]


@pytest.mark.parametrize("title", ["", " ", "\u200b\u2062"])
def test_a_title_that_cannot_be_seen_is_the_identifier(title):
    assert books.texts(made(books.paper(title)), PAGE, "//x:h2") == ["2407.00001"]
    elsewhere = made(books.paper(title, url="https://example.org/p"))
    assert books.texts(elsewhere, PAGE, "//x:h2") == ["https://example.org/p"]


def test_a_url_that_cannot_be_a_link_is_text_and_a_note():
    told = []
    data = made(books.paper(url="javascript:alert(1)"), told=told)
    assert books.values(data, PAGE, "//x:h2/x:a") == []
    assert books.texts(data, PAGE, "//x:span[@class='url']") == ["javascript:alert(1)"]
    assert [(found.code, found.message) for found in told] == [
        (Code.EXPORT_NOTE, "the URL cannot be a link: 'javascript:alert(1)'")
    ]


def test_media_that_cannot_be_linked_are_text():
    data = made(books.paper(media=Media("image", "data:image/png;base64,x")))
    assert books.texts(data, PAGE, "//x:span[@class='url']") == ["그림: data:image/png;base64,x"]


def test_an_empty_day_says_so():
    assert "이 날에는 논문이 없습니다." in books.texts(
        books.make(books.digest(), language="ko"), PAGE, "//x:p"
    )


def test_a_day_without_a_date_has_its_heading():
    data = books.make(Digest(None, "Papers (2024-02-30)"), Digest(None, "", (books.paper(),)), language="ko")
    assert books.texts(data, "undated.xhtml", "//x:h1") == ["Papers (2024-02-30)"]
    assert books.texts(data, "undated-2.xhtml", "//x:h1") == ["날짜 없음"]


def test_videos_play_in_place_where_asked():
    film = Media("video", "https://example.org/a.mp4#t=5")
    link = made(books.paper(media=film))
    plays = made(books.paper(media=film), video=Video.REMOTE)
    assert books.values(link, PAGE, "//x:video/@src") == []
    assert books.values(plays, PAGE, "//x:video/@src") == ["https://example.org/a.mp4"]
    manifest = "//opf:item[@href='https://example.org/a.mp4']/@media-type"
    assert books.values(plays, "content.opf", manifest) == ["video/mp4"]
    remote = "//opf:item[@properties='remote-resources']/@href"
    assert books.values(plays, "content.opf", remote) == [PAGE]


def test_a_scheme_in_capitals_is_the_same_scheme():
    film = Media("video", "HTTPS://example.org/a.mp4")
    data = made(books.paper(media=film), video=Video.REMOTE)
    assert books.values(data, PAGE, "//x:video/@src") == [film.url]


def test_a_video_is_one_resource_however_often_it_plays():
    film, other = (Media("video", f"https://example.org/{name}.mp4") for name in "ab")
    day = books.digest(books.paper(media=film), books.paper(media=film), books.paper(media=other))
    data = books.make(day, day, video=Video.REMOTE)
    assert books.values(data, PAGE, "//x:video/@src") == [film.url, film.url, other.url]
    assert books.values(data, "content.opf", "//opf:item[starts-with(@media-type, 'video/')]/@href") == [
        film.url, other.url
    ]  # fmt: skip
    ids = books.values(data, "content.opf", "//opf:item/@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("url", ["http://example.org/a.mp4", "/a.mp4x/b.avi", "javascript:a.mp4"])
def test_videos_that_no_book_may_play_are_links(url):
    data = made(books.paper(media=Media("video", url)), video=Video.REMOTE)
    assert books.values(data, PAGE, "//x:video/@src") == []


def test_a_heading_is_not_said_again_below_each_title():
    first = books.paper(section="cs.CV", categories=("cs.CV", "cs.LG"))
    second = books.paper(section="cs.CV", categories=("cs.CV",), url="https://arxiv.org/abs/2407.00009")
    data = books.make(books.digest(first, second))
    assert books.texts(data, PAGE, "//x:p[@class='terms']") == ["cs.LG"]
    assert books.values(data, PAGE, "//x:ol[@class='parts']/x:li/x:a/@href") == [f"{PAGE}#part-1"]


def test_an_empty_item_is_written_as_all_empty_elements():
    page = books.members(made(books.paper(summary=(Item(None, ""),))))[f"EPUB/{PAGE}"]
    assert b'<div class="summary"><ul><li/></ul></div>' in page


def test_changed_characters_are_reported():
    told = []
    paper = books.paper(
        "T\x00", authors=("N\x01",), media=Media("image", "/\x02.png"),
        summary=(books.korean("L", "\x08enchmark"), books.korean("L", "['a\\x03']"), Item("\x04", "")),
    )  # fmt: skip
    data = books.make(books.digest(paper, title="D\x05"), language="ko", told=told)
    assert [(found.code, found.message.split(":")[0]) for found in told] == [
        (Code.ALTERED, name)
        for name in ("title of the digest", "title", "authors", "media", *["summary"] * 3)
    ]
    assert books.texts(data, PAGE, "//x:div/x:ul/x:li")[0] == "L: \\benchmark"


def test_nothing_is_reported_of_an_ordinary_week():
    told = []
    books.make(*books.week(), told=told)
    assert told == []


def test_what_only_some_dialects_say():
    links = (("code", "https://code.example/g"), ("talk", "javascript:alert(1)"))
    data = books.make(samples.digest(samples.further_paper(links=links)), language="en")
    page = "2024-07-05.xhtml"
    assert books.texts(data, page, "//x:p[@class='terms']") == [
        "cs.CL, cs.LG, graphs, multilingual · Submitted 2024-07-02"
    ]
    assert books.texts(data, page, "//x:div[@class='abstract']/x:p") == [
        "TL;DR: A graph for each language.",
        "Abstract: Graphs are compared across languages.",
        "Each language gets a graph of its own.",
    ]
    assert books.texts(data, page, "//x:div[@class='extra']/x:p") == [
        "Score: 8.5",
        "Comment: Accepted in Utopia",
    ]
    assert books.values(data, page, "//x:p[@class='facts']/x:a/@href")[-2:] == [
        "https://doi.org/10.1000/182", "https://code.example/g"
    ]  # fmt: skip
    assert books.texts(data, page, "//x:span[@class='url']") == ["talk: javascript:alert(1)"]
