"""The conformance kit for readers: a test class for any of them. It needs pytest.

    from digestkit.testing import ReaderConformance
    from digestkit_notes import notes

    class TestNotes(ReaderConformance):
        reader = notes
        samples = {"2024-07-05.notes": "A Study <https://arxiv.org/abs/2407.01906>"}

Samples may be in a folder, too.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import attrs

from digestkit.api.dumping import dumps
from digestkit.diagnostics import Diagnostic
from digestkit.errors import InputError
from digestkit.export import options
from digestkit.files import recognition
from digestkit.model import Digest
from digestkit.reading import run
from digestkit.reading.contract import ReadContext, Reader
from digestkit.registry import readers
from digestkit.registry.core import CORE_READERS
from digestkit.registry.demands import readers as demands
from digestkit.source import Origin
from digestkit.testing import hostile
from digestkit.testing.findings import first_difference, setting
from digestkit.testing.plugged import (
    BASE,
    Outputs,
    Settings,
    asked,
    check_options,
    check_report,
    choices,
    doing_nothing_else,
    fail,
    said,
)
from digestkit.testing.standing import Content, StandingConformance

_FOREIGN = {
    **hostile.TEXTS,
    "a digest in Korean": "## Daily Papers (2024-07-05)\n\n### [A Study](https://arxiv.org/abs/2407.01906)\n",
}

_LONG = 300_000
"""Characters of content that no reader may cut off."""

_PIECES = (1, 7, 1000)
"""In pieces of how many characters content comes."""


class ReaderConformance(StandingConformance):
    """Tests that every reader must pass; subclass it in a test module and name the reader.

    `reader` is a reader, or the name of an installed one, which also tests its entry points. `samples` are
    contents that it reads, by the names of their files, as text or bytes; or a folder of them. `papers` are
    the numbers of papers in some of them, by the same names. `settings` are sets of options to try besides
    the defaults; each choice and flag is tried on its own anyway.
    """

    reader: ClassVar[Reader | str]
    samples: ClassVar[Mapping[str, Content] | Path]
    papers: ClassVar[Mapping[str, int]] = {}
    settings: ClassVar[Sequence[Settings]] = ()

    base = "test_it_reads_its_samples"

    # What the tests below share.

    def outputs(self) -> Outputs:
        """The digests and reports for each sample, with each set of options."""
        return [
            (f"the sample {name!r}{setting(given)}", said(*self._read(content, name, given)))
            for given in self._settings()
            for name, content in self._samples().items()
        ]

    def modules(self) -> Iterable[str]:
        """Where the reader's function is."""
        return [inspect.unwrap(self._reader().read).__module__]

    def _reader(self) -> Reader:
        return readers.reader(self.reader) if isinstance(self.reader, str) else self.reader

    def _samples(self) -> dict[str, Content]:
        """The samples as the reader wants them: text, or bytes."""
        given = self.samples
        if isinstance(given, Path):
            given = {path.name: path.read_bytes() for path in sorted(given.iterdir()) if path.is_file()}
        if not given:
            fail("give `samples`: contents that it reads, by the names of their files")
        return {name: self._content(content) for name, content in given.items()}

    def _content(self, content: Content) -> Content:
        if self._reader().info.binary:
            return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else content

    def _settings(self) -> list[Settings]:
        return [*choices(self._reader().info.options), *self.settings]

    def _context(self, name: str, given: Settings, noticed: list[Diagnostic]) -> ReadContext:
        made = options.build(self._reader().info.options, given, noticed.append)
        # A path of its own, so that readers that look into the names of folders find none of this machine.
        return ReadContext(Origin(name, name, f"/digests/{name}"), made, noticed.append)

    def _pieces(self, content: Content, size: int = 1 << 20) -> Any:  # noqa: ANN401 - as the record says
        """Content as the reader wants it: whole, or in pieces."""
        if not self._reader().info.streams:
            return content
        return iter([content[at : at + size] for at in range(0, len(content), size)])

    def _read(
        self, content: Content, name: str = "sample", given: Settings | None = None
    ) -> tuple[list[Digest], list[Diagnostic]]:
        """What the host makes of some content, and what is reported."""
        noticed: list[Diagnostic] = []
        context = self._context(name, given or {}, noticed)
        return list(run.digests(self._reader(), self._pieces(content), context)), noticed

    # The record.

    def test_the_record_is_one_that_the_host_serves(self) -> None:
        """Name, suffixes, media types, summary, options, API version and signature."""
        violation = demands.violation(self._reader())
        if violation is not None:
            fail(violation)

    def test_its_suffixes_lead_to_it(self) -> None:
        """An installed reader declares its suffixes as entry points, so that no import is needed to know."""
        if not isinstance(self.reader, str):
            return
        core = {suffix for one in CORE_READERS.values() for suffix in one.suffixes}
        name = self._reader().info.name
        for suffix in self._reader().info.suffixes:
            if suffix not in core and not any(
                found.rpartition(":")[2] == name for found in readers.for_suffix(f"x{suffix}")
            ):
                fail(f'files {suffix} do not lead to it: add "{suffix[1:]}" to the group digestkit.suffixes')

    def test_its_options_are_validated(self) -> None:
        """Unknown options and wrong values are usage errors; other values work, or are usage errors too."""

        def read(given: Settings) -> None:
            self._context("x", given, [])
            for name, content in self._samples().items() if self.samples else ():
                self._read(content, name, given)

        check_options(self._reader().info.options, lambda given: self._context("x", given, []), read)

    # What it reads.

    @asked(once=True)
    def test_it_reads_its_samples(self) -> None:
        """Each holds a paper, with each set of options, and with the defaults as many as `papers` says."""
        for given in self._settings():
            for name, content in self._samples().items():
                digests, _ = self._read(content, name, given)
                count = sum(len(digest.papers) for digest in digests)
                if not count:
                    fail(f"there is no paper in the sample {name!r}{setting(given)}")
                if not given and count != self.papers.get(name, count):
                    fail(f"of the {self.papers[name]} papers of the sample {name!r}, it reads {count}")

    @asked(BASE, "test_two_runs_give_the_same")
    def test_line_ends_make_no_difference(self) -> None:
        """What is text is read alike with LF and with CR LF, as Git and editors on Windows write it."""
        for name, content in self._samples().items():
            other = hostile.with_crlf(content)
            if other is None:
                continue
            one, two = (self._read(each, name)[0] for each in (content, other))
            if one != two:
                fail(
                    f"the sample {name!r} with CR LF at the ends of its lines gives other digests\n"
                    + first_difference(said(one), said(two), ("LF", "CR LF"))
                )

    @asked(BASE)
    def test_what_it_yields_can_be_written_and_read(self) -> None:
        """As JSON Lines, in which nothing is lost."""
        for name, content in self._samples().items():
            digests, _ = self._read(content, name)
            back = run.digests(readers.reader("jsonl"), iter([dumps(digests, "jsonl")]), ReadContext())
            if list(back) != digests:
                fail(f"the digests of {name!r} differ when they are written and read: are there empty ones?")

    @asked(BASE)
    def test_it_knows_its_own(self) -> None:
        """`detect`, where there is one, knows each sample by its beginning, and nothing else."""
        reader = self._reader()
        if reader.detect is None:
            return
        for name, content in self._samples().items():
            if (sure := self._score(content)) < recognition.SURE:
                fail(f"detect gives {sure} for the sample {name!r}; at least {recognition.SURE} counts")
        for what, text in _FOREIGN.items():
            if (sure := self._score(text)) >= recognition.SURE:
                fail(f"detect gives {sure} for {what}, which is not its own: {text[:60]!r}")

    def _score(self, content: Content) -> float:
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return recognition.score(self._reader(), data[: 1 << 16])

    def test_it_chooses_among_what_is_there(self) -> None:
        """`choose`, where there is one, picks of the paths that it gets, in whatever order they come."""
        reader = self._reader()
        if reader.choose is None:
            return
        given = self._context("sample", {}, []).options
        names = [*self._samples(), *(f"folder/{name}" for name in self._samples())]
        picked = recognition.chosen(reader, reader.choose, names, given)
        if not picked:
            fail(f"choose picks nothing of {names}")
        if recognition.chosen(reader, reader.choose, names[::-1], given) != picked:
            fail("what choose picks depends on the order of the paths")
        if recognition.chosen(reader, reader.choose, [], given):
            fail("choose picks something of nothing")

    @asked(BASE)
    def test_long_content_is_read_to_its_end(self) -> None:
        """Where two samples in a row have twice the papers, a row of many has as many times as many."""
        for name, content in self._samples().items():
            one, two, three = (self._count(content * times) for times in (1, 2, 3))
            times = max(_LONG // len(content), 600 // one)
            if (two, three) == (2 * one, 3 * one) and (many := self._count(content * times)) != times * one:
                fail(
                    f"of {times * one:,} papers in {times:,} copies of the sample {name!r}, it reads {many:,}"
                )

    def _count(self, content: Content) -> int:
        """How many papers there are; none where the content is refused."""
        try:
            return sum(len(digest.papers) for digest in self._read(content)[0])
        except InputError:
            return 0

    # How it reads.

    @asked(BASE)
    def test_it_does_nothing_but_read(self) -> None:
        """It uses no network, writes no file, starts no program and prints nothing."""
        for given in self._settings():
            for name, content in self._samples().items():
                with doing_nothing_else("it"):
                    self._read(content, name, given)

    @asked(BASE)
    def test_pieces_make_no_difference(self) -> None:
        """With `streams=True`, content comes in pieces, which end anywhere."""
        if not self._reader().info.streams:
            return
        for name, content in self._samples().items():
            whole, _ = self._read(content, name)
            for size in _PIECES:
                context = self._context(name, {}, [])
                if list(run.digests(self._reader(), self._pieces(content, size), context)) != whole:
                    fail(f"the sample {name!r} in pieces of {size} gives other digests")

    @asked(BASE)
    def test_it_streams_if_it_says_so(self) -> None:
        """With `streams=True`, the first digest comes before the content is at its end."""
        if not self._reader().info.streams:
            return
        content = next(iter(self._samples().values()))
        source = _Counted([content] * 200)
        found = self._reader()(source, self._context("many", {}, []))
        if next(found, None) is None or source.read > 100:
            fail("it declares streams=True, but reads on before it yields the first digest")

    @asked(BASE)
    def test_errors_of_the_content_pass(self) -> None:
        """With `streams=True`, an exception that reading the pieces raises reaches the caller."""
        if not self._reader().info.streams:
            return
        error = InputError("the disk is gone")

        def failing() -> Iterator[Content]:
            yield next(iter(self._samples().values()))
            raise error

        try:
            list(self._reader()(failing(), self._context("gone", {}, [])))
        except InputError as raised:
            if raised is not error:
                fail(f"an error of the content came out as {raised!r}")
        else:
            fail("an error of the content was swallowed")

    @asked(BASE)
    def test_its_reports_have_places(self) -> None:
        """Each report is one line, with the name of its input, and no line beyond its end."""
        for name, content in self._samples().items():
            end = b"\n" if isinstance(content, bytes) else "\n"
            last = content.count(end) + 1  # type: ignore[arg-type] # of the content's type
            for diagnostic in self._read(content, name)[1]:
                check_report(diagnostic, name)
                if diagnostic.line is not None and not 1 <= diagnostic.line <= last:
                    fail(f"there is no line {diagnostic.line}: {diagnostic.text()}")


@attrs.define
class _Counted:
    """Pieces that count how many of them were read."""

    pieces: Iterable[Content]
    read: int = 0

    def __iter__(self) -> Iterator[Content]:
        for piece in self.pieces:
            self.read += 1
            yield piece
