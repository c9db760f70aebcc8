"""SQLite: what was written reads back equal; tables, search, adding to a database, bad databases."""

import contextlib
import datetime
import io
import json
import sqlite3

import attrs
import pytest
from digestkit_data import seal
from digestkit_data.sqlite import opening
from digestkit_data.sqlite.exporter import sqlite
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, InputError, Item, Media, Paper
from digestkit.testing import samples, strategies

DAY = datetime.date(2024, 7, 5)
FULL = attrs.evolve(
    samples.further_paper(authors_ordered=True),
    media=Media("image", "https://a.example/b.png"),
    summary=[Item("새로운 점", "언어 모델의 전문가를 고릅니다."), Item(None, "第二点")],
    authors=["Ada Lovelace", "Ada Lovelace", "Grace Hopper"],
    votes=3,
)
OTHER = Paper("Other", "https://arxiv.org/abs/2407.00002", votes=1)


def written(*digests, report=None, **options):
    return digestkit.dump_bytes(digests, sqlite, report=report, **options)


def read(data):
    return list(digestkit.load(io.BytesIO(data), "sqlite").digests)


@contextlib.contextmanager
def opened(data):
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        yield connection


def ask(data, query, *values):
    with opened(data) as connection:
        return connection.execute(query, values).fetchall()


@given(st.lists(strategies.further_digests(), max_size=3))
def test_what_was_written_reads_back_equal(digests):
    data = written(*digests)
    found = read(data)
    assert found == digests
    orders = [[paper.authors_ordered for paper in digest.papers] for digest in found]
    assert orders == [[paper.authors_ordered for paper in digest.papers] for digest in digests]
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]
    assert ask(data, "PRAGMA foreign_key_check") == []


@given(st.lists(strategies.digests(), max_size=3))
@example([Digest(DAY, "D", [OTHER, FULL, OTHER])])
def test_digests_that_repeat_read_back_equal(digests):
    again = attrs.evolve(digests[0], papers=[]) if digests and digests[0].title else None
    digests = [*digests, *digests, *([again, again] if again else [])]
    assert read(written(*digests)) == digests


def test_the_same_digests_give_the_same_bytes():
    assert written(*samples.all_digests()) == written(*samples.all_digests())


def test_columns_say_what_records_say():
    digest = Digest(DAY, "Daily", [OTHER, FULL], source="a/b.md")
    with opened(written(digest)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM papers WHERE rank = 2").fetchone())
        names = connection.execute("SELECT position, name FROM authors WHERE paper_key = 2").fetchall()
        items = connection.execute("SELECT label, text FROM items").fetchall()
        links = connection.execute("SELECT name, value FROM links").fetchall()
        days = connection.execute("SELECT key, date, digest, source_path FROM digests").fetchall()
    record = list(digestkit.records(digest))[1]
    for name in ("id", "date", "digest", "title", "url", "arxiv_id", "votes", "abstract", "submitted"):
        assert row[name] == record[name]
    for name in ("authors", "categories", "tags", "extra"):
        assert json.loads(row[name]) == record[name]
    assert row["summary_text"] == "새로운 점: 언어 모델의 전문가를 고릅니다.\n第二点"
    assert (row["media_kind"], row["authors_ordered"], row["source_path"]) == ("image", 1, "a/b.md")
    assert [*map(tuple, names)] == [(0, "Ada Lovelace"), (1, "Ada Lovelace"), (2, "Grace Hopper")]
    assert [*map(tuple, items)] == [(item.label, item.text) for item in FULL.summary]
    assert [*map(tuple, links)] == [*FULL.links]
    assert [*map(tuple, days)] == [(1, "2024-07-05", "Daily", "a/b.md")]


@pytest.mark.parametrize("word", ["전문가", "第二点", "grace", "Hopp"])
def test_text_of_any_language_is_found(word):
    query = "SELECT id FROM papers_fts JOIN papers ON papers.key = papers_fts.rowid WHERE papers_fts MATCH ?"
    assert ask(written(Digest(DAY, "D", [OTHER, FULL])), query, word) == [(FULL.id,)]


def test_the_index_can_be_left_out():
    tables = ask(
        written(samples.digest(), search=False), "SELECT name FROM sqlite_master WHERE name LIKE '%fts%'"
    )
    assert tables == []


def test_views_show_each_paper_once_and_by_author():
    later = attrs.evolve(FULL, votes=9)
    data = written(Digest(DAY, "D", [FULL, OTHER]), Digest(datetime.date(2024, 7, 6), "D", [later]))
    assert ask(data, "SELECT id, votes FROM latest_papers ORDER BY votes") == [(OTHER.id, 1), (FULL.id, 9)]
    assert ask(data, "SELECT * FROM days") == [("2024-07-05", 2, 4), ("2024-07-06", 1, 9)]
    found = ask(data, "SELECT DISTINCT title FROM papers_by_author WHERE name = 'Grace Hopper'")
    assert found == [(FULL.title,)]


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_lone_surrogates_are_replaced_and_reported(half):
    told = []
    paper = Paper("a", "u", authors=["b", half], summary=[Item(None, half)])
    made = Digest(DAY, f"D{half}", [Paper("fine", "v"), paper])
    (digest,) = read(written(made, report=told.append))
    assert digest.papers == (
        Paper("fine", "v"),
        attrs.evolve(paper, authors=["b", "\ufffd"], summary=[Item(None, "\ufffd")]),
    )
    assert digest.title == "D\ufffd"
    assert {one.code for one in told} == {Code.ALTERED}


# --- adding ----------------------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path):
    """A database with two papers of a day, and where it is."""
    path = tmp_path / "papers.sqlite"
    path.write_bytes(written(Digest(DAY, "D", [FULL, OTHER])))
    return path


def test_papers_are_brought_up_to_date_by_their_ids(database):
    better = attrs.evolve(FULL, votes=10, authors=["Ada Lovelace"], summary=[Item(None, "Anew.")])
    third = Paper("Third", "https://arxiv.org/abs/2407.00003")
    later = Digest(datetime.date(2024, 7, 6), "D", [OTHER])
    data = written(Digest(DAY, "D", [third, better]), later, append=str(database))
    assert ask(data, "SELECT id, votes FROM papers WHERE date = '2024-07-05' ORDER BY key") == [
        (FULL.id, 10),
        (OTHER.id, 1),
        (third.id, None),
    ]
    assert ask(data, "SELECT name FROM authors WHERE paper_key = 1") == [("Ada Lovelace",)]
    assert ask(data, "SELECT count(*) FROM items") == [(1,)]
    assert read(data) == [Digest(DAY, "D", [third, better, OTHER]), later]
    assert ask(data, "SELECT rowid FROM papers_fts WHERE papers_fts MATCH 'Anew'") == [(1,)]
    assert ask(data, "SELECT rowid FROM papers_fts WHERE papers_fts MATCH '전문가'") == []
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]


@given(strategies.further_digests())
def test_adding_what_is_there_changes_nothing(digest):
    digests = [digest, digest, Digest(DAY, "Empty")]
    before = written(*digests)
    data = written(*digests, append=iter([before]))
    assert read(data) == digests
    assert written(*digests, append=iter([data])) == written(*digests, append=iter([data]))
    for name in ("papers", "digests", "authors", "items", "links"):
        query = f"SELECT * FROM {name}"
        assert ask(data, query) == ask(before, query)


def test_both_places_of_a_paper_listed_twice_are_brought_up_to_date():
    before = written(Digest(DAY, "D", [OTHER, FULL, OTHER]))
    later = Digest(DAY, "D", [attrs.evolve(OTHER, votes=5), FULL, attrs.evolve(OTHER, votes=7)])
    assert read(written(later, append=iter([before]))) == [later]


def test_tables_and_columns_of_others_stay(database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE mine (note TEXT)")
        connection.execute("INSERT INTO mine VALUES ('x')")
        connection.execute("ALTER TABLE papers ADD COLUMN stars INTEGER")
        connection.execute("UPDATE papers SET stars = 5")
        connection.commit()
    data = written(Digest(DAY, "D", [attrs.evolve(FULL, votes=10)]), append=str(database))
    assert ask(data, "SELECT note FROM mine") == [("x",)]
    assert ask(data, "SELECT votes, stars FROM papers") == [(10, 5), (1, 5)]


def test_the_output_may_be_what_is_added_to(tmp_path):
    source, target = tmp_path / "a.jsonl", tmp_path / "papers.sqlite"
    for papers in ([FULL], [FULL, OTHER]):
        source.write_bytes(digestkit.dump_bytes([Digest(DAY, "D", papers)], "jsonl"))
        digestkit.convert(source, "sqlite", target, append=target)
    assert read(target.read_bytes()) == [Digest(DAY, "D", [FULL, OTHER])]


def test_the_old_database_survives_a_failure(database):
    before = database.read_bytes()

    def failing():
        yield Digest(DAY, "D", [OTHER])
        raise InputError("the disk is gone")

    with pytest.raises(InputError, match="the disk is gone"):
        digestkit.dump_bytes(failing(), sqlite, append=str(database))
    assert database.read_bytes() == before


@pytest.mark.parametrize(("mode", "end"), [("WAL", "-wal"), ("DELETE", "-journal")])
@pytest.mark.parametrize("adds", [True, False])
def test_a_database_that_another_program_changes_is_left_alone(database, tmp_path, mode, end, adds):
    """SQLite would write what stands in the log into whatever database took the place of this one."""
    source = tmp_path / "a.jsonl"
    source.write_bytes(digestkit.dump_bytes([Digest(DAY, "D", [OTHER])], "jsonl"))
    options = {"append": database} if adds else {}
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("PRAGMA cache_size = 1")  # what does not fit is written before the end
        connection.execute("BEGIN")
        connection.execute("UPDATE papers SET abstract = zeroblob(100000)")
        if mode == "WAL":
            connection.execute("COMMIT")
        before = database.read_bytes()
        with pytest.raises(InputError, match=f"{database.name}{end} still: close it"):
            digestkit.convert(source, "sqlite", database, **options)
        assert database.read_bytes() == before
    digestkit.convert(source, "sqlite", database, **options)
    assert OTHER in read(database.read_bytes())[0].papers


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: b"", "digestkit did not make|does not begin as one"),
        (lambda _: b"x" * 5000, "no SQLite database"),
        (
            lambda data: data.replace(b"CREATE TABLE digests", b"CREATE T\xf9BLE digests"),
            "no SQLite database",
        ),
        (lambda data: data[:68] + b"\0\0\0\0" + data[72:], "digestkit did not make"),
        (lambda data: data[:60] + b"\0\0\0\3" + data[64:], "of version 3: perhaps a newer digestkit"),
    ],
)
def test_what_is_no_database_of_digestkit_is_refused(database, spoil, message):
    unsealed = database.read_bytes().replace(b"digestkit-seal:", b"nothing at all:")
    database.write_bytes(spoil(unsealed))
    with pytest.raises(InputError, match=message):
        written(samples.digest(), append=str(database))
    with pytest.raises(InputError, match=message):
        read(database.read_bytes())


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE items",
        "ALTER TABLE papers RENAME COLUMN rank TO place",
        "UPDATE papers SET tags = 'no JSON'",
        "UPDATE papers SET tags = x'00'",
        "UPDATE digests SET date = 'never'",
    ],
)
def test_a_database_that_somebody_changed_is_an_error(database, statement):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP VIEW latest_papers")
        connection.execute("DROP VIEW papers_by_author")
        connection.execute("DROP VIEW days")
        connection.execute(statement)
        connection.commit()
    told = []
    try:
        found = list(digestkit.iter_digests(database, format="sqlite", report=told.append))
    except InputError:
        return
    assert any(one.severity is digestkit.Severity.ERROR for one in told) or found[0].papers


@pytest.mark.parametrize(
    "statement",
    ["ALTER TABLE papers RENAME COLUMN rank TO place", "UPDATE digests SET date = x'ff'", "DROP TABLE links"],
)
def test_to_add_to_a_database_that_somebody_changed_blames_the_database(database, statement):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for view in ("latest_papers", "papers_by_author", "days"):
            connection.execute(f"DROP VIEW {view}")
        connection.execute(statement)
        connection.execute("UPDATE digests SET digest = CAST(x'ff' AS TEXT)")
        connection.commit()
    with pytest.raises(InputError, match="append: a da"):
        written(Digest(DAY, "D", [OTHER]), append=str(database))


@pytest.fixture(scope="module")
def full():
    return written(Digest(DAY, "D", [FULL, OTHER] * 20), Digest(DAY, "Empty"))


@given(st.data())
def test_a_byte_that_changed_is_an_error_wherever_it_is(full, data):
    """Text is as good as other text, and integer as integer: only the checksum tells."""
    at = data.draw(st.integers(0, len(full) - 1))
    damaged = bytearray(full)
    damaged[at] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(InputError):
        assert read(bytes(damaged)) == read(full)
    with contextlib.suppress(InputError):
        assert read(written(Digest(DAY, "Other"), append=iter([bytes(damaged)])))[:2] == read(full)


@given(st.data())
def test_nothing_of_a_cut_off_database_is_read(full, data):
    with pytest.raises(InputError):
        read(full[: data.draw(st.integers(0, len(full) - 1))])


def changed(data, *statements):
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(data)
        for statement in statements:
            connection.execute(statement)
        return connection.serialize()


def test_what_others_change_in_a_database_needs_no_checksum():
    digest = Digest(DAY, "D", [OTHER])
    better = Digest(DAY, "D", [attrs.evolve(OTHER, votes=7)])
    data = changed(written(digest), "UPDATE papers SET votes = 7")
    assert read(data) == [better]
    again = written(Digest(DAY, "Other"), append=iter([data]))
    assert read(again) == [better, Digest(DAY, "Other")]
    assert ask(again, "SELECT count(*) FROM digestkit_seal") == [(1,)]
    damaged = again.replace(b"Other", b"0ther")
    assert len(damaged) == len(again) != 0
    with pytest.raises(InputError, match="checksum"):
        read(damaged)


@pytest.mark.parametrize(
    "statements", [("UPDATE papers SET votes = 7", "PRAGMA journal_mode = DELETE"), ("VACUUM",)]
)
def test_a_database_that_was_changed_with_a_log_needs_no_checksum(database, statements):
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode = WAL", *statements):
            connection.execute(statement)
    assert [paper.title for paper in read(database.read_bytes())[0].papers] == [FULL.title, OTHER.title]


def test_a_database_of_before_there_were_checksums_gets_one():
    data = changed(written(Digest(DAY, "D", [OTHER])), "DROP TABLE digestkit_seal", "VACUUM")
    assert read(data) == [Digest(DAY, "D", [OTHER])]
    again = written(append=iter([data]))
    with pytest.raises(InputError, match="checksum"):
        read(again.replace(b"Other", b"0ther"))


def test_text_like_a_checksum_is_text():
    paper = attrs.evolve(OTHER, title=seal.BLANK.decode())
    assert read(written(Digest(DAY, "D", [paper]))) == [Digest(DAY, "D", [paper])]


def test_the_structure_of_a_database_that_others_changed_is_looked_at():
    data = changed(
        written(Digest(DAY, "D", [OTHER, FULL])),
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'items')"
        " WHERE name = 'links'",
    )
    with pytest.raises(InputError, match="not a readable database: a damaged database"):
        read(data)


def test_papers_whose_digest_is_gone_are_told():
    digests = [Digest(DAY, "D", [OTHER, FULL]), Digest(DAY, "E")]
    data = changed(written(*digests), "DELETE FROM digests WHERE key = 1")
    document = digestkit.load(io.BytesIO(data), "sqlite")
    assert [one.message for one in document.diagnostics] == ["2 papers belong to no digest: left out"]
    assert list(document.digests) == [Digest(DAY, "E")]


def test_a_flag_that_is_none_is_told():
    data = changed(written(Digest(DAY, "D", [OTHER])), "UPDATE papers SET authors_truncated = 'maybe'")
    (told,) = digestkit.load(io.BytesIO(data), "sqlite").diagnostics
    assert "authors_truncated" in told.message


def test_a_cut_off_database_is_an_error(database):
    with pytest.raises(InputError):
        read(database.read_bytes()[:9000])


def test_a_database_with_a_log_is_read_without_it(tmp_path):
    path = tmp_path / "papers.sqlite"
    path.write_bytes(written(Digest(DAY, "D", [OTHER])))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.read_bytes()[18:20] == b"\2\2"
    assert read(path.read_bytes()) == [Digest(DAY, "D", [OTHER])]
    with path.open("rb") as stream:
        again = written(Digest(DAY, "D", [OTHER]), append=stream)
    assert read(again) == [Digest(DAY, "D", [OTHER])]


def test_nothing_in_a_database_is_trusted(tmp_path):
    for connection in (opening.of_file(tmp_path / "x.sqlite"), opening.of_bytes(written())):
        with contextlib.closing(connection):
            assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)


def test_a_database_that_was_added_to_has_no_empty_pages(tmp_path):
    path = tmp_path / "papers.sqlite"
    long = attrs.evolve(OTHER, summary=[Item(None, "a word " * 20_000)])
    path.write_bytes(written(Digest(DAY, "D", [long])))
    with path.open("rb") as stream:
        data = written(Digest(DAY, "D", [OTHER]), append=stream)
    assert len(data) < path.stat().st_size - 100_000
    assert ask(data, "PRAGMA freelist_count") == [(0,)]
