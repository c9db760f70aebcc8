"""Days as dialects spell them."""

from __future__ import annotations

import datetime

import pytest

from digestkit.dialects import dates


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-01",
        "2025.4.1",
        "2025/04/01",
        "2025_04_01",
        "20250401",
        "202504/01",
        "2025年04月01日",
        "1-Apr-2025",
        "1 April 2025",
        "April 1, 2025",
        "Apr. 1 2025",
    ],
)
def test_a_day_is_read(text):
    assert dates.read(text) == datetime.date(2025, 4, 1)


@pytest.mark.parametrize(
    "text", ["", "2025-02-30", "2025", "1-Foo-2025", "x2025-04-01", "2025-04-01 ", "0000-01-01"]
)
def test_what_is_no_day(text):
    assert dates.read(text) is None


@pytest.mark.parametrize(
    ("week", "last"),
    [
        ("June 23 - June 29", (6, 29)),
        ("May 22-28", (5, 28)),
        ("Dec 30 - Jan 5", (1, 5)),
        ("Mar 20–Mar. 26", (3, 26)),
    ],
)
def test_a_week_ends_with_its_last_day(week, last):
    assert dates.end_of_week(week, "2024") == datetime.date(2024, *last)


@pytest.mark.parametrize(
    ("week", "year"), [("June 23 - June 31", "2024"), ("Foo 1-2", "2024"), ("May 1-7", "")]
)
def test_what_is_no_week(week, year):
    assert dates.end_of_week(week, year) is None
