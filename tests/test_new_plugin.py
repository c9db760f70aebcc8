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


def test_no_placeholder_is_left(tmp_path):
    made = scaffold.write("titles", tmp_path)
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


@pytest.fixture(scope="module")
def package(fresh_environment, tmp_path_factory):
    """The package for the format `titles`, written and installed."""
    made = scaffold.write("titles", tmp_path_factory.mktemp("package"))
    run(fresh_environment, "pip", "install", made, folder=made)
    yield made
    run(fresh_environment, "pip", "uninstall", "-y", "digestkit-titles", folder=made)


@pytest.mark.usefixtures("package")
def test_it_is_found_and_converts(fresh_environment, tmp_path):
    shown = run(fresh_environment, "digestkit", "plugins", "--format", "json", folder=tmp_path)
    states = map(json.loads, re.findall(r"^\{.*$", shown, re.MULTILINE))  # warnings stand beside them
    [state] = [record for record in states if record["format"] == "titles"]
    assert (state["distribution"], state["version"], state["state"]) == ("digestkit-titles", "0.1.0", "ok")
    shown = run(fresh_environment, "digestkit", "formats", "titles", folder=tmp_path)
    assert "-O votes=…  true | false (default: false)" in shown
    (tmp_path / "digest.md").write_text(DIGEST, encoding="utf-8")
    convert = ["digestkit", "convert", "digest.md", "-o", "out.titles", "-O", "votes"]
    run(fresh_environment, *convert, folder=tmp_path)
    assert (tmp_path / "out.titles").read_text() == "\tGraphs\thttps://arxiv.org/abs/2407.01906\n"


def test_its_tests_pass(fresh_environment, package):
    done = run(fresh_environment, "pytest", "-q", "-p", "no:cacheprovider", folder=package)
    assert " passed" in done
    assert "skipped" not in done


def test_it_type_checks(fresh_environment, package, tmp_path):
    done = run(fresh_environment, "mypy", "--cache-dir", tmp_path, folder=package)
    assert "no issues found in 2 source files" in done
