"""The kit itself: how tests stand on each other, what it says, exceptions, versions, and what it tries."""

import datetime
import inspect
import os
import subprocess
import sys
import tempfile
import textwrap
import warnings
from pathlib import Path

import attrs
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import faults

from digestkit.export.contract import FIELDS
from digestkit.model import Digest, Item, Media, Paper
from digestkit.testing import KIT_VERSION, ExporterConformance, KitWarning, samples
from digestkit.testing.changes import elements, text_changes
from digestkit.testing.content import changes
from digestkit.testing.declared import ALLOWANCES
from digestkit.testing.findings import Finding, first_difference, python, text
from digestkit.testing.growth import growths
from digestkit.testing.kit import CHECKS, Check, Examination, Skipped
from digestkit.testing.study import FEW, Study

DEEDS = "it_does_nothing_but_yield"


def made(function, **given):
    return faults.made(function, **given)


def finds(exporter, check, **given):
    return [finding.message for finding in Examination(Study(exporter, **given)).findings(check)]


# How tests stand on each other.


def test_every_check_has_a_test_with_words_for_it():
    tests = {name: test for name, test in vars(ExporterConformance).items() if name.startswith("test_")}
    assert tests.keys() == {f"test_{name}" for name in CHECKS}
    assert all(inspect.getdoc(test) for test in tests.values())
    # Each asks the check of its own name.
    assert all(f'"{name.removeprefix("test_")}"' in inspect.getsource(test) for name, test in tests.items())


def test_every_check_has_an_exporter_that_fails_it():
    # Generated digests find what no sample has: the one below is found by chance.
    assert CHECKS.keys() - {check for _, check, _ in faults.FAULTS.values()} == {"it_takes_generated_digests"}


@made
def cannot_bear_pictures_without_names(digests, _context):
    for digest in digests:
        assert all(paper.media or not paper.authors for paper in digest.papers if len(paper.title) > 3)
        yield from faults.text([digest])


def test_generated_digests_find_what_no_sample_has():
    [message] = finds(cannot_bear_pictures_without_names, "it_takes_generated_digests")
    assert message.startswith("it fails: AssertionError")


def test_no_check_stands_on_itself():
    done = set()
    while ready := {name for name in CHECKS.keys() - done if done.issuperset(CHECKS[name].after)}:
        done |= ready
    assert done == set(CHECKS)


def test_a_test_waits_for_those_that_it_stands_on():
    class Waiting(ExporterConformance):
        exporter = faults.FAULTS["crashes without media"][0]

    with pytest.raises(pytest.skip.Exception, match="asked once test_it_takes_every_sample passes"):
        Waiting().test_nothing_is_lost()
    with pytest.raises(pytest.fail.Exception, match="AttributeError"):
        Waiting().test_it_takes_every_sample()


def test_a_check_is_made_once(monkeypatch):
    asked = []

    def find(examination):
        asked.append(examination)
        return iter(())

    monkeypatch.setitem(CHECKS, DEEDS, Check(find, (), "x"))
    examination = Examination(Study("jsonl"))
    assert examination.findings(DEEDS) == examination.findings(DEEDS) == ()
    assert len(asked) == 1


def test_an_exporter_that_no_other_process_finds_is_told_so():
    class Local(ExporterConformance):
        exporter = faults.SOUND["text"]

    with pytest.raises(pytest.fail.Exception, match="must be defined at module level"):
        Local().test_time_and_place_do_not_matter()


# What it says.


def test_outputs_are_shown_from_where_they_differ():
    said = first_difference(b"x" * 100 + b"one\n" + b"y" * 100, b"x" * 100 + b"two\n", ("here", "elsewhere"))
    assert said.splitlines() == [
        "the outputs first differ at byte 100 (of 204 and 104):",
        f"  here       {'x' * 40}▸one\\n{'y' * 36}",
        f"  elsewhere  {'x' * 40}▸two\\n",
    ]
    assert "at byte 3 (of 3 and 4)" in first_difference(b"abc", b"abcd", ("a", "b"))
    assert "\\\\xff" in first_difference(b"\xff", b"", ("a", "b"))


NAMES = {"Digest": Digest, "Paper": Paper, "Item": Item, "Media": Media, "date": datetime.date}


def test_inputs_are_shown_as_python_that_makes_them():
    shown = 0
    for name in samples.NAMES:
        code = python(samples.sample(name))
        if "…" not in code and "characters)" not in code:
            assert tuple(eval(code, dict(NAMES))) == samples.sample(name), name
            shown += 1
    assert shown > len(samples.NAMES) // 2


def test_a_long_text_is_shown_as_a_repetition():
    assert text("word " * 100 + "end") == "'word ' * 100 + 'end'"
    assert eval(text("ab" * 1000)) == "ab" * 1000
    assert "(600 characters)" in text("".join(map(chr, range(0x4E00, 0x4E00 + 600))))


def test_the_smallest_length_is_found():
    [message] = finds(faults.FAULTS["cuts summaries at 280"][0], "nothing_is_lost_in_bulk")[:1]
    # The middle of a text of 562 characters is the 281st.
    assert "from 562 characters on" in message
    assert "'word ' * 112" in message


def test_a_failure_has_the_whole_story():
    class Clock(ExporterConformance):
        exporter = faults.FAULTS["keeps 100 authors"][0]

    with pytest.raises(pytest.fail.Exception) as caught:
        Clock().test_nothing_is_lost_in_bulk()
    assert (
        "authors: a change of the last shows neither in the output nor in a report from 101 entries on"
        in str(caught.value)
    )


# Exceptions.


def test_exceptions_are_those_that_there_are():
    assert finds(faults.SOUND["text"], "the_record_is_one_that_the_host_serves", allows=["anything"]) == [
        f"allows: there is no exception 'anything'; there are {', '.join(ALLOWANCES)}"
    ]


@pytest.mark.parametrize(
    ("fault", "exception"),
    [("makes temporary files", "temporary files"), ("logs", "logging"), ("warns", "warnings")],
)
def test_a_deed_can_be_allowed(fault, exception):
    exporter, check, _ = faults.FAULTS[fault]
    assert finds(exporter, check)
    assert finds(exporter, check, allows=[exception]) == []


@pytest.mark.parametrize(
    ("fault", "exception"),
    [
        ("strips", "white space"),
        pytest.param("sorts_days", "order of days", marks=pytest.mark.search(only=True)),
        ("collapses white space", "white space"),
    ],
)
def test_a_loss_can_be_allowed(fault, exception):
    exporter, check, _ = faults.FAULTS[fault]
    refused, allowed = finds(exporter, check), finds(exporter, check, allows=[exception])
    assert len(allowed) < len(refused)
    # What means something is found still: lines are no mere white space.
    assert bool(allowed) == (fault == "collapses white space")


@made
def forgets_a_temporary_file(digests, _context):
    with tempfile.NamedTemporaryFile(prefix="forgotten", delete=False):
        yield from faults.text(digests)


@made
def writes_beside_temporary_files(digests, _context):
    try:
        Path("/tmp/written.txt").write_text("x")
    except OSError:
        yield "failed"
    yield from faults.text(digests)


def test_a_temporary_file_that_is_left_is_found():
    [message] = finds(forgets_a_temporary_file, DEEDS, allows=["temporary files"])
    assert "it leaves a temporary file behind: forgotten" in message
    assert not list(Path(tempfile.gettempdir()).glob("forgotten*"))


def test_other_files_are_no_temporary_files():
    assert finds(writes_beside_temporary_files, DEEDS, allows=["temporary files"])


@made
def reads_what_is_installed(digests, _context):
    import zoneinfo
    from importlib import resources

    yield f"{datetime.datetime(2024, 7, 5, tzinfo=zoneinfo.ZoneInfo('Asia/Seoul'))}\n"
    yield f"{len(resources.files('digestkit').joinpath('dialects/dailyarxiv.toml').read_bytes()) > 0}\n"
    warnings.warn("old", DeprecationWarning, stacklevel=1)
    yield from faults.text(digests)


def test_files_of_packages_may_be_read_and_deprecations_pass():
    assert finds(reads_what_is_installed, DEEDS) == []


# Versions.


class Pinned(ExporterConformance):
    __test__ = False
    exporter = faults.FAULTS["drops votes of 0"][0]
    kit = 1


def test_what_only_later_versions_look_for_warns():
    with pytest.warns(KitWarning, match="from version 2 of the kit on, this fails: .*votes"):
        Pinned().test_nothing_is_lost()


def test_where_warnings_are_errors_it_is_expected_to_fail():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(pytest.xfail.Exception, match="from version 2"):
            Pinned().test_nothing_is_lost()


def test_what_was_always_looked_for_fails_any_version():
    class Old(ExporterConformance):
        exporter = faults.FAULTS["drops votes"][0]
        kit = 1

    with pytest.raises(pytest.fail.Exception, match="'votes'"):
        Old().test_what_it_carries_is_true()


def test_what_is_announced_warns_everybody(monkeypatch):
    later = Finding("it will not do", since=KIT_VERSION + 1)
    monkeypatch.setitem(CHECKS, DEEDS, Check(lambda _: iter([later]), (), "x"))

    class Newest(ExporterConformance):
        exporter = "jsonl"

    with pytest.warns(KitWarning, match="it will not do"):
        Newest().test_it_does_nothing_but_yield()


# What it tries.


def test_every_field_has_changes_and_every_change_changes():
    assert tuple(samples.CHANGES) == FIELDS
    whole = samples.carrying()
    for field, of_field in samples.CHANGES.items():
        for change in of_field:
            assert change(whole) != whole, field


def test_every_small_change_changes_one_field():
    asked = set()
    for change in changes():
        assert change.before != change.after, (change.place, change.what)
        asked.update(change.fields)
        assert change.allowance in (*ALLOWANCES, "")
    assert asked == {*FIELDS, "papers"}


def test_every_series_changes_at_every_size():
    asked = set()
    for series in growths():
        for size in (series.least, 20):
            before, after = series.make(size, False), series.make(size, True)
            assert before != after, (series.place, series.what)
        asked.add(series.field)
    assert asked == {*FIELDS, "papers"} - {"date", "votes", "authors_truncated", "submitted", "doi"}


def test_every_place_for_text_is_asked_for_its_ends():
    for element in elements():
        if element.kind not in ("address", "doi"):
            asked = {change.what for change in text_changes(element)}
            assert asked >= {"its first character", "its second character", "its last character", "a letter"}


def test_the_samples_of_each_set_of_options_are_samples():
    assert set(FEW) <= set(samples.NAMES)


def test_an_output_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("digestkit.testing.study._MOST", 1 << 16)

    @made
    def goes_on(digests, _context):
        list(digests)
        while True:
            yield "x" * 100

    found = finds(
        attrs.evolve(goes_on, info=attrs.evolve(goes_on.info, streams=False)), "it_takes_every_sample"
    )
    assert "chunks without end" in found[0]


AUTHORS_FILE = """
    import digestkit
    from digestkit.testing import ExporterConformance

    @digestkit.exporter("titles", suffix=".txt", media_type="text/plain", summary="Titles", carries=["title"])
    def titles(digests, context):
        for digest in digests:
            yield "".join(f"{paper.title}\\n" for paper in digest.papers)

    class TestTitles(ExporterConformance):
        exporter = titles
"""


def test_the_kit_works_with_pytest_alone(tmp_path):
    (tmp_path / "test_titles.py").write_text(textwrap.dedent(AUTHORS_FILE))
    (tmp_path / "conftest.py").write_text("import sys; sys.modules['hypothesis'] = None")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 skipped" in done.stdout


def test_skipping_says_why_without_hypothesis(monkeypatch):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(Skipped, match="need hypothesis"):
        Examination(Study("jsonl")).findings("it_takes_generated_digests")


def test_the_kit_of_an_installed_format_needs_no_pytest():
    code = (
        "import sys; sys.modules['pytest'] = None; import digestkit.testing.installed, digestkit.cli.testing"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
