"""The conformance kit for transforms: a test class for any of them. It needs pytest.

    from digestkit.testing import TransformConformance

    class TestShorten(TransformConformance):
        transform = "shorten-authors"
        changes = ("authors", "authors_truncated", "extra")

Where Hypothesis is installed too, generated digests are tried besides the samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

import attrs
import pytest

from digestkit.api.dumping import dumps
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.errors import DigestkitError, PluginError, UsageError
from digestkit.export import options
from digestkit.export.contract import FIELDS
from digestkit.model import Digest, Paper
from digestkit.reading import run as reading
from digestkit.reading.contract import ReadContext
from digestkit.registry import readers
from digestkit.registry import transforms as registry
from digestkit.source import RecordOrigin
from digestkit.testing import samples
from digestkit.testing.plugged import (
    PluginConformance,
    Settings,
    check_report,
    choices,
    doing_nothing_else,
    fail,
    fingerprint,
    generated,
    grows,
    needs_hypothesis,
)
from digestkit.transforms.contract import Transform, TransformContext
from digestkit.transforms.run import step

_STREAMED = 60
"""How many digests a streaming transform is tried with."""
_BATCH = 10
"""The most digests that a streaming transform may read between two that it yields."""
_LONGEST = 2 << 20
"""Characters of the longest text that is tried."""

PAPERS = "papers"
"""What a transform says in `changes` that adds papers or digests, leaves some out, or puts them in order."""


class TransformConformance(PluginConformance):
    """Tests that every transform must pass; subclass it in a test module and name the transform.

    `transform` is a transform, the name of an installed one, or the path of a Python file that has one.
    `settings` are sets of options to try besides the defaults; `needs_options` says that it does nothing
    without any. `changes` are the fields that it may change: those of `carries`, and `papers` where it adds
    papers, leaves some out, or orders them. Whatever else it changes must be reported, with the node.
    """

    transform: ClassVar[Transform | str]
    settings: ClassVar[Sequence[Settings]] = ()
    needs_options: ClassVar[bool] = False
    changes: ClassVar[Sequence[str]] = ()

    # What the tests below share.

    def fingerprints(self) -> list[str]:
        """A hash of what becomes of all samples, with each set of options."""
        return [fingerprint(*self._run(samples.all_digests(), given)) for given in self._settings()]

    def _transform(self) -> Transform:
        return registry.transform(self.transform)

    def _settings(self) -> list[Settings]:
        """The defaults, each choice on its own, and the sets that the subclass asks for."""
        own = [] if self.needs_options else choices(self._transform().info.options)
        found = [*own, *self.settings]
        if not found:
            fail("it needs options: give some `settings`")
        return found

    def _run(self, digests: Iterable[Digest], given: Settings) -> tuple[list[Digest], list[Diagnostic]]:
        """What becomes of digests under the host's supervision, and what is reported."""
        noticed: list[Diagnostic] = []
        made = step(self._transform(), given, noticed.append)
        return list(made.run(digests, noticed.append)), noticed

    def _context(self, given: Settings) -> TransformContext:
        return TransformContext(step(self._transform(), given, _ignore).options, _ignore)

    # The record.

    def test_the_record_is_one_that_the_host_serves(self) -> None:
        """Name, summary, options, API version and signature."""
        registry.transform(self.transform)

    def test_its_options_are_validated(self) -> None:
        """An unknown option, or a value outside the choices, is a usage error."""
        transform = self._transform()
        with pytest.raises(UsageError):
            step(transform, {"an_option_that_nobody_has": "1"}, _ignore)
        for option in options.describe(transform.info.options):
            if option.choices:
                with pytest.raises(UsageError):
                    step(transform, {option.name: "none of the choices"}, _ignore)

    def test_what_it_may_change_are_fields(self) -> None:
        """`changes` names fields of the model, and `papers`."""
        unknown = sorted(set(self.changes) - {*FIELDS, PAPERS})
        if unknown:
            fail(f"changes: {', '.join(unknown)}: no such field; there are {', '.join((*FIELDS, PAPERS))}")

    # What it makes of digests.

    @pytest.mark.parametrize("name", samples.NAMES)
    def test_it_takes_every_sample(self, name: str) -> None:
        """Among them: no digests at all, a digest without papers, and hostile text."""
        for given in self._settings():
            made, _ = self._run(samples.sample(name), given)
            back = reading.digests(readers.reader("jsonl"), iter([dumps(made, "jsonl")]), ReadContext())
            if list(back) != made:
                fail(f"what it makes of {name!r} differs when it is written and read (options {dict(given)})")

    @needs_hypothesis
    def test_it_takes_generated_digests(self) -> None:
        """Whatever the strategies of `digestkit.testing.strategies` make."""
        given = self._settings()[-1]
        generated(lambda made: self._check_survival(tuple(made), given))

    def test_nothing_comes_of_nothing(self) -> None:
        """Without digests there are none afterwards."""
        for given in self._settings():
            if self._run((), given)[0]:
                fail(f"it yields digests where there are none (options {dict(given)})")

    def test_what_it_does_not_change_survives(self) -> None:
        """Every field that `changes` does not name, of every paper, unless its loss is reported."""
        for given in self._settings():
            for name in samples.NAMES:
                self._check_survival(samples.sample(name), given, name)

    def _check_survival(
        self, digests: tuple[Digest, ...], given: Settings, name: str = "a generated digest"
    ) -> None:
        digests = _placed(digests)
        made, noticed = self._run(digests, given)
        if PAPERS in self.changes:
            return
        what = f"{name!r} (options {dict(given)})"
        if len(made) != len(digests):
            fail(f"of {len(digests)} digests of {what}, it makes {len(made)}; does it change {PAPERS!r}?")
        for before, after in zip(digests, made, strict=True):
            if len(before.papers) != len(after.papers):
                count = f"{len(before.papers)} papers, {len(after.papers)} come out"
                fail(f"of {count} of {what}; does it change {PAPERS!r}?")
            for field in FIELDS:
                if field not in self.changes:
                    self._check_field(field, before, after, noticed, what)

    def _check_field(
        self, field: str, before: Digest, after: Digest, noticed: list[Diagnostic], what: str
    ) -> None:
        pairs: list[tuple[Digest | Paper, Digest | Paper]] = [(before, after)]
        key = {"digest": "title"}.get(field, field)
        if field not in ("date", "digest"):
            pairs = list(zip(before.papers, after.papers, strict=True))
        told = {one.place for one in noticed if one.code.is_loss}
        for old, new in pairs:
            if getattr(old, key) != getattr(new, key) and at(old, Code.ALTERED, "").place not in told:
                fail(
                    f"it changes {field!r} of {what}, which `changes` does not name, and reports nothing:\n"
                    f"{str(getattr(old, key))[:200]!r}\n{str(getattr(new, key))[:200]!r}"
                )

    def test_its_digests_are_left_as_they_are(self) -> None:
        """The model is frozen, and no transform circumvents that: changed nodes are new ones."""
        for given in self._settings():
            for name in samples.NAMES:
                sample = samples.sample(name)
                self._run(sample, given)
                if sample != samples.sample(name):
                    fail(f"it changed the digests of the sample {name!r} themselves")

    # How it reads.

    def test_it_reads_all_digests_once(self) -> None:
        """The digests are an iterable, not a list: they have no length and no index, and come only once."""
        source = _Counted(samples.all_digests())
        list(self._transform()(source, self._context(self._settings()[0])))
        if source.started != 1:
            fail(f"the digests were iterated over {source.started} times")
        if not source.ended:
            fail("it stopped before the last digest")

    def test_it_streams_if_it_says_so(self) -> None:
        """With `streams=True`, digests come out while others are still being read."""
        if not self._transform().info.streams:
            return
        source = _Counted(samples.stream(_STREAMED))
        last = 0
        for _ in self._transform()(source, self._context(self._settings()[0])):
            if source.read - last > _BATCH:
                fail(f"it declares streams=True, but reads {source.read - last} digests before it yields one")
            last = source.read

    def test_it_lets_errors_of_the_digests_pass(self) -> None:
        """An exception raised while digests are read reaches the caller, as the same object."""
        error = PluginError("the input failed")

        def failing() -> Iterator[Digest]:
            yield samples.digest(samples.paper())
            raise error

        try:
            list(self._transform()(failing(), self._context(self._settings()[0])))
        except DigestkitError as raised:
            if raised is not error:
                fail(f"an error of the digests came out as {raised!r}")
        else:
            fail("an error of the digests was swallowed")

    def test_it_can_be_left_early(self) -> None:
        """It can be left after the first digest, as `| head` does."""
        made = self._transform()(samples.all_digests(), self._context(self._settings()[0]))
        next(made, None)
        close = getattr(made, "close", None)
        if close is not None:
            close()

    def test_it_does_nothing_but_yield(self) -> None:
        """It uses no network, writes no file, starts no program and prints nothing."""
        for given in self._settings():
            made = step(self._transform(), given, _ignore)
            with doing_nothing_else("it"):
                list(made.run(samples.all_digests(), _ignore))

    def test_its_reports_are_diagnostics(self) -> None:
        """Each report has a code, and a message on one line."""
        for given in self._settings():
            for diagnostic in self._run(samples.all_digests(), given)[1]:
                check_report(diagnostic, None)

    def test_long_text_takes_its_time_and_no_more(self) -> None:
        """The time grows in proportion to the text of a paper, and to the number of its authors."""
        given = self._settings()[0]
        for make in (samples_of_text, samples_of_authors):
            if steep := grows(lambda digests: self._run(digests, given), make, _LONGEST):
                fail(f"{make.__doc__} {steep}")


def samples_of_text(size: int) -> tuple[Digest, ...]:
    """Long texts:"""  # noqa: D400 - the beginning of a message
    text = "word (a [b *c* $d$ 'e' " * (size // 24)
    return (samples.digest(samples.further_paper(title=text, abstract=text, tldr=text)),)


def samples_of_authors(size: int) -> tuple[Digest, ...]:
    """Many authors:"""  # noqa: D400 - as above
    return (samples.digest(samples.paper(authors=tuple(f"Ada Name{at}" for at in range(size // 12)))),)


def _placed(digests: Iterable[Digest]) -> tuple[Digest, ...]:
    """The digests with a place for each node, so that reports can tell which paper they are about."""
    line, placed = 0, []
    for digest in digests:
        papers = []
        for paper in digest.papers:
            line += 1
            where: dict[str, Any] = {"layout": RecordOrigin("sample", line), "span": (0, 0)}
            media = attrs.evolve(paper.media, **where) if paper.media is not None else None
            summary = [attrs.evolve(item, **where) for item in paper.summary]
            papers.append(attrs.evolve(paper, media=media, summary=summary, **where))
        line += 1
        placed.append(attrs.evolve(digest, papers=papers, layout=RecordOrigin("sample", line), span=(0, 0)))
    return tuple(placed)


@attrs.define
class _Counted:
    """Digests that count how often iteration was begun, how many were read, and whether all were."""

    digests: Iterable[Digest]
    started: int = 0
    read: int = 0
    ended: bool = False

    def __iter__(self) -> Iterator[Digest]:
        self.started += 1
        for digest in self.digests:
            self.read += 1
            yield digest
        self.ended = True


def _ignore(_diagnostic: Diagnostic) -> None:
    """Report to nobody."""
