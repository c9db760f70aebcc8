"""How fast the search of a site answers, against Fuse over the same papers; and what it costs to load.

python benchmarks/search.py [query] [loading] [parts] [--quick] [--json FILE] [--files DIR]

The page's own script runs in Node; without it, only the making is measured. Fuse takes part where `npm
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
    document = digestkit.parse(synthetic.generate(100_000 if quick else 11_000_000))
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
            title_lang="en",
        )


def query(quick: bool) -> list[measure.Row]:
    """Queries of one and two words, against Fuse; a MB is one of text that a query looks through."""
    held = papers(quick)
    found = in_node(held, 1 if quick else 5)
    if found is None:
        return [{"note": "Node is not installed"}]
    times = {tool: measure.Times(tuple(seconds)) for tool, seconds in found["seconds"].items()}
    megabytes = sum(len(each.title) + len(each.text) for each in held) / 1e6
    rows = measure.compare(times, megabytes * found["queries"])
    return [{**row, "ms/query": round(row["seconds"] * 1000 / found["queries"], 2)} for row in rows]


def loading(quick: bool) -> list[measure.Row]:
    """What stands before the first result, and the longest time that a part keeps the page busy."""
    found = in_node(papers(quick), 1)
    if found is None:
        return [{"note": "Node is not installed"}]
    return [
        {
            "papers": found["papers"],
            "parts": len(found["loads"]),
            "kB compressed before the first result": round(found["bytes"] / 1000),
            "ms for the slowest part": round(max(found["loads"]), 1),
        }
    ]


def in_node(held: list[tuple], rounds: int) -> dict | None:
    """What `search.mjs` finds out about these papers; nothing where there is no Node."""
    node = shutil.which("node")
    if node is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for path, content in index.shards(map(index.entry, held)):
            file = Path(folder, path)
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
        script = Path(__file__).with_suffix(".mjs")
        command = [node, str(script), str(PLUGIN / "assets" / "finder.js"), str(Path(folder, "search"))]
        run = subprocess.run([*command, str(rounds)], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)


def parts(quick: bool) -> list[measure.Row]:
    """How long the parts take to make, and how large they are."""
    held = papers(quick)
    runners = {"parts": lambda: list(index.shards(map(index.entry, held)))}
    seconds = measure.race(runners, 1 if quick else 3)["parts"].best
    made = dict(index.shards(map(index.entry, held)))
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
    measure.main("Search", {"query": query, "loading": loading, "parts": parts})
