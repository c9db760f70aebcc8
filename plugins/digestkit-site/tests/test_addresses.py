"""Where pages and what lies beside them stand, and what may lie there twice."""

import base64
import datetime
import hashlib
import json

import pytest
from digestkit_site import addresses

import digestkit
from digestkit.testing import samples


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Yann LeCun", "yann-lecun"),
        ("cs.CL", "cs.cl"),
        ("Hal Daumé III", "hal-daume-iii_4bdb8a15"),
        ("yann-lecun", "yann-lecun_"),
        ("그래프", "_"),
        ("a  b", "a-b_"),
        ("../..", "_"),
    ],
)
def test_slugs(name, slug):
    made = addresses.slug(name)
    assert made.startswith(slug.partition("_")[0])
    assert ("_" in made) == ("_" in slug)
    assert digestkit.File(f"topics/tag-{made}.html", "text/html").path


def test_names_that_no_system_could_store_are_digits():
    assert addresses.of_author("Con") != "authors/con.html"
    assert addresses.of_author("Index") != "authors/index.html"
    for name in ("con.x", "Nul.html", "aux.b c", "com1.a.b", "."):
        assert digestkit.File(addresses.of_author(name), "text/html").path


def test_names_that_look_alike_have_pages_of_their_own():
    names = ("Ada Lovelace", "ada-lovelace", "Ada  Lovelace", "Ada Lovelacé", "Ada_Lovelace")
    assert len({addresses.of_author(name) for name in names}) == len(names)
    assert addresses.of_author("ADA LOVELACE") == addresses.of_author("Ada Lovelace")


def test_a_paper_twice_in_a_day_has_two_places_and_one_entry(build):
    site = build(samples.digest(samples.paper(1), samples.paper(2), samples.paper(1)))
    ids = site.page("days/2024-07-05.html").xpath("//@id")
    assert len(ids) == len(set(ids))
    assert site["days/2024-07-05.bib"].count("@misc{arxiv:2407.00001,") == 1


def test_an_author_named_twice_in_a_paper_has_it_once(build):
    twice = samples.paper(1, authors=("Ada Lovelace", "ADA LOVELACE"))
    site = build(samples.digest(twice), min_papers=1)
    assert len(site.page("authors/ada-lovelace.html").xpath("//main//li//a[contains(@href, 'papers/')]")) == 1


def test_the_feeds_have_the_papers_of_sixty_days(build):
    first = datetime.date(2024, 7, 5)
    made = [
        samples.digest(samples.paper(at), date=first + datetime.timedelta(days=at)) for at in range(1, 63)
    ]
    feed = build(*made)["rss.xml"]
    assert feed.count("<item>") == 60
    assert "2407.00003" in feed
    assert "2407.00002" not in feed


def test_the_data_in_a_page_is_what_its_policy_lets_pass(build):
    page = build(samples.digest(samples.paper(1))).page("papers/2407.00001.html")
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"script-src 'self' 'sha256-{digest}'" in policy


def test_no_line_of_the_data_ends_in_the_middle(build):
    item = digestkit.Item(None, "one\u2028two\u2029three")
    data = build(samples.digest(samples.paper(1, summary=(item,))))["papers/2407.00001.json"]
    assert "\u2028" not in data
    assert "\u2029" not in data
    assert json.loads(data)[0]["summary"][0]["text"] == item.text


def test_spellings_of_a_name_that_unicode_takes_for_one_are_one():
    assert addresses.fold("Jose\u0301") == addresses.fold("José") == addresses.fold("JOSÉ")
