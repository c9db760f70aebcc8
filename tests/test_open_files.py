"""As Windows has it: what is open is neither removed nor moved, and a folder cannot be opened.

The calls of the system are made to refuse that here, by what the process has open.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import sys
import types
from pathlib import Path

import pytest

import digestkit
from digestkit import OutputError
from digestkit.files import journal, locks, sinks
from digestkit.files.claims import claim

OPEN = Path("/proc/self/fd")

pytestmark = pytest.mark.skipif(not OPEN.is_dir(), reason="this system does not tell what a process has open")

DIGEST = "## Daily Papers (2024-07-{0:02})\n\n### [t{0}](https://arxiv.org/abs/2407.000{0:02})\n"


def _is_open(path):
    place = Path(path).parent.resolve() / Path(path).name
    for link in OPEN.iterdir():
        with contextlib.suppress(FileNotFoundError):  # that of the look itself
            if link.readlink().is_relative_to(place):
                return True
    return False


@pytest.fixture(autouse=True)
def _as_on_windows(monkeypatch):
    def refusing(call):
        def refused(*paths, **settings):
            for path in paths:
                if isinstance(path, (str, os.PathLike)) and "dir_fd" not in settings and _is_open(path):
                    raise PermissionError(errno.EACCES, "it is open", os.fspath(path))
            return call(*paths, **settings)

        return refused

    for name in ("unlink", "remove", "rename", "replace"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    monkeypatch.setattr(sinks, "_SWEEPS", False)
    monkeypatch.delattr(os, "chown")
    monkeypatch.delattr(os, "geteuid")
    monkeypatch.delattr(os, "O_NOFOLLOW")


@pytest.fixture
def days(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.md").write_text(DIGEST.format(number), encoding="utf-8")
    return folder


def left(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_open_is_refused(tmp_path):
    (tmp_path / "a").touch()
    with (tmp_path / "a").open(), pytest.raises(PermissionError):
        (tmp_path / "a").unlink()
    (tmp_path / "a").unlink()


def test_a_file_is_all_that_is_left(days, tmp_path):
    for _ in range(2):
        digestkit.convert(days, "jsonl", tmp_path / "out.jsonl", seen=tmp_path / "seen.txt")
    assert left(tmp_path) == ["in/1.md", "in/2.md", "out.jsonl", "seen.txt"]


def test_files_of_a_folder_are_all_that_is_left(days, tmp_path):
    for _ in range(2):
        digestkit.convert(days, "jsonl", f"{tmp_path}/out/")
    assert left(tmp_path / "out") == ["1.jsonl", "2.jsonl"]


def test_what_fails_is_raised_and_leaves_nothing(tmp_path):
    def chunks():
        yield "a"
        raise LookupError

    with pytest.raises(LookupError), sinks.Files(tmp_path) as files:
        files.write(tmp_path / "a", chunks(), lambda _diagnostic: None)
    assert left(tmp_path) == []


def test_what_a_run_left_is_cleaned_up_by_the_next(tmp_path):
    begun = journal.Journal(tmp_path)
    begun.add(tmp_path / "a").touch()
    os.close(begun._descriptor)  # as the end of the process does
    assert len(left(tmp_path)) == 2
    assert (journal.recover(tmp_path), left(tmp_path)) == (1, [])


def test_a_run_that_lives_is_left_alone(tmp_path):
    begun = journal.Journal(tmp_path)
    begun.add(tmp_path / "a").touch()
    assert (journal.recover(tmp_path), len(left(tmp_path))) == (0, 2)
    begun.close()
    assert left(tmp_path) == []


def test_a_claim_leaves_no_lock(tmp_path):
    with claim(tmp_path / "a.bib"):
        assert left(tmp_path) == [".digestkit-a.bib.lock"]
        with pytest.raises(OutputError, match="another run"), claim(tmp_path / "a.bib"):
            pass
    assert left(tmp_path) == []


@pytest.fixture
def locks_of_windows(monkeypatch):
    """The module as it is there; `calls` has what was locked, `refusal` the number of the error, if any."""
    system = types.ModuleType("msvcrt")
    system.LK_NBLCK, system.calls, system.refusal = 2, [], None

    def locking(descriptor, mode, size):
        system.calls.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, size))
        if system.refusal is not None:
            raise OSError(system.refusal, os.strerror(system.refusal))

    system.locking = locking
    monkeypatch.setitem(sys.modules, "msvcrt", system)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("locks_of_windows", locks.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, system


@pytest.mark.parametrize(
    ("refusal", "taken"), [(None, True), (errno.EACCES, False), (errno.EDEADLK, False), (errno.EINVAL, None)]
)
def test_locks_of_windows(tmp_path, locks_of_windows, refusal, taken):
    module, system = locks_of_windows
    system.refusal = refusal
    with (tmp_path / "a").open("wb+") as file:
        assert module.take(file.fileno()) is taken
        assert file.tell() == 0
    ((place, mode, size),) = system.calls
    assert (place > 1_000_000_000, mode, size) == (True, system.LK_NBLCK, 1)
