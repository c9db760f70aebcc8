"""The kit finds what is wrong: each planted fault fails one test, and the sound exporters none."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from faults import FAULTS, KITS, SOUND_KITS

from digestkit.testing.kit import CHECKS, Examination, Skipped

SLOW = {"it_takes_generated_digests", "time_and_place_do_not_matter", "its_time_grows_as_its_input"}
"""Not asked about faults of other kinds, and of sound exporters only by the longer search (`-m search`)."""

QUICK = {check: name for name, (_, check, _) in reversed(FAULTS.items()) if check not in SLOW}
"""A fault for each check that is quick; the others are for the longer search alone."""


def failing(kit, skipped):
    """The checks that fail, with what they say."""
    examination = Examination(kit().study(), kit)
    found = {}
    for check in CHECKS.keys() - skipped:
        try:
            findings = examination.findings(check)
        except Skipped:
            continue
        if findings:
            found[check] = "\n".join(finding.message for finding in findings)
    return found


@pytest.mark.search
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.search(only=at > 1)) for at, name in enumerate(SOUND_KITS)],
)
def test_a_sound_exporter_fails_nothing(name):
    thorough = os.environ.get("HYPOTHESIS_PROFILE") == "search"
    assert failing(SOUND_KITS[name], set() if thorough else SLOW) == {}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.search(only=name not in QUICK.values())) for name in FAULTS],
)
def test_a_fault_fails_one_test(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, check, words = FAULTS[name]
    found = failing(KITS[name], SLOW - {check})
    assert found.keys() == {check}
    assert [word for word in words if word not in found[check]] == []
    assert [path for path in tmp_path.iterdir() if path.name != ".hypothesis"] == []


def test_no_two_faults_share_a_class():
    assert len({kit.__qualname__ for kit in KITS.values()}) == len(FAULTS)
    assert len(FAULTS) > 250


def test_there_is_a_quick_fault_for_each_check_that_is_quick():
    assert QUICK.keys() == {check for _, check, _ in FAULTS.values()} - SLOW
    assert {check: FAULTS[name][1] for check, name in QUICK.items()} == {check: check for check in QUICK}
