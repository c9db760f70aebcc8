"""Reading in pieces equals reading whole: the same digests in the same places, and the same diagnostics."""

from __future__ import annotations

import gzip
import itertools
import pickle
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest
from digestkit.checks.lints import Linter
from digestkit.files import inputs
from digestkit.markdown import parse
from digestkit.markdown import pieces as markdown_pieces
from digestkit.markdown.pieces import pieces
from digestkit.markdown.writer import write

DAY = (
    "## Daily Papers (2024-07-{0:02})\n\n"
    "### [t{0}](https://arxiv.org/abs/2407.000{0:02})\n\nVote: {0}\n\n- a\n- b\n\n"
)
ODD = [
    "```\n", "~~~\n", "# Month\n", "## Month\n", "\ufeff", "\r\n", "\n", "text\n", "- c\n",
    "## x (2024-02-30)\n", "## x (2024-07-01)", "## x (2024-07-01)\r\n", "\ufeff## y (2024-07-02)\n",
    "### [p](https://arxiv.org/abs/2407.00009)\n", "Authors: A, B\n", "Vote: 3\n", "Vote: x\n", "e\u0301\n",
    "- \x08\n", "## Daily", " Papers (2024-07-03)\n", "###[q](u)\n",
]  # fmt: skip
LINES = st.lists(st.sampled_from([DAY.format(1), DAY.format(2), *ODD]), max_size=14).map("".join)


def cut(text, at):
    """A text in parts, cut at some offsets."""
    places = sorted({min(each, len(text)) for each in at})
    return [text[start:end] for start, end in itertools.pairwise([0, *places, len(text)])]


def nodes(digest):
    yield digest
    for paper in digest.papers:
        yield from (paper, *paper.summary, *([paper.media] if paper.media is not None else []))


def places(digests):
    return [(node, node.span, node.position, node.layout.name) for one in digests for node in nodes(one)]


@given(LINES, st.lists(st.integers(0, 400), max_size=4), st.integers(1, 200))
@example("```\n" + DAY.format(1) + "```\n" + DAY.format(2), [], 1)
@example(DAY.format(1) + "# x\n~~~\n" + DAY.format(2), [70], 1)
@example("\ufeff" + DAY.format(1) + "\ufeff" + DAY.format(2).replace("\n", "\r\n"), [3], 1)
@example("", [], 1)
@example(DAY.format(1) + DAY.format(2).replace("\n", "\r\n"), [], 1)  # line ends that begin in a later piece
@example(DAY.format(1).replace("- a", "- e\u0301") + DAY.format(2).replace("- b", "- e\u0301"), [], 1)
def test_pieces_are_the_whole(text, at, size):
    whole = parse(text, "x.md")
    read = list(pieces(cut(text, at), "x.md", size))
    digests = [digest for piece in read for digest in piece.digests]
    assert places(digests) == places(whole.digests)
    assert [segment for piece in read for segment in piece.segments] == list(whole.segments)
    noticed = [one for piece in read for one in piece.diagnostics]
    order = [one for one in noticed if one.code is not Code.CRLF]
    assert order == [one for one in whole.diagnostics if one.code is not Code.CRLF]
    assert {*noticed} == {*whole.diagnostics}
    assert len(noticed) == len(whole.diagnostics)
    # What asks for the text of a node finds it.
    assert [write(digest) for digest in digests] == [write(digest) for digest in whole.digests]
    assert list(Linter().lint(digests)) == list(Linter().lint(whole.digests))


@given(LINES, st.integers(1, 200))
def test_a_node_of_a_piece_can_be_pickled(text, size):
    for piece in pieces([text], "x.md", size):
        for digest in piece.digests:
            again = pickle.loads(pickle.dumps(digest))
            assert (again, again.span, again.position) == (digest, digest.span, digest.position)


def many(days):
    return (DAY.format(number % 28 + 1) for number in range(days))


def test_days_come_one_piece_after_the_other():
    taken = []

    def texts():
        for number, day in enumerate(many(40)):
            taken.append(number)
            yield day

    first = next(iter(pieces(texts(), size=500)))
    assert isinstance(first.segments[0], Digest)
    assert len(taken) < 12


def test_a_fence_that_never_closes_costs_linear_time(monkeypatch):
    lengths = []
    read = markdown_pieces.Parser

    def counting(source, **settings):
        lengths.append(len(source.text))
        return read(source, **settings)

    monkeypatch.setattr(markdown_pieces, "Parser", counting)
    text = "```\n" + "".join(many(300))
    (piece,) = pieces(cut(text, range(0, len(text), 100)), size=100)
    assert [one.code for one in piece.diagnostics] == [Code.OPEN_FENCE]
    assert sum(lengths) < 4 * len(text)


# --- files ------------------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    """Files of some days count as large."""
    monkeypatch.setattr(inputs, "LARGE", 300)
    monkeypatch.setattr("digestkit.files.decoding.PIECE", 100)
    monkeypatch.setattr(pieces, "__defaults__", (None, 200))


def read(path, **settings):
    noticed = []
    return list(digestkit.iter_digests(path, noticed.append, **settings)), noticed


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["in.md", "in.md.gz"])
def test_a_large_file_is_read_as_a_small_one_is(tmp_path, monkeypatch, name):
    text = "# About\n\n" + "".join(many(30)) + "stray\n" + "".join(many(9)) + "# End\n"
    data = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found, noticed = read(tmp_path / name)
    assert len({digest.layout for digest in found}) > 10
    monkeypatch.setattr(inputs, "LARGE", 1 << 22)
    whole, told = read(tmp_path / name)
    assert places(found) == places(whole)
    assert [one.source for one in found] == ["in.md"] * 39
    assert sorted(map(str, noticed)) == sorted(map(str, told))
    for to in ("jsonl", "markdown", "bibtex"):
        monkeypatch.setattr(inputs, "LARGE", 300)
        digestkit.convert(tmp_path / name, to, tmp_path / "pieces")
        monkeypatch.setattr(inputs, "LARGE", 1 << 22)
        digestkit.convert(tmp_path / name, to, tmp_path / "whole")
        assert (tmp_path / "pieces").read_bytes() == (tmp_path / "whole").read_bytes()


@pytest.mark.usefixtures("small")
def test_a_large_file_that_cannot_be_decoded_is_left_out_as_a_whole(tmp_path):
    (tmp_path / "in.md").write_bytes("".join(many(30)).encode() + b"\xff")
    found, noticed = read(tmp_path / "in.md")
    assert (found, [one.code for one in noticed]) == ([], [Code.INPUT_FAILED])
    found, noticed = read(tmp_path / "in.md", encoding_errors="replace")
    assert len(found) == 30
    assert [one.code for one in noticed].count(Code.UNDECODABLE) == 1


@pytest.mark.usefixtures("small")
def test_another_dialect_is_read_whole(tmp_path):
    head = "".join(f"- [t{n}](https://arxiv.org/abs/2407.{n:05})\n" for n in range(40))
    (tmp_path / "in.md").write_text(head, encoding="utf-8")
    expected = digestkit.load(tmp_path / "in.md").digests
    assert read(tmp_path / "in.md")[0] == list(expected)


MEMORY = """
import resource, sys, digestkit
result = digestkit.convert(sys.argv[1], "jsonl", sys.argv[2])
print(result.written[0].papers, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.search(only=True)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sizes of processes are in kB on Linux only")
def test_memory_does_not_grow_with_a_file(tmp_path):
    sizes = {}
    for factor in (1, 4):
        path = tmp_path / f"{factor}.md"
        with path.open("w", encoding="utf-8") as out:
            for day in many(factor * 100_000):
                out.write(day)
        script = [sys.executable, "-c", MEMORY, str(path), str(tmp_path / "out.jsonl")]
        done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=600)
        papers, sizes[factor] = map(int, done.stdout.split())
        assert papers == factor * 100_000
    assert sizes[4] < 1.1 * sizes[1]
