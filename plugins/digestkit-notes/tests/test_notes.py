"""What stands in notes, read by a YAML parser and a CommonMark parser that know nothing of digestkit."""

import datetime
import io
import re
import zipfile

import attrs
import pytest
import yaml
from digestkit_notes import markdown, names, notes
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import digestkit
from digestkit.reference import Reference
from digestkit.testing import samples
from digestkit.testing.strategies import digests, further_digests, hostile_text
from digestkit.text import clean

MARKS = re.compile(r"^<!-- digestkit:(?:begin|end) -->\n", re.MULTILINE)
READER = MarkdownIt("commonmark", {"html": True})


def convert(*made, report=None, **options):
    data = digestkit.dump_bytes(made, notes, report=report, **options)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removesuffix(".md"): archive.read(name).decode("utf-8") for name in archive.namelist()}


def properties(note):
    """The front matter, as Obsidian finds it: up to the first line `---`."""
    assert note.startswith("---\n")
    return yaml.safe_load(note[4:].partition("\n---\n")[0])


def body(note):
    """What stands between the marks."""
    before, inside, after = MARKS.split(note)
    assert before.endswith("---\n")
    assert after == ""
    return inside


def test_a_paper_as_it_is_written():
    paper = samples.further_paper(title="Graphs: “A” & [B]")
    note = convert(samples.digest(paper))["2407.01906"]
    assert note == (
        """\
---
title: 'Graphs: “A” & [B]'
aliases:
  - 'Graphs: “A” & [B]'
authors:
  - 'Ada Lovelace'
  - 'Hal Daumé III'
arxiv: '2407.01906'
doi: '10.1000/182'
url: 'https://arxiv.org/abs/2407.01906'
pdf: 'https://arxiv.org/pdf/2407.01906'
dates:
  - 2024-07-05
submitted: 2024-07-02
published: '2024-07'
votes: 18
section: 'Language Models'
categories:
  - 'cs.CL'
  - 'cs.LG'
tags:
  - 'graphs'
  - 'multilingual'
---
<!-- digestkit:begin -->
# Graphs: “A” & \\[B\\]

- **Days:** [[2024-07-05]]
- **URL:** [https://arxiv.org/abs/2407.01906](https://arxiv.org/abs/2407.01906)"""
        """ · [PDF](https://arxiv.org/pdf/2407.01906)
- **Votes:** 18
- **Authors:** Ada Lovelace, Hal Daumé III, and others
- **Section:** Language Models
- **Categories:** cs.CL, cs.LG
- **Tags:** graphs, multilingual
- **Submitted:** 2024-07-02
- **DOI:** [10.1000/182](https://doi.org/10.1000/182)
- **Links:** [code](https://code.example/graphs), [project](https://graphs.example/)
- **Score:** 8.5
- **Comment:** Accepted in Utopia

![](https://images.example/2407.01906.png)

> A graph for each language.

## Abstract

Graphs are compared across languages.

Each language gets a graph of its own.

## Summary

- **What's New:** 새로운 그래프 모델을 제안합니다.
- **Technical Details:** 각 언어마다 하나의 그래프를 만들고, 이를 서로 비교합니다.
- 코드는 공개되어 있습니다.
<!-- digestkit:end -->
"""
    )


def test_a_day_as_it_is_written():
    one, two, three = (
        samples.paper(1, title="One", section="A"),
        samples.paper(2, title="Two #2", section="A"),
        samples.paper(url="https://blog.example/post", title=""),
    )
    made = [samples.digest(one, two, three), samples.digest(one, date=None, title="")]
    found = convert(*made)
    assert found["2024-07-05"] == (
        """\
---
title: 'Daily Papers'
date: 2024-07-05
---
<!-- digestkit:begin -->
# Daily Papers (2024-07-05)


## A

- [[2407.00001]] One
- [[2407.00002]] Two \\#2

---

- [[url-af2e70e87b6d6305]]
<!-- digestkit:end -->
"""
    )
    assert body(found["undated"]) == "# undated\n\n\n## A\n\n- [[2407.00001]] One\n"
    assert "- **Days:** [[2024-07-05]], [[undated]]\n" in found["2407.00001"]
    assert convert(*made, links="markdown")["2024-07-05"].count("- [2407.00001](2407.00001.md) One\n") == 1


def test_a_paper_on_several_days_is_one_note_with_what_each_says():
    later = datetime.date(2024, 7, 6)
    told = []
    found = convert(
        samples.digest(samples.paper(votes=1)),
        samples.digest(samples.paper(votes=1), date=later),
        samples.digest(samples.paper(votes=7, title="New"), date=datetime.date(2024, 7, 8)),
        report=told.append,
    )
    assert set(found) == {"2024-07-05", "2024-07-06", "2024-07-08", "2407.01906"}
    note = found["2407.01906"]
    assert properties(note)["dates"] == [samples.DAY, later, datetime.date(2024, 7, 8)]
    assert note.count("**Votes:**") == 2
    assert "\n## 2024-07-08\n\n- **Title:** New\n- **URL:**" in note
    assert told == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://arxiv.org/abs/2407.01906v3", "2407.01906"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th-9901001"),
        ("https://blog.example/post", "url-af2e70e87b6d6305"),
    ],
)
def test_names_of_papers(url, name):
    assert names.of_paper(samples.paper(url=url)) == name
    assert digestkit.File(f"{name}.md", "text/markdown").path


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        (("graph neural networks",), ["graph-neural-networks"]),
        (("#A", "a", "A"), ["A"]),
        (("2024", "c++", "R&D", "a/b", "a//b/", "_x", "한글 태그", "!!", ""), None),
    ],
)
def test_tags_are_those_that_obsidian_takes(words, tags):
    made = names.tags(words)
    assert tags is None or made == tags
    for tag in made:
        assert re.fullmatch(r"[\w/-]+", tag)
        assert re.search(r"[^\d/-]", tag)
    if tags is None:
        assert made == ["n2024", "c", "R-D", "a/b", "_x", "한글-태그"]


@given(st.lists(st.one_of(digests(), further_digests()), max_size=3))
def test_properties_are_yaml_that_says_what_the_paper_does(made):
    found = convert(*made)
    first = {}
    for digest in made:
        for paper in digest.papers:
            first.setdefault(names.of_paper(paper), paper)
    days = {names.of_day(digest) for digest in made}
    assert set(found) == set(first) | days
    for name, paper in first.items():
        read = properties(found[name])
        assert read.get("title", "") == clean(digestkit.text.typeset(paper.title))
        assert read.get("authors", []) == [clean(each) for each in Reference(paper).authors]
        assert read.get("votes") == paper.votes
        assert read.get("categories", []) == [clean(each) for each in paper.categories]
        assert read.get("submitted") == paper.submitted
        assert read.get("arxiv") == paper.arxiv_id
        assert set(read) <= set(properties(convert(samples.digest(samples.further_paper()))["2407.01906"]))


HOSTILE = (
    "a]] b", "[[a]]", "---", "a: b", "# x", "x #", "x ##", "C#", "😀", "a\u2028b", "a\rb", "x\x85", "a\nb",
    "<!-- digestkit:end -->", "*a*", "_a_", "snake_case", "`", "``a`", "1. x", "12) x", "+ x", "- x", "> x",
    "===", "&amp;", "&#35;", "<b>", "~~x~~", "==x==", "%%x%%", "a ^b", "![[x]]", "![x](y)", "|a|b|", ":--",
    "$",
    "$x$ y", "$a_1$ and $5", "\\", "\\]", "a\\", "[x]: y", "www.x.y", "'", '"', "null", "yes", "1e3", "0x1",
    "2407.01906", "@x", "!x", "%x", "{a", "a}", ",", "? x", "\tx", "    x", "x  ", "[^1]", "^[x]",
    "<https://x.y>", "***", "**x**y", "__x__", "1.", "-", "+", "-:", "8.5", "~~~", "```", "<script>",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_break_neither_properties_nor_lists(text):
    if "\n" in text:
        text = text.replace("\n", " ")
    found = convert(samples.digest(attrs.evolve(samples.paper(), title=text, section=text), title=text))
    assert properties(found["2407.01906"])["title"] == digestkit.text.typeset(text)
    for name, note in found.items():
        kinds = [token.type for token in READER.parse(body(note))]
        assert kinds.count("heading_open") == {"2024-07-05": 2, "2407.01906": 2}[name], note
        assert "html_block" not in kinds
        assert kinds.count("bullet_list_open") == {"2024-07-05": 1, "2407.01906": 2}[name], note
    assert "- [[2407.01906]] " in found["2024-07-05"]


def words(text):
    """Text with its white space collapsed, as it is lost at the ends of lines and in a browser."""
    return " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_seen_as_it_is(text):
    check_seen(text)


@given(hostile_text())
@example("**“x”**는")
@example("**a**`b`")
@example("[a*b](https://x.example/(y)?a&lt;b)")
@example("https://x.example/_a_*b*")
@example("$a*b*c_{1}$ *d*")
def test_hostile_text_is_seen_as_it_is(text):
    check_seen(text)


def check_seen(text):
    """A CommonMark reader sees what `plain` says that a reader sees, and no other links."""
    made = markdown.markdown(text)
    tokens = READER.parse(made)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}, made
    read = digestkit.text.tokens(text)
    if not any(token.kind is digestkit.text.Kind.TEX and token.visible == token.source for token in read):
        shown = "".join(
            "\n" if child.type in ("softbreak", "hardbreak") else child.content
            for token in tokens
            for child in token.children or ()
            if child.type in ("text", "code_inline", "softbreak", "hardbreak")
        )
        on_page = "".join("".join(run.text for run in token.runs) or token.visible for token in read)
        assert words(shown) == words(clean(on_page)), made
    wanted = sum(
        token.href is not None and token.kind is not digestkit.text.Kind.LINK_CLOSE
        for token in digestkit.text.tokens(clean(text))
    )
    links = sum(child.type == "link_open" for token in tokens for child in token.children or ())
    assert links <= wanted, made
    html = [
        child.content for token in tokens for child in token.children or () if child.type == "html_inline"
    ]
    elements = ("strong", "em", "sup", "sub")
    assert set(html) <= {f"<{sign}{name}>" for name in elements for sign in ("", "/")}, made


def test_links_lead_where_they_led():
    assert markdown.line("[a **b**](https://c.example/(d)) e") == "[a **b**](<https://c.example/(d)>) e"
    assert markdown.line(r"\href{https://a.example/\#b}{c}") == "[c](https://a.example/#b)"


def test_formulas_are_characters():
    assert markdown.line("costs $O(n_1 \\log n)$, not $5 or $6") == "costs O(n₁ log n), not \\$5 or \\$6"
    assert markdown.line("$e^{x_1}*$ \\emph{so} \\textbf{*a}") == (
        "e<sup>x</sup><sup><sub>1</sub></sup>∗ *so* <strong>\\*a</strong>"
    )


def test_a_formula_that_characters_cannot_show_stays_one():
    assert markdown.line("a $\\binom{n}{k}$ of $5") == "a $\\binom{n}{k}$ of \\$5"
    assert markdown.line("$\\binom{<b>}{`}$") == "\\$\\\\binom{\\<b>}{\\`}\\$"
    assert markdown.line("$\\ours{n}$") == "\\$\\\\ours{n}\\$"


def test_bold_between_letters_and_quotes():
    assert markdown.line("**링크**를 **“x”**는") == "**링크**를 <strong>“x”</strong>는"


def test_nested_summaries_are_nested_lists():
    item = digestkit.Item("Details", "둘:\n  - **안쪽**: 하나\n    - 더\n  - 둘\n1. 셋")
    note = convert(samples.digest(samples.paper(summary=(item,))))["2407.01906"]
    assert "\n- **Details:** 둘:\n  - **안쪽:** 하나\n" in note


def test_links_that_may_not_be_stay_text():
    paper = samples.paper(url="javascript:alert(1)", media=digestkit.Media("image", "javascript:x"))
    found = convert(samples.digest(paper))
    note = found[names.of_paper(paper)]
    assert "](javascript" not in note
    assert "javascript:alert(1)" in note


def test_what_xml_forbids_is_replaced_and_told():
    told = []
    convert(samples.digest(samples.paper(title="a\x00b")), report=told.append)
    assert [each.code for each in told] == [digestkit.Code.ALTERED]


def test_no_digests_are_no_notes():
    assert convert() == {}


# --- in a vault ------------------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path):
    """A vault with notes, and a way to bring it up to date."""
    folder, out = tmp_path / "in", tmp_path / "vault"
    folder.mkdir()

    def run(votes=1, title="T", days=(5,)):
        for old in folder.iterdir():
            old.unlink()
        for day in days:
            heading = f"## D (2024-07-{day:02})\n\n### [{title}](https://arxiv.org/abs/2407.00001)"
            (folder / f"{day}.md").write_text(f"{heading}\n\nVote: {votes}\n")
        told = []
        digestkit.convert(folder, notes, out, report=told.append)
        return [each.code for each in told if each.code is digestkit.Code.LEFT]

    run()
    return out, run


def test_what_a_person_wrote_is_never_overwritten(vault):
    out, run = vault
    note = out / "2407.00001.md"
    note.write_text(note.read_text().replace("votes: 1", "votes: 1\nstatus: read") + "\nMy thoughts.\n")
    run(votes=2, days=(5, 6))
    text = note.read_text()
    assert "status: read" in text
    assert text.endswith("\nMy thoughts.\n")
    assert "- **Votes:** 2" in text
    assert "- **Days:** [[2024-07-05]], [[2024-07-06]]" in text
    run(days=())
    assert note.read_text() == text


def test_a_vault_of_ones_own_is_not_touched(vault):
    out, run = vault
    (out / "mine.md").write_text("mine")
    (out / "2024-07-06.md").write_text("my day")
    (out / ".obsidian").mkdir()
    (out / ".obsidian" / "app.json").write_text("{}")
    assert run(days=(5, 6)) == [digestkit.Code.LEFT]
    assert (out / "2024-07-06.md").read_text() == "my day"
    run(days=(7,))
    assert {path.name for path in out.iterdir()} == {
        "mine.md", "2024-07-06.md", "2024-07-07.md", "2407.00001.md", ".obsidian", ".digestkit-manifest.json"
    }  # fmt: skip


def test_a_note_that_nobody_touched_is_new_all_over(vault):
    out, run = vault
    run(votes=9, title="Other")
    assert properties((out / "2407.00001.md").read_text()) == {
        "title": "Other",
        "aliases": ["Other"],
        "arxiv": "2407.00001",
        "url": "https://arxiv.org/abs/2407.00001",
        "pdf": "https://arxiv.org/pdf/2407.00001",
        "dates": [samples.DAY],
        "published": "2024-07",
        "votes": 9,
    }


def test_the_given_digests_are_notes_whose_properties_can_be_read(given_digests):
    found = convert(*given_digests)
    ids = {paper.arxiv_id for digest in given_digests for paper in digest.papers}
    titles = {
        clean(digestkit.text.typeset(paper.title)) for digest in given_digests for paper in digest.papers
    }
    papers = {name: properties(note) for name, note in found.items() if "arxiv" in properties(note)}
    assert {each["arxiv"] for each in papers.values()} == ids
    assert {each["title"] for each in papers.values()} <= titles
