"""The kit finds what is wrong: every test of it fails for an exporter that was made to fail it."""

import datetime
import enum
import inspect
import os
import random
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import attrs
import pytest

from digestkit.export.contract import FIELDS, exporter
from digestkit.testing import ExporterConformance, samples


def text(name="sample", **given):
    record = {"suffix": ".txt", "media_type": "text/plain", "summary": "For a test."} | given
    return exporter(name, **record)


def everything(digests):
    """All fields of the digests as text, a line for each digest."""
    for digest in digests:
        yield f"{digest.date} {digest.title} {digest.papers}\n"


class Kind(enum.Enum):
    PLAIN = "plain"
    FANCY = "fancy"


@attrs.frozen
class Options:
    loud: bool = False
    kind: Kind = Kind.PLAIN


@text(streams=True)
def good(digests, _context):
    yield from everything(digests)


@text()
def returns_text(digests, _context):
    return "".join(everything(digests))


@text()
def yields_bytes(digests, _context):
    yield from (line.encode("utf-8", "replace") for line in everything(digests))


@text(suffix="")
def has_no_suffix(digests, _context):
    yield from everything(digests)


@text()
def fails_without_digests(digests, _context):
    digests = list(digests)
    yield f"{digests[0].title}\n"
    yield from everything(digests)


@text()
def fails_on_surrogates(digests, _context):
    for digest in digests:
        for paper in digest.papers:
            yield paper.title.encode().decode()


@text()
def wants_a_list(digests, _context):
    for at in range(len(digests)):
        yield f"{digests[at]}\n"


@text()
def reads_twice(digests, _context):
    yield from everything(digests)
    yield from everything(digests)


@text()
def stops_early(digests, _context):
    for line in everything(digests):
        yield line
        break


@text(streams=True)
def only_says_that_it_streams(digests, _context):
    yield "head\n"
    yield from list(everything(digests))


@text()
def swallows_errors(digests, _context):
    try:
        yield from everything(digests)
    except Exception:  # noqa: BLE001 - the fault
        yield "the end\n"


@text()
def is_random(digests, _context):
    yield from everything(digests)
    yield str(random.random())


_seen = []


@text()
def remembers(digests, _context):
    for digest in digests:
        _seen.append(digest)
        yield f"{len(_seen)} {digest}\n"


@text()
def changes_the_digests(digests, _context):
    for digest in digests:
        for paper in digest.papers:
            object.__setattr__(paper, "title", paper.title.upper())
        yield from everything([digest])


@text()
def writes_a_file(digests, _context):
    Path("written.txt").write_text("x")
    yield from everything(digests)


@text()
def asks_the_network(digests, _context):
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.01)
    except OSError:
        yield "offline\n"
    yield from everything(digests)


@text()
def starts_a_program(digests, _context):
    subprocess.run(["true"], check=True)
    yield from everything(digests)


@text()
def complains(digests, _context):
    print("hello", file=sys.stderr)
    yield from everything(digests)


@text()
def prints(digests, _context):
    print("hello")
    yield from everything(digests)


@text()
def carries_less_than_it_says(digests, _context):
    for digest in digests:
        yield f"{digest.date} {[(paper.title, paper.authors) for paper in digest.papers]}\n"


@text(carries=tuple(field for field in FIELDS if field != "votes"))
def carries_more_than_it_says(digests, _context):
    yield from everything(digests)


@text()
def cannot_be_left(digests, _context):
    try:
        yield from everything(digests)
    finally:
        yield "the end\n"


@text()
def says_nothing(digests, context):
    yield from everything(digests)
    context.report(" ")


@text()
def cannot_bear_a_title(digests, context):
    yield (context.title or "").encode("ascii").decode()
    yield from everything(digests)


@text()
def cannot_bear_two_digests_of_a_day(digests, _context):
    days = set()
    for digest in digests:
        if digest.date in days:
            raise ValueError(digest.date)
        days.add(digest.date)
        yield from everything([digest])


@text(options=Options)
def cannot_be_loud(digests, context):
    if context.options.loud:
        raise ValueError
    yield from everything(digests)


@text(options=Options)
def is_random_when_fancy(digests, context):
    yield from everything(digests)
    if context.options.kind is Kind.FANCY:
        yield str(random.random())


@text()
def cannot_bear_much(digests, _context):
    for digest in digests:
        if any(paper.media is None and paper.authors for paper in digest.papers):
            raise ValueError(digest)
        yield from everything([digest])


@text(options=dict)
def has_no_options_class(digests, _context):
    yield from everything(digests)


FAILS = {
    has_no_options_class: "test_its_options_are_validated",
    cannot_bear_much: "test_it_takes_generated_digests",
    cannot_be_loud: "test_two_runs_give_the_same_bytes",
    is_random_when_fancy: "test_two_runs_give_the_same_bytes",
    returns_text: "test_it_yields_chunks_of_the_declared_type",
    yields_bytes: "test_it_yields_chunks_of_the_declared_type",
    has_no_suffix: "test_the_record_is_one_that_the_host_serves",
    fails_without_digests: "test_it_takes_every_sample[no digests]",
    fails_on_surrogates: "test_it_takes_every_sample[lone surrogates]",
    cannot_bear_two_digests_of_a_day: "test_it_takes_every_sample[a day twice]",
    wants_a_list: "test_it_reads_all_digests_once",
    reads_twice: "test_it_reads_all_digests_once",
    stops_early: "test_it_reads_all_digests_once",
    only_says_that_it_streams: "test_it_streams_if_it_says_so",
    swallows_errors: "test_it_lets_errors_of_the_digests_pass",
    cannot_be_left: "test_it_can_be_left_early",
    is_random: "test_two_runs_give_the_same_bytes",
    remembers: "test_two_runs_give_the_same_bytes",
    changes_the_digests: "test_it_leaves_the_digests_as_they_are",
    writes_a_file: "test_it_does_nothing_but_yield",
    asks_the_network: "test_it_does_nothing_but_yield",
    starts_a_program: "test_it_does_nothing_but_yield",
    prints: "test_it_does_nothing_but_yield",
    complains: "test_it_does_nothing_but_yield",
    carries_less_than_it_says: "test_what_it_carries_is_true[votes]",
    carries_more_than_it_says: "test_what_it_carries_is_true[votes]",
    says_nothing: "test_its_reports_are_diagnostics",
    cannot_bear_a_title: "test_it_takes_whatever_the_context_says",
}
"""Exporters with one fault each, and the test that finds it."""


def kit(bad):
    return type("Kit", (ExporterConformance,), {"exporter": bad})


def all_of(cls):
    """All tests of the kit but the one that needs its class in a module, with their arguments, by id."""
    for name, method in inspect.getmembers(cls(), inspect.ismethod):
        if not name.startswith("test_") or name == "test_time_and_place_do_not_matter":
            continue
        marks = [mark for mark in getattr(method, "pytestmark", ()) if mark.name == "parametrize"]
        if marks:
            yield from ((f"{name}[{value}]", method, (value,)) for value in marks[0].args[1])
        else:
            yield name, method, ()


def fails(method, arguments):
    try:
        method(*arguments)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - as pytest does
        return True
    return False


def test_a_good_exporter_fails_nothing():
    assert [name for name, method, arguments in all_of(kit(good)) if fails(method, arguments)] == []


@pytest.mark.parametrize("bad", FAILS, ids=[bad.export.__name__ for bad in FAILS])
def test_a_bad_exporter_fails_the_test_for_its_fault(bad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tests = {name: (method, arguments) for name, method, arguments in all_of(kit(bad))}
    assert fails(*tests[FAILS[bad]])
    assert list(tmp_path.iterdir()) == []


def test_every_test_of_the_kit_has_an_exporter_that_fails_it():
    tests = {name.partition("[")[0] for name, _, _ in all_of(kit(good))}
    assert tests == {name.partition("[")[0] for name in FAILS.values()}


@text()
def tells_the_time(digests, _context):
    yield from everything(digests)
    yield time.strftime("%Y")


@text()
def tells_the_day(digests, _context):
    yield from everything(digests)
    yield str(datetime.date.today())  # noqa: DTZ011 - the fault


@text()
def tells_the_year(digests, _context):
    yield from everything(digests)
    yield str(datetime.datetime.now(datetime.UTC).year)


@text()
def tells_the_zone(digests, _context):
    yield from everything(digests)
    yield time.strftime("%z", time.localtime(0))


@text()
def tells_the_month(digests, _context):
    for digest in digests:
        yield f"{digest.date:%d %B %Y} {digest}\n" if digest.date else f"{digest}\n"


@text()
def tells_hashes(digests, _context):
    yield from everything(digests)
    yield str(hash("digest"))


@text()
def tells_the_folder(digests, _context):
    yield from everything(digests)
    yield str(Path.cwd())


class Good(ExporterConformance):
    exporter = good


class Clock(ExporterConformance):
    exporter = tells_the_time


class Day(ExporterConformance):
    exporter = tells_the_day


class Year(ExporterConformance):
    exporter = tells_the_year


class Zone(ExporterConformance):
    exporter = tells_the_zone


class Month(ExporterConformance):
    exporter = tells_the_month


class Hash(ExporterConformance):
    exporter = tells_hashes


class Folder(ExporterConformance):
    exporter = tells_the_folder


def test_a_good_exporter_does_not_depend_on_time_and_place(tmp_path):
    Good().test_time_and_place_do_not_matter(tmp_path)


@pytest.mark.parametrize("bad", [Clock, Day, Year, Zone, Month, Hash, Folder])
def test_dependence_on_time_and_place_is_found(bad, tmp_path):
    with pytest.raises(pytest.fail.Exception, match="another clock"):
        bad().test_time_and_place_do_not_matter(tmp_path)


def test_an_exporter_that_no_other_process_finds_is_told_so(tmp_path):
    class Local(ExporterConformance):
        exporter = good

    with pytest.raises(pytest.fail.Exception, match="must be defined at module level"):
        Local().test_time_and_place_do_not_matter(tmp_path)


def test_every_field_has_changes_and_every_change_changes():
    assert tuple(samples.CHANGES) == FIELDS
    whole = samples.carrying()
    for field, changes in samples.CHANGES.items():
        for change in changes:
            assert change(whole) != whole, field


AUTHORS_FILE = """
    import digestkit
    from digestkit.export.contract import exporter
    from digestkit.testing import ExporterConformance

    @exporter("titles", suffix=".txt", media_type="text/plain", summary="Titles.", carries=["title"])
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
