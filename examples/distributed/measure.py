"""How long the job takes, by workers and by data, on digests made up for the purpose.

    python measure.py FOLDER [--sizes 0.5 1 2 5] [--workers 1 2]

FOLDER is for the digests and results, and is emptied afterwards. Appends to measurements.csv; `chart.py`
draws it.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys
import time
from pathlib import Path

import cloudpickle
from distributed import Client, LocalCluster

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "benchmarks"))

import digests_to_parquet as job
import synthetic

cloudpickle.register_pickle_by_value(job)  # workers do not have this folder

FILE = 500_000
"""Bytes of a file: a hundred days."""
CENTURY = 365
"""Files."""
_ID = re.compile(r"(\b\d{4}\.)(\d{5})\b")


def make(folder: Path, gigabytes: float) -> None:
    """Digests of a size, in folders of a hundred files, no paper in two of them."""
    for number in range(int(gigabytes * 1e9 / FILE)):
        century, file = divmod(number, CENTURY)  # after which months have the same names
        text = synthetic.generate(FILE, first=file * 100)
        text = _ID.sub(lambda id_, past=century: f"{id_[1]}{int(id_[2]) + past * 3200:05}", text)
        target = folder / f"{number // 100:04}" / f"{number:06}-2024-07-05.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def measured(source: Path, out: Path, workers: int) -> tuple[float, int]:
    """The seconds of a job, from the listing to the table of diagnostics, and the papers it found."""
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(workers)
        start = time.perf_counter()
        found = job.run(client, str(source), str(out), task_bytes=16_000_000, divide=1)
        return time.perf_counter() - start, found["papers"]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.5, 1, 2, 5], metavar="GB")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    for size in given.sizes:
        source = given.folder / "digests"
        make(source, size)
        for workers in given.workers:
            seconds, papers = measured(source, given.folder / "out", workers)
            with (HERE / "measurements.csv").open("a", newline="") as file:
                csv.writer(file).writerow([size, workers, papers, round(seconds, 1)])
            print(f"{size} GB, {workers} workers: {papers} papers in {seconds:.1f} s", flush=True)
            shutil.rmtree(given.folder / "out")
        shutil.rmtree(source)


if __name__ == "__main__":
    main()
