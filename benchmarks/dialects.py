"""How fast digests in other dialects are read, what telling the dialect costs, and memory over a tree.

    python benchmarks/dialects.py [against] [detection] [tree] [--quick] [--json FILE] [--files DIR]

The peer builds a token list and no more (mistune with `renderer=None`), and has front matter read by PyYAML,
as digestkit has; digestkit builds the model. With `--files`, real digests are measured in place of synthetic
ones: all in the folder that are in some dialect, but no more than some megabytes of each.
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import layouts
import measure
import synthetic

MOST = 2_000_000
"""So many bytes of a dialect are enough."""

_CONVERT = """
import sys
from pathlib import Path
import digestkit
digestkit.convert([sys.argv[1]], "jsonl", sys.argv[2])
print(Path(sys.argv[2]).stat().st_size / 1e6)
"""

Texts = dict[str, list[tuple[str, str]]]
"""The paths and texts of files, by the names of their dialects."""


def texts(quick: bool) -> Texts:
    folder = measure.files
    if folder is not None:
        return real(folder)
    size = 30_000 if quick else 100_000
    made = {name: list(layouts.files(name, 1 if quick else 5, size)) for name in layouts.LAYOUTS}
    made["daily-paper-reader"] = list(layouts.files("daily-paper-reader", 5 if quick else 100, size))
    korean = list(synthetic.files(1 if quick else 20, 20_000))
    return {"daily-papers-ko": korean, **made}


def real(folder: Path) -> Texts:
    from digestkit.dialects import detection

    found: Texts = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for path in sorted(folder.rglob("*.md")):
        if path.is_symlink() or path.stat().st_size == 0:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        best = detection.judge(text, str(path)).best
        if best is not None and sizes[best.name] < MOST:
            found[best.name].append((str(path), text))
            sizes[best.name] += len(text.encode())
    return found


def against(quick: bool) -> list[measure.Row]:
    """The same files through digestkit and mistune, in turns."""
    import digestkit

    peer = tokens_by_mistune()
    rows: list[measure.Row] = []
    for name, files in texts(quick).items():
        runners = {
            "digestkit": lambda files=files, name=name: [
                digestkit.parse(text, path, dialect=name) for path, text in files
            ],
            "mistune": lambda files=files: [peer(text) for _, text in files],
        }
        times = measure.race(runners, 1 if quick else 5, time.process_time)
        megabytes = sum(len(text.encode()) for _, text in files) / 1e6
        rows += measure.compare(times, megabytes, dialect=name)
    return rows


def tokens_by_mistune() -> Callable[[str], object]:
    """Front matter as a mapping, which mistune knows nothing of, and what is below it as tokens."""
    import mistune
    import yaml

    peer = mistune.create_markdown(renderer=None)

    def tokens(text: str) -> object:
        end = text.find("\n---\n") if text.startswith("---\n") else -1
        if end < 0:
            return peer(text)
        return yaml.load(text[4:end], yaml.CBaseLoader), peer(text[end + 5 :])

    return tokens


def detection(quick: bool) -> list[measure.Row]:
    """Files that are told their dialect, against those that have to be recognised.

    What is looked at to tell it is not read again, so that only the difference of both is the cost.
    """
    import digestkit

    rows: list[measure.Row] = []
    for name, files in texts(quick).items():
        runners = {
            "told": lambda files=files, name=name: [
                digestkit.parse(text, path, dialect=name) for path, text in files
            ],
            "recognised": lambda files=files: [digestkit.parse(text, path) for path, text in files],
        }
        times = measure.race(runners, 2 if quick else 25, time.process_time)
        size = sum(len(text.encode()) for _, text in files) / len(files)
        cost = 100 * (times["recognised"].best / times["told"].best - 1)
        rows.append({"dialect": name, "KB a file": round(size / 1000), "cost, %": round(cost, 1)})
    return rows


def tree(quick: bool) -> list[measure.Row]:
    """Peak memory of a conversion of more and more files, a folder a day."""
    rows: list[measure.Row] = []
    for count in (3, 30) if quick else (300, 3000):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made, "tree")
            for path, text in files_of_tree(count):
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
            megabytes, peak = measure.in_child(_CONVERT, str(folder), str(Path(made, "out.jsonl")))
        rows.append({"files": count, "MB of JSON Lines": round(megabytes, 1), "peak MiB": round(peak, 1)})
    return rows


def files_of_tree(count: int) -> Iterator[tuple[str, str]]:
    """The first files of the given folder, as they lie there, or synthetic ones of 60 KB."""
    folder = measure.files
    if folder is None:
        yield from layouts.files("awesome-arxiv-daily-reporter", count, 60_000)
        return
    for path in sorted(folder.rglob("*.md"))[:count]:
        yield str(path.relative_to(folder)), path.read_bytes().decode("utf-8", "replace")


if __name__ == "__main__":
    measure.main("Dialects", {"against": against, "detection": detection, "tree": tree})
