"""Run the tests against mutants of the code, and print by module how many of them the tests find.

    python tests/mutation.py digestkit.text.links digestkit.select
    python tests/mutation.py --each 10

Names are modules or packages of the table `[tool.mutmut]` in `pyproject.toml`; without one, all of it is run.
A mutant that runs for too long or crashes counts as found. What lives on is listed; `mutmut show NAME` tells
what was changed. Exits with 1 where a module's score is below 85 %.

With `--each N`, at most N mutants of each module are tried, the same ones each time. A last line estimates
the score of the whole run, in which a module counts by its number of mutants. Exits with 1 below 85 %.
"""

import argparse
import ast
import contextlib
import fnmatch
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOT = Path(__file__).parent.parent
MUTANTS = ROOT / "mutants"
LOG = ROOT / "mutants.log"
FOUND = ("killed", "timeout", "segfault")
LEAST = 85


def make() -> None:
    """Make the mutants that are missing or older than the code, without trying any."""
    from mutmut.__main__ import copy_src_dir, create_mutants

    with LOG.open("w", encoding="utf-8") as output, contextlib.redirect_stdout(output):
        copy_src_dir()
        create_mutants(2)


def run(patterns: list[str]) -> None:
    """Make the mutants and try them. The log is kept in a file: mutmut draws its progress again and again."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", *patterns]
    print(f"Trying mutants; the progress is in {LOG.name} …", flush=True)
    with LOG.open("w", encoding="utf-8") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.exit(f"mutmut failed: see the end of {LOG.name}")


def results(patterns: list[str]) -> dict[str, dict[str, str]]:
    """By module, what became of each mutant that was asked for, but for those that no test can find."""
    modules = {}
    for file in sorted(MUTANTS.rglob("*.py.meta")):
        codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        module = str(file.relative_to(MUTANTS)).removesuffix(".meta")
        early = at_import(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        asked = {
            name: status_by_exit_code[code]
            for name, code in codes.items()
            if orig_function_and_class_names_from_key(name) not in early
            if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
        }
        if asked:
            modules[module] = asked
    return modules


def at_import(module: ast.Module) -> set[tuple[str, None]]:
    """The private functions that a module calls for its tables alone: they run before there is a mutant."""
    functions = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
    later = {id(inner) for node in ast.walk(module) for inner in _when_called(node)}
    calls = {id(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)} - later
    names = [node for node in ast.walk(module) if isinstance(node, ast.Name)]
    early = {node.id for node in names if id(node) in calls} - {
        node.id for node in names if id(node) not in calls
    }
    return {(name, None) for name in functions & early if name.startswith("_")}


def _when_called(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function's body. Its decorators, defaults and annotations are evaluated at import."""
    if isinstance(node, ast.Lambda):
        yield from ast.walk(node.body)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for statement in node.body:
            yield from ast.walk(statement)


def spread(names: list[str], most: int) -> list[str]:
    """At most so many of these names, at even distances in their order."""
    ordered = sorted(names)
    if len(ordered) <= most:
        return ordered
    return [ordered[(2 * place + 1) * len(ordered) // (2 * most)] for place in range(most)]


def show(modules: dict[str, dict[str, str]]) -> dict[str, float]:
    """Print a line a module, and below it what lives; return the scores."""
    scores = {}
    for module, found in modules.items():
        scores[module] = 100 * sum(status in FOUND for status in found.values()) / len(found)
        print(f"{scores[module]:5.1f} %  {len(found):4} mutants  {module}")
        for name, status in found.items():
            if status not in FOUND:
                print(f"                         {name}: {status}")
    return scores


def try_all(patterns: list[str]) -> bool:
    """Try every mutant; return whether each module reaches the score."""
    run(patterns)
    scores = show(results(patterns))
    return bool(scores) and min(scores.values()) >= LEAST


def try_some(patterns: list[str], most: int) -> bool:
    """Try a sample of each module; return whether the estimate for all mutants reaches the score."""
    make()
    sizes, sample = {}, []
    for module, found in results(patterns).items():
        sizes[module] = len(found)
        sample += spread(list(found), most)
    run(sample)
    scores = show(results(sample))
    total = sum(sizes.values())
    estimate = sum(scores[module] * size for module, size in sizes.items()) / total
    print(f"{estimate:5.1f} %  estimated for {total} mutants, of which {len(sample)} were tried")
    return estimate >= LEAST


def main(arguments: list[str]) -> int:
    """Run, and say by the exit code whether the score is reached."""
    parser = argparse.ArgumentParser(description="Run the tests against mutants of the code.")
    parser.add_argument("--each", type=int, metavar="N", help="try at most N mutants of each module")
    parser.add_argument("names", nargs="*", metavar="MODULE", help="a module or package of [tool.mutmut]")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    patterns = [f"{name}.*" for name in options.names]
    reached = try_some(patterns, options.each) if options.each else try_all(patterns)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
