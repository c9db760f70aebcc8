"""What all tests share: Hypothesis profiles, and the given digests that may lie beside the project."""

from __future__ import annotations

import faulthandler
import functools
import importlib.metadata
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parent
SHARED = ROOT.parent / "shared"

# Derandomized: a failure is one for everybody, and a search finds what it found before.
_common = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("default", _common, max_examples=15)
settings.register_profile("search", _common, max_examples=200)
# A mutant is found by one failure, however large its example.
settings.register_profile("mutation", _common, max_examples=10, phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


_TIMED = (
    "test_a_long_line_takes_its_time_and_no_more",
    "test_long_text_takes_its_time_and_no_more",
    "test_long_content_takes_its_time_and_no_more",
    "test_its_time_grows_as_its_input",
    "test_long_values_take_their_time_and_no_more",
)


_EXTRA = ("digestkit-data", "digestkit-site")
"""Packages that need what is large, Arrow or a browser: they are tested where they are installed."""


class _Skipped(pytest.Module):
    """A module of tests that is not even imported."""

    reason: str = ""

    def collect(self) -> NoReturn:
        pytest.skip(self.reason, allow_module_level=True)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of property tests, here, since each package has a pyproject.toml of its own."""
    config.addinivalue_line(
        "markers",
        "search(only=False): a longer search, run by .ci/run with a bound; and nowhere else, if it says so",
    )
    # While mutmut notes what tests reach, in this process, programs that they start run the plain code.
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        del os.environ["MUTANT_UNDER_TEST"]
    if "mutmut" in sys.modules:
        _empty_caches()


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every property test, so that `-m search` with the profile of that name tries more examples.

    Tests that measure time, most of them the kit's, are for that search alone: they take long and want the
    machine.
    """
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker("search")
    if getattr(item, "originalname", "") in _TIMED:
        item.add_marker(pytest.mark.search(only=True))


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip the tests of a package that the README's command does not install, where nobody has."""
    for name in _EXTRA:
        if module_path.is_relative_to(ROOT / "plugins" / name) and not _is_installed(f"paper-{name}"):
            skipped: _Skipped = _Skipped.from_parent(parent, path=module_path)
            skipped.reason = f"paper-{name} is not installed"
            return skipped
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the longer search alone, and put quick tests first where code is mutated."""
    if os.environ.get("HYPOTHESIS_PROFILE") != "search":
        _leave_out_longer_searches(config, items)
    if "mutmut" in sys.modules:
        _put_quick_tests_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """End a mutant that runs on for ever at the first test that takes far too long; it counts as found."""
    if "__mutmut_" not in os.environ.get("MUTANT_UNDER_TEST", ""):
        if "mutmut" in sys.modules:
            _empty_caches()  # what a test reaches should not depend on the tests before it
        return (yield)
    limit = 10 + 20 * _seconds().get(item.nodeid, 0.0)
    faulthandler.dump_traceback_later(limit, exit=True, file=sys.__stderr__)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _leave_out_longer_searches(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as a longer search and nothing else."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        only = any(marker.kwargs.get("only") for marker in item.iter_markers("search"))
        (left if only else kept).append(item)
    if left:
        items[:] = kept
        config.hook.pytest_deselected(items=left)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """As `--dist load`, but the tests of a class, such as a conformance class, run in one process.

    Those stand on each other's findings, which would be made again in each process.
    """
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - pytest-xdist may be absent

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path, *names = nodeid.split("[", maxsplit=1)[0].split("::")
            return "::".join([path, names[0]]) if len(names) == 2 else nodeid

    return Scheduling(config, log)


@functools.cache
def _is_installed(distribution: str) -> bool:
    """Whether a package is installed, so that its entry points are known, and not only importable."""
    return any(True for _ in importlib.metadata.distributions(name=distribution))


def _empty_caches() -> None:
    """Forget what functions returned before: a mutant is forked from a process that ran the plain code."""
    for name, module in list(sys.modules.items()):
        if name.startswith("digestkit.") and not name.startswith("digestkit.testing"):
            for value in vars(module).values():
                if hasattr(type(value), "cache_clear"):
                    value.cache_clear()


def _put_quick_tests_first(items: list[pytest.Item]) -> None:
    """Order the tests of a mutant by what they took without it: the first that fails ends its run."""
    seconds = _seconds()
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


def _seconds() -> dict[str, float]:
    """How long each test took without a mutant, by its id."""
    from mutmut.state import state  # noqa: PLC0415 - only where mutmut runs the tests

    return state().duration_by_test


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
