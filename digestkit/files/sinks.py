"""Where output goes: a stream, or files that appear whole or not at all.

Chunks are `str` or `bytes`. Text is written as UTF-8 with the line ends it has; half of a surrogate pair,
which no UTF-8 can hold, is written as U+FFFD and reported.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import OutputError
from digestkit.export.contract import FileText
from digestkit.files.journal import Journal, recover

_SURROGATES = re.compile("[\ud800-\udfff]")


Report = Callable[[Diagnostic], None]


def encode(text: str, report: Report) -> bytes:
    """UTF-8 of a text, or the bytes that a `FileText` was made of."""
    if isinstance(text, FileText):
        return text.data
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        whole, count = _SURROGATES.subn("\ufffd", text)
        shown = "a lone surrogate" if count == 1 else f"{count} lone surrogates"
        report(Diagnostic(Code.ALTERED, f"{shown} became U+FFFD"))
        return whole.encode("utf-8")


def write(chunks: Iterable[str | bytes], stream: BinaryIO, report: Report, name: str | None = None) -> int:
    """Write chunks to a stream and flush it; the number of bytes. `name` is for messages.

    What the chunks raise while they are made passes through. Raises `OutputError` where the stream fails,
    apart from `BrokenPipeError`, by which a reader says that it has seen enough.
    """
    shown = name if name is not None else str(getattr(stream, "name", "output"))
    size = 0
    for chunk in chunks:
        data = chunk if isinstance(chunk, bytes) else encode(chunk, report)
        with _output_errors(shown):
            stream.write(data)
        size += len(data)
    with _output_errors(shown):
        stream.flush()
    return size


class _Draft(NamedTuple):
    """A file being written beside the one that it will replace."""

    target: Path
    temporary: Path


class Files:
    """Files that are written beside their targets, and take their places together at the end.

    A context: `write` as many as are wanted, then `commit`. Without a commit, by an exception or Ctrl-C,
    everything is as it was, folders that were made for it included. `folder` is where all files lie, at
    any depth, and where the journal is kept; by default that of the first file. Where an earlier run was
    killed there, what it left is cleaned up first, and `report` is told.

    The methods raise `OutputError` for what cannot be written.
    """

    def __init__(
        self, folder: Path | None = None, *, clobber: bool = True, report: Report | None = None
    ) -> None:
        self._clobber = clobber
        self._folder = folder
        self._report = report
        self._journal: Journal | None = None
        self._names: list[str] = []

    def __enter__(self) -> Self:
        if self._folder is not None and recover(self._folder) and self._report is not None:
            message = "a run that wrote here was cut off; what it left was cleaned up"
            self._report(Diagnostic(Code.CLEANED_UP, message, str(self._folder)))
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._journal is not None:
            with _output_errors("what was begun", "cleaned up; the next run that writes there tries again"):
                self._journal.close()

    def check(self, path: Path) -> None:
        """Raise `OutputError` where a file could not be written, as far as can be seen beforehand."""
        with _output_errors(str(path)):
            if not self._clobber and os.path.lexists(path):
                raise OutputError(f"{path}: exists already, and is not to be replaced")
            if path.is_dir():
                raise OutputError(f"{path}: is a folder")
            if path.exists() and not os.access(path, os.W_OK):
                raise OutputError(f"{path}: is write-protected")

    def write(self, path: Path, chunks: Iterable[str | bytes], report: Report) -> int:
        """Write chunks to a file that will be at `path`; the number of bytes.

        A link is followed, so that its target is replaced. A device or a pipe, which cannot be replaced,
        is written to at once.
        """
        self.check(path)
        self._names.append(str(path))
        with _output_errors(str(path)):
            draft = self._draft(path.resolve()) if path.is_file() or not path.exists() else None
            stream = _create(draft.temporary) if draft is not None else path.open("wb")
        return _write_and_close(stream, chunks, report, str(path), draft)

    def _draft(self, target: Path) -> _Draft:
        return _Draft(target, self._opened(self._folder or target.parent).add(target))

    def _opened(self, folder: Path) -> Journal:
        if self._journal is None:
            self._journal = Journal(folder)
        return self._journal

    def make_folder(self, folder: Path) -> None:
        """Make a folder, and those above it, where they are not there."""
        with _output_errors(str(folder)):
            missing = [each for each in (folder, *folder.parents) if not each.exists()]
            for each in reversed(missing):
                self._opened(self._folder or folder).add_folder(each.absolute())
                each.mkdir(exist_ok=True)

    def commit(self) -> None:
        """Put all files in their places: all of them, or by an error none."""
        if self._journal is not None:
            name = self._names[0] if len(self._names) == 1 else str(self._folder or "the files")
            with _output_errors(name):
                self._journal.commit()


@contextlib.contextmanager
def _output_errors(name: str, wanted: str = "written") -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that go in circles
        reason = error.strerror if isinstance(error, OSError) else None
        raise OutputError(f"{name}: cannot be {wanted}: {reason or error}") from error


def _create(path: Path) -> BinaryIO:
    """Create a file with the permissions that the user's umask gives."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o666), "wb")


def _write_and_close(
    stream: BinaryIO, chunks: Iterable[str | bytes], report: Report, shown: str, draft: _Draft | None
) -> int:
    """Write everything down to the disk, and give a draft the permissions of the file it will replace."""
    try:
        size = write(chunks, stream, report, shown)
        if draft is not None:
            with _output_errors(shown):
                _take_after(draft.target, draft.temporary)
                os.fsync(stream.fileno())
    finally:
        with contextlib.suppress(OSError):  # all was flushed, or an error is on its way already
            stream.close()
    return size


def _take_after(old: Path, new: Path) -> None:
    """Give a file the permissions, and where possible the owner, of another, where that exists."""
    try:
        status = old.stat()
    except FileNotFoundError:
        return
    with contextlib.suppress(OSError, AttributeError):  # only an administrator may give files away
        os.chown(new, status.st_uid, status.st_gid)
    new.chmod(stat.S_IMODE(status.st_mode))
