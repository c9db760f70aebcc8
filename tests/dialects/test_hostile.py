"""Whatever the text: it is read in linear time, written back, and nothing of it is lost."""

from __future__ import annotations

import itertools
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digestkit
from digestkit import dialects
from digestkit.dialects import engine, rows
from digestkit.dialects.engine import Place, Reading
from digestkit.dialects.landmarks import Landmark
from digestkit.dialects.rules import rules_of
from digestkit.source import SourceText

SAMPLES = Path(__file__).parents[2] / "seeds" / "dialects"
NAMES = dialects.known()
FEWER = settings(max_examples=max(12, settings.default.max_examples // 10))
"""For tests that run once for each dialect."""


def lines_of(folder):
    """The lines of samples, each once."""
    return sorted({line for path in folder.rglob("*.md") for line in path.read_text("utf-8").split("\n")})


LINES = lines_of(SAMPLES)
OWN = {name: lines_of(SAMPLES / name) for name in NAMES}


@st.composite
def mixtures(draw, name=None):
    """Lines of samples in any order, with text between them: what a dialect half understands.

    Most are the dialect's own, where one is named.
    """
    lines = st.sampled_from(LINES)
    own = st.sampled_from(OWN[name]) if name is not None else lines
    noise = st.one_of(st.text(max_size=20), st.sampled_from(["", " ", "\ufeff", "\r", "---"]))
    pieces = st.one_of(own, own, lines, noise)
    return draw(st.sampled_from(["\n", "\r\n"])).join(draw(st.lists(pieces, max_size=30)))


@given(st.sampled_from(NAMES), mixtures())
def test_any_text_is_written_back(name, text):
    text = text.encode("utf-8", "replace").decode()
    assert digestkit.write(digestkit.parse(text, "2025-06-08.md", dialect=name)) == text


@given(mixtures())
def test_any_text_is_written_back_in_whichever_dialect_it_is(text):
    text = text.encode("utf-8", "replace").decode()
    assert digestkit.write(digestkit.parse(text, "2025-06-08.md")) == text


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_lines_of_its_own_with_noise_are_written_back_and_parts_follow_one_another(name, data):
    """L3; and L2: the parts of a document, and the papers of a digest, are all of the text, in its order."""
    text = data.draw(mixtures(name))
    text = text.encode("utf-8", "replace").decode()
    document = digestkit.parse(text, "2025-06-08.md", dialect=name)
    assert digestkit.write(document) == text
    at = int(document.bom)
    for segment in document.segments:
        if isinstance(segment, str):
            assert text.startswith(segment, at)
            at += len(segment)
            continue
        assert segment.span[0] == at
        at = segment.span[1]
        places = [paper.span for paper in segment.papers]
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(places))
        assert all(segment.span[0] <= start < end <= at for start, end in places)
        for paper in segment.papers:
            assert all(paper.span[0] <= start <= end <= paper.span[1] for start, end in spans(paper))
    assert at == len(text)


def spans(paper):
    return [item.span for item in paper.summary]


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_the_same_text_gives_the_same_digests_and_bytes(name, data):
    """L5: reading twice gives equal documents, in all that they say and report; so do formats."""
    text = data.draw(mixtures(name)).encode("utf-8", "replace").decode()
    first, second = (digestkit.parse(text, "2025-06-08.md", dialect=name) for _ in range(2))
    assert (first, first.diagnostics) == (second, second.diagnostics)
    assert digestkit.dumps(first, "jsonl") == digestkit.dumps(second, "jsonl")


IDENTITIES = {
    "jsonl": re.compile(r'"id": "([^"]+)"'),
    "bibtex": re.compile(r"^@\w+\{(.+),$", re.MULTILINE),
    "rss": re.compile(r"<guid[^>]*>([^<]+)</guid>"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_name", IDENTITIES)
def test_what_a_paper_is_called_does_not_depend_on_other_digests(name, format_name):
    """L6: ids, citation keys and guids of a sample are the same beside those of all others."""
    own = digests_of_samples(SAMPLES / name)
    others = digests_of_samples(SAMPLES)
    options = {"items": "paper", "max_items": 0} if format_name == "rss" else {}
    alone, beside = (
        set(IDENTITIES[format_name].findall(digestkit.dumps(digests, format_name, **options)))
        for digests in (own, [*others, *own])
    )
    assert alone
    assert alone <= beside


def digests_of_samples(folder):
    documents = (
        digestkit.parse(path.read_text("utf-8"), str(path), path.relative_to(SAMPLES).parts[0])
        for path in sorted(folder.rglob("*.md"))
    )
    return [digest for document in documents for digest in document.digests]


PATHS = st.lists(st.sampled_from(["1-Apr-2025", "202608", "21", " ", "a\n", "README.md", "2025-06-08.md"]))


@given(st.sampled_from(NAMES), st.one_of(st.text(alphabet=st.characters(codec=None)), mixtures()), PATHS)
def test_reading_never_raises_and_what_is_read_has_no_blanks_and_fits_its_line(name, text, path):
    document = digestkit.parse(text, "/".join(path), dialect=name)
    for digest in document.digests:
        for paper in digest.papers:
            lines = [paper.section, paper.doi, *paper.tags, *paper.categories, *map(" ".join, paper.links)]
            assert all(line.strip() and "\n" not in line for line in lines if line is not None)
            assert all(text is None or text.strip() for text in (paper.abstract, paper.tldr))
            assert all(name.strip() and "\n" not in name for name, _ in paper.extra)


@given(st.sampled_from(NAMES), mixtures())
def test_every_line_fits_a_template_is_in_a_field_or_is_counted(name, text):
    """But for rows of tables, which are papers, heads, rules, or counted, and blocks, which are fields."""
    table = dialects.named(name)
    reading = Reading(SourceText(text), table, None, Place())
    reading.read()
    papers = [paper for part in reading.segments if not isinstance(part, str) for paper in part.papers]
    held = "\n".join(filter(None, [value for paper in papers for value in texts_of(paper)]))
    papers_lost = reading.noticed.unreadable
    at = int(text.startswith("\ufeff"))
    for whole in text[at:].split("\n"):
        line = whole.rstrip()
        in_lost_paper = any(start <= at for start in papers_lost)
        known = rules_of(table).fit(line)
        if line and not known and line[0] != "|" and not in_lost_paper:
            assert at in reading.noticed.unclaimed or line.strip() in held
        at += len(whole) + 1


def texts_of(paper):
    return [paper.abstract, paper.tldr, *(item.text for item in paper.summary), *paper.tags, *paper.authors]


class Counted(str):
    """A text that counts how many characters are looked through in it."""

    __slots__ = ("looked_at",)

    def find(self, wanted, start=0, end=None):
        end = len(self) if end is None else end
        found = super().find(wanted, start, end)
        self.looked_at = getattr(self, "looked_at", 0) + (found if found >= 0 else end) - start + 1
        return found


HOSTILE = {
    "bars": "|",
    "brackets": "[",
    "rows of bars": "|" * 40 + "\n",
    "headings": "### [",
    "papers": "### [1] [T](https://arxiv.org/abs/1706.03762)\n",
    "open blocks": "### [T](u)\n  <summary>Abstract</summary>\n<details>\n",
    "open blocks of one paper": "  <summary>Abstract</summary>\n",
    "open blocks of others": "### 1. **[T](u)**\n<summary>原始摘要</summary>\n### 1. [T](u)\n",
    "bullets": "- **T**\n  <details><summary>Abstract</summary>\n",
    "heads": "|Publish Date|Title|PDF|\n",
    "links": "[a](b)",
    "colors": "**<font color=",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_with_the_text(name, piece):
    small, large = (steps(name, piece * (size // len(piece))) for size in (20_000, 40_000))
    assert large <= 2.2 * small + 1000


def steps(name, text):
    counted = Counted(text)
    Reading(SourceText(counted), dialects.named(name), None, Place()).read()
    return counted.looked_at


def test_a_row_with_a_thousand_cells_is_tried_as_often_as_the_table_has_columns():
    head = "|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n"
    row = "|2026-05-12|T" + "|x" * 100_000 + "|[1](u)|null|\n"
    (digest,) = digestkit.parse(head + row, dialect="cv-arxiv-daily").digests
    assert len(digest.papers[0].title) > 100_000


ROW = """## S
|Publish Date|Title|Authors|PDF|Code|
|---|---|---|---|---|
|**2026-05-10**|**{}**|B|[l](https://arxiv.org/abs/2605.00001)|null|
"""
BLOCK = """## K
|Title|Date|Abstract|
|---|---|---|
| **[T](https://arxiv.org/abs/2605.01)** | 2026-05-10 | <details><summary>Show</summary><p>{}</p></details> |
"""
HEADING = "### [1] [{}](https://arxiv.org/abs/2605.00001)\n*B*\n"
BELOW = '---\ntitle: T\npdf: "https://arxiv.org/pdf/2605.00001"\n---\n\n## Abstract\n{}\n'


@pytest.mark.parametrize(
    ("dialect", "text", "copies"),
    [
        ("cv-arxiv-daily", ROW.format("x" * 2_000_000), 2),
        ("cv-arxiv-daily", ROW.format("xxx|" * 500_000), 3),
        ("cv-arxiv-daily", ROW.format("x").replace("|null", "|null" + "|xxx" * 500_000), 3),
        ("dailyarxiv", BLOCK.format("xxx|" * 500_000), 3),
        ("daily-arxiv-ai-enhanced", HEADING.format("x" * 2_000_000), 2),
        ("daily-paper-reader", BELOW.format("x" * 2_000_000), 3),
    ],
    ids=["row", "bars", "bars behind", "bars in a block", "heading", "below front matter"],
)
def test_what_a_very_long_line_is_read_in_is_a_few_copies_of_it(dialect, text, copies):
    tracemalloc.start()
    document = digestkit.parse(text, dialect=dialect)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(digest.papers) for digest in document.digests] == [1]
    assert peak < (copies + 0.3) * len(text)


def test_cells_are_what_stands_between_bars():
    for line, found in [
        ("|a| b |", ["a", " b "]),
        ("a|b", ["a", "b"]),
        ("|", [""]),
        ("||", [""]),
        ("a|", ["a"]),
    ]:
        assert rows.cells(line) == rows.cells(f" {line} ") == found
    assert rows.cells("|" + "x|" * 99) == ["x"] * 50 + ["x|" * 48 + "x"]
    assert rows.cells("|" + "x|" * 51) == ["x"] * 51
    assert rows.cells("|" + "x|" * 50) == ["x"] * 50


def test_a_head_of_very_many_columns_is_none():
    head = "|Publish Date|Title|PDF|" + "x|" * 100 + "\n"
    assert digestkit.parse(head + "|2026-05-12|T|[1](u)|\n", dialect="cv-arxiv-daily").digests == ()


def test_a_landmark_is_looked_for_once():
    text = Counted("x\n" * 1000 + "end\n")
    landmark = Landmark(text, "end", lambda line: line)
    for offset in range(2, 2000, 2):
        assert landmark.after(offset) == (2000, 2004)
    assert text.looked_at < 2100
    assert landmark.after(2002) == (2004, 2004)


def test_a_block_that_is_cut_off_ends_at_the_next_paper():
    block = "  <summary>Abstract</summary>"
    lines = ["### [A](u)", block, "first", "### [B](v)", block, "second", ""]
    text = "\n".join(lines)
    document = digestkit.parse(text, "2025-03-18.md", dialect="daily-arxiv-ai-enhanced")
    assert [paper.abstract for paper in document.digests[0].papers] == ["first", "second"]
    assert [(found.code.id, found.line) for found in document.diagnostics] == [("DK106", 2)]
    assert "2 blocks" in document.diagnostics[0].message


def test_lines_that_fit_nothing_are_told_once_with_their_number_and_one_by_one_to_who_asks():
    path = SAMPLES / "daily-arxiv-ai-enhanced/short/2025-06-08.md"
    text = "lost\n\nlost again\n" + path.read_text("utf-8")
    found = engine.parse(text, dialects.named(path.relative_to(SAMPLES).parts[0])).diagnostics
    assert [(one.code.id, one.severity.value, one.line) for one in found] == [
        ("DK121", "warning", 1),
        ("DK122", "info", 3),
    ]
    assert found[0].message.startswith("2 lines fit nothing of the dialect daily-arxiv-ai-enhanced")
