"""Those for whom the tables are made: each reads them with its defaults, and has the types right."""

import contextlib
import datetime
import io
import json

import attrs
import pytest

pytest.importorskip("duckdb", reason="DuckDB is not installed: the extra [test] has it, pandas and Polars")

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.json
import pyarrow.parquet as pq
from digestkit_data.parquet.exporter import parquet

import digestkit
from digestkit import Digest, Item, Paper
from digestkit.testing import samples

FIRST, SECOND = datetime.date(2024, 7, 5), datetime.date(2024, 8, 1)
FULL = attrs.evolve(
    samples.further_paper(),
    url="https://arxiv.org/abs/2407.01910",
    votes=3,
    authors=["Ada Lovelace", "Grace Hopper"],
    summary=[Item("Label", "One."), Item(None, "Two.")],
)
BARE = Paper("=1+1", "https://arxiv.org/abs/2408.00020")
DIGESTS = [Digest(FIRST, "D", [BARE, FULL], source="a.md"), Digest(SECOND, "D", [BARE])]


@pytest.fixture
def files(tmp_path):
    """A Parquet file, a folder of them, flat JSON Lines and CSV, by name."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(digestkit.dump_bytes(DIGESTS, "jsonl"))
    made = {
        "parquet": tmp_path / "papers.parquet",
        "flat": tmp_path / "flat.jsonl",
        "csv": tmp_path / "papers.csv",
    }
    digestkit.convert(source, parquet, made["parquet"])
    digestkit.convert(source, "jsonl", made["flat"], flat=True)
    digestkit.convert(source, "csv", made["csv"])
    digestkit.convert(source, parquet, f"{tmp_path}/tree/", partition="month")
    return {name: str(path) for name, path in {**made, "tree": tmp_path / "tree"}.items()}


def asked(query):
    with contextlib.closing(duckdb.connect()) as connection:
        return connection.sql(query).fetchall()


def test_duckdb_reads_parquet(files):
    path = files["parquet"]
    types = {name: kind for name, kind, *_ in asked(f"DESCRIBE SELECT * FROM '{path}'")}
    assert (types["date"], types["votes"], types["authors"]) == ("DATE", "BIGINT", "VARCHAR[]")
    assert types["summary"] == 'STRUCT("label" VARCHAR, "text" VARCHAR)[]'
    assert (types["authors_truncated"], types["submitted"], types["arxiv_id"]) == (
        "BOOLEAN",
        "DATE",
        "VARCHAR",
    )
    assert asked(f"SELECT date, sum(votes) FROM '{path}' GROUP BY date ORDER BY date") == [
        (FIRST, 3),
        (SECOND, None),
    ]
    assert asked(f"SELECT DISTINCT unnest(authors) AS name FROM '{path}' ORDER BY name") == [
        ("Ada Lovelace",),
        ("Grace Hopper",),
    ]


def test_duckdb_reads_partitions(files):
    query = f"SELECT month, count(*) FROM '{files['tree']}/**/*.parquet' GROUP BY month ORDER BY month"
    assert asked(query) == [("2024-07", 2), ("2024-08", 1)]


def test_polars_reads_parquet(files):
    frame = pl.read_parquet(files["parquet"])
    pair = pl.List(pl.Struct({"name": pl.String, "value": pl.String}))
    schema = frame.schema
    assert (schema["date"], schema["votes"], schema["links"]) == (pl.Date, pl.Int64, pair)
    assert (schema["authors"], schema["arxiv_id"]) == (pl.List(pl.String), pl.String)
    assert frame["date"].to_list() == [FIRST, FIRST, SECOND]
    assert frame["votes"].to_list() == [None, 3, None]
    scanned = pl.scan_parquet(f"{files['tree']}/**/*.parquet", hive_partitioning=True).collect()
    assert sorted(scanned["month"].to_list()) == ["2024-07", "2024-07", "2024-08"]


def test_pandas_reads_parquet(files):
    frame = pd.read_parquet(files["parquet"])
    assert frame["date"].tolist() == [FIRST, FIRST, SECOND]
    assert frame["votes"].dropna().tolist() == [3]
    assert frame["arxiv_id"].tolist() == ["2408.00020", "2407.01910", "2408.00020"]
    assert frame["authors"].map(list).tolist()[1] == ["Ada Lovelace", "Grace Hopper"]
    assert len(pd.read_parquet(files["tree"])) == 3


def test_pyarrow_reads_parquet(files):
    assert pq.read_table(files["parquet"]).schema.field("submitted").type == pa.date32()
    tree = pyarrow.dataset.dataset(files["tree"], partitioning="hive")
    assert tree.count_rows() == 3
    assert sorted(set(tree.to_table()["month"].to_pylist())) == ["2024-07", "2024-08"]


# --- flat JSON Lines: the types are guessed --------------------------------------------------------------

TEXT = {"id", "title", "url", "authors", "categories", "links", "doi", "section", "summary_text"}
IDS = ["arxiv:2408.00020", "arxiv:2407.01910", "arxiv:2408.00020"]


def test_polars_guesses_flat_records_right(files):
    frame = pl.read_ndjson(files["flat"])
    assert all(frame.schema[name] == pl.String for name in TEXT)
    assert frame.schema["votes"] == pl.Int64
    assert frame.schema["summary"] == pl.List(pl.Struct({"label": pl.String, "text": pl.String}))
    assert frame["id"].to_list() == IDS
    assert frame["summary"].to_list()[1] == [
        {"label": "Label", "text": "One."},
        {"label": "", "text": "Two."},
    ]


def test_pyarrow_guesses_flat_records_right(files):
    found = pyarrow.json.read_json(files["flat"])
    assert all(found.schema.field(name).type == pa.string() for name in TEXT)
    assert found.schema.field("votes").type == pa.int64()
    assert found["id"].to_pylist() == IDS


@pytest.mark.parametrize("engine", ["ujson", "pyarrow"])
def test_pandas_guesses_flat_records_right(files, engine):
    frame = pd.read_json(files["flat"], lines=True, engine=engine)
    assert frame["id"].tolist() == IDS
    assert all(isinstance(value, str) for name in TEXT for value in frame[name])
    assert frame["votes"].dropna().tolist() == [3]
    assert frame["date"].tolist() == [pd.Timestamp(FIRST), pd.Timestamp(FIRST), pd.Timestamp(SECOND)]


def test_duckdb_guesses_flat_records_right(files):
    types = {name: kind for name, kind, *_ in asked(f"DESCRIBE SELECT * FROM '{files['flat']}'")}
    assert all(types[name] == "VARCHAR" for name in TEXT)
    assert (types["votes"], types["date"], types["submitted"]) == ("BIGINT", "DATE", "VARCHAR")
    assert types["summary"] == 'STRUCT("label" VARCHAR, "text" VARCHAR)[]'
    assert asked(f"SELECT id FROM '{files['flat']}'") == [(one,) for one in IDS]


def _many(last):
    """Bare papers, and one that says everything behind more rows than any of the readers samples."""
    bare = [Paper(f"t{at}", f"https://arxiv.org/abs/2407.{at:05}", votes=0)
            for at in range(1, 30_000)]  # fmt: skip
    return [Digest(FIRST, "D", [*bare, last])]


def test_text_that_comes_late_is_read_by_all_of_them(tmp_path):
    path = tmp_path / "late.jsonl"
    late = FULL
    path.write_bytes(digestkit.dump_bytes(_many(late), "jsonl", flat=True))
    wanted = (late.doi, "2024-07-02", "Ada Lovelace; Grace Hopper", late.abstract, "cs.CL; cs.LG")
    names = ("doi", "submitted", "authors", "abstract", "categories")
    polars, arrow, pandas = pl.read_ndjson(path), pyarrow.json.read_json(path), pd.read_json(path, lines=True)
    assert polars.row(-1, named=True).items() >= dict(zip(names, wanted, strict=True)).items()
    assert polars["summary"][-1].to_list() == [
        {"label": "Label", "text": "One."},
        {"label": "", "text": "Two."},
    ]
    assert tuple(arrow[name][-1].as_py() for name in names) == wanted
    assert tuple(pandas[name].iloc[-1] for name in names) == wanted
    columns = ", ".join(names)
    query = f"SELECT {columns} FROM '{path}' WHERE id = '{late.id}' AND doi != ''"
    assert asked(query) == [wanted]


# --- and back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flat", [True, False])
@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("date_format", ["epoch", "iso"])
@pytest.mark.filterwarnings("ignore:.*epoch.*")
def test_what_pandas_writes_is_read(tmp_path, flat, lines, date_format):
    frame = pd.read_json(io.BytesIO(digestkit.dump_bytes(DIGESTS, "jsonl", flat=flat)), lines=True)
    path = tmp_path / "back.jsonl"
    frame.to_json(path, orient="records", lines=lines, date_format=date_format)
    assert list(digestkit.iter_digests(path)) == DIGESTS


def test_what_pandas_writes_without_being_told_better_is_refused_with_the_remedy(tmp_path):
    frame = pd.read_json(io.BytesIO(digestkit.dump_bytes(DIGESTS, "jsonl")), lines=True)
    told = []
    for orient in ("columns", "split", "table", "index"):
        path = tmp_path / f"{orient}.jsonl"
        frame.to_json(path, orient=orient, date_format="iso")
        assert list(digestkit.iter_digests(path, report=told.append)) == []
    assert len([one for one in told if "orient='records'" in one.message]) == 4


def test_rows_of_data_frames_are_records(files):
    rows = pl.read_parquet(files["parquet"]).to_dicts()
    assert list(digestkit.from_records([{"schema": "digestkit/2", **row} for row in rows])) == DIGESTS
    rows = pd.read_json(files["flat"], lines=True).to_dict("records")
    assert list(digestkit.from_records(rows)) == DIGESTS


def test_what_polars_and_duckdb_write_is_read(files, tmp_path):
    pl.read_ndjson(files["flat"]).write_ndjson(tmp_path / "polars.jsonl")
    pl.read_parquet(files["parquet"]).write_parquet(tmp_path / "polars.parquet")
    asked_of = f"COPY (SELECT * FROM '{files['parquet']}') TO '{tmp_path}/duckdb.{{}}'"
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(asked_of.format("parquet"))
        connection.execute(asked_of.format("json"))
    (tmp_path / "duckdb.json").rename(tmp_path / "duckdb.jsonl")
    for name in ("polars.jsonl", "polars.parquet", "duckdb.parquet", "duckdb.jsonl"):
        assert list(digestkit.iter_digests(tmp_path / name)) == DIGESTS, name


def test_csv_is_read_by_all_of_them(files):
    read = pd.read_csv(files["csv"])
    assert read["id"].tolist() == IDS
    assert read["title"].tolist()[0] == "'=1+1"
    assert json.loads(read["summary"][1]) == [
        {"label": "Label", "text": "One."},
        {"label": "", "text": "Two."},
    ]
    assert pl.read_csv(files["csv"])["votes"].to_list() == [None, 3, None]
    assert asked(f"SELECT date, votes FROM '{files['csv']}' WHERE votes > 0") == [(FIRST, 3)]
