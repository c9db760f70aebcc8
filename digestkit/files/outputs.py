"""Where a conversion may write, and what its files are called."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, overload

from digestkit.diagnostics import Report
from digestkit.errors import UsageError
from digestkit.export.contract import ExporterInfo
from digestkit.files import sinks
from digestkit.files.given import Input
from digestkit.files.limits import TIMEOUT
from digestkit.files.paths import PACKED, inode, is_folder, is_plain_file, is_url
from digestkit.registry.core import CORE_READERS

if TYPE_CHECKING:
    from digestkit.files.places import Place

STDOUT = "-"
"""The name that stands for standard output."""

ZIP = ".zip"
"""The suffix of a file that holds all files of a format of several files."""


class Stream(NamedTuple):
    """A single output into a stream that is open already; what was written there cannot be taken back."""

    stream: BinaryIO


class File(NamedTuple):
    """A single output into a file, which appears whole or not at all."""

    path: Path


class Folder(NamedTuple):
    """A file for each input or each period, in a folder that need not exist yet."""

    path: Path


class Tree(NamedTuple):
    """A folder for the files of a format of several files, beside which others may lie."""

    path: Path


class Elsewhere(NamedTuple):
    """A single output behind a URL: what is there is the old one, or none, until the new one is whole."""

    place: Place

    @property
    def path(self) -> PurePosixPath:
        """The path of the URL, for its suffix."""
        return PurePosixPath(self.place.path)

    def check(self, found: list[Input], *, clobber: bool) -> None:
        """Raise `UsageError` where it is also an input, `OutputError` where what is there must stay."""
        from digestkit.files import places  # noqa: PLC0415 - few outputs lie elsewhere

        if any(each.name == self.place.name for each in found):
            raise UsageError(f"{self.place.name} is also an input; write somewhere else")
        places.check_output(self.place, clobber=clobber)

    def write(self, chunks: Iterable[str | bytes], files: sinks.Files, report: Report) -> int:
        """Write chunks here, to be sent when the files are put in their places; returns the bytes."""
        from digestkit.files import places  # noqa: PLC0415 - as above

        return files.send(chunks, report, self.place.name, partial(places.deliver, place=self.place))


Output = Stream | File | Folder | Tree | Elsewhere


class Paths(Sequence[Path]):
    """The paths of files in a folder, by their `names` in it; equal to a tuple or list of the same paths.

    Each is made when it is asked for: of the thousands of a site, hardly anybody asks.
    """

    __slots__ = ("_folder", "_names")

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, place: int) -> Path: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Path, ...]: ...
    def __getitem__(self, place: int | slice) -> Path | tuple[Path, ...]:
        if isinstance(place, slice):
            return tuple([self._folder / name for name in self._names[place]])
        return self._folder / self._names[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Paths, tuple, list)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Written(NamedTuple):
    """An output that was written: its path (None for a stream), what it holds, and its `size` in bytes.

    `files` are those of a format of several files in a folder, also where they were there already. `url` is
    where an output lies that is not here, without what may be secret in it.
    """

    path: Path | None
    digests: int
    papers: int
    size: int
    files: Sequence[Path] = ()
    url: str | None = None


def at(where: str | os.PathLike[str], timeout: float = TIMEOUT) -> File | Folder | Elsewhere:
    """The folder or file that a path stands for: a folder if it ends in a slash or is one already.

    Raises `UsageError` for an empty name, and for a URL where no output can be.
    """
    text = os.fspath(where)
    if not text:
        raise UsageError("the output's name is empty")
    if is_url(where):
        from digestkit.files import places  # noqa: PLC0415 - as above

        return Elsewhere(places.target(where, timeout))
    # The text decides, since `Path` drops a final slash.
    path = Path(text)
    slashes = tuple(filter(None, (os.sep, os.altsep)))
    return Folder(path) if text.endswith(slashes) or is_folder(path) else File(path)


def of_several(output: Output, name: str) -> Output:
    """Where a format of several files goes: a folder, which need not end in a slash, or a zip.

    Raises `UsageError` for a name that stands for neither.
    """
    if isinstance(output, Folder):
        return Tree(output.path)
    if not isinstance(output, (File, Elsewhere)) or output.path.suffix.lower() == ZIP:
        return output
    if isinstance(output, Elsewhere) or output.path.suffix or os.path.lexists(output.path):
        raise UsageError(
            f"{name} is several files: write to a folder, with a slash behind its name, or to a {ZIP} file"
        )
    return Tree(output.path)


def packing_of(output: Output, info: ExporterInfo) -> str:
    """How an output is to be packed, as its suffix says; empty where it is not.

    Raises `UsageError` for a binary format: those are packed already.
    """
    suffix = output.path.suffix.lower() if isinstance(output, (File, Elsewhere)) else ""
    if suffix not in PACKED or suffix == info.suffix:
        return ""
    if info.binary:
        raise UsageError(
            f"{info.name} is binary, and compressed already where that is worth it: leave out {suffix}"
        )
    return suffix


def packed(chunks: Iterable[str | bytes], suffix: str, report: Report) -> Iterable[str | bytes]:
    """The chunks of an output, packed as `packing_of` says."""
    if not suffix:
        return chunks
    from digestkit.files import packing  # noqa: PLC0415 - most outputs are written as they are

    return packing.packed(sinks.encoded(chunks, report), suffix)


def for_inputs(folder: Path, found: list[Input], suffix: str) -> dict[Path, Input]:
    """The file in a folder for each input: at the input's `source`, with another suffix.

    Raises `UsageError` for an input without a path, and where two inputs would share a file.
    """
    targets: dict[Path, Input] = {}
    for given in found:
        if given.source is None:
            raise UsageError(
                "standard input has no name for a file in a folder: use --split, or name an output file"
            )
        target = folder / _renamed(given.source, suffix)
        other = targets.setdefault(target, given)
        if other is not given:
            raise UsageError(f"{other.name} and {given.name} would both be written to {target}")
    return targets


def check_apart(outputs: Iterable[Stream | Path], found: list[Input]) -> None:
    """Raise `UsageError` where an output is also an input, under whatever name.

    Pipes and devices may be both, as `/dev/tty` often is.
    """
    # By inode, since links and other spellings of a path lead to the same file.
    read = {inode(each.path): each.name for each in found if each.path is not None}
    for output in outputs:
        own = inode_of(output)
        if own is not None and own in read:
            shown = "the output" if isinstance(output, Stream) else str(output)
            raise UsageError(f"{shown} is the input {read[own]}; write somewhere else")


def check_names(folder: Path, targets: Iterable[Path]) -> None:
    """Raise `UsageError` where two files of a folder are one on some systems, such as `A.bib` and `a.bib`.

    Whoever copies the folder there would lose one of them.
    """
    from digestkit.export import filenames  # noqa: PLC0415 - most outputs are one file

    names = filenames.Names()
    for target in targets:
        clash = names.clash(target.relative_to(folder).as_posix())
        if clash is not None:
            raise UsageError(f"{folder}: {clash}: convert them into folders of their own")


def check_no_input(folder: Path, given: Iterable[str | os.PathLike[str]]) -> None:
    """Raise `UsageError` where a folder for several files is also an input: the next run would read them."""
    own = inode(folder)
    if own is not None and any(inode(Path(path)) == own for path in given):
        raise UsageError(f"{folder} is an input; write somewhere else")


def check_unlike(output: Stream | Path, seen: Path) -> None:
    """Raise `UsageError` where an output is the file of papers seen, whose path has all links followed."""
    own = inode_of(output)
    if (isinstance(output, Path) and output.resolve() == seen) or (own is not None and own == inode(seen)):
        shown = "the output" if isinstance(output, Stream) else str(output)
        raise UsageError(f"{shown} is the file of papers seen: write somewhere else")


def inode_of(output: Stream | Path) -> tuple[int, int] | None:
    """The `paths.inode` of an output file, or of the file behind a stream; None where there is none."""
    if isinstance(output, Path):
        return inode(output)
    try:
        return inode(output.stream.fileno())
    except (OSError, AttributeError):  # a stream in memory
        return None


def here(output: Output) -> Stream | Path | None:
    """The stream or the path of an output; None where it lies elsewhere."""
    if isinstance(output, Elsewhere):
        return None
    return output if isinstance(output, Stream) else output.path


def folder_of(output: Output) -> Path | None:
    """The folder in which all files of an output lie; None for a stream, and for links that form a loop."""
    match output:
        case Folder(path) | Tree(path):
            return path
        case File(path):
            with contextlib.suppress(OSError, RuntimeError, ValueError):
                return path.resolve().parent
    return None


def updated(output: Output, read: Iterable[Path]) -> list[Path]:
    """Of the files that options have read beforehand, those that the output replaces, links followed.

    Raises `UsageError` where standard output leads to one: the shell has emptied it already.
    """
    if isinstance(output, Elsewhere):
        return []
    if isinstance(output, Stream):
        own = inode_of(output)
        for path in read:
            if own is not None and inode(path) == own:
                raise UsageError(f"the output is {path}, which is read first: write to it with -o {path}")
        return []
    place = output.path.resolve()
    # One that does not exist yet counts: of two first runs, each would write a file without the other's.
    whole = [path.resolve() for path in read if is_plain_file(path) or not path.exists()]
    return [path for path in dict.fromkeys(whole) if place in (path, *path.parents)]


def _renamed(source: str, suffix: str) -> PurePosixPath:
    # Only a suffix of an input format is replaced: in `week.27` the ending is part of the name.
    path = PurePosixPath(source)
    known = {suffix for reader in CORE_READERS.values() for suffix in reader.suffixes}
    stem = path.stem if path.suffix.lower() in known else path.name
    return path.with_name(f"{stem}{suffix}")
