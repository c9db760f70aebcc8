"""Fetching pictures, from a server on loopback that misbehaves. It needs httpx, of the extra `[images]`."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import http.server
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, UsageError
from digestkit.cli import main
from digestkit.images import hosts, kinds, manners
from digestkit.images.names import file_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000 + b"\0\0\0\0IEND\xaeB`\x82"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n'

needs_httpx = pytest.mark.usefixtures("_httpx")


@pytest.fixture
def _httpx():
    pytest.importorskip("httpx", reason="the extra [images] is not installed")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, time.monotonic(), dict(self.headers)))
        times = sum(path == self.path for path, _, _ in server.asked)
        if self.path == "/slow.png":
            time.sleep(1.5)
        if self.path == "/cut.png":
            self.cut()
        elif self.path == "/busy.png" and times == 1:
            self.answer(429, b"", {"Retry-After": "1"})
        elif self.path == "/closed.png":
            self.answer(503, b"", {"Retry-After": "3600"})
        elif self.path in server.moved:
            self.answer(302, b"", {"Location": server.moved[self.path]})
        elif self.path in server.held:
            self.answer(200, server.held[self.path], {})
        else:
            self.answer(404, b"", {})

    def cut(self):
        """Break off in the middle, and go on where that was when asked."""
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        if start and self.headers["If-Range"] == '"v1"':
            self.answer(206, PNG[start:], {"Content-Range": f"bytes {start}-{len(PNG) - 1}/{len(PNG)}"})
            return
        self.answer(200, PNG[:1000], {"ETag": '"v1"'}, len(PNG))
        self.close_connection = True

    def answer(self, status, data, headers, declared=None):
        self.send_response(status)
        for name, value in {"Content-Length": str(declared or len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(data)

    def log_message(self, *_given):
        pass


@pytest.fixture(scope="module")
def running():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def web(running):
    running.asked, running.moved = [], {}
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


def _interruptible():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def told(result):
    return {note.message.partition(": ")[0].rpartition("/")[2]: note.message for note in result.diagnostics}


@needs_httpx
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


@needs_httpx
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
        "page.png": "is no whole",
        "big.png": "larger than 0.5 MB",
        "half.png": "is no whole",
        "slow.png": "said nothing",
        "loop0.png": "redirects",
        "a.png": "has the same name",
        "": "does not end in the name of a file",
    }
    messages = told(result)
    for name, words in expected.items():
        assert words in messages[name]
    assert all(note.line for note in result.diagnostics if note.code is Code.PICTURE_FAILED)


@needs_httpx
def test_what_breaks_off_goes_on_where_it_stopped(web, tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.images.client._BACK_OFF", 0)
    result = fetch(tmp_path / "out", digests(tmp_path, url(web, "/cut.png")))
    assert (result.failed, (tmp_path / "out/cut.png").read_bytes()) == ((), PNG)
    assert [headers.get("Range") for _, _, headers in web.asked] == [None, "bytes=1000-"]


@needs_httpx
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


@needs_httpx
def test_questions_keep_their_distance(web, tmp_path):
    fetch(tmp_path / "out", digests(tmp_path, url(web, "/a.png"), url(web, "/b.svg")), pause=0.3)
    (_, first, _), (_, second, _) = web.asked
    assert second - first >= 0.2


@needs_httpx
def test_private_addresses_are_asked_nothing(web, tmp_path):
    source = digests(tmp_path, url(web, "/a.png"), url(web, "/b.svg").replace("127.0.0.1", "localhost"))
    result = fetch(tmp_path / "out", source, allow_private=False)
    assert (web.asked, names(tmp_path / "out")) == ([], [])
    assert all("private address" in message for message in told(result).values())
    result = fetch(tmp_path / "out", source, allow_http=False)
    assert web.asked == []
    assert all("only by https" in message for message in told(result).values())


@needs_httpx
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


@needs_httpx
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


@needs_httpx
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a process")
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
        preexec_fn=_interruptible,
    )
    until = time.monotonic() + 30
    while "/slow.png" not in [path for path, _, _ in web.asked] and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, names(tmp_path / "out")) == (130, ["a.png"]), said


@needs_httpx
def test_a_book_finds_what_was_fetched(web, tmp_path):
    pytest.importorskip("digestkit_epub", reason="the package for EPUB is not installed")
    source = digests(tmp_path, url(web, "/b.svg?x=1"), url(web, "/%E4%B8%80.png"))
    web.held |= {"/b.svg?x=1": SVG}
    fetch(tmp_path / "out", source)
    result = digestkit.convert(source, "epub", tmp_path / "x.epub", images=str(tmp_path / "out"))
    assert not any("there is no file" in note.message for note in result.diagnostics)


# --- without a network ------------------------------------------------------------------------------------


def test_without_the_extra_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "digestkit.images.client", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'paper-digestkit\[images\]'"):
        fetch(tmp_path / "out", digests(tmp_path, "https://cdn.example/a.png"))


@pytest.mark.parametrize("wrong", [{"max_image_mb": 0}, {"pause": -1}, {"timeout": 0}])
def test_settings_that_mean_nothing_are_refused(tmp_path, wrong):
    with pytest.raises(UsageError):
        fetch(tmp_path / "out", digests(tmp_path), **wrong)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not hosts.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address):
    assert hosts.is_public(ipaddress.ip_address(address))


def test_of_a_host_only_public_addresses_are_asked(monkeypatch):
    answers = [(0, 0, 0, "", (address, 443)) for address in ("10.0.0.1", "8.8.8.8", "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_settings: answers)
    assert hosts.found("h", 443, private=False).addresses == ("8.8.8.8",)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_settings: answers[:1])
    with pytest.raises(hosts.RefusedError):
        hosts.found("h", 443, private=False)


def test_what_retry_after_says():
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90)
    assert manners.asked_for("120") == 120
    assert 85 < manners.asked_for(email.utils.format_datetime(later, usegmt=True)) <= 90
    assert manners.asked_for("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert [manners.asked_for(said) for said in (None, "", "soon", "-1", "²")] == [None] * 5


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "PNG"),
        (PNG[:-40], None),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99 + b"\xff\xd9", "JPEG"),
        (b"GIF89a" + b"\0" * 9 + b";", "GIF"),
        (b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0", "WebP"),
        (b"RIFF\xff\0\0\0WEBPVP8 \0\0\0\0", None),
        (SVG, "SVG"),
        (b"<html><svg></svg></html>", None),
        (b"", None),
    ],
)
def test_kinds_of_pictures(data, kind):
    assert kinds.kind(data) == kind


@given(st.text('/.%25cEa\\:"\0é?#', max_size=12).map(lambda path: f"https://h/{path}"))
def test_a_name_is_one_of_the_folder_and_the_one_that_books_look_for(address):
    name = file_name(address)
    assert name is None or (name not in ("", ".", "..") and not {*'/\\:"\0'} & {*name})
    folder = pytest.importorskip(
        "digestkit_epub.pictures.folder", reason="the package for EPUB is not installed"
    )
    assert name in (None, folder._last_part(address))
