"""Files that version 0.1 wrote of two seeds are gone on with: what is in them stays, and new papers join.

`golden/release-0.1` is what that version wrote, and must never be renewed.
"""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

import digestkit
from digestkit import select

ROOT = Path(__file__).parents[1]
OLD = Path(__file__).parent / "golden" / "release-0.1"
SAME = list(select.top(digestkit.iter_digests([ROOT / "seeds" / "2024-07-05.md"]), 2))
DAYS = list(digestkit.iter_digests([ROOT / "seeds" / f"2024-07-{day}.md" for day in ("05", "16")]))
PAPERS = [paper for day in DAYS for paper in day.papers]
FEEDS = {"rss": "feed.rss.xml", "atom": "feed.atom.xml"}

feeds = pytest.mark.parametrize("name", FEEDS)


def test_a_bibliography_grows_by_what_it_lacks():
    old = (OLD / "refs.bib").read_bytes()
    assert digestkit.dump_bytes(SAME, "bibtex", append=old) == old
    grown = digestkit.dump_bytes(DAYS, "bibtex", append=old)
    assert grown.startswith(old)
    new = grown[len(old) :].decode()
    assert new.count("\n@misc{") == len(PAPERS) - 2
    assert [paper.id for paper in PAPERS if f"{{{paper.id}," in new] == [paper.id for paper in PAPERS[2:]]


def said(text: str) -> dict[str, tuple[object, ...]]:
    """What readers keep of each entry, by its id."""
    read = feedparser.parse(text)
    assert not read.bozo
    return {
        entry.id: (
            entry.link, entry.title, entry.published, dict.get(entry, "updated"), entry.get("summary"),
            [each.value for each in entry.get("content", ())], entry.get("media_thumbnail"),
        )
        for entry in read.entries
    }  # fmt: skip


@feeds
def test_a_feed_keeps_what_it_has(name):
    old = (OLD / FEEDS[name]).read_bytes()
    before = said(old.decode())
    kept = said(digestkit.dumps(DAYS[1:], name, previous=old))
    assert {id_: entry for id_, entry in kept.items() if id_ in before} == before
    assert len(kept) == len(before) + len(DAYS[1].papers)


@feeds
def test_the_same_papers_are_no_news(name):
    old = (OLD / FEEDS[name]).read_bytes()
    before, after = said(old.decode()), said(digestkit.dumps(SAME, name, previous=old))
    dates = {id_: entry[:4] for id_, entry in before.items()}
    assert {id_: entry[:4] for id_, entry in after.items()} == dates
