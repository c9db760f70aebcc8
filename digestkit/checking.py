"""One check: inputs are read and looked at, and what is found is told as it is found."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence

from digestkit.checks.codes import DEFAULT
from digestkit.checks.lints import Linter
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import InputError
from digestkit.files import inputs
from digestkit.files.inputs import Input, Reading
from digestkit.model import Digest
from digestkit.registry import readers


class Findings:
    """What is found in some inputs: an iterator of diagnostics, which reads the inputs as it goes.

    `files` (those with a digest), `digests` and `papers` count what was looked at so far, `failed` the inputs
    that were left out.
    `texts` are the names of the files that were read as Markdown: in those, findings have places that can be
    shown. `see` hears of each digest. One input is held at a time, and of JSON Lines one digest.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        reading: Reading,
        codes: Collection[Code] = DEFAULT,
        see: Callable[[Digest], None] | None = None,
    ) -> None:
        self.files = self.digests = self.papers = self.failed = 0
        self.texts: set[str] = set()
        self._codes = codes
        self._see = see
        self._reading = reading
        self._noticed: deque[Diagnostic] = deque()
        self._found = self._look(inputs.find(paths, reading, self._notice, self._fail))

    def __iter__(self) -> Iterator[Diagnostic]:
        return self

    def __next__(self) -> Diagnostic:
        return next(self._found)

    def _look(self, found: Sequence[Input]) -> Iterator[Diagnostic]:
        linter = Linter(self._codes)
        for each in found:
            if each.path is not None and self._reading.reader(each) is readers.MARKDOWN:
                self.texts.add(each.name)
            before = self.digests
            for digest in self._read(each):
                yield from self._told()
                self.digests += 1
                self.papers += len(digest.papers)
                if self._see is not None:
                    self._see(digest)
                yield from linter.see(digest)
            self.files += self.digests > before
            yield from self._told()
        yield from self._told()
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

    def _told(self) -> Iterator[Diagnostic]:
        while self._noticed:
            yield self._noticed.popleft()
