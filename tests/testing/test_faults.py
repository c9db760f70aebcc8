"""The kit finds what is wrong: each planted fault fails one test, and the sound exporters none."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from faults import FAULTS, KITS, SOUND_KITS

from digestkit.testing.kit import CHECKS, Examination, Skipped

SLOW = {"it_takes_generated_digests", "time_and_place_do_not_matter", "its_time_grows_as_its_input"}
"""Asked about a fault of another kind only by the longer search (`-m search`)."""


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


@pytest.mark.parametrize("name", SOUND_KITS)
def test_a_sound_exporter_fails_nothing(name):
    assert failing(SOUND_KITS[name], set()) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_fails_one_test(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, check, words = FAULTS[name]
    thorough = os.environ.get("HYPOTHESIS_PROFILE") == "search"
    found = failing(KITS[name], set() if thorough else SLOW - {check})
    assert found.keys() == {check}
    assert [word for word in words if word not in found[check]] == []
    assert [path for path in tmp_path.iterdir() if path.name != ".hypothesis"] == []


def test_no_two_faults_share_a_class():
    assert len({kit.__qualname__ for kit in KITS.values()}) == len(FAULTS)
    assert len(FAULTS) > 250
