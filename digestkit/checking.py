"""One check: inputs are read and examined, and findings are reported as they are made."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from digestkit.checks.codes import DEFAULT
from digestkit.checks.contract import Lint
from digestkit.checks.lints import Linter
from digestkit.diagnostics import AnyCode, Diagnostic
from digestkit.errors import InputError
from digestkit.export.once import stays
from digestkit.files import finding, inputs
from digestkit.files.inputs import Input, Reading
from digestkit.model import Digest


class Findings:
    """The findings in some inputs: an iterator of diagnostics, which reads the inputs as it goes.

    `files` (those with a digest), `digests` and `papers` count what was examined so far, `failed` the inputs
    that were left out. `texts` are the names of the files that were read as Markdown: in those, a finding's
    line can be shown. `see` is called with each digest. `lints` are those of plugins, and `broken` what is to
    be said of plugins that cannot be used. One input is held at a time, and of JSON Lines one
    digest.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        reading: Reading,
        codes: Collection[AnyCode] = DEFAULT,
        see: Callable[[Digest], None] | None = None,
        lints: Sequence[Lint] = (),
        broken: Iterable[Diagnostic] = (),
    ) -> None:
        self.files = self.digests = self.papers = self.failed = 0
        self.texts: set[str] = set()
        self._codes = codes
        self._lints = lints
        self._see = see
        self._reading = reading
        self._noticed = deque(one for one in broken if one.code in codes)
        self._found = self._look(finding.find(paths, reading, self._notice, self._fail))

    def __iter__(self) -> Iterator[Diagnostic]:
        return self

    def __next__(self) -> Diagnostic:
        return next(self._found)

    def _look(self, found: Sequence[Input]) -> Iterator[Diagnostic]:
        # One linter for all inputs: duplicates are found across files.
        linter = Linter(self._codes, self._lints)
        for each in found:
            if each.path is not None and each.opens is None and self._reading.is_markdown(each):
                self.texts.add(each.name)
            before = self.digests
            for digest in self._read(each):
                # What the reader noticed comes before what the lints find in the same digest.
                yield from self._pending()
                self.digests += 1
                self.papers += len(digest.papers)
                if self._see is not None:
                    self._see(digest)
                yield from stays(linter.see(digest))
            self.files += self.digests > before
            yield from self._pending()
        yield from self._pending()  # of folders in which nothing was found
        yield from linter.end()

    def _read(self, given: Input) -> Iterator[Digest]:
        try:
            yield from inputs.read(given, self._reading, self._notice)
        except InputError as error:
            self._fail(error)

    def _notice(self, diagnostic: Diagnostic) -> None:
        if diagnostic.code in self._codes:
            self._noticed.append(diagnostic)

    def _fail(self, error: InputError) -> None:
        self.failed += 1
        self._noticed.append(inputs.failure(error))

    def _pending(self) -> Iterator[Diagnostic]:
        """What was noticed since the last call: callbacks cannot yield, so they leave it here."""
        while self._noticed:
            yield self._noticed.popleft()
