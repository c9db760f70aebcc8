"""What an exporter is: a callable that turns digests into chunks, and a light record about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import attrs

from digestkit import diagnostics
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import UsageError
from digestkit.model import FURTHER, Digest, Item, Media, Paper

if TYPE_CHECKING:
    from digestkit.export.tree import File

API_VERSION = 2
"""The newest exporter contract that this digestkit speaks."""

FIELDS_1 = ("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary")
"""The fields of version 1, which never change: what an exporter carries unless it declares otherwise.

The defaults of an exporter's record are those of version 1, whatever this digestkit speaks: a plugin that
names no version was written for the first, and cannot carry what came later.
"""

FIELDS = (*FIELDS_1, *FURTHER)
"""The model's fields as `carries` and the loss report name them; `digest` is the title of a digest."""

InputFile = Annotated[bytes | None, "digestkit.InputFile"]
"""The type of an option that names a file: the host reads it whole, the exporter gets its bytes.

None where the option was not given, or where the file does not exist yet.
"""

InputStream = Annotated[Iterable[bytes] | None, "digestkit.InputStream"]
"""The type of an option that names a file too large to be held: what gets it iterates over chunks of bytes.

Each can be iterated over once in a run; its text is the file's name, for messages. None where the option was
not given. A file that does not exist is an `InputError` at once, or None where the field's metadata has
`may_be_missing`; one that cannot be read is an `InputError` when it is read.
"""


class FileText(str):
    """A file's bytes as a chunk of a text format; a sink writes them back byte for byte.

    The text is the bytes decoded as UTF-8; bytes that are not UTF-8 become lone surrogates, by the
    `surrogateescape` handler of PEP 383.
    """

    __slots__ = ()

    @classmethod
    def of(cls, data: bytes) -> FileText:
        """The text of these bytes; no bytes are refused or lost."""
        return cls(data.decode("utf-8", "surrogateescape"))

    @property
    def data(self) -> bytes:
        """The bytes that it was made of."""
        return self.encode("utf-8", "surrogateescape")


Chunk = str | bytes
Carries = Collection[str] | Callable[[Any], Collection[str]]
Several = bool | Callable[[Any], bool]


@attrs.frozen
class ExporterInfo:
    """What the host knows about a format without running its exporter.

    `carries` names the model fields (of `FIELDS`) that reach the output, or computes them from the
    options; the host reports as a loss whatever the digests have beyond it. `streams` promises that
    chunks are yielded while digests are still being read. `suffix` begins with a dot, `summary` is one line.
    `several`, of version 2, says that the chunks are those of files, each behind its `File`; suffix and media
    type are then those of a zip. Or it computes from the options whether they are: what the record says
    besides is then about the one file that there is otherwise. `deprecated` says what to use instead, as
    "use X"; empty for what is to stay.
    """

    name: str
    suffix: str
    media_type: str
    summary: str
    binary: bool = False
    streams: bool = False
    options: type | None = None
    carries: Carries = FIELDS_1
    api_version: int = 1
    several: Several = False
    deprecated: str = ""


def is_several(info: ExporterInfo, options: Any) -> bool:  # noqa: ANN401 - of the exporter's own class
    """Whether an exporter makes several files with these options."""
    return bool(info.several(options)) if callable(info.several) else info.several


RESERVED: Mapping[int, tuple[str, ...]] = MappingProxyType({1: ("title", "lang", "base_url"), 2: ("rights",)})
"""Names of the command's own options, which reach every exporter through its context, by the version of the
contract that reserved them. An exporter written for an older version may keep an option of such a name.
"""


def reserved(api_version: int) -> frozenset[str]:
    """The names that an exporter of this version of the contract may not give to its options."""
    return frozenset(name for since, names in RESERVED.items() if since <= api_version for name in names)


T = TypeVar("T")
R = TypeVar("R")
Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


def _ignore(_diagnostic: Diagnostic) -> None:
    """Discard a report: the default of a context made by hand."""


@attrs.frozen
class ExportContext:
    """All that an exporter may use besides the digests, so that its output depends on nothing else.

    `options` is an instance of the exporter's options class (None where it has none). `title`, `language`
    (a BCP 47 tag), `base_url` and `rights` (under which terms the digests may be used: a sentence, or the
    URL of a licence) are what the user asked for, unchecked, or None. `output` is the path of the file that
    is written, as it was asked for, and None for a stream: it is for reports, since a name may say what the
    file lacks. `spread` is how the host computes `map` in several processes.
    """

    options: Any = None
    title: str | None = None
    language: str | None = None
    base_url: str | None = None
    # Not part of the value: contexts with the same settings are equal wherever their reports go.
    sink: Callable[[Diagnostic], None] = attrs.field(default=_ignore, eq=False, repr=False)
    output: str | None = attrs.field(default=None, eq=False)
    rights: str | None = None
    spread: Spread | None = attrs.field(default=None, eq=False, repr=False)

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Yield what a function makes of each item, in the order of the items, as Python's `map` does.

        Where the user allows for several processes (`--jobs`), some of it is made in processes that are
        forked for it: they have all that the exporter has gathered, and what comes back is pickled. What the
        function reports is reported in its turn; what else it changes may be lost, and must not matter.
        """
        return map(function, items) if self.spread is None else self.spread(function, items)

    def report(
        self,
        message: str,
        node: Digest | Paper | Item | Media | None = None,
        code: Code = Code.EXPORT_NOTE,
    ) -> None:
        """Report something to the user; `node` gives the place.

        `Code.DROPPED` and `Code.ALTERED` are losses, which `--fail-on-loss` turns into a failure.
        """
        self.sink(diagnostics.at(node, code, message))


# The class `File` is imported by those who use it: most formats are one file.
Export = Callable[[Iterable[Digest], ExportContext], Iterable["File | str | bytes"]]


@attrs.frozen
class Exporter:
    """An exporter with its record; calling it calls the function or class that it wraps.

    `owner` is the name and version of the distribution that it came from; the host fills it in.
    """

    info: ExporterInfo
    export: Export
    owner: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __call__(self, digests: Iterable[Digest], context: ExportContext | None = None) -> Iterator[Any]:
        """Yield the chunks of the output as they are made; without a context, with default options.

        Nothing is checked or reported here: losses and the types of chunks are the host's to watch.
        """
        return iter(self.export(digests, context if context is not None else self.context()))

    def context(self, **options: object) -> ExportContext:
        """A context for a call by hand, with these options and the defaults for the rest.

        Values are handed to the options class as they are; its validators raise what they raise.
        """
        return ExportContext(options=self.info.options(**options) if self.info.options else None)


def exporter(  # noqa: PLR0913 - a keyword for each field of the record
    name: str,
    *,
    suffix: str,
    media_type: str,
    summary: str | None = None,
    binary: bool = False,
    streams: bool = False,
    options: type | None = None,
    carries: Carries = FIELDS_1,
    api_version: int = 1,
    several: Several = False,
    deprecated: str = "",
) -> Callable[[Export], Exporter]:
    """Decorate a function or class that takes digests and an `ExportContext`, to make it an exporter.

    Without a `summary`, the first line of the docstring is used. The record is checked when the exporter
    is looked up. Raises `UsageError` at once for an option whose name is reserved.
    """
    for option in getattr(options, "__attrs_attrs__", ()):
        if isinstance(api_version, int) and option.alias in reserved(api_version):
            raise UsageError(f"options: {option.alias!r} is the command's own: it comes by the context")

    def wrap(export: Export) -> Exporter:
        about = summary if summary is not None else (inspect.getdoc(export) or "").partition("\n")[0]
        info = ExporterInfo(
            name=name,
            suffix=suffix,
            media_type=media_type,
            summary=about,
            binary=binary,
            streams=streams,
            options=options,
            carries=carries,
            api_version=api_version,
            several=several,
            deprecated=deprecated,
        )
        return Exporter(info, export)

    return wrap


PROJECT = "digestkit"
"""Whose hooks these are, to pluggy."""

HookT = TypeVar("HookT", bound=Callable[..., object])


def hookimpl(function: HookT | None = None, **options: Any) -> Any:  # noqa: ANN401 - as pluggy's marker, with or without options
    """Mark a function of a plugin's module as the implementation of the hook of the same name.

    It is what `pluggy.HookimplMarker("digestkit")` is. Without options it leaves the same mark by itself,
    since pluggy is a dozen modules that no core format needs.
    """
    if function is None or options:
        import pluggy  # noqa: PLC0415 - as said above

        marker = pluggy.HookimplMarker(PROJECT)
        return marker(**options) if function is None else marker(function, **options)
    function.digestkit_impl = dict(_PLAIN)  # type: ignore[attr-defined] # where pluggy looks
    return function


_PLAIN = {
    "wrapper": False,
    "hookwrapper": False,
    "optionalhook": False,
    "tryfirst": False,
    "trylast": False,
    "specname": None,
}
