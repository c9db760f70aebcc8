"""Fetching pictures, from a server on loopback that misbehaves. It needs httpx, of the extra `[images]`."""

from __future__ import annotations

import contextlib
import functools
import gzip
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from loopback import Handler, certified, needs_openssl, serving

import digestkit
from digestkit import Code
from digestkit.cli import main
from digestkit.images import hosts
from digestkit.images.names import file_name
from digestkit.images.rules import FailedError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000 + b"\0\0\0\0IEND\xaeB`\x82"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n'

httpx = pytest.importorskip("httpx", reason="the extra [images] is not installed")
client = pytest.importorskip("digestkit.images.client")


class Pictures(Handler):
    """Serves what the test put there; a path may misbehave instead."""

    def get(self):
        server = self.server
        server.asked.append((self.path, time.monotonic(), dict(self.headers)))
        times = sum(path == self.path for path, _, _ in server.asked)
        if self.path == "/slow.png":
            time.sleep(1.5)
        if self.path == "/cut.png":
            self.cut()
        elif self.path == "/busy.png" and times == 1:
            self.answer(429, b"", {"Retry-After": "1"})
        elif self.path == "/soon.png":
            self.answer(200 if times > 1 else 503, PNG, {"Retry-After": "0"})
        elif self.path == "/trickling.png":
            self.trickle()
        elif self.path == "/closed.png":
            self.answer(503, b"", {"Retry-After": "3600"})
        elif self.misled():
            pass
        elif self.path in server.moved:
            self.answer(302, b"", {"Location": server.moved[self.path]})
        elif self.path in server.held:
            self.answer(200, server.held[self.path])
        else:
            self.answer(404, b"")

    def misled(self):
        """Answer with something else than the picture; whether that was done."""
        if self.path == "/part.png":  # the first bytes of it, which are a picture by themselves
            self.answer(206, PNG, {"Content-Range": f"bytes 0-{len(PNG) - 1}/99999"})
        elif self.path == "/other.png":
            self.cut(by=-100)
        elif self.path in ("/head.png", "/body.png"):
            self.drip(b"X-Slow: 1\r\n" if self.path == "/head.png" else b"\r\n" + PNG)
        elif self.path in self.server.packed:
            coding, data = self.server.packed[self.path]
            self.answer(200, data, {"Content-Encoding": coding})
        else:
            return False
        return True

    def drip(self, data):
        """Send a byte now and then: each of them comes in time."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        with contextlib.suppress(OSError):
            for byte in data * 99:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
        self.close_connection = True

    def cut(self, by=0):
        """Break off in the middle, and go on where that was when asked, or somewhere else."""
        start = by + int(self.headers.get("Range", "bytes=0-")[6:-1])
        if start and self.headers["If-Range"] == '"v1"':
            self.answer(206, PNG[start:], {"Content-Range": f"bytes {start}-{len(PNG) - 1}/{len(PNG)}"})
            return
        self.answer(200, PNG[:1000], {"ETag": '"v1"'}, declared=len(PNG))
        self.close_connection = True

    def trickle(self):
        """Send a few bytes now and then."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(PNG)))
        self.end_headers()
        with contextlib.suppress(OSError):
            for start in range(0, 200, 10):
                self.wfile.write(PNG[start : start + 10])
                time.sleep(0.02)
        self.close_connection = True


@pytest.fixture(scope="module")
def running():
    with serving(Pictures) as server:
        yield server


@pytest.fixture
def web(running):
    running.asked, running.moved, running.packed = [], {}, {}
    running.held = {"/a.png": PNG, "/b.svg": SVG, "/%E4%B8%80.png": PNG}
    return running


def url(web, path):
    return f"http://127.0.0.1:{web.server_address[1]}{path}"


def digests(tmp_path, *urls):
    papers = "".join(
        f"### [t{number}](https://arxiv.org/abs/2407.{number:05})\n\n![]({each})\n\n"
        for number, each in enumerate(urls, 1)
    )
    path = tmp_path / "in.md"
    path.write_text(f"## Daily Papers (2024-07-05)\n\n{papers}", encoding="utf-8")
    return path


def fetch(folder, *paths, **settings):
    allowed = {"allow_private": True, "allow_http": True, "pause": 0, "timeout": 0.5}
    return digestkit.fetch_images(folder, paths, **{**allowed, **settings})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def told(result):
    return {note.message.partition(": ")[0].rpartition("/")[2]: note.message for note in result.diagnostics}


def test_pictures_are_fetched_once(web, tmp_path):
    source = digests(
        tmp_path, url(web, "/a.png"), url(web, "/b.svg"), url(web, "/%E4%B8%80.png"), url(web, "/a.png")
    )
    result = fetch(tmp_path / "out", source)
    assert names(tmp_path / "out") == ["a.png", "b.svg", "一.png"]
    assert (result.fetched, result.there, result.failed) == (
        (tmp_path / "out/a.png", tmp_path / "out/b.svg", tmp_path / "out/一.png"),
        0,
        (),
    )
    assert (tmp_path / "out/b.svg").read_bytes() == SVG
    assert web.asked[0][2]["User-Agent"].startswith("paper-digestkit/")
    web.asked.clear()
    again = fetch(tmp_path / "out", source)
    assert (again.fetched, again.there, web.asked) == ((), 3, [])


def test_what_fails_is_named_and_the_rest_goes_on(web, tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.images.client._BACK_OFF", 0)
    web.held |= {
        "/page.png": b"<!DOCTYPE html><p>Log in",
        "/big.png": PNG + b"\0" * 10**6,
        "/half.png": PNG[:-20],
    }
    web.held["/dir/a.png"] = PNG
    web.moved |= {f"/loop{n}.png": f"/loop{n + 1}.png" for n in range(9)}
    bad = ["none.png", "page.png", "big.png", "half.png", "slow.png", "loop0.png", "dir/a.png"]
    source = digests(
        tmp_path, *(url(web, f"/{name}") for name in ["a.png", *bad, "b.svg"]), "https://h.example/"
    )
    result = fetch(tmp_path / "out", source, tmp_path / "nothing.md", max_image_mb=0.5)
    assert names(tmp_path / "out") == ["a.png", "b.svg"]
    assert result.failed[-1] == str(tmp_path / "nothing.md")
    assert {*result.failed[:-1]} == {*(url(web, f"/{name}") for name in bad), "https://h.example/"}
    expected = {
        "none.png": "answers 404",
        "page.png": "is not a complete",
        "big.png": "larger than 0.5 MB",
        "half.png": "is not a complete",
        "slow.png": "said nothing",
        "loop0.png": "redirects",
        "a.png": "has the same name",
        "": "does not end in the name of a file",
    }
    messages = told(result)
    for name, words in expected.items():
        assert words in messages[name]
    assert all(note.line for note in result.diagnostics if note.code is Code.PICTURE_FAILED)


def test_what_breaks_off_goes_on_where_it_stopped(web, tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.images.client._BACK_OFF", 0)
    result = fetch(tmp_path / "out", digests(tmp_path, url(web, "/cut.png")))
    assert (result.failed, (tmp_path / "out/cut.png").read_bytes()) == ((), PNG)
    assert [headers.get("Range") for _, _, headers in web.asked] == [None, "bytes=1000-"]


def test_a_part_that_nobody_asked_for_is_no_picture(web, tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.images.client._BACK_OFF", 0.01)
    result = fetch(tmp_path / "p", digests(tmp_path, url(web, "/part.png"), url(web, "/other.png")))
    assert (result.fetched, [*told(result)]) == ((), ["part.png", "other.png"])
    assert all("a part that it was not asked for" in words for words in told(result).values())


@pytest.mark.parametrize("path", ["/head.png", "/body.png"])
def test_a_server_is_not_waited_for_byte_by_byte(web, tmp_path, monkeypatch, path):
    monkeypatch.setattr("digestkit.images.client._LONGEST", 2)
    begun = time.monotonic()
    result = fetch(tmp_path / "p", digests(tmp_path, url(web, path), url(web, "/a.png")))
    assert time.monotonic() - begun < 30  # all bytes would take a minute and more
    assert (names(tmp_path / "p"), told(result)[path[1:]][-21:]) == (["a.png"], "takes longer than 1 s")


def test_what_is_packed_on_the_way_is_unpacked_once_and_within_the_limit(web, tmp_path):
    large = gzip.compress(SVG + b" " * 2_000_000)
    web.packed = {
        "/ok.svg": ("gzip", gzip.compress(SVG)),
        "/large.svg": ("gzip", large),
        "/cut.svg": ("gzip", gzip.compress(SVG)[:-9]),
        "/twice.svg": ("gzip, gzip", gzip.compress(large)),
        "/other.svg": ("x" * 999, SVG),
    }
    source = digests(tmp_path, *(url(web, path) for path in web.packed))
    result = fetch(tmp_path / "p", source, max_image_mb=1)
    assert (tmp_path / "p" / "ok.svg").read_bytes() == SVG
    assert names(tmp_path / "p") == ["ok.svg"]
    words = {"large.svg": "larger than 1 MB", "cut.svg": "cut off", "twice.svg": "as gzip, gzip,"}
    assert all(said in told(result)[name] for name, said in words.items())
    assert len(told(result)["other.svg"]) < 200


def test_who_is_busy_behind_a_redirect_is_left_alone_not_who_redirects(web, tmp_path):
    other = url(web, "/closed.png").replace("127.0.0.1", "localhost")
    web.moved = {"/moved.png": other}
    result = fetch(tmp_path / "p", digests(tmp_path, url(web, "/moved.png"), url(web, "/a.png"), other))
    assert names(tmp_path / "p") == ["a.png"]
    assert [words.partition("png: ")[2] for words in told(result).values()] == [
        "localhost asks to be left alone for 3600 s"
    ] * 2


def test_hosts_are_left_alone_when_they_ask(web, tmp_path):
    source = digests(tmp_path, url(web, "/busy.png"), url(web, "/closed.png"), url(web, "/a.png"))
    web.held["/busy.png"] = PNG
    result = fetch(tmp_path / "out", source, pause=0.1)
    first, second = (when for path, when, _ in web.asked if path == "/busy.png")
    assert second - first >= 1
    assert names(tmp_path / "out") == ["busy.png"]
    assert [path for path, _, _ in web.asked].count("/closed.png") == 1
    assert "/a.png" not in [path for path, _, _ in web.asked]
    assert "asks to be left alone for 3600 s" in told(result)["a.png"]


def test_private_addresses_are_asked_nothing(web, tmp_path):
    source = digests(tmp_path, url(web, "/a.png"), url(web, "/b.svg").replace("127.0.0.1", "localhost"))
    result = fetch(tmp_path / "out", source, allow_private=False)
    assert (web.asked, names(tmp_path / "out")) == ([], [])
    assert all("private address" in message for message in told(result).values())
    result = fetch(tmp_path / "out", source, allow_http=False)
    assert web.asked == []
    assert all("only by https" in message for message in told(result).values())


def test_redirects_are_checked_as_well(web, tmp_path, monkeypatch):
    """The host is public at first, by what the resolver says, and its redirect leads to this machine."""
    look_up = hosts.found

    def found(name, port, *, private):
        return (
            look_up("127.0.0.1", port, private=True)
            if name == "cdn.example"
            else look_up(name, port, private=private)
        )

    monkeypatch.setattr(hosts, "found", found)
    web.moved["/out.png"] = url(web, "/a.png")
    web.moved["/file.png"] = "file:///etc/passwd"
    cdn = url(web, "").replace("127.0.0.1", "cdn.example")
    source = digests(tmp_path, f"{cdn}/out.png", f"{cdn}/file.png", f"{cdn}/b.svg")
    result = fetch(tmp_path / "out", source, allow_private=False)
    assert names(tmp_path / "out") == ["b.svg"]
    assert [path for path, _, _ in web.asked] == ["/out.png", "/file.png", "/b.svg"]
    assert "private address" in told(result)["out.png"]
    assert "is not fetched by file" in told(result)["file.png"]
    assert web.asked[0][2]["Host"] == cdn.removeprefix("http://")


@needs_openssl
def test_the_certificate_is_that_of_the_name(web, tmp_path, monkeypatch):
    """The connection is made to an address, and the server has to prove the name of the URL all the same."""
    served, trusting = certified(tmp_path, "DNS:cdn.example")
    monkeypatch.setattr(httpx, "Client", functools.partial(httpx.Client, verify=trusting))
    monkeypatch.setattr(hosts, "found", lambda name, port, **_: hosts.Host(name, port, ("127.0.0.1",)))
    with serving(Pictures, served) as server:
        server.asked, server.held, server.moved, server.packed = [], web.held, {}, {}
        port = server.server_address[1]
        source = digests(tmp_path, f"https://cdn.example:{port}/a.png", f"https://other.example:{port}/b.svg")
        result = fetch(tmp_path / "out", source, allow_private=False, allow_http=False, timeout=5)
    assert (names(tmp_path / "out"), result.failed) == (["a.png"], (f"https://other.example:{port}/b.svg",))
    assert "other.example cannot be connected to: [SSL" in told(result)["b.svg"]
    assert [headers["Host"] for _, _, headers in server.asked] == [f"cdn.example:{port}"]


def test_the_command(web, tmp_path, capsys):
    source = digests(tmp_path, url(web, "/a.png"), url(web, "/none.png?token=abcdefgh"))
    options = ["--allow-private", "--allow-http", "--pause", "0"]
    with pytest.raises(SystemExit) as left:
        main(["fetch-images", *options, str(tmp_path / "out"), str(source)])
    shown = capsys.readouterr()
    assert (left.value.code, shown.out) == (1, "")
    assert "1 fetched, 0 there already, 1 failed" in shown.err
    assert "DK630" in shown.err
    assert "abcdefgh" not in shown.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a process")
@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_leaves_no_half_file(web, tmp_path):
    source = digests(tmp_path, url(web, "/a.png"), url(web, "/slow.png"))
    command = [
        sys.executable,
        "-m",
        "digestkit",
        "fetch-images",
        "--allow-private",
        "--allow-http",
        "--pause",
        "0",
    ]
    process = subprocess.Popen(
        [*command, str(tmp_path / "out"), str(source)],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    until = time.monotonic() + 30
    while "/slow.png" not in [path for path, _, _ in web.asked] and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, names(tmp_path / "out")) == (130, ["a.png"]), said


def test_a_book_finds_what_was_fetched(web, tmp_path):
    pytest.importorskip("digestkit_epub", reason="the package for EPUB is not installed")
    source = digests(tmp_path, url(web, "/b.svg?x=1"), url(web, "/%E4%B8%80.png"))
    web.held |= {"/b.svg?x=1": SVG}
    fetch(tmp_path / "out", source)
    result = digestkit.convert(source, "epub", tmp_path / "x.epub", images=str(tmp_path / "out"))
    assert not any("there is no file" in note.message for note in result.diagnostics)


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("", "does not end in the name of a file"),
        ("%2e%2e", "does not end in the name of a file"),
        (".a.png", "a hidden file"),
        ("..%2F..%2Fa.png", "it has a slash"),
        ("a%5Cb.png", "one of the characters"),
        ("a%3F.png", "one of the characters"),
        ("a%0A.png", "a control character"),
        ("a%00.png", "a control character"),
        ("a.png.", "ends in a dot"),
        ("a.png%20", "ends in a dot or a blank"),
        ("con.png", "a device on Windows"),
        (f"{'a' * 252}.png", "longer than 255 bytes"),
    ],
)
def test_a_picture_is_not_named_what_some_system_cannot_store(end, reason):
    with pytest.raises(FailedError, match=reason):
        file_name(f"https://h.example/{end}")


def test_names_that_differ_in_case_alone_would_be_one_file_on_some_systems(web, tmp_path):
    web.held |= {"/Aa.png": PNG, "/aA.png": PNG + b" ", "/%C3%A9.png": PNG, "/e%CC%81.png": PNG}
    paths = ["/Aa.png", "/aA.png", "/%C3%A9.png", "/e%CC%81.png"]
    result = fetch(tmp_path / "out", digests(tmp_path, *(url(web, path) for path in paths)))
    assert names(tmp_path / "out") == ["Aa.png", "\u00e9.png"]
    assert [note.message.rpartition("/")[2] for note in result.diagnostics] == [
        "Aa.png has the same name",
        "%C3%A9.png has the same name",
    ]


def test_a_folder_in_the_place_of_a_picture_is_not_the_picture(web, tmp_path):
    (tmp_path / "out/a.png").mkdir(parents=True)
    with pytest.raises(digestkit.OutputError, match=r"a\.png: is a folder"):
        fetch(tmp_path / "out", digests(tmp_path, url(web, "/a.png")))


def test_a_host_that_has_died_is_not_asked_for_every_picture(web, tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.images.client._BACK_OFF", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        dead = f"http://127.0.0.1:{taken.getsockname()[1]}"
    source = digests(
        tmp_path,
        *(f"{dead}/{number}.png" for number in range(20)),
        url(web, "/a.png").replace("127.0.0.1", "localhost"),
    )
    result = fetch(tmp_path / "out", source)
    assert names(tmp_path / "out") == ["a.png"]
    said = [note.message.partition("png: ")[2] for note in result.diagnostics]
    assert all(words.startswith("127.0.0.1 cannot be connected to: ") for words in said[:9])
    assert said[9:] == ["127.0.0.1 is left alone: it failed 9 requests in a row"] * 11


def test_a_name_that_is_not_found_is_not_looked_up_for_every_picture(tmp_path, monkeypatch):
    asked = []

    def look_up(name, *_given, **_settings):
        asked.append(name)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    result = fetch(tmp_path / "p", digests(tmp_path, *(f"https://h.example/{n}.png" for n in range(20))))
    assert asked == ["h.example"] * 9
    said = [note.message.partition("png: ")[2] for note in result.diagnostics]
    assert (
        said
        == ["there is no host h.example"] * 9
        + ["h.example is left alone: it failed 9 requests in a row"] * 11
    )


def test_pictures_that_a_host_does_not_have_are_no_reason_to_leave_it_alone(web, tmp_path):
    source = digests(tmp_path, *(url(web, f"/none{number}.png") for number in range(20)), url(web, "/a.png"))
    assert len(fetch(tmp_path / "out", source).failed) == 20
    assert names(tmp_path / "out") == ["a.png"]


def test_time_runs_for_each_connection_to_a_host(web, tmp_path, monkeypatch):
    """The second port has the newest connection, when the first port is asked again, and never ends."""
    monkeypatch.setattr(client, "_LONGEST", 2)
    with serving(Pictures) as other:
        other.asked, other.held, other.moved, other.packed = [], web.held, {}, {}
        source = digests(
            tmp_path, url(web, "/a.png"), url(other, "/b.svg"), url(web, "/head.png"), url(web, "/none.png")
        )
        begun = time.monotonic()
        result = fetch(tmp_path / "out", source)
    assert time.monotonic() - begun < 30  # all bytes would take a minute
    assert (names(tmp_path / "out"), told(result)["head.png"][-21:]) == (
        ["a.png", "b.svg"],
        "takes longer than 1 s",
    )
    assert "answers 404" in told(result)["none.png"]


def test_what_tells_that_a_picture_is_still_the_same():
    def validator(**headers):
        part = client._Part(bytearray(b"x"))
        part.begin(httpx.Response(206, headers={"content-range": "bytes 1-9/10", **headers}))
        return part.headers().get("If-Range")

    day = "Wed, 21 Oct 2015 07:28:00 GMT"
    assert validator(etag='"v1"') == '"v1"'
    assert validator(**{"etag": 'W/"v1"', "last-modified": day}) == day  # a weak tag tells nothing of bytes
    assert validator(**{"etag": '"v1"', "content-encoding": "gzip"}) is None
    assert validator() is None


def test_a_picture_may_take_so_long_and_no_longer(web, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "_LONGEST", 0.2)
    result = fetch(tmp_path / "out", digests(tmp_path, url(web, "/trickling.png"), url(web, "/a.png")))
    assert names(tmp_path / "out") == ["a.png"]
    assert "takes longer than 0.1 s" in told(result)["trickling.png"]


def test_a_host_that_asks_for_no_time_gets_none(web, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "_BACK_OFF", 999)  # longer than anybody waits
    assert fetch(tmp_path / "out", digests(tmp_path, url(web, "/soon.png"))).failed == ()


def test_no_server_is_told_who_the_user_is(web, tmp_path):
    fetch(tmp_path / "out", digests(tmp_path, url(web, "/a.png").replace("//", "//ann:word@")))
    ((_, _, headers),) = web.asked
    assert headers["Host"] == f"127.0.0.1:{web.server_address[1]}"
