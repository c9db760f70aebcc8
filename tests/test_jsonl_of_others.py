"""JSON Lines as other programs write them back: arrays, records over lines, days as numbers, NaN."""

import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, InputError, Paper
from digestkit.formats.jsonl import days
from digestkit.formats.jsonl import reader as jsonl
from digestkit.source import Origin
from digestkit.testing import samples, strategies


def read(text, name="a.jsonl"):
    noticed = []
    return list(jsonl.digests([text], Origin(name), noticed.append)), noticed


DIGESTS = list(samples.all_digests())
RECORDS = list(digestkit.records(DIGESTS))
PLAIN = list(digestkit.records(samples.digest(samples.paper(1), samples.paper(2))))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        "\ufeff\n " + json.dumps(RECORDS, indent="\t").replace("\n", "\r\n") + "\n",
        "\n".join(json.dumps(record, indent=2) for record in RECORDS),
        "".join(json.dumps(record, indent=1) for record in RECORDS),
    ],
    ids=["an array", "jq -s", "CRLF and a BOM", "jq .", "one behind the other"],
)
def test_records_that_are_laid_out_otherwise_are_read(text):
    assert read(text) == (DIGESTS, [])


@pytest.mark.parametrize("suffix", [".json", ".txt"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PLAIN, separators=(",", ":")).replace("/", "\\/"),
        json.dumps([{key: record[key] for key in record if key != "schema"} for record in PLAIN]),
        "\n".join(json.dumps({**record, "id": "url:0123456789abcdef"}) for record in PLAIN),
    ],
    ids=["pandas", "DuckDB, of a table", "lines"],
)
def test_records_are_known_by_their_beginning(tmp_path, text, suffix):
    """Not by the name of a file, which readers of plugins may have a claim to."""
    path = tmp_path / f"a{suffix}"
    path.write_text(text, encoding="utf-8")
    (found,) = digestkit.iter_digests(path)
    assert len(found.papers) == 2


def test_what_is_wrong_in_an_array_has_its_line():
    text = json.dumps([PLAIN[0], 3, {"title": "x"}], indent=1)
    found, noticed = read(text)
    assert [len(digest.papers) for digest in found] == [1]
    assert [(one.code, text.split("\n")[one.line - 1].strip()[:1]) for one in noticed] == [
        (Code.BAD_JSON, "3"),
        (Code.BAD_RECORD, "{"),
    ]


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("", "the array does not end"),
        (', {"title"', "no JSON"),
        (" {}]", "goes on with no comma"),
        ("] x", "something follows"),
        (", " + "[" * 100_000, "not JSON that can be read"),
    ],
)
def test_an_array_that_is_cut_off_is_an_error_once(end, message):
    found = jsonl.digests([json.dumps(PLAIN)[:-1], end], Origin("a.jsonl"), pytest.fail)
    with pytest.raises(InputError, match=message) as caught:
        list(found)
    assert "jq -c" in str(caught.value)


def test_an_array_that_is_cut_off_fails_the_run(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(PLAIN, indent=2)[:-2], "utf-8")
    told = []
    result = digestkit.convert(tmp_path / "a.jsonl", "jsonl", tmp_path / "b.jsonl", report=told.append)
    assert len(result.failed) == 1
    assert len(told) == 1


@pytest.mark.parametrize(
    "line",
    [
        {"title": {"0": "t"}, "url": {"0": "u"}},
        {"0": {"title": "t", "url": "u"}},
        {"columns": ["title"], "index": [0], "data": [["t"]]},
        {"schema": {"fields": []}, "data": [{"title": "t"}]},
    ],
)
def test_a_table_that_pandas_wrote_in_one_piece_is_refused_with_the_remedy(line):
    _, (diagnostic,) = read(json.dumps(line))
    assert "to_json(orient='records', lines=True)" in diagnostic.message


def test_of_many_bad_lines_the_first_are_reported_and_the_rest_counted():
    found, noticed = read('{"a": 1}\n' * 5487)
    assert found == []
    assert len(noticed) == jsonl.MOST + 1
    assert (noticed[-1].message, noticed[-1].line) == ("5,467 more that are no records, from here on", 21)
    assert len(read('{"a": 1}\n' * jsonl.MOST)[1]) == jsonl.MOST


@pytest.mark.parametrize("unit", [1, 10**3, 10**6, 10**9])
@given(day=st.dates(datetime.date(1973, 3, 4), datetime.date(2260, 1, 1)))
def test_days_as_numbers_since_1970_are_read(unit, day):
    seconds = (day - datetime.date(1970, 1, 1)).days * 86400
    assert days.read(seconds * unit) == days.read(float(seconds * unit)) == day


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-05",
        "2024-07-05T00:00:00.000",
        "2024-07-05 00:00:00",
        "2024-07-05T00:00:00Z",
        "2024-07-05T00:00:00.000000+00:00",
    ],
)
def test_days_as_text_are_read(text):
    assert days.read(text) == datetime.date(2024, 7, 5)


@pytest.mark.parametrize(
    "value",
    [
        "2024-07-05T08:00:00",
        "2024-02-30",
        "20240705",
        1720137600000 + 1,
        20240705,
        2024,
        0,
        True,
        -1720137600,
        10**30,
        datetime.datetime(2024, 7, 5, 8, tzinfo=datetime.UTC),
        float("inf"),
        [],
    ],
)
def test_what_is_no_day_is_none(value):
    with pytest.raises(ValueError, match=r"no day|day is out of range"):
        days.read(value)


def test_nan_is_nothing():
    found, noticed = read('{"title": "t", "url": "u", "votes": NaN, "section": NaN}')
    assert (found, noticed) == ([Digest(None, "", [Paper("t", "u")])], [])


def test_records_of_data_frames_are_digests_again():
    nan = float("nan")
    rows = [
        {**record, "date": record["date"] and datetime.date.fromisoformat(record["date"]),
         **{key: nan for key in ("votes", "doi", "rank") if record[key] is None}}
        for record in RECORDS
    ]  # fmt: skip
    assert list(digestkit.from_records(rows)) == DIGESTS


@given(st.lists(strategies.further_digests(), max_size=3))
def test_records_and_from_records_undo_each_other(digests):
    assert list(digestkit.from_records(digestkit.records(digests))) == digests


@pytest.mark.parametrize("name", ["x.json", "x.data", "x.txt", "x", "-"])
@pytest.mark.parametrize(
    "text", ["\n".join(map(json.dumps, PLAIN)), json.dumps(PLAIN, indent=2)], ids=["lines", "jq -s"]
)
def test_own_records_are_known_by_their_first_key_whatever_they_are_called(tmp_path, monkeypatch, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    noticed = []
    found = list(digestkit.iter_digests(name, noticed.append))
    assert found == read(text)[0]
    assert {note.code for note in noticed} <= {Code.READ_AS}


def test_what_is_no_record_raises_or_is_reported():
    with pytest.raises(InputError, match="records:1: title is missing"):
        list(digestkit.from_records([{}]))
    told = []
    made = list(digestkit.from_records([{}, {"title": "t", "url": "u", "x": 1}], "rows", told.append))
    assert made == [Digest(None, "", [Paper("t", "u")])]
    assert [one.text() for one in told] == [
        "rows:1: DK302 title is missing",
        "rows:2: DK303 unknown key 'x' is not kept",
    ]
