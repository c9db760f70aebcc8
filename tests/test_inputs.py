"""Inputs: what paths stand for, in which order, how bytes become text, and what a broken one costs."""

import gc
import io
import os
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, InputError, UnknownFormatError, UsageError
from digestkit.files import decoding, finding
from digestkit.files.decoding import Encoding, UndecodableError
from digestkit.files.inputs import Reading
from digestkit.files.paths import inode
from digestkit.reading import lines

DIGEST = "## Daily Papers (2024-07-{:02})\n\n### [t{}](https://arxiv.org/abs/2407.0000{})\n"


@pytest.fixture
def folder(tmp_path):
    """A tree of digests, with everything that a search must pass over."""
    for number, name in enumerate(["2024/07/05.md", "2024/07/04.TXT", "2023.markdown", "2024/b.md"], 1):
        put(tmp_path / "in" / name, DIGEST.format(number, number, number))
    for name in (".hidden.md", ".git/a.md", "2024/.trash/a.md", "notes.rst", "2024/07/05.jsonl"):
        put(tmp_path / "in" / name, DIGEST.format(9, 9, 9))
    put(tmp_path / "in" / "README.md", "# About\n\nNo digest here.\n")
    return tmp_path / "in"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(*paths, **settings):
    noticed = []
    found = list(digestkit.iter_digests(paths, noticed.append, **settings))
    return found, noticed


def sources(found):
    return [digest.source for digest in found]


def codes(noticed):
    return [diagnostic.code for diagnostic in noticed]


def test_a_folder_is_searched_in_the_order_of_paths(folder):
    found, noticed = read(folder)
    assert sources(found) == ["2023.markdown", "2024/07/04.TXT", "2024/07/05.md", "2024/b.md"]
    assert noticed == []


def test_the_order_does_not_follow_the_disk(folder, monkeypatch):
    walk = os.walk
    backwards = lambda top, **more: ((a, b, sorted(c, reverse=True)) for a, b, c in walk(top, **more))  # noqa: E731
    monkeypatch.setattr(os, "walk", backwards)
    assert sources(read(folder)[0]) == ["2023.markdown", "2024/07/04.TXT", "2024/07/05.md", "2024/b.md"]


def test_named_files_come_as_named_whatever_they_are_called(folder):
    found, _ = read(folder / "notes.rst", folder / "2024" / ".trash" / "a.md", folder / "2023.markdown")
    assert sources(found) == ["notes.rst", "a.md", "2023.markdown"]


def test_messages_show_the_path_as_it_was_given(folder, monkeypatch):
    put(folder / "2024" / "odd.md", "## Daily Papers (2024-02-30)\n")
    monkeypatch.chdir(folder.parent)
    _, noticed = read("in")
    assert [diagnostic.source for diagnostic in noticed] == [str(Path("in/2024/odd.md"))]
    monkeypatch.chdir(folder)
    (digest, *_), noticed = read(".")
    assert [diagnostic.source for diagnostic in noticed] == [str(Path("2024/odd.md"))]
    assert digest.source == "2023.markdown"


def test_the_output_is_left_out(folder):
    def found(output):
        return [
            one.source for one in finding.find([folder], Reading(), print, print, leave_out={inode(output)})
        ]

    everything = found(folder / "nothing")
    assert "2024/b.md" in everything
    assert found(folder / "2024" / "b.md") == [name for name in everything if name != "2024/b.md"]
    assert found(folder / "2024" / "07") == [name for name in everything if "/07/" not in name]
    assert found(folder) == everything


def test_a_named_input_without_a_digest_is_told(folder):
    _, noticed = read(folder / "README.md")
    assert codes(noticed) == [Code.NO_DIGEST]
    assert noticed[0].text() == f"{folder / 'README.md'}: DK602 no digest in it, read as markdown"


def test_a_file_without_a_digest_in_a_folder_is_silent_but_for_errors(folder):
    put(folder / "README.md", "\ufeff# About\r\n\r\nNo digest.\r\n")
    assert read(folder)[1] == []
    put(folder / "2024" / "07" / "05.jsonl", '{"title": }')
    assert codes(read(folder, format="jsonl")[1]) == [Code.BAD_JSON]


def test_an_empty_folder_is_told(tmp_path):
    assert codes(read(tmp_path)[1]) == [Code.NO_INPUT]


def test_a_missing_input_is_told_and_the_rest_goes_on(folder):
    found, noticed = read(folder / "no.md", folder / "2023.markdown")
    assert len(found) == 1
    assert [diagnostic.text() for diagnostic in noticed] == [
        f"{folder / 'no.md'}: DK601 No such file or directory"
    ]


def test_without_a_report_a_missing_input_is_an_error(folder):
    with pytest.raises(InputError, match=r"no\.md: No such file"):
        list(digestkit.iter_digests([folder / "no.md"]))


def test_an_unreadable_folder_is_told(folder, monkeypatch):
    """Simulated, since whoever runs the tests as root may read everything."""
    scan, closed = os.scandir, folder / "2024"

    def guarded(path):
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found, noticed = read(folder)
    assert sources(found) == ["2023.markdown"]
    assert [diagnostic.text() for diagnostic in noticed] == [f"{closed}: DK601 Permission denied"]


def test_names_that_name_nothing_are_told(folder):
    (folder / "link.md").symlink_to(folder / "nowhere.md")
    (folder / "round.md").symlink_to(folder / "round.md")
    found, noticed = read(folder, "a\0b.md", "n" * 300)
    assert len(found) == 4
    assert codes(noticed) == [Code.INPUT_FAILED] * 4


def test_a_name_of_other_bytes_is_source_as_text(folder):
    put(folder / os.fsdecode(b"2025/\xff.md"), DIGEST.format(5, 5, 5))
    found, noticed = read(folder)
    assert (sources(found)[-1], noticed) == ("2025/\ufffd.md", [])


def test_undecodable_bytes_cost_one_input(folder):
    bad = put(folder / "2024" / "a.md", DIGEST.format(5, 5, 5).encode() + b"- \xff\n")
    found, noticed = read(folder)
    assert len(found) == 4
    offset = len(DIGEST.format(5, 5, 5)) + 2
    assert [diagnostic.text() for diagnostic in noticed] == [
        f"{bad}: DK601 not utf-8 at byte {offset}: invalid start byte"
    ]
    with pytest.raises(InputError, match=f"a.md: not utf-8 at byte {offset}"):
        digestkit.load(bad)


def test_undecodable_json_lines_cost_the_whole_input_too(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "PIECE", 300)  # so that records are complete before the bad byte is met
    good = digestkit.dumps(digestkit.parse(DIGEST.format(5, 5, 5)), "jsonl").encode()
    bad = put(tmp_path / "a.jsonl", good + good + b'{"title": "\xff"}\n')
    found, noticed = read(bad)
    assert found == []
    assert noticed[0].message == f"not utf-8 at byte {2 * len(good) + 11}: invalid start byte"


def test_replaced_bytes_are_reported(tmp_path):
    bad = put(tmp_path / "a.md", DIGEST.format(5, 5, 5).encode() + b"\n- a\xffb\xfe\n")
    found, noticed = read(bad, encoding_errors="replace")
    assert found[0].papers[0].summary[0].text == "a\ufffdb\ufffd"
    assert codes(noticed) == [Code.UNDECODABLE]
    document = digestkit.load(bad, encoding_errors="backslashreplace")
    assert document.digests[0].papers[0].summary[0].text == "a\\xffb\\xfe"
    assert codes(document.diagnostics) == [Code.UNDECODABLE]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_what_powershell_writes_is_told_with_the_remedy(tmp_path, encoding):
    (tmp_path / "a.md").write_bytes(("\ufeff" + DIGEST.format(5, 5, 5)).encode(encoding))
    with pytest.raises(InputError, match="begins as UTF-16 does, which PowerShell writes: --encoding utf-16"):
        digestkit.load(tmp_path / "a.md")
    assert digestkit.load(tmp_path / "a.md", encoding="utf-16").digests


@pytest.mark.parametrize("encoding", ["utf-16", "cp949", "utf-8-sig", "euc-kr"])
def test_other_encodings(tmp_path, encoding):
    text = DIGEST.format(5, 5, 5) + "\n- 새로운 점\n"
    file = put(tmp_path / "a.md", text.encode(encoding))
    (digest,), noticed = read(file, encoding=encoding)
    assert (digest.papers[0].summary[0].text, noticed) == ("새로운 점", [])
    lines = put(tmp_path / "a.jsonl", digestkit.dumps([digest], "jsonl").encode(encoding))
    assert read(lines, encoding=encoding) == ([digest], [])


@pytest.mark.parametrize("encoding", ["utf-7b", "hex", "rot13", "", "a\0b"])
def test_an_unknown_encoding_is_refused(encoding):
    with pytest.raises(UsageError, match="unknown encoding"):
        Encoding(encoding)


def test_an_unknown_error_handler_and_an_unknown_format_are_refused():
    with pytest.raises(UsageError, match="'sloppy'"):
        Encoding(errors="sloppy")
    with pytest.raises(UnknownFormatError, match="did you mean 'markdown'"):
        digestkit.load("a.md", "markdwon")


def decoded(data, name="utf-8", errors="strict"):
    noticed = []
    return "".join(Encoding(name, errors).decode(io.BytesIO(data), noticed.append)), noticed


@given(st.text(), st.binary(max_size=3), st.text(), st.integers(1, 7))
def test_pieces_decode_as_the_whole_does(before, middle, after, size):
    data = before.encode("utf-8", "replace") + middle + after.encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "PIECE", size)
        offset = first_bad_byte(data)
        if offset is None:
            assert decoded(data) == (data.decode(), [])
            return
        with pytest.raises(UndecodableError) as raised:
            decoded(data)
        assert raised.value.offset == offset
        text, noticed = decoded(data, errors="replace")
        assert text == data.decode(errors="replace")
        assert [found.offset for found in noticed] == [offset]


def first_bad_byte(data):
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


@pytest.mark.parametrize("name", ["utf-16", "cp949"])
def test_replacing_goes_on_in_the_state_of_the_decoder(name, monkeypatch):
    monkeypatch.setattr(decoding, "PIECE", 3)
    data = "가나".encode(name) + {"utf-16": b"\x00\xd8\x41\x00", "cp949": b"\xff"}[name] + b""
    text, noticed = decoded(data, name, "replace")
    assert text == data.decode(name, "replace")
    assert len(noticed) == 1


@given(st.text(alphabet="a\n\r\x0c\u2028"), st.integers(1, 4))
def test_lines_end_at_line_feeds_only(text, size):
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    expected = text.split("\n")
    assert list(lines(pieces)) == (expected if expected[-1] else expected[:-1])


def test_load_takes_paths_and_binary_files(folder):
    path = folder / "2024" / "b.md"
    by_path = digestkit.load(path)
    with path.open("rb") as file:
        by_file = digestkit.load(file)
        assert not file.closed
    by_stream = digestkit.load(io.BytesIO(path.read_bytes()))
    assert by_path == by_file == by_stream == digestkit.load(str(path))
    assert sources(by_path.digests + by_file.digests + by_stream.digests) == ["b.md", "b.md", None]
    assert digestkit.write(by_path).encode() == path.read_bytes()


def test_load_wants_bytes(folder):
    with (folder / "2023.markdown").open(encoding="utf-8") as file, pytest.raises(UsageError, match="binary"):
        digestkit.load(file)
    with pytest.raises(UsageError, match="binary"):
        digestkit.load(3)
    with pytest.raises(InputError, match="Is a directory"):
        digestkit.load(folder)


def test_load_knows_json_lines_by_suffix_and_by_name(folder):
    file = folder / "all.ndjson"
    digestkit.convert(folder, "jsonl", file)
    assert len(digestkit.load(file).digests) == 4
    plain = file.rename(folder / "all.dat")
    assert len(digestkit.load(plain, "jsonl").digests) == 4
    assert len(digestkit.load(plain).digests) == 4  # by its first key


def test_standard_input_is_read_once(folder):
    with pytest.raises(UsageError, match="only once"):
        digestkit.iter_digests(["-", folder, "-"])


def test_a_single_path_is_enough(folder):
    assert len(list(digestkit.iter_digests(str(folder)))) == 4


def test_one_file_is_held_at_a_time(folder):
    """When the digest of the next file is out, nothing holds the one before any more."""
    stream = digestkit.iter_digests(folder)
    before = weakref.ref(next(stream))
    for digest in stream:
        gc.collect()
        assert before() is None
        before = weakref.ref(digest)
        del digest


def test_a_pipe_in_a_folder_is_passed_over(folder):
    """Opening it would wait for a writer, forever."""
    os.mkfifo(folder / "pipe.md")
    names = {digest.source for digest in digestkit.iter_digests(folder)}
    assert names == {"2024/07/05.md", "2024/07/04.TXT", "2023.markdown", "2024/b.md"}
