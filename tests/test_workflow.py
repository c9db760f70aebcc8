"""What others run in their repositories: hooks of pre-commit, and the workflow in the documentation."""

import re
import shlex
from pathlib import Path

import click
import pytest

from digestkit import cli
from digestkit.cli import config

ROOT = Path(__file__).parent.parent
HOW_TO = (ROOT / "docs/how-to/check.md").read_text(encoding="utf-8")
yaml = pytest.importorskip("yaml")

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BLOCKS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", HOW_TO, re.DOTALL)]


def check_command(line):
    """The words are a command of ours with options that it has."""
    program, name, *words = shlex.split(line)
    assert program == "digestkit"
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    command.make_context(name, [*words, "x.md"])


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_run_commands_that_exist(hook):
    assert hook["language"] == "python"
    check_command(hook["entry"])
    assert re.search(hook["files"], "digests/2024-07-05.md")
    assert not re.search(hook["files"], "digests/2024-07-05.jsonl")


def test_the_workflow_runs_commands_that_exist():
    workflow = next(block for block in BLOCKS if "jobs" in block)
    lines = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert [line.split()[:2] for line in lines[1:]] == [["digestkit", "check"], ["digestkit", "fmt"]]
    for line in lines[1:]:
        check_command(line)


def test_the_configuration_names_our_hooks():
    configuration = next(block for block in BLOCKS if "repos" in block)
    named = [hook["id"] for repository in configuration["repos"] for hook in repository["hooks"]]
    assert sorted(named) == sorted(hook["id"] for hook in HOOKS)


def test_the_file_of_defaults_in_the_how_to_is_one(tmp_path):
    text = re.search(r"```toml\n(.*?)```", HOW_TO, re.DOTALL)[1]
    (tmp_path / "digestkit.toml").write_text(text, encoding="utf-8")
    assert config.find(tmp_path).table["check"]["fail-on"] == "warning"


def test_the_reference_lists_the_keys():
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (?:`(\w+)`|at the top) \| (`.*`) \|$", page, re.MULTILINE))
    listed = {name: tuple(re.findall(r"`([\w-]+)`", rows[name])) for name in config.TABLES}
    assert listed == dict(config.TABLES)
    assert tuple(re.findall(r"`([\w-]+)`", rows[""])) == config.SHARED
