"""How fast the search of a site answers, against Fuse over the same papers; and what it costs to load.

python benchmarks/search.py [query] [parts] [--quick] [--json FILE] [--files DIR]

The page's own script runs in Node; without it, only the writing is measured. Fuse takes part where `npm
install fuse.js` was run in the current folder, set to find exact substrings anywhere, as the page does.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import measure
import synthetic

import digestkit
from digestkit import text

PLUGIN = Path(__file__).parent.parent / "plugins" / "digestkit-site" / "digestkit_site"


def module(path: Path) -> ModuleType:
    """A module without its package, whose dependencies need not be installed."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


index = module(PLUGIN / "search.py")


def papers(quick: bool) -> list[tuple]:
    """Those of the real digests that were given, else 5,500 made ones."""
    if measure.files:
        return [each for digest in digestkit.iter_digests([measure.files]) for each in of(digest)]
    document = digestkit.parse(synthetic.generate(100_000 if quick else 9_000_000))
    return [each for digest in document.digests for each in of(digest)][:5500]


def of(digest: digestkit.Digest) -> Iterator[tuple]:
    for paper in digest.papers:
        yield index.Indexed(
            address=f"papers/{paper.id}.html",
            title=text.plain(paper.title),
            names=paper.authors,
            text=" ".join(text.plain(item.text) for item in paper.summary),
            day=str(digest.date or ""),
            votes=paper.votes,
            categories=paper.categories,
            lang="ko",
        )


def query(quick: bool) -> list[measure.Row]:
    """Milliseconds of a query: the mean of many, each the best of some rounds."""
    node = shutil.which("node")
    if node is None:
        return [{"tool": "none: there is no node"}]
    with tempfile.TemporaryDirectory() as folder:
        for path, content in index.shards(papers(quick)):
            file = Path(folder, path)
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
        script = Path(__file__).with_suffix(".mjs")
        finder = PLUGIN / "assets" / "finder.js"
        command = [node, str(script), str(finder), str(Path(folder, "search")), "1" if quick else "5"]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return [row(found, tool, times) for tool, times in found["timings"].items()]


def row(found: dict, tool: str, times: list[float]) -> measure.Row:
    own = found["timings"]["digestkit"]
    return {
        "tool": tool,
        "papers": found["papers"],
        "mean ms": round(sum(times) / len(times), 2),
        "slowest ms": round(max(times), 2),
        "times the first": round(sum(times) / sum(own), 2),
        "slowest part to load, ms": round(max(found["loads"]), 1) if tool == "digestkit" else "",
        "kB before the first result": round(found["bytes"] / 1000) if tool == "digestkit" else "",
    }


def parts(quick: bool) -> list[measure.Row]:
    """How long the parts take to write, and how large they are."""
    held = papers(quick)
    seconds = measure.race({"parts": lambda: list(index.shards(held))}, 1 if quick else 3)["parts"]
    made = dict(index.shards(held))
    packed = {path: len(gzip.compress(content.encode())) / 1000 for path, content in made.items()}
    return [
        {
            "papers": len(held),
            "scripts": len(made),
            "seconds": round(seconds, 3),
            "kB": round(sum(len(content.encode()) for content in made.values()) / 1000),
            "kB compressed": round(sum(packed.values())),
            "largest compressed": round(max(packed.values())),
        }
    ]


if __name__ == "__main__":
    measure.main("Search", {"query": query, "parts": parts})
