"""The checks of the kit, and what each stands on.

A check is asked only where those that it stands on found nothing: what is wrong with an exporter fails one
test and not ten. It needs neither pytest nor an installed plugin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from digestkit.testing import content, declared, deeds, places, reading, syntax
from digestkit.testing.findings import Finding
from digestkit.testing.study import Study


class Check(NamedTuple):
    """Something that must hold: `find` yields what does not; `after` are the checks that it stands on."""

    find: Callable[[Examination], Iterator[Finding]]
    after: tuple[str, ...]
    about: str


class Skipped(Exception):  # noqa: N818 - no error
    """A check was not made, for the reason given."""


class Examination:
    """All checks of one exporter; each is made once, when it is asked for.

    `subject` is the conformance class that another process can find the exporter by, if there is one.
    """

    def __init__(self, study: Study, subject: type | None = None) -> None:
        self.study = study
        self.subject = subject
        self._found: dict[str, tuple[Finding, ...]] = {}

    def findings(self, name: str) -> tuple[Finding, ...]:
        """What a check finds; raises `Skipped` where it does not apply until another passes."""
        if name not in self._found:
            for earlier in CHECKS[name].after:
                if not self._passes(earlier):
                    raise Skipped(f"asked once test_{earlier} passes")
            with self.study.quiet():
                self._found[name] = tuple(CHECKS[name].find(self))
        return self._found[name]

    def lost_fields(self) -> frozenset[str]:
        """The fields that are not what the record says of them, on which no more needs to be said."""
        return frozenset(finding.field for finding in self.findings("what_it_carries_is_true"))

    def _passes(self, name: str) -> bool:
        try:
            return not self.findings(name)
        except Skipped:
            return False


def _of(find: Callable[[Study], Iterator[Finding]]) -> Callable[[Examination], Iterator[Finding]]:
    return lambda examination: find(examination.study)


def _generated(examination: Examination) -> Iterator[Finding]:
    try:
        yield from reading.generated(examination.study)
    except ImportError:
        raise Skipped("generated digests need hypothesis") from None


_RUNS = ("it_reads_all_digests_once", "it_yields_chunks_of_the_declared_type")
_REPEATS = ("two_runs_give_the_same_bytes", "it_leaves_what_it_is_given_as_it_is")

CHECKS: dict[str, Check] = {
    "the_record_is_one_that_the_host_serves": Check(_of(declared.record), (), "the host takes its record"),
    "it_does_nothing_but_yield": Check(
        _of(deeds.done), ("the_record_is_one_that_the_host_serves",), "it does nothing but yield"
    ),
    "it_yields_chunks_of_the_declared_type": Check(
        _of(reading.types), ("it_does_nothing_but_yield",), "its chunks are of the declared type"
    ),
    "it_reads_all_digests_once": Check(
        _of(reading.once), ("it_does_nothing_but_yield",), "it reads all digests once"
    ),
    "it_takes_every_sample": Check(_of(reading.taking), _RUNS, "it takes every sample"),
    "its_options_are_validated": Check(
        _of(declared.validated), ("it_takes_every_sample",), "its options are validated"
    ),
    "it_takes_whatever_the_context_says": Check(
        _of(reading.contexts), ("it_takes_every_sample",), "it takes any title, language and base URL"
    ),
    "it_streams_if_it_says_so": Check(
        _of(reading.streams),
        ("it_takes_every_sample", "two_runs_give_the_same_bytes"),
        "it streams if it says so",
    ),
    "it_lets_errors_of_the_digests_pass": Check(
        _of(reading.passing),
        ("it_takes_every_sample", "two_runs_give_the_same_bytes"),
        "it lets errors of the digests pass",
    ),
    "it_can_be_left_early": Check(
        _of(reading.leaving),
        ("it_takes_every_sample", "two_runs_give_the_same_bytes"),
        "it can be left early",
    ),
    "it_leaves_what_it_is_given_as_it_is": Check(
        _of(declared.left_alone),
        ("two_runs_give_the_same_bytes",),
        "it leaves digests and options as they are",
    ),
    "two_runs_give_the_same_bytes": Check(_of(places.again), _RUNS, "two runs give the same bytes"),
    "time_and_place_do_not_matter": Check(
        lambda examination: places.elsewhere(examination.study, examination.subject),
        ("two_runs_give_the_same_bytes",),
        "time and place do not matter",
    ),
    "it_takes_generated_digests": Check(
        _generated, ("it_takes_every_sample", *_REPEATS), "it takes generated digests"
    ),
    "it_is_well_formed": Check(
        _of(syntax.broken), ("two_runs_give_the_same_bytes",), "its output is well-formed"
    ),
    "its_reports_are_diagnostics": Check(
        _of(declared.reports), ("it_takes_every_sample",), "its reports say something true"
    ),
    "what_it_carries_is_true": Check(
        _of(declared.carried), ("it_takes_every_sample", *_REPEATS), "what it carries is true"
    ),
    "nothing_is_lost": Check(
        lambda examination: content.lost(examination.study, examination.lost_fields()),
        ("it_takes_every_sample", *_REPEATS),
        "nothing is lost",
    ),
    "nothing_is_lost_in_bulk": Check(
        lambda examination: content.lost_in_bulk(examination.study, examination.lost_fields()),
        ("nothing_is_lost",),
        "nothing is lost of much",
    ),
    "its_time_grows_as_its_input": Check(
        _of(content.steep), ("it_takes_every_sample", *_REPEATS), "its time grows as its input"
    ),
}
"""The checks by the names of their tests, without `test_`, in the order in which they are best read."""
