"""Every benchmark, one after the other, and the page of figures that the documentation shows.

python benchmarks/all.py [--quick]

With `--quick` all are only tried, and the page stays as it is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import report

HERE = Path(__file__).resolve().parent


def scripts() -> list[Path]:
    """The benchmarks: scripts that call `measure.main`."""
    return sorted(path for path in HERE.glob("*.py") if "\n    measure.main(" in path.read_text("utf-8"))


def figures(script: Path, *, quick: bool) -> dict[str, Any]:
    """What a benchmark found, in a process of its own; its tables go to stdout as they are made."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "figures.json")
        command = [sys.executable, str(script), "--json", str(target), *(["--quick"] if quick else [])]
        subprocess.run(command, check=True)
        found: dict[str, Any] = json.loads(target.read_text("utf-8"))
        return found


def main() -> None:
    """Run the benchmarks; write figures.json, FIGURES.md and figures.svg."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="small inputs: do they run?")
    quick = parser.parse_args().quick
    found = [figures(script, quick=quick) for script in scripts()]
    report.markdown(found)
    if not quick:
        text = json.dumps(found, indent=1, ensure_ascii=False)
        (HERE / "figures.json").write_text(text + "\n", encoding="utf-8")
        report.write(found)


if __name__ == "__main__":
    main()
