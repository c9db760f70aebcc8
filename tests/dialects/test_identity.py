"""A paper is the same wherever it is met: in each dialect, under each topic, in each version, on each day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit import Digest, Paper, dialects, select

SAMPLES = Path(__file__).parents[1] / "fixtures" / "dialects"
LINK = re.compile(r"(?:arxiv\.org|huggingface\.co)/\w+/(?:pdf/)?([0-9]{4}\.[0-9]{4,5})")


def met() -> Iterator[tuple[str, Digest, Paper]]:
    """Every paper of the samples, with its dialect and its digest."""
    for folder in sorted(SAMPLES.iterdir()):
        for digest in digestkit.iter_digests(folder, lambda _note: None):
            for paper in digest.papers:
                yield folder.name, digest, paper


MET = list(met())


def names(digest: Digest, paper: Paper) -> tuple[str, str, str, str]:
    """By what JSON Lines, BibTeX, RSS and Atom know a paper, each exported by itself."""
    alone = attrs.evolve(digest, papers=[paper], date=digest.date or datetime.date(2024, 7, 5))
    (record,) = digestkit.records(alone)
    bib, rss, atom = (digestkit.dumps(alone, to) for to in ("bibtex", "rss", "atom"))
    found = [re.search(r"@\w+\{(.+),", bib), re.search(r"<guid[^>]*>(.+)</guid>", rss)]
    found.append(re.search(r"<entry>.*?<id>(.+?)</id>", atom, re.DOTALL))
    key, guid, entry = (match[1] for match in found if match is not None)
    return record["id"], key, guid, entry


def of(arxiv: str) -> dict[str, list[tuple[Digest, Paper]]]:
    """Where a paper of arXiv is met, by dialect."""
    places: dict[str, list[tuple[Digest, Paper]]] = {}
    for dialect, digest, paper in MET:
        if paper.arxiv_id == arxiv:
            places.setdefault(dialect, []).append((digest, paper))
    return places


def test_one_paper_is_met_in_every_dialect_in_versions_topics_and_days() -> None:
    places = of("1706.03762")
    assert set(places) == set(dialects.known())
    everywhere = [place for each in places.values() for place in each]
    assert {None, 1, 7} <= {paper.version for _, paper in everywhere}
    assert len({digest.date for digest, _ in everywhere}) > 5
    assert len({paper.section for _, paper in everywhere}) > 3
    assert {names(digest, paper) for digest, paper in everywhere} == {
        ("arxiv:1706.03762", "arxiv:1706.03762", *["https://arxiv.org/abs/1706.03762"] * 2)
    }


@pytest.mark.parametrize("arxiv", sorted({paper.arxiv_id for _, _, paper in MET if paper.arxiv_id}))
def test_a_paper_of_arxiv_is_known_by_its_id(arxiv: str) -> None:
    places = [place for each in of(arxiv).values() for place in each]
    page = f"https://arxiv.org/abs/{arxiv}"
    assert {names(digest, paper) for digest, paper in places} == {
        (f"arxiv:{arxiv}", f"arxiv:{arxiv}", page, page)
    }


def test_every_link_to_arxiv_in_a_paper_s_place_is_recognised() -> None:
    missed = [paper.url for _, _, paper in MET if LINK.search(paper.url) and paper.arxiv_id is None]
    assert missed == []


def test_papers_from_elsewhere_keep_the_ids_that_they_had() -> None:
    """These are stored by others: a change here would make such papers new to everybody."""
    elsewhere = {paper.url: names(digest, paper) for _, digest, paper in MET if paper.arxiv_id is None}
    assert {url: found[0] for url, found in elsewhere.items()} == {
        "https://www.biorxiv.org/content/10.1101/2026.03.01.000001v1.full.pdf": "url:6047498674df594e",
        "https://example.com/card.pdf": "url:07f85b31bd8e629e",
    }
    assert {(key, guid, entry) for _, key, guid, entry in elsewhere.values()} == {
        (identity, url, url) for url, (identity, *_) in elsewhere.items()
    }


def test_what_is_merged_of_all_dialects_has_each_paper_once() -> None:
    digests = {id(digest): digest for _, digest, _ in MET}
    merged = list(select.merge(digests.values()))
    ids = [paper.id for digest in merged for paper in digest.papers]
    assert len(ids) == len(set(ids))
    assert set(ids) == {paper.id for _, _, paper in MET}
