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
    assert done.stderr == "error: digestkit-cut:cut: does not pass; the lines above say what to do\n"


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


OTHERS = """
    import attrs
    import digestkit
    from digestkit import reading

    @digestkit.reader("lists", suffixes=[".lists"], summary="x")
    def lists(text, context):
        day, *lines = text.split("\\n")
        papers = [reading.paper(context, title="A", url=line) for line in lines if line]
        digest = reading.digest(context, day=day, papers=papers)
        if digest is not None:
            yield digest

    @digestkit.transform("bare", summary="x", streams=True)
    def bare(digests, context):
        for digest in digests:
            papers = [attrs.evolve(paper, votes=None) for paper in digest.papers]
            yield attrs.evolve(digest, papers=papers)

    @digestkit.lint("ACM101")
    def shouting(paper):
        \"\"\"A title in capitals.

        Nobody likes them.
        \"\"\"
        return "the title is in capitals" if paper.title.isupper() else None

    @digestkit.hookimpl
    def digestkit_register_checks(register):
        register(shouting)

    @digestkit.hookimpl
    def digestkit_report(diagnostic):
        assert diagnostic.line is None, "places are too much"
"""
POINTS = """\
[digestkit.readers]
lists = digestkit_others:lists
[digestkit.suffixes]
lists = digestkit_others:lists
[digestkit.transforms]
bare = digestkit_others:bare
[digestkit.checks]
ACM = digestkit_others
[digestkit.observers]
watch = digestkit_others
"""


@pytest.mark.search(only=True)
def test_every_kind_is_tested_by_name_or_by_distribution(lay_out, tmp_path):
    lay_out("digestkit-others", POINTS, OTHERS)
    sample = tmp_path / "july.lists"
    sample.write_text("2024-07-05\nhttps://arxiv.org/abs/2407.01906\n")
    done = run("--test", "digestkit-others", "--sample", str(sample), "--allow", "votes")
    assert done.exit_code == 3
    lines = done.stdout.splitlines()
    assert [line for line in lines if " of the kit" in line] == [
        f"{kind} digestkit-others:{name} of digestkit-others 1.0, by version 2 of the kit"
        for kind, name in [
            ("reader", "lists"),
            ("transform", "bare"),
            ("checks", "ACM"),
            ("observer", "watch"),
        ]
    ]
    assert [line for line in lines if line.startswith(("  failed", "  skipped"))] == [
        "  skipped each finds what is wrong: examples of what is wrong are in the tests of the package",
        "  failed  it stands every report",
        "  failed  it stands every result",
    ]
    assert "AssertionError: places are too much" in done.stdout
    assert done.stderr.startswith("error: digestkit-others:watch: does not pass")


@pytest.mark.search(only=True)
def test_what_nobody_says_is_left_out(lay_out):
    lay_out("digestkit-others", POINTS, OTHERS)
    done = run("--test", "bare", "--test", "lists")
    assert done.exit_code == 0, done.output
    assert (
        "skipped what it does not change survives: say what it may change, with --allow FIELD" in done.stdout
    )
    assert "  skipped it reads its samples: give a file that it reads, with --sample FILE" in done.stdout
    assert "  ok      a long line takes its time and no more" in done.stdout


def test_an_observer_is_tested_by_its_name(lay_out):
    lay_out("digestkit-others", POINTS, OTHERS)
    done = run("--test", "watch")
    assert done.exit_code == 3
    assert done.stdout.startswith("observer watch of digestkit-others 1.0, by version 2 of the kit\n  ok")
    assert "  failed  it stands every report\n" in done.stdout
    assert "AssertionError: places are too much" in done.stdout
    assert run("--test", "watch", "--allow", "warnings").exit_code == 2
    assert "goes with --test" in run("--sample", __file__).stderr


def test_one_that_ends_the_process_is_named(lay_out):
    lay_out(
        "digestkit-leaving", "[digestkit.observers]\nleave = digestkit_leaving\n", "import os\nos._exit(0)\n"
    )
    done = run("--test", "leave")
    assert done.exit_code == 3
    assert "observer 'leave' of digestkit-leaving 1.0 is broken: it ends the process" in done.stderr


def test_one_that_ends_its_tests_is_named(lay_out):
    source = OTHERS.replace("day, *lines", "import os; os._exit(0); day, *lines")
    lay_out("digestkit-others", POINTS, source)
    done = run("--test", "lists")
    assert done.exit_code == 3
    assert "reader 'lists' ends its own tests after test_" in done.stderr


def test_names_and_exceptions_that_there_are_not(install):
    install("good")
    unknown = run("--test", "nobody-has-this")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "'temporary files'" in run("--test", "good", "--allow", "anything").stderr
    assert run("--allow", "warnings").exit_code == 2
