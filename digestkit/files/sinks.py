"""Where output goes: a stream, or files that appear whole or not at all.

Chunks are `str` or `bytes`. Text is written as UTF-8 with the line ends it has; a lone surrogate, which UTF-8
cannot represent (RFC 3629, section 3), is written as U+FFFD and reported.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self, TypeVar

from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import DigestkitError, OutputError
from digestkit.export.contract import FileText
from digestkit.files.journal import Journal, recover, sync_folders

_SURROGATES = "[\ud800-\udfff]"

_FEW = 32
"""Files that are forced to the disk as each is written; of more, the rest are forced together.

To wait for the disk once for each of thousands of files takes a minute. Only Linux promises that its `sync`
returns when all is on the disk.
"""
_SWEEPS = sys.platform == "linux"

_BUFFER = 1 << 16
"""Bytes that are gathered before they are written."""


Report = Callable[[Diagnostic], None]
HeldT = TypeVar("HeldT")


def encode(text: str, report: Report) -> bytes:
    """The UTF-8 of a text, without a byte order mark, or the bytes that a `FileText` was made of.

    Lone surrogates become U+FFFD, which is reported (DK503).
    """
    if isinstance(text, FileText):
        return text.data
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        whole, count = re.subn(_SURROGATES, "\ufffd", text)
        shown = "a lone surrogate" if count == 1 else f"{count} lone surrogates"
        report(Diagnostic(Code.ALTERED, f"{shown} became U+FFFD"))
        return whole.encode("utf-8")


def encoded(chunks: Iterable[str | bytes], report: Report) -> Iterator[bytes]:
    """The bytes of chunks; see `encode`."""
    for chunk in chunks:
        yield chunk if isinstance(chunk, bytes) else encode(chunk, report)


def write(chunks: Iterable[str | bytes], stream: BinaryIO, report: Report, name: str | None = None) -> int:
    """Write chunks to a stream and flush it; returns the number of bytes. `name` is for messages.

    What the exporter raises while it makes chunks passes through. Raises `OutputError` where the stream
    fails, and lets `BrokenPipeError` through, by which a reader says that it has seen enough.
    """
    shown = name if name is not None else str(getattr(stream, "name", "output"))
    size = 0
    for data in encoded(chunks, report):
        # Around the write alone: an `OSError` of the exporter must not be taken for one of the output.
        with output_errors(shown):
            stream.write(data)
        size += len(data)
    with output_errors(shown):
        stream.flush()
    return size


class _Draft(NamedTuple):
    """A file being written under another name, `temporary`, until it takes its place.

    `old` is the status of the file that it will replace, None for none. `force` waits for the disk at once.
    """

    temporary: str | Path
    old: os.stat_result | None
    force: bool


class Files:
    """Files that are written beside their targets, and take their places together at the end.

    A context: `write` as many as are wanted, then `commit`. Without a commit, after an exception or Ctrl-C,
    everything is as it was, and folders made for it are gone. `folder` is where all files lie, at any depth,
    and where the journal is kept; by default that of the first file. What an earlier run left there when it
    was killed is cleaned up first, and that is reported (DK606).

    The methods raise `OutputError` for what cannot be written. With `clobber` False, that is any file that
    exists already.
    """

    def __init__(
        self, folder: Path | None = None, *, clobber: bool = True, report: Report | None = None
    ) -> None:
        self._clobber = clobber
        self._folder = folder
        # A plugin that makes the chunks may change the working directory before the journal is opened.
        self._place = None if folder is None else folder.absolute()
        self._report = report
        self._journal: Journal | None = None
        self._names: list[str] = []
        self._begun = 0
        self._held = contextlib.ExitStack()
        self._sent: list[Callable[[], None]] = []
        self._there: set[Path] = set()
        self._new_folders: dict[Path, Path] = {}
        self._resolved: dict[str, str] = {}

    def __enter__(self) -> Self:
        if self._folder is not None:
            clean_up(self._folder, self._report)
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self._held.close()  # first: a lock may lie in a folder that goes again
        finally:
            self._close_journal()

    def _close_journal(self) -> None:
        if self._journal is not None:
            with output_errors("what was begun", "cleaned up; the next run that writes there tries again"):
                self._journal.close()

    def hold(self, held: contextlib.AbstractContextManager[HeldT]) -> HeldT:
        """Enter a context, such as a claim, that is left when all is settled."""
        return self._held.enter_context(held)

    def remove(self, path: Path) -> None:
        """Remove a file, a whole path without links, when the others take their places."""
        self._names.append(str(path))
        with output_errors(str(path), "removed"):
            self._opened(self._place or path.parent).remove(path)

    def remove_emptied(self, folder: Path) -> None:
        """Remove a folder after that, if nothing is left in it; inner ones first."""
        with output_errors(str(folder), "removed"):
            self._opened(self._place or folder).add_emptied(folder)

    def check(self, path: Path, *, clobber: bool | None = None) -> None:
        """Raise `OutputError` where a file could not be written, as far as can be seen beforehand.

        `clobber` overrules that of all files, for one that is there to be replaced.
        """
        with output_errors(str(path)):
            # `lexists`: a link that leads nowhere is in the way, too.
            if not (self._clobber if clobber is None else clobber) and os.path.lexists(path):
                raise OutputError(f"{path}: exists already, and --no-clobber (clobber=False) keeps it")
            if path.is_dir():
                raise OutputError(f"{path}: is a folder")
            if path.exists():
                _check_writable(path)

    def write(
        self, path: Path, chunks: Iterable[str | bytes], report: Report, *, clobber: bool | None = None
    ) -> int:
        """Write chunks to a file that will be at `path`; returns the number of bytes.

        A link is followed, so that its target is replaced and the link stays. A device or a pipe cannot be
        replaced, and is written to at once.
        """
        self.check(path, clobber=clobber)
        with output_errors(str(path)):
            if not path.is_file() and path.exists():
                self._names.append(str(path))
                return _write_and_close(path.open("wb"), chunks, report, str(path), None)
            target = self._resolve(path)
            old = target.stat() if target.exists() else None
        return self.replace(target, old, chunks, report, str(path))

    def replace(
        self,
        target: Path,
        old: os.stat_result | None,
        chunks: Iterable[str | bytes],
        report: Report,
        shown: str | None = None,
    ) -> int:
        """As `write`, for a whole path without links at which there is a plain file, or nothing.

        `old` is its status, None for nothing. The caller has looked, and nobody looks again: of a site's
        thousands of files, each look takes a part of what writing takes. `shown` is the path for messages.
        """
        name = shown if shown is not None else str(target)
        self._names.append(name)
        with output_errors(name):
            if old is not None:
                _check_writable(target)
            draft = self._draft(target, old)
            stream = _create(draft.temporary)
        return _write_and_close(stream, chunks, report, name, draft)

    def send(
        self, chunks: Iterable[str | bytes], report: Report, name: str, put: Callable[[Path], None]
    ) -> int:
        """Write chunks to a temporary file that `put` takes elsewhere, before files here take their places.

        So what `put` raises leaves those as they were. Returns the number of bytes.
        """
        import tempfile  # noqa: PLC0415 - few outputs lie elsewhere

        with output_errors(name):
            folder = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="digestkit-")))
            draft = folder / "output"
            stream = _create(draft)
        self._sent.append(partial(put, draft))
        return _write_and_close(stream, chunks, report, name, None)

    def _resolve(self, path: Path) -> Path:
        """The whole path without links; for the files of a folder, its own is looked up once."""
        if path.is_symlink():
            target = path.resolve()
            if target.is_symlink():  # links in a circle, of which Python says so before 3.13 only
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            return target
        folder, name = os.path.split(path)
        real = self._resolved.get(folder)
        if real is None:
            real = self._resolved[folder] = os.path.realpath(folder)
        return Path(real, name)

    def new_folder(self, folder: Path) -> Path:
        """Begin a folder, a whole path without links at which there is nothing; returns where to `fill` it.

        It takes its place as a whole, with all that is in it: for thousands of files, that halves what the
        system has to do. A folder above that is not there either is begun first.
        """
        begun = self._new_folders.get(folder)
        if begun is not None:
            return begun
        above = folder.parent
        with output_errors(str(folder)):
            if above in self._new_folders or not above.exists():
                begun = self.new_folder(above) / folder.name
            else:
                begun = self._opened(self._place or above).add(folder)
            begun.mkdir()
        self._names.append(str(folder))
        self._new_folders[folder] = begun
        return begun

    def fill(self, place: str, chunks: Iterator[bytes], report: Report, shown: str) -> int:
        """Write chunks to a new file in a folder that was begun; `shown` is its path for messages."""
        whole, following = next(chunks, b""), next(chunks, None)
        draft = _Draft(place, None, self._is_forced())
        if following is not None:
            with output_errors(shown):
                stream = _create(place)
            return _write_and_close(stream, chain([whole, following], chunks), report, shown, draft)
        with output_errors(shown):
            _create_whole(draft, whole)
        return len(whole)

    def _draft(self, target: Path, old: os.stat_result | None) -> _Draft:
        forced = self._is_forced()
        return _Draft(self._opened(self._place or target.parent).add(target), old, forced)

    def _is_forced(self) -> bool:
        """Whether the next file is forced to the disk as it is written."""
        self._begun += 1
        return self._begun <= _FEW or not _SWEEPS

    def _opened(self, folder: Path) -> Journal:
        if self._journal is None:
            self._journal = Journal(folder)
        return self._journal

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, as far as they do not exist; without a commit they go again."""
        if folder in self._there:
            return
        with output_errors(str(folder)):
            missing = [each for each in (folder, *folder.parents) if not each.exists()]
            for each in reversed(missing):  # outer ones first; each is noted before it is made
                self._opened(self._place or folder.absolute()).add_folder(each.absolute())
                each.mkdir(exist_ok=True)
        self._there.add(folder)

    def commit(self) -> None:
        """Put all files in their places: all of them or, after an error, none."""
        for put in self._sent:
            put()
        if self._journal is not None:
            name = self._names[0] if len(self._names) == 1 else str(self._folder or "the files")
            with output_errors(name):
                if self._begun > _FEW and _SWEEPS:
                    os.sync()
                else:
                    sync_folders(self._new_folders.values())
                self._journal.commit()


def _check_writable(path: Path) -> None:
    # Replacing a file needs no permission for it, only for its folder; but a file that its owner has
    # protected must not be replaced behind their back.
    if not os.access(path, os.W_OK):
        raise OutputError(f"{path}: is write-protected")


def clean_up(folder: Path, report: Report | None) -> None:
    """Finish or undo what a run that was killed left in a folder, and report it (DK606)."""
    if recover(folder) and report is not None:
        message = "a run that wrote here was cut off; what it left was cleaned up"
        report(Diagnostic(Code.CLEANED_UP, message, str(folder)))


class output_errors:  # noqa: N801 - used as a function is
    """Turn what the system refuses into `OutputError`, with the name of what was to be written or read.

    A class, since a generator costs as much as a call of the system, and there are some for each chunk.
    """

    __slots__ = ("_name", "_wanted")

    def __init__(self, name: str | os.PathLike[str], wanted: str = "written") -> None:
        self._name = name
        self._wanted = wanted

    def __enter__(self) -> None:
        """Watch for errors from now on."""

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        """Turn an error of the system's."""
        # RuntimeError: links that form a loop.
        if not isinstance(error, (OSError, ValueError, RuntimeError)):
            return
        if isinstance(error, (BrokenPipeError, DigestkitError)):
            return
        reason = error.strerror if isinstance(error, OSError) else None
        shown = os.fspath(self._name)
        raise OutputError(f"{shown}: cannot be {self._wanted}: {reason or error}") from error


def _create(path: str | Path) -> BinaryIO:
    """Create a file with the permissions that the user's umask gives."""
    # With a size of its own, nobody asks whether the file is a terminal.
    return os.fdopen(os.open(path, _NEW, 0o666), "wb", _BUFFER)


# Not by `tempfile`, whose files only their owner may read. `O_EXCL`: no link laid out here is followed.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _create_whole(draft: _Draft, data: bytes) -> None:
    """Create a file with all that it holds, as most files of a tree are: a stream would cost more."""
    descriptor = os.open(draft.temporary, _NEW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        if draft.force:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_and_close(
    stream: BinaryIO, chunks: Iterable[str | bytes], report: Report, shown: str, draft: _Draft | None
) -> int:
    """Write everything and close the stream; a draft gets the permissions of the file it will replace."""
    try:
        size = write(chunks, stream, report, shown)
        if draft is not None:
            with output_errors(shown):
                if draft.old is not None:
                    _take_after(draft.old, draft.temporary)
                # Before it is moved: after a power failure, a new name with no content would be worst.
                if draft.force:
                    os.fsync(stream.fileno())
                stream.close()  # some file systems say only now that there is no room
    finally:
        with contextlib.suppress(OSError):  # all was flushed, or an exception is already on its way
            stream.close()
    return size


def _take_after(old: os.stat_result, new: str | Path) -> None:
    """Give a new file the permissions and, where possible, the owner of the old one."""
    # The owner first, since changing it can clear bits of the mode. Only an administrator may change it, and
    # Windows has no `chown`.
    with contextlib.suppress(OSError, AttributeError):
        os.chown(new, old.st_uid, old.st_gid)
    os.chmod(new, stat.S_IMODE(old.st_mode))  # noqa: PTH101 - of a name
