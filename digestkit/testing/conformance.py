"""The conformance kit: a test class for any exporter. It needs pytest.

    from digestkit.testing import ExporterConformance
    from digestkit_titles import titles

    class TestTitles(ExporterConformance):
        exporter = titles

Where Hypothesis is installed too, generated digests are tried besides the samples.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import io
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import ClassVar

import pytest

from digestkit import registry
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import DigestkitError, UsageError
from digestkit.export import loss, options, values
from digestkit.export.contract import FIELDS, FIELDS_1, Chunk, Exporter
from digestkit.export.run import Export
from digestkit.model import Digest
from digestkit.testing import samples
from digestkit.testing.watch import watched

Settings = Mapping[str, object]

_DEFAULTS: Settings = {}

_ELSEWHERE = Path(__file__).with_name("elsewhere.py")

_STREAMED = 60
"""How many digests a streaming exporter is tried with."""
_BATCH = 10
"""The most digests that a streaming exporter may read between two chunks."""


class ExporterConformance:
    """Tests that every exporter must pass; subclass it in a test module and name the exporter.

    `exporter` is an exporter object, or the name of an installed format. `settings` are sets of options
    to try besides the defaults; each choice and flag that the exporter declares is tried on its own anyway.
    """

    exporter: ClassVar[Exporter | str]
    settings: ClassVar[Sequence[Settings]] = ()

    # What the tests below share.

    def fingerprints(self) -> list[str]:
        """The SHA-256, in hexadecimal, of the output for all samples, for each set of options in turn."""
        return [_fingerprint(self._run(samples.all_digests(), given)) for given in self._settings()]

    def _exporter(self) -> Exporter:
        return registry.exporter(self.exporter)

    def _settings(self) -> list[Settings]:
        """The defaults, each declared choice on its own, and the sets that the subclass asks for."""
        return [_DEFAULTS, *_choices(self._exporter()), *self.settings]

    def _export(self, given: Settings = _DEFAULTS, **context: str) -> tuple[Export, list[Diagnostic]]:
        reports: list[Diagnostic] = []
        return Export(self._exporter(), options=given, report=reports.append, **context), reports

    def _run(self, digests: Iterable[Digest], given: Settings = _DEFAULTS) -> list[Chunk]:
        export, _ = self._export(given)
        return list(export.chunks(digests))

    # The record.

    def test_the_record_is_one_that_the_host_serves(self) -> None:
        """Name, suffix, media type, summary, options, carries, API version and signature."""
        registry.exporter(self.exporter)

    def test_its_options_are_validated(self) -> None:
        """An unknown option, or a value outside the choices, is a usage error."""
        exporter = self._exporter()
        with pytest.raises(UsageError):
            self._export({"an_option_that_nobody_has": "1"})
        for option in options.describe(exporter.info.options):
            if option.choices:
                with pytest.raises(UsageError):
                    self._export({option.name: "none of the choices"})

    # The output.

    @pytest.mark.parametrize("name", samples.NAMES)
    def test_it_takes_every_sample(self, name: str) -> None:
        """Among them: no digests at all, a digest without papers, and hostile text."""
        self._run(samples.sample(name))

    def test_it_yields_chunks_of_the_declared_type(self) -> None:
        """Text or bytes, as `binary` says; not one string, whose characters would be the chunks."""
        exporter = self._exporter()
        export, _ = self._export()
        # Called directly: the host would turn both mistakes into an error without this advice.
        made = exporter.export(samples.all_digests(), export.context)
        if isinstance(made, (str, bytes)):
            _fail(f"it returns {type(made).__name__}; it must yield chunks, or return a list of them")
        wanted = bytes if exporter.info.binary else str
        for chunk in made:
            if not isinstance(chunk, wanted):
                _fail(f"it declares {wanted.__name__} and yields {type(chunk).__name__}")

    def test_it_takes_whatever_the_context_says(self) -> None:
        """Title, language and base URL are the user's choice, markup and all scripts included."""
        for title in ("A title", '오늘의 <논문> & "more" {}$%\\'):
            export, _ = self._export(title=title, language="ko", base_url="https://base.example/")
            for _ in export.chunks(samples.all_digests()):
                pass

    @pytest.mark.skipif(
        importlib.util.find_spec("hypothesis") is None, reason="generated digests need hypothesis"
    )
    def test_it_takes_generated_digests(self) -> None:
        """Whatever the strategies of `digestkit.testing.strategies` make."""
        from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - the kit works without it
        from hypothesis import strategies as st  # noqa: PLC0415 - as above

        from digestkit.testing.strategies import digests, further_digests  # noqa: PLC0415 - as above

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # shrinking takes minutes, and the samples are small already
        )
        @given(st.lists(st.one_of(digests(), further_digests()), max_size=3))
        def try_out(made: list[Digest]) -> None:
            _check_same(self._run(made), self._run(made), "a second run")

        try_out()

    # The same input gives the same bytes.

    def test_two_runs_give_the_same_bytes(self) -> None:
        """Nothing is random, and nothing is remembered from an earlier run."""
        for given in self._settings():
            first, second = (self._run(samples.all_digests(), given) for _ in range(2))
            _check_same(first, second, "a second run")

    def test_time_and_place_do_not_matter(self, tmp_path: Path) -> None:
        """The bytes are the same in a process with another clock, zone, locale, hash seed and folder."""
        here, there = self.fingerprints(), self._fingerprints_elsewhere(tmp_path)
        for given, one, other in zip(self._settings(), here, there, strict=True):
            if one != other:
                _fail(
                    f"the output with options {given} differs in a process with another clock, time zone, "
                    "locale, hash seed and working directory"
                )

    def _fingerprints_elsewhere(self, folder: Path) -> list[str]:
        cls = type(self)
        if "<locals>" in cls.__qualname__:
            _fail(f"{cls.__qualname__} must be defined at module level, where another process can find it")
        request = {
            "module": cls.__module__,
            "path": inspect.getfile(cls),
            "qualname": cls.__qualname__,
            "sys_path": [str(Path(entry).absolute()) for entry in sys.path],
        }
        seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
        # POSIX counts time zones westwards: this one is 13 and a half hours east of UTC.
        done = subprocess.run(  # noqa: S603 - this very Python on this very package
            [sys.executable, "-P", str(_ELSEWHERE), json.dumps(request)],
            env={**os.environ, "TZ": "XST-13:30", "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=folder,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            _fail(f"it fails in another process:\n{done.stderr.decode(errors='replace')}")
        fingerprints: list[str] = json.loads(done.stdout)
        return fingerprints

    # What it takes.

    def test_it_reads_all_digests_once(self) -> None:
        """The digests are an iterable, not a list: they have no length and no index, and come only once."""
        source = _Once(samples.all_digests())
        export, _ = self._export()
        for _ in self._exporter().export(source, export.context):
            pass
        if source.started != 1:
            _fail(f"the digests were iterated over {source.started} times")
        if not source.ended:
            _fail("it stopped before the last digest")

    def test_it_streams_if_it_says_so(self) -> None:
        """With `streams=True`, chunks come while digests are still being read."""
        if not self._exporter().info.streams:
            return
        source = _Once(samples.stream(_STREAMED))
        export, _ = self._export()
        reads = [source.read for _ in export.chunks(source)]
        # Between two of these counts of digests, a chunk came, or the input began or ended.
        stops = [0, *reads, _STREAMED]
        longest = max(later - earlier for earlier, later in itertools.pairwise(stops))
        if longest > _BATCH:
            _fail(f"it declares streams=True, but reads {longest} digests without yielding a chunk")

    def test_it_lets_errors_of_the_digests_pass(self) -> None:
        """An exception raised while digests are read reaches the caller, as the same object."""
        error = DigestkitError("the input failed")

        def failing() -> Iterator[Digest]:
            yield samples.digest(samples.paper())
            raise error

        try:
            self._run(failing())
        except DigestkitError as raised:
            if raised is not error:
                _fail(f"an error of the digests came out as {raised!r}")
        else:
            _fail("an error of the digests was swallowed")

    def test_it_can_be_left_early(self) -> None:
        """Its generator can be closed after the first chunk, as `| head` does."""
        export, _ = self._export()
        chunks = export.chunks(samples.all_digests())
        next(chunks, None)
        chunks.close()  # type: ignore[attr-defined] # a generator

    # What it leaves alone.

    def test_it_does_nothing_but_yield(self) -> None:
        """It uses no network, writes no file, starts no program and prints nothing."""
        for given in self._settings():
            printed = io.StringIO()
            export, _ = self._export(given)
            with redirect_stdout(printed), redirect_stderr(printed), watched() as deeds:
                for _ in export.chunks(samples.all_digests()):
                    pass
            if deeds:
                _fail(f"it did what no exporter may do: {'; '.join(deeds)}")
            if printed.getvalue():
                _fail(f"it printed {printed.getvalue()[:100]!r}")

    def test_it_leaves_the_digests_as_they_are(self) -> None:
        """The model is frozen, and no exporter circumvents that."""
        for name in samples.NAMES:
            sample = samples.sample(name)
            self._run(sample)
            # Each call copies afresh, so this compares with one that nobody has seen.
            if sample != samples.sample(name):
                _fail(f"it changed the digests of the sample {name!r}")

    # What it declares.

    @pytest.mark.parametrize("field", FIELDS)
    def test_what_it_carries_is_true(self, field: str) -> None:
        """A field that is carried shows in the output; one that is not cannot change it.

        For a paper of arXiv and one from elsewhere, with each set of options. What only some dialects have
        came after version 1: an exporter that declares none of it is of that time, and not asked.
        """
        for given in self._settings():
            export, _ = self._export(given)
            carried = loss.carried(self._exporter().info, export.context.options)
            if field not in FIELDS_1 and carried.issubset(FIELDS_1):
                continue
            digest = samples.carrying()
            output = _fingerprint(self._run([digest], given))
            same = [
                _fingerprint(self._run([change(digest)], given)) == output
                for change in samples.CHANGES[field]
            ]
            if field in carried and all(same):
                _fail(f"it declares to carry {field!r}, but the output does not show it (options {given})")
            if field not in carried and not all(same):
                _fail(f"it declares not to carry {field!r}, but the output depends on it (options {given})")

    def test_its_reports_are_diagnostics(self) -> None:
        """Each report has one of digestkit's codes and a message."""
        export, reports = self._export()
        for _ in export.chunks(samples.all_digests()):
            pass
        for diagnostic in reports:
            if not isinstance(diagnostic.code, Code) or not diagnostic.message.strip():
                _fail(f"{diagnostic!r} says nothing")


class _Once:
    """Digests that count how often iteration was begun, how many were read, and whether all were."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        self._digests = digests
        self.started = 0
        self.read = 0
        self.ended = False

    def __iter__(self) -> Iterator[Digest]:
        self.started += 1
        for digest in self._digests:
            self.read += 1
            yield digest
        self.ended = True


def _choices(exporter: Exporter) -> Iterator[Settings]:
    for option in options.describe(exporter.info.options):
        default = option.default_text
        kinds = option.choices or (("true", "false") if option.shape.kind is values.BOOL else ())
        yield from ({option.name: choice} for choice in kinds if choice != default)


def _check_same(first: Sequence[Chunk], second: Sequence[Chunk], what: str) -> None:
    if _fingerprint(first) != _fingerprint(second):
        _fail(f"{what} gives other bytes")


def _fingerprint(chunks: Iterable[Chunk]) -> str:
    """A hash of the bytes, wherever one chunk ends and the next begins."""
    made = hashlib.sha256()
    for chunk in chunks:
        made.update(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "replace"))
    return made.hexdigest()


def _fail(message: str) -> None:
    pytest.fail(message, pytrace=False)
