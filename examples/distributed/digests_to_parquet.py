"""A tree of digests of any size to one Parquet dataset, by Dask: each paper once, partitioned by its month.

    python digests_to_parquet.py SOURCE OUT [--workers N | --scheduler ADDRESS] [--task-mb 16] [--divide 1]

SOURCE and OUT are folders, or URLs that fsspec knows (`s3://…`, `github://…`). Two kinds of tasks do it all:

    read     some files of digests    ->  staging/read/ID.jsonl: their papers, those of a partition together
    gather   a partition's papers     ->  papers/published=2024-07/part-0000.parquet, merged by paper

What a task has made shows by a marker beside it, ID.json, which it writes last, named by all that it depends
on: what was noticed, and where in the file each partition stands. So a task whose worker died is run again,
by Dask; a job that was killed goes on where it stopped; and a second run reads only what changed. Nothing
moves between workers: partitions meet in the store.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import posixpath
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import attrs
import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from distributed import Client, LocalCluster, as_completed

import digestkit

SUFFIXES = (".md", ".markdown", ".txt")
DAY = re.compile(r"\d{4}[-_.]?\d{2}[-_.]?\d{2}")
UNDATED = "__HIVE_DEFAULT_PARTITION__"  # what engines read as null
NOTICED = pa.schema(
    [("source", pa.string()), ("line", pa.int64()), ("column", pa.int64())]
    + [(name, pa.string()) for name in ("code", "severity", "message")]
)


class Files(NamedTuple):
    """Files that are read together, since they may share a day; `folder` is their place in the tree."""

    folder: str
    urls: tuple[str, ...]
    size: int
    version: str


class Task(NamedTuple):
    """Files that are read by one task, and an id made of their names, sizes and versions."""

    id: str
    files: tuple[Files, ...]


class Piece(NamedTuple):
    """Where papers stand: the task that wrote them, and the first byte and the end of them in its file."""

    task: str
    start: int
    end: int


class Gathering(NamedTuple):
    """A partition, the pieces that it comes from, in the order of the tree, and an id made of these."""

    id: str
    partition: str
    pieces: tuple[Piece, ...]


class Store(NamedTuple):
    """Where results go. A file is there whole or not at all."""

    url: str

    def path(self, *parts: str) -> str:
        """The URL of a file."""
        return posixpath.join(self.url, *parts)

    def write(self, data: bytes, *parts: str) -> None:
        """Put a file in its place once it is written."""
        files, path = fsspec.core.url_to_fs(self.path(*parts))
        files.makedirs(posixpath.dirname(path), exist_ok=True)
        made = f"{path}.{uuid.uuid4().hex}"
        files.pipe_file(made, data)
        files.mv(made, path)

    def pieces(self, found: Sequence[Piece]) -> list[bytes]:
        """Pieces of what tasks have read, by as many requests at a time as the store takes."""
        tasks, starts, ends = (list(each) for each in zip(*found, strict=True))
        files, path = fsspec.core.url_to_fs(self.path("staging/read"))
        paths = [f"{path}/{task}.jsonl" for task in tasks]
        return list(files.cat_ranges(paths, starts, ends, on_error="raise"))

    def marked(self, kind: str) -> dict[str, Any]:
        """What the tasks of a kind said when they were done, by their ids."""
        files, path = fsspec.core.url_to_fs(self.path("staging", kind))
        found = files.cat(markers) if (markers := files.glob(f"{path}/*.json")) else {}
        return {
            posixpath.basename(name).removesuffix(".json"): json.loads(data) for name, data in found.items()
        }


# The plan: which files are read together.


def plan(source: str, task_bytes: int) -> list[Task]:
    """Divide a tree into tasks, in the order of its paths."""
    tasks: list[list[Files]] = []
    size = 0
    for files in listed(source):
        if not tasks or size + files.size > task_bytes:
            tasks.append([])
            size = 0
        tasks[-1].append(files)
        size += files.size
    return [Task(_digest(digestkit.__version__, held), tuple(held)) for held in tasks]


def listed(source: str) -> Iterator[Files]:
    """The files of a tree that may hold digests; those without a day in their names may share one."""
    store, root = fsspec.core.url_to_fs(source)
    found = []
    for path, info in sorted(store.find(root, detail=True).items()):
        name = path.removeprefix(root).lstrip("/")
        if name.endswith(SUFFIXES) and not any(part.startswith(".") for part in name.split("/")):
            folder, base = posixpath.split(name)
            day = DAY.search(base)
            found.append((folder, day[0] if day else "", {**info, "name": path}))
    for (folder, _), group in itertools.groupby(found, key=lambda one: one[:2]):
        infos = [info for *_, info in group]
        urls = tuple(store.unstrip_protocol(info["name"]) for info in infos)
        size = sum(info["size"] or 0 for info in infos)
        yield Files(folder, urls, size, _digest([_version(info) for info in infos]))


def _version(info: dict[str, Any]) -> tuple[str, int, str]:
    known = next((info[key] for key in ("ETag", "sha", "mtime", "created") if info.get(key)), None)
    return info["name"], info["size"], str(known)


def _digest(*what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:20]


# Reading: digests to one file, divided by partition.


def read(task: Task, store: Store, divide: int) -> dict[str, Any]:
    """Read a task's digests and lay them out by partition; returns what its marker says."""
    noticed: list[digestkit.Diagnostic] = []
    partitions: dict[str, list[digestkit.Digest]] = defaultdict(list)
    for files in task.files:
        for digest in digests_of(files, noticed.append):
            for partition, part in divided(digest, divide):
                partitions[partition].append(part)
    data = bytearray()
    places = {}
    for partition, digests in sorted(partitions.items()):
        start = len(data)
        data += digestkit.dump_bytes(digests, "jsonl")
        places[partition] = (start, len(data))
    store.write(bytes(data), "staging/read", f"{task.id}.jsonl")
    return _finish(store, "read", task.id, noticed, {"partitions": places})


def digests_of(files: Files, report: Callable[[digestkit.Diagnostic], None]) -> Iterator[digestkit.Digest]:
    """The digests of some files, with the names that these have in the tree."""

    def placed(name: str | None) -> str | None:
        return name if name is None else posixpath.join(files.folder, posixpath.basename(name))

    def tell(noticed: digestkit.Diagnostic) -> None:
        report(attrs.evolve(noticed, source=placed(noticed.source)))

    paths = [url.removeprefix("file://") for url in files.urls]
    for digest in digestkit.iter_digests(paths, tell):
        yield attrs.evolve(digest, source=placed(digest.source))


def divided(digest: digestkit.Digest, divide: int) -> Iterator[tuple[str, digestkit.Digest]]:
    """A digest's papers by partition, which follows from a paper's id: so one is in no two of them."""
    parts: dict[str, list[digestkit.Paper]] = defaultdict(list)
    for paper in digest.papers:
        since = paper.published
        month = f"{since.year}-{since.month:02}" if since is not None else UNDATED
        number = int(hashlib.sha256(paper.id.encode()).hexdigest(), 16) % divide
        parts[f"published={month}/part-{number:04}"].append(paper)
    for partition, papers in parts.items():
        yield partition, attrs.evolve(digest, papers=papers)


# Gathering: the papers of a partition to a file.


def gatherings(done: Sequence[tuple[str, dict[str, Any]]]) -> list[Gathering]:
    """What is to be gathered, from the ids and markers of all reading tasks in their order."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for task, marker in done:
        for partition, place in marker["partitions"].items():
            pieces[partition].append(Piece(task, *place))
    return [Gathering(_digest(name, found), name, tuple(found)) for name, found in sorted(pieces.items())]


def gather(gathering: Gathering, store: Store) -> dict[str, Any]:
    """Merge the papers of a partition, and write them as they stand in the dataset."""
    noticed: list[digestkit.Diagnostic] = []
    found = map(digests_in, store.pieces(gathering.pieces))
    digests = list(digestkit.select.merge(itertools.chain.from_iterable(found), noticed.append))
    store.write(digestkit.dump_bytes(digests, "parquet"), "papers", f"{gathering.partition}.parquet")
    said = {"partition": gathering.partition, "papers": sum(len(digest.papers) for digest in digests)}
    return _finish(store, "gather", gathering.id, noticed, said)


def digests_in(piece: bytes) -> Iterator[digestkit.Digest]:
    """The digests that a task has read, from the lines of a partition."""
    return digestkit.from_records(map(json.loads, piece.splitlines()))


def _finish(
    store: Store, kind: str, task: str, noticed: Iterable[digestkit.Diagnostic], said: dict[str, Any]
) -> dict[str, Any]:
    """Write the marker, with what was noticed."""
    marker = {**said, "noticed": [json.loads(one.json()) for one in noticed]}
    store.write(json.dumps(marker).encode(), "staging", kind, f"{task}.json")
    return marker


# The job.


def run(client: Client, source: str, out: str, *, task_bytes: int, divide: int) -> dict[str, int]:
    """Bring a dataset up to date; returns how many tasks were run, and how many papers there are."""
    store = Store(out)
    tasks = plan(source, task_bytes)
    reads, ran = _run(client, "read", {task.id: (task, store, divide) for task in tasks}, read, store)
    wanted = gatherings([(task.id, reads[task.id]) for task in tasks])
    made, also = _run(client, "gather", {one.id: (one, store) for one in wanted}, gather, store)
    _sweep(store, wanted)
    _table(store, itertools.chain(reads.values(), made.values()))
    return {"tasks": ran + also, "papers": sum(marker["papers"] for marker in made.values())}


def _run(
    client: Client, kind: str, wanted: dict[str, tuple[Any, ...]], work: Callable[..., Any], store: Store
) -> tuple[dict[str, Any], int]:
    """The markers of tasks, in their order; those that have none yet are run first."""
    known = store.marked(kind)
    missing = [name for name in wanted if name not in known]
    futures = {client.submit(work, *wanted[name], key=f"{kind}-{name}", retries=2): name for name in missing}
    for future in as_completed(list(futures)):
        known[futures[future]] = future.result()
        future.release()
    return {name: known[name] for name in wanted}, len(missing)


def _sweep(store: Store, wanted: Sequence[Gathering]) -> None:
    """Remove the partitions of papers that are in no digest any more."""
    files, path = fsspec.core.url_to_fs(store.path("papers"))
    kept = {f"{path}/{one.partition}.parquet" for one in wanted}
    for name in set(files.find(path)) - kept:
        files.rm_file(name)


def _table(store: Store, markers: Iterable[dict[str, Any]]) -> None:
    """All diagnostics as one table."""
    rows = [{name: row[name] for name in NOTICED.names} for marker in markers for row in marker["noticed"]]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, NOTICED), sink, compression="zstd")
    store.write(sink.getvalue().to_pybytes(), "diagnostics.parquet")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("out")
    parser.add_argument("--workers", type=int, default=2, help="processes on this machine")
    parser.add_argument("--scheduler", help="the address of a cluster, instead of workers here")
    parser.add_argument("--task-mb", type=float, default=16, help="text that a task reads, about")
    parser.add_argument("--divide", type=int, default=1, help="files that a month is divided among")
    given = parser.parse_args()
    size = int(given.task_mb * 1e6)
    with connected(given.scheduler, given.workers) as client:
        print(run(client, given.source, given.out, task_bytes=size, divide=given.divide))


def connected(scheduler: str | None, workers: int) -> Client:
    """A client of a cluster, or of workers that it brings along, a process and one thread each."""
    if scheduler is not None:
        return Client(scheduler)
    cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    return Client(cluster)


if __name__ == "__main__":
    main()
