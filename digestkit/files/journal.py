"""Files that take their places together: all of them, or none, even where the process is killed between two.

A file is written under a hidden name beside its place. When all are there, each old file gets a second
name, each new one is moved to its place, and the second names go. (One file alone is moved, and that is
all.) The journal, a file in the output's folder, says beforehand what is about to be done, a JSON value a
line:

    [device, inode]                   the journal's own, so that a copy of it is known for one
    {"target": …, "new": …, "old": …} a file: its place, and the hidden names of the new and the old one
    {"folder": …}                     a folder that is made for them
    {"replace": [[new, old], …]}      which files these are (old is null where there is none): it begins
    {"done": true}                    all are in their places, and only second names are left to be removed

What is done is undone from these lines after a failure, or finished after the last; by the process itself,
or where that was killed, by the next run that writes to the folder. A lock tells whether it still lives.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from digestkit.files import locks
from digestkit.files.paths import inode

PREFIX = ".digestkit-"
"""How hidden names begin."""

_SUFFIX = ".journal"

_CLOSED = -1
"""In place of a descriptor."""

Mark = tuple[int, int, int]
"""Device, inode and time of the last change, which tell a file from one that gets its inode later."""


class Step:
    """A file to be replaced, under three names; which files they are is known when that begins."""

    def __init__(self, target: Path, new: Path, old: Path) -> None:
        self.target = target
        self.new = new
        self.old = old
        self.new_mark: Mark | None = None
        self.old_mark: Mark | None = None

    def look(self) -> None:
        """Note which files are the new one and the old one."""
        self.new_mark, self.old_mark = _mark(self.new), _mark(self.target)

    def keep_old(self) -> None:
        """Give the old file a second name, or another where the file system has no hard links."""
        if self.old_mark is None:
            return
        try:
            os.link(self.target, self.old)
        except OSError:
            self.target.rename(self.old)

    def replace(self) -> None:
        """Move the new file to its place."""
        self.new.replace(self.target)

    def undo(self) -> None:
        """Put the old file back, unless somebody else has put theirs in its place."""
        now = _mark(self.target)
        if self.old_mark is not None and _mark(self.old) is not None:
            if now in (None, self.new_mark):
                self.old.replace(self.target)
            _remove(self.old)
        elif self.old_mark is None and now is not None and now == self.new_mark:
            self.target.unlink()
        _remove(self.new)

    def finish(self) -> None:
        """Do what is left when all is decided."""
        if self.new_mark is not None and _mark(self.new) == self.new_mark:
            self.replace()
        _remove(self.old)


class _Plan:
    """What a journal says."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.folders: list[Path] = []
        self.done = False

    def read(self, line: str) -> None:
        """Take in a line; ValueError or TypeError where it is none."""
        match json.loads(line):
            case {"target": target, "new": new, "old": old}:
                place = Path(target)
                self.steps.append(Step(place, place.with_name(new), place.with_name(old)))
            case {"folder": folder}:
                self.folders.append(Path(folder))
            case {"replace": pairs}:
                for step, (new, old) in zip(self.steps, pairs, strict=True):
                    step.new_mark = tuple(new) if new else None
                    step.old_mark = tuple(old) if old else None
            case {"done": done}:
                self.done = bool(done)
            case _:
                raise ValueError("not a line of a journal")

    def settle(self) -> None:
        """Finish what is done, undo all else; what fails is raised when everything was tried."""
        errors = []
        for step in reversed(self.steps):
            try:
                step.finish() if self.done else step.undo()
            except OSError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def remove_folders(self) -> None:
        """Remove the folders that were made for nothing; one that somebody else uses stays."""
        if not self.done:
            for folder in reversed(self.folders):
                with contextlib.suppress(OSError):
                    folder.rmdir()


class Journal:
    """The record of a set of files that are about to be replaced, open while that is done.

    Whatever the system refuses passes through as `OSError`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = _Plan()
        self._token = ""
        self._path: Path | None = None
        self._descriptor = _CLOSED

    def add_folder(self, folder: Path) -> None:
        """Note a folder that is about to be made; it goes again if nothing comes to be in it."""
        self._plan.folders.append(folder)
        if self._descriptor != _CLOSED:
            self._note({"folder": str(folder)})

    def add(self, target: Path) -> Path:
        """Note a file that will be at `target`, an absolute path; under which name to write it until then."""
        if self._descriptor == _CLOSED:
            self._open()
        stem = f"{PREFIX}{self._token}-{len(self._plan.steps)}"
        step = Step(target, target.with_name(f"{stem}.new"), target.with_name(f"{stem}.old"))
        self._note({"target": str(target), "new": step.new.name, "old": step.old.name})
        self._plan.steps.append(step)
        return step.new

    def commit(self) -> None:
        """Put all files in their places."""
        steps = self._plan.steps
        if len(steps) > 1:
            self._replace_together(steps)
        elif steps:
            steps[0].replace()
        self._plan.done = True
        _sync_folders(steps)

    def close(self) -> None:
        """Bring everything to one end or the other, and remove the journal.

        Where that fails, the journal stays for the next run. That old files cannot be removed when the new
        ones are in their places is no failure.
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
            with contextlib.suppress(OSError):  # a full disk
                self._note({"done": False})
        self._plan.settle()
        if self._path is not None:
            _remove(self._path)
        self._plan.remove_folders()

    def _replace_together(self, steps: list[Step]) -> None:
        for step in steps:
            step.look()
        self._note({"replace": [[step.new_mark, step.old_mark] for step in steps]}, sync=True)
        for step in steps:
            step.keep_old()
        _sync_folders(steps)
        for step in steps:
            step.replace()
        self._note({"done": True}, sync=True)

    def _open(self) -> None:
        """Create the journal and lock it; again under another name where somebody was in between."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        while self._descriptor == _CLOSED:
            self._token = os.urandom(8).hex()
            self._path = self._folder / f"{PREFIX}{self._token}{_SUFFIX}"
            descriptor = os.open(self._path, flags, 0o600)
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
    """Clean up after runs that were cut off while they wrote to a folder; how many there were.

    Only journals of the same user count, and no copies, so that no folder from elsewhere can tell this
    program to touch files. What cannot be cleaned up is left for another time.
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
    with contextlib.suppress(OSError, ValueError, TypeError), _opened(path, flags) as descriptor:
        if locks.take(descriptor) is not True or not _is_own(descriptor):
            return False
        with os.fdopen(descriptor, encoding="utf-8", closefd=False) as file:
            *lines, _cut_off = file.read().split("\n")
        if lines and json.loads(lines[0]) != list(inode(descriptor) or ()):
            return False
        plan = _read(lines[1:])
        plan.settle()
        path.unlink()
        plan.remove_folders()
        return True
    return False


def _read(lines: Iterable[str]) -> _Plan:
    plan = _Plan()
    for line in lines:
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
    """Whether a file is this user's; where the system does not say, whoever may write to it."""
    user: Callable[[], int] | None = getattr(os, "geteuid", None)
    return user is None or os.fstat(descriptor).st_uid == user()


def _mark(path: Path) -> Mark | None:
    """What tells a file from all others; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def _sync_folders(steps: Iterable[Step]) -> None:
    """Force names down to the disk, where the system can do that for a folder."""
    for folder in {step.target.parent: None for step in steps}:
        with contextlib.suppress(OSError), _opened(folder, os.O_RDONLY) as descriptor:
            os.fsync(descriptor)
