"""The container: what must be first, and that the same digests give the same bytes everywhere."""

import hashlib
import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import books
import pytest
from digestkit_epub.package.container import pack, unpack


def test_mimetype_is_first_stored_and_without_extra_field():
    data = books.make(*books.week())
    (method,) = struct.unpack_from("<H", data, 8)
    name_length, extra_length = struct.unpack_from("<HH", data, 26)
    assert data[:4] == b"PK\x03\x04"
    assert method == zipfile.ZIP_STORED
    assert (name_length, extra_length) == (8, 0)
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_members_have_fixed_dates_rights_and_names_that_every_system_can_write():
    with zipfile.ZipFile(io.BytesIO(books.make(*books.horrors()))) as archive:
        infos = archive.infolist()
    assert len({info.filename.lower() for info in infos}) == len(infos)
    for info in infos:
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.external_attr >> 16 == 0o100644
        assert info.create_system == 3
        assert info.extra == b""
        assert info.flag_bits == 0
        assert set(info.filename) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./_")


@pytest.mark.parametrize(("compress", "method"), [(True, zipfile.ZIP_DEFLATED), (False, zipfile.ZIP_STORED)])
def test_compress(compress, method):
    with zipfile.ZipFile(io.BytesIO(books.make(*books.week(), compress=compress))) as archive:
        methods = {info.compress_type for info in archive.infolist() if info.filename.endswith("ml")}
    assert methods == {method}


def test_compression_changes_no_member():
    stored, deflated = (books.make(*books.horrors(), compress=flag) for flag in (False, True))
    one, other = (
        {name: data for name, data in books.members(book).items() if name != "EPUB/cover.png"}
        for book in (stored, deflated)
    )
    assert one == other
    assert len(deflated) < len(stored)


def test_unpack_gives_what_pack_was_given():
    entries = [("a/b.txt", b"one"), ("c.png", b"two" * 1000)]
    assert unpack(pack(entries, compress=True)) == [("mimetype", b"application/epub+zip"), *entries]


def test_pack_writes_mimetype_once():
    packed = pack([("a", b""), ("mimetype", b"other")], compress=False)
    assert unpack(packed) == [("mimetype", b"application/epub+zip"), ("a", b"")]


_PROGRAM = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import books
print(hashlib.sha256(books.make(*books.horrors(), *books.week())).hexdigest())
"""


def test_bytes_depend_on_nothing_but_the_digests(tmp_path):
    here = str(Path(__file__).parent)
    seen = {hashlib.sha256(books.make(*books.horrors(), *books.week())).hexdigest()}
    for seed, zone, language in (("1", "Asia/Seoul", "C"), ("2", "America/New_York", "ko_KR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        command = [sys.executable, "-c", _PROGRAM, here]
        run = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout.strip())
    assert len(seen) == 1
