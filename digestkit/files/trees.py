"""A tree in a folder: only what changed is written, only what digestkit wrote is replaced or removed.

The manifest tells whose a file is. What is in the way and somebody else's, or was changed since it was
written, stops the run before any file takes its place; where the exporter asked for it (`File.keep`), it is
left as it is. No link within the folder is followed. Nothing of a tree is held but paths and hashes, and the
text of a file with marks.
"""

from __future__ import annotations

import itertools
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import OutputError, UsageError
from digestkit.export import filenames
from digestkit.export.loss import count
from digestkit.export.tree import File, Part
from digestkit.files import content, manifest, marks
from digestkit.files.claims import Claim, claim, seen, watch
from digestkit.files.content import Content
from digestkit.files.manifest import Entries, Entry
from digestkit.files.outputs import Paths
from digestkit.files.sinks import Files, output_errors

_SHOWN = 5
"""Obstacles that a message names; of more, it gives the number."""


class Made(NamedTuple):
    """A tree that was made: its files, in the order in which they came, and the bytes that they hold."""

    files: Paths
    size: int


class Folder(NamedTuple):
    """A folder of the tree that was looked at once: nothing is in its place, or a folder is."""

    path: Path
    is_there: bool


class Seen(NamedTuple):
    """A place in the tree that was looked at once, and what is there; None for nothing."""

    folder: Folder
    name: str
    status: os.stat_result | None

    @property
    def path(self) -> Path:
        """The place. Of thousands of files that are new or as before, nobody asks: to make one takes time."""
        return self.folder.path / self.name

    @property
    def spelled(self) -> str:
        """The place as text."""
        return f"{self.folder.path}{os.sep}{self.name}"


class TreeWriter:
    """The files of one format in a folder, about to be brought up to date.

    `files` writes them, and puts them in their places with its `commit`. With `clobber` False, no file that
    is there is replaced or removed. `report` hears of files that are left as they are (DK610), and of those
    that go (DK615).
    """

    def __init__(self, root: Path, name: str, files: Files, *, clobber: bool, report: Report) -> None:
        self._shown = root
        self._root = Path(os.path.realpath(root))
        self._name = name
        self._files = files
        self._clobber = clobber
        self._report = report
        self._made: dict[str, None] = {}
        self._new: Entries = {}
        self._obstacles: dict[str, str] = {}
        self._watched: list[Claim] = []
        self._folders: dict[str, Folder] = {}
        self._gone: set[str] = set()
        self._removed: list[Path] = []
        self._counts: Counter[str] = Counter()
        self._formats: dict[str, Entries] = {}
        self._old: Entries = {}

    def write(self, parts: Iterable[Part], complete: Callable[[], bool]) -> Made:
        """Write what changed beside its place, and arrange that what is no longer made is removed.

        That is done only if `complete`, asked when all was read, says that the digests were all there.
        Raises `UsageError` where files are in the way, and `OutputError` for what cannot be written.
        """
        self._open()
        size = 0
        for file, held in content.of_files(parts, self._report):
            with output_errors(f"{self._shown}{os.sep}{file.path}"):
                self._file(file, held)
            held.drain()
            size += held.size
        self._refuse()
        if complete():
            self._remove_stale()
        self._write_manifest()
        # As late as possible: a change between here and the commit goes unnoticed.
        for each in self._watched:
            each.check()
        self._tell()
        return Made(Paths(self._shown, tuple(self._made)), size)

    def _open(self) -> None:
        """Claim the folder, so that no other run works in it, and read whose its files are."""
        self._files.make_folder(self._root)
        place = self._root / manifest.NAME
        if place.is_symlink():
            raise OutputError(f"{self._shown / manifest.NAME}: is a link, which is not followed")
        self._files.hold(claim(place))
        self._formats = manifest.read(place)
        self._old = self._formats.get(self._name, {})
        self._keys = {filenames.key(path): path for path in self._old}
        self._foreign = {
            filenames.key(path): name
            for name, entries in self._formats.items()
            if name != self._name
            for path in entries
        }

    # One file.

    def _file(self, file: File, held: Content) -> None:
        """Write a file if it has to be, by what is there in its place."""
        self._made[file.path] = None
        folder = self._folder(file.path)
        if folder is None:
            return
        name = file.path.rpartition("/")[2]
        there = Seen(folder, name, _status(f"{folder.path}{os.sep}{name}") if folder.is_there else None)
        if not self._can_stand(file, there.status):
            return
        old = self._old_entry(file.path, there)
        if there.status is None:
            self._new_file(file, held, there)
        elif file.keep is None:
            self._whole(file, held, there, old)
        elif file.keep == "outside":
            self._marked(file, b"".join(held), there, old)
        elif old is not None:
            self._new[file.path] = old

    def _new_file(self, file: File, held: Content, there: Seen) -> None:
        if file.keep == "outside":
            made = b"".join(held)
            self._put(file, iter([made]), there)
            self._new[file.path] = _marked_entry(made, file)
        else:
            self._put(file, held, there)
            self._new[file.path] = Entry(held.sha256)

    def _whole(self, file: File, held: Content, there: Seen, old: Entry | None) -> None:
        """Replace a file that is as digestkit wrote it; one that holds the same already is digestkit's."""
        changed = content.unlike(there.spelled, held)
        if changed is not None:
            if old is None:
                self._obstacles[file.path] = "is not digestkit's"
                return
            if content.sha256_of(there.path) != old.sha256:
                self._obstacles[file.path] = "was changed since digestkit wrote it"
                return
            self._put(file, changed, there)
        self._new[file.path] = Entry(held.sha256)

    def _marked(self, file: File, made: bytes, there: Seen, old: Entry | None) -> None:
        """Bring what stands between the marks up to date; all of it, where nobody touched the file."""
        data = there.path.read_bytes()
        if old is not None and manifest.sha256(data) == old.sha256:
            wanted = made
        else:
            merged = marks.merged(data, made, file, old.block if old is not None else None)
            if isinstance(merged, str):
                self._leave(file.path, merged, old)
                return
            wanted = merged
        if wanted != data:
            self._put(file, iter([wanted]), there)
        self._new[file.path] = _marked_entry(made, file)

    def _put(self, file: File, chunks: Iterator[bytes], there: Seen) -> None:
        """Write a file beside its place."""
        if not self._clobber and there.status is not None:
            raise OutputError(
                f"{self._shown / file.path}: exists already, and --no-clobber (clobber=False) keeps it"
            )
        if there.folder.is_there:
            self._files.replace(there.path, there.status, chunks, self._report)
            self._watched.append(seen(there.path, there.status))
        else:
            place = f"{self._files.new_folder(there.folder.path)}{os.sep}{there.name}"
            self._files.fill(place, chunks, self._report, f"{self._root}{os.sep}{file.path}")
        self._counts["written"] += 1

    def _leave(self, path: str, reason: str, old: Entry | None) -> None:
        """Leave a file to whoever wrote in it, and say so."""
        if old is not None:
            self._new[path] = old
        self._counts["left"] += 1
        self._report(Diagnostic(Code.LEFT, f"left as it is: {reason}", str(self._shown / path)))

    # What is in the way.

    def _can_stand(self, file: File, status: os.stat_result | None) -> bool:
        """Whether nothing is in the way but a plain file; what is, is noted."""
        other = self._foreign.get(filenames.key(file.path)) if self._foreign else None
        # A file that is left alone in any case may be whatever it is.
        reason = f"is of the format {other}" if other else _obstacle(status, stat.S_ISREG)
        if reason is not None and file.keep is None:
            self._obstacles[file.path] = reason
        elif reason is not None and file.keep == "outside":
            self._leave(file.path, f"it {reason}", None)
        return reason is None

    def _folder(self, path: str) -> Folder | None:
        """The folder of a file, by its path in the tree; None where something is in the way: it is noted."""
        within = path.rpartition("/")[0]
        known = self._folders.get(within)
        if known is not None:
            return known
        target, is_there = self._root / path, True
        for folder in reversed(list(self._within(target))):
            status = _status(folder)
            is_there = status is not None
            if (reason := _obstacle(status, stat.S_ISDIR)) is not None:
                self._obstacles[folder.relative_to(self._root).as_posix()] = reason
                return None
        found = self._folders[within] = Folder(target.parent, is_there)
        if not is_there:
            self._watched.append(seen(found.path, None))
        return found

    def _old_entry(self, path: str, there: Seen) -> Entry | None:
        """What the manifest has of a file, also under another name that the file system takes for it."""
        known = self._keys.get(filenames.key(path)) if self._keys else None
        if known is None or known == path:
            return self._old.get(path)
        other = self._root / known
        if there.status is not None and os.path.lexists(other) and other.samefile(there.path):
            return self._old.pop(known)
        return self._old.get(path)

    def _refuse(self) -> None:
        if not self._obstacles:
            return
        shown = [f"{path} {reason}" for path, reason in self._obstacles.items()]
        more = f" (and {len(shown) - _SHOWN} more)" if len(shown) > _SHOWN else ""
        raise UsageError(
            f"{self._shown}: {'; '.join(shown[:_SHOWN])}{more}: move what is in the way elsewhere, or"
            " write to another folder; no file was written"
        )

    # What is left over.

    def _remove_stale(self) -> None:
        """Arrange that files which are no longer made go, unless somebody changed them, and empty folders."""
        for path, entry in self._old.items():
            if path not in self._made:
                self._stale(path, entry)
        folders = {folder for target in self._removed for folder in self._within(target)}
        for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):  # inner ones first
            self._files.remove_emptied(folder)

    def _stale(self, path: str, entry: Entry) -> None:
        there = watch(self._root / path)
        with output_errors(str(self._shown / path)):
            if not os.path.lexists(there.path):
                self._gone.add(path)
            elif not self._is_plain(there.path) or content.sha256_of(there.path) != entry.sha256:
                if not entry.left:  # said once, not at each run
                    left = entry._replace(left=True)
                    self._leave(path, "it is no longer made, but somebody changed it", left)
            elif not self._clobber:
                raise OutputError(
                    f"{self._shown / path}: is no longer made, but --no-clobber (clobber=False) keeps it"
                )
            else:
                self._files.remove(there.path)
                self._removed.append(there.path)
                self._watched.append(there)
                self._gone.add(path)
                self._counts["removed"] += 1

    def _is_plain(self, target: Path) -> bool:
        return _obstacle(_status(target), stat.S_ISREG) is None and all(
            _obstacle(_status(folder), stat.S_ISDIR) is None for folder in self._within(target)
        )

    def _within(self, target: Path) -> Iterator[Path]:
        """The folders of a file below that of the tree, inner ones first."""
        return itertools.takewhile(lambda folder: folder != self._root, target.parents)

    def _write_manifest(self) -> None:
        place = self._root / manifest.NAME
        passed = self._gone.union(self._made)
        kept = {path: entry for path, entry in self._old.items() if path not in passed}
        formats = {**self._formats, self._name: {**kept, **self._new}}
        text = manifest.dump(formats)
        with output_errors(str(self._shown / manifest.NAME)):
            before = place.read_bytes() if place.exists() else None
        if not any(formats.values()):
            if before is not None:
                self._files.remove(place)
        elif before != text.encode("utf-8"):
            self._files.write(place, [text], self._report, clobber=True)

    def _tell(self) -> None:
        told = ", ".join(
            f"{self._counts[what]} {what}" for what in ("written", "removed", "left") if self._counts[what]
        )
        if self._removed:
            first = self._removed[0].relative_to(self._root).as_posix()
            number = len(self._removed)
            gone = "1 file that is no longer made is" if number == 1 else f"{number} files no longer made are"
            self._report(Diagnostic(Code.REMOVED, f"{gone} removed, {first} first", str(self._shown)))
        message = f"{count(len(self._made), 'file')}: {told or 'as before'}"
        self._report(Diagnostic(Code.EXPORT_NOTE, message, str(self._shown)))


def _status(path: str | Path) -> os.stat_result | None:
    """What is at a path, no link followed; None for nothing."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _obstacle(status: os.stat_result | None, is_wanted: Callable[[int], bool]) -> str | None:
    """What stands in a place that is not of the wanted kind; None for one that is, or for nothing."""
    if status is None:
        return None
    mode = status.st_mode
    if is_wanted(mode):
        return None
    if stat.S_ISLNK(mode):
        return "is a link, which is not followed"
    return "is a folder" if stat.S_ISDIR(mode) else "is a file"


def _marked_entry(made: bytes, file: File) -> Entry:
    return Entry(manifest.sha256(made), marks.sha256_inside(made, file))
