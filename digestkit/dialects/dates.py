"""Days as dialects spell them: `2025-06-08`, `2025_06_08`, `2026年4月8日`, `1-Apr-2025`, `April 1, 2025`.

A week, `June 23 - June 29` or `Jan 9-15`, stands for its last day: what is in it was out by then.
"""

from __future__ import annotations

import datetime
import functools
import re

_NUMBERS = re.compile(r"(?P<year>[0-9]{4})[-./_年]? ?(?P<month>[0-9]{1,2})[-./_月]? ?(?P<day>[0-9]{1,2})日?")
_NAMED = re.compile(r"(?P<day>[0-9]{1,2})[- ](?P<name>[A-Za-z]{3,9})\.?[- ](?P<year>[0-9]{4})")
_MONTH_FIRST = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})")
_WEEK = re.compile(
    r"(?P<first>[A-Za-z]{3,9})\.? [0-9]{1,2} ?[-–] ?(?:(?P<last>[A-Za-z]{3,9})\.? )?(?P<day>[0-9]{1,2})"
)
_LONGEST = len("September 30, 2025") + 1
"""No day is spelled in more characters: a full stop may stand behind the name of its month."""
_YEAR = re.compile(r"[0-9]{4}")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(text: str) -> datetime.date | None:
    """The day that a text names, all of it; None where it names none, or one that does not exist."""
    return _read(text) if len(text) <= _LONGEST else None


@functools.lru_cache(maxsize=1024)  # the papers of a day all say it
def _read(text: str) -> datetime.date | None:
    match = _NUMBERS.fullmatch(text)
    if match is not None:
        return _date(match["year"], int(match["month"]), match["day"])
    match = _NAMED.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    month = _month(match["name"]) if match is not None else None
    return _date(match["year"], month, match["day"]) if match is not None and month is not None else None


def end_of_week(text: str, year: str) -> datetime.date | None:
    """The last day of a week in a year; None where that is none."""
    match = _WEEK.fullmatch(text)
    month = _month(match["last"] or match["first"]) if match is not None else None
    if match is None or month is None or not is_year(year):
        return None
    return _date(year, month, match["day"])


def is_day(text: str) -> bool:
    """Whether a text names a day that exists."""
    return read(text) is not None


def is_week(text: str) -> bool:
    """Whether a text is a week without its year."""
    return _WEEK.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a text is a year."""
    return _YEAR.fullmatch(text) is not None


def is_month(text: str) -> bool:
    """Whether a text is a year and a month, `202603`."""
    return len(text) == len("202603") and read(f"{text}01") is not None


def _month(name: str) -> int | None:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _date(year: str, month: int, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), month, int(day))
    except ValueError:
        return None
