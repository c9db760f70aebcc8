"""What is public, the code says: names in `__all__`, from `digestkit` down. Docs and plugins keep to it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import digestkit
from digestkit.registry.kinds import GROUPS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CONTRACT = (DOCS / "reference" / "plugins.md").read_text(encoding="utf-8")
LIBRARY = (DOCS / "reference" / "library.md").read_text(encoding="utf-8")
PLUGINS = sorted([*ROOT.glob("plugins/**/*.py"), *ROOT.glob("examples/*.py")])
PAGES = sorted(
    page for page in [ROOT / "README.md", *DOCS.glob("**/*.md")] if page.parent.name != "explanation"
)

VERSION_1 = {
    "digestkit.alterations": {"of_digest"},
    "digestkit.cleaning": {"clean"},
    "digestkit.inline": {"html", "plain", "summary_html"},
    "digestkit.names": {"parse_name"},
}
"""Where version 1 of the contract documented its helpers."""


def public(package: ModuleType) -> dict[str, set[str]]:
    """The public names of each public module, modules among them left out."""
    values = {name: getattr(package, name) for name in package.__all__}
    below = [value for value in values.values() if isinstance(value, ModuleType)]
    names = {name for name, value in values.items() if not isinstance(value, ModuleType)}
    found = {package.__name__: names}
    for module in below:
        found |= public(module)
    return found


PUBLIC = public(digestkit)


def uses(tree: ast.Module) -> Iterator[str]:
    """The names of digestkit that a module uses, by their whole paths."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "digestkit":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("digestkit."))
        elif isinstance(node, ast.Attribute) and re.fullmatch(r"digestkit\.[\w.]+", ast.unparse(node)):
            yield ast.unparse(node)


def is_public(path: str) -> bool:
    """Whether a path is a public name, a module that has some, or an attribute of a public value."""
    module, _, name = path.rpartition(".")
    if path in PUBLIC or name in PUBLIC.get(module, ()):
        return True
    return any(f"{module}.".startswith(f"{home}.{one}.") for home, names in PUBLIC.items() for one in names)


def test_every_public_name_is_there_and_brings_its_module_when_it_is_used() -> None:
    for module, names in PUBLIC.items():
        package = importlib.import_module(module)
        assert set(package.__all__) <= set(dir(package)), module
        assert all(hasattr(package, name) for name in names)
        with pytest.raises(AttributeError, match="'nothing'"):
            _ = package.nothing


@pytest.mark.parametrize(
    "module",
    ["digestkit.text", "digestkit.export", "digestkit.checks", "digestkit.reading", "digestkit.testing"],
)
def test_importing_a_public_package_imports_nothing_of_it(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in sys.modules if name.startswith('{module}.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_contract_lists_what_is_public() -> None:
    section = CONTRACT.split("## What a plugin may import\n")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", section, flags=re.MULTILINE))
    assert rows.pop("digestkit") == "those of [the library](library.md)"
    live = {module: names for module, names in PUBLIC.items() if names and module != "digestkit"}
    assert {module: set(re.findall(r"`(\w+)`", names)) for module, names in rows.items()} == live
    assert {name for name in VERSION_1 if f"`{name}`" not in section} == set()


def test_the_library_page_has_every_name_of_the_package() -> None:
    names = [name for name in digestkit.__all__ if not re.search(rf"\b{name}\b", LIBRARY)]
    assert names == []


@pytest.mark.parametrize("path", PLUGINS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_plugins_and_examples_use_public_names_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert {name for name in uses(tree) if not is_public(name)} == set()


def test_what_is_private_is_found() -> None:
    code = "import digestkit.model\nfrom digestkit.text.links import web_uri\nx = digestkit.api.load\n"
    code += "from digestkit.text import plain\ny = digestkit.Severity.ERROR\n"
    assert {name for name in uses(ast.parse(code)) if not is_public(name)} == {
        "digestkit.model",
        "digestkit.text.links.web_uri",
        "digestkit.api",
        "digestkit.api.load",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_for_users_name_public_modules_only(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    modules = {found.name for found in pkgutil.iter_modules(digestkit.__path__)}
    paths = re.findall(r"`(digestkit\.[a-z]\w*(?:\.\w+)*)", text)
    paths += [f"digestkit.{name}" for name in re.findall(r"^from digestkit import (\w+)", text, re.MULTILINE)]
    wrong = {path for path in paths if path.split(".")[1] in modules and not is_public(path)}
    assert wrong - GROUPS - (set(VERSION_1) if page.name == "plugins.md" else set()) == set()


def test_the_helpers_of_version_1_are_where_they_were() -> None:
    for module, names in VERSION_1.items():
        assert names <= vars(importlib.import_module(module)).keys()
        code = f"import digestkit; print(digestkit.{module.partition('.')[2]}.{min(names)}.__name__)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == min(names)
