"""Inputs and outputs that are packed: gzip, Zstandard, zip and tar, whole, damaged, and meant to do harm."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digestkit
from digestkit import Code, UsageError
from digestkit.files import archives, packing, searching
from digestkit.files.inputs import Reading
from digestkit.files.limits import Limits, asked

DIGEST = "## Daily Papers (2024-07-{0:02})\n\n### [t{0}](https://arxiv.org/abs/2407.000{0:02})\n"
DAYS = {"2024/07/05.md": 5, "2024/07/04.TXT": 4, "b.markdown": 3}
HIDDEN = {".hidden.md": 9, "__MACOSX/._b.md": 9, "notes.rst": 9}


def day(number):
    return DIGEST.format(number).encode()


def files(given=None):
    return {name: day(number) for name, number in (given or {**DAYS, **HIDDEN}).items()}


def zipped(path, held):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return path


def tarred(path, held):
    mode = {".gz": "w:gz", ".tgz": "w:gz"}.get(path.suffix, "w:")
    with tarfile.open(path, mode) as archive:
        for name, data in held.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def laid_out(folder, held):
    for name, data in held.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def read(*paths, **settings):
    noticed = []
    return list(digestkit.iter_digests(paths, noticed.append, **settings)), noticed


def failures(noticed):
    return {note.source: note.message for note in noticed if note.code is Code.INPUT_FAILED}


MAKERS = {"d.zip": zipped, "d.tar": tarred, "d.tar.gz": tarred, "d.tgz": tarred}


@pytest.mark.parametrize("name", MAKERS)
def test_an_archive_is_searched_as_a_folder_is(tmp_path, name):
    held = files()
    folder = laid_out(tmp_path / "folder", held)
    archive = MAKERS[name](tmp_path / name, held)
    found, noticed = read(archive)
    expected, _ = read(folder)
    assert [(one, one.source) for one in found] == [(one, one.source) for one in expected]
    assert [one.source for one in found] == ["2024/07/04.TXT", "2024/07/05.md", "b.markdown"]
    assert noticed == []
    assert {one.layout.name for one in found} == {f"{archive}/{one.source}" for one in found}


@pytest.mark.parametrize("name", MAKERS)
def test_members_of_an_archive_may_be_packed_and_records(tmp_path, name):
    lines = digestkit.dumps(digestkit.parse(DIGEST.format(5)), "jsonl").encode()
    held = {"a.md.gz": gzip.compress(day(4)), "b.jsonl.gz": gzip.compress(lines)}
    archive = MAKERS[name](tmp_path / name, held)
    assert [one.source for one in read(archive)[0]] == ["a.md"]
    assert [one.source for one in read(archive, format="jsonl")[0]] == ["b.jsonl"]


def test_one_output_for_each_member_lies_at_its_path(tmp_path):
    archive = zipped(tmp_path / "d.zip", files())
    digestkit.convert(archive, "jsonl", f"{tmp_path}/out/")
    made = sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.jsonl")
    )
    assert made == ["2024/07/04.jsonl", "2024/07/05.jsonl", "b.jsonl"]


@pytest.mark.parametrize("name", ["x.md.gz", "x.MD.GZ", "x.gz"])
def test_a_packed_file_is_what_it_holds(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(day(5)))
    ((found,), noticed) = read(path)
    assert (found.source, noticed) == (name[:-3], [])
    assert digestkit.load(path).digests == (found,)
    assert digestkit.load(path).digests[0].layout.name == str(path)


def test_a_folder_is_searched_for_packed_files_too(tmp_path):
    laid_out(tmp_path, {"a.md": day(1), "b.md.gz": gzip.compress(day(2)), "c.zip": b"", "d.txt.zip": b""})
    found, noticed = read(tmp_path)
    assert ([one.source for one in found], noticed) == (["a.md", "b.md"], [])


def test_records_that_are_packed_come_back_line_by_line(tmp_path):
    digests = [digestkit.parse(DIGEST.format(number)).digests[0] for number in (3, 4)]
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(digestkit.dumps(digests, "jsonl").encode()))
    found, noticed = read(path)
    assert (found, noticed) == (digests, [])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("name", MAKERS)
def test_processes_read_an_archive_side_by_side(tmp_path, name):
    held = {f"{number:02}.md": day(number) * 50 for number in range(1, 29)}
    archive = MAKERS[name](tmp_path / name, held)
    digestkit.convert(archive, "jsonl", f"{tmp_path}/one/")
    result = digestkit.convert(archive, "jsonl", f"{tmp_path}/two/", jobs=2)
    assert result.failed == ()
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


# --- what is broken ---------------------------------------------------------------------------------------


def test_what_is_cut_off_is_left_out_and_named(tmp_path):
    whole = laid_out(tmp_path, {"good.md": day(1)}) / "good.md"
    cut = tmp_path / "cut.md.gz"
    cut.write_bytes(gzip.compress(day(5) * 2000)[:-20])
    lines = tmp_path / "cut.jsonl.gz"
    lines.write_bytes(
        gzip.compress(digestkit.dumps(digestkit.parse(DIGEST.format(5)), "jsonl").encode())[:-9]
    )
    no_gzip = tmp_path / "no.md.gz"
    no_gzip.write_bytes(day(5))
    archives = []
    for name, made in MAKERS.items():
        data = made(tmp_path / name, files()).read_bytes()
        archives.append(tmp_path / f"cut-{name}")
        archives[-1].write_bytes(data[: len(data) * 2 // 3] if name != "d.tar" else data[:1600])
    found, noticed = read(cut, lines, no_gzip, *archives, whole)
    assert [one.source for one in found] == ["good.md"]
    assert set(failures(noticed)) == {str(path) for path in (cut, lines, no_gzip, *archives)}
    result = digestkit.convert([cut, whole], "jsonl", tmp_path / "out.jsonl")
    assert (result.failed, result.written[0].papers) == ((str(cut),), 1)


def test_a_damaged_member_is_left_out_alone(tmp_path):
    held = {"a.md": day(1), "b.md": day(2), "c.md": day(3)}
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    data = (tmp_path / "d.zip").read_bytes().replace(b"[t2]", b"[t7]", 1)
    (tmp_path / "d.zip").write_bytes(data)
    found, noticed = read(tmp_path / "d.zip")
    assert [one.source for one in found] == ["a.md", "c.md"]
    assert list(failures(noticed)) == [f"{tmp_path}/d.zip/b.md"]


def damaged_zip(path, method):
    """A zip whose second member is damaged where it is packed."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.md", day(1))
        archive.writestr("b.md", day(2) * 50)
        start = archive.getinfo("b.md").header_offset + 34
    data = bytearray(path.read_bytes())
    data[start + 20 : start + 60] = b"\xff" * 40
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_a_packer_says_of_damage_it_is_told(tmp_path, method):
    found, noticed = read(damaged_zip(tmp_path / "d.zip", method))
    assert [one.source for one in found] == ["a.md"]
    assert list(failures(noticed)) == [f"{tmp_path}/d.zip/b.md"]


def test_a_zip_with_a_name_that_is_empty_is_named(tmp_path):
    path = zipped(tmp_path / "d.zip", {"a.md": day(1)})
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    path.write_bytes(data[:at] + data[at:].replace(b"\x04\0", b"\0\0", 1))  # the length of its name
    _, noticed = read(path)
    assert list(failures(noticed)) == [str(path)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*MAKERS, "lzma.zip"]), st.data())
def test_an_archive_damaged_anywhere_is_an_input_or_named(name, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        if name in MAKERS:
            MAKERS[name](path, files())
        else:
            damaged_zip(path, zipfile.ZIP_LZMA)
        held = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(held) - 1))
            held[at] = data.draw(st.integers(0, 255))
        path.write_bytes(held[: data.draw(st.integers(len(held) // 2, len(held)))])
        _, noticed = read(path)
        assert all(source.startswith(str(path)) for source in failures(noticed))


def test_an_encrypted_member_is_left_out(tmp_path):
    path = zipped(tmp_path / "d.zip", {"a.md": day(1), "b.md": day(2)})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of the first member
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    found, noticed = read(path)
    assert [one.source for one in found] == ["b.md"]
    assert failures(noticed) == {f"{path}/a.md": "is encrypted"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", MAKERS)
def test_names_that_lead_out_or_clash_are_left_out(tmp_path, name):
    path = tmp_path / name
    odd = [
        "../up.md",
        "/top.md",
        "a/../../b.md",
        "c\\d.md",
        "C:e.md",
        "\x1b[2Jf.md",
        "g\nh.md",
        "same/x.md",
        "same//x.md",
        "ok.md",
        "../y.png",
    ]
    MAKERS[name](path, {each: day(1) for each in odd})
    found, noticed = read(path)
    told = failures(noticed)
    assert [one.source for one in found] == ["ok.md"]
    assert {source.removeprefix(f"{path}/") for source in told} == {*odd[:7], "same/x.md"}
    assert told[f"{path}/same/x.md"] == "2 files there have this name"
    assert len(noticed) == len(told)  # each is named once


def test_names_in_a_zip_may_be_in_utf8_without_saying_so(tmp_path):
    """As the Finder of macOS writes them; what is in neither is read as code page 437."""
    path = zipped(tmp_path / "d.zip", {"요약.md": day(1), "b.md": day(2)})
    data = bytearray(path.read_bytes())
    name = "요약.md".encode()
    for place, mark in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        data[place + mark : place + mark + 2] = b"\0\0"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] != "요약.md"
    assert [one.source for one in read(path)[0]] == ["b.md", "요약.md"]
    path.write_bytes(data.replace(name, b"\x81" * 6 + b".md"))
    assert [one.source for one in read(path)[0]] == ["b.md", "üüüüüü.md"]


@pytest.mark.parametrize("name", ["d.tar", "d.tgz"])
def test_names_that_are_no_text_or_too_long(tmp_path, name):
    odd = ["caf\udce9.md", "x" * 256 + ".md", "one\udcff.md", "one\udcfe.md", "é" * 126 + ".md"]
    path = tarred(tmp_path / name, {each: day(1) for each in odd})
    found, noticed = read(path)
    assert [one.source for one in found] == ["caf\ufffd.md", odd[-1]]
    assert {source: message[:8] for source, message in failures(noticed).items()} == {
        f"{path}/{odd[1]}": "its name",
        f"{path}/one\ufffd.md": "2 files ",
    }
    assert "caf\ufffd.md" in digestkit.dumps(found, "jsonl").encode().decode()


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_name_in_a_tar_does_not_fill_the_memory(tmp_path, kind):
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 3_000_000
    path = tmp_path / "d.tar"
    path.write_bytes(info.tobuf(tarfile.USTAR_FORMAT) + b"\0" * 3_000_000)
    tracemalloc.start()
    _, noticed = read(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [note.message for note in noticed] == ["is not a readable archive: a size in it is impossible"]
    assert most < 3_000_000


def test_a_member_of_negative_size_is_named(tmp_path):
    path = tmp_path / "d.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("a.md"))
    head = bytearray(path.read_bytes())
    head[124:136] = b"-0000000512\0"
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head[:512])
    path.write_bytes(head)
    assert [note.message for note in read(path)[1]] == [
        "is not a readable archive: a size in it is impossible"
    ]


def test_links_in_archives_are_no_inputs(tmp_path):
    with tarfile.open(tmp_path / "d.tar", "w:") as archive:
        info = tarfile.TarInfo("link.md")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    for name in ("d.tar", "d.zip"):
        found, noticed = read(tmp_path / name)
        assert (found, [note.code for note in noticed]) == ([], [Code.NO_INPUT])


# --- what is too much -------------------------------------------------------------------------------------

BOMB = b" " * 20_000_000


def test_what_unpacks_to_far_too_much_is_refused_with_the_option_that_lets_it_pass(tmp_path):
    (tmp_path / "bomb.md.gz").write_bytes(gzip.compress(BOMB))
    zipped(tmp_path / "bomb.zip", {"a.md": day(1), "bomb.md": BOMB})
    tarred(tmp_path / "bomb.tgz", {"a.md": day(1), "bomb.md": BOMB})
    found, noticed = read(*(tmp_path / name for name in ("bomb.md.gz", "bomb.zip", "bomb.tgz")))
    told = failures(noticed)
    assert set(told) == {f"{tmp_path}/{name}" for name in ("bomb.md.gz", "bomb.zip/bomb.md", "bomb.tgz")}
    assert all("--max-mb" in message for message in told.values())
    assert [one.source for one in found] == ["a.md"]
    for most in (0, 30):
        found, noticed = read(tmp_path / "bomb.zip", tmp_path / "bomb.tgz", max_mb=most)
        assert (len(found), failures(noticed)) == (2, {})


def test_the_size_of_what_is_unpacked_is_bounded(tmp_path):
    held = {"a.md": day(1), "b.md": b"x" * 700, "c.md": b"y" * 700}
    (tmp_path / "b.md.gz").write_bytes(gzip.compress(b"x" * 1500))
    paths = [made(tmp_path / name, held) for name, made in MAKERS.items()]
    _, noticed = read(tmp_path / "b.md.gz", *paths, max_mb=0.001)
    assert set(failures(noticed)) == {str(tmp_path / "b.md.gz"), *map(str, paths)}
    _, noticed = read(tmp_path / "b.md.gz", *paths, max_mb=0.02)
    assert failures(noticed) == {}


def test_holes_of_a_sparse_file_count_as_what_is_packed(tmp_path):
    hole = 1_000_000_000
    info = tarfile.TarInfo("sparse.md")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, len(day(1))
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:410] = b"%011o\0%011o\0" % (0, len(day(1)))  # the one piece that is held
    head[483:495] = b"%011o\0" % hole  # and how long the whole is
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    (tmp_path / "d.tar").write_bytes(bytes(head) + day(1).ljust(512, b"\0") + bytes(1024))
    found, noticed = read(tmp_path / "d.tar")
    assert (found, "--max-mb" in failures(noticed)[str(tmp_path / "d.tar")]) == ([], True)


@pytest.mark.parametrize("wrong", [{"max_mb": -1}, {"max_mb": float("nan")}, {"timeout": 0}, {"timeout": -1}])
def test_limits_that_mean_nothing_are_refused(wrong):
    with pytest.raises(UsageError):
        digestkit.iter_digests([], **wrong)


def test_limits():
    assert asked(None, 5) == Limits(timeout=5)
    assert asked(0, 5) == Limits(None, None, 5)
    assert asked(1.5, 5) == Limits(1_500_000, None, 5)


# --- what cannot be done with them ------------------------------------------------------------------------


def test_an_archive_is_no_document(tmp_path):
    with pytest.raises(UsageError, match="several files"):
        digestkit.load(zipped(tmp_path / "d.zip", files()))


def test_an_archive_is_not_replaced_by_what_is_made_of_it(tmp_path):
    archive = zipped(tmp_path / "d.zip", files())
    with pytest.raises(UsageError, match="is the input"):
        digestkit.convert(archive, "jsonl", archive)


def test_a_packed_file_is_not_changed_in_place(tmp_path, capsys):
    from digestkit.cli import main

    path = tmp_path / "x.md.gz"
    path.write_bytes(before := gzip.compress(day(5).replace(b"###", b"\n\n\n###")))
    with pytest.raises(SystemExit) as left:
        main(["fmt", "--write", str(path)])
    assert (left.value.code, path.read_bytes()) == (1, before)
    assert "only an uncompressed file" in capsys.readouterr().err


def test_a_named_reader_may_have_archives_for_its_own(tmp_path, lay_out):
    source = """
        import digestkit
        @digestkit.reader("crates", suffixes=[".zip"], binary=True)
        def crates(data, context):
            "Sizes of zips."
            yield digestkit.Digest(None, f"{len(data)} bytes")
    """
    lay_out("digestkit-crates", "[digestkit.readers]\ncrates = digestkit_crates:crates\n", source)
    archive = zipped(tmp_path / "d.zip", files())
    ((found,), _) = read(archive, format="crates")
    assert found.title == f"{archive.stat().st_size} bytes"


# --- outputs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "to"), [("x.jsonl.gz", None), ("x.bib.gz", None), ("x.gz", "markdown")])
def test_an_output_is_packed_the_same_each_time(tmp_path, monkeypatch, name, to):
    source = laid_out(tmp_path, {"a.md": day(5)}) / "a.md"
    digestkit.convert(source, to, tmp_path / name)
    first = (tmp_path / name).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    (tmp_path / "other").mkdir()
    digestkit.convert(source, to, tmp_path / "other" / name)
    assert (tmp_path / "other" / name).read_bytes() == first
    assert first[:8] == b"\x1f\x8b\x08\0\0\0\0\0"  # RFC 1952: deflate, no name, no time
    plain = digestkit.dumps(digestkit.iter_digests(source), to or {"b": "bibtex", "j": "jsonl"}[name[2]])
    assert gzip.decompress(first).decode() == plain


def test_a_binary_format_is_not_packed_again(tmp_path):
    @digestkit.exporter(
        "blob", suffix=".blob", media_type="application/x-blob", binary=True, summary="Bytes."
    )
    def blob(digests, _context):
        yield from (b"x" for _ in digests)

    with pytest.raises(UsageError, match="compressed already"):
        digestkit.convert(laid_out(tmp_path, {"a.md": day(5)}), blob, tmp_path / "x.blob.gz")


def test_a_packed_file_is_not_added_to(tmp_path):
    source = laid_out(tmp_path, {"a.md": day(5)}) / "a.md"
    digestkit.convert(source, None, tmp_path / "x.bib.gz")
    with pytest.raises(UsageError, match="cannot be added to"):
        digestkit.convert(source, None, tmp_path / "x.bib.gz", append=str(tmp_path / "x.bib.gz"))


# --- laws -------------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_what_is_packed_comes_back(chunks):
    data = b"".join(packing.packed(chunks, ".gz"))
    assert data == b"".join(packing.packed([b"".join(chunks)], ".gz"))
    with packing.unpacked(io.BytesIO(data), ".gz", Limits()) as stream:
        assert stream.read() == b"".join(chunks)


@given(st.lists(st.text("a/.\\:é", min_size=1, max_size=6).map(lambda name: f"{name}.md"), max_size=6))
def test_every_member_is_an_input_or_named_and_lies_where_it_should(names):
    failed = []
    found = list(searching.members(names, Reading(), "x.zip", failed.append))
    root = Path("/there")
    for _, path in found:
        assert (root / path).resolve().is_relative_to(root)
        assert ".." not in path.split("/")
        assert not path.startswith("/")
    assert len({path for _, path in found}) == len(found)
    told = {error.source for error in failed}
    visible = [name for name in names if searching.is_wanted(name, (".md",))]
    for name in visible:
        assert name in dict(found) or f"x.zip/{name}" in told or f"x.zip/{Path(name).as_posix()}" in told


def test_zstandard_where_it_is_here(tmp_path):
    zstandard = pytest.importorskip("zstandard", reason="no package for Zstandard is installed")
    source = laid_out(tmp_path, {"a.md": day(5) * 3000}) / "a.md"
    digestkit.convert(source, None, tmp_path / "x.jsonl.zst")
    data = (tmp_path / "x.jsonl.zst").read_bytes()
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    assert plain.decode() == digestkit.dumps(digestkit.iter_digests(source), "jsonl")
    assert len(read(tmp_path / "x.jsonl.zst")[0]) == len(read(source)[0])
    (tmp_path / "cut.jsonl.zst").write_bytes(data[:-5])
    (tmp_path / "two.md.zst").write_bytes(2 * zstandard.ZstdCompressor().compress(day(5)))
    (tmp_path / "bomb.md.zst").write_bytes(zstandard.ZstdCompressor().compress(BOMB))
    _, noticed = read(tmp_path / "cut.jsonl.zst", tmp_path / "bomb.md.zst")
    assert set(failures(noticed)) == {f"{tmp_path}/cut.jsonl.zst", f"{tmp_path}/bomb.md.zst"}
    assert len(read(tmp_path / "two.md.zst")[0]) == 2
    tar = tarred(tmp_path / "d.tar", files()).read_bytes()
    (tmp_path / "d.tzst").write_bytes(zstandard.ZstdCompressor().compress(tar))
    assert [one.source for one in read(tmp_path / "d.tzst")[0]] == sorted(DAYS)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list open files")
def test_a_zip_is_closed_with_its_last_member(tmp_path):
    path = zipped(tmp_path / "d.zip", files())
    failed = []
    given = archives.find(path, Reading(), failed.append, failed.append)
    for each in given:
        with each.open() as stream:
            assert stream.read()
    assert (len(given), failed) == (3, [])
    assert str(path) not in {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize(("name", "made"), [("D.ZIP", zipped), ("D.TAR", tarred)])
def test_suffixes_of_archives_may_be_in_capitals(tmp_path, name, made):
    found, noticed = read(made(tmp_path / name, files()))
    assert (len(found), noticed) == (3, [])


def test_a_slow_download_is_given_up_and_a_long_one_is_not():
    Limits(timeout=5).check_pace(5_000_000, 600)
    Limits(timeout=5).check_pace(10, 4)
    with pytest.raises(OSError, match="less than 1000 bytes a second"):
        Limits(timeout=5).check_pace(5_000, 6)
