"""The command beside plugins that fail: it says whose fault it is, exits as documented, and harms no file."""

import json
import sys
import textwrap

import pytest
from click.testing import CliRunner

from digestkit.cli import main
from digestkit.model import FURTHER
from digestkit.registry import discovery

DIGEST = """\
## Daily Papers (2024-07-05)

### [Graphs of Languages](https://arxiv.org/abs/2407.01906)

Vote: 18

- **What's New**: 새로운 모델
"""

MODULE = """
    import sys
    import attrs
    import digestkit

    {source}

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(export)
"""

EXPORTER = """
    @attrs.frozen
    class Options:
        size: int = attrs.field(default=3, metadata={{"help": "How large."}})

    @digestkit.exporter(
        "{format}", suffix=".txt", media_type="text/plain", summary="Made for a test.",
        options=Options, carries=("title",),
    )
    def export(digests, context):
        for digest in digests:
            for paper in digest.papers:
                yield paper.title + "\\n"
        {ending}
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Lay out plugins `digestkit-NAME`, with a format of that name or another, in front of all others."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("NO_COLOR", "1")
    before = set(sys.modules)

    def install(name, source=None, *, format=None, ending="pass"):  # noqa: A002 - what it is
        made = EXPORTER.format(format=format or name, ending=ending)
        text = MODULE.replace("{source}", source or made.strip())
        (site / f"plugin_{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
        info = site / f"digestkit_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: digestkit-{name}\nVersion: 1.0\nSummary: Plugin {name}.\n")
        (info / "entry_points.txt").write_text(
            f"[digestkit.exporters]\n{format or name} = plugin_{name}\n", encoding="utf-8"
        )

    yield install
    for module in set(sys.modules) - before:
        if module.startswith("plugin_"):
            del sys.modules[module]


@pytest.fixture
def digest(tmp_path):
    path = tmp_path / "digest.md"
    path.write_text(DIGEST, encoding="utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_plugins_format_is_converted_to(install, digest):
    install("good")
    done = run("convert", digest, "--to", "good")
    assert (done.exit_code, done.stdout) == (0, "Graphs of Languages\n")


def test_the_suffix_of_the_output_names_a_plugins_format(install, digest, tmp_path):
    install("good")
    assert run("convert", digest, "-o", tmp_path / "x.good").exit_code == 0
    assert (tmp_path / "x.good").read_text() == "Graphs of Languages\n"


def test_a_broken_plugin_is_3_and_says_whose_it_is(install, digest):
    install("broken", "raise RuntimeError('no luck')")
    done = run("convert", digest, "--to", "broken")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "format 'broken' of digestkit-broken 1.0 is broken: RuntimeError: no luck" in done.stderr
    assert "Traceback" not in done.stderr
    assert run("convert", digest, "--to", "markdown").exit_code == 0


def test_a_broken_plugin_shows_its_traceback_with_v(install, digest):
    install("broken", "raise RuntimeError('no luck')")
    done = run("convert", digest, "--to", "broken", "-v")
    assert "plugin_broken.py" in done.stderr


def test_no_memory_is_nobodys_fault(install, digest, tmp_path):
    install("half", ending="raise MemoryError")
    old = tmp_path / "out.txt"
    old.write_text("old")
    done = run("convert", digest, "--to", "half", "-o", old)
    assert (done.exit_code, done.stderr, old.read_text()) == (1, "error: out of memory\n", "old")


@pytest.mark.parametrize("ending", ["raise ValueError('half way')", "sys.exit(0)", "yield 3", "yield b'x'"])
def test_an_exporter_that_fails_half_way_leaves_the_old_output(install, digest, tmp_path, ending):
    install("half", ending=ending)
    old = tmp_path / "out.txt"
    old.write_text("old")
    done = run("convert", digest, "--to", "half", "-o", old)
    assert done.exit_code == 3
    assert "exporter 'half' of digestkit-half 1.0" in done.stderr
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digest.md", "out.txt", "site"]


def test_what_an_exporter_prints_stays_out_of_the_output(install, digest):
    install("loud", ending="print('half way')")
    done = run("convert", digest, "--to", "loud")
    assert (done.exit_code, done.stdout) == (0, "Graphs of Languages\n")


def test_an_interrupt_half_way_leaves_the_old_output(install, digest, tmp_path):
    install("half", ending="raise KeyboardInterrupt")
    old = tmp_path / "out.txt"
    old.write_text("old")
    assert run("convert", digest, "--to", "half", "-o", old).exit_code == 130
    assert old.read_text() == "old"


def test_a_clash_is_3_and_names_both_owners(install, digest):
    install("one", format="same")
    install("two", format="same")
    done = run("convert", digest, "--to", "same")
    assert done.exit_code == 3
    assert "claimed by digestkit-one 1.0 and digestkit-two 1.0" in done.stderr
    assert run("convert", digest, "--to", "digestkit-two:same").stdout == "Graphs of Languages\n"


def test_an_unknown_format_is_2_and_names_the_nearest(digest):
    done = run("convert", digest, "--to", "bibtx")
    assert done.exit_code == 2
    assert "unknown format 'bibtx'; did you mean 'bibtex'? available: jsonl, markdown, bibtex," in done.stderr


def test_a_wrong_option_is_2_before_anything_is_read(install, tmp_path):
    install("good")
    done = run("convert", tmp_path / "no-such-file", "--to", "good", "-O", "sise=3")
    assert done.exit_code == 2
    assert "good has no option 'sise'; did you mean 'size'?" in done.stderr


def test_what_a_format_never_carries_is_told(install, digest):
    install("good")
    lost = "DK501 good does not carry: date (1 digest), digest (1), url (1 paper), votes (1), summary (1)"
    assert lost in run("convert", digest, "--to", "good", "-v").stderr


def test_content_that_is_dropped_is_told_and_fails_where_that_is_asked_for(install, digest, tmp_path):
    install("drops", ending="context.report('a part was left out', None, digestkit.Code.DROPPED)")
    done = run("convert", digest, "--to", "drops", "-o", tmp_path / "x.txt", "--fail-on-loss")
    assert done.exit_code == 4
    assert "DK502 a part was left out" in done.stderr
    assert not (tmp_path / "x.txt").exists()


def test_formats_are_listed_without_importing_any(install):
    install("broken", "raise RuntimeError('imported')")
    done = run("formats")
    assert done.exit_code == 0
    [line] = [line for line in done.stdout.splitlines() if line.startswith("broken")]
    assert line.split() == ["broken", "Plugin", "broken.", "digestkit-broken", "1.0"]
    assert "plugin_broken" not in sys.modules


def test_a_format_is_shown_with_its_options_and_what_it_carries(install):
    install("good")
    further = ", ".join(FURTHER)
    assert run("formats", "good").stdout == textwrap.dedent(f"""\
        good: Made for a test.

        suffix      .txt
        media type  text/plain
        output      text
        from        digestkit-good 1.0
        carries     title
        leaves out  date, digest, url, media, votes, authors, authors_truncated, summary, {further}

        Options:
          -O size=…  whole number (default: 3)
              How large.
    """)


@pytest.mark.parametrize("name", ["jsonl", "markdown", "bibtex", "rss", "atom"])
def test_every_core_format_can_be_shown(name):
    done = run("formats", name)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{name}: ")


def test_a_format_that_is_broken_or_unknown_cannot_be_shown(install):
    install("broken", "raise RuntimeError('no luck')")
    assert run("formats", "broken").exit_code == 3
    assert run("formats", "borken").exit_code == 2


def plugins_of(install_output):
    return {record["distribution"]: record for record in map(json.loads, install_output.splitlines())}


def test_plugins_are_shown_with_their_states(install, tmp_path, monkeypatch):
    # Those that are installed besides are off: to tell the state of each takes a process.
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-good,digestkit-broken,digestkit-thief")
    install("good")
    install("broken", "raise RuntimeError('no luck')")
    install("thief", format="bibtex")
    text = run("plugins")
    assert text.exit_code == 0
    assert f"digestkit-good 1.0  ({tmp_path / 'site'})" in text.stdout
    assert "RuntimeError: no luck" in text.stdout
    shown = plugins_of(run("plugins", "--format", "json").stdout)
    assert shown["digestkit-good"] == {
        "distribution": "digestkit-good",
        "version": "1.0",
        "path": str(tmp_path / "site"),
        "kind": "format",
        "format": "good",
        "module": "plugin_good",
        "state": "ok",
        "reason": None,
    }
    assert shown["digestkit-broken"]["state"] == "broken"
    assert shown["digestkit-broken"]["reason"] == "RuntimeError: no luck"
    assert shown["digestkit-thief"]["state"] == "clash"


def test_plugins_are_off_where_the_environment_says_so(install, digest, monkeypatch):
    install("good")
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    assert plugins_of(run("plugins", "--format", "json").stdout)["digestkit-good"]["state"] == "off"
    done = run("convert", digest, "--to", "good")
    assert done.exit_code == 2
    assert "switched off by DIGESTKIT_PLUGINS=" in done.stderr


def test_requirements_are_printed_without_importing_any(install):
    install("good")
    install("broken", "raise RuntimeError('imported')")
    done = run("plugins", "--requirements")
    assert {"digestkit-broken==1.0", "digestkit-good==1.0"} <= set(done.stdout.splitlines())
    assert "plugin_broken" not in sys.modules


def test_a_strangers_distribution_of_our_import_name_is_warned_of(monkeypatch):
    monkeypatch.setattr("digestkit.registry.discovery.named", lambda _name: ())
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    assert run("plugins").stderr == ""
    stranger = discovery.Owner("DigestKit", "9.0", "Not ours.", "/somewhere")
    named = {"digestkit": (stranger,)}
    monkeypatch.setattr("digestkit.registry.discovery.named", named.__getitem__)
    done = run("plugins")
    assert done.exit_code == 0
    assert done.stderr == (
        "warning: the distribution DigestKit 9.0 (/somewhere) is another project with our import name; "
        "remedy: pip uninstall digestkit && pip install --force-reinstall paper-digestkit\n"
    )
    assert "warning" not in done.stdout


def test_without_plugins_the_command_says_so(monkeypatch):
    monkeypatch.setattr("digestkit.registry.discovery.find", tuple)
    assert run("plugins").stdout == "no plugins are installed\n"
