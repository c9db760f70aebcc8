"""What installed plugins cost: the command with none of them, and with fifty.

python benchmarks/startup.py [commands] [--quick] [--json FILE]

The plugins are laid out as an installer would, in a folder on PYTHONPATH. Each takes a tenth of a second to
import, as one with a heavy library does.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

SEEDS = Path(__file__).parent.parent / "seeds"

COMMANDS = {
    "--help": ["--help"],
    "--version": ["--version"],
    "formats": ["formats"],
    "convert --to bibtex": ["convert", str(SEEDS), "--to", "bibtex"],
    "convert --to bib": ["convert", str(SEEDS), "--to", "bib"],
    "convert --to jsonl": ["convert", str(SEEDS), "--to", "jsonl"],
    "convert --to format0": ["convert", str(SEEDS), "--to", "format0"],
}

PLUGIN = """
import time
time.sleep(0.1)
import digestkit

@digestkit.exporter("format{number}", suffix=".txt", media_type="text/plain", summary="A plugin.")
def export(digests, context):
    for digest in digests:
        yield digest.title

@digestkit.hookimpl
def digestkit_register_exporters(register):
    register(export)
"""


POINTS = """
[digestkit.exporters]
format{number} = plugin{number}
[digestkit.readers]
reader{number} = plugin{number}:reader
[digestkit.suffixes]
format{number} = plugin{number}:reader
[digestkit.transforms]
transform{number} = plugin{number}:transform
[digestkit.observers]
observer{number} = plugin{number}
"""


def install(count: int, folder: Path) -> None:
    """Lay out plugins: a module each, with the metadata of its distribution and a long description."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"plugin{number}.py").write_text(PLUGIN.format(number=number))
        info = folder / f"digestkit_plugin{number}-1.0.dist-info"
        info.mkdir()
        about = f"Metadata-Version: 2.1\nName: digestkit-plugin{number}\nVersion: 1.0\nSummary: A plugin.\n\n"
        (info / "METADATA").write_text(about + "A long description.\n" * 500)
        (info / "entry_points.txt").write_text(POINTS.format(number=number))


def run(arguments: list[str], folder: Path) -> None:
    """Run the command in a process of its own, with the plugins of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "digestkit", *arguments]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def commands(quick: bool) -> list[measure.Row]:
    """Each command with no plugin (one, where it asks for a plugin's format) and with fifty."""
    with tempfile.TemporaryDirectory() as made:
        none, one, fifty = (Path(made, name) for name in ("none", "one", "fifty"))
        install(0, none)
        install(1, one)
        install(50, fifty)
        return [
            row(name, arguments, one if "format0" in arguments else none, fifty, 2 if quick else 15)
            for name, arguments in COMMANDS.items()
        ]


def row(name: str, arguments: list[str], few: Path, many: Path, rounds: int) -> measure.Row:
    """The best of several rounds with few plugins and with many, in turns."""
    runners = {
        "few": functools.partial(run, arguments, few),
        "many": functools.partial(run, arguments, many),
    }
    times = measure.race(runners, rounds)
    few, many = times["few"], times["many"]
    return {
        "command": name,
        "without, s": round(few.best, 4),
        "with 50, s": round(many.best, 4),
        "ratio": round(many.best / few.best, 3),
        "noise, %": round(100 * max(few.noise, many.noise)),
    }


if __name__ == "__main__":
    measure.main("Start-up with plugins", {"commands": commands})
