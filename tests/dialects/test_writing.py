"""Digests written in dialects: samples, what cannot be spelled, names of files, and tables of one's own."""

from __future__ import annotations

import datetime
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit import cli, dialects
from digestkit.diagnostics import Code
from digestkit.dialects import readback, spelling, table
from digestkit.dialects.engine import Reading
from digestkit.dialects.table import TableError
from digestkit.errors import ModelError, UsageError
from digestkit.model import Digest, Item, Paper, without_layout

SAMPLES = Path(__file__).parents[2] / "seeds" / "dialects"
EXPECTED = Path(__file__).parents[1] / "fixtures" / "dialects"
NAMES = [name for name in dialects.known() if dialects.named(name).write is not None]
REGULAR = {
    "awesome-arxiv-daily-reporter/1-Apr-2025/IR/README.md",
    "awesome-arxiv-daily-reporter/1-Apr-2025/topic/RAG_related_papers.md",
    "daily-arxiv-ai-enhanced/short/2025-06-08.md",
    "wingedge-daily-papers/papers/2026-08/2026-08-12.md",
}
"""Samples that have no text but their papers', all in the newest layout."""

D1, D2, D3, D8, D8B = (
    "daily-arxiv-ai-enhanced",
    "wingedge-daily-papers",
    "arxiv-daily-paper",
    "cv-arxiv-daily",
    "dailyarxiv",
)
DAY = datetime.date(2025, 6, 8)
URL = "https://arxiv.org/abs/1706.03762"


def test_these_dialects_can_be_written():
    assert {D1, D2, D3, D8, D8B, "awesome-arxiv-daily-reporter"} == set(NAMES)


def samples():
    return [path for name in NAMES for path in sorted((SAMPLES / name).rglob("*.md"))]


@pytest.mark.parametrize("path", samples(), ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_sample_is_written_from_its_fields_alone(path, golden):
    text = path.read_text("utf-8")
    name = path.relative_to(SAMPLES).parts[0]
    digests = [without_layout(digest) for digest in digestkit.parse(text, str(path), name).digests]
    how = spelling.of(dialects.named(name))
    known = [spelling.carried(digest, how) for digest in digests]
    told = []
    written = digestkit.write(known, name, told.append)
    golden(EXPECTED / path.relative_to(SAMPLES).with_suffix(".written"), written)
    if path.relative_to(SAMPLES).as_posix() in REGULAR:
        assert written == text
    if not any(note.code.is_loss for note in told):
        again = digestkit.parse(written, str(path), name).digests
        assert [spelling.carried(digest, how) for digest in again] == known


def paper(**fields):
    return Paper(**{"title": "T", "url": URL, **fields})


def written(name, *papers, **fields):
    """What is written of a digest, what is read of it, and what was told."""
    told = []
    digest = Digest(**{"date": DAY, "title": "", "papers": papers, **fields})
    text = digestkit.write(digest, name, told.append)
    read = digestkit.parse(text, "2025-06-08.md", name)
    assert [note.code.id for note in read.diagnostics if note.code is not Code.CRLF] == []
    return text, [each for digest in read.digests for each in digest.papers], messages(told)


def messages(told):
    return [note.message for note in told if note.code.is_loss]


HOSTILE = {
    "a heading in an abstract": (
        D2,
        {"abstract": "One.\n### 2. **[Phantom](https://arxiv.org/abs/1810.04805)**\nTwo."},
        {"abstract": "One.\n ### 2. **[Phantom](https://arxiv.org/abs/1810.04805)**\nTwo."},
        "abstract: lines that would end it were indented by a space",
    ),
    "the end of a block in it": (
        D1,
        {"abstract": "One.\n</details>\nTwo."},
        {"abstract": "One.\n </details>\nTwo."},
        "abstract: lines that would end it were indented by a space",
    ),
    "nothing but the end of a block": (
        D2,
        {"abstract": "</details>"},
        {"abstract": " </details>"},
        "abstract: lines that would end it were indented by a space",
    ),
    "a section in an item": (
        D1,
        {"summary": (Item("Method", "a\n# cs.CL [[Back]](#toc)\nb"),)},
        {"summary": (Item("Method", "a\n # cs.CL [[Back]](#toc)\nb"),)},
        "summary (Method): lines that would end it were indented by a space",
    ),
    "line breaks in a cell": (
        D8B,
        {"abstract": "One.\n\nTwo."},
        {"abstract": "One. Two."},
        "abstract: line breaks became blanks",
    ),
    "a bar in a cell": (
        D8,
        {"authors": ("A | B", "C")},
        {"authors": ("A &#124; B", "C")},
        "authors: bars became &#124;",
    ),
    "a separator in a name": (
        D1,
        {"authors": ("Doe, Jane", "C")},
        {"authors": ("Doe Jane", "C")},
        "authors: separators in its entries became blanks",
    ),
    "words of a list that is cut off": (
        D2,
        {"authors": ("A", "B et al.")},
        {"authors": ("A", "B")},
        "authors: separators in its entries became blanks",
    ),
    "blanks at the ends of lines": (
        D1,
        {"tldr": "One. \nTwo.\n"},
        {"tldr": "One.\nTwo."},
        "tldr: blanks at the ends of lines were left out",
    ),
    "a URL with blanks": (
        D2,
        {"url": "https://example.org/a b](c)"},
        {"url": "https://example.org/a%20b%5D%28c%29"},
        "url: characters were percent-encoded",
    ),
    "a score that is none": (D2, {"extra": (("score", "high"),)}, {"extra": ()}, "extra (score): left out"),
    "items that the dialect has no label for": (
        D1,
        {"summary": (Item("New", "x"), Item("Result", "y"), Item(None, "z"))},
        {"summary": (Item("Result", "y"),)},
        "summary: 2 of 3 left out, for which the dialect has no name",
    ),
    "items in another order": (
        D1,
        {"summary": (Item("Result", "y"), Item("Method", "x"))},
        {"summary": (Item("Method", "x"), Item("Result", "y"))},
        "summary: put into the order of the dialect",
    ),
    "what it has no place for": (
        D8,
        {"votes": 7, "abstract": "x", "links": (("code", "https://example.org/c"),)},
        {"votes": None, "abstract": None},
        "votes, abstract: there is no place for it, so it was left out",
    ),
}


@pytest.mark.parametrize(("name", "fields", "fitting", "told"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_spelled_is_changed_as_little_as_possible(name, fields, fitting, told):
    before, after = paper(title="Before"), paper(title="After")
    given = paper(**fields)
    _, read, heard = written(name, before, given, after)
    assert read == [before, attrs.evolve(given, **fitting), after]
    assert heard == [told]
    with pytest.raises(ModelError, match="with `report`"):
        digestkit.write(Digest(DAY, "", [given]), name)


def test_more_names_than_are_said_stand_in_the_words_of_the_dialect():
    given = paper(authors=("Ada Lovelace",), authors_truncated=True)
    assert "- **作者**: Ada Lovelace et al.\n" in written(D2, given)[0]
    assert "|Ada Lovelace et.al.|" in written(D8, given)[0]
    assert "*Ada Lovelace,+*\n" in written(D1, given)[0]  # it has no words for it
    total = attrs.evolve(given, extra=(("authors_total", "7"),))
    assert "Ada Lovelace 等 7 位作者" in written(D3, total)[0]
    for name in (D1, D2, D3, D8):
        assert written(name, given)[1:] == ([given], [])


def test_another_spelling_is_taken_where_something_is_missing():
    assert "- **日期**: 2025-06-07\n" in written(D2, paper(submitted=datetime.date(2025, 6, 7)))[0]
    text, read, told = written(D8, paper(url="https://example.org/x"))
    assert "|[link](https://example.org/x)|null|" in text
    assert (read, told) == ([paper(url="https://example.org/x")], [])


def test_sections_follow_one_another_and_none_cannot_follow_one():
    papers = [paper(section="A"), paper(section="B"), paper(section="B"), paper(section=None)]
    text, read, told = written(D2, *papers)
    assert [each.section for each in read] == ["A", "B", "B", "B"]
    assert told == ["section: none, so it is read as under 'B'"]
    assert text.count("### 1. ") == 2
    text, _, _ = written(D1, *papers[:3])
    assert "- [A](#A) [Total: 1]\n- [B](#B) [Total: 2]\n\n\n<div id='A'></div>" in text
    assert "### [3] [T]" in text


def test_a_section_goes_on_over_the_days_of_a_table():
    days = [Digest(DAY.replace(day=day), "", [paper(section="A")]) for day in (8, 7)]
    text = digestkit.write(days, D8)
    assert text.count("## A") == text.count("|Publish Date|") == 1
    assert list(digestkit.parse(text, dialect=D8).digests) == days


@pytest.mark.parametrize(
    ("name", "digests", "told"),
    [
        (
            D2,
            [Digest(DAY, "x", [paper()]), Digest(None, "y", [paper()])],
            "date: none, so its papers are read",
        ),
        (D8, [Digest(DAY, "", [paper()])] * 2, "read as part of the digest before it, which is of the same"),
        (D1, [Digest(DAY, "", [paper()])] * 2, "read as part of the digest before it: a file has one day"),
        (
            D1,
            [Digest(DAY, "", [paper()]), Digest(DAY.replace(day=9), "", [paper()])],
            "date: a file has one day, so its papers are read as of 2025-06-08",
        ),
        (D8, [Digest(DAY, "", [])], "a digest without papers has no place, so it was left out"),
        (D8B, [Digest(DAY, "Daily", [paper()])], "title: there is no place for it, so it was left out"),
    ],
)
def test_days_that_cannot_be_told(name, digests, told):
    heard = []
    text = digestkit.write(digests, name, heard.append)
    assert any(told in message for message in messages(heard))
    read = digestkit.parse(text, "2025-06-08.md", name).digests
    assert sum(len(digest.papers) for digest in read) == sum(len(digest.papers) for digest in digests)


def test_a_day_without_papers_has_its_heading():
    text = digestkit.write(Digest(DAY, "Daily"), D2)
    assert text == "# Daily - 2025-06-08\n\n"
    assert digestkit.parse(text, dialect=D2).digests == (Digest(DAY, "Daily"),)


# Names


def test_styles_are_eras_dialects_and_tables_of_ones_own(tmp_path):
    digest = Digest(DAY, "D", [paper(votes=1)])
    assert digestkit.write(digest, "daily-papers-ko") == digestkit.write(digest)
    with pytest.raises(UsageError, match="unknown style 'wingedge'; did you mean 'wingedge-daily-papers'"):
        digestkit.write(digest, "wingedge")
    with pytest.raises(UsageError, match=r"E0, E1, .*daily-papers-ko, arxiv-daily-paper, .*or a file\.toml"):
        digestkit.dumps(digest, "markdown", style="E10")
    with pytest.raises(TableError, match="daily-paper-reader is only read"):
        digestkit.write(digest, "daily-paper-reader")
    own = tmp_path / "mine.toml"
    own.write_text(MINE + 'paper = ["* {title} <{url}>", "  by {authors}"]\n', "utf-8")
    given = Digest(None, "", [paper(authors=("A", "B"))])
    assert digestkit.write(given, str(own)) == f"* T <{URL}>\n  by A, B\n"


MINE = """\
name = "mine"
paper.line = "* {title} <{url}>"
[[field]]
line = "  by {authors}"
[write]
"""


@pytest.mark.parametrize(
    ("paper_lines", "told"),
    [
        ('["* {title} <{url}>", "  of {authors}"]', "mine.toml:6: [write]: it writes '  of Ada Lovelace, Gr"),
        (
            '["* {title} <{url}>", "  by {tags}"]',
            "mine.toml:6: [write]: what it writes of tags the table reads",
        ),
        ('["* {title}: {url}"]', "mine.toml:6: [write]: it writes '* A title: https://arxiv.org/abs/1706.0"),
        (
            '["* {title} <{url}>", "{text}"]',
            "mine.toml:6: no [[field]] reads '{text}', so {text} has no label",
        ),
    ],
)
def test_a_table_that_does_not_read_what_it_writes_is_refused(paper_lines, told):
    made = table.read(MINE + f"paper = {paper_lines}\n", "mine.toml")
    with pytest.raises(TableError) as caught:
        readback.check(spelling.of(made))
    assert told in str(caught.value)


def test_the_text_around_digests_is_not_written_in_a_dialect():
    document = digestkit.parse("# A\n\n## D (2025-06-08)\n\n### [T](" + URL + ")\n")
    assert digestkit.write(document, D2).startswith("# D - 2025-06-08\n\n### 1. **[T](")
    assert digestkit.dumps(document, "markdown", style=D2) == digestkit.write(document, D2)


# The command


def run(*arguments):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def test_a_digest_becomes_another(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    text = "## D (2025-06-0{})\n\n### [T]({})\n\nAuthors: A, +\n\n- **Result**: x\n"
    for day in (7, 8):
        (source / f"d{day}.md").write_text(text.format(day, URL), "utf-8")
    result = run(
        "convert", source, "--to", "markdown", "-O", f"style={D1}", "--split", "day", "-o", f"{tmp_path}/out/"
    )
    assert (result.exit_code, "DK505" in result.output) == (0, False)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2025-06-07.md", "2025-06-08.md"]
    (digest,) = digestkit.load(tmp_path / "out" / "2025-06-08.md").digests
    assert (digest.date, digest.papers[0].summary) == (DAY, (Item("Result", "x"),))
    result = run("convert", source, "--to", "markdown", "-O", f"style={D1}", "-o", f"{tmp_path}/out2/")
    assert "has the day in the name of the file: call it 2025-06-07.md" in result.output
    result = run(
        "convert", source, "--to", "markdown", "-O", f"style={D1}", "--fail-on-loss", "-o", tmp_path / "x.md"
    )
    assert result.exit_code == 4
    assert not (tmp_path / "x.md").exists()
    result = run(
        "convert", source, "--to", "markdown", "-O", f"style={D2}", "--fail-on-loss", "-o", tmp_path / "x.md"
    )
    assert result.exit_code == 4  # the item has a label that this dialect does not know


def test_the_dialects_that_can_be_written_are_marked():
    lines = run("dialects").output.splitlines()
    assert [line.split()[0] for line in lines if line.endswith("can be written")] == [
        "daily-papers-ko",
        *NAMES,
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_work_grows_with_the_papers(name, monkeypatch):
    """However many papers cannot be spelled: each is read a bounded number of times."""
    looked_at = []
    plain = Reading.read

    def counted(reading):
        looked_at.append(len(reading.source.text))
        plain(reading)

    monkeypatch.setattr(Reading, "read", counted)
    how = spelling.of(dialects.named(name))
    odd = paper(
        title="a | b\r",
        url="https://example.org/a b",
        authors=("A, B", "`"),
        abstract="x\n\n---\n</details>\n" * 20,
        summary=[Item(label, "# x\n### [1] [a](b)\n" * 20) for label in how.labels],
    )
    work = []
    for number in (20, 40):
        looked_at.clear()
        digestkit.write(Digest(DAY, "D", [odd] * number), name, lambda _note: None)
        work.append(sum(looked_at))
    assert work[1] <= 2.2 * work[0]
