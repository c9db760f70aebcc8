"""The conformance kit for observers: a test class for any of them. It needs pytest.

    from digestkit.testing import ObserverConformance

    class TestTally(ObserverConformance):
        observer = "tally"

An observer may do what it is for: print, write a file, send a message. It may not change the conversion that
it observes, or the process that the conversion is part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from digestkit.api.converting import convert
from digestkit.api.dumping import dump_bytes
from digestkit.diagnostics import Code, Diagnostic, OwnCode, Severity
from digestkit.errors import DigestkitError
from digestkit.registry.observers import Observers
from digestkit.testing import samples, state
from digestkit.testing.plugged import fail, grows

_LONG = 16_000
"""Reports of the longest conversion that is tried."""

_OWN = OwnCode("ZZZ101", Severity.WARNING, "a code of a plugin's own")

_OUTPUTS: Mapping[str, tuple[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "a file": ("day.bib", {}),
        "a folder": ("all/", {}),
        "a file a day": ("days/", {"split": "day"}),
        "nothing that was read": ("none.bib", {"min_votes": 10_000}),
    }
)
"""Where a conversion goes, and with which options."""


class ObserverConformance:
    """Tests that every observer must pass; subclass it in a test module and name the observer.

    `observer` is the name of an installed observer, which also tests the entry point, or a module or another
    object that has the hooks.
    """

    observer: ClassVar[object]

    # What the tests below share.

    def _made(self, reports: list[Diagnostic]) -> Observers:
        """The observer as the host calls it; what it raises becomes a report (DK613)."""
        try:
            return Observers([self.observer], reports.append)
        except DigestkitError as error:
            fail(str(error))

    def _show(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Show it some reports, one by one; what comes of it that is none of them."""
        shown, reports = list(diagnostics), list[Diagnostic]()
        made = self._made(reports)
        for diagnostic in shown:
            made.report(diagnostic)
        return [report for report in reports if report not in shown]

    def _convert(self, name: str, folder: Path, where: str, given: Mapping[str, Any]) -> list[Diagnostic]:
        """Convert a sample, and one input that is missing; what is reported."""
        source = folder / "digests.jsonl"
        source.write_bytes(dump_bytes(samples.sample(name), "jsonl"))
        reports: list[Diagnostic] = []
        paths = [source, folder / "missing.md"]
        try:
            convert(
                paths,
                "bibtex",
                f"{folder}/{where}",
                observers=[self.observer],
                report=reports.append,
                **given,
            )
        except DigestkitError as error:
            fail(str(error))
        return reports

    # What it declares.

    def test_the_host_takes_it(self) -> None:
        """It has one of the hooks at least, marked, with arguments that the host gives."""
        self._made([])

    # What it stands. Each of these can fail for its own hook; the tests below leave that to them.

    def test_it_stands_every_report(self) -> None:
        """With each code of digestkit and one of another plugin's, at a place and without any."""
        for code in (*Code, _OWN):
            _check_stood(self._show(_reports(code)), f"a report with {code.id}")

    def test_it_stands_every_result(self, tmp_path: Path) -> None:
        """One file, several, none; with an input that failed; of each sample; all in one process."""
        for what, (where, given) in _OUTPUTS.items():
            _check_stood(self._convert("everything", tmp_path, where, given), f"a conversion to {what}")
        for name in samples.NAMES:
            _check_stood(self._convert(name, tmp_path, "day.bib", {}), f"the sample {name!r}")

    def test_many_reports_take_their_time_and_no_more(self) -> None:
        """The time grows in proportion to the number of reports."""

        def make(size: int) -> list[Diagnostic]:
            return [Diagnostic(Code.EXPORT_NOTE, f"note {at}", "x.md", at + 1) for at in range(size)]

        if steep := grows(self._shown_fast, make, _LONG):
            fail(f"many reports: {steep}".replace("characters", "reports"))

    def _shown_fast(self, diagnostics: Iterable[Diagnostic]) -> None:
        made = self._made([])
        for diagnostic in diagnostics:
            made.report(diagnostic)

    # What it leaves alone.

    def test_it_changes_nothing_of_the_process(self, tmp_path: Path) -> None:
        """Not the working directory, the environment, the locale, handlers of signals and the like."""
        self._convert("everything", tmp_path, "day.bib", {})  # imports come first
        before = state.snapshot()
        self._convert("everything", tmp_path, "day.bib", {})
        changed = list(state.changes(before))
        if changed:
            fail(f"it changes {', '.join(changed)}")

    def test_it_changes_nothing_of_the_output(self, tmp_path: Path) -> None:
        """The files are as they are without it."""
        for folder in (tmp_path / "with", tmp_path / "without"):
            folder.mkdir()
        self._convert("everything", tmp_path / "with", "days/", {"split": "day"})
        source = tmp_path / "with" / "digests.jsonl"
        convert(source, "bibtex", f"{tmp_path}/without/days/", split="day")
        if _files(tmp_path / "with" / "days") != _files(tmp_path / "without" / "days"):
            fail("it changes files of the output")


def _reports(code: Code | OwnCode) -> Iterator[Diagnostic]:
    yield Diagnostic(code, "about the whole")
    yield Diagnostic(code, "about {a} 'place' with 100 %", "digests/7월 5일.md", 12, 3)


def _check_stood(reports: Iterable[Diagnostic], what: str) -> None:
    for one in reports:
        if one.code is Code.OBSERVER_FAILED:
            fail(f"on {what}: {one.message}")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
