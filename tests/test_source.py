"""Positions: lines and columns from 1, columns in code points, in whatever order they are asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestkit.source import RecordOrigin, SourceText


def naive(text, offset):
    before = text[:offset]
    return (before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


@given(st.text("a\n\r\f가😀", max_size=30), st.lists(st.integers(0, 30), max_size=6))
def test_positions_in_any_order(text, offsets):
    source = SourceText(text)
    for offset in offsets:
        inside = min(offset, len(text))
        assert source.position(offset) == naive(text, inside)


def test_a_form_feed_ends_no_line():
    assert SourceText("a\fb\nc").position(4) == (2, 1)


def test_a_record_has_one_position():
    assert RecordOrigin("a.jsonl", 7).position(123) == (7, 1)
    assert RecordOrigin("a.jsonl", 7, 3).position(123) == (7, 3)
