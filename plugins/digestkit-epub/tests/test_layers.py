"""The layers of the plugin: a module imports from its own and from those below, none in a circle."""

import ast
from pathlib import Path

import digestkit_epub
import pytest

PACKAGE = Path(digestkit_epub.__file__).parent

LAYERS = (
    {"markup", "words"},
    {"phrases", "pictures", "typography"},
    {"plan"},
    {"periods"},
    {"contents"},
    {"cover", "pages", "package"},
    {"book"},
    {"illustration"},
    {"exporter"},
)
"""Rooms and flat modules, lowest first."""

HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}
PREFIX = f"{PACKAGE.name}."


def dotted(path):
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in PACKAGE.rglob("*.py") if path.parent / "__init__.py" != path}


def imports(name):
    """The modules of the plugin that a module imports, wherever in it the statement stands."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(PREFIX):
            base = f"{node.module}.".removeprefix(PREFIX)
            names = {f"{base}{alias.name}" for alias in node.names}
            found |= {whole if whole in MODULES else base.rstrip(".") for whole in names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix(PREFIX) for alias in node.names if alias.name.startswith(PREFIX)
            }
    return found


def room(name):
    return name.partition(".")[0]


def test_every_room_has_a_layer():
    assert {room(name) for name in MODULES} == set(HEIGHT)


def test_every_name_is_unique():
    names = [name.rpartition(".")[2] for name in MODULES]
    assert sorted(names) == sorted(set(names))
    assert not {name for name in MODULES if "." in name and name.rpartition(".")[2] in HEIGHT}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_arrow_runs_up(name):
    assert {target for target in imports(name) if HEIGHT[room(target)] > HEIGHT[room(name)]} == set()


def test_no_module_imports_itself_by_way_of_others():
    arrows = {name: imports(name) - {name} for name in MODULES}
    while free := {name for name, targets in arrows.items() if not targets}:
        arrows = {name: targets - free for name, targets in arrows.items() if name not in free}
    assert sorted(arrows) == [], "these import one another in a circle, or import those that do"
