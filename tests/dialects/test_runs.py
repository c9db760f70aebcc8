"""Fields that are found together: the same comes of them line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digestkit.dialects import engine, named, table
from digestkit.dialects.runs import run_of

NAME = "daily-arxiv-ai-enhanced"
ROOT = Path(__file__).parents[2]
SAMPLES = [
    path.read_text("utf-8")
    for folder in ("seeds/dialects", "tests/fixtures/dialects")
    for path in sorted((ROOT / folder / NAME).rglob("*.md"))
]
LINES = [
    *sorted({line for text in SAMPLES for line in text.split("\n")}),
    "Method: ",
    "Method: \x85",
    " Method: x",
    "Method: x \r",
    "TLDR: a",
    "Result:  b \x1c",
    "---",
    "*a*",
    "**",
    "Abstract: all of it",
    "</details>",
    "</details> \r",
    " </details>",
]
HEAD = "### [1] [T](u)\n*A*\n"

texts = st.lists(
    st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n", "\n \n"])), max_size=20
).map(lambda lines: "".join(map("".join, lines)))


def shown(document):
    return [
        part
        if isinstance(part, str)
        else (part, part.span, [(paper.span, spans(paper)) for paper in part.papers])
        for part in document.segments
    ], document.diagnostics


def spans(paper):
    return [item.span for item in paper.summary]


def together(text, steps=(), of=None):
    """Read a text, in steps, with fields found together however short it is."""
    reading = engine.begun(text, of or named(NAME))
    reading._run_of_fields = run_of(reading.table)
    for step in steps:
        reading.read_on(step)
    return engine.finished(reading)


def line_by_line(text, of=None):
    return engine.parse(text, of or named(NAME))


def test_this_dialect_has_a_run():
    said = [step.field.label or step.names[0] for step in run_of(named(NAME)).steps]
    assert said == [
        *("authors", "categories", "tldr"),
        *("Task", "Motivation", "Method", "Result", "Conclusion"),
        "abstract",
    ]


@given(
    st.sampled_from([HEAD, ""]),
    texts,
    st.sampled_from(["", "Abstract: x", "Method: y", "### [2] [B](v)\n*C*\n"]),
)
def test_the_same_is_read_line_by_line(above, text, below):
    given_text = above + text + below + above + text
    assert shown(together(given_text)) == shown(line_by_line(given_text))


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_are_read_the_same(text):
    assert shown(together(text)) == shown(line_by_line(text))


@given(texts, st.lists(st.integers(0, 400), max_size=4).map(sorted))
def test_a_run_ends_where_a_step_does(text, steps):
    assert shown(together(HEAD + text, steps)) == shown(line_by_line(HEAD + text))


FIELDS = """
[[field]]
line = "by {authors}"
first = true
"""
OTHERS = [
    'line = "a: {tldr}"\ngoes_on = true',
    'line = "b: {abstract}"',
    'line = "c: {text}"\nlabel = "C"\ngoes_on = true',
]


def made(fields, more=""):
    text = 'name = "mine"\npaper.line = "# {title} <{url}>"\n' + more + FIELDS
    return table.read(text + "".join(f"[[field]]\n{field}\n" for field in fields), "mine.toml")


def test_a_table_of_ones_own_has_one_where_nothing_else_fits_its_lines():
    assert len(run_of(made(OTHERS)).steps) == 4
    assert run_of(made(OTHERS[:2])) is None
    assert run_of(made(OTHERS, 'section.line = "b: {section}"\n')) is None
    assert run_of(made([*OTHERS[:2], OTHERS[2] + "\napart = true"])) is None
    (digest,) = together("# T <u>\nby A\na: x\n\nb: y\nc: z\nand on\n", of=made(OTHERS)).digests
    (paper,) = digest.papers
    assert (paper.tldr, paper.abstract, paper.summary[0].text) == ("x", "y", "z\nand on")


BLOCK = 'line = ["d: {text}", "<d>"]\ninto = "text"\nlabel = "D"\nuntil = "</d>"'
PLAIN = 'line = "e: {text}"\nlabel = "E"'
OWN = made([OTHERS[0], PLAIN, 'line = "t: {tags}"\nwrap = "`"', OTHERS[2], BLOCK, OTHERS[1]])
LINES_OF_OWN = [
    *(
        "# T <u>",
        "by A, B",
        "by  ",
        "by",
        "a: x",
        "b: y",
        "c: z ",
        "c:",
        "c:  z",
        "e: `v`",
        "e: w",
        "t: `p` `q`",
    ),
    *("d: one line", "d: ", "<d>", "</d>", "x</d>", "</d> \r", "and on", "# no link", "---", "  "),
]


def test_a_block_on_one_line_ends_the_run():
    run = run_of(OWN)
    assert [step.field.label for step in run.steps] == [None, None, "E", None, "C", "D"]
    text = "# T <u>\nby A\na: x\ne: v\nt: `p`\nc: z\nd: one\n</d>\n"
    found = run.pattern.match(text, text.index("by"))
    assert found.end() == len(text)
    assert found.lastindex == 3 * 6


@given(
    st.lists(
        st.tuples(st.sampled_from(LINES_OF_OWN), st.sampled_from(["\n", "\n\n", "\r\n"])).map("".join),
        max_size=20,
    ).map("".join),
    st.lists(st.integers(0, 100), max_size=2).map(sorted),
)
@example("d: one line\n\n</d>\n", [])
@example("e: an item of one line\n\nc: z\n", [])
def test_the_same_is_read_line_by_line_by_a_table_of_ones_own(text, steps):
    text = f"# T <u>\nby A\n{text}"
    assert shown(together(text, steps, OWN)) == shown(line_by_line(text, OWN))


def test_a_long_text_is_read_so_by_itself():
    text = SAMPLES[0].replace("\n### ", "x " * 40_000 + "\n### ", 1)
    reading = engine.begun(text, named(NAME))
    assert reading._run_of_fields is not None
    assert shown(engine.finished(reading)) == shown(together(text))
