"""The documentation does what it says: commands run, code works, links lead somewhere.

Code blocks are read by their language. `sh` is run and must succeed. `console` is run command by command
and must print what the page shows, where a line `…` stands for any lines. `python` blocks of a page run one
after the other; a `text` block after one is what it prints. Other languages only show.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import attrs
import pytest
from running import run

import digestkit

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/README.md")])
RUN = [
    page
    for page in PAGES
    if page.name == "README.md" or page.parent.name == "how-to" or page.name == "first-conversion.md"
]
HEAVY = {"parquet", "sqlite"}  # formats of a package that the README does not install
SLOW = ("pip install", "source ")  # what installs is run by .ci/run


class Block(NamedTuple):
    language: str
    text: str
    line: int


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    fence, found, start = "", [], 0
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        if not fence and line.startswith("```"):
            fence, found, start = line, [], number
        elif fence and line == "```":
            yield Block(fence[3:].strip(), "\n".join(found), start)
            fence = ""
        elif fence:
            found.append(line)
    assert not fence, f"{page}:{start}: the fence never closes"


def statements(script: str) -> Iterator[str]:
    """The commands of a `sh` block; a line that ends in a backslash goes on, and so does one up to `END`."""
    joined = re.sub(r"\\\n\s*", "", script)
    for command in re.findall(r"^.*<<'END'\n(?s:.*?)\nEND$|^.+$", joined, re.MULTILINE):
        if command.strip() and not command.startswith("#"):
            yield command


def transcript(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a `console` block with the lines that they print."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def matches(shown: list[str], real: str) -> bool:
    """Whether real output is what the page shows; `…` stands for any lines, or for any text in one."""
    pattern = "".join(
        "(?:.*\n)*" if line == "…" else f"{re.escape(line).replace('…', '.*')}\n" for line in shown if line
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real.split("\n") if line)) is not None


@pytest.fixture
def playground(tmp_path: Path) -> Path:
    """A folder as a reader of the page has it: with the sample digests."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def absent_tool(command: str) -> str | None:
    """A program of the command that this machine lacks, or None; digestkit and Python must be here."""
    for part in re.split(r"[|;&]+", command):
        words = part.split()
        if (
            words
            and words[0] in ("jq", "duckdb", "datasette", "bibtex", "biber", "pdflatex")
            and not shutil.which(words[0])
        ):
            return words[0]
        if absent := HEAVY.intersection(words).difference(digestkit.list_formats()):
            return absent.pop()
    return None


def absent_module(code: str) -> str | None:
    """A module, or a format, that a block of Python needs and that this machine lacks, or None."""
    names = re.findall(r"^import (duckdb|pandas|polars)$", code, flags=re.MULTILINE)
    absent = [name for name in names if importlib.util.find_spec(name) is None]
    absent += [name for name in HEAVY.difference(digestkit.list_formats()) if f'"{name}"' in code]
    return next(iter(absent), None)


@pytest.mark.parametrize("page", RUN, ids=page_id)
def test_commands_do_what_the_page_shows(page: Path, playground: Path) -> None:
    for block in blocks(page):
        if block.language not in ("sh", "console"):
            continue
        plain = [(line, None) for line in statements(block.text)]
        for command, shown in transcript(block.text) if block.language == "console" else plain:
            if absent_tool(command) or any(part in command for part in SLOW):
                continue
            done = run(command, playground)
            place = f"{page_id(page)}:{block.line}: {command}\n{done.stdout}"
            assert done.returncode == 0, place
            assert shown is None or matches(shown, done.stdout), place


@pytest.mark.parametrize("page", RUN, ids=page_id)
def test_python_blocks_print_what_the_page_shows(
    page: Path, playground: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(playground)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for block in blocks(page):
        if block.language == "python" and absent_module(block.text):
            printed = ""
        elif block.language == "python":
            code = compile("\n" * block.line + block.text, str(page), "exec")
            exec(code, names)
            printed = capsys.readouterr().out
        elif block.language == "text" and printed:
            assert matches(block.text.split("\n"), printed), f"{page_id(page)}:{block.line}:\n{printed}"


def digestkit_calls(page: Path) -> Iterator[list[str]]:
    """The words of every call of `digestkit` in a page's `sh` and `console` blocks, run or not."""
    for block in blocks(page):
        if block.language not in ("sh", "console"):
            continue
        for line in statements(block.text.replace("\n$ ", "\n").removeprefix("$ ")):
            if "digestkit " not in line:
                continue
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
            lexer.whitespace_split = True
            for operator, words in itertools.groupby(lexer, key=lambda word: word[0] in "|&;<>"):
                name, *arguments = words
                if not operator and Path(name).name == "digestkit":
                    yield arguments


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_options_exist(page: Path) -> None:
    import click

    from digestkit import cli, list_formats, registry

    context = click.Context(cli.main)
    for name, *words in digestkit_calls(page):
        command = cli.main if name.startswith("-") else cli.main.get_command(context, name)
        assert command is not None, f"{page_id(page)}: digestkit {name}"
        known = {"-h", "--help", "-"}.union(*(one.opts + one.secondary_opts for one in command.params))
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert used <= known, f"{page_id(page)}: digestkit {name}: {sorted(used - known)}"
        to = next((word for at, word in itertools.pairwise(words) if at in ("--to", "-t")), None)
        keys = {word.partition("=")[0] for at, word in itertools.pairwise(words) if at == "-O"}
        if keys and to in list_formats():
            options = {field.name for field in attrs.fields(registry.exporter(to).info.options)}
            assert {key.replace("-", "_") for key in keys} <= options, f"{page_id(page)}: {keys - options}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?\n```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page_id(page)}: {target}"
        if anchor:
            assert anchor in anchors(there), f"{page_id(page)}: {target}"


def anchors(page: Path) -> set[str]:
    """The fragment names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reachable_from_the_index() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")}
    assert {page for page in pages if page not in index} <= {"index.md"}


def test_the_walk_through_the_modules_passes_by_each() -> None:
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.stem for path in (ROOT / "digestkit").glob("[!_]*") if path.is_dir() or path.suffix == ".py"
    }
    assert {room for room in rooms if f"`{room}" not in page} == set()


def readme_formats() -> dict[str, str]:
    """The rows of the README's table of formats: name and suffix."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## Formats\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([\w-]+)` \| `(\.\w+)` \|", section, flags=re.MULTILINE))


def test_the_format_table_is_what_is_installed() -> None:
    from digestkit import list_formats, registry

    live = {name: registry.exporter(name).info.suffix for name in list_formats()}
    documented = readme_formats()
    from_here = {"jsonl", "markdown", "bibtex", "rss", "atom"}
    assert from_here <= set(documented)
    assert {name: suffix for name, suffix in documented.items() if name in live} == {
        name: suffix for name, suffix in live.items() if name in documented
    }
    assert from_here <= set(live)


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, flags=re.MULTILINE)
    assert len(commands) == 2
    assert "digestkit convert seeds/" in commands[0]
    assert "[test]" in commands[1]
    assert commands[1].endswith("pytest -n auto")
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "grep '^python3 -m venv' README.md" in script
    assert os.access(ROOT / ".ci/run", os.X_OK)
