"""Parquet: what was written reads back equal; types, row groups, partitions, bad files."""

import contextlib
import datetime
import io
import re
import zipfile

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from digestkit_data import seal
from digestkit_data.parquet import files, partitions
from digestkit_data.parquet.exporter import parquet
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, InputError, Item, Paper
from digestkit.testing import samples, strategies


def written(*digests, report=None, **options):
    return digestkit.dump_bytes(digests, parquet, report=report, **options)


def read(data, report=None):
    document = digestkit.load(io.BytesIO(data), "parquet")
    if report is not None:
        report.extend(document.diagnostics)
    return list(document.digests)


def table(*digests):
    return pq.read_table(io.BytesIO(written(*digests)))


@given(st.lists(strategies.further_digests(), max_size=3))
def test_what_was_written_reads_back_equal(digests):
    found = read(written(*digests))
    assert found == digests
    orders = [[paper.authors_ordered for paper in digest.papers] for digest in found]
    assert orders == [[paper.authors_ordered for paper in digest.papers] for digest in digests]


@given(st.lists(strategies.digests(), max_size=3))
def test_korean_digests_read_back_equal(digests):
    again = attrs.evolve(digests[0], papers=[]) if digests and digests[0].title else None
    digests = [*digests, *digests, *([again, again] if again else [])]
    assert read(written(*digests)) == digests


def test_types_are_those_of_the_values():
    (row,) = table(
        Digest(datetime.date(2024, 7, 5), "D", [samples.further_paper()], source="a.md")
    ).to_pylist()
    assert row["date"] == datetime.date(2024, 7, 5)
    assert row["submitted"] == datetime.date(2024, 7, 2)
    assert row["links"][0] == {"name": "code", "value": "https://code.example/graphs"}
    assert row["source"] == {"path": "a.md", "line": None}
    assert row["media"]["kind"] == "image"
    (record,) = digestkit.records(Digest(datetime.date(2024, 7, 5), "D", [samples.further_paper()]))
    assert [*row] == [name for name in record if name != "schema"]
    days = {"date": row["date"].isoformat(), "submitted": row["submitted"].isoformat(), "source": None}
    same = {**row, **days, "schema": "digestkit/2"}
    assert same == {
        **record,
        "summary": [{"label": x["label"], "text": x["text"]} for x in record["summary"]],
    }


def test_a_paper_that_says_nothing_has_nulls_and_empty_lists():
    (row,) = table(Digest(None, "", [Paper("t", "u")])).to_pylist()
    lists = ("authors", "summary", "categories", "tags", "links", "extra")
    assert {name: row[name] for name in lists} == {name: [] for name in lists}
    known = {"id", "digest", "rank", "title", "url", "authors_truncated"}
    assert all(row[name] is None for name in row.keys() - known - {*lists})


def test_the_same_digests_give_the_same_bytes():
    digests = list(samples.all_digests())
    assert written(*digests) == written(*digests)
    assert pq.ParquetFile(io.BytesIO(written(*digests))).metadata.row_group(0).column(0).compression == "ZSTD"


def test_row_groups_are_written_while_digests_are_read(monkeypatch):
    monkeypatch.setattr(files, "GROUP", 4)
    given_out = []

    def days():
        for number in range(6):
            given_out.append(number)
            papers = [Paper(f"{number}", f"https://a.example/{number}/{at}") for at in range(3)]
            yield Digest(datetime.date(2024, 7, 1 + number), "D", papers)

    chunks = parquet(days())
    first = next(chunks)
    assert len(given_out) == 2
    data = b"".join([first, *chunks])
    assert [pq.ParquetFile(io.BytesIO(data)).metadata.row_group(at).num_rows for at in range(3)] == [6, 6, 6]
    assert read(data) == list(days())


def test_a_row_group_tells_the_range_of_what_one_looks_for_and_not_of_long_texts():
    group = pq.ParquetFile(io.BytesIO(written(*samples.all_digests()))).metadata.row_group(0)
    ranged = {
        column.path_in_schema for column in map(group.column, range(group.num_columns)) if column.statistics
    }
    assert {"id", "date", "url", "votes", "submitted"} <= ranged
    assert not {name for name in ranged if name.startswith(("title", "summary", "abstract", "tldr"))}


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_lone_surrogates_are_replaced_and_reported(half):
    told = []
    paper = Paper(f"a{half}", "u", authors=["b", half], summary=[Item(None, half)], extra=[("n", half)])
    (digest,) = read(written(Digest(None, "", [Paper("fine", "v"), paper]), report=told.append))
    assert digest.papers[1] == Paper(
        "a\ufffd", "u", authors=["b", "\ufffd"], summary=[Item(None, "\ufffd")], extra=[("n", "\ufffd")]
    )
    assert [(one.code, one.message) for one in told] == [(Code.ALTERED, "a lone surrogate became U+FFFD")]


# --- partitions ------------------------------------------------------------------------------------------


def tree(*digests, **options):
    with zipfile.ZipFile(io.BytesIO(written(*digests, **options))) as archive:
        found = {name: read(archive.read(name)) for name in archive.namelist()}
    assert all(re.search(r"/part-(2\d{3}-\d\d-\d\d-)?[0-9a-f]{8}(-2)?\.parquet$", name) for name in found)
    return {re.sub("-?[0-9a-f]{8}(?=[.-])", "", name): digests for name, digests in found.items()}


def day(month, number, year=2024):
    papers = [Paper(f"{number}.{at}", f"https://a.example/{year}/{month}/{number}/{at}") for at in range(3)]
    return Digest(datetime.date(year, month, number), "D", papers)


def test_months_have_folders():
    undated = Digest(None, "", [Paper("t", "u")])
    digests = [day(7, 5), day(6, 1), undated, day(7, 4)]
    assert tree(*digests, partition="month") == {
        "month=2024-06/part-2024-06-01.parquet": [day(6, 1)],
        "month=2024-07/part-2024-07-05.parquet": [day(7, 5), day(7, 4)],
        "month=__HIVE_DEFAULT_PARTITION__/part.parquet": [undated],
    }
    assert list(tree(day(7, 5), day(7, 5, 2023), partition="year")) == [
        "year=2023/part-2023-07-05.parquet",
        "year=2024/part-2024-07-05.parquet",
    ]


def test_a_month_that_comes_again_gets_another_file(monkeypatch):
    monkeypatch.setattr(partitions, "HELD", 7)
    found = tree(day(6, 1), day(7, 1), day(6, 2), day(6, 3), day(7, 2), partition="month")
    assert found == {
        "month=2024-06/part-2024-06-01.parquet": [day(6, 1), day(6, 2)],
        "month=2024-06/part-2024-06-03.parquet": [day(6, 3)],
        "month=2024-07/part-2024-07-01.parquet": [day(7, 1), day(7, 2)],
    }


def test_files_that_begin_alike_are_two(monkeypatch):
    monkeypatch.setattr(partitions, "HELD", 2)
    found = tree(day(6, 1), day(6, 1), partition="month")
    assert list(found) == ["month=2024-06/part-2024-06-01.parquet", "month=2024-06/part-2024-06-01-2.parquet"]


def test_what_earlier_runs_wrote_stays_where_their_papers_are_left_out(tmp_path):
    """Papers that are written once may not be replaced by those of the next day, or of later that day."""
    source, more = tmp_path / "in.jsonl", Paper("More", "https://a.example/more")
    later = attrs.evolve(day(7, 5), papers=[*day(7, 5).papers, more])
    for digests in ([day(7, 4)], [day(7, 5)], [day(7, 5)], [day(7, 4), later]):
        source.write_bytes(digestkit.dump_bytes(digests, "jsonl"))
        digestkit.convert(source, parquet, f"{tmp_path}/out/", partition="month", seen=tmp_path / "seen")
    found = list(digestkit.iter_digests(tmp_path / "out", format="parquet"))
    titles = sorted(paper.title for digest in found for paper in digest.papers)
    assert titles == sorted(paper.title for digest in (day(7, 4), later) for paper in digest.papers)


def test_a_folder_is_brought_up_to_date_and_read(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(digestkit.dump_bytes([day(6, 1), day(7, 5)], "jsonl"))
    digestkit.convert(source, parquet, f"{tmp_path}/out/", partition="month")
    source.write_bytes(digestkit.dump_bytes([day(7, 5), day(7, 6)], "jsonl"))
    digestkit.convert(source, parquet, f"{tmp_path}/out/", partition="month")
    assert list(digestkit.iter_digests(tmp_path / "out", format="parquet")) == [day(7, 5), day(7, 6)]
    assert [path.name for path in (tmp_path / "out").glob("month=*")] == ["month=2024-07"]


# --- what others write, and what is broken ---------------------------------------------------------------


def test_what_another_program_wrote_is_read():
    """Large strings, a column more, columns less, null for an empty list, times for days."""
    rows = pa.table(
        {
            "title": pa.array(["a", "b"], pa.large_string()),
            "url": ["u", "v"],
            "date": pa.array([datetime.datetime(2024, 7, 5)] * 2, pa.timestamp("us")),  # noqa: DTZ001 - as pandas has them
            "authors": pa.array([None, ["A"]], pa.list_(pa.string())),
            "votes": pa.array([3.0, None]),
            "score": [1, 2],
        }
    )
    stream, told = io.BytesIO(), []
    pq.write_table(rows, stream)
    found = read(stream.getvalue(), told)
    assert found == [
        Digest(datetime.date(2024, 7, 5), "", [Paper("a", "u", votes=3), Paper("b", "v", authors=["A"])])
    ]
    assert [one.message for one in told] == ["unknown column 'score' is not kept"]


OTHER_TYPES = {
    "votes": [pa.decimal128(38, 2), pa.string(), pa.float64(), pa.int8()],
    "rank": [pa.float64(), pa.uint16()],
    "authors_truncated": [pa.int8(), pa.string()],
    "title": [pa.binary(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    "authors": [pa.large_list(pa.large_string()), pa.list_(pa.string_view())],
    "date": [pa.date64(), pa.timestamp("ns"), pa.timestamp("s", "UTC"), pa.string()],
    "submitted": [pa.timestamp("ms")],
}


def with_column(rows, name, values):
    stream = io.BytesIO()
    pq.write_table(rows.set_column(rows.schema.get_field_index(name), name, values), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name, kinds in OTHER_TYPES.items() for kind in kinds], ids=str
)
def test_other_types_are_read_as_ours(name, kind):
    since = datetime.date(2024, 7, 1)
    paper = Paper("a", "u", votes=3, authors=["A", "나"], authors_truncated=True, submitted=since)
    digest = Digest(datetime.date(2024, 7, 5), "D", [paper])
    rows, told = table(digest), []
    assert read(with_column(rows, name, rows[name].cast(kind)), told) == [digest]
    assert told == []


def test_a_value_that_fits_no_number_is_told_with_its_row():
    digest = Digest(datetime.date(2024, 7, 5), "D", [Paper("a", "u", votes=1), Paper("b", "v", votes=2)])
    told = []
    found = read(with_column(table(digest), "votes", pa.array([1.0, 2.5])), told)
    assert [paper.title for one in found for paper in one.papers] == ["a"]
    assert ["votes must be a whole number or null, not 2.5" in one.message for one in told] == [True]


@pytest.mark.parametrize("name", ["authors", "categories", "links", "media", "source", "summary"])
def test_a_text_where_a_list_has_to_be_is_refused_once_for_all_rows(name):
    rows = table(*samples.all_digests())
    with pytest.raises(InputError, match=rf"the column '{name}' is string: make it (list|struct)<"):
        read(with_column(rows, name, rows["title"]))


def test_a_list_that_pandas_took_for_numbers_as_it_is_always_null_is_nothing():
    digest = Digest(datetime.date(2024, 7, 5), "D", [Paper("a", "u"), Paper("b", "v", votes=2)])
    told = []
    assert read(with_column(table(digest), "media", pa.array([None, None], pa.float64())), told) == [digest]
    assert told == []
    with pytest.raises(InputError, match="the column 'media' is double: make it struct<"):
        read(with_column(table(digest), "media", pa.array([None, 1.0])))


def test_a_column_that_is_there_twice_is_refused():
    rows, stream = table(day(7, 5)), io.BytesIO()
    pq.write_table(rows.append_column("title", rows["url"]), stream)
    with pytest.raises(InputError, match="'title' is there 2 times"):
        read(stream.getvalue())


def test_row_numbers_of_pandas_are_nothing_to_tell():
    digest, told = day(7, 5), []
    rows, stream = table(digest), io.BytesIO()
    pq.write_table(rows.append_column("__index_level_0__", pa.array(range(len(rows)))), stream)
    assert read(stream.getvalue(), told) == [digest]
    assert told == []


def test_a_table_without_papers_is_refused():
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), stream)
    with pytest.raises(InputError, match="without the columns title and url"):
        read(stream.getvalue())


def test_a_newer_table_is_refused():
    rows = table(samples.digest()).replace_schema_metadata({"digestkit": "digestkit/3"})
    stream = io.BytesIO()
    pq.write_table(rows, stream)
    with pytest.raises(InputError, match="'digestkit/3': perhaps a newer digestkit"):
        read(stream.getvalue())


@pytest.mark.parametrize("cut", [0, 3, 4, 100, -1])
def test_a_file_that_is_cut_off_is_refused(cut):
    with pytest.raises(InputError):
        read(written(*samples.all_digests())[:cut])


@pytest.fixture(scope="module")
def full():
    return written(*samples.all_digests())


@given(st.data())
def test_a_byte_that_changed_is_an_error_wherever_it_is(full, data):
    at = data.draw(st.integers(0, len(full) - 1))
    damaged = bytearray(full)
    damaged[at] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(InputError):
        assert read(bytes(damaged)) == read(full)


@given(st.data())
def test_nothing_of_a_cut_off_file_is_read(full, data):
    with pytest.raises(InputError):
        read(full[: data.draw(st.integers(0, len(full) - 1))])


def test_a_file_that_others_wrote_anew_needs_no_checksum_of_ours():
    """Though pyarrow may pass on what the metadata says."""
    stream = io.BytesIO()
    file = pq.ParquetFile(io.BytesIO(written(day(7, 5), day(7, 6))))
    metadata = file.metadata.metadata
    rows = file.read().slice(0, 3).replace_schema_metadata(metadata)
    assert any(seal.BLANK[:10] in value for value in metadata.values())
    pq.write_table(rows, stream)
    assert read(stream.getvalue()) == [day(7, 5)]


def test_pages_have_checksums_that_others_can_verify():
    data = bytearray(written(day(7, 5)))
    file = pq.ParquetFile(io.BytesIO(data))
    column = file.metadata.row_group(0).column(file.schema_arrow.names.index("url"))
    data[column.data_page_offset + column.total_compressed_size - 1] ^= 1
    with pytest.raises(OSError, match="CRC"):
        pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True).read()
    unsealed = bytes(data).replace(b"digestkit-seal:", b"nothing at all:")
    with pytest.raises(InputError, match="CRC"):
        read(unsealed)


def test_text_like_a_checksum_is_text():
    digest = Digest(None, "", [Paper(seal.BLANK.decode(), "u")])
    assert read(written(digest)) == [digest]


def test_digests_without_papers_count_among_what_waits(monkeypatch):
    monkeypatch.setattr(partitions, "HELD", 2)
    empty = [Digest(datetime.date(2024, 6, number), "D", ()) for number in range(1, 5)]
    found = tree(*empty, partition="month")
    assert [len(digests) for digests in found.values()] == [3, 1]
