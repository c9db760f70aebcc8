"""What benchmarks share: races in one run, peak memory of a fresh process, tables and JSON of the results."""

from __future__ import annotations

import argparse
import gc
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Row = Mapping[str, str | int | float]

files: Path | None = None
"""The folder of real digests that the command was given."""

_TELL_PEAK = """
import resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak / (1 << 20) if sys.platform == "darwin" else peak / 1024)
"""


class Times(NamedTuple):
    """How long something took in each round, in seconds."""

    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The shortest time: what else the machine did can only add to it."""
        return min(self.rounds)

    @property
    def noise(self) -> float:
        """By what part of the best time the usual one, the median, was longer."""
        return statistics.median(self.rounds) / self.best - 1


def race(
    runners: Mapping[str, Callable[[], object]],
    rounds: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Times]:
    """The times of each. They take turns, so that a busy machine slows all of them alike.

    What computes in this process and does not wait is best measured with `time.process_time`.
    """
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name, run in runners.items():
            taken[name].append(once(run, clock))
    return {name: Times(tuple(times)) for name, times in taken.items()}


def once(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """The time of one call in seconds. What it made is freed outside the time."""
    gc.collect()
    start = clock()
    result = run()
    seconds = clock() - start
    del result
    return seconds


def compare(times: Mapping[str, Times], megabytes: float, **more: str | float) -> list[Row]:
    """One row a runner: its throughput, and how many times as long as the first it took."""
    first = next(iter(times.values())).best
    return [
        {
            **more,
            "tool": name,
            "seconds": round(taken.best, 4),
            "MB/s": round(megabytes / taken.best, 1),
            "times the first": round(taken.best / first, 2),
            "noise, %": round(100 * taken.noise),
        }
        for name, taken in times.items()
    ]


def in_child(code: str, *arguments: str) -> list[float]:
    """Run code in a fresh process: the numbers that it prints, and at last its peak memory in MiB."""
    run = subprocess.run(
        [sys.executable, "-c", code + _TELL_PEAK, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    return [float(number) for number in run.stdout.split()]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, aligned."""
    names = list(rows[0])
    cells = [names, *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells
    ]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def main(title: str, measurements: Mapping[str, Callable[[bool], list[Row]]]) -> None:
    """The command of a benchmark: each measurement as a table on stdout, and all as JSON where asked.

    A measurement is a function of `quick`: whether a smoke test is enough.
    """
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("only", nargs="*", metavar="NAME", help=f"which of: {', '.join(measurements)}")
    parser.add_argument("--quick", action="store_true", help="small inputs: does it run?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--files", type=Path, metavar="DIR", help="measure real digests, where that is told")
    given = parser.parse_args()
    global files  # noqa: PLW0603 - what a command is given holds for all that it measures
    files = given.files
    if unknown := set(given.only) - set(measurements):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    where = f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}"
    print(f"# {title} ({where})")
    found = {}
    for name, measure in measurements.items():
        if given.only and name not in given.only:
            continue
        rows = measure(given.quick)
        about = (measure.__doc__ or name).partition("\n")[0]
        found[name] = {"about": about, "rows": rows}
        print(f"\n## {name}\n\n{about}\n\n{table(rows)}", flush=True)
    if given.json:
        said = {"title": title, "where": where, "measurements": found}
        given.json.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
