"""A mistake in a table has its line and a remedy."""

from __future__ import annotations

import datetime

import pytest

import digestkit
from digestkit.dialects import engine, table
from digestkit.dialects.table import TableError
from digestkit.dialects.template import compiled

GOOD = 'name = "mine"\npaper.line = "# {title} {url}"\n'

MISTAKES = {
    "no TOML": ("name = ", "mine.toml: no TOML"),
    "no name": ('paper.line = "{title}"', "mine.toml:1: it says no name"),
    "a column that there is not": (
        'name = "x"\n[table]\nhead = ["Title", "Day"]\n[table.columns]\nTitle = "{title}"',
        "mine.toml:3: no such column: 'Day'",
    ),
    "a name that is blank": ('name = " "\npaper.line = "{title}"', "it says no name"),
    "nothing starts a paper": ('name = "mine"', "no `paper.line`, `table.columns` or `front`"),
    "a key that there is not": (
        GOOD + 'papre.line = "x"',
        "mine.toml:3: a dialect has no key 'papre'; did you",
    ),
    "a key of a part": (
        GOOD + '[section]\nlines = "x"',
        "mine.toml:4: [section] has no key 'lines'; did you",
    ),
    "a value of another type": (
        GOOD + "authors.ordered = 1",
        "mine.toml:3: ordered has a value of the wrong",
    ),
    "no placeholder": (GOOD + 'section.line = "## {secton}"', "mine.toml:3: {secton} is no placeholder; did"),
    "a section without its name": (GOOD + 'section.line = "## x"', "mine.toml:3: no {section} in '## x'"),
    "a paper without a title": ('name = "m"\npaper.line = "# {url}"', "mine.toml:2: no {title} in"),
    "a day without a date": (GOOD + 'date.line = "# {digest}"', "mine.toml:3: no {date} in"),
    "placeholders that touch": (GOOD + 'section.line = "{section}{*}"', "mine.toml:3: nothing tells where"),
    "a brace": (GOOD + 'section.line = "{section} }"', "mine.toml:3: a brace that belongs to no"),
    "a field without a line": (GOOD + '\n[[field]]\nlabel = "x"', "mine.toml:4: a field says no line"),
    "a field that is no table": (GOOD + 'field = ["x"]', "mine.toml:3: a field is a table of its own"),
    "text without a label": (
        GOOD + '[[field]]\nline = "x {text}"',
        "mine.toml:4: a field that captures {text}",
    ),
    "lines for nothing": (
        GOOD + '[[field]]\nline = "x"\nuntil = "y"',
        "mine.toml:4: its line captures nothing",
    ),
    "lines for a number": (GOOD + '[[field]]\nline = "{votes}"\ngoes_on = true', "{votes} takes no further"),
    "lines into nothing": (
        GOOD + '[[field]]\nline = "x"\nuntil = "y"\ninto = "abstrct"',
        "mine.toml:6: into = 'abstrct' takes no lines; did you mean 'abstract'?",
    ),
    "a key of front matter without a label": (
        GOOD + '[front]\nmethod.label = ""',
        """mine.toml:4: method has no label of one line: method.label = "Method\"""",
    ),
    "another key of it": (GOOD + '[front]\nmethod.lable = "x"', "[front.…] has no key 'lable'; did you"),
    "a site that is none": (
        GOOD + 'site = "papers.example"',
        "mine.toml:3: site must be an absolute http",
    ),
    "a tag that is no host": (
        GOOD + 'site = "https://papers.example/"\ntag = "my papers"',
        "mine.toml:4: no host name of a site: 'my papers'; say tag",
    ),
    "a tag without a site": (GOOD + 'tag = "papers.example"', "beside a site"),
    "names that nothing splits": (
        GOOD + 'authors.split = ""',
        "mine.toml:3: split is empty: say what",
    ),
    "an end that is empty": (GOOD + '[[field]]\nline = "{tldr}"\nuntil = ""', "until is empty"),
    "a list of numbers": (GOOD + "ignore.lines = [1]", "text must stand here, not 1"),
    "a column of numbers": (GOOD + "[table.columns]\nTitle = 7", "mine.toml:4: text must stand here, or a"),
    "an item without a label": (
        GOOD + '[[field]]\nline = ["{label}: {text}", "- {text}"]',
        'mine.toml:4: a field that captures {text} needs a label of one line: label = "Method", {label}',
    ),
    "a key of writing": (GOOD + '[write]\nhead = "x"', "mine.toml:4: [write] has no key 'head'"),
    "a placeholder of writing": (
        GOOD + '[write]\npaper = ["""\n# {title}\n{ulr}"""]',
        "mine.toml:6: {ulr} is no placeholder; did you mean 'url'?",
    ),
    "what nobody can write": (GOOD + '[write]\npaper = ["{*}"]', "a brace that belongs to no placeholder"),
    "a week to write": (GOOD + '[write]\npaper = ["{week}"]', "{week} is no placeholder"),
    "a paper that is not written": (GOOD + '[write]\nday = "x"', "mine.toml:3: [write] says how a paper"),
    "writing without a title": (GOOD + '[write]\npaper = ["{url}"]', "mine.toml:3: [write] has no {title}"),
    "writing without a link": (GOOD + '[write]\npaper = ["{title}"]', "mine.toml:3: [write] has no {url}"),
    "cells without a head": (
        GOOD + '[write]\n[write.columns]\nTitle = "{title}"',
        "mine.toml:3: write.table, a head and a rule, and [write.columns]",
    ),
    "a cell without a column": (
        GOOD + '[write]\ntable = "|Title|"\n[write.columns]\nPaper = "{title}"',
        "write.table has no column 'paper'",
    ),
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told(text, told):
    with pytest.raises(TableError) as caught:
        table.read(text, "mine.toml")
    assert told in str(caught.value)


TEMPLATES = {
    "### [{ordinal}] [{title}]({url})": ("### [1] [A [b](c) d](u)", ("1", "A [b](c) d", "u")),
    "- {date}, **{title}**, {authors}": ("- 2024-01-02, **A, B**, C", ("2024-01-02", "A, B", "C")),
    "{title}": ("", ("",)),
    "## {digest} ({week}) - {year}": ("## A (b) (May 22-28) - 2024", ("A (b)", "May 22-28", "2024")),
    "plain": ("plain", ()),
    "{score}/100": ("7.5/100", ("7.5",)),
    "id: {arxiv}": ("id: 1706.03762v7", ("1706.03762v7",)),
    "{links}": ("[a](b), [c](d) |", ("[a](b), [c](d) |",)),
    "{label}: {text}": ("R&D / 验证 (1): a: b", ("R&D / 验证 (1)", "a: b")),
}


@pytest.mark.parametrize(("source", "case"), TEMPLATES.items())
def test_a_template_takes_a_line_apart(source, case):
    line, values = case
    assert compiled(source).match(line) == values


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("### [{title}]({url})", "### [A](u v)"),
        ("### [{title}]({url})", "### [A](u) "),
        ("{score}/100", "many/100"),
        ("{votes}", "１"),
        ("- {date}: {title}", "- 2024-02-30: A"),
        ("({*})", "("),
        ("plain", "plain and more"),
        ("{links}", "see [a](b)"),
        ("{year}", "24"),
        ("{arxiv}", "1706"),
        ("{arxiv}", "1706.03762.pdf"),
        ("{label}: {text}", "It is easy to use: a"),
        ("{label}: {text}", "Not new, but good: a"),
        ("{label}: {text}", "(a): b"),
        ("{label}: {text}", f"{'x' * 41}: a"),
        ("{label}: {text}", "Method : a"),
        ("{label}: {text}", "Authors: A, B"),
    ],
)
def test_a_template_refuses_a_line(source, line):
    assert compiled(source).match(line) is None


def test_a_table_without_the_day_is_of_another_dialect():
    row = "| {} [A](https://arxiv.org/abs/2407.00001) |\n"
    dated = "| Publish Date | Title |\n|---|---|\n" + row.format("2024-07-05 |")
    undated = "| Title | Link |\n|---|---|\n" + row.format("B |")
    assert [day.date for day in digestkit.parse(dated).digests] == [datetime.date(2024, 7, 5)]
    assert digestkit.parse(undated).digests == ()


def test_a_field_may_repeat_and_needs_no_label_then():
    fields = """
[[field]]
line = "<{url}>"
[[field]]
line = "- {label}: {text}"
[[field]]
line = "- {text}"
repeats = true
goes_on = true
"""
    made = table.read(f'name = "x"\npaper.line = "# {{title}}"\n{fields}', "x.toml")
    text = "# A\n<https://x.example/>\n- one\n  and more\n- Two: three\n- four\n# B\n- five\n<https://y.example/>\n"
    (digest,) = engine.parse(text, made).segments
    said = [[(item.label, item.text) for item in paper.summary] for paper in digest.papers]
    assert said == [[(None, "one\n  and more"), ("Two", "three"), (None, "four")], [(None, "five")]]


def test_an_ignored_line_that_begins_with_more_text_than_a_heading_comes_first():
    text = "## Topic\n### Updated on 2026.05.12\n### Seen\n### A <https://x.example/a>\n"
    mine = """
name = "mine"
section.line = ["## {section}", "### {section}."]
paper.line = ["### {title} <{url}>", "### {title}"]
ignore.lines = ["### Updated on {*}", "### {*}"]
"""
    document = engine.parse(text, table.read(mine, "mine.toml"))
    assert [(paper.title, paper.section) for paper in document.digests[0].papers] == [("A", "Topic")]
    assert [diagnostic.line for diagnostic in document.diagnostics] == [3]  # a paper without a link
