"""Archives: zip and tar, searched as folders are.

A zip is opened where it lies. A tar can only be read from its start to its end, so what is wanted of it is
copied to a temporary file once. No name in an archive becomes the name of a file here.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tarfile
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, NamedTuple, Self, cast

from digestkit.diagnostics import Report
from digestkit.errors import DigestkitError, InputError
from digestkit.files import decoding, opening, packing, searching
from digestkit.files.given import Input, Opens, Reading
from digestkit.files.inputs import Failed
from digestkit.files.limits import Limits
from digestkit.files.paths import PACKED

ZIP = ".zip"
_SHORT = {".tgz": ".gz", ".tzst": ".zst"}
_BLOCK = 1 << 20
_IN_UTF8 = 0x800

_NAMES = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
"""The members of a tar that hold names and notes on the next one, and are read into memory."""

_LONGEST_NAME = 1 << 20
"""The most bytes of such a member; those of real archives have a few hundred."""


class Member(NamedTuple):
    """A file in an archive: its name there, and how to open it."""

    name: str
    opens: Opens


def find(path: Path, reading: Reading, report: Report, failed: Failed) -> list[Input]:
    """The inputs in an archive, as if it were a folder.

    One that cannot be read, or unpacks to more than the limits let pass, is passed to `failed` as a whole.
    """
    place = Input(str(path), None, path).whole_path

    @contextlib.contextmanager
    def opens() -> Iterator[BinaryIO]:
        with path.open("rb") as stream:
            yield stream

    return search(opens, str(path), path, place, reading, report, failed)


def search(
    opens: Opens,
    name: str,
    path: Path | None,
    place: str | None,
    reading: Reading,
    report: Report,
    failed: Failed,
) -> list[Input]:
    """The inputs in an archive that is opened in this way; `name` is for messages and says what it is."""
    made = _zip if name.lower().endswith(ZIP) else _tar
    try:
        with _faults_told():
            held = {member.name: member.opens for member in made(opens, name, reading, failed)}
    except OSError as error:
        failed(InputError(decoding.reason(error), name))
        return []
    folder = Path(place or name)
    inputs = [
        Input(f"{name}/{source}", source, path, False, None, folder, held[source], None, f"{folder}/{source}")
        for source in held
    ]
    whole = [
        opening.unpacked(one, reading.limits) if one.name.lower().endswith(PACKED) else one for one in inputs
    ]
    return searching.arranged(whole, reading, name, report, failed)


# A zip has a list of its members at its end, and packs each by itself.


def _zip(opens: Opens, name: str, reading: Reading, failed: Failed) -> Iterator[Member]:
    with opens() as stream, zipfile.ZipFile(stream) as held:
        infos = [info for info in held.infolist() if _is_file(info)]
    names = [_name(info) for info in infos]
    known = dict(zip(names, infos, strict=True))
    wanted = dict(searching.members(names, reading, name, failed))
    # What is declared bounds what is read: the module reads no more of a member than that.
    reading.limits.check(sum(known[own].file_size for own in wanted))
    last = max(wanted, key=lambda own: PurePosixPath(wanted[own]), default=None)
    archive = _Zip(opens, known[last] if last is not None else None)
    for own, path in wanted.items():
        try:
            _check(known[own], reading.limits)
        except OSError as error:
            failed(InputError(str(error), f"{name}/{path}"))
        else:
            yield Member(path, partial(archive.member, known[own]))


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member: some programs, such as the Finder of macOS, write UTF-8 and do not say so.

    What says nothing is in code page 437 (APPNOTE, section 4.4.4), as the module reads it; hardly any name in
    that is UTF-8 by chance.
    """
    if not info.flag_bits & _IN_UTF8 and not info.filename.isascii():
        with contextlib.suppress(UnicodeError):
            return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _is_file(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    return not info.is_dir() and (not stat.S_IFMT(mode) or stat.S_ISREG(mode))


def _check(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.flag_bits & 0x1:
        raise OSError("is encrypted")
    limits.check(info.file_size, info.compress_size)


class _Zip:
    """A zip whose members are read in their order: it is open from the first to the `last`.

    To open it for each would have its list read each time.
    """

    def __init__(self, opens: Opens, last: zipfile.ZipInfo | None) -> None:
        self._opens = opens
        self._last = last
        self._held: zipfile.ZipFile | None = None
        self._open = contextlib.ExitStack()
        weakref.finalize(self, self._open.close)  # where reading stops before the last

    @contextlib.contextmanager
    def member(self, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
        if self._held is None:
            archive = self._open.enter_context(self._opens())
            with _faults_told():
                self._held = self._open.enter_context(zipfile.ZipFile(archive))
        try:
            with _faults_told():
                opened = self._held.open(info)
            with opened as stream, io.BufferedReader(_Told(stream)) as told:
                yield cast("BinaryIO", told)
        finally:
            if info is self._last:
                self._held = None
                self._open.close()


# A tar is one stream.


def _tar(opens: Opens, name: str, reading: Reading, failed: Failed) -> Iterator[Member]:
    copy = _Copy()
    wanted: dict[str, tuple[int, int]] = {}
    listed: list[str] = []
    with _plain(opens, name, reading.limits) as stream, _open_tar(stream) as held:
        for info in held:
            if info.isreg() and searching.is_wanted(info.name, reading.suffixes):
                listed.append(info.name)
                reading.limits.check(copy.size + info.size)
                reading.limits.check(info.size, _held_size(info))
                wanted[info.name] = (copy.size, info.size)
                copy.add(held.extractfile(info), info.size)
            held.members = []  # type: ignore[attr-defined] # it would remember all of them
    for own, path in searching.members(listed, reading, name, failed):
        yield Member(path, partial(copy.member, *wanted[own]))


class _Header(tarfile.TarInfo):
    """The head of a member; one that would make the module loop, or read all memory full, is refused."""

    @classmethod
    def frombuf(cls, buf: Any, encoding: str, errors: str) -> Self:  # noqa: ANN401 - a buffer
        made = super().frombuf(buf, encoding, errors)
        if made.size < 0 or (made.type in _NAMES and made.size > _LONGEST_NAME):
            raise OSError("is not a readable archive: a size in it is impossible")
        return made


def _open_tar(stream: BinaryIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)


def _held_size(info: tarfile.TarInfo) -> int:
    """How many bytes of a member the archive holds: of a sparse one, its holes are only told."""
    parts: list[tuple[int, int]] | None = getattr(info, "sparse", None)
    return info.size if parts is None else sum(size for _start, size in parts)


@contextlib.contextmanager
def _plain(opens: Opens, name: str, limits: Limits) -> Iterator[BinaryIO]:
    suffix = PurePosixPath(name).suffix.lower()
    packed = _SHORT.get(suffix, suffix)
    with opens() as stream:
        if packed not in PACKED:
            yield stream
            return
        with packing.unpacked(stream, packed, limits) as unpacked:
            yield unpacked


class _Copy:
    """The members of a tar in one temporary file, which is gone when nobody may ask for them any more."""

    def __init__(self) -> None:
        self._held: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this
        weakref.finalize(self, self._held.close)
        self.size = 0

    def add(self, stream: IO[bytes] | None, size: int) -> None:
        """Copy a member to the end; raises OSError where it is shorter than it should be."""
        end = self.size + size
        while self.size < end and stream is not None:
            data = stream.read(min(end - self.size, _BLOCK))
            if not data:
                raise OSError("is cut off in the middle of a file")
            self._held.write(data)
            self.size += len(data)
        self._held.flush()

    @contextlib.contextmanager
    def member(self, start: int, size: int) -> Iterator[BinaryIO]:
        with io.BufferedReader(_Part(self._held.fileno(), start, size)) as part:
            yield cast("BinaryIO", part)


class _Part(io.RawIOBase):
    """A part of a file, from an offset on."""

    def __init__(self, descriptor: int, start: int, size: int) -> None:
        self._descriptor = descriptor
        self._at = start
        self._end = start + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        data = _read_at(self._descriptor, min(len(buffer), self._end - self._at), self._at)
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)


def _read_at(descriptor: int, size: int, offset: int) -> bytes:
    if hasattr(os, "pread"):  # processes that were forked share the place in a file that `lseek` moves
        return os.pread(descriptor, size, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, size)


class _Told(io.RawIOBase):
    """A stream whose faults, whatever they are, are an OSError that says what they mean to the user."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - as above
        with _faults_told():
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextlib.contextmanager
def _faults_told() -> Iterator[None]:
    """Raise `OSError`, which says what it means to the user, for whatever is wrong with an archive.

    The modules of the library have no common exception for what is damaged: a few bytes that differ make them
    raise `LZMAError`, `IndexError`, `struct.error` and more.
    """
    try:
        yield
    except (OSError, DigestkitError, MemoryError):
        raise
    except Exception as error:
        raise OSError(f"is not a readable archive: {str(error) or 'it is cut off'}") from error
