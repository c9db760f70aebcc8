"""What the options of feeds do, and what is told when something does not fit."""

import datetime
import gc
import locale
import re
import weakref

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digestkit.diagnostics import Code
from digestkit.errors import UsageError
from digestkit.formats.feeds import dates
from digestkit.model import Item, Media
from digestkit.testing import samples

both = pytest.mark.parametrize("name", ["rss", "atom"])

IDS = {"rss": ".//guid", "atom": ".//{*}entry/{*}id"}
CONTENTS = {"rss": ".//{*}encoded", "atom": ".//{*}content"}
NAMES = {"rss": ".//{*}creator", "atom": ".//{*}entry/{*}author/{*}name"}
DATES = {"rss": ".//pubDate", "atom": ".//{*}published"}


def find(text, path):
    return [element.text for element in etree.fromstring(text.encode("utf-8")).iterfind(path)]


def day(number, *papers):
    return samples.digest(*map(samples.paper, papers), date=datetime.date(2024, 7, number))


def codes(told):
    return [diagnostic.code for diagnostic in told]


@both
def test_newest_first_and_within_a_day_as_written(name, export):
    text, _ = export(name, [day(4, 41, 42), day(6, 61), day(5, 51)])
    assert [found[-2:] for found in find(text, IDS[name])] == ["61", "51", "41", "42"]


@both
def test_the_window_keeps_the_newest_and_tells_what_is_cut(name, export):
    digests = [day(number, *range(number * 10, number * 10 + 5)) for number in (3, 9, 5, 1, 7)]
    text, told = export(name, digests, max_items=7)
    assert [int(found[-2:]) for found in find(text, IDS[name])] == [90, 91, 92, 93, 94, 70, 71]
    assert [diagnostic.message for diagnostic in told] == [
        "18 of 25 items are older than the newest 7 and were left out; -O max_items=0 keeps all"
    ]
    assert codes(told) == [Code.DROPPED]
    everything, told = export(name, digests, max_items=0)
    assert len(find(everything, IDS[name])) == 25
    assert not told


@both
def test_the_default_window_is_200_items(name, export):
    text, told = export(
        name, [day(number, *range(number * 100, number * 100 + 25)) for number in range(1, 10)]
    )
    assert len(find(text, IDS[name])) == 200
    assert codes(told) == [Code.DROPPED]


@both
def test_a_paper_met_twice_is_one_item_of_its_earliest_day(name, export):
    for digests in ([day(4, 1), day(8, 1, 2)], [day(8, 1, 2), day(4, 1)]):
        text, told = export(name, digests)
        assert [found[-1] for found in find(text, IDS[name])] == ["2", "1"]
        assert find(text, DATES[name])[1][:16] in ("Thu, 04 Jul 2024", "2024-07-04T00:00")
        assert codes(told) == [Code.MERGED]


@both
def test_a_paper_of_an_old_day_does_not_come_back(name, export):
    text, _ = export(
        name, [day(1, 1), *(day(number, number) for number in range(2, 9)), day(9, 1)], max_items=3
    )
    assert [found[-1] for found in find(text, IDS[name])] == ["8", "7", "6"]


@both
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(order=st.permutations(range(1, 13)), window=st.sampled_from([0, 4, 7, 200]))
def test_the_order_of_digests_does_not_matter(name, order, window, export):
    """Also not for papers met twice, whether their earliest day is in the window or not."""
    digests = [day(number, number, 50 + number % 4) for number in order]
    text, _ = export(name, digests, max_items=window)
    expected, _ = export(name, sorted(digests, key=lambda digest: digest.date), max_items=window)
    assert text == expected


@both
def test_one_item_for_each_day(name, export):
    digests = [day(4, 1, 2), day(5, 1, 3), day(4, 2, 4)]
    text, told = export(name, digests, items="digest")
    assert find(text, IDS[name]) == [f"tag:feeds.example,2024-07-0{number}:digest" for number in (5, 4)]
    assert codes(told) == [Code.MERGED]
    content = find(text, CONTENTS[name])[1]
    assert re.findall(r"<h2[^>]*><a href=\"[^\"]*0000(\d)\">", content) == ["1", "2", "4"]


@both
def test_papers_without_a_day_are_dated_by_their_id_or_told(name, export):
    undated = samples.digest(samples.paper(1), samples.paper(url="https://a.example/b"), date=None, title="")
    text, told = export(name, [undated])
    assert find(text, IDS[name]) == ["https://arxiv.org/abs/2407.00001"]
    assert find(text, DATES[name])[0][:16] in ("Mon, 01 Jul 2024", "2024-07-01T00:00")
    assert codes(told) == [Code.EXPORT_WARNING, Code.DROPPED]
    text, told = export(name, [undated], items="digest")
    assert find(text, IDS[name]) == []
    assert codes(told) == [Code.DROPPED]


@both
def test_a_day_of_its_own_counts_before_a_guess(name, export):
    undated = samples.digest(samples.paper(1), date=None, title="")
    text, _ = export(name, [undated, day(9, 1)])
    assert find(text, DATES[name])[0][:16] in ("Tue, 09 Jul 2024", "2024-07-09T00:00")


@pytest.mark.parametrize(
    ("zone", "rss", "atom"),
    [
        ("UTC", "Fri, 05 Jul 2024 00:00:00 GMT", "2024-07-05T00:00:00Z"),
        ("+09:00", "Fri, 05 Jul 2024 00:00:00 +0900", "2024-07-05T00:00:00+09:00"),
        ("-0330", "Fri, 05 Jul 2024 00:00:00 -0330", "2024-07-05T00:00:00-03:30"),
        ("Asia/Seoul", "Fri, 05 Jul 2024 00:00:00 +0900", "2024-07-05T00:00:00+09:00"),
        ("+05:45", "Thu, 04 Jul 2024 18:15:00 GMT", "2024-07-05T00:00:00+05:45"),
    ],
)
def test_days_begin_in_the_time_zone(zone, rss, atom, export):
    assert find(export("rss", [day(5, 1)], timezone=zone)[0], DATES["rss"]) == [rss]
    assert find(export("atom", [day(5, 1)], timezone=zone)[0], DATES["atom"]) == [atom]


@pytest.mark.parametrize("instant", ["2024-02-29T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"])
def test_dates_are_read_back(instant):
    found = dates.read_rfc3339(instant)
    assert dates.rfc3339(found) == instant
    assert dates.read_rfc822(dates.rfc822(found)) == found


@pytest.mark.parametrize("text", [None, "", "today", "Fri, 99 Jul 2024 00:00:00 GMT", "2024-13-01T00:00:00Z"])
def test_what_is_no_date(text):
    assert dates.read_rfc822(text) is None
    assert dates.read_rfc3339(text) is None


def test_no_locale_reaches_dates(export):
    before = locale.setlocale(locale.LC_TIME)
    expected = export("rss", [day(5, 1)])[0]
    tried = []
    try:
        for name in ("ko_KR.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8", "C"):
            try:
                tried.append(locale.setlocale(locale.LC_TIME, name))
            except locale.Error:
                continue
            assert export("rss", [day(5, 1)])[0] == expected
    finally:
        locale.setlocale(locale.LC_TIME, before)
    assert tried


@pytest.mark.parametrize(("name", "zone"), [("rss", "UTC"), ("atom", "+09:00"), ("rss", "America/New_York")])
def test_stagger_keeps_the_order_of_a_day_and_the_day(name, zone, export):
    text, _ = export(name, [day(5, *range(1, 3605))], stagger=True, timezone=zone, max_items=0)
    shown = find(text, DATES[name])
    times = [re.search(r"\d\d:\d\d:\d\d", found)[0] for found in shown]
    assert times[:3] == ["01:00:00", "00:59:59", "00:59:58"]
    assert times[-5:] == ["00:00:01", *["00:00:00"] * 4]
    assert {found[:10] for found in shown} == {"Fri, 05 Ju" if name == "rss" else "2024-07-05"}


@both
def test_a_staggered_date_does_not_depend_on_the_other_papers(name, export):
    alone, _ = export(name, [day(5, 1)], stagger=True)
    assert find(alone, DATES[name])[0] == find(export(name, [day(5, 1, 2)], stagger=True)[0], DATES[name])[0]


@both
def test_without_a_self_link_there_is_one_warning(name, export):
    text, told = export(name, [day(5, 1)], feed_url=None)
    assert codes(told) == [Code.EXPORT_WARNING]
    assert "feed_url" in told[0].message
    assert 'rel="self"' not in text


def test_ids_of_feeds_follow_their_address(export):
    def identify(**options):
        return find(export("atom", [], **options)[0], "{*}id")[0]

    published = identify()
    assert published == identify(link="https://other.example/")
    assert published != identify(feed_url="https://feeds.example/other.xml")
    assert identify(feed_url=None) != identify(feed_url=None, link="https://other.example/")
    assert identify(feed_url=None, link="https://a.example/") == identify(
        feed_url=None, base_url="https://a.example/"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"feed_url": "javascript:alert(1)"}, "feed_url must be an absolute http or https URL"),
        ({"link": "/papers"}, "link must be an absolute"),
        ({"image": "data:image/png;base64,AA"}, "image must be an absolute"),
        ({"base_url": "papers.html"}, "--base-url must be an absolute"),
        ({"language": "한국어"}, "--lang must be a language tag"),
        ({"max_items": -1}, "max_items must not be negative"),
        ({"ttl": -1}, "ttl must not be negative"),
        ({"timezone": "Mars/Olympus"}, "write UTC, an offset like"),
        ({"timezone": "../etc/passwd"}, "no time zone"),
        ({"timezone": "+25:00"}, "no time zone"),
        ({"items": "week"}, "paper"),
    ],
)
@both
def test_what_cannot_be_is_refused(name, options, message, export):
    with pytest.raises(UsageError, match=re.escape(message)):
        export(name, [], **options)


@both
def test_what_is_no_link_is_told_and_stands_as_text(name, export):
    text, told = export(name, samples.sample("a picture that is no address"))
    assert codes(told) == [Code.ALTERED]
    assert "javascript:alert(1)" in text
    assert "src=" not in text


@both
def test_every_changed_character_is_told(name, export):
    summary = (Item("\x04", "a"), Item(None, "\x08enchmark"), Item("L", "['a\\x03']"), Item("L", "\\alpha"))
    media = Media("image", "https://e.example/\x02.png")
    paper = samples.paper(title="T\x00", authors=("N\x01",), media=media, summary=summary)
    digest = samples.digest(paper, title="D\x05")
    expected = ["title", "authors", "media", "summary", "summary", "summary"]
    for items in ("paper", "digest"):
        _, told = export(name, [digest], items=items)
        altered = [found for found in told if found.code is Code.ALTERED]
        assert [found.message.partition(":")[0] for found in altered] == ["title of the digest", *expected]


@both
def test_changed_characters_are_told_where_they_stand(name, export):
    text, told = export(name, [samples.digest(samples.paper(title="a\x00", summary=()))])
    assert codes(told) == [Code.ALTERED]
    assert "a\ufffd" in text


@both
def test_the_feed_has_the_newest_title_and_entries_have_their_own(name, export):
    digests = [
        samples.digest(samples.paper(1), title="Old", date=datetime.date(2024, 7, 1)),
        samples.digest(samples.paper(2), title="New"),
    ]
    text, told = export(name, digests)
    assert find(text, ".//{*}title")[0] == "New"
    new, old = find(text, CONTENTS[name])
    assert '출처: <a href="https://huggingface.co/papers">New (2024-07-05)</a>' in new
    assert "Old (2024-07-01)</a>" in old
    assert not told
    text, told = export(name, digests, title="Mine")
    assert find(text, ".//{*}title")[0] == "Mine"
    assert not told


@both
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We study graphs, and we show that they help.", "Daily Papers"),
        ("그래프를 연구하고 그 쓸모를 보입니다.", "오늘의 논문"),
        ("我们研究图结构，并证明其作用。", "每日论文"),
    ],
)
def test_a_feed_of_digests_without_a_title_is_named_in_its_language(name, text, title, export):
    paper = samples.paper(1, title="", summary=(Item(None, text),))
    content, _ = export(name, [samples.digest(paper, title="")])
    assert find(content, ".//{*}title")[0] == title


def test_a_title_that_comes_back_is_the_newest_however_many_there_were(export):
    first = datetime.date(2024, 1, 1)
    names = ["Mine", *(f"Title {number}" for number in range(500)), "Mine"]
    digests = [
        samples.digest(samples.paper(at), title=title, date=first + datetime.timedelta(at))
        for at, title in enumerate(names)
    ]
    text, _ = export("rss", digests, max_items=1)
    assert find(text, ".//{*}title")[0] == "Mine"


@both
def test_bylines_are_cut_and_data_is_not(name, export):
    text, _ = export(name, samples.sample("many authors"))
    content = find(text, CONTENTS[name])[0]
    assert re.search("<p>추천 [0-9]+ · Author 0 Name0, Author 1 Name1,", content)
    assert "Author 9 Name9 외 690명 이상</p>" in content
    assert "Name10" not in content
    (authors,) = find(text, NAMES[name])
    assert authors.removesuffix(" 외").split(", ") == [f"Author {at} Name{at}" for at in range(700)]
    english, _ = export(name, samples.sample("many authors"), language="en")
    assert "Author 9 Name9 and at least 690 more</p>" in find(english, CONTENTS[name])[0]
    chinese, _ = export(name, samples.sample("many authors"), language="zh-CN")
    assert "Author 9 Name9 等，另有至少 690 人</p>" in find(chinese, CONTENTS[name])[0]


@both
@pytest.mark.parametrize(("language", "others"), [("en", " et al."), ("ko", " 외"), ("zh", " 等")])
def test_the_element_of_all_names_says_that_there_are_others(name, language, others, export):
    paper = samples.paper(1, authors=("Ada Lovelace",))
    for is_cut in (True, False):
        cut = attrs.evolve(paper, authors_truncated=is_cut)
        text, _ = export(name, [samples.digest(cut)], language=language)
        assert find(text, NAMES[name]) == ["Ada Lovelace" + others * is_cut]


@both
def test_authors_may_have_an_element_each_or_a_short_one(name, export):
    """Where readers do not show all names with the entry, they stand folded at its end."""
    each, _ = export(name, samples.sample("many authors"), authors="each")
    assert find(each, NAMES[name]) == [f"Author {at} Name{at}" for at in range(700)]
    short, _ = export(name, samples.sample("many authors"), authors="short")
    assert find(short, NAMES[name])[0].endswith(", Author 9 Name9 외 690명 이상")
    for text in (each, short):
        content = find(text, CONTENTS[name])[0]
        assert "<details><summary>전체 저자 (700명)</summary><p>Author 0 Name0, Author" in content
        assert content.endswith("Author 699 Name699 외</p></details></div>")
    few, _ = export(name, [day(5, 1)], authors="each")
    assert "<details>" not in find(few, CONTENTS[name])[0]


@both
def test_rights_are_said_of_the_feed(name, export):
    text, _ = export(name, [day(5, 1)], rights=" CC BY 4.0 \x00")
    assert find(text, ".//copyright" if name == "rss" else "{*}rights") == ["CC BY 4.0 \ufffd"]
    assert "CC BY" not in export(name, [day(5, 1)], rights=" ")[0]


@both
def test_memory_is_bounded_by_the_window(name, export):
    """Digests are let go as they pass: only the newest are alive when the last one comes."""
    alive = []

    def stream():
        for number in range(400):
            date = datetime.date(2020, 1, 1) + datetime.timedelta(number)
            digest = samples.digest(samples.paper(number + 1), date=date)
            references.append(weakref.ref(digest.papers[0]))
            yield digest
            del digest
        gc.collect()
        alive.append(sum(reference() is not None for reference in references))

    references = []
    export(name, stream(), max_items=10)
    assert alive[0] <= 25


@both
def test_without_a_summary_a_cut_byline_describes_a_paper(name, export):
    authors = [f"Author {number}" for number in range(12)]
    paper = samples.paper(authors=authors, authors_truncated=False, summary=())
    text, _ = export(name, [samples.digest(paper)], language="en")
    path = {"rss": ".//item/description", "atom": ".//{*}summary"}[name]
    assert find(text, path) == [f"{', '.join(authors[:10])} and 2 more"]
