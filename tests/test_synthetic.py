"""The generator of synthetic digests: deterministic, of any size, with all that the format is known for."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from digestkit.markdown import parse
from digestkit.markdown.writer import write

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(scope="module", autouse=True)
def _importable() -> None:
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def synthetic() -> ModuleType:
    return importlib.import_module("synthetic")


@pytest.fixture(scope="module")
def text(synthetic: ModuleType) -> str:
    return synthetic.generate(1_000_000)


@pytest.mark.parametrize("size", [0, 1, 10_000, 250_000])
def test_size_is_met_and_not_exceeded_by_more_than_a_part(
    synthetic: ModuleType, text: str, size: int
) -> None:
    made = synthetic.generate(size)
    assert text.startswith(made)
    assert size <= len(made.encode()) < size + 20_000


def test_seeds_differ_and_repeat(synthetic: ModuleType) -> None:
    assert synthetic.generate(5000, seed=1) == synthetic.generate(5000, seed=1)
    assert synthetic.generate(5000, seed=1) != synthetic.generate(5000, seed=2)


@pytest.mark.parametrize("table", ["ODD_TITLES", "ODD_URLS", "ODD_MEDIA", "ODD_VALUES", "ODD_LABELS"])
def test_every_odd_piece_occurs(text: str, table: str) -> None:
    pieces = getattr(importlib.import_module("words"), table)
    for piece in filter(None, pieces):
        fixed = max(re.split(r"\{\}", piece), key=len).replace("{{", "{").replace("}}", "}")
        assert fixed in text, piece


def test_every_layout_occurs(text: str) -> None:
    for layout in (
        "\n- ",
        ")\n![](",
        "\n\n<video src='",
        "\n\n[Watch Video](https",
        "\n\n[Watch Video]https",
        "\nVote: -\n",
        "\nAuthors: ['",
        ", +, ",
        "- **What's New**: ",
        "- ***What's New***: ",
        ".\n\n- **Technical Details**: ",
        "\n# Reading list\n",
        "\n```markdown\n",
        "\n## Notes\n",
    ):
        assert layout in text, layout


def test_is_read_as_it_was_made(synthetic: ModuleType, text: str) -> None:
    document = parse(text)
    papers = [paper for digest in document.digests for paper in digest.papers]
    shown = text.replace(synthetic.README, "")
    assert len(papers) == shown.count("### [") > 500
    assert {diagnostic.code.name for diagnostic in document.diagnostics} == {
        "GLUED_HEADING",
        "ILLEGAL_CHARACTER",
        "NFD",
    }
    assert write(document) == text


def test_no_paper_is_in_two_files(synthetic: ModuleType) -> None:
    made = dict(synthetic.files(5, 60_000))
    ids = Counter(
        paper.id for body in made.values() for digest in parse(body).digests for paper in digest.papers
    )
    assert len(made) == 5
    assert max(ids.values()) == 1
    assert all(re.fullmatch(r"20\d\d/\d\d/\d\d\.md", path) for path in made)


def test_command_writes_what_the_module_makes(synthetic: ModuleType, tmp_path: Path) -> None:
    script = BENCHMARKS / "synthetic.py"
    done = subprocess.run([sys.executable, script, "30KB", "--seed", "7"], stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode("utf-8") == synthetic.generate(30_000, seed=7)
    subprocess.run([sys.executable, script, "9KB", "--files", "3", "-o", tmp_path], check=True)
    assert {
        path.relative_to(tmp_path).as_posix(): path.read_bytes().decode() for path in tmp_path.rglob("*.md")
    } == dict(synthetic.files(3, 9000))
