"""Telling a dialect: by the beginning alone, and by readings that the parser goes on with."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import dialects
from digestkit.dialects import choice, detection, engine
from digestkit.dialects.engine import Reading
from digestkit.dialects.sieve import sifted
from digestkit.files.dialects import Recogniser, UnrecognisedError
from digestkit.markdown.parser import Parser
from digestkit.markdown.recognition import (
    HEAD,
    begins_with_day,
    has_day,
    head,
    lines,
    links_in_front,
    links_papers,
    may_have_papers,
)
from digestkit.source import Origin, SourceText

SAMPLES = sorted((Path(__file__).parents[1] / "fixtures" / "dialects").rglob("*.md"))
LINES = sorted({line for path in SAMPLES for line in path.read_text("utf-8").split("\n")})
DAY = "## D (2024-07-05)\n"

KEYWORDS = Path(__file__).parents[2] / "seeds/dialects/dailyarxiv/README.md"
CONTENTS = [path.read_text("utf-8") for path in SAMPLES]
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=8), max_size=30).map("\n".join)

files = (
    st.sampled_from(CONTENTS)
    | st.sampled_from(CONTENTS).flatmap(lambda text: st.integers(0, len(text)).map(lambda at: text[:at]))
    | texts
)


def described(document):
    return [
        (part if isinstance(part, str) else (part, part.span, [paper.span for paper in part.papers]))
        for part in document.segments
    ], document.diagnostics


@pytest.mark.parametrize("path", SAMPLES, ids=str)
@pytest.mark.parametrize("filler", ["가나다 라마바\n", pytest.param("x\n", marks=pytest.mark.search)])
def test_what_lies_beyond_64_kib_tells_nothing(path, filler):
    text = path.read_text("utf-8").rstrip("\n") + "\n\n"
    text += filler * ((HEAD - len(text.encode())) // len(filler.encode()))
    tails = ["", "x\n" * 99, DAY, "\n".join(LINES), "</details>\n", text, "# x\n---\n"]
    verdicts = [detection.judge(text + "y" * 99 + "\n" + tail, str(path)) for tail in tails]
    assert len({tuple(score[:3] for score in verdict.scores) for verdict in verdicts}) == 1


def test_a_beginning_has_64_kib_and_whole_lines():
    for char in ("x", "é", "가", "😀"):
        line = char * 10 + "\n"
        text = line * HEAD
        beginning = head(text)
        assert text.startswith(beginning)
        assert HEAD - len(line.encode()) < len(beginning.encode()) <= HEAD
        assert beginning[-1] == "\n"
    assert head("\ud800" * 10) == "\ud800" * 10
    assert lines("ab\ncd\nef", 5) == "ab\n"
    assert lines("abcd", 3) == "abc"


@pytest.mark.parametrize("char", ["x", "가"])
def test_days_and_links_are_looked_for_in_the_beginning(char):
    line = char * 20 + "\n"
    near, far = line * (HEAD // len(line.encode()) - 2), line * (HEAD // len(line.encode()) + 2)
    assert has_day(DAY)
    assert has_day("\ufeff" + DAY)
    assert has_day("## x\n" + near[:-30] + "\n" + DAY)
    assert has_day(line + "\ufeff" + DAY.strip() + " \r\n")
    assert not has_day(far + DAY)
    assert not has_day("## x\n### D (2024-07-05)\n")
    link = "https://arxiv.org/abs/1706.03762\n"
    assert links_papers(line + link)
    assert not links_papers(far + link)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_front_matter_links_papers_on_any_site(bom):
    front = '---\ntitle: A paper\npdf: "https://papers.example/1.pdf"\n---\n## Abstract\nAll of it.\n'
    assert links_in_front(bom + front)
    assert not links_papers(front)
    assert digestkit.parse(bom + front).dialect == "daily-paper-reader"
    page = "---\nlayout: page\nimage: https://site.example/a.png\n---\n# A page\n\nhttps://other.example\n"
    assert links_in_front(bom + page)
    assert digestkit.parse(bom + page).diagnostics == digestkit.parse(bom + "# A page\n").diagnostics
    assert not links_in_front(bom + page.replace("image: https://site.example/a.png", ""))
    assert not links_in_front(page[1:])
    assert links_in_front("---\na: http://b")


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_front_matter_that_links_a_paper_says_more_than_a_day_below_it(bom):
    notes = f"## Abstract\nAll of it.\n\n{DAY}More.\n"
    paper = f'{bom}---\ntitle: A paper\npdf: "https://arxiv.org/pdf/1706.03762"\n---\n{notes}'
    assert digestkit.parse(paper).dialect == "daily-paper-reader"
    assert Recogniser().begun(paper, Origin("a.md"), None, print).table.name == "daily-paper-reader"
    assert not Recogniser().is_korean(paper)
    page = paper.replace("pdf:", "image:") + "### [A](https://arxiv.org/abs/1706.03762)\n"
    assert [digest.date for digest in digestkit.parse(page).digests] == [datetime.date(2024, 7, 5)]
    assert detection.judge(page).best.name == "daily-papers-ko"


def test_rows_are_of_a_dialect_only_if_a_cell_begins_as_its_links_do():
    tables = tuple(map(dialects.named, dialects.known()))
    text = KEYWORDS.read_text("utf-8").replace("|x|", "x")  # or else it has a cell more
    assert [table.name for table in sifted(text, tables)] == ["dailyarxiv"]
    linked = "|Date|Title|\n|---|---|\n|2024-07-05|  [A](https://arxiv.org/abs/1706.03762)|\n"
    assert [table.name for table in sifted(linked, tables)] == ["cv-arxiv-daily"]
    assert sifted(linked.replace("[A](", "A ("), tables) == []
    barless = "Title | Date\n--- | :-: \n [A](https://arxiv.org/abs/1706.03762) | 2024-07-05\n"
    assert [table.name for table in sifted(barless, tables)] == ["cv-arxiv-daily"]
    assert sifted(barless.replace("---", "--x"), tables) == []


def read_as(recogniser, text):
    try:
        begun = recogniser.begun(text, Origin("a.md"), Path("folder"), lambda _: None)
    except UnrecognisedError as error:
        return str(error)
    return begun.table.name if begun is not None else None


def says_nothing(text):
    if begins_with_day(text) or not (links_papers(text) or links_in_front(text)):
        return not has_day(text)
    return not detection.weigh(text, Origin("a.md")).scores[0].share


@given(st.lists(files, min_size=1, max_size=4), files)
def test_files_around_a_file_do_not_change_what_it_is_read_as(others, text):
    """Unless it says nothing of itself: then it is as most of those before it."""
    among = Recogniser()
    before = {read_as(among, other) for other in others}
    alone = read_as(Recogniser(), text)
    assert read_as(among, text) in (before | {alone} if says_nothing(text) else {alone})


def test_a_text_that_fits_two_dialects_is_not_decided_by_its_folder(monkeypatch):
    tie = detection.Verdict((detection.Score("dailyarxiv", 0.9), detection.Score("cv-arxiv-daily", 0.85)))
    recogniser = Recogniser()
    assert read_as(recogniser, KEYWORDS.read_text("utf-8")) == "dailyarxiv"
    monkeypatch.setattr(detection, "weigh", lambda _text, _origin: tie)
    assert "dailyarxiv and cv-arxiv-daily alike" in read_as(recogniser, "https://arxiv.org/abs/1706.03762")


@given(texts)
def test_what_may_have_no_korean_papers_has_none(text):
    if not may_have_papers(text):
        parts = Parser(SourceText(text)).document()
        assert not any(part.papers for part in parts if not isinstance(part, str))


@given(texts)
def test_what_is_sifted_out_has_no_paper(text):
    tables = tuple(map(dialects.named, dialects.known()))
    passing = sifted(text, tables)
    for table in tables:
        if table not in passing:
            assert not any(digest.papers for digest in engine.parse(text, table).digests)


@given(st.sampled_from(dialects.known()), texts, st.lists(st.integers(0, 3000), max_size=4).map(sorted))
def test_a_text_is_read_in_steps_as_at_once(name, text, steps):
    table = dialects.named(name)
    reading = engine.begun(text, table)
    for step in steps:
        reading.read_on(step)
    assert described(engine.finished(reading)) == described(engine.parse(text, table))


@pytest.mark.parametrize("path", SAMPLES, ids=str)
def test_each_line_is_read_once_in_the_dialect_of_a_text(path, monkeypatch):
    read = Counter()
    line = Reading._line

    def counted(self, rules, at, *rest):
        read[self.table.name, at] += 1
        return line(self, rules, at, *rest)

    monkeypatch.setattr(Reading, "_line", counted)
    document = digestkit.parse(path.read_text("utf-8"), str(path))
    own = [count for (name, _), count in read.items() if name == document.dialect]
    assert document.dialect is None or set(own) <= {1}
    usual = choice.choose(path.read_text("utf-8"), Origin(path=str(path)), document.dialect)
    assert usual.reading is not None or document.dialect in (None, "unknown")


def test_the_first_line_of_a_text_that_has_no_other():
    text = "# " + "x" * 100_000
    assert detection.judge(text).best is None
    assert digestkit.parse(text + "\nhttps://arxiv.org/abs/1706.03762").digests == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (DAY.rstrip() + "\r\r### [A](https://arxiv.org/abs/1706.03762)\r", "carriage returns alone"),
        ("x\n" * HEAD + "# A\n\n**Link**: [PDF](https://arxiv.org/pdf/1706.03762)\n", "beyond the 64 KiB"),
    ],
)
def test_what_cannot_be_told_says_why(text, told, tmp_path):
    (diagnostic,) = digestkit.parse(text).diagnostics
    assert told in diagnostic.message
    (tmp_path / "a.md").write_bytes(text.encode())
    with pytest.raises(digestkit.DigestkitError, match=told):
        list(digestkit.iter_digests([tmp_path / "a.md"]))


@pytest.mark.parametrize("late", [DAY, "### [A](https://arxiv.org/abs/1706.03762)\n"])
def test_korean_digests_may_begin_late(late):
    text = "x\n" * HEAD + f"{late}\n### [B](https://arxiv.org/abs/1706.03762)\n"
    assert len(digestkit.parse(text).digests) == 1


HEADING = "### [A title](https://arxiv.org/abs/1706.03762)\n\n"
KOREAN = [
    *("![](https://x.example/a.png)", "Vote: 3", "Vote: -", "Vote:", "Vote: ", "Votes:", "**Vote**: 3"),
    *("Authors: A B, C D", "Authors:", "**Authors**: A", "- **What**: a text\n- **More**: of it", "- a\n- b"),
]


@given(st.lists(st.sampled_from([*KOREAN, "a stray line", "더 있는 글"]), max_size=6), st.integers(1, 3))
def test_korean_fields_under_no_day_are_in_no_table(fields, papers):
    text = (HEADING + "".join([f"{field}\n\n" for field in fields])) * papers
    best = detection.judge(text).best
    assert best is None or best.name == "daily-papers-ko"
    document = digestkit.parse(text)
    says_nothing = {
        "Authors:",
        "a stray line",
        "더 있는 글",
        "- **What**: a text\n- **More**: of it",
        "- a\n- b",
    }
    assert document.dialect is None or (says_nothing.issuperset(fields) and not document.digests)


def test_headings_alone_make_no_korean_digest():
    below = "**📅 Day**: 2025-08-29\n\n*   **Authors of it**: A, B\n*   **Goal**: a text\n\n---\n"
    text = "# Report\n\n" + HEADING.replace("[A title]", "[[A title]]") + below
    document = digestkit.parse(text * 3)
    assert not document.digests
    assert [one.code.name for one in document.diagnostics] == ["NO_DIALECT"]


def test_votes_are_of_the_korean_digests_also_beside_a_label_of_others():
    text = HEADING + "Vote:\n\nUpvotes: 3\n\nAuthors: A, B\n\n- **What**: a text\n\n"
    first, *_ = detection.judge(text).scores
    assert first.name == "daily-papers-ko"
    (paper,) = digestkit.parse(text).digests[0].papers
    assert (paper.votes, paper.authors) == (None, ("A", "B"))
    others = text.replace("Vote:\n\n", "").replace("Authors: A, B\n\n", "")
    assert detection.judge(others).best.name == "daily-arxiv-ai-enhanced"
