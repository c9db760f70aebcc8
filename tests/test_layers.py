"""The layers of the code: a module imports from its own layer and from those below, and none in a circle."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

import digestkit

PACKAGE = Path(digestkit.__file__).parent

LAYERS = (
    {"_lazy", "_version", "hints"},
    {"errors", "source", "diagnostics", "arxiv"},
    {"parallel"},
    {"node", "structure", "text"},
    {"refusals"},
    {"paper"},
    {"model"},
    {"unchecked"},
    {"matching"},
    {"reference", "merging", "select", "statistics", "checks", "markdown"},
    {"dialects"},
    {"export"},
    {"enriching", "reading", "transforms"},
    {"formats"},
    {"registry"},
    {"files"},
    {"outcome"},
    {"checking", "conversion", "images", "revising"},
    {"api"},
    {"cli"},
)
"""Rooms and flat modules, lowest first."""

BESIDE = {"testing", "scaffold", "_version1", "__init__", "__main__"}
"""These may import from everywhere, and only the command imports from them."""

HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}


def modules() -> dict[str, Path]:
    """All modules by their dotted names below `digestkit`."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


MODULES = modules()


@functools.cache
def imports(name: str) -> set[str]:
    """The modules of this package that a module imports, wherever in it the statement stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "digestkit":
            base = (node.module or "").partition(".")[2]
            for alias in node.names:
                whole = f"{base}.{alias.name}".lstrip(".")
                found.add(whole if whole in MODULES else base or "__init__")
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.partition(".")[2] or "__init__"
                for alias in node.names
                if alias.name.split(".")[0] == "digestkit"
            }
    return found


def room(name: str) -> str:
    return name.partition(".")[0]


def test_every_room_has_a_layer() -> None:
    assert {room(name) for name in MODULES} == set(HEIGHT) | BESIDE


@pytest.mark.parametrize("name", sorted(name for name in MODULES if room(name) in HEIGHT))
def test_no_arrow_runs_up(name: str) -> None:
    above = {
        target
        for target in imports(name)
        if room(target) in HEIGHT and HEIGHT[room(target)] > HEIGHT[room(name)]
    }
    assert above == set()
    if room(name) != "cli":
        assert {target for target in imports(name) if room(target) in BESIDE} == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    arrows = {name: imports(name) & set(MODULES) - {name} for name in MODULES}
    while free := {name for name, targets in arrows.items() if not targets}:
        arrows = {name: targets - free for name, targets in arrows.items() if name not in free}
    assert sorted(arrows) == [], "these import one another in a circle, or import those that do"
