"""What every reader must stand: content that is not its own, spoiled, cut off, damaged, or long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from digestkit.diagnostics import Diagnostic
from digestkit.errors import InputError
from digestkit.export.once import Anywhere, only_digests
from digestkit.reading.contract import ReadContext, Reader
from digestkit.testing import hostile
from digestkit.testing.findings import told
from digestkit.testing.plugged import PluginConformance, Settings, check_report, fail, grows

Content = str | bytes

_TOLD: set[object] = set()
"""Errors that a test has told of."""


class StandingConformance(PluginConformance):
    """The tests of `ReaderConformance` that give a reader what it may refuse, but must not fail on."""

    def _reader(self) -> Reader:
        raise NotImplementedError

    def _samples(self) -> dict[str, Content]:
        raise NotImplementedError

    def _content(self, content: Content) -> Content:
        raise NotImplementedError

    def _context(self, name: str, given: Settings, noticed: list[Diagnostic]) -> ReadContext:
        raise NotImplementedError

    def _pieces(self, content: Content, size: int = 1 << 20) -> Any:  # noqa: ANN401 - as the record says
        raise NotImplementedError

    def _try_out(self, content: Content, what: str) -> None:
        """Read what may be no content at all: it may be refused by an InputError, and by nothing else."""
        noticed: list[Diagnostic] = []
        context = self._context("hostile", {}, noticed)
        reader = self._reader()
        raised: BaseException | None = None
        try:
            for _ in only_digests(lambda: reader.read(self._pieces(content), context), TypeError, Anywhere()):
                pass
        except InputError:
            pass
        except (Exception, SystemExit, GeneratorExit) as error:  # noqa: BLE001 - it may raise anything
            raised = error
        if raised is not None:
            if self._is_known(raised):
                return
            fail(f"{what}: it raises {told(raised)}; refuse content by an InputError\n"
                 f"content: {content[:200]!r}")  # fmt: skip
        for diagnostic in noticed:
            check_report(diagnostic, "hostile")

    def _is_known(self, error: BaseException) -> bool:
        """Whether a test has told of this error: one fault is one failure, however many contents meet it."""
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        cause = (type(self), type(error), place.tb_frame.f_code if place else None, place and place.tb_lineno)
        known = cause in _TOLD
        _TOLD.add(cause)
        return known

    @pytest.mark.parametrize("name", hostile.TEXTS)
    def test_it_stands_what_is_not_its_own(self, name: str) -> None:
        """Nothing at all, control characters, halves of surrogate pairs, deep brackets."""
        self._try_out(self._content(hostile.TEXTS[name]), name)

    @pytest.mark.parametrize("name", hostile.VARIED)
    def test_it_stands_samples_that_are_spoiled(self, name: str) -> None:
        """Lines upside down, left out or doubled, other digits, control characters."""
        for sample, content in self._samples().items():
            text = hostile.VARIED[name](hostile.text_of(content))
            self._try_out(self._content(text), f"the sample {sample!r} {name}")

    def test_it_stands_values_of_other_types(self) -> None:
        """Samples of JSON in which one value after the other is left out, null, or of another type."""
        for sample, content in self._samples().items():
            for what, text in hostile.retyped(hostile.text_of(content)):
                self._try_out(self._content(text), f"the sample {sample!r} with {what}")

    def test_it_stands_samples_that_are_cut_off(self) -> None:
        """Near the beginning, near the end, and anywhere between."""
        for sample, content in self._samples().items():
            for at in hostile.cuts(len(content)):
                self._try_out(content[:at], f"the sample {sample!r} up to {at}")
                self._try_out(content[at:], f"the sample {sample!r} from {at} on")

    def test_it_stands_noise(self) -> None:
        """Random bytes, and samples with some bytes changed; as text, what such bytes decode to."""
        for length in (1, 100, 10_000):
            self._try_out(self._content(hostile.noise(length)), f"{length} random bytes")
        for sample, content in self._samples().items():
            data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            self._try_out(self._content(hostile.damaged(data)), f"the sample {sample!r} damaged")

    @pytest.mark.parametrize("piece", hostile.SPAM)
    def test_a_long_line_takes_its_time_and_no_more(self, piece: str) -> None:
        """The time grows in proportion to the content, up to 10 MB of the same few characters."""

        def make(size: int) -> Content:
            return self._content(piece * (size // len(piece)))

        self._check_growth(f"many {piece!r}", make, hostile.LONG)

    def test_long_content_takes_its_time_and_no_more(self) -> None:
        """The time grows in proportion to the content: many copies of a sample, one after the other."""
        for sample, content in self._samples().items():

            def make(size: int, content: Content = content) -> Content:
                return content * max(size // len(content), 1)

            self._check_growth(f"copies of the sample {sample!r}", make, hostile.LONG // 4)

    def _check_growth(self, what: str, make: Callable[[int], Content], most: int) -> None:
        cause = (type(self), "its time")
        if cause in _TOLD:
            pytest.skip("asked once its time grows with other content as it should")
        if steep := grows(lambda content: self._try_out(content, what), make, most):
            _TOLD.add(cause)
            fail(f"{what}: {steep}")
