"""Pictures, without a network: which may be fetched, from where, when, and what they are called."""

from __future__ import annotations

import datetime
import email.utils
import ipaddress
import socket
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import UsageError
from digestkit.export import filenames
from digestkit.images import hosts, kinds, manners
from digestkit.images.names import file_name
from digestkit.images.rules import FailedError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000 + b"\0\0\0\0IEND\xaeB`\x82"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n'


def digests(tmp_path, *urls):
    pictures = "".join(f"### [t](https://arxiv.org/abs/2407.00001)\n\n![]({each})\n\n" for each in urls)
    path = tmp_path / "in.md"
    path.write_text(f"## Daily Papers (2024-07-05)\n\n{pictures}", encoding="utf-8")
    return path


def test_what_is_there_needs_no_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    (tmp_path / "a.png").write_bytes(PNG)
    source = digests(tmp_path, "https://cdn.example/a.png", "https://cdn.example/")
    result = digestkit.fetch_images(tmp_path, source)
    assert (result.fetched, result.there, result.failed) == ((), 1, ("https://cdn.example/",))


def test_without_the_extra_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "digestkit.images.client", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'paper-digestkit\[images\]'"):
        digestkit.fetch_images(tmp_path / "out", digests(tmp_path, "https://cdn.example/a.png"))


@pytest.mark.parametrize("wrong", [{"max_image_mb": 0}, {"pause": -1}, {"timeout": 0}])
def test_settings_that_mean_nothing_are_refused(tmp_path, wrong):
    with pytest.raises(UsageError):
        digestkit.fetch_images(tmp_path / "out", digests(tmp_path), **wrong)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::a00:1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:7f00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
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


def test_hosts_are_asked_at_a_distance(monkeypatch):
    now, slept = [100.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(manners.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(manners.time, "sleep", sleep)
    asking = manners.Manners(2)
    for host in ("a", "a", "b"):
        asking.wait(host)
    now[0] += 1.5
    asking.wait("b")
    asking.rest("b", 30)
    asking.wait("b")
    assert slept == [0, 2, 0, 0.5, 30]
    with pytest.raises(manners.BusyError, match="3600 s"):
        asking.rest("a", 3600)
    with pytest.raises(manners.BusyError, match="3600 s"):
        asking.check("a")
    asking.check("b")


def test_a_host_that_asks_for_less_than_the_pause_is_left_for_the_pause(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(manners.time, "monotonic", lambda: now[0])
    slept = []
    monkeypatch.setattr(manners.time, "sleep", slept.append)
    asking = manners.Manners(2)
    asking.rest("a", 0)
    asking.wait("a")
    assert slept == [2]


def test_what_retry_after_says():
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90)
    assert manners.asked_for("120") == 120
    assert 85 < manners.asked_for(email.utils.format_datetime(later, usegmt=True)) <= 90
    assert manners.asked_for("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert [manners.asked_for(said) for said in (None, "", "soon", "-1", "²")] == [None] * 5
    for date in (
        f"Wed, 21 Oct {'9' * 30} 07:28:00 GMT",
        f"21 Oct 2015 07:28:{'9' * 30} GMT",
        "1 Oct 1 0:0 +9999",
    ):
        assert manners.asked_for(date) in (None, 0)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "PNG"),
        (PNG[:-40], None),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99 + b"\xff\xd9", "JPEG"),
        (b"GIF89a" + b"\0" * 9 + b";", "GIF"),
        (b"GIF89a" + b"\0" * 9, None),
        (b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0", "WebP"),
        (b"RIFF\xff\0\0\0WEBPVP8 \0\0\0\0", None),
        (SVG, "SVG"),
        (b"<html><svg></svg></html>", None),
        (b"", None),
    ],
)
def test_kinds_of_pictures(data, kind):
    assert kinds.kind(data) == kind


@pytest.mark.parametrize("data", [b" " * 4000, b"<!---->" * 500, b"<?xml?>" * 500, b"<!DOCTYPE a> " * 300])
def test_what_is_no_drawing_is_told_in_linear_time(data):
    begun = time.monotonic()
    assert kinds.kind(data + b"x") is None
    assert kinds.kind(data + SVG.partition(b"\n")[2]) == "SVG"
    assert time.monotonic() - begun < 1


@given(st.text('/.%25cEa\\:"\0é?#', max_size=12).map(lambda path: f"https://h/{path}"))
def test_a_name_is_one_of_the_folder_and_the_one_that_books_look_for(address):
    try:
        name = file_name(address)
    except FailedError:
        return
    assert filenames.fault(name) is None
    assert "/" not in name
    folder = pytest.importorskip(
        "digestkit_epub.pictures.folder", reason="the package for EPUB is not installed"
    )
    assert name == folder._last_part(address)


def test_a_name_is_as_long_as_file_systems_allow():
    assert file_name(f"https://h/{'a' * 251}.png") == f"{'a' * 251}.png"
    for long in ("a" * 252, "가" * 84):
        with pytest.raises(FailedError, match="longer than 255 bytes"):
            file_name(f"https://h/{long}.png")
