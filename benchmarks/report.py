"""What the documentation shows of the figures: one table of ratios, a table for everything else, and a chart.

python benchmarks/report.py writes FIGURES.md and figures.svg beside it, from figures.json.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import measure

HERE = Path(__file__).resolve().parent
OURS = "digestkit"

_INTRODUCTION = """# Figures

Made by `benchmarks/all.py` in one run; see [README.md](README.md) for what is measured and how.
{where}.

Each time is the best of several rounds, in which all took turns.
The noise says by how much the usual round, the median, was slower than the best: the larger one of the two.
A ratio says how many times as long the other tool takes for the same work, or for less of it.

![How many times as long other tools take](figures.svg)
"""


class Ratio(NamedTuple):
    """How digestkit stands beside another tool: both in MB/s, and times as long as the other takes."""

    what: str
    ours: float
    peer: str
    theirs: float
    times: float
    noise: int


def ratios(figures: Sequence[Mapping[str, Any]]) -> Iterator[Ratio]:
    """Each race of digestkit with another tool."""
    for script in figures:
        for name, found in script["measurements"].items():
            races: dict[str, list[Mapping[str, Any]]] = {}
            for row in filter(lambda row: "tool" in row, found["rows"]):
                races.setdefault(str(row.get("text") or row.get("dialect") or ""), []).append(row)
            for of, rows in races.items():
                what = f"{script['title']}, {name}" + (f": {of}" if of else "")
                yield from _race(what, rows)


def _race(what: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Ratio]:
    own = next(row for row in rows if row["tool"] == OURS)
    for row in rows:
        if not row["tool"].startswith(OURS):  # the same tool with more to do is no other tool
            times = round(row["seconds"] / own["seconds"], 2 if row["seconds"] < 10 * own["seconds"] else 1)
            noise = max(own["noise, %"], row["noise, %"])
            yield Ratio(what, own["MB/s"], row["tool"], row["MB/s"], times, noise)


def markdown(figures: Sequence[Mapping[str, Any]]) -> str:
    """The whole page: ratios, then each measurement as it was printed."""
    against = [
        {
            "What": one.what,
            "digestkit, MB/s": one.ours,
            "Other tool": one.peer,
            "MB/s": one.theirs,
            "Times as long": one.times,
            "Noise, %": one.noise,
        }
        for one in ratios(figures)
    ]
    parts = [_INTRODUCTION.format(where=figures[0]["where"]), measure.table(against)]
    for script in figures:
        parts.append(f"## {script['title']}")
        for name, found in script["measurements"].items():
            parts += [f"### {name}", found["about"], measure.table(found["rows"])]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


_BAR, _LABEL, _WIDTH = 22, 420, 900
_SCALE = (0.5, 50.0)


def chart(figures: Sequence[Mapping[str, Any]]) -> str:
    """The ratios as bars on a logarithmic scale, in greys and blues that both light and dark pages show."""
    found = list(ratios(figures))
    height = _BAR * len(found) + 30
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    label = "How many times as long other tools take"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{label}">',
        "<style>text{font:13px sans-serif;fill:#768390}.b{fill:#4184e4}.l{stroke:#768390}</style>",
    ]
    for at, one in enumerate(found):
        y = _BAR * at + 4
        start, end = sorted((_x(1), _x(one.times)))
        label = escape(f"{one.what}: {one.peer}")
        lines += [
            f'<text x="{_LABEL - 8}" y="{y + 13}" text-anchor="end">{label}</text>',
            f'<rect class="b" x="{start}" y="{y}" width="{max(end - start, 1)}" height="{_BAR - 6}"/>',
            f'<text x="{end + 5}" y="{y + 13}">{one.times}</text>',
        ]
    lines.append(f'<line class="l" x1="{_x(1)}" y1="0" x2="{_x(1)}" y2="{height - 24}"/>')
    lines.append(f'<text x="{_x(1)}" y="{height - 8}" text-anchor="middle">as long as digestkit</text>')
    return "\n".join([*lines, "</svg>", ""])


def _x(times: float) -> int:
    low, high = map(math.log, _SCALE)
    place = (math.log(min(max(times, _SCALE[0]), _SCALE[1])) - low) / (high - low)
    return round(_LABEL + place * (_WIDTH - _LABEL - 50))


def write(figures: Sequence[Mapping[str, Any]]) -> None:
    """Put the page and the chart where the documentation has them."""
    (HERE / "FIGURES.md").write_text(markdown(figures), encoding="utf-8")
    (HERE / "figures.svg").write_text(chart(figures), encoding="utf-8")


if __name__ == "__main__":
    write(json.loads((HERE / "figures.json").read_text(encoding="utf-8")))
