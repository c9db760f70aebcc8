"""The pages of a site: which there are, what stands in them, and how they lead to each other."""

import datetime
import io
import json
import re
import unicodedata
import urllib.parse

import attrs
import pytest
from digestkit_site import shelves

import digestkit
from digestkit.testing import samples

LATER = datetime.date(2024, 7, 6)
DAYS = ("2024-07-05", "2024-07-06", "2024-08-01")
SUFFIXES = ("html", "bib", "json")
NEXT_MONTH = datetime.date(2024, 8, 1)


def text(element):
    return " ".join(element.text_content().split())


def links(page, way):
    return [(text(each), each.get("href")) for each in page.xpath(way)]


@pytest.fixture(scope="module")
def three(build):
    """Three days, of which two list one paper."""
    return build(
        samples.digest(samples.paper(1), samples.paper(2, votes=40)),
        samples.digest(samples.further_paper(3), samples.paper(2, votes=41), date=LATER),
        samples.digest(samples.paper(4), date=NEXT_MONTH),
        title="Digests",
    )


def test_the_files_of_a_site(three):
    names = {re.sub(r"_[0-9a-f]{8}", "_HASH", name) for name in three}
    assert names == {
        "index.html", "about.html", "404.html", "robots.txt", "atom.xml", "rss.xml",
        "assets/site.css", "assets/icon.svg", "assets/search.js", "assets/finder.js", "assets/theme.js",
        "search/index.js", "search/2024-07.js", "search/2024-08.js",
        "years/2024.html", "months/2024-07.html", "months/2024-08.html",
        *(f"days/{day}.{suffix}" for day in DAYS for suffix in SUFFIXES),
        *(f"papers/2407.0000{at}.{suffix}" for at in range(1, 5) for suffix in SUFFIXES),
        "topics/index.html", "topics/section-language-models.html", "topics/category-cs.cl.html",
        "topics/category-cs.lg.html", "topics/tag-graphs.html", "topics/tag-multilingual.html",
        "authors/index.html", "authors/ada-lovelace.html", "authors/hal-daume-iii_HASH.html",
    }  # fmt: skip


def test_the_newest_day_comes_first(three):
    page = three.page("index.html")
    days = [text(each) for each in page.xpath("//*[@class='card']/*[1]")]
    assert days == ["2024년 8월 1일", "2024년 7월 6일", "2024년 7월 5일"]
    assert links(page, "//nav[@class='archive']//a") == [
        ("2024년", "years/2024.html"),
        ("2024년 7월", "months/2024-07.html"),
        ("2024년 8월", "months/2024-08.html"),
    ]


def test_the_menu_shows_where_a_page_is(three):
    def current(address):
        return [
            (text(each), each.get("aria-current"))
            for each in three.page(address).xpath("//nav[@class='menu']//a[@aria-current]")
        ]

    assert current("index.html") == [("최신", "page")]
    assert current("topics/index.html") == [("주제", "page")]
    assert current("topics/category-cs.cl.html") == [("주제", "true")]
    assert current("authors/ada-lovelace.html") == [("저자", "true")]
    assert current("days/2024-07-05.html") == current("papers/2407.00001.html") == []


def test_before_and_after(three):
    assert [href for _, href in links(three.page("days/2024-07-06.html"), "//nav[@class='around']/a")] == [
        "../days/2024-07-05.html",
        "../days/2024-08-01.html",
    ]
    around = links(three.page("papers/2407.00001.html"), "//nav[@class='around']/a")
    assert around == [("다음 Graphs of 2 Languages", "../papers/2407.00002.html")]
    month = three.page("months/2024-07.html")
    assert [href for _, href in links(month, "//a[@rel='next']")] == ["../months/2024-08.html"]
    assert not month.xpath("//link[@rel='next']")  # which Firefox loads at once, against the page's policy


def test_a_paper_has_all_days_that_list_it(three):
    page = three.page("papers/2407.00002.html")
    listed = page.xpath("//section[@class='listed']//li")
    assert [text(each) for each in listed] == ["2024년 7월 6일 추천 41", "2024년 7월 5일 추천 40"]
    assert [each.get("href") for each in page.xpath("//section[@class='listed']//a")] == [
        "../days/2024-07-06.html#p-2407.00002",
        "../days/2024-07-05.html#p-2407.00002",
    ]


def test_authors_of_few_papers_have_no_page(build):
    digest = samples.digest(samples.paper(1), samples.paper(2))
    assert not [name for name in build(digest) if name.startswith("authors/")]
    assert "authors/ada-lovelace.html" in build(digest, min_papers=2)


def labelled(number, *labels):
    items = tuple(digestkit.Item(label, f"Said of {label}.") for label in labels)
    return attrs.evolve(samples.paper(number), summary=items)


def test_labels_that_tell_papers_apart_have_pages(build):
    often = [labelled(at, "What's New", "Limits") for at in range(3)]
    seldom = [
        labelled(at, "What's New", *(["limits"] if at == 5 else ["Once"][at - 3 :])) for at in range(3, 10)
    ]
    later = samples.digest(*[labelled(at, "Method", "Result") for at in range(20, 24)], date=LATER)
    tree = build(samples.digest(*often, *seldom), later)
    assert [name for name in tree if name.startswith("topics/")] == [
        "topics/label-limits.html",
        "topics/index.html",
    ]
    page = tree.page("topics/label-limits.html")
    assert len(page.xpath("//ol[@class='rows']/li")) == 4
    first = tree.page("papers/2407.00000.html")
    assert links(first, "//div[@class='summary']//a") == [("Limits:", "../topics/label-limits.html")]
    assert text(first.xpath("//div[@class='summary']")[0]).endswith("Limits: Said of Limits.")
    assert links(tree.page("topics/index.html"), "//ul[@class='terms']//a") == [
        ("Limits", "../topics/label-limits.html")
    ]


def test_the_data_of_a_paper_read_back(three):
    record = json.loads(three["papers/2407.00002.json"])
    assert [each["votes"] for each in record] == [40, 41]
    assert all(each["source"] is None for each in record)
    assert three["papers/2407.00002.bib"].count("@misc{") == 1
    assert (
        three["days/2024-07-06.bib"] == three["papers/2407.00003.bib"] + "\n" + three["papers/2407.00002.bib"]
    )
    lines = "\n".join(json.dumps(each) for each in json.loads(three["days/2024-07-06.json"]))
    read = digestkit.load(io.BytesIO(lines.encode()), format="jsonl")
    assert list(read.digests) == [
        samples.digest(samples.further_paper(3), samples.paper(2, votes=41), date=LATER)
    ]


def test_alternates_lead_to_feeds_and_data(three):
    page = three.page("papers/2407.00003.html")
    assert [(each.get("type"), each.get("href")) for each in page.xpath("//link[@rel='alternate']")] == [
        ("application/x-bibtex", "../papers/2407.00003.bib"),
        ("application/json", "../papers/2407.00003.json"),
        ("application/atom+xml", "../atom.xml"),
        ("application/rss+xml", "../rss.xml"),
    ]


def test_what_reference_managers_read(three):
    page = three.page("papers/2407.00003.html")
    said = [
        (each.get("name"), each.get("content"))
        for each in page.xpath("//meta[starts-with(@name, 'citation_')]")
    ]
    assert said == [
        ("citation_title", "Graphs of 3 Languages"),
        ("citation_author", "Ada Lovelace"),
        ("citation_author", "Hal Daumé III"),
        ("citation_publication_date", "2024/07"),
        ("citation_doi", "10.48550/arXiv.2407.00003"),
        ("citation_arxiv_id", "2407.00003"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2407.00003"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2407.00003"),
        ("citation_public_url", "https://arxiv.org/abs/2407.00003"),
        ("citation_language", "en"),
        (
            "citation_abstract",
            "Graphs are compared across languages. Each language gets a graph of its own.",
        ),
        ("citation_keywords", "cs.CL"),
        ("citation_keywords", "cs.LG"),
        ("citation_keywords", "graphs"),
        ("citation_keywords", "multilingual"),
    ]
    day = three.page("days/2024-07-06.html")
    assert not day.xpath("//meta[starts-with(@name, 'citation_')]")
    coins = [urllib.parse.parse_qs(each.get("title")) for each in day.xpath("//span[@class='Z3988']")]
    assert [each["rft.title"] for each in coins] == [["Graphs of 3 Languages"], ["Graphs of 2 Languages"]]
    assert coins[0]["rft.creator"] == ["Ada Lovelace", "Hal Daumé III"]
    assert coins[0]["rft.type"] == ["preprint"]
    assert coins[0]["rft_id"] == ["info:doi/10.48550/arXiv.2407.00003"]
    assert coins[0]["rft.identifier"] == ["https://arxiv.org/abs/2407.00003"]


def test_json_ld(build):
    title = "</script><script>alert(1)</script> & <!-- x"
    page = build(samples.digest(samples.paper(title=title))).page("papers/2407.01906.html")
    (block,) = page.xpath("//script[@type='application/ld+json']")
    said = json.loads(block.text)
    assert said["@type"] == "ScholarlyArticle"
    assert said["headline"] == title
    assert [each["name"] for each in said["author"]] == ["Ada Lovelace", "Hal Daumé III"]
    assert said["abstract"].startswith("What's New: 새로운 그래프 모델을 제안합니다.")
    assert said["inLanguage"] == "en"


def test_what_a_base_url_adds(build):
    tree = build(samples.digest(samples.paper()), base_url="https://papers.example/site")
    page = tree.page("days/2024-07-05.html")
    assert (
        page.xpath("string(//link[@rel='canonical']/@href)")
        == "https://papers.example/site/days/2024-07-05.html"
    )
    assert "<loc>https://papers.example/site/papers/2407.01906.html</loc>" in tree["sitemap.xml"]
    assert "404.html" not in tree["sitemap.xml"]
    assert "Sitemap: https://papers.example/site/sitemap.xml\n" in tree["robots.txt"]
    missing = tree.page("404.html")
    assert missing.xpath("string(//link[@rel='stylesheet']/@href)") == "/site/assets/site.css"
    # Everything else stays relative, so that the site works at any place.
    assert page.xpath("string(//link[@rel='stylesheet']/@href)") == "../assets/site.css"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "relative/",
        "mailto:a@b.example",
        "https://a.example/?b",
        "https://a.example/#c",
    ],
)
def test_a_base_url_that_is_none_is_refused(build, url):
    with pytest.raises(digestkit.UsageError, match="--base-url"):
        build(base_url=url)


@pytest.mark.parametrize(
    ("language", "day", "month", "votes"),
    [
        ("ko", "2024년 7월 5일", "2024년 7월", "추천 18"),
        ("en-GB", "July 5, 2024", "July 2024", "18 votes"),
        ("zh-Hans", "2024年7月5日", "2024年7月", "18 票"),
        ("fr", "2024-07-05", "2024-07", "18 votes"),
    ],
)
def test_dates_and_words_by_language(build, language, day, month, votes):
    page = build(samples.digest(samples.paper()), lang=language).page("days/2024-07-05.html")
    assert page.get("lang") == language
    assert text(page.xpath("//h1")[0]) == day
    assert text(page.xpath("//p[@class='up']")[0]) == month
    assert text(page.xpath("//li[@class='votes']")[0]) == votes


def test_every_piece_says_its_language_where_it_is_another(build):
    page = build(samples.digest(samples.paper())).page("papers/2407.01906.html")
    assert page.get("lang") == "ko"
    assert page.xpath("//h1/@lang") == ["en"]
    assert page.xpath("//div[@class='summary']//strong/@lang") == ["en", "en"]
    assert not page.xpath("//div[@class='summary']/@lang")
    english = build(samples.digest(samples.paper()), lang="en").page("papers/2407.01906.html")
    assert english.xpath("//div[@class='summary']/@lang") == ["ko"]
    # Words of the interface are English where there are none in the language.
    french = build(samples.digest(samples.paper()), lang="fr").page("papers/2407.01906.html")
    for part in (
        "a[@class='skip']",
        "nav[@class='menu']",
        "search",
        "div[@id='theme']",
        "li[@class='votes']",
    ):
        assert french.xpath(f"//{part}/@lang") == ["en"], part
    assert not french.xpath("//@dir")


def test_the_names_of_pages_say_their_language(build):
    tree = build(samples.digest(samples.further_paper(1)), min_papers=1, title="Papers")
    index = tree.page("index.html")
    assert index.get("lang") == "ko"
    assert index.xpath("//h1/@lang") == ["en"]
    assert index.xpath("//p[@class='site-title']/a/@lang") == ["en"]
    assert tree.page("authors/ada-lovelace.html").xpath("//h1/@lang") == ["en"]
    assert tree.page("topics/tag-graphs.html").xpath("//h1/@lang") == ["en"]
    same = build(samples.digest(samples.paper()), title="논문").page("index.html")
    assert not same.xpath("//h1/@lang")
    assert not same.xpath("//p[@class='site-title']/a/@lang")


def test_the_language_of_a_site_is_that_of_its_earliest_papers(build):
    english = attrs.evolve(samples.paper(1), summary=(digestkit.Item(None, "In English only."),))
    later = samples.digest(samples.paper(2), date=LATER)
    assert build(later).page("index.html").get("lang") == "ko"
    assert build(later, samples.digest(*[english] * 99)).page("index.html").get("lang") == "en"


def test_many_names_unfold(build):
    names = tuple(f"Author {at}" for at in range(20))
    page = build(samples.digest(samples.paper(authors=names))).page("papers/2407.01906.html")
    (byline,) = page.xpath("//div[@class='byline']")
    assert text(byline.xpath("p")[0]) == ", ".join(names[:8])
    assert text(byline.xpath("details/summary")[0]) == "외 12명"
    assert text(byline.xpath("details/p")[0]) == ", ".join(names[8:]) + " 외"
    nine = build(samples.digest(samples.paper(authors=names[:9]))).page("papers/2407.01906.html")
    assert not nine.xpath("//details[ancestor::*[@class='byline']]")


@pytest.mark.parametrize("media", ["show", "link", "none"])
def test_pictures(build, media):
    video = digestkit.Media("video", "https://videos.example/1.mp4")
    tree = build(samples.digest(samples.paper(1), samples.paper(2, media=video)), media=media)
    page = tree.page("days/2024-07-05.html")
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert ("img-src 'self' https: http:" in policy) == (media == "show")
    for kind in ("script", "style", "font"):  # a user's own style sheet may have fonts beside it
        assert f"{kind}-src 'self'" in policy
    assert [(each.get("src"), each.get("loading")) for each in page.xpath("//img")] == (
        [("https://images.example/2407.01906.png", "lazy")] if media == "show" else []
    )
    assert page.xpath("//video/@preload") == (["none"] if media == "show" else [])
    assert ("https://videos.example/1.mp4" in page.xpath("//a/@href")) == (media != "none")


def test_nothing_is_loaded_without_pictures(build):
    tree = build(samples.digest(samples.paper()), media="none")
    for path in tree:
        if path.endswith(".html"):
            page = tree.page(path)
            loaded = page.xpath("//@src") + page.xpath("//link[@rel='stylesheet']/@href")
            assert all(not re.match(r"[a-z]+:|//", each) for each in loaded), path
    assert "url(" not in re.sub(r"url\(\"data:[^)]*\)", "", tree["assets/site.css"])


def test_no_page_has_a_script_or_a_style_in_itself(build):
    tree = build(*samples.all_digests())
    for path in tree:
        if path.endswith(".html"):
            page = tree.page(path)
            policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            for script in page.xpath("//script"):
                assert script.get("type") == "application/ld+json" or (
                    script.get("src") and not script.text
                ), path
            assert not page.xpath("//style | //@style"), path
            assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
            assert not page.xpath(
                "//@href[starts-with(., 'javascript:')] | //@src[starts-with(., 'javascript:')]"
            )


def test_a_paper_under_two_sections_of_a_day_is_one_paper(build):
    one, other = (attrs.evolve(samples.paper(1), section=name) for name in ("Maps", "Places"))
    tree = build(samples.digest(one, attrs.evolve(samples.paper(2), section="Maps"), other), lang="en")
    index = tree.page("index.html")
    assert index.xpath("string(//section[@class='card']//span[last()])").startswith("2 papers")
    assert len(index.xpath("//ol[@class='rows']/li")) == 2
    assert len(tree.page("days/2024-07-05.html").xpath("//article")) == 3
    address = f"papers/{samples.paper(1).arxiv_id}.html"
    (listed,) = tree.page(address).xpath("//section[@class='listed']//a/@href")
    assert listed.endswith(f"#p-{samples.paper(1).arxiv_id}")
    for topic in ("maps", "places"):
        rows = tree.page(f"topics/section-{topic}.html").xpath("//ol[@class='rows']//a/@href")
        assert f"../{address}" in rows


def test_a_day_of_many_papers_has_several_pages(build):
    words = digestkit.Item("What's New", "아주 긴 문장입니다. " * 200)
    tree = build(samples.digest(*(samples.paper(at, summary=(words,)) for at in range(30))))
    parts = [name for name in tree if re.fullmatch(r"days/2024-07-05(-\d)?\.html", name)]
    assert len(parts) > 1
    assert all(len(tree[name].encode()) < 100_000 for name in parts)
    assert sum(tree[name].count('<article class="paper"') for name in parts) == 30
    last = tree.page("papers/2407.00029.html").xpath("string(//section[@class='listed']//a/@href)")
    assert last == f"../{parts[-1]}#p-2407.00029"
    for kind in ("nav", "div"):  # at the top, and at the end
        links = tree.page(parts[0]).xpath(f"//{kind}[@class='pages']//a")
        assert [link.get("aria-current") for link in links] == ["page"] + [None] * (len(parts) - 1)


def test_a_topic_of_many_papers_has_pages_by_month(build):
    many = shelves.MOST + 5
    days = [
        samples.digest(
            *(samples.paper(1000 * month + at, categories=("cs.LG",)) for at in range(many // 2 + 1)),
            date=datetime.date(2024, month, 1),
        )
        for month in (1, 2)
    ]
    tree = build(*days)
    page = tree.page("topics/category-cs.lg.html")
    assert len(page.xpath("//ol[@class='rows']/li")) == shelves.MOST
    assert links(page, "//ul[@class='months']//a") == [
        ("2024년 2월", "../topics/category-cs.lg/2024-02.html"),
        ("2024년 1월", "../topics/category-cs.lg/2024-01.html"),
    ]
    month = tree.page("topics/category-cs.lg/2024-01.html")
    assert len(month.xpath("//ol[@class='rows']/li")) == many // 2 + 1
    assert month.xpath("string(//ol[@class='rows']/li[1]/a/@href)").startswith("../../papers/")


def test_rights_and_where_digests_come_from(build):
    licence = "https://creativecommons.org/licenses/by/4.0/"
    digest = attrs.evolve(samples.digest(samples.paper()), site=digestkit.Site("https://digests.example/"))
    page = build(digest, rights=licence).page("about.html")
    assert licence in page.xpath("//main//a[@rel='license']/@href")
    assert "https://digests.example/" in page.xpath("//main//a/@href")
    words = build(digest, rights="Free for <all>").page("about.html")
    assert "Free for <all>" in text(words)
    assert not words.xpath("//a[@rel='license']")


@pytest.mark.parametrize("text", ["\u1112\u1161\u11ab", "\uf914", "Scho\u0308lkopf"])
def test_text_keeps_its_composition(build, text):
    assert not unicodedata.is_normalized("NFC", text)
    paper = samples.paper(
        title=f"{text} a", authors=(f"{text} b",), summary=(digestkit.Item(None, f"{text} c"),)
    )
    page = build(samples.digest(paper))["papers/2407.01906.html"]
    for each in "abc":
        assert f"{text} {each}" in page
