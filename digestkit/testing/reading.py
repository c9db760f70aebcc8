"""How an exporter reads and yields: once, to the end, chunks of one type, whatever the digests hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import attrs

from digestkit.errors import DigestkitError, UsageError
from digestkit.model import Digest
from digestkit.testing import samples
from digestkit.testing.findings import Finding, python, setting, told
from digestkit.testing.study import DEFAULTS, Output, Settings, Study, limited, sample

_STREAMED = 60
"""How many digests an exporter is tried with, to see how it reads them."""
_CHUNKS = 100_000
"""How many chunks are looked at for their type, in case that they do not end."""
_BATCH = 10
"""The most digests that a streaming exporter may read between two chunks."""


class Once:
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


def types(study: Study) -> Iterator[Finding]:
    """Chunks that are not of the declared type; called directly, since the host would stop at the first."""
    exporter = study.exporter
    wanted = bytes if exporter.info.binary else str
    for given in study.settings():
        for name in ("everything", "no digests", "a long text"):
            export, _ = study.export(given)
            try:
                made = exporter.export(iter(samples.sample(name)), export.context)
                if isinstance(made, (str, bytes)):
                    yield Finding(
                        f"it returns {type(made).__name__}; it must yield chunks, or return a list of them"
                    )
                    return
                if not isinstance(made, Iterable):
                    yield Finding(f"it must yield chunks, but returns {type(made).__name__}")
                    return
                first = itertools.islice(made, _CHUNKS)
                wrong = [chunk for chunk in first if not isinstance(chunk, wanted)][:1]
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue
            if wrong:
                yield Finding(_mistaken(wanted, wrong[0], given))
                return


def _mistaken(wanted: type, chunk: object, given: Settings) -> str:
    said = f"it declares {wanted.__name__} and yields {type(chunk).__name__}{setting(given)}: {chunk!r:.60}"
    if isinstance(chunk, (str, bytes)):
        return f"{said}; say binary={wanted is str} if that is what the format is"
    return said


def once(study: Study) -> Iterator[Finding]:
    """Digests have no length and no index, come once, and are all to be read."""
    exporter = study.exporter
    source = Once(samples.stream(_STREAMED))
    export, _ = study.export()
    try:
        for _ in limited(exporter.export(source, export.context)):
            pass
    except TypeError as error:
        message = str(error)
        if "Once" in message or "reads the digests twice" in message:
            yield Finding(f"it takes the digests for a list: {message}; read them once, with `for`")
            return
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return
    if source.started != 1:
        yield Finding(f"the digests were iterated over {source.started} times; keep what you need of them")
    elif not source.ended:
        yield Finding(f"it stopped before the last digest, after {source.read} of {_STREAMED}")


def streams(study: Study) -> Iterator[Finding]:
    """With `streams=True`, chunks come while digests are still being read."""
    if not study.exporter.info.streams:
        return
    source = Once(samples.stream(_STREAMED))
    export, _ = study.export()
    reads = [source.read for _ in export.chunks(source)]
    # Between two of these counts of digests, a chunk came, or the input began or ended.
    stops = [0, *reads, _STREAMED]
    longest = max(later - earlier for earlier, later in itertools.pairwise(stops))
    if longest > _BATCH:
        yield Finding(f"it declares streams=True, but reads {longest} digests without yielding a chunk")


def passing(study: Study) -> Iterator[Finding]:
    """An exception raised while digests are read reaches the caller, as the same object."""
    error = DigestkitError("the input failed")

    def failing() -> Iterator[Digest]:
        yield samples.digest(samples.paper())
        raise error

    try:
        study.run(failing())
    except DigestkitError as raised:
        if raised is not error:
            yield Finding(f"an error of the digests came out as {raised!r}; let it pass")
    else:
        yield Finding("an error of the digests was swallowed; let it pass")


def leaving(study: Study) -> Iterator[Finding]:
    """Its generator can be closed after each chunk, as `| head` does."""
    for after in (1, 3):
        export, _ = study.export()
        chunks = export.chunks(samples.all_digests())
        for _ in itertools.islice(chunks, after):
            pass
        try:
            chunks.close()  # type: ignore[attr-defined] # a generator
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            yield Finding(
                f"it cannot be left after {after} chunks, as `| head` does: {told(error)}; "
                "in `finally` and `except`, yield nothing and let GeneratorExit pass"
            )
            return


def taking(study: Study) -> Iterator[Finding]:
    """Every sample, with every set of options, and several in a row."""
    failed = [(name, given, made) for _, given, name, made in study.first() if isinstance(made, Exception)]
    if not failed:
        return
    name, given, error = failed[0]
    others = list(dict.fromkeys(f"{other}{setting(by)}" for other, by, _ in failed[1:]))
    smallest = smaller(study, samples.sample(name), given) if name in samples.NAMES else sample(name)
    yield Finding(
        f"it fails on the sample {name!r}{setting(given)}: {told(error)}\nsmallest input: {python(smallest)}"
        + (f"\nand on {len(others)} more: {'; '.join(others[:5])}" if others else "")
    )


def healthy(study: Study) -> Iterator[tuple[int, Settings, str, Output]]:
    """The sets of options and the samples that it can bear, each with the first output."""
    for number, given, name, made in study.first():
        if isinstance(made, Output):
            yield number, given, name, made


def smaller(study: Study, digests: tuple[Digest, ...], given: Settings) -> tuple[Digest, ...]:
    """The first digest, paper and emptied fields with which it still fails."""
    for digest in digests:
        for paper in digest.papers:
            one = attrs.evolve(digest, papers=(paper,))
            if study.tried([one], given) is None:
                return (_emptied(study, one, given),)
        if study.tried([digest], given) is None:
            return (digest,)
    return digests


def _emptied(study: Study, digest: Digest, given: Settings) -> Digest:
    """The digest without those fields of its only paper that it fails without, too."""
    for field in attrs.fields(type(digest.papers[0])):
        if not field.eq or field.default is attrs.NOTHING:
            continue
        less = attrs.evolve(digest, papers=(attrs.evolve(digest.papers[0], **{field.name: field.default}),))
        if study.tried([less], given) is None:
            digest = less
    return digest


def contexts(study: Study) -> Iterator[Finding]:
    """Any title, language and base URL, markup and all scripts included."""
    for title in ("A title", '오늘의 <논문> & "more" {}$%\\', "", "line\nbreak \x08"):
        for language in ("ko", "zh-Hant-TW", "no language"):
            context = {"title": title, "language": language, "base_url": "https://base.example/"}
            try:
                study.run(samples.sample("everything"), DEFAULTS, **context)
            except UsageError:
                continue  # what it says to the user is its own affair
            except Exception as error:  # noqa: BLE001 - as above
                yield Finding(f"it fails with the context {context}: {told(error)}")
                return


def generated(study: Study) -> Iterator[Finding]:
    """Whatever our strategies make. Raises ImportError without Hypothesis."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - the kit works without it
    from hypothesis import strategies as st  # noqa: PLC0415 - as above

    from digestkit.testing.strategies import digests, further_digests  # noqa: PLC0415 - as above

    found: list[Finding] = []

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
        if found:
            return
        try:
            first, second = study.run(made), study.run(made)
        except Exception as error:  # noqa: BLE001 - as above
            smallest = smaller(study, tuple(made), {})
            found.append(Finding(f"it fails: {told(error)}\nsmallest input: {python(smallest)}"))
            return
        if first.data != second.data:
            found.append(Finding(f"a second run gives other bytes for {python(tuple(made))}"))

    try_out()
    yield from found
