"""What all tests share: Hypothesis profiles, and the given digests that may lie beside the project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parent
SHARED = ROOT.parent / "shared"

# Derandomized: a failure is one for everybody, and a search finds what it found before.
_common = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("default", _common, max_examples=100)
settings.register_profile("search", _common, max_examples=1000)
# A mutant is found by one failure, however large its example.
settings.register_profile("mutation", _common, max_examples=10, phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of property tests, here, since each package has a pyproject.toml of its own."""
    config.addinivalue_line("markers", "search: a longer property search, run by .ci/run with a bound")
    # While mutmut notes what each test reaches, in this process, programs that tests start run the plain code.
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        del os.environ["MUTANT_UNDER_TEST"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every property test, so that `-m search` with the profile of that name tries more examples."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("search")
    if "mutmut" in sys.modules:
        _put_quick_tests_first(items)


def _put_quick_tests_first(items: list[pytest.Item]) -> None:
    """Order the tests of a mutant by what they took without it: the first that fails ends its run."""
    from mutmut.state import state  # noqa: PLC0415 - only where mutmut runs the tests

    seconds = state().duration_by_test
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


@pytest.fixture(scope="session")
def given_paths() -> list[Path]:
    """The real digests beside the project, in the order of their paths; skips where there are none."""
    paths = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("corpus/**/*.md")])
    if not paths:
        pytest.skip("the given digests (../shared) are not beside this checkout")
    return paths


@pytest.fixture(scope="session")
def given_digests(given_paths: list[Path]) -> list[object]:
    """All digests of `given_paths`, parsed."""
    from digestkit import parse  # noqa: PLC0415 - the tests of import cost import nothing before

    return [
        digest
        for path in given_paths
        for digest in parse(path.read_bytes().decode("utf-8"), path.name).digests
    ]
