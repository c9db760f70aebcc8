"""Tables: flat JSON Lines and CSV, whose columns are the same."""

import csv
import datetime
import io
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Media, Paper
from digestkit.export import flat, rows
from digestkit.testing import samples, strategies

PAPER = attrs.evolve(
    samples.further_paper(authors_ordered=True),
    media=Media("image", "https://a.example/b.png"),
    summary=[Item("Label", "One."), Item(None, "Two.\nThree.")],
    authors=["Ada Lovelace", "A; B", "C\\"],
    votes=3,
)
DIGEST = Digest(datetime.date(2024, 7, 5), "Daily Papers", [PAPER], source="a/b.md")
EMPTY = Digest(datetime.date(2024, 7, 6), "Nothing")

TYPES = {
    "rank": (int, type(None)),
    "votes": (int, type(None)),
    "source_line": (int,),
    "date": (str, type(None)),
    "authors_truncated": (bool,),
    "summary": (list,),
}


def test_a_line_is_said_of_a_file_only():
    (digest,) = digestkit.parse("## D (2024-07-05)\n\n### [t](https://arxiv.org/abs/2407.01906)\n").digests
    ((path, line),) = [row[-2:] for row in rows.of_digest(digest)]
    assert (path, line) == (None, None)
    ((path, line),) = [row[-2:] for row in rows.of_digest(attrs.evolve(digest, source="/home/x/a.md"))]
    assert (path, line) == ("a.md", 3)


def lines(digests, report=None):
    text = digestkit.dumps(digests, "jsonl", flat=True, report=report)
    return [json.loads(line) for line in text.split("\n")[:-1]]


def read(text):
    return list(digestkit.load(io.BytesIO(text.encode("utf-8")), "jsonl").digests)


def table(digests, **options):
    text = digestkit.dump_bytes(digests, "csv", **options).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_flat_record_says_everything_in_plain_values():
    (first, second) = lines([DIGEST, EMPTY])
    assert list(first) == list(second) == ["schema", *flat.COLUMNS]
    assert {name: first[name] for name in ("schema", "id", "date", "votes", "authors_truncated")} == {
        "schema": "digestkit/2/flat",
        "id": PAPER.id,
        "date": "2024-07-05",
        "votes": 3,
        "authors_truncated": PAPER.authors_truncated,
    }
    assert first["authors"] == "Ada Lovelace; A\\; B; C\\\\"
    assert first["summary"] == [{"label": "Label", "text": "One."}, {"label": "", "text": "Two.\nThree."}]
    assert first["summary_text"] == "Label: One.\nTwo.\nThree."
    assert (first["media_kind"], first["media_url"]) == ("image", "https://a.example/b.png")
    assert (first["source_path"], first["source_line"]) == ("a/b.md", 0)
    assert first["categories"] == "cs.CL; cs.LG"
    assert json.loads(first["links"])[0] == {"name": "code", "value": "https://code.example/graphs"}
    assert (second["id"], second["title"], second["url"], second["rank"]) == ("", "", "", None)


@given(st.lists(st.text(min_size=1) | st.text(";\\ ", min_size=1), max_size=4))
def test_joined_texts_come_apart_again(texts):
    assert flat.parted(flat.joined(texts)) == texts


def _spoken(paper):
    """Whether nothing in a paper is empty text, which flat records do not tell from nothing."""
    names = (*paper.authors, *paper.tags, *paper.categories)
    items = Item(None, "") not in paper.summary
    return items and all(names) and "" not in (paper.abstract, paper.tldr, paper.section, paper.doi)


@given(st.lists(strategies.further_digests(), max_size=2))
def test_no_column_changes_its_type_and_flat_records_read_back_equal(digests):
    for record in lines(digests):
        for name, value in record.items():
            assert isinstance(value, TYPES.get(name, (str,)))
        assert record["summary"]
        assert all(set(item) == {"label", "text"} for item in record["summary"])
    spoken = [one for one in digests if all(map(_spoken, one.papers))]
    assert read(digestkit.dumps(spoken, "jsonl", flat=True)) == spoken


def test_a_flat_record_of_other_types_is_refused():
    (record,) = lines([DIGEST])
    for change in (
        {"authors": 3},
        {"links": "["},
        {"summary": [3]},
        {"summary": [{"text": "x"}]},
        {"authors_ordered": 3},
    ):
        found, told = [], []
        found += digestkit.from_records([{**record, **change}], report=told.append)
        assert found == []
        assert told[0].message.startswith("no flat record: ")
    told.clear()
    (digest,) = digestkit.from_records([{**record, "more": 1}], report=told.append)
    assert [one.message for one in told] == ["unknown key 'more' is not kept"]
    assert digest.papers == (PAPER,)


def test_columns_that_say_nothing_at_first_are_told():
    bare = Digest(None, "", [Paper("t", "u")])
    told = []
    lines([*[bare] * 100, DIGEST], told.append)
    (warning,) = told
    assert warning.code is Code.EXPORT_WARNING
    assert "date (row 101), votes (row 101);" in warning.message
    assert "infer_schema_length=None" in warning.message
    told.clear()
    lines([*[bare] * 99, DIGEST, DIGEST], told.append)
    assert told == []


def test_flat_goes_with_the_newest_schema():
    with pytest.raises(digestkit.UsageError, match="flat goes with schema 2 only"):
        digestkit.dumps([DIGEST], "jsonl", flat=True, schema=1)


def test_csv_has_the_same_columns():
    (row, empty) = table([DIGEST, EMPTY])
    (record, _) = lines([DIGEST, EMPTY])
    assert list(row) == list(flat.COLUMNS) == list(record)[1:]
    for name in flat.COLUMNS:
        value = record[name]
        assert row[name] == (value if isinstance(value, str) else "" if value is None else json.dumps(value))
    assert (row["authors_ordered"], row["source_line"]) == ("true", "0")
    assert (empty["title"], empty["votes"], empty["summary"], empty["rank"]) == ("", "", "", "")


def test_csv_follows_the_rfc():
    text = digestkit.dumps([Digest(None, 'a,"b"', [Paper("x\ry", "u", summary=[Item(None, "1\n2")])])], "csv")
    assert text.startswith("id,date,digest,rank,")
    assert text.endswith("\r\n")
    assert '"a,""b"""' in text
    assert '"x\ry"' in text
    assert '"1\n2"' in text


def test_excel_gets_a_mark_on_request():
    assert digestkit.dump_bytes([DIGEST], "csv", bom=True).startswith(b"\xef\xbb\xbfid,")
    assert digestkit.dump_bytes([DIGEST], "csv").startswith(b"id,")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'="])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(sign):
    title = f"{sign}HYPERLINK(1)"
    told = []
    digests = [Digest(None, "", [Paper(title, "u", tldr="fine")])]
    (row,) = table(digests, report=told.append)
    assert row["title"] == f"'{title}"
    assert [(one.code, one.message) for one in told] == [
        (Code.ALTERED, "begins as a formula does, and got an apostrophe: title")
    ]
    assert table(digests, formulas="keep")[0]["title"] == title


def test_a_line_feed_at_the_beginning_counts_too():
    (row,) = table([Digest(None, "", [Paper("t", "u", abstract="\n=1")])])
    assert row["abstract"] == "'\n=1"


@given(st.text("'=+-@a\t", min_size=1, max_size=5))
def test_one_apostrophe_less_is_what_was_there(text):
    """Where a cell begins with apostrophes and a sign, one of them is not the paper's."""
    digests = [Digest(None, "", [Paper(text, "u")])]
    cell = table(digests)[0]["title"]
    bare = cell.lstrip("'")
    assert not bare or bare[0] not in "=+-@\t" or cell.startswith("'")
    assert (cell[1:] if bare and bare[0] in "=+-@\t" else cell) == text
