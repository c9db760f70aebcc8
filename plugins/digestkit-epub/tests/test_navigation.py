"""Finding one's way: contents, landmarks, the NCX of old readers, fragments and back links."""

import datetime
import itertools
import re

import attrs
import books
import pictures
import pytest
from digestkit_epub import plan
from digestkit_epub.exporter import Video
from lxml import etree

from digestkit import Digest, Media
from digestkit.testing import samples


def links(data, name):
    return books.values(data, name, "//x:a/@href")


def test_contents_have_an_entry_for_each_day_and_paper_in_reading_order():
    data = books.make(*books.week())
    toc = "//x:nav[@epub:type='toc']"
    assert books.values(data, "nav.xhtml", f"{toc}//x:a/@href") == [
        "title.xhtml",
        "2024-07-05.xhtml",
        "2024-07-05.xhtml#arxiv-2407.00001",
        "2024-07-05.xhtml#arxiv-2407.00002",
        "2024-07-06.xhtml",
        "2024-07-06.xhtml#arxiv-hep-th-9901001",
        "2024-07-08.xhtml",
        "2024-07-08.xhtml#arxiv-2407.00001",
        "colophon.xhtml",
    ]
    assert books.texts(data, "nav.xhtml", f"{toc}/x:ol/x:li/x:a") == [
        "이 책에 대하여", "2024년 7월 5일 (금)", "2024년 7월 6일 (토)", "2024년 7월 8일 (월)", "간행 정보"
    ]  # fmt: skip


def test_titles_in_the_contents_are_plain_text_since_readers_drop_elements():
    data = books.make(books.digest(books.paper(r"Sorting in $O(n^k)$")))
    path = "//x:nav[@epub:type='toc']//x:a[contains(., 'Sorting')]"
    assert books.texts(data, "nav.xhtml", path) == ["Sorting in O(nᵏ)"]
    assert books.values(data, "nav.xhtml", f"{path}/*") == []
    assert books.texts(data, "2024-07-05.xhtml", "//x:h2//x:sup") == ["k"]


def test_landmarks():
    data = books.make(*books.week())
    path = "//x:nav[@epub:type='landmarks']//x:a"
    assert books.values(data, "nav.xhtml", f"{path}/@epub:type") == [
        "cover", "titlepage", "toc", "bodymatter", "colophon"
    ]  # fmt: skip
    assert books.values(data, "nav.xhtml", f"{path}/@href") == [
        "cover.xhtml", "title.xhtml", "nav.xhtml#toc", "2024-07-05.xhtml", "colophon.xhtml"
    ]  # fmt: skip


def test_no_page_list_is_faked():
    assert books.values(books.make(*books.week()), "nav.xhtml", "//x:nav/@epub:type") == ["toc", "landmarks"]


def test_ncx_says_the_same_as_the_contents():
    data = books.make(*books.week())
    ncx = books.tree(data, "toc.ncx")
    assert [found.get("src") for found in ncx.iter(f"{{{books.NAMES['ncx']}}}content")] == books.values(
        data, "nav.xhtml", "//x:nav[@epub:type='toc']//x:a/@href"
    )
    uid = ncx.xpath("string(//ncx:meta[@name='dtb:uid']/@content)", namespaces=books.NAMES)
    assert [uid] == books.texts(data, "content.opf", "//dc:identifier")


def years():
    """Two days of each of four months, in two years."""
    starts = (datetime.date(2023, 3, 1), datetime.date(2023, 11, 30), datetime.date(2024, 1, 31))
    dates = [*starts, *(start + datetime.timedelta(1) for start in starts)]
    dates += [datetime.date(2023, 3, 3), datetime.date(2024, 2, 2), datetime.date(2024, 1, 30)]
    return [books.digest(books.paper(votes=number), date=date) for number, date in enumerate(dates)]


def in_sections(**counts):
    """A day with so many papers under each heading."""
    names = [name for name, count in counts.items() for _ in range(count)]
    papers = (
        books.paper(f"{name} {n}", f"https://arxiv.org/abs/2407.{n:05}", section=name)
        for n, name in enumerate(names)
    )
    return books.digest(*papers)


def sections():
    """A day that lists its headings first, in two files."""
    return [in_sections(graphs=130, vision=2, speech=1)]


def jumps(data):
    """The targets within the book of each document: of its links, pictures and entries."""
    for name, content in books.members(data).items():
        if name.endswith((".xhtml", ".ncx", ".opf")):
            found = etree.fromstring(content).xpath("//@href|//@src")
            yield name.removeprefix("EPUB/"), [str(href) for href in found if ":" not in href]


@pytest.mark.parametrize("made", [books.week, books.horrors, years, sections])
def test_no_jump_leads_nowhere(made):
    data = books.make(*made(), Digest(None, "Another day", (books.paper(),)))
    names = {name.removeprefix("EPUB/") for name in books.members(data)}
    ids = {name: books.values(data, name, "//@id") for name, _ in jumps(data)}
    for name, found in ids.items():
        assert len(found) == len(set(found)), name
    count = 0
    for name, hrefs in jumps(data):
        for href in hrefs:
            file, _, fragment = href.partition("#")
            assert (file or name) in names, (name, href)
            assert fragment == "" or fragment in ids[file or name], (name, href)
            count += 1
    assert count > 20


def titles(data):
    """The contents as nested lists of titles, without the pages about the book, the first and the last."""

    def below(entries):
        return [
            ("".join(entry[0].itertext()), below(entry[1]))
            if len(entry) > 1
            else "".join(entry[0].itertext())
            for entry in entries
        ]

    (listed,) = books.tree(data, "nav.xhtml").xpath("//x:nav[@epub:type='toc']/x:ol", namespaces=books.NAMES)
    return below(listed)[1:-1]


def test_years_and_months_are_levels_where_there_are_several():
    paper = "Attention for Graphs"
    assert titles(books.make(*years(), language="en")) == [
        ("2023", [
            ("March 2023", [
                ("Wednesday, 1 March 2023", [paper]), ("Thursday, 2 March 2023", [paper]),
                ("Friday, 3 March 2023", [paper]),
            ]),
            ("November 2023", [("Thursday, 30 November 2023", [paper])]),
            ("December 2023", [("Friday, 1 December 2023", [paper])]),
        ]),
        ("2024", [
            ("January 2024", [
                ("Tuesday, 30 January 2024", [paper]), ("Wednesday, 31 January 2024", [paper]),
            ]),
            ("February 2024", [
                ("Thursday, 1 February 2024", [paper]), ("Friday, 2 February 2024", [paper]),
            ]),
        ]),
    ]  # fmt: skip


def dated(*dates):
    return books.make(*[books.digest(books.paper(), date=datetime.date(*date)) for date in dates])


def levels(data):
    """The files of months and years."""
    names = books.values(data, "content.opf", "//opf:item/@href")
    return [name for name in names if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?\.xhtml", name)]


@pytest.mark.parametrize(
    ("dates", "files"),
    [
        ([], []),
        ([(2024, 7, 5)], []),
        ([(2024, 7, 5), (2024, 7, 6), (2024, 7, 7)], []),
        ([(2024, 7, 5), (2024, 8, 5), (2024, 9, 5)], []),
        ([(2024, 7, 5), (2024, 7, 6), (2024, 8, 5), (2024, 8, 6)], ["2024-07.xhtml", "2024-08.xhtml"]),
        ([(2023, 7, 5), (2023, 8, 6), (2024, 8, 5), (2024, 9, 6)], ["2023.xhtml", "2024.xhtml"]),
    ],
)
def test_a_level_that_would_sort_nothing_is_left_out(dates, files):
    assert levels(dated(*dates)) == files


def test_a_month_lists_its_days():
    data = books.make(*years(), language="en")
    assert books.texts(data, "2023-03.xhtml", "//x:ol[@class='places']/x:li") == [
        "Wednesday, 1 March 2023 1 paper", "Thursday, 2 March 2023 1 paper", "Friday, 3 March 2023 1 paper",
    ]  # fmt: skip
    assert links(data, "2023.xhtml")[:3] == ["2023-03.xhtml", "2023-11.xhtml", "2023-12.xhtml"]
    assert books.texts(data, "2023.xhtml", "//x:section/x:p[@class='kicker']") == ["5 digests · 5 papers"]


def test_a_book_of_one_day_has_no_level_for_it():
    assert titles(books.make(books.week()[0], language="en")) == [
        "Friday, 5 July 2024", "Attention for Graphs", "Small Models & <think> Tokens"
    ]  # fmt: skip


def test_days_stand_by_date_and_those_without_one_last():
    undated = Digest(None, "No day", (books.paper(),))
    first, second, third = books.week()
    data = books.make(undated, third, first, second)
    assert spine(data)[3:-1] == [
        "2024-07-05.xhtml", "2024-07-06.xhtml", "2024-07-08.xhtml", "undated.xhtml"
    ]  # fmt: skip
    assert data == books.make(third, second, undated, first)


def test_digests_of_one_day_keep_their_order():
    data = books.make(books.digest(title="B"), books.digest(title="A"))
    assert books.texts(data, "2024-07-05.xhtml", "//x:h1") == ["Friday, 5 July 2024 · B"]
    assert books.texts(data, "2024-07-05-2.xhtml", "//x:h1") == ["Friday, 5 July 2024 · A"]


def spine(data, linear="*"):
    package = books.tree(data, "content.opf")
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", books.NAMES)}
    found = package.iterfind(".//opf:itemref", books.NAMES)
    return [hrefs[item.get("idref")] for item in found if linear in ("*", item.get("linear"))]


def test_long_contents_are_no_part_of_the_way_through_the_book():
    papers = [books.paper(url=f"https://arxiv.org/abs/2407.{n:05}") for n in range(70)]
    short, long = (books.make(books.digest(*papers[:count])) for count in (50, 70))
    assert spine(short, "no") == []
    assert spine(long, "no") == ["nav.xhtml"]
    assert "nav.xhtml" in links(long, "title.xhtml")


@pytest.mark.parametrize(
    ("titles_given", "names"),
    [
        (("Daily", "Weekly"), ("Friday, 5 July 2024 · Daily", "Friday, 5 July 2024 · Weekly")),
        (("Daily", "Daily"), ("Friday, 5 July 2024 (1)", "Friday, 5 July 2024 (2)")),
        (("", "Daily"), ("Friday, 5 July 2024 (1)", "Friday, 5 July 2024 (2)")),
        (("Daily",), ("Friday, 5 July 2024",)),
    ],
)
def test_digests_of_one_day_are_told_apart(titles_given, names):
    day = [books.digest(books.paper(), title=title) for title in titles_given]
    data = books.make(*day, books.week()[1], language="en")
    entries = books.texts(data, "nav.xhtml", "//x:nav[@epub:type='toc']/x:ol/x:li/x:a")[1:-1]
    assert entries == [*names, "Saturday, 6 July 2024"]
    assert books.texts(data, "2024-07-05.xhtml", "//x:h1|/x:html/x:head/x:title") == [names[0]] * 2


def test_undated_digests_are_told_apart():
    data = books.make(*[Digest(None, title, (books.paper(),)) for title in ("A", "B", "B")])
    assert books.texts(data, "nav.xhtml", "//x:nav[@epub:type='toc']/x:ol/x:li/x:a")[1:-1] == [
        "A", "B (1)", "B (2)"
    ]  # fmt: skip


def test_a_day_leads_to_the_days_around_it():
    data = books.make(*books.week())
    way = "//x:nav[@class='days']//x:a"
    assert books.values(data, "2024-07-05.xhtml", f"{way}/@href") == ["nav.xhtml", "2024-07-06.xhtml"]
    assert books.values(data, "2024-07-06.xhtml", f"{way}/@href") == [
        "2024-07-05.xhtml", "nav.xhtml", "2024-07-08.xhtml"
    ]  # fmt: skip
    assert books.values(data, "2024-07-08.xhtml", f"{way}/@href") == ["2024-07-06.xhtml", "nav.xhtml"]
    assert books.texts(data, "2024-07-06.xhtml", way) == [
        "← 2024년 7월 5일 (금)", "↑ 차례", "2024년 7월 8일 (월) →"
    ]  # fmt: skip
    assert books.values(data, "2024-07-06.xhtml", "//x:section[@id='day']/*[last()]/@class") == ["days"]


def test_a_day_leads_up_to_its_month():
    data = books.make(*years())
    way = "//x:nav[@class='days']//x:a/@href"
    assert books.values(data, "2023-03-03.xhtml", way) == [
        "2023-03-02.xhtml", "2023-03.xhtml", "2023-11-30.xhtml"
    ]  # fmt: skip


def test_the_only_day_leads_nowhere():
    assert books.values(books.make(books.week()[0]), "2024-07-05.xhtml", "//x:nav[@class='days']") == []


def test_papers_link_back_to_their_day():
    data = books.make(*books.week())
    assert books.values(data, "2024-07-05.xhtml", "//x:p[@class='back']/x:a/@href") == [
        "2024-07-05.xhtml#day", "2024-07-05.xhtml#day"
    ]  # fmt: skip
    assert books.values(data, "2024-07-05.xhtml", "//*[@id='day']/@epub:type") == ["chapter"]


def test_a_second_digest_of_a_day_and_a_second_paper_of_a_digest():
    twice = books.digest(books.paper(), books.paper())
    undated = Digest(None, "Papers (2024-02-30)", (books.paper(),))
    data = books.make(twice, twice, undated, undated)
    assert books.values(data, "nav.xhtml", "//x:nav[@epub:type='toc']//x:a/@href")[1:-1] == [
        "2024-07-05.xhtml", "2024-07-05.xhtml#arxiv-2407.00001", "2024-07-05.xhtml#arxiv-2407.00001-2",
        "2024-07-05-2.xhtml", "2024-07-05-2.xhtml#arxiv-2407.00001", "2024-07-05-2.xhtml#arxiv-2407.00001-2",
        "undated.xhtml", "undated.xhtml#arxiv-2407.00001",
        "undated-2.xhtml", "undated-2.xhtml#arxiv-2407.00001",
    ]  # fmt: skip


def test_most_voted_papers_once_each_ties_in_order():
    votes = {"2407.00001": 5, "2407.00002": 9, "2407.00003": 5, "2407.00004": 0, "2407.00005": None}
    papers = [books.paper(votes=n, url=f"https://arxiv.org/abs/{name}") for name, n in votes.items()]
    again = books.digest(books.paper(votes=7), date=None, title="")
    found = links(books.make(books.digest(*papers), again), "title.xhtml")
    assert found[:-1] == [
        "2024-07-05.xhtml#arxiv-2407.00002",
        "undated.xhtml#arxiv-2407.00001",
        "2024-07-05.xhtml#arxiv-2407.00003",
    ]


def test_five_papers_are_the_most_voted():
    papers = [books.paper(votes=n, url=f"https://arxiv.org/abs/2407.{n:05}") for n in range(1, 8)]
    found = links(books.make(books.digest(*papers)), "title.xhtml")
    assert found[:-1] == [f"2024-07-05.xhtml#arxiv-2407.{n:05}" for n in (7, 6, 5, 4, 3)]


def test_names_are_unique_even_where_one_looks_like_the_second_of_another():
    names = plan._Unique()
    assert [names.of(name) for name in ("x", "x", "x-2", "x", "y")] == ["x", "x-2", "x-2-2", "x-3", "y"]


def test_a_book_of_nothing_has_a_title_page_to_show():
    data = books.make()
    assert books.values(data, "nav.xhtml", "//x:nav[@epub:type='landmarks']//x:a/@href")[-2] == "title.xhtml"
    assert "다이제스트가 없습니다" not in "".join(books.texts(data, "title.xhtml", "//x:body"))
    assert "This book has no digests." in "".join(books.texts(data, "title.xhtml", "//x:body"))


def test_sections_are_a_level_of_the_contents():
    named = [
        samples.further_paper(number, section=name) for number, name in enumerate(("A", "A", None, "B", "A"))
    ]
    data = books.make(samples.digest(*named))
    day = "2024-07-05.xhtml"
    toc = "//x:nav[@epub:type='toc']"
    assert books.values(data, "nav.xhtml", f"{toc}/x:ol/x:li/x:a/@href")[1:-1] == [
        day, f"{day}#part-1", f"{day}#arxiv-2407.00002", f"{day}#part-3", f"{day}#part-4"
    ]  # fmt: skip
    assert books.values(data, "nav.xhtml", f"{toc}/x:ol/x:li[3]/x:ol/x:li/x:a/@href") == [
        f"{day}#arxiv-2407.00000", f"{day}#arxiv-2407.00001"
    ]  # fmt: skip
    ncx = books.tree(data, "toc.ncx")
    assert [found.get("src") for found in ncx.iter(f"{{{books.NAMES['ncx']}}}content")] == books.values(
        data, "nav.xhtml", f"{toc}//x:a/@href"
    )
    assert books.texts(data, day, "//x:section[@class='part']/x:h2") == ["A", "B", "A"]
    assert len(books.values(data, day, "//x:section[@class='part']/x:section/x:header/x:h3")) == 4
    assert len(books.values(data, day, "//x:section[@id='day']/x:section[@class='paper']/x:header/x:h2")) == 1


def test_without_sections_there_is_no_such_level():
    assert books.values(books.make(*books.week()), "2024-07-05.xhtml", "//*[@class='part']") == []


def test_a_day_of_many_papers_has_several_files():
    papers = [samples.further_paper(number, section="AB"[number > 150]) for number in range(210)]
    data = books.make(samples.digest(*papers), books.digest(books.paper(), date=datetime.date(2024, 7, 6)))
    files = ["2024-07-05.xhtml", "2024-07-05_2.xhtml", "2024-07-05_3.xhtml"]
    assert spine(data)[3:-1] == [*files, "2024-07-06.xhtml"]
    shown = [books.values(data, name, "//x:section[@class='paper']/@id") for name in files]
    assert list(map(len, shown)) == [100, 100, 10]
    assert len(set(itertools.chain(*shown))) == 210
    assert books.texts(data, files[1], "//x:h1|//x:section[@class='part']/x:h2") == [
        "2024년 7월 5일 (금) (2/3)", "A", "B"
    ]  # fmt: skip
    # The list of the day names its two headings, and that of a heading stands where it begins.
    for kind, counts in (("papers", [2 + 151, 59, 0]), ("days", [0, 0, 2])):
        anchors = f"//x:nav[@class='{kind}']//x:a/@href"
        assert [len(books.values(data, name, anchors)) for name in files] == counts
    assert set(books.values(data, files[2], "//x:p[@class='back']/x:a/@href")) == {f"{files[1]}#part-2"}
    targets = {(name, fragment) for name, found in zip(files, shown, strict=True) for fragment in found}
    assert targets <= {tuple(href.split("#")) for href in links(data, "nav.xhtml") if "#" in href}


def test_pictures_and_videos_are_in_the_file_of_their_paper(tmp_path):
    (tmp_path / "a.png").write_bytes(pictures.png())
    papers = [books.paper(url=f"https://arxiv.org/abs/2407.{number:05}") for number in range(101)]
    papers[100] = attrs.evolve(papers[100], media=Media("image", "/a.png"))
    papers[99] = attrs.evolve(papers[99], media=Media("video", "https://example.org/a.mp4"))
    data = books.make(books.digest(*papers), images=tmp_path, video=Video.REMOTE)
    first, second = ("2024-07-05.xhtml", "2024-07-05_2.xhtml")
    assert books.values(data, first, "//x:img/@src|//x:video/@src") == ["https://example.org/a.mp4"]
    assert len(books.values(data, second, "//x:img/@src|//x:video/@src")) == 1
    remote = "//opf:item[@properties='remote-resources']/@href"
    assert books.values(data, "content.opf", remote) == [first]


def test_a_short_day_lists_its_papers_below_their_headings():
    data = books.make(in_sections(graphs=3, vision=2), language="en")
    assert links(data, "2024-07-05.xhtml")[:3] == [
        "2024-07-05.xhtml#part-1", "2024-07-05.xhtml#arxiv-2407.00000", "2024-07-05.xhtml#arxiv-2407.00001"
    ]  # fmt: skip
    assert len(books.texts(data, "2024-07-05.xhtml", "//x:nav[@class='papers']")) == 1


def test_a_long_day_lists_its_headings_and_each_of_these_its_papers():
    day, listed = "2024-07-05.xhtml", "x:nav[@class='papers']/x:ol"
    data = books.make(in_sections(graphs=130, vision=2, speech=1), language="en")
    assert books.texts(data, day, f"//x:section[@id='day']/{listed}/x:li") == [
        "graphs 130 papers", "vision 2 papers", "speech 1 paper"
    ]  # fmt: skip
    # The first goes on in a second file, and is listed where it begins.
    assert len(books.texts(data, day, f"//x:section[@id='part-1']/{listed}/x:li")) == 130
    later = "2024-07-05_2.xhtml"
    assert books.texts(data, later, f"//x:section[@id='part-1']/{listed}/x:li") == []
    assert books.texts(data, later, f"//x:section[@id='part-2']/{listed}/x:li") == [
        "vision 130",
        "vision 131",
    ]
    assert books.texts(data, later, f"//x:section[@id='part-3']/{listed}") == []
    assert books.texts(data, later, "//x:section[@id='part-3']/x:p") == ["1 paper · ↑ Friday, 5 July 2024"]
    back = books.values(data, later, "//x:p[@class='back']/x:a/@href")
    assert (back[0], *back[-2:]) == (f"{day}#part-1", f"{later}#part-2", f"{later}#part-3")


@pytest.mark.parametrize(
    "sections",
    [
        ["graphs"] * 80,
        [f"heading {number}" for number in range(80)],
        ["graphs", "graphs", "vision", "vision"] * 20,
        [None] * 80,
    ],
)
def test_headings_that_do_not_shorten_the_list_or_come_again_do_not_divide_it(sections):
    papers = [
        books.paper(f"Paper {n}", f"https://arxiv.org/abs/2407.{n:05}", section=name)
        for n, name in enumerate(sections)
    ]
    data = books.make(books.digest(*papers))
    listed = books.texts(data, "2024-07-05.xhtml", "//x:nav[@class='papers']//x:a[contains(., 'Paper')]")
    assert len(listed) == 80
    assert set(books.values(data, "2024-07-05.xhtml", "//x:p[@class='back']/x:a/@href")) == {
        "2024-07-05.xhtml#day"
    }
