"""The conformance kit for transforms: a test class for any of them. It needs pytest.

    from digestkit.testing import TransformConformance

    class TestShorten(TransformConformance):
        transform = "shorten-authors"
        changes = ("authors", "authors_truncated", "extra")

Where Hypothesis is installed too, generated digests are tried besides the samples.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import attrs

from digestkit.api.dumping import dumps
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.errors import DigestkitError, PluginError
from digestkit.export.contract import FIELDS
from digestkit.model import Digest, Item, Paper
from digestkit.reading import run as reading
from digestkit.reading.contract import ReadContext
from digestkit.registry import readers
from digestkit.registry import transforms as registry
from digestkit.source import Site
from digestkit.testing import samples
from digestkit.testing.declared import PAPERS
from digestkit.testing.findings import python, setting, told
from digestkit.testing.nodes import placed
from digestkit.testing.plugged import (
    BASE,
    Outputs,
    PluginConformance,
    Settings,
    asked,
    check_options,
    check_report,
    choices,
    doing_nothing_else,
    fail,
    generated,
    grows,
    needs_hypothesis,
    said,
)
from digestkit.transforms.contract import Transform, TransformContext
from digestkit.transforms.run import step

_STREAMED = 60
"""How many digests a streaming transform is tried with."""
_BATCH = 10
"""The most digests that a streaming transform may read between two that it yields."""
_LONGEST = 2 << 20
"""Characters of the longest text that is tried."""


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

    base = "test_it_takes_every_sample"

    # What the tests below share.

    def outputs(self) -> Outputs:
        """What becomes of all samples, with each set of options."""
        return [
            (f"all samples{setting(given)}", said(*self._run(samples.all_digests(), given)))
            for given in self._settings()
        ]

    def modules(self) -> Iterable[str]:
        """Where the transform's function is."""
        return [inspect.unwrap(self._transform().change).__module__]

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

    @asked(BASE)
    def test_its_options_are_validated(self) -> None:
        """Unknown options and wrong values are usage errors; other values work, or are usage errors too."""
        transform = self._transform()
        needed = self._settings()[0] if self.needs_options else {}
        check_options(
            transform.info.options,
            lambda given: step(transform, given, _ignore),
            lambda given: self._run(samples.sample("everything"), {**needed, **given}),
        )

    def test_what_it_may_change_are_fields(self) -> None:
        """`changes` names fields of the model, and `papers`."""
        unknown = sorted(set(self.changes) - {*FIELDS, PAPERS})
        if unknown:
            fail(f"changes: {', '.join(unknown)}: no such field; there are {', '.join((*FIELDS, PAPERS))}")

    # What it makes of digests.

    @asked("test_it_reads_all_digests_once", once=True)
    def test_it_takes_every_sample(self) -> None:
        """Among them: no digests at all, a digest without papers, and hostile text."""
        for given in self._settings():
            for name in samples.NAMES:
                try:
                    made, _ = self._run(samples.sample(name), given)
                except DigestkitError as error:
                    fail(
                        f"it fails on the sample {name!r}{setting(given)}: {told(error)}\n"
                        f"input: {python(samples.sample(name))}"
                    )
                back = reading.digests(readers.reader("jsonl"), iter([dumps(made, "jsonl")]), ReadContext())
                if list(back) != made:
                    fail(f"what it makes of {name!r}{setting(given)} differs when it is written and read")

    @needs_hypothesis
    @asked(BASE, "test_what_it_does_not_change_survives")
    def test_it_takes_generated_digests(self) -> None:
        """Whatever the strategies of `digestkit.testing.strategies` make."""
        given = self._settings()[-1]
        generated(lambda made: self._check_survival(tuple(made), given, "a generated digest"))

    @asked(BASE)
    def test_nothing_comes_of_nothing(self) -> None:
        """Without digests there are none afterwards."""
        for given in self._settings():
            if self._run((), given)[0]:
                fail(f"it yields digests where there are none{setting(given)}")

    @asked(BASE, "test_nothing_comes_of_nothing", "test_its_digests_are_left_as_they_are", once=True)
    def test_what_it_does_not_change_survives(self) -> None:
        """Every field that `changes` does not name, of every paper, unless its loss is reported.

        Also of long texts, of thousands of authors, and late in a long stream.
        """
        for given in self._settings():
            for name in samples.NAMES:
                self._check_survival(samples.sample(name), given, f"{name!r}")
        given = self._settings()[0]
        self._check_survival(tuple(samples.stream(_STREAMED)), given, "the last of many digests")
        self._check_survival(_large(), given, "long texts and many authors")

    def _check_survival(self, digests: tuple[Digest, ...], given: Settings, name: str) -> None:
        digests = placed(digests)
        made, noticed = self._run(digests, given)
        lost = {one.place for one in noticed if one.code.is_loss}
        for before, after in self._pairs(digests, made, f"{name}{setting(given)}"):
            changed, place = _changed(before, after), at(before, Code.ALTERED, "").place
            for key, field in changed.items():
                if field not in self.changes and place not in lost:
                    fail(_altered(key, field, before, after, f"{name}{setting(given)}"))
            if not changed and isinstance(before, Paper) and place in lost:
                fail(f"it reports a loss at a paper of {name}{setting(given)} that it leaves as it is")

    def _pairs(
        self, digests: Sequence[Digest], made: Sequence[Digest], what: str
    ) -> Iterator[tuple[Digest | Paper, Digest | Paper]]:
        """Digests and papers before and after; where papers may come and go, those that can be told."""
        if PAPERS in self.changes:
            yield from _same_urls(digests, made)
            return
        if len(made) != len(digests):
            fail(f"of {len(digests)} digests of {what}, it makes {len(made)}; does it change {PAPERS!r}?")
        for before, after in zip(digests, made, strict=True):
            if len(before.papers) != len(after.papers):
                count = f"{len(before.papers)} papers, {len(after.papers)} come out"
                fail(f"of {count} of {what}; does it change {PAPERS!r}?")
            yield before, after
            yield from zip(before.papers, after.papers, strict=True)

    @asked(BASE, once=True)
    def test_its_digests_are_left_as_they_are(self) -> None:
        """The model is frozen, and no transform circumvents that: changed nodes are new ones."""
        for given in self._settings():
            for name in samples.NAMES:
                sample = samples.sample(name)
                self._run(sample, given)
                if sample != samples.sample(name):
                    fail(f"it changed the digests of the sample {name!r} themselves")

    @asked(BASE, "test_two_runs_give_the_same")
    def test_its_options_are_left_as_they_are(self) -> None:
        """They are used for each output of a run, so a second one must find them as the first did."""
        for given in self._settings():
            made = step(self._transform(), given, _ignore)
            before = repr(made.options)
            list(made.run(samples.sample("everything"), _ignore))
            if repr(made.options) != before:
                fail(f"it changes its options{setting(given)}:\n  {before}\n  {made.options!r}")

    # How it reads.

    @asked(once=True)
    def test_it_reads_all_digests_once(self) -> None:
        """The digests are an iterable, not a list: they have no length and no index, and come only once."""
        source = _Counted(samples.stream(_STREAMED))
        try:
            list(self._transform()(source, self._context(self._settings()[0])))
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            if "_Counted" in str(error):
                fail(f"it takes the digests for a list: {error}; read them once, with `for`")
            return  # it fails on samples, too
        if source.started != 1:
            fail(f"the digests were iterated over {source.started} times")
        if not source.ended:
            fail("it stopped before the last digest")

    @asked(BASE)
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

    @asked(BASE)
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

    @asked(BASE)
    def test_it_can_be_left_early(self) -> None:
        """It can be left after the first digest, as `| head` does."""
        made = self._transform()(samples.all_digests(), self._context(self._settings()[0]))
        next(made, None)
        close = getattr(made, "close", None)
        if close is not None:
            close()

    @asked(BASE)
    def test_it_does_nothing_but_yield(self) -> None:
        """It uses no network, writes no file, starts no program and prints nothing."""
        for given in self._settings():
            made = step(self._transform(), given, _ignore)
            with doing_nothing_else("it"):
                list(made.run(samples.all_digests(), _ignore))

    @asked(BASE)
    def test_its_reports_are_diagnostics(self) -> None:
        """Each report has a code, and a message on one line."""
        for given in self._settings():
            for diagnostic in self._run(samples.all_digests(), given)[1]:
                check_report(diagnostic, None)

    @asked(BASE)
    def test_long_text_takes_its_time_and_no_more(self) -> None:
        """The time grows in proportion to the text of a paper, and to the number of its authors."""
        given = self._settings()[0]
        for make in (samples_of_text, samples_of_authors, samples_of_papers):
            if steep := grows(lambda digests: self._run(digests, given), make, _LONGEST):
                fail(f"{make.__doc__} {steep}")


def samples_of_text(size: int) -> tuple[Digest, ...]:
    """Long texts:"""  # noqa: D400 - the beginning of a message
    text = "word (a [b *c* $d$ 'e' " * (size // 24)
    return (samples.digest(samples.further_paper(title=text, abstract=text, tldr=text)),)


def samples_of_authors(size: int) -> tuple[Digest, ...]:
    """Many authors:"""  # noqa: D400 - as above
    return (samples.digest(samples.paper(authors=tuple(f"Ada Name{at}" for at in range(size // 12)))),)


def samples_of_papers(size: int) -> tuple[Digest, ...]:
    """Many papers:"""  # noqa: D400 - as above
    return (samples.digest(*(samples.paper(number) for number in range(size // 500))),)


_OF_DIGEST = {"date": "date", "title": "digest", "site": "digest", "source": "digest"}
_OF_PAPER = {field: field for field in FIELDS if field not in _OF_DIGEST.values()} | {
    "authors_ordered": "authors"
}
"""The attributes of nodes, and the field that a change of each counts as."""


def _changed(before: Digest | Paper, after: Digest | Paper) -> dict[str, str]:
    """The attributes that are not as they were, and their fields."""
    fields = _OF_DIGEST if isinstance(before, Digest) else _OF_PAPER
    return {key: field for key, field in fields.items() if getattr(before, key) != getattr(after, key)}


def _altered(key: str, field: str, before: Digest | Paper, after: Digest | Paper, what: str) -> str:
    shown = "\n".join(f"{key}: {str(getattr(node, key))[-200:]!r}" for node in (before, after))
    return f"it changes {field!r} of {what}, which `changes` does not name, and reports nothing:\n{shown}"


def _same_urls(digests: Sequence[Digest], made: Sequence[Digest]) -> Iterator[tuple[Paper, Paper]]:
    """The papers before and after whose URL occurs once in either."""
    before, after = _by_url(digests), _by_url(made)
    for url, [paper, *others] in before.items():
        found = after.get(url, ())
        if not others and len(found) == 1:
            yield paper, found[0]


def _by_url(digests: Iterable[Digest]) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for digest in digests:
        for paper in digest.papers:
            found.setdefault(paper.url, []).append(paper)
    return found


def _large() -> tuple[Digest, ...]:
    """Texts of 70,000 characters, and 10,000 authors in no order; a digest of a site of its own."""
    text = "word " * 14_000 + "end"
    authors = tuple(f"Ada Name{number}" for number in range(10_000))
    long = samples.further_paper(title=text, abstract=text, tldr=text, summary=(Item("Label", text),))
    many = samples.paper(1907, authors=authors, authors_ordered=False)
    return (attrs.evolve(samples.digest(long, many), site=Site("https://digests.example/")),)


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
