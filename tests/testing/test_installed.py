"""`digestkit plugins --test`: the kit run on what is installed."""

import sys
import textwrap

import pytest
from click.testing import CliRunner

from digestkit.cli import main
from digestkit.testing.kit import CHECKS

MODULE = """
    import digestkit

    @digestkit.exporter("{name}", suffix=".txt", media_type="text/plain", summary="x", carries=["title"])
    def titles(digests, context):
        {deed}
        for digest in digests:
            for paper in digest.papers:
                yield f"{{paper.title{cut}}}\\n"

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(titles)
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Lay out plugins `digestkit-NAME` in front of all others."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def install(name, *, deed="pass", cut=""):
        module = textwrap.dedent(MODULE).format(name=name, deed=deed, cut=cut)
        (tmp_path / f"tested_{name}.py").write_text(module)
        info = tmp_path / f"digestkit_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: digestkit-{name}\nVersion: 1.0\nSummary: x.\n")
        (info / "entry_points.txt").write_text(f"[digestkit.exporters]\n{name} = tested_{name}\n")

    yield install
    for module in set(sys.modules) - before:
        if module.startswith("tested_"):
            del sys.modules[module]


def run(*arguments):
    return CliRunner().invoke(main, ["plugins", *arguments])


def test_a_sound_plugin_passes(install):
    install("sound")
    done = run("--test", "sound")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "sound of digestkit-sound 1.0, by version 2 of the kit"
    assert lines[-1] == f"{len(CHECKS)} ok"
    assert "  ok      nothing is lost" in lines


def test_a_faulty_plugin_fails_with_the_reason(install):
    install("cut", cut="[:100]")
    done = run("--test", "digestkit-cut")
    assert done.exit_code == 3
    assert "  failed  nothing is lost of much\n" in done.stdout
    assert "digests[0].papers[0].title: a change of its " in done.stdout
    assert "smallest input: [Digest(date(2024, 7, 5), 'Daily', [Paper('word ' * " in done.stdout
    assert done.stderr == "error: digestkit-cut:cut: not as an exporter must be; what to do is said above\n"


def test_what_waits_says_for_what(install):
    install("reading", deed="open('/etc/hostname').close()")
    done = run("--test", "reading")
    assert done.exit_code == 3
    assert "it reads the file '/etc/hostname'" in done.stdout
    assert "  skipped nothing is lost: asked once test_it_takes_every_sample passes" in done.stdout


def test_exceptions_can_be_allowed(install):
    install("warning", deed="import warnings; warnings.warn('careful', stacklevel=1)")
    assert run("--test", "warning").exit_code == 3
    assert run("--test", "warning", "--allow", "warnings").exit_code == 0


def test_names_and_exceptions_that_there_are_not(install):
    install("good")
    unknown = run("--test", "nobody-has-this")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "'temporary files'" in run("--test", "good", "--allow", "anything").stderr
    assert run("--allow", "warnings").exit_code == 2
