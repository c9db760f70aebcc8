"""Days as dialects spell them: `2025-06-08`, `2025.06.08`, `2026年04月08日`, `1-Apr-2025`, `202603/05`."""

from __future__ import annotations

import datetime
import re

_NUMBERS = re.compile(r"(?P<year>[0-9]{4})[-./年]? ?(?P<month>[0-9]{1,2})[-./月]? ?(?P<day>[0-9]{1,2})日?")
_NAMED = re.compile(r"(?P<day>[0-9]{1,2})[- ](?P<name>[A-Za-z]{3,9})\.?[- ](?P<year>[0-9]{4})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(text: str) -> datetime.date | None:
    """The day that a text names, all of it; None where it names none, or one that does not exist."""
    match = _NUMBERS.fullmatch(text)
    if match is not None:
        return _date(match["year"], int(match["month"]), match["day"])
    match = _NAMED.fullmatch(text)
    month = match["name"][:3].lower() if match is not None else ""
    if match is None or month not in _MONTHS:
        return None
    return _date(match["year"], _MONTHS.index(month) + 1, match["day"])


def _date(year: str, month: int, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), month, int(day))
    except ValueError:
        return None
