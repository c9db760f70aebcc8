"""What the package says: identity, titles, languages, dates, credits, series."""

import datetime
import uuid

import attrs
import books
import pytest
from digestkit_epub import plan

from digestkit import Digest, Paper, UsageError


def dc(data, name):
    return books.texts(data, "content.opf", f"//dc:{name}")


def test_the_metadata_of_a_week():
    data = books.make(*books.week())
    assert dc(data, "title") == ["Daily Papers 2024-07-05 – 2024-07-08"]
    assert dc(data, "language") == ["ko", "en"]
    assert dc(data, "creator") == ["Daily Papers"]
    assert dc(data, "publisher") == ["digestkit"]
    assert dc(data, "date") == ["2024-07-08"]
    assert dc(data, "source") == ["Daily Papers 2024-07-05 – 2024-07-08"]
    assert books.properties(data)["dcterms:modified"] == ["2024-07-08T00:00:00Z"]


def test_what_the_user_says_goes_first():
    options = {"creator": ("A", "B"), "publisher": "C"}
    data = books.make(*books.week(), title="July", language="fr", base_url="https://e.org/", **options)
    assert dc(data, "title") == ["July"]
    assert dc(data, "language") == ["fr", "en"]
    assert dc(data, "creator") == ["A", "B"]
    assert dc(data, "publisher") == ["C"]
    assert dc(data, "source") == ["https://e.org/"]


def test_a_book_in_english_has_one_language():
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
    assert books.values(data, "content.opf", path) == ["en", "en"]
    assert books.values(books.make(*books.week(), language="en"), "content.opf", path) == []
