"""What the paths stand for that a user names: files, and those in folders, in archives, and under URLs."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from digestkit.diagnostics import Report
from digestkit.errors import InputError, UsageError
from digestkit.files import decoding
from digestkit.files.inputs import STDIN, Failed, Input, Reading
from digestkit.files.paths import ARCHIVES, PACKED, inode, is_folder, is_plain_file, is_stream, is_url


def find(
    paths: Iterable[str | os.PathLike[str]],
    reading: Reading,
    report: Report,
    failed: Failed,
    *,
    leave_out: Collection[tuple[int, int]] = (),
) -> list[Input]:
    """What the paths stand for: files as they are, folders as the files in them, `-` as standard input.

    Folders are searched for the reader's suffixes, sorted by path, without hidden entries and without what
    is in `leave_out`, each the `paths.inode` of an output that may lie in them; archives and URLs of folders
    are searched alike. `failed` is called for those that cannot be searched. Whether a named file exists is
    not checked here: reading it shows.
    """
    found: list[Input] = []
    for given in paths:
        if given == STDIN:
            found.append(Input("<stdin>", None))
        elif is_url(given):
            from digestkit.files import remote  # noqa: PLC0415 - few inputs lie elsewhere

            found += remote.find(given, reading, report, failed)
        elif is_folder(path := Path(given)):
            found += _in_folder(path, reading, report, failed, leave_out)
        elif _is_archive(path, reading):
            from digestkit.files import archives  # noqa: PLC0415 - few inputs are archives

            found += archives.find(path, reading, report, failed)
        else:
            found.append(file(path, os.fspath(given), portable(Path(path.name)), reading))
    return found


def one(path: str | os.PathLike[str], reading: Reading) -> Input:
    """The one input that a path stands for.

    Raises `UsageError` for an archive, and `InputError` for a URL that cannot be looked up or is a folder.
    """
    if is_url(path):
        from digestkit.files import remote  # noqa: PLC0415 - as above

        return remote.one(path, reading)
    place = Path(path)
    if _is_archive(place, reading):
        raise UsageError(f"{place} may hold several files: iter_digests() and convert() read archives")
    return file(place, os.fspath(path), place.name, reading)


def file(path: Path, name: str, source: str, reading: Reading, folder: Path | None = None) -> Input:
    """A file as an input, unpacked if its name says that it is packed; without a `folder` it was named."""
    given = Input(name, source, path, named=folder is None, folder=folder)
    if not source.lower().endswith(PACKED):
        return given
    from digestkit.files import opening  # noqa: PLC0415 - few inputs are packed

    return opening.unpacked(given, reading.limits)


def portable(path: Path) -> str:
    """A path as text that any file can hold: bytes in it that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def checked(given: Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """The paths as a list; `UsageError` for an empty name, and for standard input more than once."""
    paths = list(given)
    if "" in paths:
        raise UsageError("an input's name is empty")
    if paths.count(STDIN) > 1:
        raise UsageError("standard input can be read only once")
    return paths


def shown(path: str | os.PathLike[str]) -> str:
    """A path as messages have it: URLs without what may be secret."""
    if is_url(path):
        from digestkit.files import addresses  # noqa: PLC0415 - as above

        return addresses.shown(path)
    return os.fspath(path)


def _is_archive(path: Path, reading: Reading) -> bool:
    """Whether a file is searched; a reader that was asked for may have that suffix for its own."""
    name = path.name.lower()
    own = reading.named.info.suffixes if reading.named is not None else ()
    return name.endswith(ARCHIVES) and not (own and name.endswith(own)) and is_plain_file(path)


def _in_folder(
    folder: Path,
    reading: Reading,
    report: Report,
    failed: Failed,
    leave_out: Collection[tuple[int, int]],
) -> list[Input]:
    from digestkit.files.searching import arranged, is_wanted  # noqa: PLC0415 - one file needs no search

    def unreadable(error: OSError) -> None:
        failed(InputError(decoding.reason(error), str(error.filename)))

    suffixes, found = reading.suffixes, list[Path]()
    for where, folders, files in os.walk(folder, onerror=unreadable):
        here = Path(where)
        # In place: `os.walk` descends into what is left in the list.
        folders[:] = [name for name in folders if _is_visible(here / name, leave_out)]
        found += [
            here / name
            for name in files
            if is_wanted(name, suffixes)
            and _is_visible(here / name, leave_out)
            and not is_stream(here / name)  # reading a pipe found by chance might never end
        ]
    inputs = [file(path, str(path), portable(path.relative_to(folder)), reading, folder) for path in found]
    return arranged(inputs, reading, str(folder), report, failed)


def _is_visible(path: Path, leave_out: Collection[tuple[int, int]]) -> bool:
    return not path.name.startswith(".") and (not leave_out or inode(path) not in leave_out)
