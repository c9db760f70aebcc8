"""The kit finds what is wrong: each planted fault fails one test, and the sound exporters none."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import faults  # noqa: E402 - beside this file
from faults import FAULTS, KITS, SOUND_KITS  # noqa: E402 - as above

from digestkit.testing.conformance import _told  # noqa: E402
from digestkit.testing.kit import CHECKS, Examination, Skipped  # noqa: E402


def failing(kit):
    examination = Examination(kit().study(), kit)
    found = {}
    for name in CHECKS:
        try:
            findings = examination.findings(name)
        except Skipped:
            continue
        if findings:
            found[name] = _told(findings)
    return found


@pytest.mark.parametrize("name", SOUND_KITS)
def test_a_sound_exporter_fails_nothing(name):
    assert failing(SOUND_KITS[name]) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_fails_one_test(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, check, words = FAULTS[name]
    found = failing(KITS[name])
    assert found.keys() == {check}
    assert [word for word in words if word not in found[check]] == []
    assert list(tmp_path.iterdir()) == []
