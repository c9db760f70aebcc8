"""Tables and text as commands print them: as wide as a terminal, and in one line each in a pipe."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from digestkit.cli import layout, main
from digestkit.text.width import cells

TABLE = [
    ("rss", ".rss", "RSS 2.0 feed.", "paper-digestkit"),
    (
        "notes",
        "",
        "A note for each research paper of your digests: an exporter.",
        "paper-digestkit-notes 0.1.0",
    ),
]


def test_in_a_pipe_a_row_is_a_line():
    assert len(list(layout.rows(TABLE))) == len(TABLE)


def test_on_a_terminal_the_widest_cells_go_on_below():
    assert [line.rstrip() for line in layout.rows(TABLE, 70)] == [
        "rss    .rss  RSS 2.0 feed.                 paper-digestkit",
        "notes        A note for each research      paper-digestkit-notes 0.1.0",
        "             paper of your digests: an",
        "             exporter.",
    ]


def test_on_a_narrow_terminal_cells_stand_one_below_the_other():
    assert list(layout.rows(TABLE, 40)) == [
        "rss",
        "    .rss",
        "    RSS 2.0 feed.",
        "    paper-digestkit",
        "notes",
        "    A note for each research paper of",
        "    your digests: an exporter.",
        "    paper-digestkit-notes 0.1.0",
    ]


WORDS = st.text(st.sampled_from("abé한 "), max_size=60)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), st.integers(10, 120))
def test_no_word_is_lost_and_nothing_is_wider_than_the_terminal(table, room):
    lines = list(layout.rows(table, room))
    assert sorted("".join(lines).replace(" ", "")) == sorted("".join(map("".join, table)).replace(" ", ""))
    assert sorted(" ".join(layout.rows(table)).split()) == sorted(" ".join(map(" ".join, table)).split())
    if all(map(str.isascii, map("".join, table))):
        assert all(
            cells(line.rstrip())
            <= max(room, 4 + max(map(len, " ".join(map(" ".join, table)).split()), default=0))
            for line in lines
        )


def test_a_paragraph_breaks_neither_names_nor_addresses():
    text = "It counts as lost: --fail-on-loss fails, see https://example.org/a-long-address/of-a-page."
    assert list(layout.paragraph(text, 30, "  ", "- ")) == [
        "- It counts as lost:",
        "  --fail-on-loss fails, see",
        "  https://example.org/a-long-address/of-a-page.",
    ]
    assert list(layout.paragraph(text, None, "  ", "- ")) == [f"- {text}"]


@pytest.mark.parametrize("columns", [50, 64, 80])
def test_help_breaks_no_option_at_its_hyphens(columns):
    shown = CliRunner().invoke(main, ["--help"], terminal_width=columns, max_content_width=columns).output
    for option in ("--fail-on-loss", "--fail-empty"):
        assert option in shown
    assert "\u2011" not in shown
