"""Finding one's way: contents, landmarks, the NCX of old readers, fragments and back links."""

import books
from digestkit_epub import plan

from digestkit import Digest
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


def test_every_link_within_the_book_has_a_target():
    data = books.make(*books.horrors(), *books.week())
    names = [name.removeprefix("EPUB/") for name in books.members(data) if name.endswith(".xhtml")]
    ids = {name: books.values(data, name, "//@id") for name in names}
    for name, found in ids.items():
        assert len(found) == len(set(found)), name
    for name in names:
        for href in links(data, name):
            if ":" not in href:
                file, _, fragment = href.partition("#")
                assert fragment == "" or fragment in ids[file or name], (name, href)


def test_papers_link_back_to_their_day():
    data = books.make(*books.week())
    assert books.values(data, "2024-07-05.xhtml", "//x:p[@class='back']/x:a/@href") == ["#day", "#day"]
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
    assert len(books.values(data, day, "//x:section[@class='part']/x:section/x:h3")) == 4
    assert len(books.values(data, day, "//x:section[@id='day']/x:section[@class='paper']/x:h2")) == 1


def test_without_sections_there_is_no_such_level():
    assert books.values(books.make(*books.week()), "2024-07-05.xhtml", "//*[@class='part']") == []
