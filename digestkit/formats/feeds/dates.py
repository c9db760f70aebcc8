"""Days as instants, and instants as feeds spell them: RFC 822 and RFC 3339, in English in any locale."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOTHING, _HALF_AN_HOUR = datetime.timedelta(), datetime.timedelta(minutes=30)
_MINUTE = datetime.timedelta(minutes=1)
# Later dates leave no room for the dates that a next version adds.
_LAST = datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.UTC)
# `email.utils` takes years below 100 for abbreviations: `0024` becomes 2024.
_EARLY_YEAR = re.compile(r" (0[0-9]{3}) ")
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3]):?([0-5][0-9])")


def zone(name: str) -> datetime.tzinfo:
    """The time zone of a name: `UTC`, an offset (`+09:00`), or a name of the IANA database (`Asia/Seoul`).

    Offsets mean the same on every machine; names depend on the time zone data that Python finds there.
    Raises ValueError for anything else.
    """
    offset = _OFFSET.fullmatch(name)
    if offset:
        away = datetime.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return datetime.timezone(-away if offset[1] == "-" else away)
    if name.upper() in ("UTC", "Z", "GMT"):
        return datetime.UTC
    import zoneinfo  # noqa: PLC0415 - most feeds are in UTC, or at an offset

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"{name!r} is no time zone: write UTC, an offset like +09:00, or a name like Asia/Seoul"
        ) from None


@lru_cache(maxsize=64)
def midnight(day: datetime.date, where: datetime.tzinfo) -> datetime.datetime:
    """The start of a day, with its offset rounded to minutes: RFC 822 and RFC 3339 have no seconds there."""
    start = datetime.datetime.combine(day, datetime.time())
    offset = where.utcoffset(start) or _NOTHING
    minutes = round(offset / _MINUTE)
    return start.replace(
        tzinfo=datetime.timezone(datetime.timedelta(minutes=minutes)) if minutes else datetime.UTC
    )


@lru_cache(maxsize=64)
def rfc822(instant: datetime.datetime) -> str:
    """`Fri, 05 Jul 2024 00:00:00 GMT`: RFC 822, with a year of four digits as RFC 1123 §5.2.14 wants it.

    Some readers know only offsets of whole and half hours; others are written in GMT. Fractions of a
    second are lost.
    """
    # Near both ends of the calendar there may be no such moment in GMT.
    if (instant.utcoffset() or _NOTHING) % _HALF_AN_HOUR and 1 < instant.year < 9999:
        instant = instant.astimezone(datetime.UTC)
    day = f"{_DAYS[instant.weekday()]}, {instant.day:02} {_MONTHS[instant.month - 1]} {instant.year:04}"
    return f"{day} {instant:%H:%M:%S} {instant.strftime('%z') if instant.utcoffset() else 'GMT'}"


def rfc3339(instant: datetime.datetime) -> str:
    """`2024-07-05T00:00:00Z`, with milliseconds or microseconds where the instant has them."""
    precision = "seconds"
    if instant.microsecond:
        precision = "microseconds" if instant.microsecond % 1000 else "milliseconds"
    return instant.isoformat(timespec=precision).replace("+00:00", "Z")


def read_rfc822(text: str | None) -> datetime.datetime | None:
    """The instant that an RFC 822 date means; None for anything else, and for one that `_usable` refuses."""
    import email.utils  # noqa: PLC0415 - only a feed that goes on from another is read

    try:
        instant = _usable(email.utils.parsedate_to_datetime(text or ""))
        early = _EARLY_YEAR.search(text or "")
        return instant.replace(year=int(early[1])) if early else instant
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_rfc3339(text: str | None) -> datetime.datetime | None:
    """The instant that an RFC 3339 date means; None for anything else, and for one that `_usable` refuses."""
    try:
        return _usable(datetime.datetime.fromisoformat((text or "").strip()))
    except ValueError:
        return None


def _usable(instant: datetime.datetime) -> datetime.datetime:
    """The instant; one without an offset (RFC 822's `-0000`, or somebody's mistake) counts as UTC.

    Raises ValueError for one that no feed can continue from: it leaves no room for later dates, or its
    offset has seconds, which feeds cannot spell.
    """
    offset = instant.utcoffset()
    if instant.replace(tzinfo=datetime.UTC) >= _LAST or (offset or _NOTHING) % _MINUTE:
        raise ValueError(f"no feed can go on from {instant}")
    return instant if offset is not None else instant.replace(tzinfo=datetime.UTC)
