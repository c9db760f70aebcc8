"""Draw measurements.csv: seconds against data, a line for each number of workers.

python chart.py > ../../docs/how-to/scale.svg
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 360, 60, 320
LABEL = "Seconds against gigabytes of digests"
COLOURS = ("#4184e4", "#e0823d", "#46954a", "#986ee2")


def chart(rows: list[list[str]]) -> str:
    """The figure; rows are GB, workers, papers, seconds."""
    lines: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for size, workers, _, seconds in rows:
        lines[int(workers)].append((float(size), float(seconds)))
    most_size = max(size for points in lines.values() for size, _ in points)
    most_time = max(seconds for points in lines.values() for _, seconds in points)

    def place(size: float, seconds: float) -> str:
        x = LEFT + (WIDTH - LEFT - 120) * size / most_size
        return f"{x:.0f},{BOTTOM - (BOTTOM - 20) * seconds / most_time:.0f}"

    size = f"0 0 {WIDTH} {HEIGHT}"
    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" aria-label="{LABEL}">',
        "<style>text{font:13px sans-serif;fill:#768390}path{fill:none;stroke:#768390}</style>",
        f'<path d="M{LEFT},20V{BOTTOM}H{WIDTH - 110}"/>',
        f'<text x="{LEFT - 6}" y="26" text-anchor="end">{most_time:.0f} s</text>',
        f'<text x="{WIDTH - 120}" y="{BOTTOM + 20}" text-anchor="end">{most_size:g} GB of digests</text>',
    ]
    for colour, (workers, points) in zip(COLOURS, sorted(lines.items()), strict=False):
        places = [place(*point) for point in sorted(points)]
        made.append(f'<path d="M{" ".join(places)}" style="stroke:{colour};stroke-width:2"/>')
        for each in places:
            x, y = each.split(",")
            made.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>')
        label = "1 worker" if workers == 1 else f"{workers} workers"
        made.append(f'<text x="{int(x) + 8}" y="{int(y) + 5}">{label}</text>')
    return "\n".join([*made, "</svg>", ""])


if __name__ == "__main__":
    with (Path(__file__).parent / "measurements.csv").open(newline="") as file:
        print(chart(list(csv.reader(file))), end="")
