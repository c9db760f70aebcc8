"""The conformance classes have teeth: each planted fault fails the test that is about it."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import random
import sys
import time

import attrs
import pytest

import digestkit
from digestkit import reading
from digestkit.testing import CheckConformance, ReaderConformance, TransformConformance, samples

SAMPLE = "2024-07-05\nGraphs | https://arxiv.org/abs/2407.01906\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """What faulty plugins write does not stay."""
    monkeypatch.chdir(tmp_path)


def outcome(cls, test, *arguments):
    """How a test of a conformance class fails; None where it passes or stands on one that fails."""
    try:
        getattr(cls(), test)(*arguments)
    except pytest.fail.Exception as failure:
        return failure.msg
    except pytest.skip.Exception:
        return None
    return None


APART = (
    "test_time_and_place_do_not_matter",
    "test_long_text_takes_its_time_and_no_more",
    "test_it_takes_generated_digests",
    "test_nothing_is_raised_on_generated_digests",
)
"""Tests that take long, and are asked about faults of their own kind only."""


def failing(cls):
    """The tests without arguments that fail."""
    names = [name for name in dir(cls) if name.startswith("test_") and name not in APART]
    asked = {name: getattr(cls, name) for name in names}
    plain = [name for name, test in asked.items() if not getattr(test, "pytestmark", ())]
    return {name: told for name in plain if (told := outcome(cls, name)) is not None}


# Readers.


def parsed(text, context):
    day, *lines = text.split("\n")
    papers = []
    for number, line in enumerate(lines, 2):
        title, bar, url = line.partition("|")
        if bar:
            papers.append(reading.paper(context, title=title, url=url, line=number))
    return [one for one in [reading.digest(context, day=day, papers=papers, line=1)] if one is not None]


def reader_kit(read, contents=SAMPLE, **given):
    record = {"suffixes": [".lists"], "summary": "Lists."} | given

    class Kit(ReaderConformance):
        reader = digestkit.reader("lists", **record)(read)
        samples = {"july.lists": contents}  # noqa: RUF012 - read, never changed

    return Kit


def raises_on_nothing(text, context):
    text.split("\n")[1]
    return parsed(text, context)


def raises_on_noise(text, context):
    text.encode("ascii")
    return parsed(text, context)


def is_random(text, context):
    [one] = parsed(text, context) or [None]
    return [attrs.evolve(one, title=str(random.random()))] if one else []


def is_quadratic(text, context):
    for at in range(0, len(text), 100):
        text[at:].count("zzzz")
    return parsed(text, context)


def prints(text, context):
    print("loud")
    return parsed(text, context)


def writes(text, context):
    with open("never.txt", "w"):  # noqa: PTH123 - that is the point
        pass
    return parsed(text, context)


def says_nothing(text, context):
    context.report(" ")
    return parsed(text, context)


def reports_elsewhere(text, context):
    context.sink(digestkit.Diagnostic(digestkit.Code.READ_WARNING, "odd"))
    return parsed(text, context)


def reports_beyond(text, context):
    context.report("odd", 99)
    return parsed(text, context)


def yields_text(text, context):
    return ["text"] if len(text) > 60 else parsed(text, context)


def reads_nothing(_text, _context):
    return []


def by_the_clock(text, context):
    return [attrs.evolve(one, date=datetime.date.today()) for one in parsed(text, context)]  # noqa: DTZ011


def days_in_a_row(text, context):
    for part in text[:100_000].split("2024-07-05")[1:]:
        yield from parsed(f"2024-07-05{part}", context)


READERS = {
    "raises on nothing": (raises_on_nothing, "test_it_stands_what_is_not_its_own", ["nothing"], "IndexError"),
    "raises on noise": (raises_on_noise, "test_it_stands_noise", [], "UnicodeEncodeError"),
    "raises where it is cut": (
        lambda text, context: parsed(text, context) if "Graphs" in text else 1 / 0,
        "test_it_stands_samples_that_are_cut_off",
        [],
        "ZeroDivisionError",
    ),
    "is random": (is_random, "test_two_runs_give_the_same", [], "a second run gives something else"),
    "is quadratic": (is_quadratic, "test_a_long_line_takes_its_time_and_no_more", ["x"], "for a quarter"),
    "prints": (prints, "test_it_does_nothing_but_read", [], "it prints 'loud"),
    "writes": (writes, "test_it_does_nothing_but_read", [], "it writes the file"),
    "says nothing": (says_nothing, "test_its_reports_have_places", [], "must be one line"),
    "reports elsewhere": (reports_elsewhere, "test_its_reports_have_places", [], "does not say where"),
    "reports beyond": (reports_beyond, "test_its_reports_have_places", [], "there is no line 99"),
    "yields text": (yields_text, "test_long_content_takes_its_time_and_no_more", [], "yields str"),
    "exits": (
        lambda text, context: parsed(text, context) if text.strip() else sys.exit(3),
        "test_it_stands_what_is_not_its_own",
        ["nothing"],
        "it raises SystemExit: 3",
    ),
    "stops at CR LF": (
        lambda text, context: parsed(text.partition("\r")[0], context),
        "test_line_ends_make_no_difference",
        [],
        "CR LF at the ends of its lines gives other digests",
    ),
    "reads 100,000 characters": (
        days_in_a_row,
        "test_long_content_is_read_to_its_end",
        [],
        "copies of the sample 'july.lists', it reads",
    ),
    "reads nothing": (reads_nothing, "test_it_reads_its_samples", [], "there is no paper in the sample"),
}


def from_json(text, context):
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise digestkit.InputError("no JSON") from error
    if not isinstance(said, list):
        raise digestkit.InputError("no list")
    papers = [reading.paper(context, title=one["title"], url=one["url"]) for one in said]
    return [digest] if (digest := reading.digest(context, day=None, papers=papers)) is not None else []


def test_a_reader_that_wants_each_key_of_json_fails():
    content = json.dumps([{"title": "Graphs", "url": "https://arxiv.org/abs/2407.01906"}])
    told = outcome(reader_kit(from_json, content), "test_it_stands_values_of_other_types")
    assert told.startswith("the sample 'july.lists' with ")
    assert "it raises" in told


def test_a_paper_that_a_reader_leaves_out_is_missed():
    kit = reader_kit(parsed)
    kit.papers = {"july.lists": 2}
    told = "of the 2 papers of the sample 'july.lists', it reads 1"
    assert failing(kit) == {"test_it_reads_its_samples": told}


def faults(table):
    """The faults of a kind; to find what is slow takes long, and is for the longer search."""
    return [pytest.param(name, marks=pytest.mark.search(only=name == "is quadratic")) for name in table]


@pytest.mark.parametrize("fault", faults(READERS))
def test_a_faulty_reader_fails(fault):
    read, test, arguments, told = READERS[fault]
    failure = outcome(reader_kit(read), test, *arguments)
    assert failure is not None
    assert told in failure


def test_one_fault_is_told_once():
    kit = reader_kit(raises_on_noise)
    assert outcome(kit, "test_it_stands_noise") is not None
    assert outcome(kit, "test_it_stands_what_is_not_its_own", "another script") is None


@pytest.mark.parametrize(
    ("given", "test", "told"),
    [
        ({"suffixes": ["lists"]}, "test_the_record_is_one_that_the_host_serves", "suffixes must be like"),
        ({"detect": lambda _: 0.4}, "test_it_knows_its_own", "detect gives 0.4 for the sample"),
        ({"detect": lambda _: 1}, "test_it_knows_its_own", "which is not its own"),
        ({"choose": lambda _: []}, "test_it_chooses_among_what_is_there", "choose picks nothing"),
        ({"choose": lambda names: names[:1]}, "test_it_chooses_among_what_is_there", "depends on the order"),
    ],
)
def test_a_record_that_is_not_true_fails(given, test, told):
    assert told in outcome(reader_kit(parsed, **given), test)


def streams_late(pieces, context):
    return parsed("".join(pieces), context)


def streams_by_piece(pieces, context):
    for piece in pieces:
        yield from parsed(piece, context)


def swallows(pieces, context):
    try:
        yield from parsed("".join(pieces), context)
    except Exception:  # noqa: BLE001 - that is the point
        return


@pytest.mark.parametrize(
    ("read", "test", "told"),
    [
        (streams_late, "test_it_streams_if_it_says_so", "reads on before it yields"),
        (streams_by_piece, "test_pieces_make_no_difference", "in pieces of 1 gives other digests"),
        (swallows, "test_errors_of_the_content_pass", "was swallowed"),
    ],
)
def test_a_reader_that_streams_badly_fails(read, test, told):
    assert told in outcome(reader_kit(read, streams=True), test)


class TestSound(reader_kit(parsed)):
    """A reader without a fault passes everything."""


class ByTheClock(reader_kit(by_the_clock)):
    pass


def by_home(text, context):
    return [attrs.evolve(one, title=os.environ["HOME"]) for one in parsed(text, context)]


class ByHome(reader_kit(by_home)):
    pass


@pytest.mark.parametrize(
    ("kit", "cause"),
    [
        pytest.param(ByTheClock, "the clock", id="clock"),
        pytest.param(ByHome, "the home directory", id="home", marks=pytest.mark.search(only=True)),
    ],
)
def test_what_a_reader_depends_on_is_named(kit, cause, tmp_path):
    told = outcome(kit, "test_time_and_place_do_not_matter", tmp_path)
    assert told.startswith(
        f"it depends on {cause}: the sample 'july.lists' differs\nthe outputs first differ"
    )


# Transforms.


def transform_kit(change, **given):
    class Kit(TransformConformance):
        transform = digestkit.transform("made", summary="Made.", streams=given.pop("streams", False))(change)

    for name, value in given.items():
        setattr(Kit, name, value)
    return Kit


def each(change):
    def changed(digests, _context):
        for digest in digests:
            yield attrs.evolve(digest, papers=[change(paper) for paper in digest.papers])

    return changed


def cuts(paper):
    return attrs.evolve(paper, summary=[attrs.evolve(item, text=item.text[:280]) for item in paper.summary])


def drops_the_last(digests, _context):
    for digest in digests:
        yield attrs.evolve(digest, papers=digest.papers[:-1]) if len(digest.papers) > 1 else digest


def mutates(digests, _context):
    for digest in digests:
        object.__setattr__(digest, "title", digest.title + "!")
        yield digest


def reads_twice(digests, _context):
    list(digests)
    yield from digests


def swallows_errors(digests, _context):
    try:
        yield from digests
    except Exception:  # noqa: BLE001 - as above
        return


def prints_something(digests, _context):
    print("loud")
    yield from digests


def squares(digests, _context):
    for digest in digests:
        for paper in digest.papers:
            for at in range(0, len(paper.title), 50):
                paper.title[at:].count("zzzz")
        yield digest


def tells_of_a_loss(digests, context):
    for digest in digests:
        for paper in digest.papers:
            context.report("lost", paper, digestkit.Code.DROPPED)
        yield digest


TRANSFORMS = {
    "cuts": (each(cuts), {}, "test_what_it_does_not_change_survives", "changes 'summary'"),
    "drops the extra": (
        each(lambda paper: attrs.evolve(paper, extra=())),
        {"changes": ("tags",)},
        "test_what_it_does_not_change_survives",
        "changes 'extra'",
    ),
    "drops papers": (drops_the_last, {}, "test_what_it_does_not_change_survives", "1 come out"),
    "drops a digest": (
        lambda digests, _context: [one for one in digests if one.papers],
        {},
        "test_what_it_does_not_change_survives",
        "it makes 0",
    ),
    "makes one of nothing": (
        lambda digests, _context: [*digests, samples.digest()],
        {"changes": ("papers",)},
        "test_nothing_comes_of_nothing",
        "where there are none",
    ),
    "mutates": (mutates, {"changes": ("digest",)}, "test_its_digests_are_left_as_they_are", "themselves"),
    "reads twice": (reads_twice, {}, "test_it_reads_all_digests_once", "2 times"),
    "stops early": (
        lambda digests, _context: [next(iter(digests))],
        {},
        "test_it_reads_all_digests_once",
        "before the last digest",
    ),
    "does not stream": (
        lambda digests, _context: list(digests),
        {"streams": True},
        "test_it_streams_if_it_says_so",
        "reads 60 digests",
    ),
    "swallows": (swallows_errors, {}, "test_it_lets_errors_of_the_digests_pass", "was swallowed"),
    "prints": (prints_something, {}, "test_it_does_nothing_but_yield", "prints 'loud"),
    "is quadratic": (squares, {}, "test_long_text_takes_its_time_and_no_more", "Long texts:"),
    "is random": (
        each(lambda paper: attrs.evolve(paper, tags=(str(time.perf_counter_ns()),))),
        {"changes": ("tags",)},
        "test_two_runs_give_the_same",
        "a second run",
    ),
    "forgets that names are shuffled": (
        each(lambda paper: attrs.evolve(paper, authors_ordered=None)),
        {},
        "test_what_it_does_not_change_survives",
        "changes 'authors'",
    ),
    "forgets the site": (
        lambda digests, _context: (attrs.evolve(one, site=None) for one in digests),
        {},
        "test_what_it_does_not_change_survives",
        "changes 'digest'",
    ),
    "drops a paper late": (
        lambda digests, _context: (
            attrs.evolve(one, papers=one.papers[:-1]) if at == 50 else one for at, one in enumerate(digests)
        ),
        {},
        "test_what_it_does_not_change_survives",
        "the last of many digests",
    ),
    "keeps 64 KiB": (
        each(lambda paper: attrs.evolve(paper, abstract=paper.abstract and paper.abstract[:65536])),
        {},
        "test_what_it_does_not_change_survives",
        "changes 'abstract' of long texts",
    ),
    "keeps 5,000 names": (
        each(lambda paper: attrs.evolve(paper, authors=paper.authors[:5000])),
        {},
        "test_what_it_does_not_change_survives",
        "changes 'authors' of long texts",
    ),
    "cuts what it keeps": (
        lambda digests, _context: (
            attrs.evolve(one, papers=[attrs.evolve(paper, votes=None) for paper in one.papers[:1]])
            for one in digests
        ),
        {"changes": ("papers",)},
        "test_what_it_does_not_change_survives",
        "changes 'votes'",
    ),
    "empties a digest without a heading": (
        lambda digests, _context: (attrs.evolve(one, papers=[]) for one in digests),
        {"changes": ("papers",)},
        "test_it_takes_every_sample",
        "it fails on the sample 'no heading': ModelError: Digest.papers must be some in",
    ),
    "tells of losses that are none": (
        tells_of_a_loss,
        {},
        "test_what_it_does_not_change_survives",
        "reports a loss at a paper",
    ),
    "exits": (
        lambda digests, _context: [one for one in digests if one.papers or sys.exit(3)],
        {},
        "test_it_takes_every_sample",
        "it fails on the sample 'a digest without papers': SystemExit: 3",
    ),
    "names no field": (
        each(lambda paper: paper),
        {"changes": ("titel",)},
        "test_what_it_may_change_are_fields",
        "titel",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", faults(TRANSFORMS))
def test_a_faulty_transform_fails(fault):
    change, given, test, told = TRANSFORMS[fault]
    kit = transform_kit(change, **given)
    found = failing(kit) if test not in APART else {test: outcome(kit, test) or ""}
    assert found.keys() == {test}
    assert told in found[test]


@attrs.define
class Mutable:
    words: list[str] = attrs.field(factory=list)
    least: int = 1


def pops_a_word(digests, context):
    context.options.words.append("more")
    yield from digests


def divides(digests, context):
    yield from (one for one in digests if 1 / context.options.least)


@pytest.mark.parametrize(
    ("change", "test", "told"),
    [
        (pops_a_word, "test_its_options_are_left_as_they_are", "it changes its options"),
        (divides, "test_its_options_are_validated", "it fails (with -O least=0): ZeroDivisionError"),
    ],
)
def test_a_transform_that_misuses_its_options_fails(change, test, told):
    class Kit(TransformConformance):
        transform = digestkit.transform("made", summary="Made.", options=Mutable)(change)

    found = failing(Kit)
    assert found.keys() == {test}
    assert told in found[test]


def test_what_is_reported_at_its_paper_may_change():
    def told_of(where):
        def change(digests, context):
            for digest in digests:
                for paper in digest.papers:
                    context.report("no title", where(digest, paper), digestkit.Code.ALTERED)
                yield attrs.evolve(digest, papers=[attrs.evolve(paper, title="x") for paper in digest.papers])

        return outcome(transform_kit(change), "test_what_it_does_not_change_survives")

    assert told_of(lambda _digest, paper: paper) is None
    assert "changes 'title'" in told_of(lambda _digest, _paper: None)
    assert "changes 'title'" in told_of(lambda digest, _paper: digest.papers[0])


# Checks.


def check_kit(look, *, code="OWN101", wrong=None, explained=True, **given):
    look.__doc__ = "Something.\n\nWhy, and what to do." if explained else "Something."

    class Kit(CheckConformance):
        checks = (digestkit.lint(code, **given)(look),)

    Kit.wrong = {"OWN101": samples.paper(title="WRONG")} if wrong is None else wrong
    Kit.right = {"OWN101": samples.paper(title="Right")}
    return Kit


def finds(paper):
    return "wrong" if paper.title == "WRONG" else None


def counts(paper, seen=[]):  # noqa: B006 - that is the point
    seen.append(paper)
    return f"wrong {len(seen)}" if paper.title == "WRONG" else None


def looks_long(paper):
    for at in range(0, len(paper.title), 50):
        paper.title[at:].count("zzzz")
    return finds(paper)


CHECKS = {
    "another prefix": (
        finds,
        {"code": "DK101", "wrong": {"DK101": samples.paper(title="WRONG")}},
        "test_the_records_are_ones_that_the_host_serves",
        "not DK",
    ),
    "not explained": (finds, {"explained": False}, "test_each_code_is_explained", "OWN101: explain it"),
    "no example": (finds, {"wrong": {}}, "test_each_finds_what_is_wrong", "give an example"),
    "finds nothing": (lambda _paper: None, {}, "test_each_finds_what_is_wrong", "finds nothing"),
    "finds everything": (lambda _paper: "wrong", {}, "test_none_finds_what_is_right", "is found in what"),
    "several lines": (
        lambda paper: finds(paper) and "a\nb",
        {},
        "test_findings_are_one_line_each",
        "must be one line",
    ),
    "names a copy": (
        lambda paper: (attrs.evolve(paper, layout=None), "wrong") if finds(paper) else None,
        {},
        "test_findings_are_about_what_was_looked_at",
        "a node that is not in",
    ),
    "never ends": (
        lambda paper: itertools.repeat("wrong") if finds(paper) else None,
        {},
        "test_findings_come_to_an_end",
        "1,000 things or more",
    ),
    "raises": (lambda paper: finds(paper) or 1 / 0, {}, "test_nothing_is_raised", "ZeroDivisionError"),
    "remembers": (counts, {}, "test_two_runs_give_the_same", "a second run"),
    "is quadratic": (looks_long, {}, "test_long_text_takes_its_time_and_no_more", "Long texts:"),
    "prints": (
        lambda paper: print("loud") or finds(paper),
        {},
        "test_they_do_nothing_but_look",
        "prints 'loud",
    ),
    "mutates": (
        lambda paper: object.__setattr__(paper, "title", "x"),
        {},
        "test_the_digests_are_left_as_they_are",
        "were changed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", faults(CHECKS))
def test_a_faulty_lint_fails(fault):
    look, given, test, told = CHECKS[fault]
    kit = check_kit(look, **given)
    found = failing(kit) if test not in APART else {test: outcome(kit, test) or ""}
    assert found.keys() == {test}
    assert told in found[test]


class TestSoundChecks(check_kit(finds)):
    """A lint without a fault passes everything."""
