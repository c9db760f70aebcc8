"""How fast BibTeX is written, against the writers of bibtexparser 2 and pybtex for the same entries.

Each peer reads what digestkit wrote, outside the time, and writes it back. digestkit's time has all that it
does from the model on: escaping, protection of capitals, names, keys.

python benchmarks/bibtex.py [write] [memory] [--quick] [--json FILE]
"""

from __future__ import annotations

from collections.abc import Callable

import measure
import synthetic

import digestkit

PEAK = """
import itertools, sys
import synthetic
import digestkit
from digestkit.formats.bibtex.exporter import bibtex

def digests(count):
    day = digestkit.parse(synthetic.generate(20_000)).digests[0]
    for number in range(count):
        yield digestkit.Digest(day.date, day.title, [
            digestkit.Paper(paper.title, f"https://arxiv.org/abs/2401.{number:05d}", authors=paper.authors)
            for paper in day.papers[:1]
        ])

print(sum(len(chunk) for chunk in bibtex(digests(int(sys.argv[1])))) / 1e6)
"""


def write(quick: bool) -> list[measure.Row]:
    """Entries from digests, against entries from each peer's own objects."""
    document = digestkit.parse(synthetic.generate(100_000 if quick else 2_000_000))
    text = digestkit.dumps(document, "bibtex")
    runners: dict[str, Callable[[], object]] = {
        "digestkit": lambda: digestkit.dumps(document, "bibtex"),
        **peers(text),
    }
    entries = text.count("\n}\n")
    rows = measure.compare(measure.race(runners, 2 if quick else 5), len(text.encode()) / 1e6)
    return [{**row, "us/entry": round(float(row["seconds"]) / entries * 1e6, 1)} for row in rows]


def peers(text: str) -> dict[str, Callable[[], object]]:
    import bibtexparser
    from pybtex.database import parse_string

    library = bibtexparser.parse_string(text)
    data = parse_string(text, "bibtex")
    return {
        "bibtexparser": lambda: bibtexparser.write_string(library),
        "pybtex": lambda: data.to_string("bibtex"),
    }


def memory(quick: bool) -> list[measure.Row]:
    """Peak memory while entries stream: what grows is the set of ids."""
    rows = []
    for count in (100, 1000) if quick else (1000, 10_000, 100_000):
        megabytes, peak = measure.in_child(PEAK, str(count))
        rows.append({"entries": count, "MB written": round(megabytes, 1), "peak MiB": round(peak, 1)})
    return rows


if __name__ == "__main__":
    measure.main("BibTeX", {"write": write, "memory": memory})
