"""A dataset: pairs of an English title and a labelled Korean summary, split by day.

    python examples/dataset.py seeds/ dataset/

Splitting by day and not by paper keeps what was written together on one side.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import digestkit

HELD_OUT = 4  # every fourth day is for testing


def pairs(digest: digestkit.Digest) -> Iterator[dict[str, object]]:
    """One record a paper that has a summary; what a record needs is chosen here."""
    for paper in digest.papers:
        if paper.summary:
            summary = {item.label or f"item {at}": item.text for at, item in enumerate(paper.summary, 1)}
            yield {"id": paper.id, "day": str(digest.date), "title": paper.title, "summary": summary}


def write(folder: Path, source: str) -> None:
    """Write `train.jsonl` and `test.jsonl` from a folder of digests."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "train.jsonl").open("w", encoding="utf-8") as train,
        (folder / "test.jsonl").open("w", encoding="utf-8") as test,
    ):
        for digest in digestkit.iter_digests([source]):
            is_test = digest.date is not None and digest.date.toordinal() % HELD_OUT == 0
            for pair in pairs(digest):
                print(json.dumps(pair, ensure_ascii=False), file=test if is_test else train)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write(Path(sys.argv[2]), sys.argv[1])
