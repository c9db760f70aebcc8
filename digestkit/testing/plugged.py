"""What the conformance classes of readers, transforms and checks share. It needs pytest."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest

from digestkit.api.dumping import records
from digestkit.diagnostics import Diagnostic, Severity
from digestkit.export import options, values
from digestkit.model import Digest
from digestkit.testing.watch import watched

T = TypeVar("T")

needs_hypothesis = pytest.mark.skipif(
    importlib.util.find_spec("hypothesis") is None, reason="generated digests need hypothesis"
)
"""Marks a test that makes digests by strategies."""

Settings = Mapping[str, object]

_BESIDE = Path(__file__).with_name("beside.py")

_SLOW = 0.5
"""Seconds that are not worth a complaint, however they grow."""
_LONG = 0.8
"""Seconds after which nothing larger is tried."""
_STEEP = 9
"""How many times the time may take for four times the content: linear work takes 4 times, quadratic 16."""


class PluginConformance:
    """Tests that plugins of every kind must pass; the classes for each kind are subclasses."""

    def fingerprints(self) -> list[str]:
        """The SHA-256, in hexadecimal, of whatever comes out for each input and each set of options."""
        raise NotImplementedError

    def test_two_runs_give_the_same(self) -> None:
        """Nothing is random, and nothing is remembered from an earlier run."""
        if self.fingerprints() != self.fingerprints():
            fail("a second run gives something else")

    def test_time_and_place_do_not_matter(self, tmp_path: Path) -> None:
        """The same comes out in a process with another clock, zone, locale, hash seed and folder."""
        here, there = self.fingerprints(), _fingerprints_elsewhere(type(self), tmp_path)
        if here != there:
            fail("at another time and place, something else comes out")


def _fingerprints_elsewhere(cls: type, folder: Path) -> list[str]:
    request = {
        "module": cls.__module__,
        "path": sys.modules[cls.__module__].__file__,
        "qualname": cls.__qualname__,
        "sys_path": [str(Path(entry).absolute()) for entry in sys.path],
    }
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    # POSIX counts time zones westwards: this one is 13 and a half hours east of UTC.
    changed = {"TZ": "XST-13:30", "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - this very Python on this very package
        [sys.executable, "-P", str(_BESIDE), json.dumps(request)],
        env={**os.environ, **changed},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        fail(f"it fails in another process:\n{done.stderr.decode(errors='replace')}")
    found: list[str] = json.loads(done.stdout)
    return found


def fingerprint(digests: Iterable[Digest], reported: Iterable[Diagnostic] = ()) -> str:
    """A hash of digests, in all that they say, and of what was reported."""
    made = hashlib.sha256()
    for shown in [*map(json.dumps, records(digests)), *(diagnostic.json() for diagnostic in reported)]:
        made.update(f"{shown}\n".encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def choices(made: type | None) -> list[Settings]:
    """Sets of options to try: the defaults, and each other choice and flag on its own."""
    found: list[Settings] = [{}]
    for option in options.describe(made):
        kinds = option.choices or (("true", "false") if option.shape.kind is values.BOOL else ())
        found += [{option.name: choice} for choice in kinds if choice != option.default_text]
    return found


@contextmanager
def doing_nothing_else(what: str) -> Iterator[None]:
    """Fail where the block uses the network, writes a file, starts a program or prints."""
    with watched() as deeds:
        try:
            yield
        except Exception:
            # What was prevented is reported as a deed, not as the exception that came of it.
            if not deeds:
                raise
    if deeds:
        fail(f"{what} did what it may not do: {'; '.join(dict.fromkeys(deeds))}")


def grows(run: Callable[[T], object], make: Callable[[int], T], most: int) -> str | None:
    """How the time of a run outgrows its input; None where it is about in proportion to it.

    `make(size)` makes an input; sizes go up to `most`, four times at each step.
    """
    before, size = 0.0, most
    while size > 1000:
        size //= 4
    while size <= most:
        given = make(size)
        now = _seconds(run, given)
        if now > _SLOW and before and now > _STEEP * before:
            # Once more, since another program may have taken the processor meanwhile.
            now, before = min(now, _seconds(run, given)), max(before, _seconds(run, make(size // 4)))
            if now > _STEEP * before:
                return f"{now:.1f} s for {size:,} characters, and {before:.2f} s for a quarter of them"
        if now > _LONG:
            return None
        before, size = max(now, 0.001), size * 4
    return None


def _seconds(run: Callable[[T], object], given: T) -> float:
    start = time.process_time()
    run(given)
    return time.process_time() - start


def check_report(diagnostic: object, source: str | None) -> None:
    """Fail for a report that says nothing, or not where: `source` is the name of what was read."""
    if not isinstance(diagnostic, Diagnostic) or diagnostic.severity not in tuple(Severity):
        fail(f"{diagnostic!r} is no diagnostic")
    if not diagnostic.message.strip() or "\n" in diagnostic.message:
        fail(f"a report must be one line that says something, not {diagnostic.message!r}")
    if source is not None and diagnostic.source != source:
        fail(
            f"it does not say where: report by the context, or take the place of a node: {diagnostic.text()}"
        )


def fail(message: str) -> NoReturn:
    """Fail the test with a message, without a traceback through this kit."""
    pytest.fail(message, pytrace=False)


def generated(try_out: Callable[[list[Digest]], Any], most: int = 25) -> None:
    """Call a function with digests that the strategies of `digestkit.testing.strategies` make."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - the kit works without it
    from hypothesis import strategies as st  # noqa: PLC0415 - as above

    from digestkit.testing.strategies import digests, further_digests  # noqa: PLC0415 - as above

    @settings(
        max_examples=most,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # shrinking takes minutes, and the samples are small already
    )
    @given(st.lists(st.one_of(digests(), further_digests()), max_size=3))
    def run(made: list[Digest]) -> None:
        try_out(made)

    run()
