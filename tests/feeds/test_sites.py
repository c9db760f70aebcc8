"""What a feed links to where nobody says it, and whose name the ids of days are in: as the dialect has it."""

from __future__ import annotations

import pickle
import re

import attrs
import pytest
from lxml import etree

import digestkit
from digestkit import Code, Digest, ModelError, Paper, Site
from digestkit.model import without_layout

KOREAN = "## Daily Papers (2024-07-05)\n\n### [A](/papers/x)\n\nVote: 7\n"
OURS = 'name = "ours"\nsite = "https://papers.example/daily/"\n'
LINES = 'date.line = "# {date}"\npaper.line = "* {title} <{url}> {votes}"\n'
TEXT = "# 2026-03-09\n* A </a.html> 7\n* B <./b.html> 8\n"


@pytest.fixture
def read(tmp_path):
    """Read a text by a table; the digest of it."""

    def by(table, text=TEXT):
        path = tmp_path / "ours.toml"
        path.write_text(table, encoding="utf-8")
        [digest] = digestkit.parse(text, dialect=str(path)).digests
        return digest

    return by


def write(export, digests, name="atom", **options):
    text, told = export(name, digests, **{"feed_url": None} | options)
    warnings = [found.message for found in told if found.code is Code.EXPORT_WARNING]
    return etree.fromstring(text.encode()), [message for message in warnings if "link=https" in message]


def link(root):
    return root.find("{*}link").get("href")


def ids(root):
    return [found.text for found in root.findall("{*}entry/{*}id")]


def sources(root):
    """The pages that entries name as their source."""
    return {
        re.search(r'(?:출처|Source): <a href="([^"]*)"', found.text)[1]
        for found in root.iterfind("{*}entry/{*}content")
    }


def pages(root):
    return [found.get("href") for found in root.iterfind("{*}entry/{*}link[@rel='alternate']")]


def test_the_korean_digests_belong_to_hugging_face(export):
    digests = digestkit.parse(KOREAN).digests
    root, told = write(export, digests, items="digest")
    assert (link(root), told) == ("https://huggingface.co/papers", [])
    assert ids(root) == ["tag:huggingface.co,2024-07-05:digest"]
    assert pages(root) == ["https://huggingface.co/papers"]
    assert sources(write(export, digests)[0]) == {"https://huggingface.co/papers"}
    assert digests[0].papers[0].href == "https://huggingface.co/papers/x"


def test_digests_of_another_dialect_belong_to_its_site(export, read):
    digest = read(OURS + LINES)
    assert [paper.url for paper in digest.papers] == [
        "https://papers.example/a.html",
        "https://papers.example/daily/b.html",
    ]
    root, told = write(export, [digest], items="digest")
    assert (link(root), told) == ("https://papers.example/daily/", [])
    assert ids(root) == ["tag:papers.example,2026-03-09:daily/digest"]
    assert pages(root) == ["https://papers.example/daily/"]
    assert sources(write(export, [digest])[0]) == {"https://papers.example/daily/"}


def test_a_host_of_ones_own_needs_no_path_in_ids_of_days(export, read):
    digest = read(OURS + 'tag = "papers.example"\n' + LINES)
    root, _ = write(export, [digest], items="digest")
    assert ids(root) == ["tag:papers.example,2026-03-09:digest"]


@pytest.mark.parametrize("name", digestkit.list_formats())
def test_no_format_says_hugging_face_of_a_dialect_without_a_site(name, read):
    digest = read('name = "ours"\n' + LINES)
    data = digestkit.dump_bytes([digest], name, lang="en", report=lambda _told: None)
    assert b"huggingface" not in data
    assert digest.papers[0].href == "/a.html"
    assert pickle.loads(pickle.dumps(digest)).papers[0].href == "/a.html"


def test_digests_of_no_known_site_have_a_neutral_one(export, read):
    root, told = write(export, [read('name = "ours"\n' + LINES)], items="digest")
    assert link(root) == "https://arxiv.org/"
    assert pages(root) == []  # arXiv lists no such day
    assert ids(root) == ["tag:arxiv.org,2026-03-09:digest"]
    assert told == [
        "the digests are of no known site, and the feed links to https://arxiv.org/: say -O link=https://…"
    ]


def test_digests_of_several_sites_have_a_neutral_one_and_sources_of_their_own(export, read):
    digests = [*digestkit.parse(KOREAN).digests, read(OURS + LINES)]
    for given in (digests, digests[::-1]):
        root, told = write(export, given)
        assert link(root) == "https://arxiv.org/"
        assert told[0].startswith("the digests are of several sites")
        assert sources(root) == {"https://huggingface.co/papers", "https://papers.example/daily/"}
        days, _ = write(export, given, items="digest")
        assert pages(days) == ["https://papers.example/daily/", "https://huggingface.co/papers"]


@pytest.mark.parametrize(
    ("options", "host"),
    [
        ({"feed_url": "https://feeds.example/x.xml"}, "feeds.example"),
        ({"link": "https://site.example/y"}, "site.example"),
        ({"base_url": "https://base.example/z"}, "base.example"),
    ],
)
def test_what_the_user_says_comes_first(options, host, export, read):
    root, told = write(export, [read(OURS + LINES)], items="digest", **options)
    assert ids(root) == [f"tag:{host},2026-03-09:digest"]
    assert pages(root) == [options.get("link") or options.get("base_url") or "https://papers.example/daily/"]
    assert told == []


def test_records_that_say_more_than_the_korean_digests_are_none_of_theirs(export):
    def through_records(*papers):
        digest = Digest(digestkit.parse(KOREAN).digests[0].date, "Daily Papers", papers)
        records = digestkit.dumps([digest], "jsonl").encode()
        return link(write(export, load(records))[0])

    paper = Paper("A", "https://x.example/a", authors=["B", "C"], authors_ordered=False)
    assert through_records(paper) == "https://huggingface.co/papers"
    assert through_records(attrs.evolve(paper, authors_ordered=True)) == "https://arxiv.org/"
    assert through_records(attrs.evolve(paper, section="NLP")) == "https://arxiv.org/"


def load(records):
    import io

    return digestkit.load(io.BytesIO(records), "jsonl").digests


def test_a_site_is_kept_and_does_not_count(read):
    digest = read(OURS + LINES)
    site = Site("https://papers.example/daily/")
    for same in (digest, without_layout(digest), pickle.loads(pickle.dumps(digest))):
        assert (same, same.site) == (digest, site)
    assert attrs.evolve(digest, site=None) == digest
    document = digestkit.parse(TEXT)
    assert pickle.loads(pickle.dumps(document)) == document
    with pytest.raises(ModelError, match=r"Digest\.site must be a Site or None"):
        attrs.evolve(digest, site="https://papers.example/")


def test_changed_votes_are_no_update_on_any_site(export, read):
    first, _ = export("atom", [read(OURS + LINES)])
    again, _ = export("atom", [read(OURS + LINES, TEXT.replace(" 7", " 9"))], previous=first.encode())
    before, after = (
        etree.fromstring(text.encode()).findall("{*}entry/{*}updated") for text in (first, again)
    )
    assert [found.text for found in before] == [found.text for found in after]
