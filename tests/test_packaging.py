"""The distributions: their names, their one version, and that nobody is sent to a stranger's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import digestkit
from digestkit import registry
from digestkit.registry import core, discovery

ROOT = Path(__file__).parent.parent
PROJECTS = sorted(ROOT.glob("plugins/*/pyproject.toml"))

INSTALLS = re.compile(
    r"\b(?:pip|pipx|uv)\b[^\n`]*\b(?:install|inject|add)\b[^\n`]*(?<![\w./-])digestkit(?![\w./-])"
)
"""A command that fetches the distribution `digestkit`."""


def read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_version_is_said_once() -> None:
    project = read(ROOT / "pyproject.toml")
    assert project["project"]["dynamic"] == ["version"]
    source = ROOT / project["tool"]["hatch"]["version"]["path"]
    # An unpacked sdist may have been installed and cleared of the package.
    if source.exists():
        assert re.findall(r'"([0-9][^"]*)"', source.read_text(encoding="utf-8")) == [digestkit.__version__]
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+(?:(?:a|b|rc|\.dev)[0-9]+)?", digestkit.__version__)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.parent.name)
def test_our_plugins_are_named_after_ours_and_need_it(path: Path) -> None:
    project = read(path)["project"]
    assert project["name"] == f"paper-{path.parent.name}"
    needed = {discovery.normalize(re.split(r"[^\w.-]", need)[0]) for need in project["dependencies"]}
    assert core.CORE_OWNER in needed
    assert "digestkit" not in needed
    for name in project["entry-points"].get("digestkit.exporters", {}):
        assert registry.INSTALL[name] == project["name"]
    for name in project["entry-points"].get("digestkit.readers", {}):
        assert core.INSTALL_READERS[name] == project["name"]
    assert core.SHORT[path.parent.name] == project["name"]


def test_the_core_is_named_as_users_are_told() -> None:
    project = read(ROOT / "pyproject.toml")
    assert project["project"]["name"] == core.CORE_OWNER == core.SHORT["digestkit"]
    sources = set(project["tool"]["uv"]["sources"])
    assert sources == {core.CORE_OWNER, *(read(path)["project"]["name"] for path in PROJECTS)} or not PROJECTS


def test_nothing_says_to_install_a_strangers_distribution() -> None:
    here = Path(digestkit.__file__).parent
    files = [
        path
        for root in (here, ROOT / "docs", ROOT / "plugins", ROOT / "benchmarks")
        for path in root.rglob("*")
    ]
    files += [*ROOT.glob("*.md"), *ROOT.glob(".ci/*")]
    texts = [
        path for path in files if path.suffix in (".py", ".md", ".template", ".toml", "") and path.is_file()
    ]
    assert len(texts) > 100
    found = {path: INSTALLS.findall(path.read_text(encoding="utf-8")) for path in texts}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        "pip install digestkit",
        "pip install -U 'digestkit[ascii]'",
        "pipx inject digestkit x",
        "uv add digestkit",
    ],
)
def test_such_a_line_would_be_found(text: str) -> None:
    assert INSTALLS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "pip install paper-digestkit",
        "pip uninstall digestkit && pip install paper-digestkit",
        "pip install ./digestkit-x",
    ],
)
def test_others_are_not(text: str) -> None:
    assert not INSTALLS.search(text)
