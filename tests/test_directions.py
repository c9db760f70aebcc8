"""What runs from right to left is isolated, whatever it holds, and nothing else is touched."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import samples
from digestkit.text import isolated, isolated_html

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = st.text(alphabet=f"aß1 \u05d0\u0627김{CONTROLS}", max_size=12)


def depth(text):
    """How many isolates are open behind a text, and whether none was ended that was not open."""
    opened = 0
    for char in text:
        opened += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        if opened < 0:
            return None
    return opened


@given(TEXTS)
@example("\u2069\u2069\u202e\u2066")
@example("\u05d0\u2066")
def test_isolates_come_in_pairs(text):
    made = isolated(text)
    assert text in made
    assert made == text or (depth(made) == 0 and depth(made[:-1]) == 1)


@given(TEXTS)
def test_html_is_isolated_by_an_element(text):
    made = isolated_html("<b>x</b>", text)
    if isolated(text) == text:
        assert made == "<b>x</b>"
    else:
        inner = made.removeprefix("<bdi>").removesuffix("</bdi>")
        assert inner == isolated(text)[1:-1].replace(text, "<b>x</b>")


def test_every_character_that_can_turn_a_line_is_isolated():
    """By Unicode's own table: strong letters from right to left, Arabic digits, and what sets a direction."""
    turning = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
    found = {char for char in map(chr, range(0x110000)) if unicodedata.bidirectional(char) in turning}
    assert [char for char in found if isolated(f"가{char}") == f"가{char}"] == []


@pytest.mark.parametrize(
    "text", ["", "Ada Lovelace", "김철수", "Erdős", "李明", "X² – “y”", "\u200d", "\ufeff"]
)
def test_usual_texts_stay(text):
    assert isolated(text) == text
    assert isolated_html(text, text) == text


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_show_names_that_turn_nothing(form):
    paper = samples.paper(1, authors=("Ada \u202eLovelace", "Bo Yu"))
    text = digestkit.dumps([samples.digest(paper)], form)
    assert "\u2068Ada \u202eLovelace\u2069, Bo Yu" in text
