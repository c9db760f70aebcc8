"""Days, as programs write them that read ours: as text, as a time at midnight, as a number since 1970."""

from __future__ import annotations

import datetime
import re

_DAY = re.compile(
    r"""([0-9]{4}-[0-9]{2}-[0-9]{2})
    (?:[T\ ]00:00(?::00(?:[.,]0+)?)?(?:Z|[+-]00:?00)?)?  # midnight""",
    re.VERBOSE,
)
_EPOCH = datetime.date(1970, 1, 1)

_UNITS = (1, 10**3, 10**6, 10**9)
"""Parts of a second that a number since 1970 may count; pandas writes thousandths unless told otherwise."""

_LEAST, _MOST = 10**8, 10**11
"""Seconds since 1970 between which a number can only count one of the units: from 1973 to the year 5138."""


def read(value: object) -> datetime.date:
    """The day that a value names; raises ValueError for anything else, a time of the day among it."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date()
    elif isinstance(value, datetime.date):
        return value
    elif isinstance(value, str):
        if (named := _DAY.fullmatch(value)) is not None:
            return datetime.date.fromisoformat(named[1])
    elif type(value) in (int, float) and (found := _counted(value)) is not None:  # type: ignore[arg-type]
        return found
    raise ValueError("no day")


def _counted(value: float) -> datetime.date | None:
    for unit in _UNITS:
        if _LEAST <= value / unit < _MOST:
            days, rest = divmod(value, 86_400 * unit)
            return None if rest else _EPOCH + datetime.timedelta(days=int(days))
    return None
