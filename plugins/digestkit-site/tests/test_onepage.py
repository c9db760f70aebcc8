"""One page of all digests: what stands in it, and what cannot happen in it."""

import base64
import datetime
import hashlib
import re

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import samples
from digestkit.testing.strategies import digests

LATER = datetime.date(2024, 7, 6)


def page(*made, **options):
    return digestkit.dumps(made, "html", **options)


def read(text):
    return lxml.html.document_fromstring(text)


def words(element):
    return " ".join(element.text_content().split())


def policy(root):
    (meta,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return dict(part.strip().partition(" ")[::2] for part in meta.split(";"))


def test_the_newest_day_comes_first_below_a_list_of_all_papers():
    root = read(
        page(
            samples.digest(samples.paper(1, votes=3), samples.paper(2)),
            samples.digest(samples.paper(2), date=LATER),
        )
    )
    assert [words(each) for each in root.xpath("//h1 | //h2 | //h3")] == [
        "Daily Papers",
        "2024년 7월 6일",
        "Graphs of 2 Languages",
        "2024년 7월 5일",
        "Graphs of 1 Languages",
        "Graphs of 2 Languages",
    ]
    listed = root.xpath("//nav//ol/li")
    assert [words(each) for each in listed] == [
        "Graphs of 2 Languages 추천 18",
        "Graphs of 1 Languages 추천 3",
        "Graphs of 2 Languages 추천 18",
    ]
    ids = [each.get("id") for each in root.xpath("//article")]
    assert [each.xpath("string(a/@href)") for each in listed] == [f"#{name}" for name in ids]
    assert len(set(root.xpath("//@id"))) == len(root.xpath("//@id"))


def test_its_policy_allows_its_own_style_alone():
    root = read(page(samples.digest(samples.paper())))
    (style,) = root.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy(root) == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not root.xpath("//script | //link | //img | //video | //iframe | //@style")


def test_pictures_are_linked_shown_or_left_out():
    made = samples.digest(samples.paper())
    address = made.papers[0].media.url
    assert read(page(made)).xpath(f"//a[@href='{address}']/text()") == ["그림"]
    shown = read(page(made, media="show"))
    assert shown.xpath("//img/@src") == [address]
    assert policy(shown)["img-src"] == "https: http:"
    assert address not in page(made, media="none")


def test_a_user_may_have_another_style(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.css").write_text("p::after { content: '</style><script>' }")
    (tmp_path / "onepage.css").write_text("h1 { color: red }")
    root = read(page(samples.digest(samples.paper()), templates=tmp_path))
    (style,) = root.xpath("//style/text()")
    assert style == "p::after { content: '<\\/style><script>' }h1 { color: red }"
    assert hashlib.sha256(style.encode()).digest() in base64.b64decode(policy(root)["style-src"][8:-1])


def test_names_unfold_beyond_some():
    names = tuple(f"Ada {at}" for at in range(12))
    made = samples.digest(samples.paper(1, authors=names, authors_truncated=False))
    byline = read(page(made, max_authors=3)).xpath("//div[@class='byline']")[0]
    assert words(byline.xpath("p")[0]) == "Ada 0, Ada 1, Ada 2"
    assert words(byline.xpath("details/summary")[0]) == "외 9명"
    assert words(byline.xpath("details/p")[0]) == ", ".join(names[3:])
    assert not read(page(made, max_authors=0)).xpath("//details")


def test_titles_of_digests_and_sections():
    several = samples.digest(samples.further_paper(3), title="Other")
    root = read(page(samples.digest(samples.paper(1), title="One"), several))
    assert [words(each) for each in root.xpath("//h3 | //h4 | //h5")][:2] == ["One", "Graphs of 1 Languages"]
    assert "Language Models" in [words(each) for each in root.xpath("//*[@class='section']")]


def test_no_digests_and_no_papers():
    assert "No digests yet." in words(read(page()))
    assert "No papers." in words(read(page(samples.digest(title="Empty"), lang="en")))


def test_terms_and_where_all_of_it_is():
    footer = read(
        page(
            samples.digest(samples.paper()),
            rights="https://creativecommons.org/licenses/by/4.0/",
            base_url="https://papers.example/",
        )
    ).xpath("//footer")[0]
    assert (
        footer.xpath("string(.//a[@rel='license']/@href)") == "https://creativecommons.org/licenses/by/4.0/"
    )
    assert "https://papers.example/" in footer.xpath(".//a/@href")


SAFE = re.compile(r"https?://|mailto:|#")


@given(st.lists(digests(), max_size=2), st.booleans(), st.sampled_from(["show", "link"]))
def test_digests_can_run_nothing(made, mail, media):
    root = read(page(*made, mail=mail, media=media))
    assert not root.xpath("//script | //iframe | //object | //embed | //form | //base | //link | //svg")
    assert not [name for each in root.iter() for name in each.attrib if name.lower().startswith("on")]
    assert all(SAFE.match(address) for address in root.xpath("//@href | //@src"))
