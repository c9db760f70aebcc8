"""What stands above papers: nothing twice, nothing empty, and a way to what they belong to."""

import datetime

import pytest
from digestkit_site import html, text
from digestkit_site.licences import named

import digestkit
from digestkit.testing import samples

LATER = datetime.date(2024, 7, 6)
LICENCE = "https://creativecommons.org/licenses/by-nc/4.0/"


def words(element):
    return " ".join(element.text_content().split())


def all_words(page, way):
    return [words(each) for each in page.xpath(way)]


def test_a_day_that_is_called_as_the_site_is_known_by_its_date(build):
    tree = build(samples.digest(samples.paper()), title="Daily Papers", lang="en")
    assert all_words(tree.page("days/2024-07-05.html"), "//h1") == ["July 5, 2024"]
    assert all_words(tree.page("index.html"), "//main//p[@class='facts']") == ["1 paper"]


def test_a_day_that_is_called_otherwise_has_title_and_date(build):
    tree = build(samples.digest(samples.paper()), title="Mine", lang="en")
    assert all_words(tree.page("days/2024-07-05.html"), "//h1") == ["Daily Papers July 5, 2024"]
    assert all_words(tree.page("index.html"), "//main//p[@class='facts']") == ["Daily Papers · 1 paper"]


def test_several_titles_stand_above_their_papers_only(build):
    weeks = [samples.digest(samples.paper(at), date=None, title=f"Week {at}") for at in range(5)]
    tree = build(*weeks, title="Weeks", lang="en")
    page = tree.page("days/undated.html")
    assert all_words(page, "//h1") == ["Without a date"]
    assert all_words(page, "//main//h2") == ["5 papers", *(f"Week {at}" for at in range(5))]
    assert all_words(tree.page("index.html"), "//main//p[@class='facts']") == ["5 papers"]


def test_the_first_page_begins_with_papers(build):
    tree = build(samples.digest(samples.paper()), samples.digest(date=LATER), lang="en")
    page = tree.page("index.html")
    assert all_words(page, "//*[@class='card']/h2") == ["July 5, 2024"]
    assert "No papers." in words(tree.page("days/2024-07-06.html"))
    assert all_words(tree.page("months/2024-07.html"), "//*[@class='card']/h2")[0] == "July 6, 2024"


def test_long_days_are_cut_in_lists_of_days(build):
    tree = build(samples.digest(*(samples.paper(at) for at in range(1, 412))), lang="en")
    index, month = tree.page("index.html"), tree.page("months/2024-07.html")
    assert len(index.xpath("//*[@class='latest']//li")) == 60
    assert len(month.xpath("//*[@class='card']//li")) == 10
    for page, more in ((index, "351 more papers"), (month, "401 more papers")):
        (link,) = page.xpath("//p[@class='more']/a")
        assert words(link) == more
        assert link.get("href").endswith("days/2024-07-05.html")


def test_one_paper_more_is_shown(build):
    tree = build(samples.digest(*(samples.paper(at) for at in range(61))))
    assert not tree.page("index.html").xpath("//p[@class='more']")
    assert len(tree.page("index.html").xpath("//*[@class='latest']//li")) == 61


def test_the_pages_of_a_long_day_have_titles_of_their_own(build):
    long = "긴 요약. " * 6000
    papers = [samples.paper(at, summary=(digestkit.Item(None, long),)) for at in (1, 2, 3)]
    tree = build(samples.digest(*papers), title="Mine", lang="en")
    numbers = [tree.page(f"days/2024-07-05{part}.html").findtext(".//title") for part in ("", "-2")]
    assert numbers == [
        "Daily Papers (July 5, 2024) · Mine",
        "Daily Papers (July 5, 2024) · 2/3 · Mine",
    ]


def test_a_paper_leads_to_its_day_and_its_section(build):
    tree = build(samples.digest(samples.further_paper()))
    (up,) = tree.page("papers/2407.01906.html").xpath("//p[@class='up']")
    assert [(words(link), link.get("href")) for link in up] == [
        ("2024년 7월 5일", "../days/2024-07-05.html#p-2407.01906"),
        ("Language Models", "../topics/section-language-models.html"),
    ]
    heading = tree.page("days/2024-07-05.html").xpath("//*[@class='section']/a")[0]
    assert heading.get("href") == "../topics/section-language-models.html"


def test_votes_of_each_day_are_told_where_there_are_several(build):
    one = samples.digest(samples.paper())
    way = "//section[@class='listed']//span"
    assert not build(one).page("papers/2407.01906.html").xpath(way)
    two = build(one, samples.digest(samples.paper(votes=20), date=LATER), lang="en")
    assert all_words(two.page("papers/2407.01906.html"), way) == ["20 votes", "18 votes"]


def test_sections_that_are_categories_have_no_second_page(build):
    papers = [
        samples.further_paper(at, section=name, categories=(name,)) for at, name in enumerate(("A", "B"))
    ]
    tree = build(samples.digest(*papers))
    assert [name for name in tree if name.startswith("topics/section-")] == []
    assert all_words(tree.page("papers/2407.00000.html"), "//p[@class='up']/a") == ["2024년 7월 5일"]
    heading = tree.page("days/2024-07-05.html").xpath("//*[@class='section']/a")[0]
    assert heading.get("href") == "../topics/category-a.html"


def test_a_list_of_one_kind_has_one_heading(build):
    tree = build(samples.digest(*(samples.paper(at) for at in (1, 2, 3))), lang="en")
    assert all_words(tree.page("authors/index.html"), "//main//*[self::h1 or self::h2]") == ["Authors"]


def test_a_page_of_one_day_says_which():
    page = digestkit.dumps(samples.digest(samples.paper()), html, lang="en")
    assert '<p class="facts">July 5, 2024 · 1 paper</p>' in page


def test_a_list_names_a_crowd_in_part_and_its_page_in_whole(build):
    crowd = tuple(f"Given{at} Family" for at in range(3303))
    tree = build(samples.digest(samples.paper(authors=crowd)))
    (coins,) = tree.page("days/2024-07-05.html").xpath("//span[@class='Z3988']/@title")
    assert coins.count("rft.creator=") == 500
    assert tree["papers/2407.01906.html"].count('name="citation_author"') == 3303


@pytest.mark.parametrize(
    ("rights", "shown"),
    [
        (LICENCE, "CC BY-NC 4.0"),
        ("http://www.creativecommons.org/licenses/by-sa/3.0/kr/deed.ko", "CC BY-SA 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        (
            "https://creativecommons.org/licenses/other/4.0/",
            "https://creativecommons.org/licenses/other/4.0/",
        ),
        ("https://creativecommons.org.evil.example/licenses/by/4.0/", None),
        ("© 2024 A. Lovelace", "© 2024 A. Lovelace"),
    ],
)
def test_licences_have_names(rights, shown):
    assert named(rights) == (shown or rights)


def test_a_licence_is_named_and_linked(build):
    tree = build(samples.digest(samples.paper()), rights=LICENCE, lang="en")
    (shown,) = tree.page("index.html").xpath("//p[@class='rights']")
    assert words(shown) == "Terms of use: CC BY-NC 4.0"
    assert shown.xpath("a/@href") == [LICENCE]
    assert f"CC BY-NC 4.0 ({LICENCE})" in digestkit.dumps(
        samples.digest(samples.paper()), text, rights=LICENCE
    )


@pytest.mark.parametrize(
    ("base_url", "href"),
    [
        ("https://a.example", "/index.html"),
        ("https://a.example/papers", "/papers/index.html"),
        ("https://a.example//b.example/", "https://a.example//b.example/index.html"),
    ],
)
def test_a_missing_page_leads_to_the_site_on_the_server_that_shows_it(build, base_url, href):
    page = build(samples.digest(samples.paper()), base_url=base_url).page("404.html")
    assert page.xpath("//main//a/@href") == [href]


def test_names_that_lead_somewhere_say_their_language(build):
    papers = [samples.further_paper(at, title=f"Number {at}", section="언어") for at in (1, 2)]
    page = build(samples.digest(*papers)).page("papers/2407.00001.html")
    assert page.xpath("string(//a[@rel='next']/span[2]/@lang)") == "en"
    assert page.xpath("//ul[@class='topics']//a/@lang") == ["en"] * 4
    english = build(samples.digest(*papers), lang="en")
    assert english.page("papers/2407.00001.html").xpath("//p[@class='up']/a[2]/@lang") == ["ko"]
    assert english.page("topics/index.html").xpath("//a[text()='언어']/@lang") == ["ko"]


@pytest.mark.parametrize(
    ("site", "linked"),
    [
        (None, True),
        ("https://huggingface.co/papers", True),
        ("https://github.com/someone/daily", False),
        ("https://huggingface.co.example/papers", False),
    ],
)
def test_hugging_face_is_linked_from_its_own_papers_only(build, site, linked):
    digest = digestkit.Digest(samples.DAY, "Daily", (samples.paper(),), site=site and digestkit.Site(site))
    shown = all_words(build(digest).page("papers/2407.01906.html"), "//ul[@class='facts']//a")
    assert ("Hugging Face" in shown) == linked


def test_formulas_are_characters_where_no_markup_can_be(build):
    paper = samples.paper(summary=(digestkit.Item(None, "Less CO$_2$ for \\(x^2\\), at $5."),))
    tree = build(samples.digest(paper))
    assert "Less CO₂ for x², at $5." in tree["search/2024-07.js"]
    described = tree.page("papers/2407.01906.html").xpath("string(//meta[@name='description']/@content)")
    assert described == "Less CO₂ for x², at $5."


def test_a_topic_says_of_which_kind_it_is_and_of_which_month(build):
    papers = [samples.paper(at, categories=("cs.CL",)) for at in range(101)]
    tree = build(samples.digest(*papers), lang="en")
    facts = "//main//p[@class='facts']"
    assert all_words(tree.page("topics/category-cs.cl.html"), facts) == ["Category"]
    assert all_words(tree.page("topics/category-cs.cl/2024-07.html"), facts) == ["July 2024 · 101 papers"]
    author = build(samples.digest(*papers[:3]), lang="en").page("authors/ada-lovelace.html")
    assert all_words(author, facts) == ["3 papers"]


def shared(page):
    """The properties that networks read of a page."""
    return {
        each.get("property") or each.get("name"): each.get("content")
        for each in page.xpath("//meta[@property or starts-with(@name, 'twitter:')]")
    }


PICTURE = digestkit.Media("image", "https://pictures.example/1.png")


def test_what_is_sent_around_of_a_paper_shows_its_picture_large(build):
    page = build(samples.digest(samples.paper(title="New", media=PICTURE)), lang="en", title="Mine").page(
        "papers/2407.01906.html"
    )
    found = shared(page)
    assert found.pop("og:description").startswith("What's New: ")
    assert found == {
        "og:title": "New",
        "og:site_name": "Mine",
        "og:type": "article",
        "og:image": PICTURE.url,
        "og:image:alt": "Picture of “New”",
        "twitter:card": "summary_large_image",
    }


def test_what_is_sent_around_of_a_day_names_the_site_and_papers(build):
    papers = [samples.paper(1, title="One", media=None), samples.paper(2, title="Two", media=PICTURE)]
    tree = build(samples.digest(*papers, papers[0]), lang="en", title="Daily Papers")
    found = shared(tree.page("days/2024-07-05.html"))
    assert found["og:title"] == "July 5, 2024 · Daily Papers"
    assert found["og:description"] == "2 papers: One · Two"
    assert found["og:image"] == PICTURE.url
    index = shared(tree.page("index.html"))
    assert index == {
        "og:title": "Daily Papers",
        "og:site_name": "Daily Papers",
        "og:type": "website",
        "og:description": "July 5, 2024: One · Two",
    }
    assert shared(tree.page("about.html"))["og:title"] == "About · Daily Papers"


def test_what_is_sent_around_is_short_and_of_one_kind(build):
    papers = [samples.paper(at, title=f"A long title {at} " * 9, media=None) for at in range(30)]
    tree = build(samples.digest(*papers), samples.digest(date=LATER), lang="en")
    for name in tree:
        if name.endswith(".html"):
            found = shared(tree.page(name))
            assert found["og:type"] == ("article" if name.startswith("papers/") else "website"), name
            assert len(found.get("og:description", "")) <= 200
            assert "twitter:card" not in found
    assert "og:description" not in shared(tree.page("days/2024-07-06.html"))
