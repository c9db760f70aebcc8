"""Sinks: files appear whole or not at all, whatever happens on the way."""

import errno
import io
import os
import stat

import pytest

from digestkit import Code, OutputError, UsageError
from digestkit.files import sinks


def nothing(diagnostic):
    raise AssertionError(diagnostic)


def save(path, chunks=("new",), **settings):
    with sinks.Files(**settings) as files:
        size = files.write(path, chunks, nothing)
        files.commit()
    return size


def left(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(tmp_path):
    file = tmp_path / "out.txt"
    file.write_bytes(b"old")
    return file


def test_text_and_bytes_are_written_as_they_are(tmp_path):
    assert save(tmp_path / "a", ["가\r\n", b"\xff\x00", ""]) == 7
    assert (tmp_path / "a").read_bytes() == "가\r\n".encode() + b"\xff\x00"
    assert left(tmp_path) == ["a"]


def test_a_file_is_replaced_at_the_end_only(old):
    def chunks():
        yield "a"
        assert old.read_bytes() == b"old"
        yield "b"

    with sinks.Files() as files:
        files.write(old, chunks(), nothing)
        assert old.read_bytes() == b"old"
        files.commit()
    assert old.read_bytes() == b"ab"
    assert left(old.parent) == ["out.txt"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, UsageError, SystemExit, GeneratorExit])
def test_nothing_changes_when_it_fails_on_the_way(old, error):
    def chunks():
        yield "a" * 100_000
        raise error("x")

    with pytest.raises(error):
        save(old, chunks())
    assert old.read_bytes() == b"old"
    assert left(old.parent) == ["out.txt"]


def test_nothing_changes_without_commit(old):
    with sinks.Files() as files:
        files.make_folder(old.parent / "deep" / "er")
        files.write(old.parent / "deep" / "er" / "a", ["x"], nothing)
        files.write(old, ["new"], nothing)
    assert old.read_bytes() == b"old"
    assert left(old.parent) == ["out.txt"]


def test_several_files_take_their_places_together(old):
    second = old.with_name("second")
    with sinks.Files() as files:
        files.write(old, ["new"], nothing)
        files.write(second, ["new"], nothing)
        assert not second.exists()
        files.commit()
    assert old.read_bytes() == second.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file(old, monkeypatch):
    """The disk is full when the data is forced down to it, the last moment at which it can be."""

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"out\.txt: cannot be written: No space left"):
        save(old)
    assert old.read_bytes() == b"old"
    assert left(old.parent) == ["out.txt"]


def test_a_write_that_fails_leaves_the_old_file(old, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

    create = sinks._create

    def full(path):
        create(path).close()
        return Full()

    monkeypatch.setattr(sinks, "_create", full)
    with pytest.raises(OutputError, match="No space left"):
        save(old)
    assert old.read_bytes() == b"old"
    assert left(old.parent) == ["out.txt"]


def test_permissions_are_those_of_the_old_file(old):
    old.chmod(0o640)
    save(old)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_an_owner_that_cannot_be_kept_is_no_hindrance(old, monkeypatch):
    def refused(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused, raising=False)
    old.chmod(0o640)
    save(old)
    assert old.read_bytes() == b"new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_a_new_file_follows_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        save(tmp_path / "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_stays_a_link(old):
    link = old.with_name("link")
    link.symlink_to(old)
    save(link)
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


def test_a_dangling_link_makes_its_target(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    save(tmp_path / "link")
    assert (tmp_path / "target").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path):
    """A pipe of the test's own: a mistake here must not replace a device of the machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        save(pipe)
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert left(tmp_path) == ["pipe"]


def test_a_long_name_is_no_trouble(tmp_path):
    save(tmp_path / ("n" * 255))
    assert left(tmp_path) == ["n" * 255]


def test_what_cannot_be_written_is_told(tmp_path, old):
    with pytest.raises(OutputError, match="is a folder"):
        save(tmp_path)
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        save(tmp_path / "no" / "a")
    with pytest.raises(OutputError, match="below: cannot be written"), sinks.Files() as files:
        files.make_folder(old / "below")
    with pytest.raises(OutputError, match="nnn: cannot be written"):
        save(tmp_path / ("n" * 256))
    with pytest.raises(OutputError, match="cannot be written: Not a directory"):
        save(old / "below")


def test_a_protected_file_is_not_replaced(old, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may write everything
    with pytest.raises(OutputError, match="is write-protected"):
        save(old)
    assert old.read_bytes() == b"old"


def test_no_clobber(old):
    with pytest.raises(OutputError, match="exists already"):
        save(old, clobber=False)
    assert old.read_bytes() == b"old"
    save(old.with_name("new"), clobber=False)
    link = old.with_name("link")
    link.symlink_to("nowhere")
    with pytest.raises(OutputError, match="exists already"):
        save(link, clobber=False)


def test_the_exporters_own_errors_are_not_those_of_the_file(old):
    def chunks():
        yield "a"
        raise UsageError("mine")

    with pytest.raises(UsageError, match="mine"):
        save(old, chunks())
    assert old.read_bytes() == b"old"


def test_lone_surrogates_are_replaced_and_reported():
    noticed, stream = [], io.BytesIO()
    assert sinks.write(["a\ud800", "b\udfff\udfff"], stream, noticed.append) == 11
    assert stream.getvalue().decode() == "a\ufffdb\ufffd\ufffd"
    assert [diagnostic.code for diagnostic in noticed] == [Code.ALTERED] * 2
    assert noticed[1].message == "2 lone surrogates became U+FFFD"


def test_lone_surrogates_in_files_are_reported_too(tmp_path):
    noticed = []
    with sinks.Files() as files:
        assert files.write(tmp_path / "a", ["a\ud800"], noticed.append) == 4
        files.commit()
    assert (tmp_path / "a").read_text("utf-8") == "a\ufffd"
    assert [diagnostic.code for diagnostic in noticed] == [Code.ALTERED]


def test_a_stream_is_flushed_and_stays_open(tmp_path):
    with (tmp_path / "a").open("wb") as stream:
        sinks.write(["x"], stream, nothing)
        assert (tmp_path / "a").read_bytes() == b"x"
        assert not stream.closed


@pytest.mark.parametrize(
    ("name", "given", "told"), [("a", "b", "b"), ("a", None, "a"), (None, None, "output")]
)
def test_a_stream_that_fails_is_called_by_its_name(name, given, told):
    class Full(io.BytesIO):
        def write(self, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

    stream = Full()
    if name is not None:
        stream.name = name
    with pytest.raises(OutputError, match=f"^{told}: cannot be written: No space left"):
        sinks.write(["x"], stream, nothing, given)


def test_a_broken_pipe_passes_through():
    read, write = os.pipe()
    os.close(read)
    stream = os.fdopen(write, "wb", buffering=0)
    with pytest.raises(BrokenPipeError):
        sinks.write(["x"], stream, nothing)
    stream.close()
