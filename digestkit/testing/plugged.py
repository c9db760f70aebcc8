"""What the conformance classes of readers, transforms and checks share. It needs pytest."""

from __future__ import annotations

import functools
import importlib.util
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, NoReturn, TypeVar, cast

import pytest

from digestkit.api.dumping import records
from digestkit.diagnostics import Diagnostic, Severity
from digestkit.errors import DigestkitError, InputError, UsageError
from digestkit.export import options, values
from digestkit.model import Digest
from digestkit.testing import declared
from digestkit.testing.findings import first_difference, python, setting, told
from digestkit.testing.watch import watched
from digestkit.unchecked import no_garbage

T = TypeVar("T")
Test = TypeVar("Test", bound=Callable[..., None])

needs_hypothesis = pytest.mark.skipif(
    importlib.util.find_spec("hypothesis") is None, reason="generated digests need hypothesis"
)
"""Marks a test that makes digests by strategies."""

Settings = Mapping[str, object]

_SLOW = 0.5
"""Seconds that are not worth a complaint, however they grow."""
_LONG = 0.8
"""Seconds after which nothing larger is tried."""
_STEEP = 9
"""How many times the time may take for four times the content: linear work takes 4 times, quadratic 16."""
_AGAIN = 3
"""How often a suspicion is looked into: other programs share the processor and its caches."""


Outputs = Sequence[tuple[str, bytes]]
"""What comes out, in bytes, by what it is of: an input, and a set of options."""

_OUTCOMES: dict[tuple[type, str], BaseException | None] = {}
"""How the tests that others stand on ended, by class and name: None for those that passed."""

BASE = "base"
"""For `asked`: the test that nearly all of a class stand on."""

_NOT_PASSED = (pytest.fail.Exception, pytest.skip.Exception)


def asked(*after: str, once: bool = False) -> Callable[[Test], Test]:
    """A test that stands on others of its class, and is left out until they pass: so a cause fails one test.

    What a plugin raises is told in a line or two, without a traceback through this kit. With `once`, others
    may stand on it: it is made once, however often it is asked for.
    """

    def decorated(test: Test) -> Test:
        @functools.wraps(test)
        def made(self: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as the test has them
            _stand(self, after)
            raised = None
            try:
                test(self, *given, **named)
            except DigestkitError as error:
                raised = error
            if raised is not None:  # outside, so that its traceback is not shown
                fail(told(raised))

        return cast("Test", _once(made) if once else made)

    return decorated


def _stand(conformance: Any, after: Iterable[str]) -> None:  # noqa: ANN401 - a conformance class of any kind
    """Skip the test where one that it stands on does not pass."""
    for earlier in after:
        name = conformance.base if earlier == BASE else earlier
        if not _passes(conformance, name):
            pytest.skip(f"asked once {name} passes")


def _once(test: Callable[..., None]) -> Callable[..., None]:
    """The test, which is made once for each class, and ends the same way each time."""

    @functools.wraps(test)
    def remembered(self: object) -> None:
        key = (type(self), test.__name__)
        if key not in _OUTCOMES:
            _OUTCOMES[key] = None
            try:
                test(self)
            except _NOT_PASSED as outcome:
                _OUTCOMES[key] = outcome
        before = _OUTCOMES[key]
        if before is not None:
            raise before

    return remembered


def _passes(conformance: object, name: str) -> bool:
    try:
        getattr(conformance, name)()
    except Exception:  # noqa: BLE001 - whatever it is, that test tells it
        return False
    except _NOT_PASSED:
        return False
    return True


class PluginConformance:
    """Tests that plugins of every kind must pass; the classes for each kind are subclasses.

    `base` is the test that others stand on: that the plugin works at all.
    """

    base: ClassVar[str]

    def outputs(self) -> Outputs:
        """Whatever comes out for each input and each set of options."""
        raise NotImplementedError

    def modules(self) -> Iterable[str]:
        """The names of the modules that the plugin's functions are in."""
        raise NotImplementedError

    @asked(BASE, once=True)
    def test_two_runs_give_the_same(self) -> None:
        """Nothing is random, and nothing is remembered from an earlier run."""
        for (what, first), (_, second) in zip(self.outputs(), self.outputs(), strict=True):
            if first != second:
                fail(
                    f"a second run gives something else for {what}: it is random, or remembered\n"
                    + first_difference(first, second, ("first run", "second run"))
                )

    @asked("test_two_runs_give_the_same")
    def test_time_and_place_do_not_matter(self, tmp_path: Path) -> None:
        """The same comes out in a process with another clock, zone, locale, hash seed, user and folder."""
        from digestkit.testing import moved  # noqa: PLC0415 - one test needs it

        found = moved.difference(type(self), self.outputs(), tmp_path)
        if found is not None:
            fail(found)


def said(digests: Iterable[Digest], reported: Iterable[Diagnostic] = ()) -> bytes:
    """Digests, in all that they say, and what was reported, a line each."""
    lines = [*map(json.dumps, records(digests)), *(diagnostic.json() for diagnostic in reported)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


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
        if now > _SLOW and before:
            for _ in range(_AGAIN):
                if now <= _STEEP * before:
                    break
                now, before = min(now, _seconds(run, given)), max(before, _seconds(run, make(size // 4)))
            else:
                return f"{now:.1f} s for {size:,} characters, and {before:.2f} s for a quarter of them"
        if now > _LONG:
            return None
        before, size = max(now, 0.001), size * 4
    return None


def _seconds(run: Callable[[T], object], given: T) -> float:
    with no_garbage():  # the collector walks all that the process holds, the tests' own objects, too
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
    """Call a function with digests that the strategies of `digestkit.testing.strategies` make.

    Fails for the first with which it fails, and shows them.
    """
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - the kit works without it
    from hypothesis import strategies as st  # noqa: PLC0415 - as above

    from digestkit.testing.strategies import digests, further_digests  # noqa: PLC0415 - as above

    found: list[str] = []

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
        if found:
            return
        try:
            try_out(made)
        except pytest.fail.Exception as failure:
            found.append(f"{failure}\ninput: {python(tuple(made))}")
        except DigestkitError as error:
            found.append(f"it fails: {told(error)}\ninput: {python(tuple(made))}")

    run()
    if found:
        fail(found[0])


def check_options(
    made: type | None, build: Callable[[Settings], object], run: Callable[[Settings], object]
) -> None:
    """Fail where an unknown option or a wrong value is taken, or where a value that is taken does not work.

    `build` makes an instance of the options, `run` uses it.
    """
    described = options.describe(made)
    wrong = [{option.name: value} for option in described for value in declared.wrong_values(option)]
    for given in ({"an_option_that_nobody_has": "1"}, *wrong):
        try:
            build(given)
        except UsageError:
            continue
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            fail(f"a wrong value{setting(given)} must be a usage error, not {told(error)}")
        fail(f"a wrong value is taken{setting(given)}")
    for option in described:
        for value in declared.values_of(option):
            try:
                run({option.name: value})
            except (UsageError, InputError):
                continue  # what it says to the user is its own affair
            except Exception as error:  # noqa: BLE001 - as above
                fail(f"it fails{setting({option.name: value})}: {told(error)}")
