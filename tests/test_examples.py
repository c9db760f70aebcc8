"""The examples run as they stand, and do what they say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / name, *arguments],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    return done.stdout.decode("utf-8")


def korean(folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    for path in (ROOT / "seeds").glob("2024*"):
        shutil.copy(path, folder)
    return str(folder)


def test_search_index_finds_the_paper() -> None:
    lines = run("search_index.py", str(ROOT / "seeds"), "Adam-mini").splitlines()
    assert lines[0] == ("2024-06-27  arxiv:2406.16793  Adam-mini: Use Fewer Learning Rates To Gain More")


def test_newsletter_has_the_most_voted_papers_of_the_newest_days(tmp_path: Path) -> None:
    page = run("newsletter.py", korean(tmp_path))
    titles = re.findall(r'<h2><a href="https://arxiv.org/abs/[0-9.]+">(.*?)</a></h2>', page)
    assert [title.split(":")[0] for title in titles] == [
        "Qwen2 Technical Report",
        "Learning to Refuse",
        "Let the Expert Stick to His Last",
        "Q-Sparse",
        "GRUtopia",
    ]


def test_dataset_has_every_paper_once(tmp_path: Path) -> None:
    run("dataset.py", korean(tmp_path / "in"), str(tmp_path))
    sides = [
        [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
        for name in ("train.jsonl", "test.jsonl")
    ]
    assert len({record["id"] for side in sides for record in side}) == sum(map(len, sides)) == 49
    assert not {record["day"] for record in sides[0]} & {record["day"] for record in sides[1]}


def test_every_example_is_tested() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{path.name}"' in here for path in (ROOT / "examples").glob("*.py"))
