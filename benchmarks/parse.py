"""How fast digests are parsed, and in how much memory.

    python benchmarks/parse.py [against] [scaling] [memory] [--quick] [--json FILE]

The peers build a token list and no more (mistune with `renderer=None`, markdown-it-py's `parse`);
digestkit builds the model with spans, layout, validated fields and diagnostics.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import measure
import synthetic

ROOT = Path(__file__).resolve().parent.parent

_PARSE = """
import sys, time
import synthetic
from digestkit import parse
parse(synthetic.generate(10_000))  # what is imported and compiled at the first use
text = synthetic.generate(int(sys.argv[1]))
start = time.perf_counter()
document = parse(text)
print(time.perf_counter() - start)
"""

_ITERATE = """
import sys
import digestkit
print(sum(len(digest.papers) for digest in digestkit.iter_digests([sys.argv[1]])))
"""


def parsers() -> dict[str, Callable[[str], object]]:
    import markdown_it
    import mistune

    import digestkit

    return {
        "digestkit": digestkit.parse,
        "mistune": mistune.create_markdown(renderer=None),
        "markdown-it-py": markdown_it.MarkdownIt().parse,
    }


def texts(size: int) -> dict[str, str]:
    """What is parsed: our seeds, synthetic text, and the given digests where they lie beside the project."""
    seeds = sorted((ROOT / "seeds").glob("2*.md"))
    given = sorted((ROOT.parent / "shared" / "corpus").glob("2*/**/*.md"))
    found = {
        "seeds": "".join(path.read_bytes().decode() for path in seeds),
        "synthetic": synthetic.generate(size),
    }
    return {**found, "given": "".join(path.read_bytes().decode() for path in given)} if given else found


def against(quick: bool) -> list[measure.Row]:
    """The same text through digestkit and its peers, in turns."""
    rows: list[measure.Row] = []
    for name, text in texts(50_000 if quick else 1_000_000).items():
        runners = {tool: lambda parse=parse, text=text: parse(text) for tool, parse in parsers().items()}
        times = measure.race(runners, 2 if quick else 9, time.process_time)
        rows += measure.compare(times, len(text.encode()) / 1e6, text=name)
    return rows


def scaling(quick: bool) -> list[measure.Row]:
    """Time per megabyte from 1 MB to 100 MB, each in a process of its own."""
    rows: list[measure.Row] = []
    for megabytes in (1, 2) if quick else (1, 10, 100):
        runs = [measure.in_child(_PARSE, str(megabytes * 10**6)) for _ in range(1 if quick else 3)]
        seconds, peak = min(runs)
        rows.append(
            {"MB": megabytes, "seconds": round(seconds, 3), "ms per MB": round(1000 * seconds / megabytes, 1)}
            | {"peak MiB": round(peak)}
        )
    return rows


def memory(quick: bool) -> list[measure.Row]:
    """Peak memory of `iter_digests` over more and more files of 1 MB."""
    rows: list[measure.Row] = []
    size = 50_000 if quick else 1_000_000
    for count in (1, 5) if quick else (1, 10, 100):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in synthetic.files(count, size):
                target = Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
            papers, peak = measure.in_child(_ITERATE, folder)
        rows.append({"files": count, "papers": round(papers), "peak MiB": round(peak, 1)})
    return rows


if __name__ == "__main__":
    measure.main("Parsing", {"against": against, "scaling": scaling, "memory": memory})
