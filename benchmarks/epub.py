"""How fast a book is made, and in how much memory, against pandoc's EPUB of the same digests.

python benchmarks/epub.py [book] [jobs] [--quick] [--json FILE]

Both read the digests from a file and write a book, each in a process of its own: pandoc is a program. Its
memory is that of the child, as the system counts it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import measure
import synthetic

# Runs a command; prints its seconds and its peak memory in MiB. `measure`'s own peak is this process's.
_CHILD = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak / (1 << 20) if sys.platform == "darwin" else peak / 1024)
"""


def commands(source: Path, folder: Path) -> dict[str, list[str]]:
    found = {
        "digestkit": [
            *(sys.executable, "-m", "digestkit", "convert", str(source)),
            *("--to", "epub", "-o", str(folder / "digestkit.epub")),
        ]
    }
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        print("pandoc is not installed: nothing to compare with", file=sys.stderr)
    else:
        # Without pictures, which pandoc would fetch; `--epub-chapter-level` splits at days as digestkit does.
        plain = "markdown_strict-raw_html"
        target = str(folder / "pandoc.epub")
        found["pandoc"] = [
            *(pandoc, str(source), "-f", plain, "-t", "epub3", "-o", target),
            *("--metadata", "title=Digests", "--toc", "--epub-chapter-level=2"),
        ]
    return found


def without_pictures(text: str) -> str:
    """The same text without what pandoc would try to fetch from the network."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("!["))


def book(quick: bool) -> list[measure.Row]:
    """Seconds and peak memory, and how many times digestkit's they are."""
    megabytes = 0.2 if quick else 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "digests.md"
        source.write_text(without_pictures(synthetic.generate(int(megabytes * 1e6))), encoding="utf-8")
        found = {tool: run(command, 1 if quick else 3) for tool, command in commands(source, folder).items()}
    rows = measure.compare({tool: times for tool, (times, _) in found.items()}, megabytes)
    peaks = [peak for _, peak in found.values()]
    return [
        {**row, "peak MiB": round(peak), "times the memory": round(peak / peaks[0], 2)}
        for row, peak in zip(rows, peaks, strict=True)
    ]


def run(command: list[str], rounds: int) -> tuple[measure.Times, float]:
    """The times and the least peak of some runs."""
    seconds, peaks = [], []
    for _ in range(rounds):
        taken = subprocess.run(
            [sys.executable, "-c", _CHILD, *command], check=True, capture_output=True, text=True
        )
        second, peak = map(float, taken.stdout.split())
        seconds.append(second)
        peaks.append(peak)
    return measure.Times(tuple(seconds)), min(peaks)


def jobs(quick: bool) -> list[measure.Row]:
    """A book for each digest of a folder, in one process and in two."""
    return [row for digests in ((4,) if quick else (20, 100, 1000)) for row in _jobs(digests, quick)]


def _jobs(digests: int, quick: bool) -> list[measure.Row]:
    found: dict[str, list[float]] = {"1": [], "2": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "digests")
        for path, text in synthetic.files(digests, 20_000 if quick else 100_000):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "digestkit", "convert", str(folder), "--to", "epub", "--jobs"]
        for _ in range(1 if quick else 3):
            for count, seconds in found.items():
                seconds.extend(run([*command, count, "-o", f"{name}/{count}/"], 1)[0].rounds)
    times = {count: measure.Times(tuple(seconds)) for count, seconds in found.items()}
    return [
        {
            "digests": digests,
            "jobs": count,
            "seconds": round(taken.best, 2),
            "times as fast": round(times["1"].best / taken.best, 2),
            "noise, %": round(100 * taken.noise),
        }
        for count, taken in times.items()
    ]


if __name__ == "__main__":
    measure.main("EPUB", {"book": book, "jobs": jobs})
