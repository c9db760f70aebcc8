"""What Zotero makes of a paper, by the rules of its translators, which are repeated here in few words."""

import json
import urllib.parse

import pytest

import digestkit
from digestkit.testing import samples

ELSEWHERE = digestkit.Paper(
    "A Post & More = “C++”", "https://blog.example/post", authors=("김철수", "de la Cruz, Ana")
)
PUBLISHED = digestkit.Paper("Published", "https://journal.example/1", doi="10.1000/(1)<2>")


def from_coins(query):
    """As `parseContextObject` of Zotero's `openurl.js` reads a list of pairs, in their order."""
    item = {"type": "webpage", "creators": []}
    for pair in query.split("&"):
        key, value = pair.split("=")
        value = urllib.parse.unquote(value.replace("%2B", " ").replace("+", " "), errors="strict")
        match key:
            case "rft_id" if value.startswith("info:doi"):
                item["doi"] = value[9:]
            case "rft.title":
                item["journal" if item["type"] == "journalArticle" else "title"] = value
            case "rft.creator":
                item["creators"].append(value)
            case "rft.identifier":
                item["url"] = value
            case "rft.date":
                item["date"] = value
            case "rft.type":
                item["type"] = value
    return item


def coins(build, paper):
    page = build(samples.digest(paper)).page("days/2024-07-05.html")
    return from_coins(page.xpath("string(//span[@class='Z3988']/@title)"))


def meta(build, paper, **options):
    """The tags of a paper's page, as `Embedded Metadata.js` takes them: the first of each name."""
    tree = build(paper if isinstance(paper, digestkit.Digest) else samples.digest(paper), **options)
    (name,) = [name for name in tree if name.startswith("papers/") and name.endswith(".html")]
    found = {}
    for each in tree.page(name).xpath("//meta[@name]"):
        found.setdefault(each.get("name"), each.get("content"))
    return found


def test_a_preprint_in_a_list(build):
    assert coins(build, samples.paper()) == {
        "type": "preprint",
        "title": "Graphs of 1906 Languages",
        "creators": ["Ada Lovelace", "Hal Daumé III"],
        "url": "https://arxiv.org/abs/2407.01906",
        "date": "2024-07",
        "doi": "10.48550/arXiv.2407.01906",
    }


def test_a_paper_from_elsewhere_in_a_list(build):
    assert coins(build, ELSEWHERE) == {
        "type": "webpage",
        "title": "A Post & More = “C  ”",  # Zotero drops each plus sign, however it is spelled
        "creators": ["김철수", "de la Cruz, Ana"],
        "url": "https://blog.example/post",
        "date": "2024",
    }


def test_a_published_paper_in_a_list_keeps_its_title(build):
    found = coins(build, PUBLISHED)
    assert (found["type"], found["title"], found["doi"]) == ("journalArticle", "Published", "10.1000/(1)<2>")
    assert found["creators"] == []


@pytest.mark.parametrize(
    ("paper", "kind"), [(samples.paper(), "preprint"), (PUBLISHED, "journalArticle"), (ELSEWHERE, None)]
)
def test_the_kind_of_a_paper_on_its_page(build, paper, kind):
    assert meta(build, paper).get("DC.type") == kind


def test_the_address_is_the_papers_and_not_that_of_its_page(build):
    found = meta(build, samples.paper(), base_url="https://digests.example/")
    assert found["citation_public_url"] == "https://arxiv.org/abs/2407.01906"


def test_the_language_is_the_titles_and_not_that_of_its_page(build):
    assert meta(build, samples.paper(), lang="ko")["citation_language"] == "en"
    assert "citation_language" not in meta(build, samples.paper(), lang="en")


def test_nothing_is_said_of_what_is_not_known(build):
    found = meta(build, samples.digest(digestkit.Paper("Bare", "https://blog.example/bare"), date=None))
    assert {name for name in found if name.startswith(("citation_", "DC."))} == {
        "citation_title", "citation_abstract_html_url", "citation_public_url",
    }  # fmt: skip


def test_the_id_of_a_published_paper_is_its_doi(build):
    tree = build(samples.digest(PUBLISHED))
    (name,) = [name for name in tree if name.startswith("papers/") and name.endswith(".html")]
    (block,) = tree.page(name).xpath("//script[@type='application/ld+json']")
    assert json.loads(block.text)["@id"] == "https://doi.org/10.1000/(1)%3C2%3E"
