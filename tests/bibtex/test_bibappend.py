"""Appending to a file: its bytes stay, and only papers that it lacks follow."""

from __future__ import annotations

import datetime

import pytest
from durations import linear
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Paper, UsageError, registry
from digestkit.formats.bibtex.appending import BibFile

ONE = Paper("One", "https://arxiv.org/abs/2401.00001", authors=("Ada Lovelace",))
TWO = Paper("Two", "https://example.org/two?a=1", authors=("Ada Lovelace",))
DAY = Digest(datetime.date(2024, 1, 15), "", (ONE, TWO))


def appended(data: bytes, *days: Digest, **options: object) -> bytes:
    return digestkit.dump_bytes(days or [DAY], "bibtex", append=data, **options)


def lacks(entry: str) -> set[str]:
    """Which of the papers follow a file that holds this."""
    added = appended(entry.encode())[len(entry.encode()) :].decode()
    return {paper.title for paper in DAY.papers if f"{{{paper.title}}}" in added}


def test_the_bytes_of_the_file_come_first_and_a_blank_line_divides():
    new = digestkit.dump_bytes([DAY], "bibtex")
    assert appended(b"% mine") == b"% mine\n\n" + new
    assert appended(b"% mine\n") == b"% mine\n\n" + new
    assert appended(b"% mine\n\n") == b"% mine\n\n" + new
    assert appended(b"") == new
    windows = b"@misc{a,\r\n year = 2020\r\n}\r\n"
    assert appended(windows) == windows + b"\r\n" + new.replace(b"\n", b"\r\n")


def test_a_file_that_has_all_comes_back_as_it_is():
    once = appended(b"\xef\xbb\xbf@string{x = {y}}  % odd   \n@misc{a, note = x # { and more}}")
    assert appended(once) == once
    assert appended(once.replace(b"\n", b"\r\n")) == once.replace(b"\n", b"\r\n")


def test_bytes_that_are_no_utf8_stay(tmp_path):
    data = b"@misc{old, author = {Andr\xe9 Weil}, note = {\xff\x00\x80}}\n"
    refs = tmp_path / "refs.bib"
    refs.write_bytes(data)
    source = tmp_path / "day.md"
    source.write_text(digestkit.write([DAY]), encoding="utf-8")
    result = digestkit.convert([source], to="bibtex", output=refs, append=refs)
    assert refs.read_bytes().startswith(data + b"\n@misc{arxiv:2401.00001,")
    assert "append: 2 new in a file of 1" in [each.message for each in result.diagnostics]
    (warning,) = [each.message for each in result.diagnostics if each.code is Code.EXPORT_WARNING]
    assert "the file is not UTF-8, but the new entries are; with -O ascii they fit" in warning
    again = refs.read_bytes()
    result = digestkit.convert([source], to="bibtex", output=refs, append=refs)
    assert refs.read_bytes() == again
    assert "append: 0 new in a file of 3" in [each.message for each in result.diagnostics]
    assert Code.EXPORT_WARNING not in [each.code for each in result.diagnostics]


def test_a_file_that_is_not_there_yet_is_empty(tmp_path):
    source = tmp_path / "day.md"
    source.write_text(digestkit.write([DAY]), encoding="utf-8")
    refs = tmp_path / "refs.bib"
    digestkit.convert([source], to="bibtex", output=refs, append=refs)
    assert refs.read_bytes() == digestkit.dump_bytes([DAY], "bibtex")


def test_utf16_is_refused():
    with pytest.raises(UsageError, match="UTF-16"):
        appended("@misc{a}".encode("utf-16"))


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{arxiv:2401.00001, title = {x}}",
        "@MISC { ARXIV:2401.00001 ,}",
        "@misc(arxiv:2401.00001, title = {x})",
        "@misc{arxiv:2401.00001}",
        "@article{a, eprint = {2401.00001}}",
        '@article{a, EPRINT="2401.00001v3"}',
        "@article{a, title = {x}, eprint = {arXiv:2401.00001 [cs.CL]}}",
        "@article{a, eprint = 2401.00001 }",
        "@online{a, url = {https://arxiv.org/abs/2401.00001v2}}",
        '@online{a, note = x # {y}, url = "http://www.arxiv.org/pdf/2401.00001.pdf"}',
        "@misc{a, howpublished = {\\url{https://arxiv.org/abs/2401.00001}}}",
        "@misc{a, howpublished = {arXiv, https://arxiv.org/abs/2401.00001.}}",
        "@misc{a, url = {https://huggingface.co/papers/2401.00001}}",
        "@misc{a, doi = {10.48550/arXiv.2401.00001}}",
        "@article{a, journal={arXiv preprint arXiv:2401.00001}, year={2024}}",
        "@article{a, journal={arXiv preprint arXiv:2401.00001, 2024}}",
        "@article{a, journal = {arXiv:2401.00001 [cs.CL]}}",
        "@article{a, journal = {CoRR}, volume = {abs/2401.00001}}",
        '@misc{b, title = "A {"}quoted{"} one"} @misc{a, eprint={2401.00001}}',
        "@misc{b, title = {no end @misc{c, eprint = {2401.00001}}",
        "@string{x = {}} junk } { junk @misc{a, eprint={2401.00001}}",
        "\r\n@misc{a,\r\n  eprint = {2401.00001},\r\n}\r\n",
        "% @misc{a, eprint={2401.00001}}",  # BibTeX reads it: to it, `%` is nothing special
    ],
)
def test_it_has_the_paper(entry):
    assert lacks(entry) == {"Two"}


@pytest.mark.parametrize("entry", [f"@misc{{{TWO.id}}}", f"@misc{{a, url = {{{TWO.url}}}}}"])
def test_it_has_the_paper_from_elsewhere(entry):
    assert lacks(entry) == {"One"}


@pytest.mark.parametrize(
    "entry",
    [
        "% arxiv:2401.00001, https://arxiv.org/abs/2401.00001",
        "@comment{@misc{arxiv:2401.00001, eprint = {2401.00001}}}",
        "@misc{a, abstract = {see @misc{arxiv:2401.00001, eprint={2401.00001}}}}",
        "@misc{a, abstract = {https://arxiv.org/abs/2401.00001}, eprint = {2401.00002}}",
        '@preamble{"@misc{arxiv:2401.00001}"}',
        "@misc{arxiv:2401.000011, eprint = {12401.00001}}",
        "someone@misc.example {arxiv:2401.00001}",
        "@article{a, volume = {2401.00001}}",
        "@misc{a, eprint = {}, url = {}, doi = {}, journal = {}}",
    ],
)
def test_it_lacks_the_paper(entry):
    assert "One" in lacks(entry)


def test_keys_are_those_of_the_template():
    mine = b"@misc{lovelace2024one-arxiv:2401.00001}\n"
    assert b"{One}" not in appended(mine, key="author-title")


@pytest.mark.parametrize("key", ["Lovelace2024-arxiv:2401.00001", "LOVELACE2024-ARXIV:2401.00001"])
def test_keys_that_differ_in_case_are_one_to_bibtex(key):
    mine = f"@misc{{{key}}}\n".encode()
    for template in ("{surname}{year}", "{Surname}{year}", "{SURNAME}{year}"):
        assert b"{One}" not in appended(mine, key=template)


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{arxiv:math.gt-0309136}",
        "@misc{ARXIV:MATH.GT-0309136}",
        "@misc{a, eprint = {math.GT/0309136}}",
        "@misc{a, eprint = {math.gt/0309136}}",
        "@misc{a, url = {https://arxiv.org/abs/math.GT/0309136}}",
    ],
)
def test_ids_that_differ_in_case_are_one(entry):
    day = Digest(None, "", [Paper("Old", "https://arxiv.org/abs/math.GT/0309136")])
    assert b"{Old}" not in appended(entry.encode(), day)


@given(st.binary())
def test_any_bytes_come_back(data):
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert b"".join(
            chunk.data if hasattr(chunk, "data") else chunk.encode()
            for chunk in registry.exporter("bibtex")([DAY], _context(data))
        ).startswith(data)


def _context(data: bytes) -> digestkit.ExportContext:
    return registry.exporter("bibtex").context(append=data)


pieces = st.sampled_from(
    [
        "@misc",
        "@",
        "{",
        "}",
        "(",
        ")",
        '"',
        ",",
        "=",
        "#",
        "key",
        " ",
        "\n",
        "\\",
        "%",
        "eprint",
        "2401.00001",
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_ruin_is_read(text):
    assert BibFile.read(text.encode()).text == text


@pytest.mark.parametrize(
    "piece",
    ['@a{k,x="{@', "@a{", "@   ", "@a{k, x={", '@a{k,x="', "{}", "@a{k, x = a # ", "@a(", "@a{k,x={}"],
)
def test_ruins_cost_linear_time(piece):
    with linear():
        BibFile.read(piece.encode() * 20_000)
