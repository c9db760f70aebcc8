"""Inputs and outputs on S3, by moto's server on loopback. `.ci/run` installs what it needs."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

import digestkit
from digestkit import Code, OutputError

REASON = "the extra [test-remote] is not installed"
s3fs = pytest.importorskip("s3fs", reason=REASON)
moto = pytest.importorskip("moto.server", reason=REASON)

DIGEST = "## Daily Papers (2024-07-{0:02})\n\n### [t{0}](https://arxiv.org/abs/2407.000{0:02})\n"

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of botocore and moto
]


def day(number):
    return DIGEST.format(number).encode()


@pytest.fixture(scope="module")
def endpoint():
    server = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, monkeypatch):
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "id-of-a-test",
        "AWS_SECRET_ACCESS_KEY": "secret-of-a-test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "*",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    system.mkdir("digests")
    yield system
    system.rm("digests", recursive=True)


def test_a_bucket_is_searched_as_a_folder_is(bucket, tmp_path):
    held = {
        "in/2024/05.md": day(5),
        "in/2024/04.md.gz": gzip.compress(day(4)),
        "in/.x/a.md": day(9),
        "b.md": day(8),
    }
    for name, data in held.items():
        bucket.pipe_file(f"digests/{name}", data)
    result = digestkit.convert(["s3://digests/in", "s3://digests/none.md"], "jsonl", tmp_path / "x.jsonl")
    assert [one.source for one in digestkit.iter_digests("s3://digests/in")] == ["2024/04.md", "2024/05.md"]
    assert (result.failed, result.written[0].papers) == (("s3://digests/none.md",), 2)
    document = digestkit.load("s3://digests/b.md")
    assert (document.digests[0].source, document.digests[0].layout.name) == ("b.md", "s3://digests/b.md")


def test_a_listing_of_many_pages_is_whole(bucket):
    for number in range(1, 12):
        bucket.pipe_file(f"digests/many/{number:02}.md", day(number))
    assert len(list(digestkit.iter_digests("s3://digests/many"))) == 11


def test_an_output_is_one_object(bucket, tmp_path):
    (tmp_path / "a.md").write_bytes(day(1))
    result = digestkit.convert(tmp_path / "a.md", None, "s3://digests/out/x.jsonl.gz")
    assert result.written[0].url == "s3://digests/out/x.jsonl.gz"
    plain = gzip.decompress(bucket.cat_file("digests/out/x.jsonl.gz")).decode()
    assert plain == digestkit.dumps(digestkit.iter_digests(tmp_path / "a.md"), "jsonl")


def test_a_bucket_that_takes_nothing_leaves_nothing(bucket, tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(day(1))
    bucket.pipe_file("digests/x.jsonl", b"old")

    async def refused(*_given, **_settings):
        raise OSError(28, "EntityTooLarge: the quota of the bucket is used up")

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", refused)
    with pytest.raises(OutputError, match="quota"):
        digestkit.convert(tmp_path / "a.md", None, "s3://digests/x.jsonl")
    monkeypatch.undo()
    assert bucket.cat_file("digests/x.jsonl") == b"old"


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_named(tmp_path):
    (tmp_path / "a.md").write_bytes(day(1))
    with pytest.raises(OutputError, match=r"s3://no-such-bucket/x\.jsonl: cannot be written"):
        digestkit.convert(tmp_path / "a.md", None, "s3://no-such-bucket/x.jsonl")
    noticed = []
    assert list(digestkit.iter_digests("s3://no-such-bucket/in", noticed.append)) == []
    assert [(note.code, note.source) for note in noticed] == [(Code.INPUT_FAILED, "s3://no-such-bucket/in")]


def test_an_endpoint_that_says_nothing_is_given_up(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id-of-a-test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-a-test")
        s3fs.S3FileSystem.clear_instance_cache()
        noticed = []
        begun = time.monotonic()
        assert list(digestkit.iter_digests("s3://digests/in", noticed.append, timeout=0.3)) == []
    assert time.monotonic() - begun < 20
    assert [(note.code, note.source) for note in noticed] == [(Code.INPUT_FAILED, "s3://digests/in")]
    assert "said nothing for 0.3 s" in noticed[0].message
