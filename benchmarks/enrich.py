"""How fast metadata is searched for papers, against parsing every line of it.

python benchmarks/enrich.py [snapshot] [--quick] [--json FILE]
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import measure

import digestkit
from digestkit.registry.transforms import transform
from digestkit.transforms.run import step

PAPERS = 500
ABSTRACT = "A problem of some interest is studied, and found to be of interest. " * 17


def lines(count: int) -> Iterator[str]:
    """Lines as arXiv's snapshot has them, of about 1.7 kB."""
    for number in range(count):
        record = {
            "id": f"{2401 + number // 50_000}.{number % 50_000:05}",
            "submitter": "Ada Lovelace",
            "authors": "Ada Lovelace and Emmy Noether",
            "title": f"Graphs of {number} Languages",
            "categories": "cs.CL cs.LG",
            "abstract": ABSTRACT,
            "versions": [{"version": "v1", "created": "Tue, 2 Jul 2024 02:50:57 GMT"}],
            "authors_parsed": [["Lovelace", "Ada", ""], ["Noether", "Emmy", ""]],
        }
        yield json.dumps(record, separators=(",", ":")) + "\n"


def ignore(_diagnostic: digestkit.Diagnostic) -> None:
    """Report to nobody."""


def snapshot(quick: bool) -> list[measure.Row]:
    """500 papers among many, their authors in the wrong order."""
    count = 2_000 if quick else 60_000
    text = "".join(lines(count))
    data = text.encode()
    chunks = [data[at : at + (1 << 20)] for at in range(0, len(data), 1 << 20)]
    papers = [
        digestkit.Paper(
            said["title"], f"https://arxiv.org/abs/{said['id']}", authors=("Emmy Noether", "A. Lovelace")
        )
        for said in map(json.loads, lines(count))
    ][:: count // PAPERS]
    digest = digestkit.Digest(None, "Papers", papers)

    def enrich() -> int:
        made = step(transform("enrich"), {"metadata": [iter(chunks)]}, ignore)
        return sum(
            paper.authors_ordered is True for day in made.run([digest], ignore) for paper in day.papers
        )

    if enrich() != len(papers):
        raise AssertionError("some papers were not found")
    runners = {
        "digestkit": enrich,
        "json.loads": lambda: sum(1 for _ in map(json.loads, text.splitlines())),
    }
    return measure.compare(measure.race(runners, 2 if quick else 5, time.process_time), len(data) / 1e6)


if __name__ == "__main__":
    measure.main("Metadata", {"snapshot": snapshot})
