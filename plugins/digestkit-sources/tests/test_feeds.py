"""arXiv's feeds: an answer of the API, the daily announcements as Atom and RSS, and damage."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import digestkit
from digestkit import Code

SAMPLES = Path(__file__).parent / "samples"
QUERY, DAILY, RSS = SAMPLES / "atom/query.atom", SAMPLES / "atom/daily.xml", SAMPLES / "rss/math.OC.xml"


def changed(tmp_path, sample, old, new):
    path = tmp_path / sample.name
    data = sample.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def test_an_answer_of_the_api():
    document = digestkit.load(QUERY)
    new, old = document.digests
    assert (new.date, old.date) == (datetime.date(2024, 7, 2), datetime.date(2003, 7, 7))
    assert new.papers[0] == digestkit.Paper(
        "Let the Expert Stick to His Last: Expert-Specialized Fine-Tuning for Sparse Architectural Large "
        "Language Models",
        "https://arxiv.org/abs/2407.01906v2",
        authors=("Zihan Wang", "Deli Chen"),
        abstract="Only the experts that a task calls for are trained.",
        categories=("cs.CL", "cs.AI"),
        submitted=datetime.date(2024, 7, 2),
        extra=(("comment", "12 pages & more"), ("v1", "2024-07-02"), ("v2", "2024-07-05")),
    )
    [paper] = old.papers
    assert (paper.doi, dict(paper.extra)["journal"]) == (
        "10.1140/epjc/s2003-01326-x",
        "Eur.Phys.J. C31 (2003) 17-29",
    )
    assert (paper.authors_ordered, paper.position.line) == (True, 26)


def test_the_latest_version_may_make_the_day():
    dates = [digest.date for digest in digestkit.load(QUERY, "arxiv-atom:by=updated").digests]
    assert dates == [datetime.date(2024, 7, 5), datetime.date(2003, 7, 7)]


@pytest.mark.parametrize("path", [DAILY, RSS], ids=["atom", "rss"])
def test_a_daily_feed_has_the_day_of_the_announcement(path):
    [digest] = digestkit.load(path).digests
    assert (digest.date, digest.title) == (datetime.date(2024, 2, 23), "math.OC updates on arXiv.org")
    paper = digest.papers[0]
    assert (paper.url, paper.submitted) == ("https://arxiv.org/abs/2203.01250v2", None)
    assert paper.abstract == "Where mass gathers, and how much of it."
    assert paper.categories == ("math.OC", "math.AP")
    assert paper.authors[:2] == ("Antonin Monteil", "Paul Pegon")
    assert dict(paper.extra)["announced"] == "replace"
    assert dict(paper.extra)["journal"] == "J. Ecole Polytech. 11 (2024)"


def test_affiliations_are_no_authors_and_suffixes_are_no_names():
    paper = digestkit.load(RSS).digests[0].papers[0]
    assert paper.authors == ("Antonin Monteil", "Paul Pegon", "Ada Lovelace, Jr.")
    assert paper.doi == "10.5802/jep.259"


@pytest.mark.parametrize(("path", "name"), [(DAILY, "arxiv-atom"), (RSS, "arxiv-rss")])
def test_kinds_of_announcements_can_be_chosen(path, name):
    document = digestkit.load(path, f"{name}:announced=new:announced=cross")
    assert [paper.title for paper in document.digests[0].papers] == ["A New Method", "A Cross Listed Method"]
    with pytest.raises(digestkit.UsageError, match="replace-cross"):
        digestkit.load(path, f"{name}:announced=old")


def test_the_channel_has_the_day_where_an_item_has_none(tmp_path):
    date = b"      <pubDate>Fri, 23 Feb 2024 00:00:00 -0500</pubDate>\n"
    [digest] = digestkit.load(changed(tmp_path, RSS, date, b"")).digests
    assert (digest.date, len(digest.papers)) == (datetime.date(2024, 2, 23), 4)


@pytest.mark.parametrize("path", [QUERY, DAILY, RSS], ids=lambda path: path.name)
def test_readers_of_one_suffix_are_told_apart(path):
    name = "arxiv-rss" if path is RSS else "arxiv-atom"
    assert digestkit.load(path) == digestkit.load(path, name)


def test_xml_that_is_not_from_arxiv_is_left_to_others(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x</id></entry></feed>")
    with pytest.raises(
        digestkit.InputError, match="arxiv-atom, arxiv-rss read such files, and none recognises this"
    ):
        digestkit.load(path)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [(b"</entry>\n  <entry>\n    <id>http://arxiv.org/abs/hep", b"</entry>\n  <entry>\n    <id>&http", 27)],
)
def test_what_comes_before_damage_is_read_and_the_place_is_told(tmp_path, old, new, line):
    document = digestkit.load(changed(tmp_path, QUERY, old, new), "arxiv-atom")
    assert [len(digest.papers) for digest in document.digests] == [1]
    [told] = document.diagnostics
    assert (told.code, told.line) == (Code.READ_ERROR, line)
    assert told.message.startswith("damaged XML: ")


def test_a_line_of_ten_megabytes_is_told(tmp_path):
    path = changed(tmp_path, QUERY, b"12 pages", b"x" * 10_500_000)
    document = digestkit.load(path, "arxiv-atom")
    assert [one.code for one in document.diagnostics] == [Code.READ_ERROR]


def test_nothing_is_expanded_and_nothing_is_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    declared = f'<!DOCTYPE feed [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY f "ffff">]>\n<feed '.encode()
    path = changed(tmp_path, QUERY, b"<feed ", declared)
    path.write_bytes(path.read_bytes().replace(b"12 pages", b"&e;&f;"))
    text = digestkit.dumps(digestkit.load(path, "arxiv-atom"), "jsonl")
    assert "secret" not in text
    assert "ffff" not in text


def test_comments_around_the_root_do_no_harm(tmp_path):
    path = changed(tmp_path, QUERY, b"<feed ", b"<!-- saved --><?x y?>\n<feed ")
    path.write_bytes(path.read_bytes() + b"<!-- end -->")
    document = digestkit.load(path)
    assert [digest.papers for digest in document.digests] == [
        digest.papers for digest in digestkit.load(QUERY).digests
    ]
    assert document.diagnostics == ()
