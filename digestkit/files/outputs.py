"""Where a conversion may write, and what its files are called."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from digestkit.errors import UsageError
from digestkit.files.inputs import Input
from digestkit.files.paths import inode, is_folder, is_plain_file
from digestkit.registry import readers

STDOUT = "-"
"""The name that stands for standard output."""


class Stream(NamedTuple):
    """A single output into a stream that is open already; what was written there cannot be taken back."""

    stream: BinaryIO


class File(NamedTuple):
    """A single output into a file, which appears whole or not at all."""

    path: Path


class Folder(NamedTuple):
    """A file for each input or each period, in a folder that need not exist yet."""

    path: Path


Output = Stream | File | Folder


class Written(NamedTuple):
    """An output that was written: its path (None for a stream), what it holds, and its `size` in bytes."""

    path: Path | None
    digests: int
    papers: int
    size: int


def at(where: str | os.PathLike[str]) -> File | Folder:
    """The folder or file that a path stands for: a folder if it ends in a slash or is one already.

    Raises `UsageError` for an empty name.
    """
    text = os.fspath(where)
    if not text:
        raise UsageError("the output's name is empty")
    # The text decides, since `Path` drops a final slash.
    path = Path(text)
    slashes = tuple(filter(None, (os.sep, os.altsep)))
    return Folder(path) if text.endswith(slashes) or is_folder(path) else File(path)


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


def folder_of(output: Output) -> Path | None:
    """The folder in which all files of an output lie; None for a stream, and for links that form a loop."""
    match output:
        case Folder(path):
            return path
        case File(path):
            with contextlib.suppress(OSError, RuntimeError, ValueError):
                return path.resolve().parent
    return None


def updated(output: Output, read: Iterable[Path]) -> list[Path]:
    """Of the files that options have read beforehand, those that the output replaces, links followed.

    Raises `UsageError` where standard output leads to one: the shell has emptied it already.
    """
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
    known = {suffix for reader in readers.READERS.values() for suffix in reader.suffixes}
    stem = path.stem if path.suffix.lower() in known else path.name
    return path.with_name(f"{stem}{suffix}")
