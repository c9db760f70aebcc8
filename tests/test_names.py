"""Names of plugins: whose is meant where two have one, and where it is the core's or this project's."""

import json

import pytest
from click.testing import CliRunner

import digestkit
from digestkit.cli import main
from digestkit.cli.config import find
from digestkit.errors import PluginError, UsageError

EXPORTER = """
    import digestkit

    @digestkit.exporter("{name}", suffix=".odd", media_type="text/plain", summary="Its own words.")
    def export(digests, context):
        for _ in digests:
            yield "{text}\\n"

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(export)
"""

CHECKS = """
    import digestkit

    @digestkit.lint("{name}101", of="digest", summary="For a test.")
    def look(digest):
        return "{text}"

    @digestkit.hookimpl
    def digestkit_register_checks(register):
        register(look)
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "day.md").write_text("## Daily (2024-07-05)\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def two(lay_out, monkeypatch):
    """Two distributions that claim one format and one prefix of codes; no other plugin is on."""
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-one,digestkit-two")
    for owner in ("digestkit-one", "digestkit-two"):
        module = owner.replace("-", "_")
        points = f"[digestkit.exporters]\nshared = {module}\n[digestkit.checks]\nSHR = {module}_checks\n"
        lay_out(owner, points, EXPORTER.format(name="shared", text=owner))
    for owner in ("digestkit-one", "digestkit-two"):
        lay_out(f"{owner}-checks", "", CHECKS.format(name="SHR", text=owner))


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def prefer(desk, name, owner="digestkit-two"):
    (desk / "digestkit.toml").write_text(f'[prefer]\n{name} = "{owner}"\n')


@pytest.mark.usefixtures("two")
def test_a_clash_names_both_and_says_how_to_settle_it(desk):
    done = run("convert", "day.md", "--to", "shared")
    assert done.exit_code == 3
    assert "claimed by digestkit-one 1.0 and digestkit-two 1.0" in done.stderr
    assert "--to digestkit-one:shared or digestkit-two:shared, or prefer one in digestkit.toml" in done.stderr
    assert run("convert", "day.md", "--to", "digestkit-one:shared").stdout == "digestkit-one\n"
    prefer(desk, "shared")
    assert run("convert", "day.md", "--to", "shared").stdout == "digestkit-two\n"
    assert run("convert", "day.md", "--to", "digestkit-one:shared").stdout == "digestkit-one\n"
    assert run("convert", "day.md", "--to", "shared", "--no-config").exit_code == 3


@pytest.mark.usefixtures("two")
def test_the_preferred_one_is_listed_by_the_plain_name(desk):
    before = [line.split()[0] for line in run("formats").stdout.splitlines() if "digestkit-t" in line]
    assert before == ["digestkit-two:shared"]
    prefer(desk, "shared", "Digestkit_Two")
    names = {line.split()[0] for line in run("formats").stdout.splitlines() if "Made for" in line}
    assert names == {"shared", "digestkit-one:shared"}
    shown = [json.loads(line) for line in run("plugins", "--format", "json").stdout.splitlines()]
    states = {
        one["distribution"]: (one["state"], one["reason"]) for one in shown if one["format"] == "shared"
    }
    assert states["digestkit-two"] == ("ok", None)
    assert states["digestkit-one"][0] == "clash"
    assert "Digestkit_Two is preferred for 'shared'" in states["digestkit-one"][1]


@pytest.mark.usefixtures("two")
def test_a_clash_of_checks_can_be_settled(desk):
    done = run("check", "day.md", "--select", "SHR", "--no-config")
    assert "SHR101" not in done.stdout
    prefer(desk, "SHR")
    done = run("check", "day.md", "--select", "SHR,DK612")
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()] == ["SHR101 warning: digestkit-two"]


@pytest.mark.usefixtures("two")
def test_the_library_reads_no_preference(desk):
    prefer(desk, "shared")
    with pytest.raises(PluginError, match="claimed by"):
        digestkit.dumps((), "shared")
    assert run("convert", "day.md", "--to", "shared").exit_code == 0
    with pytest.raises(PluginError, match="claimed by"):
        digestkit.dumps((), "shared")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('prefer = "x"', "prefer: must be a table"),
        ("[prefer]\nx = 1", "prefer.x: must be the name of a distribution"),
        ('[prefer]\nx = ""', "prefer.x: must be the name of a distribution"),
        ('[prefer]\nbibtex = "x"', "prefer.bibtex: means a core format"),
        ('[prefer]\nmd = "x"', "prefer.md: means a core format"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(desk, text, reason):
    (desk / "digestkit.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        find(desk)
    assert reason in str(caught.value)


def test_whom_nobody_installed_is_preferred_in_vain(desk, lay_out):
    lay_out("digestkit-one", "[digestkit.exporters]\nshared = digestkit_one\n",
            EXPORTER.format(name="shared", text="one"))  # fmt: skip
    prefer(desk, "shared", "digestkit-nobody")
    assert run("convert", "day.md", "--to", "shared").stdout == "one\n"


@pytest.mark.parametrize(("short", "name"), [("bib", "bibtex"), ("md", "markdown"), ("ndjson", "jsonl")])
@pytest.mark.usefixtures("desk")
def test_a_suffix_is_a_name_too(short, name, lay_out, monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-taker")
    assert run("convert", "day.md", "--to", short).stdout == run("convert", "day.md", "--to", name).stdout
    assert run("formats", short).stdout.startswith(f"{name}: ")
    # As with `-o`, no plugin takes it over; its own name stays within reach.
    lay_out("digestkit-taker", f"[digestkit.exporters]\n{short} = digestkit_taker\n",
            EXPORTER.format(name=short, text="taken"))  # fmt: skip
    assert "taken" not in run("convert", "day.md", "--to", short).stdout
    assert run("convert", "day.md", "--to", f"digestkit-taker:{short}").stdout == "taken\n"
    assert f"digestkit-taker:{short} " in run("formats").stdout
    assert f"'{short}' is a core format" in run("plugins").stdout


@pytest.mark.usefixtures("desk")
def test_a_stranger_with_a_name_of_this_project_is_shown_as_such(lay_out, monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-epub-fork")
    lay_out("digestkit-epub-fork", "[digestkit.exporters]\nepub = digestkit_epub_fork\n",
            EXPORTER.format(name="epub", text="fork"))  # fmt: skip
    [row] = [line for line in run("formats").stdout.splitlines() if "fork" in line]
    assert row.endswith("digestkit-epub-fork 1.0 (not paper-digestkit-epub)")
    assert "from        digestkit-epub-fork 1.0 (not paper-digestkit-epub)" in run("formats", "epub").stdout
    shown = [json.loads(line) for line in run("plugins", "--format", "json").stdout.splitlines()]
    [fork] = [one for one in shown if one["distribution"] == "digestkit-epub-fork"]
    assert (fork["state"], fork["reason"]) == ("ok", "it is not paper-digestkit-epub, whose name 'epub' is")


@pytest.mark.usefixtures("desk")
def test_so_is_a_reader(lay_out, monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-fork")
    lay_out(
        "digestkit-fork",
        "[digestkit.readers]\ndaily-ai-papers = digestkit_fork:lists\n",
        """
        import digestkit

        @digestkit.reader("daily-ai-papers", suffixes=(".md",), summary="Lists.")
        def lists(text, context):
            yield digestkit.Digest(None, text, ())
        """,
    )
    [row] = [line for line in run("readers").stdout.splitlines() if "fork" in line]
    assert row.endswith("digestkit-fork 1.0 (not paper-digestkit-daily-ai-papers)")
    assert "(not paper-digestkit-daily-ai-papers)" in run("readers", "daily-ai-papers").stdout


@pytest.mark.usefixtures("two", "desk")
def test_the_list_has_the_words_of_packages_and_says_so():
    text = run("formats").stdout
    assert "Made for a test." in text
    assert text.endswith(
        "Of an installed format, this is its package's summary; `digestkit formats NAME` has its own.\n"
    )
    one = run("formats", "digestkit-one:shared").stdout
    assert "Its own words." in one
    assert "suffix      .odd" in one
