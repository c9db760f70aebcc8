"""What the package says: identity, titles, languages, dates, credits, series."""

import datetime
import sys
import uuid

import attrs
import books
import pictures
import pytest
from digestkit_epub import plan

from digestkit import Digest, Paper, Site, UsageError, __version__


def dc(data, name):
    return books.texts(data, "content.opf", f"//dc:{name}")


def test_the_metadata_of_a_week():
    data = books.make(*books.week())
    assert dc(data, "title") == ["Daily Papers 2024-07-05 – 2024-07-08"]
    assert dc(data, "language") == ["ko"]
    assert dc(data, "creator") == ["Daily Papers"]
    assert dc(data, "publisher") == dc(data, "rights") == dc(data, "subject") == []
    assert dc(data, "description") == [
        (
            "논문 4편 · 다이제스트 3개 (2024-07-05 – 2024-07-08). "
            "추천이 가장 많은 논문: Small Models & <think> Tokens; Attention for Graphs."
        )
    ]
    assert dc(data, "date") == ["2024-07-08"]
    assert dc(data, "source") == ["Daily Papers 2024-07-05 – 2024-07-08"]
    assert books.properties(data)["dcterms:modified"] == ["2024-07-08T00:00:00Z"]


def test_what_the_user_says_goes_first():
    options = {"creator": ("A", "B"), "publisher": "C", "rights": "CC BY 4.0"}
    data = books.make(*books.week(), title="July", language="fr", base_url="https://e.org/", **options)
    assert dc(data, "title") == ["July"]
    assert dc(data, "language") == ["fr"]
    assert dc(data, "creator") == ["A", "B"]
    assert dc(data, "publisher") == ["C"]
    assert dc(data, "rights") == ["CC BY 4.0"]
    assert dc(data, "source") == ["https://e.org/"]


def test_a_book_has_one_language():
    """Where there were two, calibre took the last: Korean books became English ones."""
    assert dc(books.make(*books.week(), language="ko-KR"), "language") == ["ko-KR"]
    assert dc(books.make(books.digest(books.paper())), "language") == ["en"]
    assert dc(books.make(*books.week(), language="en-GB"), "language") == ["en-GB"]


@pytest.mark.parametrize("blank", ["", " ", "\u200b"])
def test_a_title_that_nobody_could_see_is_none(blank):
    assert dc(books.make(*books.week(), title=blank), "title") == dc(books.make(*books.week()), "title")


def test_one_day_has_its_date_in_the_title():
    assert dc(books.make(books.digest(books.paper())), "title") == ["Daily Papers 2024-07-05"]


def test_a_book_without_dates():
    data = books.make(Digest(None, "Papers (2024-02-30)", (books.paper(),)))
    assert dc(data, "date") == []
    assert dc(data, "title") == ["Paper digests"], "not a heading that names a day"
    assert books.properties(data)["dcterms:modified"] == ["1970-01-01T00:00:00Z"]
    assert "belongs-to-collection" not in books.properties(data)


def test_languages_of_the_package_and_of_every_document():
    members = books.members(books.make(*books.week()))
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in members:
        if name.endswith((".xhtml", "content.opf")):
            root = books.etree.fromstring(members[name])
            assert root.get(xml_lang) == "ko", name
            if name.endswith(".xhtml"):
                assert root.get("lang") == "ko", name


# Identity: `design.md` says what it may depend on.


def identify(*digests):
    return plan.make(digests).identifier


def test_the_identifier_is_a_uuid_of_dates_and_papers():
    (identifier,) = dc(books.make(*books.week()), "identifier")
    assert identifier.startswith("urn:uuid:")
    assert uuid.UUID(identifier).version == 5


def test_identifiers_are_those_of_the_library_with_and_without_its_hash(monkeypatch):
    name = "2024-07-05\narxiv:2407.01906\nurl:\ud55c"
    wanted = uuid.uuid5(plan.NAMESPACE, name)
    assert plan._uuid5(name) == wanted
    monkeypatch.setitem(sys.modules, "_sha1", None)
    assert plan._uuid5(name) == wanted


def test_text_votes_and_options_change_no_identifier():
    changed = [
        attrs.evolve(
            digest,
            title="Other",
            papers=[
                attrs.evolve(paper, title="T", votes=3, summary=(), authors=()) for paper in digest.papers
            ],
        )
        for digest in books.week()
    ]
    assert identify(*changed) == identify(*books.week())
    assert dc(books.make(*changed, title="X", language="en", max_authors=0), "identifier") == dc(
        books.make(*books.week()), "identifier"
    )


def test_the_same_paper_under_another_url_changes_no_identifier():
    one, other = (
        books.digest(books.paper(url=url))
        for url in ("https://arxiv.org/abs/2407.00001", "https://huggingface.co/papers/2407.00001v3")
    )
    assert identify(one) == identify(other)


def test_other_papers_days_and_orders_are_other_books():
    first, second = books.digest(books.paper()), books.digest(Paper("B", "https://arxiv.org/abs/2407.00002"))
    later = books.digest(books.paper(), date=datetime.date(2024, 7, 6))
    found = {
        identify(*digests)
        for digests in ([], [first], [second], [later], [first, second], [second, first], [first, first])
    }
    assert len(found) == 7


def test_the_identifier_stays_what_it_was():
    """A change here would make every book in every library a new one."""
    assert identify(books.digest(books.paper())) == "urn:uuid:bea61c25-787e-5503-89e3-a4e2cddd23ef"


# Series.


def test_volumes_of_a_series_sort_by_their_first_day():
    months = [
        books.digest(books.paper(), date=datetime.date(2024, month, day))
        for month, day in ((9, 30), (10, 1), (12, 2))
    ]
    found = [books.properties(books.make(month)) for month in months]
    assert [volume["belongs-to-collection"] for volume in found] == [["Daily Papers"]] * 3
    assert [volume["collection-type"] for volume in found] == [["series"]] * 3
    positions = [float(volume["group-position"][0]) for volume in found]
    assert positions == sorted(positions) == [20240930, 20241001, 20241202]


def test_the_series_can_be_named_and_left_out():
    named = books.properties(books.make(*books.week(), series="Papers"))
    assert named["belongs-to-collection"] == ["Papers"]
    assert "group-position" not in books.properties(books.make(*books.week(), series=""))


def test_a_title_given_to_all_volumes_leaves_the_series_its_name():
    found = books.properties(books.make(*books.week(), title="July"))
    assert found["belongs-to-collection"] == ["Daily Papers"]


def test_what_is_blank_counts_as_not_said():
    data = books.make(*books.week(), creator=("", "\u200b"), publisher=" ", series="\x00 ", base_url=" ")
    assert dc(data, "creator") == ["Daily Papers"]
    assert dc(data, "publisher") == []
    assert dc(data, "source") == ["Daily Papers 2024-07-05 – 2024-07-08"]
    assert books.properties(data)["belongs-to-collection"] == ["\ufffd "]


@pytest.mark.parametrize("tag", ["", "korean", "en_US", "x y"])
def test_a_language_that_is_none_is_a_mistake(tag):
    with pytest.raises(UsageError, match="language tag"):
        books.make(*books.week(), language=tag)


def test_names_say_their_language_where_it_is_not_the_package_s():
    path = "//dc:title/@xml:lang | //dc:creator/@xml:lang | //dc:publisher/@xml:lang"
    data = books.make(*books.week(), creator=("홍길동",))
    assert books.values(data, "content.opf", path) == ["en"]
    data = books.make(*books.week(), publisher="Press")
    assert books.values(data, "content.opf", path) == ["en", "en", "en"]
    assert books.values(books.make(*books.week(), language="en"), "content.opf", path) == []


# Sorting, subjects, provenance.


def filed(data):
    """What a title and creators are sorted by."""
    path = "//opf:meta[@property='file-as']"
    return dict(
        zip(
            [books.values(data, "content.opf", f"//*[@id='{refined[1:]}']/text()")[0] for refined in
             books.values(data, "content.opf", f"{path}/@refines")],
            books.texts(data, "content.opf", path),
            strict=True,
        )
    )  # fmt: skip


def test_titles_and_names_are_sorted_as_people_look_for_them():
    creators = ("Ann van der Lee", "The Paper Club", "홍길동", "Research Team")
    assert filed(books.make(*books.week(), title="The July Papers", creator=creators)) == {
        "The July Papers": "July Papers, The",
        "Ann van der Lee": "Lee, Ann van der",
        "The Paper Club": "Paper Club, The",
        "홍길동": "홍길동",
        "Research Team": "Research Team",
    }
    assert filed(books.make(*books.week()))["Daily Papers"] == "Daily Papers"


def test_subjects_are_categories_and_tags_the_most_frequent_first():
    papers = [
        books.paper(categories=("cs.CL", "cs.AI"), tags=("agents",)),
        books.paper(categories=("cs.AI",), tags=("\x00", "\u200b")),
    ]
    assert dc(books.make(books.digest(*papers)), "subject") == ["cs.AI", "cs.CL", "agents", "\ufffd"]
    many = books.paper(tags=tuple(f"tag {number}" for number in range(50)))
    assert len(dc(books.make(books.digest(many)), "subject")) == 20


def test_calibre_sorts_by_its_own_elements():
    data = books.make(*books.week())
    path = "//opf:meta[@name='calibre:{}']/@content"
    assert books.values(data, "content.opf", path.format("series")) == ["Daily Papers"]
    assert books.values(data, "content.opf", path.format("series_index")) == ["20240705"]
    assert books.values(books.make(*books.week(), series=""), "content.opf", path.format("series")) == []


def test_the_source_is_the_site_of_the_digests_if_they_have_one():
    site, other = Site("https://digests.example/"), Site("https://other.example/")
    digests = [attrs.evolve(digest, site=site) for digest in books.week()]
    assert dc(books.make(*digests), "source") == ["https://digests.example/"]
    assert dc(books.make(*digests, base_url="https://e.org/"), "source") == ["https://e.org/"]
    assert dc(books.make(attrs.evolve(digests[0], site=other), *digests[1:]), "source") == [
        "Daily Papers 2024-07-05 – 2024-07-08"
    ]


def facts(data):
    names, said = (books.texts(data, "colophon.xhtml", f"//x:dl/x:{tag}") for tag in ("dt", "dd"))
    return list(zip(names, said, strict=True))


def test_the_colophon_says_where_the_book_comes_from():
    told = {
        "title": "July", "base_url": "https://e.org/", "rights": "https://creativecommons.org/licenses/by/4.0/",
        "creator": ("Ann", "Bo"), "publisher": "P", "series": "S", "language": "en",
    }  # fmt: skip
    data = books.make(*books.week(), **told)
    assert facts(data) == [
        ("Title", "July"),
        ("Source", "https://e.org/"),
        ("Days", "Friday, 5 July 2024 – Monday, 8 July 2024"),
        ("Extent", "3 digests · 4 papers"),
        ("Compiled by", "Ann"),
        ("Compiled by", "Bo"),
        ("Publisher", "P"),
        ("Series", "S"),
        ("Terms of use", "https://creativecommons.org/licenses/by/4.0/"),
        ("Identifier", *dc(data, "identifier")),
        ("Made with", f"digestkit {__version__}"),
        ("Letters of the cover", "Noto Sans, Noto Sans CJK (SIL Open Font License 1.1)"),
    ]
    assert books.values(data, "colophon.xhtml", "//x:dd/x:a/@href") == ["https://e.org/", told["rights"]]
    assert books.values(data, "content.opf", "//opf:meta[@name='generator']/@content") == [
        f"digestkit {__version__}"
    ]


def test_the_colophon_leaves_out_what_nobody_said():
    data = books.make(books.digest(books.paper(), date=None), rights=" ", cover=pictures.png())
    assert [name for name, _ in facts(data)] == ["Title", "Extent", "Identifier", "Made with"]
    assert books.values(data, "colophon.xhtml", "//x:a/@href") == []


def test_an_address_that_cannot_be_a_link_is_text():
    data = books.make(*books.week(), rights="javascript://x")
    assert ("이용 조건", "javascript://x") in facts(data)
    assert books.values(data, "colophon.xhtml", "//x:a/@href") == []


def test_labels_and_bold_words_say_their_language():
    items = (books.korean("What's New", "**Speculative Sampling**과 **새 방법**"), books.korean("핵심", "글"))
    digest = books.digest(books.paper(summary=items, extra=(("Comment", "논문입니다"),)))
    path = "//x:strong/@xml:lang | //x:strong/@lang"
    marked = "//x:strong[@lang='en' and @xml:lang='en']"
    korean = books.make(digest, language="ko")
    assert books.texts(korean, "2024-07-05.xhtml", marked) == [
        "What's New:",
        "Speculative Sampling",
        "Comment:",
    ]
    # The summary as a whole is not marked in an English book, whose readers know what its scripts are.
    english = books.make(digest, language="en")
    assert books.texts(english, "2024-07-05.xhtml", "//x:strong[@xml:lang='ko']") == ["새 방법", "핵심:"]
    plain = books.digest(books.paper(summary=(books.korean("핵심", "글"),)))
    assert books.values(books.make(plain, language="ko"), "2024-07-05.xhtml", path) == []
