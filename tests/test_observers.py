"""Observers: pluggy calls all that were asked for; what one raises changes nothing."""

import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import digestkit
from digestkit.cli import main
from digestkit.diagnostics import Code
from digestkit.errors import PluginError, UnknownFormatError, UsageError

POINTS = "[digestkit.observers]\n{} = {}\n"

COUNTING = """
    import digestkit

    SEEN = []

    @digestkit.hookimpl
    def digestkit_report(diagnostic):
        SEEN.append(diagnostic.code.id)

    @digestkit.hookimpl
    def digestkit_converted(result):
        SEEN.append(len(result.written))
        print("counted")
"""

DAY = "## Daily (2024-07-05)\n\n### [A](https://arxiv.org/abs/2407.00001) (x)\n\nstray\n"


@digestkit.hookimpl
def digestkit_report(wanted):
    """Of another signature than the hook has."""


@pytest.fixture
def day(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "day.md").write_text(DAY)
    return tmp_path


def observing(report=None, converted=None):
    """An observer that hands on what it sees."""
    made = SimpleNamespace()
    if report is not None:

        @digestkit.hookimpl
        def digestkit_report(diagnostic):
            report(diagnostic)

        made.digestkit_report = digestkit_report
    if converted is not None:

        @digestkit.hookimpl
        def digestkit_converted(result):
            converted(result)

        made.digestkit_converted = digestkit_converted
    return made


@pytest.mark.usefixtures("day")
def test_an_installed_observer_sees_reports_and_the_result(lay_out):
    lay_out("digestkit-counting", POINTS.format("count", "digestkit_counting"), COUNTING)
    done = CliRunner().invoke(main, ["convert", "day.md", "--to", "jsonl", "--observe", "count"])
    assert done.exit_code == 0, done.output
    assert "counted" in done.stderr
    assert "counted" not in done.stdout
    *codes, written = sys.modules["digestkit_counting"].SEEN
    assert "DK110" in codes
    assert written == 1


def test_all_observers_see_all_that_is_reported_in_one_call(day):
    first, second, results = [], [], []
    result = digestkit.convert(
        "day.md",
        "bibtex",
        day / "out.bib",
        observers=[
            observing(first.append),
            observing(second.append, results.append),
        ],
    )
    assert first == second == list(result.diagnostics)
    assert first
    assert results == [result]


def wrong(*_):
    raise ValueError("no luck")


def leaves(*_):
    sys.exit(7)


@pytest.mark.parametrize(("fault", "told"), [(wrong, "ValueError: no luck"), (leaves, "SystemExit: 7")])
def test_what_an_observer_raises_is_told_once_and_breaks_nothing(day, fault, told):
    seen, reports = [], []
    faulty = observing(fault, fault)
    sound = observing(lambda diagnostic: seen.append(diagnostic.code))
    for observers in ([faulty, sound], [sound, faulty]):
        seen.clear()
        reports.clear()
        result = digestkit.convert(
            "day.md", "jsonl", day / "out.jsonl", observers=observers, report=reports.append
        )
        [failure] = [report for report in reports if report.code is Code.OBSERVER_FAILED]
        assert told in failure.message
        assert seen == [one.code for one in result.diagnostics]
        assert (day / "out.jsonl").stat().st_size == result.written[0].size


def test_a_failure_at_the_end_is_told_with_the_distribution(lay_out, day):
    lay_out(
        "digestkit-late",
        POINTS.format("late", "digestkit_late"),
        COUNTING.replace('print("counted")', "raise RuntimeError('too late')"),
    )
    done = CliRunner().invoke(main, ["convert", "day.md", "-o", "out.jsonl", "--observe", "late"])
    assert done.exit_code == 0, done.output
    assert "DK613 observer 'late' of digestkit-late 1.0 failed: RuntimeError: too late" in done.stderr
    assert (day / "out.jsonl").exists()


def test_one_that_is_asked_for_twice_observes_once(lay_out, day):
    lay_out("digestkit-counting", POINTS.format("count", "digestkit_counting"), COUNTING)
    digestkit.convert("day.md", "jsonl", day / "x.jsonl", observers=["count", "digestkit-counting:count"])
    assert sys.modules["digestkit_counting"].SEEN.count(1) == 1


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "raise RuntimeError('no luck')",
            "digestkit-bad 1.0 is broken: RuntimeError: no luck",
        ),
        ("pass", "it has no function digestkit_report or digestkit_converted"),
        (COUNTING.replace("(diagnostic):", "(diagnostic, more):"), "more"),
        (COUNTING.replace("digestkit_report", "digestkit_reprot"), "unknown hook"),
    ],
)
def test_a_broken_observer_is_named_before_anything_is_written(lay_out, day, source, told):
    lay_out("digestkit-bad", POINTS.format("bad", "digestkit_bad"), source)
    with pytest.raises(PluginError, match="observer 'bad' of digestkit-bad") as caught:
        digestkit.convert("day.md", "jsonl", day / "out.jsonl", observers=["bad"])
    assert told in str(caught.value)
    assert not (day / "out.jsonl").exists()


def test_what_is_no_observer_is_refused(day):
    with pytest.raises(UnknownFormatError, match="unknown observer 'nobody'; installed: none"):
        digestkit.convert("day.md", "jsonl", day / "x", observers=["nobody"])
    with pytest.raises(UsageError, match="must be a list"):
        digestkit.convert("day.md", "jsonl", day / "x", observers="nobody")
    with pytest.raises(UsageError, match="marked with @digestkit"):
        digestkit.convert("day.md", "jsonl", day / "x", observers=[SimpleNamespace(digestkit_report=print)])
    with pytest.raises(UsageError, match="wanted"):
        digestkit.convert("day.md", "jsonl", day / "x", observers=[sys.modules[__name__]])
