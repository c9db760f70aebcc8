"""The conformance kit: a test class for any exporter. It needs pytest.

    from digestkit.testing import ExporterConformance
    from digestkit_titles import titles

    class TestTitles(ExporterConformance):
        exporter = titles

Where Hypothesis is installed too, generated digests are tried besides the samples.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

import pytest

from digestkit.export.contract import Exporter
from digestkit.testing.findings import Finding
from digestkit.testing.kit import Examination, Skipped
from digestkit.testing.study import Study
from digestkit.testing.version import KIT_VERSION

_MOST = 6
"""How many findings of one test are shown in full."""


class KitWarning(UserWarning):
    """Something that the kit will fail from a later version on, or fails without the class's `kit`."""


class ExporterConformance:
    """Tests that every exporter must pass; subclass it in a test module and name the exporter.

    `exporter` is an exporter object, or the name of an installed format. `settings` are sets of options
    to try besides the defaults; each choice and flag that the exporter declares is tried on its own anyway.
    `allows` are the exceptions that the exporter needs. `kit` is the version of the kit that the exporter
    was written for: what only later versions look for warns, and does not fail.
    """

    exporter: ClassVar[Exporter | str]
    settings: ClassVar[Sequence[Mapping[str, object]]] = ()
    allows: ClassVar[Collection[str]] = ()
    kit: ClassVar[int] = KIT_VERSION

    def study(self) -> Study:
        """The exporter with what this class says of it."""
        return Study(self.exporter, self.settings, self.allows)

    # What it declares.

    def test_the_record_is_one_that_the_host_serves(self) -> None:
        """Name, suffix, media type, summary, options, carries, API version and signature."""
        self._ask("the_record_is_one_that_the_host_serves")

    def test_its_options_are_validated(self) -> None:
        """Unknown options and wrong values are usage errors; other values work, or are usage errors too."""
        self._ask("its_options_are_validated")

    def test_what_it_carries_is_true(self) -> None:
        """A field that is carried shows in the output; one that is not cannot change it."""
        self._ask("what_it_carries_is_true")

    def test_its_reports_are_diagnostics(self) -> None:
        """Each report has one of digestkit's codes and a message; no loss is reported where there is none."""
        self._ask("its_reports_are_diagnostics")

    # What it does beside.

    def test_it_does_nothing_but_yield(self) -> None:
        """No network, files, programs or threads; nothing printed, logged, warned, or changed in Python."""
        self._ask("it_does_nothing_but_yield")

    def test_it_leaves_what_it_is_given_as_it_is(self) -> None:
        """Digests, options and context do not change, and a second output is as the first."""
        self._ask("it_leaves_what_it_is_given_as_it_is")

    # How it reads and yields.

    def test_it_yields_chunks_of_the_declared_type(self) -> None:
        """Text or bytes, as `binary` says; not one string, whose characters would be the chunks."""
        self._ask("it_yields_chunks_of_the_declared_type")

    def test_it_reads_all_digests_once(self) -> None:
        """The digests are an iterable, not a list: they have no length and no index, and come only once."""
        self._ask("it_reads_all_digests_once")

    def test_it_streams_if_it_says_so(self) -> None:
        """With `streams=True`, chunks come while digests are still being read."""
        self._ask("it_streams_if_it_says_so")

    def test_it_lets_errors_of_the_digests_pass(self) -> None:
        """An exception raised while digests are read reaches the caller, as the same object."""
        self._ask("it_lets_errors_of_the_digests_pass")

    def test_it_can_be_left_early(self) -> None:
        """Its generator can be closed after the first chunk, as `| head` does."""
        self._ask("it_can_be_left_early")

    # What it takes.

    def test_it_takes_every_sample(self) -> None:
        """Among them: no digests at all, a digest without papers, and hostile text."""
        self._ask("it_takes_every_sample")

    def test_it_takes_whatever_the_context_says(self) -> None:
        """Title, language and base URL are the user's choice, markup and all scripts included."""
        self._ask("it_takes_whatever_the_context_says")

    def test_it_takes_generated_digests(self) -> None:
        """Whatever the strategies of `digestkit.testing.strategies` make."""
        self._ask("it_takes_generated_digests")

    # The same input gives the same bytes.

    def test_two_runs_give_the_same_bytes(self) -> None:
        """Nothing is random, and nothing is remembered from an earlier run."""
        self._ask("two_runs_give_the_same_bytes")

    def test_time_and_place_do_not_matter(self) -> None:
        """The bytes are the same in a process with another clock, zone, locale, user, host and folders."""
        self._ask("time_and_place_do_not_matter")

    # What comes out.

    def test_it_is_well_formed(self) -> None:
        """What calls itself JSON, XML, TOML or a zip file can be read as such; a page runs no scripts."""
        self._ask("it_is_well_formed")

    def test_nothing_is_lost(self) -> None:
        """Each part of a field that is carried shows in the output, or its loss is reported."""
        self._ask("nothing_is_lost")

    def test_nothing_is_lost_in_bulk(self) -> None:
        """Nor is anything lost of long texts, thousands of names and hundreds of papers."""
        self._ask("nothing_is_lost_in_bulk")

    def test_its_time_grows_as_its_input(self) -> None:
        """Four times the papers, or a text four times as long, take about four times as long."""
        self._ask("its_time_grows_as_its_input")

    def _ask(self, name: str) -> None:
        try:
            found = examination(type(self)).findings(name)
        except Skipped as reason:
            pytest.skip(str(reason))
        limit = min(self.kit, KIT_VERSION)
        later = [finding for finding in found if finding.since > limit]
        now = [finding for finding in found if finding.since <= limit]
        if now:
            pytest.fail(_told(now), pytrace=False)
        if later:
            _warn(f"from version {later[0].since} of the kit on, this fails: {_told(later)}")


def examination(subject: type[ExporterConformance]) -> Examination:
    """The examination of a class; made once, as later tests stand on earlier ones."""
    made = _MADE.get(subject)
    if made is None:
        made = _MADE[subject] = Examination(subject().study(), subject)
    return made


_MADE: dict[type[ExporterConformance], Examination] = {}


def _told(found: Sequence[Finding]) -> str:
    parts = [finding.message for finding in found[:_MOST]]
    if len(found) > _MOST:
        parts.append(f"and {len(found) - _MOST} more")
    return "\n".join(parts)


def _warn(message: str) -> None:
    """Warn; where warnings are errors, the test is expected to fail instead: it must not fail yet."""
    try:
        warnings.warn(message, KitWarning, stacklevel=4)
    except KitWarning:
        pytest.xfail(message)
