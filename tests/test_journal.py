"""Several files take their places together: whatever fails, and wherever the process is killed."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys

import pytest
from failing_calls import Faults, Killed

import digestkit
from digestkit import OutputError
from digestkit.files import journal, locks, sinks

OLD = {"a": "old a", "b": "old b"}
NEW = {"a": "new a", "b": "new b", "c": "new c", "deep/er/d": "new d"}


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def shown(folder):
    return {name: text for name, text in tree(folder).items() if journal.PREFIX not in name}


def save(folder):
    with sinks.Files(folder) as files:
        for name, text in NEW.items():
            files.make_folder((folder / name).parent)
            files.write(folder / name, [text], lambda _diagnostic: None)
        files.commit()


def saved_with(folder, at, error, **kind):
    """Save with a fault at a place; whether the fault came."""
    folder.mkdir()
    for name, text in OLD.items():
        (folder / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OutputError, type(error)):
        faults = Faults(patch, at, error, **kind)
        save(folder)
    return faults.count >= at


def saved_with_each(tmp_path, error, **kind):
    """Save with a fault at each place there is; the folders, one after another."""
    at = 1
    while saved_with(tmp_path / str(at), at, error, **kind):
        yield tmp_path / str(at)
        at += 1
    assert at > 30, "there are more places than that where it may fail"


@pytest.fixture(params=["links", "no links"], autouse=True)
def _file_system(request, monkeypatch):
    """Once as it is, and once without hard links, as on FAT; the disk itself is not waited for."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    if request.param == "no links":

        def refuse(*_arguments, **_settings):
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.parametrize(
    ("error", "after"),
    [(OSError(errno.EIO, "I/O error"), False), (KeyboardInterrupt(), False), (KeyboardInterrupt(), True)],
    ids=["error", "interrupt", "interrupt after"],
)
def test_whatever_fails_all_files_are_old_or_all_are_new(tmp_path, error, after):
    outcomes = []
    for folder in saved_with_each(tmp_path, error, after=after):
        assert shown(folder) in (OLD, NEW)
        outcomes.append(shown(folder) == NEW)
        journal.recover(folder)
        assert tree(folder) in (OLD, NEW), "something is left behind, also by the next run"
    assert set(outcomes) == {False, True}


def test_an_error_leaves_nothing_behind(tmp_path):
    """Except where it is the removing itself that fails: when all is decided, for better or worse."""
    left = [
        folder
        for folder in saved_with_each(tmp_path, OSError(errno.EIO, "I/O error"))
        if tree(folder) not in (OLD, NEW)
    ]
    assert all(shown(folder) == NEW for folder in left)


@pytest.mark.parametrize("after", [False, True])
def test_the_next_run_cleans_up_wherever_one_was_killed(tmp_path, after):
    outcomes = []
    for folder in saved_with_each(tmp_path, Killed(), after=after, for_good=True):
        journal.recover(folder)
        assert tree(folder) in (OLD, NEW)
        outcomes.append(tree(folder) == NEW)
        save(folder)
        assert tree(folder) == NEW
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("after", [False, True])
def test_cleaning_up_may_be_cut_off_too(tmp_path, after):
    count = 0
    for folder in saved_with_each(tmp_path, Killed(), for_good=True):
        for at in range(1, 12):
            with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
                Faults(patch, at, Killed(), after=after, for_good=True)
                journal.recover(folder)
        journal.recover(folder)
        assert tree(folder) in (OLD, NEW)
        count += 1
    assert count > 30


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[1].split(os.pathsep)
from digestkit.files import sinks
name, at, folder = sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
call, count = getattr(os, name), 0
def fatal(*arguments, **settings):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **settings)
setattr(os, name, fatal)
with sinks.Files(folder) as files:
    for name in ("a", "b", "c"):
        files.write(folder / name, ["new " + name], print)
    files.commit()
"""


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
@pytest.mark.parametrize(
    ("call", "at"),
    [("fsync", 2), ("replace", 1), ("replace", 2), ("replace", 3), ("unlink", 1), ("unlink", 3)],
)
def test_a_killed_process_is_cleaned_up_after(tmp_path, call, at):
    for name, text in OLD.items():
        (tmp_path / name).write_text(text)
    arguments = [os.pathsep.join(sys.path), call, str(at), str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL
    assert tree(tmp_path) != shown(tmp_path)
    noticed = []
    with sinks.Files(tmp_path, report=noticed.append):
        pass
    finished = {name: NEW[name] for name in "abc"}
    assert tree(tmp_path) == (finished if call == "unlink" else OLD)
    assert [note.text() for note in noticed] == [
        f"{tmp_path}: DK606 a run that wrote here was cut off; what it left was cleaned up"
    ]


def killed(folder):
    """A folder in which a run was killed between two files; its journal."""
    saved_with(folder, 10_000, Killed())
    for at in range(1, 100):
        sub = folder / str(at)
        if saved_with(sub, at, Killed(), for_good=True) and shown(sub) not in (OLD, NEW):
            return sub, next(sub.glob("*.journal"))
    raise AssertionError("nothing is ever half done")


def test_a_run_that_lives_is_left_alone(tmp_path):
    folder, file = killed(tmp_path / "x")
    before = tree(folder)
    descriptor = os.open(file, os.O_RDWR)
    assert locks.take(descriptor)
    assert journal.recover(folder) == 0
    assert tree(folder) == before
    os.close(descriptor)
    assert journal.recover(folder) == 1


def test_a_copy_of_a_journal_is_obeyed_by_nobody(tmp_path):
    """Whoever unpacks somebody's folder must not have files moved by what lies in it."""
    folder, file = killed(tmp_path / "x")
    data = file.read_bytes()
    file.rename(tmp_path / "kept")
    file.write_bytes(data)
    before = tree(folder)
    assert journal.recover(folder) == 0
    assert tree(folder) == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users of POSIX")
def test_a_journal_of_somebody_else_is_obeyed_by_nobody(tmp_path, monkeypatch):
    folder, _ = killed(tmp_path / "x")
    before = tree(folder)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert journal.recover(folder) == 0
    assert tree(folder) == before


@pytest.mark.parametrize("text", ["{}\n", "[]\n", "no JSON\n", "[1, 2]\n", "\udc80\n"])
def test_what_is_no_journal_is_left_alone(tmp_path, text):
    file = tmp_path / f"{journal.PREFIX}x.journal"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert journal.recover(tmp_path) == 0
    status = file.stat()
    own = json.dumps([status.st_dev, status.st_ino])
    for line in (text.strip() or "x", '{"replace": 3}', '{"replace": [[1, 2]]}', '{"target": 1}'):
        file.write_bytes(f"{own}\n{line}\n".encode("utf-8", "surrogateescape"))
        assert journal.recover(tmp_path) == 0
        assert file.exists()


@pytest.mark.parametrize(("new", "old"), [("papers", f"{journal.PREFIX}x.old"), (f"{journal.PREFIX}x", "b")])
def test_a_journal_names_hidden_files_only(tmp_path, new, old):
    """What it names is removed, with all that lies in it."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a").write_text("mine")
    (tmp_path / "b").write_text("mine")
    file = tmp_path / f"{journal.PREFIX}x.journal"
    file.touch()
    status = file.stat()
    lines = [[status.st_dev, status.st_ino], {"target": str(tmp_path / "c"), "new": new, "old": old}]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert journal.recover(tmp_path) == 0
    assert {"papers/a": "mine", "b": "mine"}.items() <= tree(tmp_path).items()


def test_a_file_that_somebody_put_there_since_stays(tmp_path):
    folder, _ = killed(tmp_path / "x")
    for name in NEW:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_text("theirs")
    assert journal.recover(folder) == 1
    assert tree(folder) == dict.fromkeys(NEW, "theirs")


def test_a_folder_that_cannot_be_searched_is_no_trouble(tmp_path):
    assert journal.recover(tmp_path / "no") == 0


def test_one_file_is_moved_and_that_is_all(tmp_path, monkeypatch):
    """No second name, no more waiting for the disk than for the data and the name."""
    (tmp_path / "a").write_text("old")
    calls = []
    for name in ("link", "fsync", "replace"):
        call = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, name=name, call=call: calls.append(name) or call(*given))
    with sinks.Files(tmp_path) as files:
        files.write(tmp_path / "a", ["new"], print)
        files.commit()
    assert calls == ["fsync", "replace", "fsync"]
    assert tree(tmp_path) == {"a": "new"}


def test_a_link_leads_to_a_file_of_another_folder(tmp_path):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (elsewhere / "a").write_text("old a")
    (out / "a").symlink_to(elsewhere / "a")
    for at in range(1, 100):
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
            faults = Faults(patch, at, Killed(), for_good=True)
            with sinks.Files(out) as files:
                files.write(out / "a", ["new a"], print)
                files.write(out / "b", ["new b"], print)
                files.commit()
        if faults.count < at:
            break
        journal.recover(out)
        assert {**tree(elsewhere), **tree(out)} in ({"a": "old a"}, {"a": "new a", "b": "new b"})
        (elsewhere / "a").write_text("old a")
        (out / "b").unlink(missing_ok=True)
    assert (out / "a").is_symlink()


# --- a conversion that remembers ----------------------------------------------------------------------------

SEEN = "# digestkit: papers seen, version 1\n"
AGAIN = "## Daily Papers (2024-07-05)\n\n### [t](https://arxiv.org/abs/2407.00001)\n"


def states(folder):
    """Whether the output and the file of papers seen are new; without links, each is missing for a moment."""
    there = tree(folder)
    return there.get("out/a.md", "old") == AGAIN, there.get("seen", SEEN) != SEEN


def remembered_with(folder, at, error, **kind):
    """Convert with a fault at a place; whether the fault came."""
    (folder / "out").mkdir(parents=True)
    (folder / "out/a.md").write_text("old")
    (folder / "seen").write_text(SEEN)
    (folder / "in.md").write_text(AGAIN)
    given = str(folder / "in.md"), "markdown", folder / "out/a.md"
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OutputError, type(error)):
        faults = Faults(patch, at, error, **kind)
        digestkit.convert(*given, seen=folder / "seen")
    return faults.count >= at


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "I/O error"), KeyboardInterrupt()], ids=["error", "interrupt"]
)
def test_output_and_memory_are_both_old_or_both_new(tmp_path, error, after):
    outcomes = set()
    at = 1
    while remembered_with(tmp_path / str(at), at, error, after=after):
        outcomes.add(states(tmp_path / str(at)))
        at += 1
    assert outcomes == {(False, False), (True, True)}


@pytest.mark.parametrize("after", [False, True])
def test_both_are_so_again_when_the_next_run_reads_them(tmp_path, after):
    outcomes = set()
    at = 1
    while remembered_with(tmp_path / str(at), at, Killed(), after=after, for_good=True):
        folder = tmp_path / str(at)
        half = states(folder)
        assert half != (False, True), "what no output has must not be remembered, not even for a moment"
        for lock in folder.glob("*.lock"):  # a dead process holds none, but this one lives on
            lock.unlink()
        journal.recover(folder / "out")
        assert {"out/a.md", "seen"} <= set(tree(folder))
        outcomes.add(states(folder))
        result = digestkit.convert(folder / "in.md", "markdown", folder / "out/b.md", seen=folder / "seen")
        assert result.written[0].papers == (0 if states(folder)[0] else 1)
        assert [name for name in tree(folder) if journal.PREFIX in name] == []
        at += 1
    assert outcomes == {(False, False), (True, True)}
    assert at > 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux promises that its sync waits for the disk")
def test_many_files_wait_for_the_disk_together(tmp_path, monkeypatch):
    """The sweep comes before the first file is moved; what few files need stays as it is."""
    calls = []
    for name in ("sync", "fsync", "replace"):
        call = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, name=name, call=call: calls.append(name) or call(*given))
    count = 100
    with sinks.Files(tmp_path) as files:
        for at in range(count):
            files.write(tmp_path / str(at), ["new"], print)
        assert "sync" not in calls
        files.commit()
    assert calls.count("sync") == 1
    assert calls.count("fsync") < count / 2
    assert calls.index("sync") < calls.index("replace")
    assert set(tree(tmp_path).values()) == {"new"}
