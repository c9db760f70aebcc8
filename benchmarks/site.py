"""How fast a site is made, against the EPUB of the same digests; how large it and its pages are.

python benchmarks/site.py [exporter] [folder] [sizes] [--quick] [--json FILE] [--files DIR]

It needs the packages `paper-digestkit-site` and `paper-digestkit-epub`. The exporter alone is measured in
processor time, the command by the clock, since several processes make a site. With `--files`, the digests
are real ones.
"""

from __future__ import annotations

import gzip
import io
import itertools
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import measure
import synthetic
from digestkit_site import site

import digestkit
from digestkit.export.run import Export


def written(quick: bool, folder: str) -> Path:
    """Where the digests are: the real ones that were given, else made ones, in a folder."""
    if measure.files:
        return measure.files
    for path, text in synthetic.files(2 if quick else 50, 20_000 if quick else 100_000):
        target = Path(folder, "digests", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Path(folder, "digests")


def ready(quick: bool) -> list[digestkit.Digest]:
    with tempfile.TemporaryDirectory() as folder:
        return list(digestkit.iter_digests(written(quick, folder), report=lambda _: None))


def compared(times: dict[str, measure.Times], papers: int) -> list[measure.Row]:
    """One row a format, with how many times as long as the EPUB it took."""
    first = times["EPUB"].best
    return [
        {
            "made": name,
            "seconds": round(taken.best, 3),
            "us/paper": round(taken.best / papers * 1e6),
            "times the EPUB": round(taken.best / first, 2),
            "noise, %": round(100 * taken.noise),
        }
        for name, taken in times.items()
    ]


def exporter(quick: bool) -> list[measure.Row]:
    """The files of a site as they are made, against the EPUB of the same digests."""
    digests = ready(quick)

    def files() -> int:
        made = Export(site, options={}, report=lambda _: None).parts(iter(digests))
        return sum(len(part) for part in made if isinstance(part, str | bytes))

    runners = {"EPUB": lambda: digestkit.dump_bytes(digests, "epub"), "site": files}
    times = measure.race(runners, 1 if quick else 7, time.process_time)
    return compared(times, sum(len(digest.papers) for digest in digests))


def folder(quick: bool) -> list[measure.Row]:
    """The command by the clock: a site as a zip and as a folder, in one process too, and the EPUB."""
    papers = sum(len(digest.papers) for digest in ready(quick))
    with tempfile.TemporaryDirectory() as name:
        given = [sys.executable, "-m", "digestkit", "convert", str(written(quick, name)), "-q", "--to"]
        new = (f"{name}/{number}/" for number in itertools.count())

        def command(*target: str) -> None:
            subprocess.run(
                [*given, *target], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

        runners = {
            "EPUB": lambda: command("epub", "-o", f"{name}/book.epub"),
            "site, zip": lambda: command("site", "-o", f"{name}/site.zip"),
            "site, new folder": lambda: command("site", "-o", next(new)),
            "site, new folder, one process": lambda: command("site", "-o", next(new), "--jobs", "1"),
            "site, nothing new": lambda: command("site", "-o", f"{name}/0/"),
        }
        return compared(measure.race(runners, 1 if quick else 7), papers)


def sizes(quick: bool) -> list[measure.Row]:
    """Files of a site, the largest page of a day, and the first part of the search as servers send it."""
    digests = ready(quick)
    data = digestkit.dump_bytes(digests, "site")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = {each.filename: each.file_size for each in archive.infolist()}
        parts = [archive.read(name) for name in size if name.startswith("search/2")]
    return [
        {
            "papers": sum(len(digest.papers) for digest in digests),
            "files": len(size),
            "MB": round(sum(size.values()) / 1e6, 1),
            "MB zipped": round(len(data) / 1e6, 1),
            "largest day, kB": round(max(size[name] for name in size if _is_day(name)) / 1e3, 1),
            "largest part of the search, kB": round(max(len(gzip.compress(part)) for part in parts) / 1e3),
        }
    ]


def _is_day(name: str) -> bool:
    return name.startswith("days/") and name.endswith(".html")


if __name__ == "__main__":
    measure.main("Site", {"exporter": exporter, "folder": folder, "sizes": sizes})
