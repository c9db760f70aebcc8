"""What `digestkit new-plugin` writes installs, is found, and passes its own tests and type checks."""

import json
import re

import pytest
from click.testing import CliRunner

from digestkit import scaffold
from digestkit.cli import main
from digestkit.errors import OutputError, UsageError

DIGEST = "## Daily Papers (2024-07-05)\n\n### [Graphs](https://arxiv.org/abs/2407.01906)\n\n- 하나\n"


def test_the_command_tells_what_it_wrote(tmp_path):
    done = CliRunner().invoke(main, ["new-plugin", "titles", "--folder", str(tmp_path)])
    assert done.exit_code == 0
    written = sorted(str(path) for path in tmp_path.rglob("*") if path.is_file())
    assert done.stdout.splitlines() == written
    assert [path.removeprefix(f"{tmp_path}/digestkit-titles/") for path in written] == [
        "LICENSE",
        "README.md",
        "digestkit_titles/__init__.py",
        "digestkit_titles/py.typed",
        "pyproject.toml",
        "tests/test_exporter.py",
    ]
    assert "cd " in done.stderr


@pytest.mark.parametrize(
    ("name", "folder", "package"),
    [
        ("titles", "digestkit-titles", "digestkit_titles"),
        ("digestkit-titles", "digestkit-titles", "digestkit_titles"),
        ("org-mode", "digestkit-org-mode", "digestkit_org_mode"),
        ("a.b+c_d", "digestkit-a-b-c-d", "digestkit_a_b_c_d"),
        ("3d", "digestkit-3d", "digestkit_3d"),
        ("class", "digestkit-class", "digestkit_class"),
    ],
)
def test_names_follow_from_the_formats(tmp_path, name, folder, package):
    assert scaffold.write(name, tmp_path) == tmp_path / folder
    source = (tmp_path / folder / package / "__init__.py").read_text()
    compile(source, package, "exec")
    assert f'"{name.removeprefix("digestkit-")}",' in source


@pytest.mark.parametrize("kind", scaffold.KINDS)
def test_no_placeholder_is_left(tmp_path, kind):
    made = scaffold.write("titles", tmp_path, kind)
    texts = {path: path.read_text() for path in made.rglob("*") if path.is_file()}
    assert not [path for path, text in texts.items() if "${" in text or "$$" in text]
    assert not [path for path in texts if path.suffix == ".template"]


@pytest.mark.parametrize("name", ["", "digestkit-", "Titles", "a b", "a:b", "../x", "bibtex", "é", "+"])
def test_a_name_that_no_plugin_may_have_is_a_usage_error(tmp_path, name):
    with pytest.raises(UsageError):
        scaffold.write(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "digestkit-titles").mkdir()
    with pytest.raises(OutputError, match="exists already"):
        scaffold.write("titles", tmp_path)


def run(environment, *command, folder):
    done = environment.run(*command, folder=folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


NAMES = {
    "exporter": "titles",
    "tree": "small-site",
    "reader": "lists",
    "transform": "add-tag",
    "check": "acm",
    "observer": "tally",
}


def _each_kind():
    """Exporters always; the other kinds are made of the same templates, and are for the longer search."""
    return [pytest.param(kind, marks=pytest.mark.search(only=kind != "exporter")) for kind in NAMES]


@pytest.fixture(scope="module", params=_each_kind())
def package(request, fresh_environment, tmp_path_factory):
    """A package of each kind, written and installed; its folder and its kind."""
    made = scaffold.write(NAMES[request.param], tmp_path_factory.mktemp("package"), request.param)
    run(fresh_environment, "pip", "install", made, folder=made)
    yield made, request.param
    run(fresh_environment, "pip", "uninstall", "-y", made.name, folder=made)


def test_it_is_found(fresh_environment, package, tmp_path):
    made, kind = package
    # The others are off: to tell the state of each takes a process.
    alone = f"DIGESTKIT_PLUGINS={made.name}"
    command = ("env", alone, "digestkit", "plugins", "--format", "json")
    shown = run(fresh_environment, *command, folder=tmp_path)
    states = map(json.loads, re.findall(r"^\{.*$", shown, re.MULTILINE))  # warnings stand beside them
    [state] = [record for record in states if record["distribution"] == made.name]
    noun = {"exporter": "format", "tree": "format", "check": "checks"}.get(kind, kind)
    assert (state["kind"], state["version"], state["state"]) == (noun, "0.1.0", "ok")


def test_it_works(fresh_environment, package, tmp_path):
    _, kind = package
    (tmp_path / "digest.md").write_text(DIGEST, encoding="utf-8")
    (tmp_path / "july.lists").write_text("# 2024-07-05\nGraphs <https://arxiv.org/abs/2407.01906>\n")
    commands, shown = WORKS[kind]
    for command in commands:
        run(fresh_environment, "digestkit", *command.split(), folder=tmp_path)
    printed = run(fresh_environment, "digestkit", *shown[0].split(), folder=tmp_path)
    assert shown[1] in printed + "".join(
        path.read_text("utf-8", "replace") for path in tmp_path.glob("out.*")
    )


WORKS = {
    "exporter": (
        ["convert digest.md -o out.titles -O votes"],
        ("formats titles", "\tGraphs\thttps://arxiv.org/abs/2407.01906\n"),
    ),
    "tree": (
        ["convert digest.md --to small-site -o site/", "convert digest.md --to small-site -o out.zip"],
        ("formats small-site", "a page for each day"),
    ),
    "reader": (["convert july.lists -o out.bib"], ("readers lists", "eprint        = {2407.01906}")),
    "transform": (
        ["convert digest.md -o out.jsonl --transform add-tag:tag=later"],
        ("transforms add-tag", '"tags": ["later"]'),
    ),
    "check": (["check digest.md --select ACM"], ("explain ACM101", "ACM101 (warning): A title in capitals.")),
    "observer": ([], ("convert digest.md -o out.bib --observe tally", "tally: papers 1, losses 1,")),
}
"""What each can do: commands, and what a last one prints, or an output holds."""


def test_its_tests_pass(fresh_environment, package):
    made, _ = package
    done = run(fresh_environment, "pytest", "-q", "-p", "no:cacheprovider", folder=made)
    assert " passed" in done
    assert "skipped" not in done


@pytest.mark.search(only=True)  # mypy takes seconds to read what the package imports
def test_it_type_checks(fresh_environment, package, tmp_path):
    made, _ = package
    done = run(fresh_environment, "mypy", "--cache-dir", tmp_path, folder=made)
    assert "no issues found in 2 source files" in done


@pytest.mark.parametrize("kind", [kind for kind in scaffold.KINDS if kind != "observer"])
def test_the_version_of_its_contract_is_written_out(tmp_path, kind):
    made = scaffold.write("abc", tmp_path, kind)
    assert f"api_version={2 if kind == 'tree' else 1}" in (made / "digestkit_abc" / "__init__.py").read_text()


def test_the_command_has_every_kind():
    [option] = [option for option in main.get_command(None, "new-plugin").params if option.name == "kind"]
    assert tuple(option.type.choices) == scaffold.KINDS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("jsonl", "reader"),
        ("dailyarxiv", "reader"),
        ("strip-media", "transform"),
        ("dk", "check"),
        ("a1", "check"),
    ],
)
def test_names_of_the_core_are_taken_in_each_kind(tmp_path, name, kind):
    with pytest.raises(UsageError):
        scaffold.write(name, tmp_path, kind)
    assert list(tmp_path.iterdir()) == []
