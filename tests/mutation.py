"""Run the tests against mutants of the code, and print by module how many of them the tests find.

    python tests/mutation.py digestkit.text.links digestkit.select

Names are modules or packages of the table `[tool.mutmut]` in `pyproject.toml`; without one, all of it is run.
A mutant that runs for too long or crashes counts as found. What lives on is listed; `mutmut show NAME` tells
what was changed. Exits with 1 where a module's score is below 85 %.
"""

import fnmatch
import json
import subprocess
import sys
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parent.parent
FOUND = ("killed", "timeout", "segfault")
LEAST = 85


def run(patterns: list[str]) -> None:
    """Make the mutants and try them. The log is kept in a file: mutmut draws its progress again and again."""
    log = ROOT / "mutants.log"
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", *patterns]
    print(f"Trying mutants; the progress is in {log.name} …", flush=True)
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.exit(f"mutmut failed: see the end of {log.name}")


def results(patterns: list[str]) -> dict[str, dict[str, str]]:
    """By module, what became of each mutant that was asked for."""
    modules = {}
    for file in sorted((ROOT / "mutants").rglob("*.py.meta")):
        codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        asked = {
            name: status_by_exit_code[code]
            for name, code in codes.items()
            if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
        }
        if asked:
            modules[str(file.relative_to(ROOT / "mutants")).removesuffix(".meta")] = asked
    return modules


def main(names: list[str]) -> int:
    """Run, and print a line a module."""
    patterns = [f"{name}.*" for name in names]
    run(patterns)
    scores = []
    for module, found in results(patterns).items():
        living = {name: status for name, status in found.items() if status not in FOUND}
        scores.append(100 * (len(found) - len(living)) / len(found))
        print(f"{scores[-1]:5.1f} %  {len(found):4} mutants  {module}")
        for name, status in living.items():
            print(f"                         {name}: {status}")
    return 0 if scores and min(scores) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
