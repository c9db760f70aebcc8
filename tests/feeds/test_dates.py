"""Dates of feeds: the same on every machine, spelled as the RFCs say, and read back."""

import datetime
import email.utils

import pytest

from digestkit.formats.feeds.dates import midnight, read_rfc822, read_rfc3339, rfc822, rfc3339, zone

UTC = datetime.UTC
DAY = datetime.date(2024, 7, 5)


def at(offset, *moment):
    """A moment at an offset of some minutes."""
    return datetime.datetime(*moment, tzinfo=datetime.timezone(datetime.timedelta(minutes=offset)))


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("UTC", 0),
        ("utc", 0),
        ("Z", 0),
        ("gmt", 0),
        ("+09:00", 540),
        ("+0900", 540),
        ("-03:30", -210),
        ("+23:59", 1439),
        ("-12:00", -720),
        ("+00:00", 0),
        ("Asia/Seoul", 540),
    ],
)
def test_a_zone_is_named_or_an_offset(name, minutes):
    start = midnight(DAY, zone(name))
    assert start.utcoffset() == datetime.timedelta(minutes=minutes)
    assert start.replace(tzinfo=None) == datetime.datetime(2024, 7, 5)  # noqa: DTZ001 - its wall clock


@pytest.mark.parametrize(
    "name", ["", "Nowhere", "No/Where", "+24:00", "+09:60", "09:00", "+9", "++09:00", "../UTC", "/etc/passwd"]
)
def test_what_is_no_zone_is_refused_by_name(name):
    with pytest.raises(ValueError, match="is no time zone: write UTC, an offset like") as caught:
        zone(name)
    assert repr(name) in str(caught.value)


def test_an_offset_with_seconds_is_rounded_to_the_minute():
    """Seoul kept its own solar time, 8:27:52 before Greenwich, until 1908."""
    start = midnight(datetime.date(1900, 1, 1), zone("Asia/Seoul"))
    assert start.utcoffset() == datetime.timedelta(hours=8, minutes=28)
    assert start.hour == start.minute == start.second == 0


def test_no_offset_is_utc_itself():
    assert midnight(DAY, zone("Europe/London")).utcoffset() == datetime.timedelta(hours=1)
    assert midnight(datetime.date(2024, 1, 5), zone("Europe/London")).tzinfo is UTC


def test_every_day_of_a_year_is_spelled_as_the_standard_library_does():
    for number in range(366):
        instant = datetime.datetime(2024, 1, 1, 1, 2, 3, tzinfo=UTC) + datetime.timedelta(number)
        assert rfc822(instant) == email.utils.format_datetime(instant, usegmt=True)


@pytest.mark.parametrize(
    ("instant", "spelled"),
    [
        (at(540, 2024, 7, 5), "Fri, 05 Jul 2024 00:00:00 +0900"),
        (at(330, 2024, 7, 5), "Fri, 05 Jul 2024 00:00:00 +0530"),
        (at(-30, 2024, 7, 5), "Fri, 05 Jul 2024 00:00:00 -0030"),
        (at(345, 2024, 7, 5), "Thu, 04 Jul 2024 18:15:00 GMT"),
        (at(15, 2024, 7, 5), "Thu, 04 Jul 2024 23:45:00 GMT"),
        (at(-15, 2024, 7, 5), "Fri, 05 Jul 2024 00:15:00 GMT"),
        (at(345, 2, 1, 1), "Mon, 31 Dec 0001 18:15:00 GMT"),
        (at(345, 1, 1, 1), "Mon, 01 Jan 0001 00:00:00 +0545"),
        (at(-345, 9998, 12, 31, 23), "Fri, 01 Jan 9999 04:45:00 GMT"),
        (at(-345, 9999, 12, 31, 22), "Fri, 31 Dec 9999 22:00:00 -0545"),
    ],
)
def test_offsets_that_readers_do_not_know_are_written_as_gmt(instant, spelled):
    assert rfc822(instant) == spelled
    assert read_rfc822(spelled) == instant


@pytest.mark.parametrize(
    ("instant", "spelled"),
    [
        (at(0, 2024, 7, 5), "2024-07-05T00:00:00Z"),
        (at(540, 2024, 7, 5), "2024-07-05T00:00:00+09:00"),
        (at(0, 2024, 7, 5, 0, 0, 0, 5000), "2024-07-05T00:00:00.005Z"),
        (at(0, 2024, 7, 5, 0, 0, 0, 5001), "2024-07-05T00:00:00.005001Z"),
        (at(0, 2024, 7, 5, 0, 0, 0, 1), "2024-07-05T00:00:00.000001Z"),
        (at(0, 33, 7, 5), "0033-07-05T00:00:00Z"),
    ],
)
def test_fractions_are_as_long_as_they_must_be(instant, spelled):
    assert rfc3339(instant) == spelled
    assert read_rfc3339(f" {spelled}\n") == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri, 05 Jul 2024 00:00:00 GMT", at(0, 2024, 7, 5)),
        ("5 Jul 2024 10:00 +0200", at(120, 2024, 7, 5, 10)),
        ("Fri, 05 Jul 2024 00:00:00 -0000", at(0, 2024, 7, 5)),
        ("Tue, 05 Jul 0033 00:00:00 GMT", at(0, 33, 7, 5)),
        ("Mon, 05 Jul 0133 00:00:00 +0900", at(540, 133, 7, 5)),
        ("Fri, 05 Jul 33 00:00:00 GMT", at(0, 2033, 7, 5)),
        ("Thu, 30 Feb 2024 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:00:00 GMT", None),
        ("Fri, 31 Dec 9999 22:59:59 GMT", at(0, 9999, 12, 31, 22, 59, 59)),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_rss_are_read_or_none(text, instant):
    found = read_rfc822(text)
    assert found == instant
    assert found is None or found.utcoffset() == instant.utcoffset()


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-07-05T10:00:00+02:00", at(120, 2024, 7, 5, 10)),
        ("2024-07-05T10:00:00", at(0, 2024, 7, 5, 10)),
        ("2024-07-05", at(0, 2024, 7, 5)),
        ("2024-07-05T10:00:00+00:00:30", None),
        ("2024-02-30T10:00:00Z", None),
        ("9999-12-31T23:00:00Z", None),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_atom_are_read_or_none(text, instant):
    found = read_rfc3339(text)
    assert found == instant
    assert found is None or found.utcoffset() == instant.utcoffset()
