"""Inputs and outputs behind URLs: in memory, and from servers on loopback that misbehave.

They need fsspec and aiohttp, of the extra `[remote]`; `.ci/run` installs it.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import gzip
import io
import os
import time
import zipfile

import pytest
from loopback import Handler, certified, needs_openssl, serving

import digestkit
from digestkit import Code, InputError, OutputError, UsageError
from digestkit.cli import main
from digestkit.files import addresses

fsspec = pytest.importorskip("fsspec", reason="the extra [remote] is not installed")
pytest.importorskip("aiohttp", reason="the extra [remote] is not installed")

DIGEST = "## Daily Papers (2024-07-{0:02})\n\n### [t{0}](https://arxiv.org/abs/2407.000{0:02})\n"

# A session that is collected together with fsspec's event loop, at the end of the process, warns of it.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def day(number):
    return DIGEST.format(number).encode()


def read(*paths, **settings):
    noticed = []
    return list(digestkit.iter_digests(paths, noticed.append, **settings)), noticed


def failures(noticed):
    return {note.source: note.message for note in noticed if note.code is Code.INPUT_FAILED}


# --- a store in memory ------------------------------------------------------------------------------------


@pytest.fixture
def store():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


def put(store, held):
    for name, data in held.items():
        store.pipe_file(f"/{name}", data)


def zipped(held):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return stream.getvalue()


TREE = {
    "in/2024/05.md": day(5),
    "in/2024/04.md.gz": gzip.compress(day(4)),
    "in/b.markdown": day(3),
    "in/.git/a.md": day(9),
    "in/notes.rst": day(9),
    "in/2025.zip": zipped({"x/1.md": day(1)}),
}


def test_a_folder_elsewhere_is_searched_as_one_here_is(store, tmp_path):
    put(store, TREE)
    found, noticed = read("memory://in")
    assert [one.source for one in found] == ["2024/04.md", "2024/05.md", "b.markdown"]
    assert {one.layout.name for one in found} >= {"memory://in/2024/05.md", "memory://in/2024/04.md.gz"}
    assert noticed == []
    for name, data in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert found == read(tmp_path / "in")[0]
    digestkit.convert("memory://in/", "jsonl", tmp_path / "there.jsonl")
    digestkit.convert(tmp_path / "in", "jsonl", tmp_path / "here.jsonl")
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


def test_a_file_an_archive_and_what_lies_in_one(store):
    put(store, TREE)
    assert [one.source for one in read("memory://in/2024/05.md")[0]] == ["05.md"]
    assert [one.source for one in read("memory://in/2024/04.md.gz")[0]] == ["04.md"]
    assert [one.source for one in read("memory://in/2025.zip")[0]] == ["x/1.md"]
    assert [one.source for one in read("zip://x::memory://in/2025.zip")[0]] == ["1.md"]
    assert [one.source for one in read("zip://x/1.md::memory://in/2025.zip")[0]] == ["1.md"]
    document = digestkit.load("memory://in/2024/04.md.gz")
    assert [one.source for one in document.digests] == ["04.md"]
    with pytest.raises(UsageError, match="several files"):
        digestkit.load("memory://in/2025.zip")
    with pytest.raises(InputError, match="is a folder"):
        digestkit.load("memory://in")


def test_what_goes_through_a_cache_is_a_url_as_well(store):
    put(store, {**TREE, "big.md": day(1) + b" " * 100_000})
    assert [one.source for one in read("simplecache::memory://in/2024/05.md")[0]] == ["05.md"]
    assert [one.source for one in read("simplecache::zip://x/1.md::memory://in/2025.zip")[0]] == ["1.md"]
    _, noticed = read("simplecache::memory://big.md", max_mb=0.05)
    assert "--max-mb" in failures(noticed)["simplecache::memory://big.md"]
    _, noticed = read("simplecache::http://ann:secret@127.0.0.1:9/x.md")
    assert "secret" not in repr(noticed)


def test_what_is_not_there_is_named_and_the_rest_goes_on(store, tmp_path):
    put(store, TREE)
    out = tmp_path / "out.jsonl"
    result = digestkit.convert(["memory://in/none.md", "memory://in/b.markdown"], "jsonl", out)
    assert (result.failed, result.written[0].papers) == (("memory://in/none.md",), 1)
    with pytest.raises(InputError, match="there is no such file"):
        list(digestkit.iter_digests("memory://nothing"))


def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_goes_on(store, monkeypatch):
    put(store, TREE)
    ls = type(store).ls

    def cut(self, path, detail=True, **settings):
        if path.endswith("2024"):
            raise OSError("the second page does not come; token=abcdef")
        return ls(self, path, detail=detail, **settings)

    monkeypatch.setattr(type(store), "ls", cut)
    found, noticed = read("memory://in")
    assert [one.source for one in found] == ["b.markdown"]
    assert list(failures(noticed)) == ["memory://in/2024"]
    assert "the second page does not come" in failures(noticed)["memory://in/2024"]


def test_hidden_folders_are_not_asked_about(store, monkeypatch):
    put(store, TREE)
    asked = []
    ls = type(store).ls

    def watched(self, path, detail=True, **settings):
        asked.append(path.rpartition("/")[2])
        return ls(self, path, detail=detail, **settings)

    monkeypatch.setattr(type(store), "ls", watched)
    assert len(read("memory://in")[0]) == 3
    assert ".git" not in asked


def test_a_folder_that_lists_itself_is_listed_once(store, monkeypatch):
    put(store, {"in/2024/a.md": day(1)})
    ls = type(store).ls

    asked = []

    def itself(self, path, detail=True, **settings):
        asked.append(path)
        assert len(asked) < 10
        return [{"name": path, "type": "directory", "size": 0}, *ls(self, path, detail=detail, **settings)]

    monkeypatch.setattr(type(store), "ls", itself)
    found, noticed = read("memory://in")
    assert ([one.source for one in found], noticed) == (["2024/a.md"], [])


def test_what_is_shorter_than_its_store_says_is_cut_off(store, monkeypatch):
    put(store, {"in/a.md": day(1), "in/b.md": day(2)})
    get = type(store).get_file

    def shorter(self, path, target, **settings):
        get(self, path, target, **settings)
        if path.endswith("b.md"):
            os.truncate(target, len(day(2)) - 1)

    monkeypatch.setattr(type(store), "get_file", shorter)
    found, noticed = read("memory://in")
    assert ([one.source for one in found], failures(noticed)) == (
        ["a.md"],
        {"memory://in/b.md": "is cut off"},
    )


def test_names_elsewhere_that_lead_out_are_no_inputs(store, monkeypatch):
    put(store, {"in/a.md": day(1)})
    listed = [
        {"name": "/in/a.md", "type": "file", "size": len(day(1))},
        {"name": "/in/../b.md", "type": "file", "size": 1},
        {"name": "/other/c.md", "type": "file", "size": 1},
        {"name": "/in", "type": "directory"},
    ]
    monkeypatch.setattr(type(store), "ls", lambda *_given, **_settings: listed)
    found, noticed = read("memory://in")
    assert [one.source for one in found] == ["a.md"]
    assert list(failures(noticed)) == ["memory://in/../b.md"]


def test_the_size_of_a_download_is_bounded(store):
    put(
        store,
        {"in/a.md": day(1), "in/b.md": day(2) + b" " * 5000, "c.zip": zipped({"x.md": day(3)}) + b" " * 5000},
    )
    found, noticed = read("memory://in", "memory://c.zip", max_mb=0.004)
    assert [one.source for one in found] == ["a.md"]
    assert list(failures(noticed)) == ["memory://c.zip", "memory://in/b.md"]
    assert all("--max-mb" in message for message in failures(noticed).values())


def test_unknown_protocols_and_packages_are_misuse():
    with pytest.raises(UsageError, match="foo"):
        read("foo://a:b@host/x.md")
    with pytest.raises(UsageError) as refused:
        read("nothing://user:secret@host/x.md?key=12345678")
    assert "secret" not in str(refused.value)
    assert "12345678" not in str(refused.value)


# --- outputs ----------------------------------------------------------------------------------------------


def test_an_output_elsewhere_is_what_it_is_here(store, tmp_path):
    put(store, TREE)
    result = digestkit.convert("memory://in", "jsonl", "memory://out/x.jsonl")
    assert result.written[0].url == "memory://out/x.jsonl"
    digestkit.convert("memory://in", None, tmp_path / "x.jsonl")
    assert store.cat_file("/out/x.jsonl") == (tmp_path / "x.jsonl").read_bytes()
    digestkit.convert("memory://in", None, "memory://out/y.jsonl.gz")
    assert gzip.decompress(store.cat_file("/out/y.jsonl.gz")) == (tmp_path / "x.jsonl").read_bytes()
    with pytest.raises(OutputError, match="exists already"):
        digestkit.convert("memory://in", None, "memory://out/x.jsonl", clobber=False)


@pytest.mark.parametrize(
    "where", ["https://host/x.jsonl", "ftp://host/x.jsonl", "s3://bucket/in/", "zip://x::s3://b/x.zip"]
)
def test_an_output_is_only_where_it_can_be_whole(store, where):
    put(store, TREE)
    with pytest.raises(UsageError, match="write to a"):
        digestkit.convert("memory://in", "jsonl", where)


def test_an_output_elsewhere_is_no_input(store):
    put(store, TREE)
    with pytest.raises(UsageError, match="also an input"):
        digestkit.convert("memory://in", "markdown", "memory://in/b.markdown")


def test_a_full_store_leaves_everything_as_it_was(store, tmp_path, monkeypatch):
    put(store, {"in/a.md": day(1), "out.jsonl": b"old"})

    def full(*_given, **_settings):
        raise OSError("quota of bucket exceeded")

    monkeypatch.setattr(type(store), "put_file", full)
    seen = tmp_path / "seen.txt"
    with pytest.raises(OutputError, match=r"memory://out\.jsonl: cannot be written: quota"):
        digestkit.convert("memory://in", "jsonl", "memory://out.jsonl", seen=seen)
    assert store.cat_file("/out.jsonl") == b"old"
    assert not seen.exists()


def test_a_check_that_fails_sends_nothing(store):
    put(store, {"in/a.md": day(1) + b"stray\n"})
    with pytest.raises(digestkit.CheckError):
        digestkit.convert("memory://in", "jsonl", "memory://out.jsonl", strict=True)
    assert not store.exists("/out.jsonl")


# --- a server on loopback ---------------------------------------------------------------------------------


STREAMS = {
    "/dripping.md": (b"x" * 10, 1, 3),
    "/trickling.md": (b"x", 40, 0.1),
    "/endless.md": (b"x" * 65_536, 10_000, 0),
}
MOVED = {"/away.md": "/a.md", "/round.md": "/round.md"}
ANSWERS = {"/part.md": 206, "/empty.md": 205, "/choices.md": 300}


class Files(Handler):
    """Serves what the test put there; a path may misbehave instead."""

    def get(self):
        self.server.asked.append(self.path)
        name = self.path.partition("?")[0]
        if name == "/slow.md":
            time.sleep(3)
        if name == "/private.md" and self.headers["Authorization"] != self.server.wanted:
            self.answer(401, b"who are you?")
        elif name == "/cut.md":
            self.answer(200, day(7), declared=5000)
            self.close_connection = True
        elif name in STREAMS:
            self.send(*STREAMS[name])
        elif name == "/broken.md":
            self.answer(503, b"later", {"Retry-After": "120"})
        elif name == "/garbled.md":
            self.wfile.write(b"SSH-2.0-x\r\n\r\n")
            self.close_connection = True
        elif not self.misled(name):
            held = self.server.held.get(name)
            self.answer(404 if held is None else 200, held or b"")

    def send(self, data, times, seconds):
        """Send the same so many times, that far apart, and do not say beforehand how much it will be."""
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(times):
                self.wfile.write(data)
                time.sleep(seconds)
        self.close_connection = True

    def misled(self, name):
        """Answer with something else than the file; whether that was done."""
        if name in ("/head.md", "/line.md"):
            self.drip(b"x" if name == "/line.md" else b"x\r\nY: ")
        elif name in ANSWERS:
            self.answer(ANSWERS[name], day(7))
        elif name in self.server.packed:
            coding, data = self.server.packed[name]
            self.answer(200, data, {"Content-Encoding": coding})
        elif name in MOVED:
            self.answer(302, b"", {"Location": MOVED[name]})
        else:
            return False
        return True

    def drip(self, piece):
        """Begin an answer, and send a little of its head now and then: each piece comes in time."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        with contextlib.suppress(OSError):
            for _ in range(400):
                self.wfile.write(piece)
                time.sleep(0.05)
        self.close_connection = True


@pytest.fixture(scope="module")
def running():
    with serving(Files) as server:
        server.asked, server.held = [], {}
        server.wanted = "Basic " + base64.b64encode(b"ann:pass/word").decode()
        yield server


@pytest.fixture
def web(running, monkeypatch, tmp_path_factory):
    monkeypatch.setenv("NO_PROXY", "*")
    # What is copied here for a while is gone in the end.
    monkeypatch.setattr("tempfile.tempdir", str(copies := tmp_path_factory.mktemp("copies")))
    running.asked.clear()
    running.packed = {}
    running.held = {
        "/a.md": day(1),
        "/b.md.gz": gzip.compress(day(2)),
        "/c.zip": zipped({"top/2024/05.md": day(5), "top/README.md": b"# About\n"}),
        "/big.md": day(3) + b" " * 100_000,
        "/private.md": day(4),
    }
    yield running
    gc.collect()
    assert list(copies.iterdir()) == []


def url(web, path, user=""):
    return f"http://{user}127.0.0.1:{web.server_address[1]}{path}"


def test_a_page_a_packed_file_and_an_archive(web):
    found, noticed = read(*(url(web, path) for path in ("/a.md", "/b.md.gz", "/c.zip", "/away.md")))
    assert [one.source for one in found] == ["a.md", "b.md", "top/2024/05.md", "away.md"]
    assert noticed == []
    # What is no archive is fetched when its turn comes to be read.
    assert web.asked == ["/c.zip", "/a.md", "/b.md.gz", "/away.md", "/a.md"]
    assert digestkit.load(url(web, "/a.md")).digests[0].source == "a.md"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that a process with threads forks
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_processes_fetch_side_by_side(web, tmp_path):
    given = [url(web, path) for path in ("/a.md", "/b.md.gz", "/c.zip", "/none.md")]
    result = digestkit.convert(given, "jsonl", f"{tmp_path}/out/", jobs=2)
    made = sorted(path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("*.jsonl"))
    assert (made, result.failed) == (["a.jsonl", "b.jsonl", "top/2024/05.jsonl"], (given[-1],))


def test_faults_of_servers_are_named_and_the_rest_goes_on(web, tmp_path):
    paths = [
        "/none.md",
        "/broken.md",
        "/garbled.md",
        "/slow.md",
        "/cut.md",
        "/dripping.md",
        "/trickling.md",
        "/big.md",
        "/endless.md",
        "/private.md",
        "/a.md",
    ]
    out = tmp_path / "out.jsonl"
    closed = "http://127.0.0.1:9/x.md"
    given = [*(url(web, path) for path in paths), closed]
    result = digestkit.convert(given, "jsonl", out, timeout=1, max_mb=0.05)
    assert result.written[0].papers == 1
    told = failures(result.diagnostics)
    expected = {
        "/none.md": "no such file",
        "/broken.md": "answers 503 (Retry-After: 120)",
        "/garbled.md": "what the server answers is not HTTP",
        "/slow.md": "said nothing for 1 s",
        "/cut.md": "was cut off",
        "/dripping.md": "said nothing",
        "/trickling.md": "less than 1000 bytes a second",
        "/big.md": "--max-mb",
        "/endless.md": "--max-mb",
        "/private.md": "answers 401",
    }
    for path, words in expected.items():
        assert words in told[url(web, path)]
    assert set(told) == {closed, *(url(web, path) for path in expected)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl"]


@needs_openssl
def test_what_was_asked_for_by_tls_is_not_taken_without_it(web, tmp_path, monkeypatch):
    served, trusting = certified(tmp_path, "IP:127.0.0.1")
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    with serving(Files, served) as server:
        server.asked, server.held, server.packed = [], web.held, {}
        secure = f"https://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setitem(MOVED, "/plain.md", url(web, "/a.md"))
        found, noticed = read(f"{secure}/a.md", f"{secure}/away.md", f"{secure}/plain.md")
    assert [one.source for one in found] == ["a.md", "away.md"]
    assert failures(noticed) == {f"{secure}/plain.md": "the server redirects from https to http"}


def test_a_page_around_a_file_is_not_taken_for_it(web):
    web.held |= {
        "/blob/a.md": b'\n<!DOCTYPE html>\n<html><a href="https://arxiv.org/abs/2407.00001">A</a></html>',
        "/folder/": b"<HTML><title>Index of /folder/</title></HTML>",
    }
    paths = [url(web, "/blob/a.md"), url(web, "/folder/")]
    _, noticed = read(*paths)
    assert {note.source for note in noticed if "it is a web page (HTML)" in note.message} == {*paths}


def test_only_an_answer_that_is_the_whole_file_is_taken_for_it(web):
    found, noticed = read(*(url(web, path) for path in (*ANSWERS, "/round.md", "/a.md")))
    assert [one.source for one in found] == ["a.md"]
    told = failures(noticed)
    for path, status in ANSWERS.items():
        assert told.pop(url(web, path)) == f"the server answers {status}, which is not the whole file"
    assert told == {url(web, "/round.md"): "the server redirects from page to page"}


@pytest.mark.parametrize("path", ["/head.md", "/line.md"])
def test_an_answer_that_begins_byte_by_byte_is_not_waited_for(web, monkeypatch, path):
    monkeypatch.setattr("digestkit.files.web._LONGEST", 2)
    begun = time.monotonic()
    # What asks is kept by its timeout, and no other test has this one.
    found, noticed = read(url(web, path), url(web, "/a.md"), timeout=1.05)
    assert time.monotonic() - begun < 15  # all pieces would take 20 s
    assert [one.source for one in found] == ["a.md"]
    assert failures(noticed) == {url(web, path): "the server has not begun to answer after 2.1 s"}


def test_what_a_server_packs_unasked_is_unpacked_once_and_within_the_limits(web):
    bomb = gzip.compress(b" " * 20_000_000)
    web.packed = {
        "/a.md": ("gzip", gzip.compress(day(1))),
        "/b.md.gz": ("gzip", gzip.compress(day(2))),
        "/bomb.md": ("gzip", bomb),
        "/twice.md": ("gzip, gzip", gzip.compress(bomb)),
        "/other.md": ("x" * 999, day(3)),
    }
    found, noticed = read(*(url(web, path) for path in web.packed))
    assert [one.source for one in found] == ["a.md", "b.md"]
    told = failures(noticed)
    assert "200 times" in told[url(web, "/bomb.md")]
    assert "packs it as gzip, gzip," in told[url(web, "/twice.md")]
    assert len(told[url(web, "/other.md")]) < 100


def test_what_is_escaped_in_a_url_leads_out_of_no_folder(web, tmp_path):
    paths = [f"/{'..%2F' * 9}{str(tmp_path)[1:].replace('/', '%2F')}%2Fout.md", "/..%5Cx.md"]
    web.held |= dict.fromkeys(paths, day(1))
    made = tmp_path / "a" / "b"
    result = digestkit.convert([url(web, path) for path in paths], "jsonl", f"{made}/")
    assert [one.path for one in result.written] == [made / "out.jsonl", made / "x.jsonl"]
    assert sorted(tmp_path.iterdir()) == [tmp_path / "a"]


def test_an_archive_of_a_server_without_ranges_is_named(web):
    given = f"zip://top::{url(web, '/c.zip')}"
    found, noticed = read(given, url(web, "/a.md"))
    assert ([one.source for one in found], list(failures(noticed))) == (["a.md"], [given])


def test_the_command_exits_with_1_and_writes_the_rest(web, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(
            [
                "convert",
                url(web, "/none.md?token=abcdefgh"),
                url(web, "/a.md"),
                "-o",
                str(tmp_path / "x.jsonl"),
            ]
        )
    told = capsys.readouterr().err
    assert (left.value.code, (tmp_path / "x.jsonl").read_text().count("\n")) == (1, 1)
    assert "none.md: DK601 there is no such file" in told
    assert "abcdefgh" not in told


def test_secrets_reach_the_server_and_nothing_else(web, tmp_path):
    private = url(web, "/private.md?X-Signature=s3cr3ts3cr3t&part=2", user="ann:pass%2Fword@")
    result = digestkit.convert(private, "jsonl", tmp_path / "x.jsonl")
    assert web.asked == ["/private.md?X-Signature=s3cr3ts3cr3t&part=2"]
    shown = repr(result) + (tmp_path / "x.jsonl").read_text()
    document = digestkit.load(private)
    shown += repr(document.digests[0].layout) + str(document.digests[0].source)
    wrong = private.replace("ann", "eve")
    _, noticed = read(wrong)
    assert "answers 401" in failures(noticed)[url(web, "/private.md")]
    with pytest.raises(InputError) as failed:
        digestkit.load(wrong)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    shown += repr(noticed) + str(failed.value)
    for secret in ("s3cr3t", "pass", "word", "ann:", "eve:"):
        assert secret not in shown


def test_nothing_is_asked_for_but_what_the_user_named(web, tmp_path):
    web.held["/links.md"] = day(6) + f"- [more]({url(web, '/a.md')})\n![]({url(web, '/p.png')})\n".encode()
    digestkit.convert(url(web, "/links.md"), "jsonl", tmp_path / "x.jsonl")
    assert web.asked == ["/links.md"]


def test_a_configuration_file_names_no_url(web, tmp_path, monkeypatch, capsys):
    (tmp_path / "digestkit.toml").write_text(f'inputs = ["{url(web, "/a.md")}"]\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["convert", "-t", "jsonl"])
    assert (left.value.code, web.asked) == (2, [])
    assert "on the command line only" in capsys.readouterr().err


def test_files_of_github_are_listed_and_read(web, monkeypatch):
    from fsspec.implementations.github import GithubFileSystem

    base = url(web, "")
    monkeypatch.setattr(GithubFileSystem, "url", base + "/{org}/{repo}/trees/{sha}")
    monkeypatch.setattr(GithubFileSystem, "content_url", base + "/{org}/{repo}/{path}?ref={sha}")
    root = b'{"tree": [{"path": "days", "type": "tree", "sha": "d1", "mode": "0"}]}'
    days = b'{"tree": [{"path": "05.md", "type": "blob", "sha": "b1", "size": %d, "mode": "0"}]}' % len(
        day(5)
    )
    held = {"/org/repo/trees/main": root, "/org/repo/trees/d1": days}
    held["/org/repo/days/05.md"] = b'{"content": "%s"}' % base64.b64encode(day(5))
    web.held |= held
    ((found,), noticed) = read("github://org:repo@main/days")
    assert (found.source, found.layout.name) == ("05.md", "github://org:repo@main/days/05.md")
    assert noticed == []


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://ann:pw@host/a/b.md?sig=1#x", "https://host/a/b.md"),
        ("https://ann:p/w@host/b.md", "https://host/b.md"),
        ("https://host:8080/@user/b.md", "https://host:8080/@user/b.md"),
        ("https://[::1]:80/b.md", "https://[::1]:80/b.md"),
        ("github://org:repo@v1.0/days", "github://org:repo@v1.0/days"),
        ("zip://x.md::https://ann:pw@host/a.zip?sig=1", "zip://x.md::https://host/a.zip"),
        ("s3://bucket/a#b.md", "s3://bucket/a"),
        ("memory://a/b?c", "memory://a/b?c"),
    ],
)
def test_urls_are_shown_without_secrets(given, shown):
    assert addresses.shown(given) == shown


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("https://host/a/b%20c.md?sig=1#x", "b c.md"),
        ("https://host/a/", "a"),
        ("https://host", "host"),
        ("zip://x.md::https://host/a.zip", "x.md"),
        ("simplecache::https://host/a.md?sig=1", "a.md"),
        ("https://host/..%2F..%2Fetc%2Fb.md", "b.md"),
        ("https://host/%2Fetc%2Fb.md", "b.md"),
        ("https://host/a%5C..%5Cb.md", "b.md"),
        ("https://host/C%3Ab.md", "b.md"),
        ("https://host/a%00b.md", "b.md"),
        ("https://host/%2E%2E", "input"),
        ("https://host/a%2F", "input"),
    ],
)
def test_a_url_is_called_by_one_name(given, name):
    assert addresses.base_name(given) == name


def test_messages_are_cleaned():
    given = "https://ann:pass%20word@host/a?sig=abcd%2Fefgh&n=1"
    told = "cannot get URL('https://x:y@other/z?k=v') with abcd/efgh,\n for ann:pass word"
    assert addresses.cleaned(told, given) == "cannot get URL('https://other/z') with …, for …"
    assert addresses.cleaned("InvalidURL: ann:pass@proxy:3128", "") == "InvalidURL: …@proxy:3128"
    assert addresses.cleaned("no github://org:repo@main/x here", "") == "no github://org:repo@main/x here"
