"""Options that are files of any size: opened late, read in chunks, once in a run."""

from __future__ import annotations

import io

import attrs
import pytest

import digestkit
from digestkit import Digest, InputError, UsageError
from digestkit.errors import PluginError
from digestkit.export import streams
from digestkit.export.options import build, files
from digestkit.testing import samples
from digestkit.testing.plugged import doing_nothing_else
from digestkit.transforms.run import step


@attrs.frozen
class Options:
    one: digestkit.InputStream = None
    more: tuple[digestkit.InputStream, ...] = ()


@digestkit.transform("measure", summary="S.", options=Options)
def measure(digests, context):
    for digest in digests:
        found = [(str(each), b"".join(each)) for each in (context.options.one, *context.options.more) if each]
        yield attrs.evolve(digest, title=repr(found))


def titles(given, times=1):
    made = step(measure, given, print)
    day = Digest(samples.DAY, "x")
    return [next(made.run([day], print)).title for _ in range(times)]


def made(**given):
    return build(Options, given, print, format_name="x")


@pytest.mark.parametrize("as_path", [True, False])
def test_a_path_is_read_in_chunks_for_each_run(tmp_path, monkeypatch, as_path):
    monkeypatch.setattr(streams, "CHUNK", 4)
    path = tmp_path / "a.bin"
    path.write_bytes(b"0123456789")
    given = path if as_path else str(path)
    assert list(made(one=given).one) == [b"0123", b"4567", b"89"]
    assert titles({"one": [given]}, times=2) == [repr([(str(path), b"0123456789")])] * 2


def test_several_files_come_in_the_order_given(tmp_path):
    for name in "ab":
        (tmp_path / name).write_text(name)
    [shown] = titles({"more": [str(tmp_path / "b"), str(tmp_path / "a")]})
    assert shown == repr([(str(tmp_path / "b"), b"b"), (str(tmp_path / "a"), b"a")])
    assert made().more == ()
    assert made().one is None


def test_open_files_and_chunks_are_read_once(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"0\n1")
    with path.open("rb") as stream:
        assert titles({"one": stream}) == [repr([(str(path), b"0\n1")])]
    assert titles({"one": io.BytesIO(b"xyz")}) == ["[('one', b'xyz')]"]
    assert titles({"one": iter([b"x", b"yz"])}) == ["[('one', b'xyz')]"]
    with pytest.raises(InputError, match="one can be read only once: give its path"):
        titles({"one": iter([b"x"])}, times=2)


def test_lines_of_an_open_file_are_no_chunks():
    stream = io.BytesIO(b"\n" * 10)
    assert list(made(one=stream).one) == [b"\n" * 10]


def test_what_is_open_as_text_is_refused():
    with pytest.raises(InputError, match="must be open in binary mode"):
        titles({"one": io.StringIO("x")})


@pytest.mark.parametrize("given", [b"x", "", 5, True])
def test_what_names_no_file_is_refused(given):
    with pytest.raises(UsageError, match="option one of x: is not a file"):
        made(one=given)


def test_a_file_that_is_not_there_is_told_before_anything_is_read(tmp_path):
    with pytest.raises(InputError, match=r"option one: .*none cannot be read: No such file"):
        made(one=tmp_path / "none")


def test_a_file_that_cannot_be_read_is_told_when_it_is(tmp_path):
    with pytest.raises(InputError, match=r"option one: .* cannot be read: Is a directory"):
        titles({"one": tmp_path})
    path = tmp_path / "gone"
    path.touch()
    found = made(one=path)
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        list(found.one)


def test_an_exporter_may_have_one_and_its_file_is_known(tmp_path):
    @digestkit.exporter("sizes", suffix=".txt", media_type="text/plain", summary="S.", options=Options)
    def sizes(digests, context):
        list(digests)
        yield str(len(b"".join(context.options.one)))

    path = tmp_path / "a.bin"
    path.write_bytes(b"12345")
    assert digestkit.dumps([samples.digest(samples.paper())], sizes, one=path) == "5"
    assert files(Options, {"one": [str(path)], "more": [path]}) == [path, path]


def test_a_plugin_that_goes_through_it_twice_gets_all_of_a_file_twice(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    found = made(one=path).one
    assert [list(found), list(found)] == [[b"x"], [b"x"]]


def test_faults_of_the_transform_stay_its_own():
    @digestkit.transform("broken", summary="S.", options=Options)
    def broken(digests, _context):
        raise OSError("mine")
        yield from digests

    with pytest.raises(PluginError, match="transform 'broken' failed: OSError: mine"):
        list(step(broken, {}, print).run([], print))


def test_the_kit_lets_the_host_read_it_and_nobody_else(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    found = made(one=path).one
    with doing_nothing_else("it"):
        assert list(found) == [b"x"]
    with pytest.raises(pytest.fail.Exception, match="it reads the file"), doing_nothing_else("it"):
        path.read_bytes()


def test_a_file_may_be_missing_where_the_option_says_so(tmp_path):
    @attrs.frozen
    class Old:
        append: digestkit.InputStream = attrs.field(default=None, metadata={"may_be_missing": True})

    told = []
    path = tmp_path / "none.bin"
    assert build(Old, {"append": str(path)}, told.append).append is None
    assert [(one.code, one.source) for one in told] == [(digestkit.Code.MISSING_FILE, str(path))]
    path.write_bytes(b"x")
    assert list(build(Old, {"append": str(path)}, told.append).append) == [b"x"]
    with pytest.raises(UsageError, match="is not a file"):
        build(Old, {"append": ""}, told.append)
