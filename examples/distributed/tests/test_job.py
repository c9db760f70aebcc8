"""The job gives what one process gives, whatever becomes of its workers, and does nothing twice."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

pytest.importorskip("distributed", reason="the example's requirements.txt is not installed")
sys.path.insert(0, str(Path(__file__).parent.parent))

import cloudpickle
import digests_to_parquet as job
from distributed import Client, LocalCluster

import digestkit

cloudpickle.register_pickle_by_value(job)  # workers have digestkit, but not this folder

DAYS = 40
PAPER = """### [On {title}](https://arxiv.org/abs/{id})

Vote: {votes}

Authors: Ada Lovelace, Emmy Noether

- **Result**: {text}

"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of digests; each paper is in two of them, and one line in each is none of the format's."""
    folder = tmp_path_factory.mktemp("tree")
    for day in range(DAYS):
        papers = [
            PAPER.format(
                title=f"Things {number}",
                id=f"{2401 + number // 150}.{number:05}",
                votes=day,
                text="값을 재고 견준다. " * 20,
            )
            for number in range(day * 20, day * 20 + 40)
        ]
        month = folder / f"2024-{1 + day // 28:02}"
        month.mkdir(exist_ok=True)
        date = f"{month.name}-{1 + day % 28:02}"
        text = f"## Daily Papers ({date})\n\n" + "".join(papers)
        (month / f"{date}.md").write_text(text + "What is this?\n", encoding="utf-8")
    (folder / "2024-01" / "2024-01-31.md").write_bytes(b"## Papers (2024-01-31)\n\xff")
    return folder


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def run(cluster: LocalCluster, tree: Path, out: Path, **settings: Any) -> dict[str, int]:
    with Client(cluster) as client:
        return job.run(client, str(tree), str(out), **{"task_bytes": 60_000, "divide": 1, **settings})


def table(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes() for path in sorted((out / "papers").rglob("*.parquet"))
    }


def rows(out: Path) -> dict[str, dict[str, Any]]:
    """The papers by id, without their places in digests, which others may have left."""
    found = pq.read_table(out / "papers", partitioning=None).to_pylist()
    assert len({row["id"] for row in found}) == len(found)
    return {row["id"]: {name: value for name, value in row.items() if name != "rank"} for row in found}


def test_a_killed_worker_changes_nothing(cluster, tree, tmp_path):
    killed: list[int] = []

    def kill() -> None:
        while len(list((tmp_path / "out/staging/read").glob("*.json"))) < 3:
            time.sleep(0.01)
        worker = next(iter(cluster.workers.values()))
        killed.append(len(list((tmp_path / "out/staging/read").glob("*.json"))))
        os.kill(worker.process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = run(cluster, tree, tmp_path / "out")
    killer.join(10)
    tasks = len(job.plan(str(tree), 60_000))
    assert killed[0] < tasks, "the worker died when all was read"
    assert found["papers"] == DAYS * 20 + 20
    made = [path.suffix for path in (tmp_path / "out/staging/read").iterdir()]
    assert sorted(made) == [".json"] * tasks + [".jsonl"] * tasks, "a task makes a file and its marker"

    digestkit.convert([tree], "parquet", tmp_path / "one.parquet", merge=True)
    one = pq.read_table(tmp_path / "one.parquet").to_pylist()
    expected = {row["id"]: {name: value for name, value in row.items() if name != "rank"} for row in one}
    assert rows(tmp_path / "out") == expected

    noticed = pq.read_table(tmp_path / "out/diagnostics.parquet").to_pylist()
    of_code = {row["code"]: row for row in noticed}
    assert of_code["DK601"]["source"] == "2024-01/2024-01-31.md"
    assert sum(row["code"] == "DK504" for row in noticed) > 0

    assert run(cluster, tree, tmp_path / "out") == {"tasks": 0, "papers": DAYS * 20 + 20}


def test_the_bytes_are_the_same_from_any_number_of_workers(tree, tmp_path):
    made = []
    for workers in (1, 2):
        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
            run(cluster, tree, tmp_path / str(workers), divide=2)
        made.append(table(tmp_path / str(workers)))
    assert made[0] == made[1]
    assert any(name.endswith("part-0001.parquet") for name in made[0])


def test_only_what_changed_is_read_again(cluster, tree, tmp_path):
    mine = tmp_path / "tree"
    mine.mkdir()
    for path in sorted(tree.glob("2024-02/*.md")):
        (mine / path.name).write_bytes(path.read_bytes())
    first = run(cluster, mine, tmp_path / "out")
    last = max(mine.glob("*.md"))
    last.write_text(last.read_text(encoding="utf-8").replace("On Things 800", "On Nothing"), encoding="utf-8")
    second = run(cluster, mine, tmp_path / "out")
    assert 0 < second["tasks"] < first["tasks"]
    assert rows(tmp_path / "out")["arxiv:2406.00800"]["title"] == "On Nothing"


def test_files_that_may_share_a_day_are_read_together(tmp_path):
    for name in ("2024-07-05/a.md", "2024-07-05/b.md", "2024-07-06.md", "2024-07-06-b.md", "2024-07-07.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text", encoding="utf-8")
    groups = [[Path(url).name for url in files.urls] for files in job.listed(str(tmp_path))]
    assert ["a.md", "b.md"] in groups
    assert ["2024-07-06-b.md", "2024-07-06.md"] in groups
    assert ["2024-07-07.md"] in groups
