"""Files that take their places together: all of them, or none, even where the process is killed midway.

A file is written under a hidden name beside its place. When all are complete, each old file gets a second
name, each new one is moved to its place, what has to go is removed, and so are the second names. (A single
file is simply moved.) A whole folder that is new is filled and moved in the same way.
The journal, a file in the output's folder, says beforehand what is about to be done, with one JSON value a
line:

    [device, inode]                   the journal's own, by which a copy of it is recognised
    {"target": …, "new": …, "old": …} a file: its place, and the hidden names of the new and the old one;
                                      or a folder, where there is none
    {"target": …, "new": null, "old": …} a file to be removed
    {"folder": …}                     a folder that is made for them
    {"emptied": …}                    a folder that goes in the end, if nothing is left in it
    {"replace": [[new, old], …]}      which files these are (old is null where there is none): the start
    {"done": true}                    all are in their places; only second names are left to be removed

Without the last line, a failure is undone from these lines; with it, the work is finished. The process does
that itself or, where it was killed, the next run that writes to the folder. A lock shows whether the process
still lives.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from digestkit.files import locks
from digestkit.files.paths import inode

PREFIX = ".digestkit-"
"""How hidden names begin."""

_SUFFIX = ".journal"

_CLOSED = -1
"""Stands for a descriptor where none is open."""

Mark = tuple[int, int, int]
"""Device, inode and time of modification in nanoseconds: the time tells a later file with the same inode."""


class Step:
    """A file to be replaced, under three names; the marks are taken when replacing begins.

    Without a new name, the file is removed. A new folder takes its place like a new file.
    """

    def __init__(self, target: Path, new: Path | None, old_name: str) -> None:
        self.target = target
        self.new = new
        self.old_name = old_name
        self.new_mark: Mark | None = None
        self.old_mark: Mark | None = None
        self.is_moved = False

    @property
    def old(self) -> Path:
        """The second name of the old file; of thousands of files, most are new ones."""
        return self.target.with_name(self.old_name)

    def look(self) -> None:
        """Take the marks of the new and the old file, so that `undo` touches no others."""
        self.new_mark = None if self.new is None else _mark(self.new)
        self.old_mark = _mark(self.target)

    def keep_old(self) -> None:
        """Give the old file a second name; where the file system has no hard links, rename it.

        A link leaves no moment without a file in its place; a rename does, until `replace`.
        """
        if self.old_mark is None:
            return
        try:
            os.link(self.target, self.old)
        except OSError:
            self.target.rename(self.old)

    def replace(self) -> None:
        """Move the new file to its place, atomically on POSIX (`rename`); without one, remove the old."""
        if self.new is None:
            _remove(self.target)  # it is gone already where it could only be renamed
        else:
            self.new.replace(self.target)
            self.is_moved = True

    def undo(self) -> None:
        """Put the old file back, unless another program has put its own in that place meanwhile.

        May be called again: what is undone already is left alone.
        """
        now = _mark(self.target)
        if self.old_mark is not None and _mark(self.old) is not None:
            if now in (None, self.new_mark):
                self.old.replace(self.target)
            _remove(self.old)
        # There was no file, so ours goes; but only if the one there is still ours.
        elif self.old_mark is None and now is not None and now == self.new_mark:
            _remove(self.target)
        if self.new is not None:
            _remove(self.new)

    def finish(self) -> None:
        """Finish a replacement that is decided: move what was not moved yet, remove the second name."""
        if not self.is_moved and self.new is not None and self._is_there(self.new):
            self.replace()
        if self.old_mark is not None:
            _remove(self.old)

    def _is_there(self, new: Path) -> bool:
        return self.new_mark is not None and _mark(new) == self.new_mark


class _Plan:
    """What a journal says: the steps and new folders in their order, and whether all was decided."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.folders: list[Path] = []
        self.emptied: list[Path] = []
        self.done = False

    def read(self, line: str) -> None:
        """Take in a line; raises ValueError or TypeError for one that is not a journal's."""
        match json.loads(line):
            case {"target": target, "new": new, "old": old}:
                place = Path(target)
                self.steps.append(Step(place, None if new is None else place.with_name(_own(new)), _own(old)))
            case {"folder": folder}:
                self.folders.append(Path(folder))
            case {"emptied": folder}:
                self.emptied.append(Path(folder))
            case {"replace": pairs}:
                for step, (new, old) in zip(self.steps, pairs, strict=True):
                    step.new_mark = tuple(new) if new else None
                    step.old_mark = tuple(old) if old else None
            case {"done": done}:
                self.done = bool(done)
            case _:
                raise ValueError("not a line of a journal")

    def settle(self) -> None:
        """Finish what is done, undo everything else; a failure is raised after all steps were tried."""
        errors = []
        for step in reversed(self.steps):
            try:
                step.finish() if self.done else step.undo()
            except OSError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def remove_folders(self) -> None:
        """Remove the folders that were made for nothing, or else those emptied; one that is used stays."""
        # Inner ones first: `rmdir` takes only empty folders.
        for folder in self.emptied if self.done else reversed(self.folders):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _own(name: str) -> str:
    """A hidden name; ValueError for one that cannot be: what lies there would be removed, with all in it."""
    if not name.startswith(PREFIX):
        raise ValueError(f"{name!r} is no name of digestkit's")
    return name


class Journal:
    """The record of a set of files that are about to be replaced, open and locked while that is done.

    It is created when the first file is added. What the system refuses passes through as `OSError`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = _Plan()
        self._token = ""
        self._path: Path | None = None
        self._descriptor = _CLOSED

    def add_folder(self, folder: Path) -> None:
        """Note a folder that is about to be made; it is removed again if it stays empty."""
        self._plan.folders.append(folder)
        # The journal may belong in a folder that is yet to be made: `_open` catches up.
        if self._descriptor != _CLOSED:
            self._note({"folder": str(folder)})

    def add(self, target: Path) -> Path:
        """Note a file that will be at `target`, an absolute path, or a folder where nothing is.

        Returns where to write it until then.
        """
        stem = self._stem()
        new = target.with_name(f"{stem}.new")
        # Noted before the file exists, so that none is ever left that no journal names.
        self._add(Step(target, new, f"{stem}.old"))
        return new

    def remove(self, target: Path) -> None:
        """Note a file that is to be removed, an absolute path."""
        self._add(Step(target, None, f"{self._stem()}.old"))

    def add_emptied(self, folder: Path) -> None:
        """Note a folder that goes in the end if nothing is left in it; inner ones first."""
        self._plan.emptied.append(folder)
        self._note({"emptied": str(folder)})

    def _stem(self) -> str:
        if self._descriptor == _CLOSED:
            self._open()
        return f"{PREFIX}{self._token}-{len(self._plan.steps)}"

    def _add(self, step: Step) -> None:
        new = None if step.new is None else step.new.name
        self._note({"target": str(step.target), "new": new, "old": step.old_name})
        self._plan.steps.append(step)

    def commit(self) -> None:
        """Put all files in their places. `close` has to follow, also after an error."""
        steps = self._plan.steps
        if len(steps) > 1:
            self._replace_together(steps)
        elif steps:
            steps[0].replace()
        self._plan.done = True
        _sync_targets(steps)

    def close(self) -> None:
        """Finish or undo everything, and remove the journal.

        Where that fails, the journal stays for the next run. It is no failure if the new files are in their
        places and only old ones cannot be removed.
        """
        try:
            self._settle()
        except OSError:
            if not self._plan.done:
                raise
        finally:
            if self._descriptor != _CLOSED:
                os.close(self._descriptor)
                self._descriptor = _CLOSED

    def _settle(self) -> None:
        if not self._plan.done and self._descriptor != _CLOSED:
            # A line that says "not done" overrides a `done` that was written but could not be forced to disk.
            with contextlib.suppress(OSError):  # a full disk
                self._note({"done": False})
        self._plan.settle()
        if self._path is not None and self._descriptor != _CLOSED:
            descriptor, self._descriptor = self._descriptor, _CLOSED
            locks.remove(self._path, descriptor)
        self._plan.remove_folders()

    def _replace_together(self, steps: list[Step]) -> None:
        # The order is what makes this safe: no name changes before the marks are on the disk, no file is
        # replaced before every old one has a second name, and `done` follows the last move.
        for step in steps:
            step.look()
        self._note({"replace": [[step.new_mark, step.old_mark] for step in steps]}, sync=True)
        for step in steps:
            step.keep_old()
        _sync_targets(steps)
        for step in steps:
            step.replace()
        self._note({"done": True}, sync=True)

    def _open(self) -> None:
        """Create the journal and lock it; try another name where another run took it in between."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        while self._descriptor == _CLOSED:
            self._token = os.urandom(8).hex()
            self._path = self._folder / f"{PREFIX}{self._token}{_SUFFIX}"
            descriptor = os.open(self._path, flags, 0o600)
            # A run that recovers may have locked, or even removed, the file before the lock was taken here.
            if locks.take(descriptor) is not False and os.fstat(descriptor).st_nlink:
                self._descriptor = descriptor
            else:
                os.close(descriptor)
        self._note(inode(self._descriptor))
        for folder in self._plan.folders:
            self._note({"folder": str(folder)})

    def _note(self, value: object, *, sync: bool = False) -> None:
        os.write(self._descriptor, f"{json.dumps(value)}\n".encode())
        if sync:
            os.fsync(self._descriptor)


def recover(folder: Path) -> int:
    """Clean up after runs that were cut off while they wrote to a folder; returns how many there were.

    Only journals of the same user count, and no copies, so that no folder from elsewhere can make this
    program touch files. What cannot be cleaned up is left for another time; nothing is raised.
    """
    return sum(_recover(path) for path in _journals(folder))


def _journals(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [
                folder / entry.name
                for entry in entries
                if entry.name.startswith(PREFIX)
                and entry.name.endswith(_SUFFIX)
                and entry.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []


def _recover(path: Path) -> bool:
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with contextlib.suppress(OSError, ValueError, TypeError), contextlib.ExitStack() as opened:
        descriptor = os.open(path, flags)
        opened.callback(os.close, descriptor)
        plan = _left_behind(descriptor)
        if plan is None:
            return False
        plan.settle()
        opened.pop_all()  # it is closed now, in any case
        locks.remove(path, descriptor)
        plan.remove_folders()
        return True
    return False


def _left_behind(descriptor: int) -> _Plan | None:
    """What a journal says whose run was killed; None for that of another user, of a run that lives, a copy.

    Raises ValueError or TypeError for what is no journal.
    """
    # Without locks (None) a run that still lives could not be told from one that was killed.
    if locks.take(descriptor) is not True or not _is_own(descriptor):
        return None
    with os.fdopen(descriptor, encoding="utf-8", closefd=False) as file:
        # What follows the last line end was not written whole, so what it announces has not begun.
        *lines, _cut_off = file.read().split("\n")
    if lines and json.loads(lines[0]) != list(inode(descriptor) or ()):
        return None
    plan = _Plan()
    for line in lines[1:]:
        plan.read(line)
    return plan


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_own(descriptor: int) -> bool:
    """Whether a file belongs to this user; True on systems without user ids, such as Windows."""
    user: Callable[[], int] | None = getattr(os, "geteuid", None)
    return user is None or os.fstat(descriptor).st_uid == user()


def _mark(path: Path) -> Mark | None:
    """What distinguishes a file from all others; None where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if stat.S_ISDIR(path.lstat().st_mode):
            import shutil  # noqa: PLC0415 - few runs are undone

            shutil.rmtree(path)
        else:
            path.unlink()


def sync_folders(folders: Iterable[Path]) -> None:
    """Force the names in folders to disk, where the system can do that; Windows cannot."""
    # Each folder once; a dict keeps the order, which a set would not.
    for folder in dict.fromkeys(folders):
        with contextlib.suppress(OSError), _opened(folder, os.O_RDONLY) as descriptor:
            os.fsync(descriptor)


def _sync_targets(steps: Iterable[Step]) -> None:
    sync_folders(step.target.parent for step in steps)
