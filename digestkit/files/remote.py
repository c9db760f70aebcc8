"""Inputs elsewhere: files, folders and archives behind URLs.

An input is copied whole to a temporary file before any of it is read, so that one whose connection breaks is
left out as a whole. Over HTTP, a URL is one file: no page is searched for links.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from digestkit.diagnostics import Report
from digestkit.errors import InputError, UsageError
from digestkit.files import addresses, opening, packing, places, searching
from digestkit.files.given import Input, Opens, Reading
from digestkit.files.inputs import Failed
from digestkit.files.limits import Limits
from digestkit.files.paths import ARCHIVES, PACKED
from digestkit.files.places import Place


def find(url: str, reading: Reading, report: Report, failed: Failed) -> list[Input]:
    """The inputs that a URL stands for: a file, or the files in a folder or an archive.

    Folders of it that cannot be listed are passed to `failed`. Raises `UsageError` where a package is missing
    or nothing knows such URLs.
    """
    try:
        place, info = _looked_up(url, reading.limits)
        if info["type"] == "directory":
            return _in_folder(place, reading, report, failed)
        if addresses.base_name(url).lower().endswith(ARCHIVES):
            return _in_archive(place, reading, report, failed)
    except InputError as error:
        failed(error)
        return []
    return [_file(place, addresses.base_name(url), place.path, info.get("size"), reading)]


def one(url: str, reading: Reading) -> Input:
    """The file behind a URL. Raises `InputError` where there is none, `UsageError` for an archive."""
    place, info = _looked_up(url, reading.limits)
    base = addresses.base_name(url)
    if info["type"] == "directory":
        raise InputError("is a folder; iter_digests() and convert() read those", place.name)
    if base.lower().endswith(ARCHIVES):
        raise UsageError(f"{place.name} may hold several files: iter_digests() and convert() read archives")
    return _file(place, base, place.path, info.get("size"), reading)


def _looked_up(url: str, limits: Limits) -> tuple[Place, dict[str, Any]]:
    place = places.located(url, limits.timeout)
    if place.is_web:  # whether it exists, its download shows
        return place, {"type": "file"}
    with places.told(place):
        return place, place.system.info(place.path)


# Folders and archives.


def _in_folder(place: Place, reading: Reading, report: Report, failed: Failed) -> list[Input]:
    held = {name: (path, size) for name, path, size in _listed(place, place.path.rstrip("/"), failed)}
    inputs = []
    for name, source in searching.members(held, reading, place.name, failed):
        there = place._replace(name=f"{place.name.rstrip('/')}/{source}")
        inputs.append(_file(there, source, *held[name], reading, Path(place.name)))
    return searching.arranged(inputs, reading, place.name, report, failed)


def _listed(place: Place, root: str, failed: Failed) -> Iterator[tuple[str, str, int | None]]:
    """The files below a folder: path in it, path and size. Hidden folders are not looked into."""
    todo, met = [root], {root}
    while todo:
        folder = todo.pop()
        try:
            entries = place.system.ls(folder, detail=True)
        except Exception as error:  # noqa: BLE001 - each protocol has its own errors
            within = "/".join(filter(None, [place.name.rstrip("/"), _within(folder, root)]))
            failed(InputError(f"cannot be listed: {place.error(error)}", within))
            continue
        for entry in entries:
            path = entry["name"].rstrip("/")
            name = _within(path, root)
            if not name or path in met:  # stores list a folder among what is in it
                continue
            met.add(path)
            if entry["type"] != "directory":
                yield name, path, entry.get("size")
            elif not PurePosixPath(name).name.startswith("."):
                todo.append(path)


def _within(path: str, root: str) -> str:
    """The path of what lies below a folder, relative to it; empty for the folder, and for what does not."""
    if path == root or not (not root or path.startswith(f"{root}/")):
        return ""
    return path[len(root) :].lstrip("/")


def _in_archive(place: Place, reading: Reading, report: Report, failed: Failed) -> list[Input]:
    from digestkit.files import archives  # noqa: PLC0415 - few inputs are archives

    copy = _Copy(place, reading.limits)
    return archives.search(copy.open, place.name, None, place.name, reading, report, failed)


# One file.


def _file(
    place: Place,
    source: str,
    path: str,
    size: int | None,
    reading: Reading,
    folder: Path | None = None,
) -> Input:
    """A file elsewhere as an input: it is fetched when it is read, and unpacked if it is packed."""
    suffix = PurePosixPath(source).suffix
    packed = suffix if suffix.lower() in PACKED else ""
    there = place._replace(path=path)

    @contextlib.contextmanager
    def brings() -> Iterator[Opens]:
        copy = _Copy(there, reading.limits, size)
        with contextlib.closing(copy):
            kind = packing.GZIP if copy.is_gzipped else packed.lower()
            yield opening.opener(copy.open, kind, reading.limits) if kind else copy.open

    plain = source.removesuffix(packed)
    where = place.name.removesuffix(packed)
    return Input(place.name, plain, named=folder is None, folder=folder, brings=brings, place=where)


class _Copy:
    """A file as it was elsewhere, in a temporary one, which is removed with it.

    Raises `InputError` where it cannot be fetched whole.
    """

    def __init__(self, place: Place, limits: Limits, size: int | None = None) -> None:
        folder = tempfile.mkdtemp(prefix="digestkit-")
        self.close = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._path = Path(folder, "input")
        try:
            with places.told(place):
                self._fetch(place, limits, size)
        except BaseException:
            self.close()  # at once: a process that was forked has no end at which it would be done
            raise

    def _fetch(self, place: Place, limits: Limits, size: int | None) -> None:
        if size is not None:
            limits.check(size)
        place.here().system.get_file(place.path, str(self._path), callback=_watch(limits))
        limits.check(self._path.stat().st_size)  # what lies between, such as a cache, may tell of no progress
        if size is not None and not place.is_web and self._path.stat().st_size != size:
            raise OSError("is cut off")

    @property
    def is_gzipped(self) -> bool:
        """Whether it is packed, whatever it is called: servers pack what they send, and nobody is told."""
        with self._path.open("rb") as stream:
            return stream.read(len(packing.MAGIC)) == packing.MAGIC

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        with self._path.open("rb") as stream:
            yield stream


def _watch(limits: Limits) -> Any:  # noqa: ANN401 - a class of fsspec's, which is imported here only
    """What fsspec tells how far a download is: it ends where a limit is passed."""
    from fsspec.callbacks import Callback  # noqa: PLC0415 - as above

    begun = time.monotonic()

    class Watch(Callback):  # type: ignore[misc] # fsspec has no types
        def set_size(self, size: int | None) -> None:
            super().set_size(size)
            limits.check(size or 0)

        def relative_update(self, inc: int = 1) -> None:
            super().relative_update(inc)
            limits.check(self.value)
            limits.check_pace(self.value, time.monotonic() - begun)

    return Watch()
