"""The conformance kit for checks: a test class for the lints of a plugin. It needs pytest.

    from digestkit.testing import CheckConformance, samples

    class TestChecks(CheckConformance):
        checks = "ACM"
        wrong = {"ACM101": samples.paper(title="UNTITLED")}

Where Hypothesis is installed too, generated digests are tried besides the samples.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from digestkit.checks.contract import MOST, Lint
from digestkit.checks.lints import Linter
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.errors import PluginError
from digestkit.model import Digest, Item, Paper
from digestkit.registry import checks
from digestkit.registry.demands import lints as demands
from digestkit.testing import samples
from digestkit.testing.nodes import nodes, of_kind, placed
from digestkit.testing.plugged import (
    BASE,
    Outputs,
    PluginConformance,
    asked,
    check_report,
    doing_nothing_else,
    fail,
    generated,
    grows,
    needs_hypothesis,
    said,
)
from digestkit.testing.transforms import samples_of_authors, samples_of_papers, samples_of_text

_LONGEST = 2 << 20
"""Characters of the longest text that is tried."""

Example = Digest | Paper | Item


class CheckConformance(PluginConformance):
    """Tests that the lints of every plugin must pass; subclass it in a test module and name them.

    `checks` is the prefix of their codes, which also tests the entry point, or the lints themselves. `wrong`
    has for each code a digest, a paper or an item that its lint finds something in; `right` may have some in
    which it must not.
    """

    base = "test_nothing_is_raised"

    checks: ClassVar[str | Sequence[Lint]]
    wrong: ClassVar[Mapping[str, Example]] = {}
    right: ClassVar[Mapping[str, Example]] = {}

    # What the tests below share.

    def outputs(self) -> Outputs:
        """What is found in all samples, and in what is wrong."""
        digests = [*samples.all_digests(), *map(_digest, self.wrong.values())]
        return [("all samples", said((), self._found(digests)))]

    def modules(self) -> Iterable[str]:
        """Where the lints are."""
        return {inspect.unwrap(lint.look).__module__ for lint in self._lints()}

    def _lints(self) -> tuple[Lint, ...]:
        if not isinstance(self.checks, str):
            return tuple(self.checks)
        try:
            found = checks.of_prefix(self.checks)
        except PluginError as error:
            fail(str(error))
        return found or fail(f"no installed plugin has checks {self.checks!r}")

    def _found(self, digests: Sequence[Digest]) -> list[Diagnostic]:
        """What the lints find under the host's supervision; a lint that fails is a finding, too."""
        lints = self._lints()
        codes = frozenset(lint.info.code for lint in lints)
        return list(Linter(codes, lints).lint(digests))

    # The records.

    def test_the_records_are_ones_that_the_host_serves(self) -> None:
        """Codes of one prefix, each once, severities, summaries, API version and signatures."""
        lints = self._lints()
        prefix = lints[0].info.code.id[:-3] if lints else ""
        violation = demands.violation(lints, self.checks if isinstance(self.checks, str) else prefix)
        if violation is not None:
            fail(violation)

    def test_each_code_is_explained(self) -> None:
        """`digestkit explain` has more to say than the summary: why it matters, and what to do."""
        for lint in self._lints():
            if not lint.info.explanation.strip():
                fail(f"{lint.info.code.id}: explain it below the first line of the docstring")

    # What they find.

    @asked(
        BASE,
        "test_the_records_are_ones_that_the_host_serves",
        "test_the_digests_are_left_as_they_are",
    )
    def test_each_finds_what_is_wrong(self) -> None:
        """`wrong` has an example for each code."""
        for lint in self._lints():
            code = lint.info.code
            if code.id not in self.wrong:
                fail(f"{code.id}: give an example of what it finds in `wrong`")
            if code not in [found.code for found in self._found([_digest(self.wrong[code.id])])]:
                fail(f"{code.id} finds nothing in what `wrong` has for it")

    @asked(BASE)
    def test_none_finds_what_is_right(self) -> None:
        """`right` may have examples in which nothing is wrong."""
        for code, example in self.right.items():
            for found in self._found([_digest(example)]):
                if found.code.id == code:
                    fail(f"{code} is found in what `right` has for it: {found.message}")

    @asked(BASE)
    def test_findings_are_one_line_each(self) -> None:
        """A message on one line, under a code of the plugin's own."""
        for found in self._found([*samples.all_digests(), *map(_digest, self.wrong.values())]):
            check_report(found, None)

    @asked(BASE)
    def test_findings_are_about_what_was_looked_at(self) -> None:
        """The node that a message is about is the one that the lint was given, or a part of it."""
        for what, digests in self._looked_at():
            known = {at(node, Code.LINT_FAILED, "").place for digest in digests for node in nodes(digest)}
            for found in self._found(digests):
                if found.place not in known:
                    fail(
                        f"{found.code.id} names a node that is not in {what}: {found.text()}\n"
                        "return the node that it was given, or one in it, not a copy"
                    )

    @asked(BASE)
    def test_findings_come_to_an_end(self) -> None:
        """Of one node, there are fewer than the host looks at."""
        for what, digests in self._looked_at():
            for lint in self._lints():
                for digest in digests:
                    if any(_count(lint, node) >= MOST for node in of_kind(digest, lint.info.of)):
                        fail(f"{lint.info.code.id} finds {MOST:,} things or more in one node of {what}")

    def _looked_at(self) -> Iterator[tuple[str, tuple[Digest, ...]]]:
        """The samples and what is wrong, with a place for each node."""
        for name in samples.NAMES:
            yield f"the sample {name!r}", placed(samples.sample(name))
        for code, example in self.wrong.items():
            yield f"what `wrong` has for {code}", placed([_digest(example)])

    # What they must stand.

    @asked(once=True)
    def test_nothing_is_raised(self) -> None:
        """On no sample, hostile text included."""
        for name in samples.NAMES:
            self._check_raises_nothing(list(samples.sample(name)), f"the sample {name!r}")

    @needs_hypothesis
    @asked(BASE)
    def test_nothing_is_raised_on_generated_digests(self) -> None:
        """Whatever the strategies of `digestkit.testing.strategies` make."""
        generated(lambda made: self._check_raises_nothing(made, "a generated digest"))

    def _check_raises_nothing(self, digests: Sequence[Digest], what: str) -> None:
        for found in self._found(digests):
            if found.code is Code.LINT_FAILED:
                fail(f"on {what}: {found.message}")

    @asked(BASE)
    def test_long_text_takes_its_time_and_no_more(self) -> None:
        """The time grows in proportion to the text of a paper, and to the number of its authors."""
        for make in (samples_of_text, samples_of_authors, samples_of_papers):
            if steep := grows(self._found, make, _LONGEST):
                fail(f"{make.__doc__} {steep}")

    # What they leave alone.

    @asked(BASE)
    def test_they_do_nothing_but_look(self) -> None:
        """They use no network, write no file, start no program and print nothing."""
        self._lints()  # imported before
        with doing_nothing_else("a lint"):
            self._found(samples.all_digests())

    @asked(BASE, once=True)
    def test_the_digests_are_left_as_they_are(self) -> None:
        """The model is frozen, and no lint circumvents that."""
        for name in samples.NAMES:
            sample = samples.sample(name)
            self._found(sample)
            if sample != samples.sample(name):
                fail(f"the digests of the sample {name!r} were changed")


def _count(lint: Lint, node: Digest | Paper | Item) -> int:
    """How many findings a lint has in a node; none where it gives something else, as other tests tell."""
    try:
        return len(lint(node))
    except TypeError:
        return 0


def _digest(example: Example) -> Digest:
    if isinstance(example, Item):
        example = samples.paper(summary=(example,))
    return samples.digest(example) if isinstance(example, Paper) else example
