"""JSON Lines: the record, law L4, the schema, and what the reader does with lines that are no records."""

import datetime
import json
import re
from importlib import resources
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Media, Paper
from digestkit.formats.jsonl import reader as jsonl
from digestkit.formats.jsonl import records
from digestkit.markdown.writer import BREAK
from digestkit.model import FURTHER
from digestkit.reading import run
from digestkit.reading.contract import ReadContext
from digestkit.source import Origin
from digestkit.testing import samples, strategies

TESTS = Path(__file__).parent
SCHEMAS = {
    version: json.loads(
        (resources.files("digestkit") / f"formats/jsonl/digestkit-{version}.schema.json").read_text("utf-8")
    )
    for version in (1, 2)
}
SCHEMA = SCHEMAS[2]
VALIDATOR, VALIDATOR_1 = (
    jsonschema.Draft202012Validator(
        SCHEMAS[version], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for version in (2, 1)
)

DIGEST = Digest(
    datetime.date(2024, 7, 5),
    "Daily Papers",
    [
        Paper(
            "A $x$ \u2028 title",
            "https://arxiv.org/abs/2407.01906v2",
            Media("video", "/v/a.webm"),
            18,
            ["A B", "A B", "C"],
            authors_truncated=True,
            summary=[
                Item("새로운 점", "['하나', {'둘': '셋'}]"),
                Item(None, "앞\n  - 뒤"),
                Item(None, "x\u0008y"),
            ],
        ),
        Paper("", "/papers/x"),
    ],
    source="2024/07/05.md",
)


_EMPTY = {"authors": [], "authors_truncated": False, "summary": []}


def read(text, **origin):
    noticed = []
    found = list(jsonl.digests([text], Origin(**origin), noticed.append))
    return found, noticed


def lines(digests, **options):
    return [json.loads(line) for line in digestkit.dumps(digests, "jsonl", **options).split("\n")[:-1]]


def record(**changes):
    return {**lines([DIGEST])[0], **changes}


def test_a_record_says_everything_in_order():
    first, second = lines([DIGEST])
    assert list(first) == [
        "schema",
        "id",
        "date",
        "digest",
        "rank",
        "title",
        "url",
        "arxiv_id",
        "votes",
        "authors",
        "authors_truncated",
        "media",
        "summary",
        "source",
        "section",
        "abstract",
        "tldr",
        "categories",
        "tags",
        "submitted",
        "doi",
        "links",
        "authors_ordered",
        "extra",
    ]
    assert first == {
        "schema": "digestkit/2",
        "id": "arxiv:2407.01906",
        "date": "2024-07-05",
        "digest": "Daily Papers",
        "rank": 1,
        "title": "A $x$ \u2028 title",
        "url": "https://arxiv.org/abs/2407.01906v2",
        "arxiv_id": "2407.01906",
        "votes": 18,
        "authors": ["A B", "A B", "C"],
        "authors_truncated": True,
        "media": {"kind": "video", "url": "/v/a.webm"},
        "summary": [
            {
                "label": "새로운 점",
                "text": "['하나', {'둘': '셋'}]",
                "items": [
                    {"label": None, "text": "하나", "items": []},
                    {"label": "둘", "text": "셋", "items": []},
                ],
            },
            {"label": None, "text": "앞\n  - 뒤", "items": [{"label": None, "text": "뒤", "items": []}]},
            {"label": None, "text": "x\u0008y", "items": []},
        ],
        "source": {"path": "2024/07/05.md", "line": None},
        **dict.fromkeys(("section", "abstract", "tldr", "submitted", "doi", "authors_ordered")),
        "categories": [],
        "tags": [],
        "links": [],
        "extra": [],
    }
    assert second["rank"] == 2
    assert second["arxiv_id"] is second["votes"] is second["media"] is None
    assert second["id"] == DIGEST.papers[1].id
    assert (second["authors"], second["summary"]) == ([], [])


def test_a_record_has_what_only_some_dialects_say():
    paper = samples.further_paper(authors_ordered=True)
    (only,) = lines([samples.digest(paper)])
    VALIDATOR.validate(only)
    assert {key: only[key] for key in list(only)[14:]} == {
        "section": "Language Models",
        "abstract": "Graphs are compared across languages.\n\nEach language gets a graph of its own.",
        "tldr": "A graph for each language.",
        "categories": ["cs.CL", "cs.LG"],
        "tags": ["graphs", "multilingual"],
        "submitted": "2024-07-02",
        "doi": "10.1000/182",
        "links": [
            {"name": "code", "value": "https://code.example/graphs"},
            {"name": "project", "value": "https://graphs.example/"},
        ],
        "authors_ordered": True,
        "extra": [{"name": "Score", "value": "8.5"}, {"name": "Comment", "value": "Accepted in Utopia"}],
    }


def test_the_first_version_is_written_on_request_and_tells_what_it_lacks():
    told = []
    further = samples.digest(samples.further_paper(authors_ordered=True), samples.paper(1))
    first, second = lines([further], schema=1, report=told.append)
    VALIDATOR_1.validate(first)
    assert list(first) == list(records.KEYS_1)
    assert [diagnostic.message for diagnostic in told] == [
        "schema 1 cannot say whether authors stand in order (2 papers)",
        f"jsonl does not carry: section (1 paper), {', '.join(f'{name} (1)' for name in FURTHER[1:])}",
    ]
    assert all(diagnostic.code is Code.NOT_CARRIED for diagnostic in told)
    assert (first["schema"], second["schema"]) == ("digestkit/1", "digestkit/1")


@given(strategies.damaged_structure())
def test_the_first_version_lacks_nothing_of_the_korean_digests(text):
    digests, told = list(digestkit.parse(text).digests), []
    written = digestkit.dumps(digests, "jsonl", schema=1, report=told.append)
    assert (read(written), told) == ((digests, []), [])
    for one in map(json.loads, written.split("\n")[:-1]):
        VALIDATOR_1.validate(one)


def test_there_are_two_versions():
    with pytest.raises(digestkit.UsageError, match="schema must be one of 1, 2, not 3"):
        digestkit.dumps([DIGEST], "jsonl", schema=3)


def test_a_record_of_the_first_version_has_none_of_the_later_keys():
    old = {key: value for key, value in record(schema="digestkit/1").items() if key in records.KEYS_1}
    found, noticed = read(json.dumps({**old, "abstract": "x", "links": 3}))
    assert found[0].papers[0].further == ()
    assert found[0].papers[0].authors_ordered is False
    assert [diagnostic.message for diagnostic in noticed] == [
        "unknown key 'abstract' is not kept",
        "unknown key 'links' is not kept",
    ]


def test_a_record_without_a_version_may_have_all_keys():
    one = {
        "title": "t",
        "url": "u",
        "date": "2024-07-05",
        "tags": ["x"],
        "links": [{"name": "a", "value": "b"}],
    }
    (digest,), noticed = read(json.dumps(one))
    assert noticed == []
    assert digest.papers == (Paper("t", "u", tags=["x"], links=[("a", "b")]),)
    assert digest.papers[0].authors_ordered is False
    assert read(json.dumps({**one, "schema": "digestkit/2"}))[0][0].papers[0].authors_ordered is None


def test_a_digest_without_papers_is_a_record():
    (only,) = lines([Digest(datetime.date(2024, 7, 6), "Daily Papers")])
    assert (only["date"], only["digest"]) == ("2024-07-06", "Daily Papers")
    assert [only[key] for key in ("id", "rank", "title", "url")] == [None] * 4
    assert (only["authors"], only["authors_truncated"], only["summary"]) == ([], False, [])
    VALIDATOR.validate(only)


def test_source_is_path_and_line():
    document = digestkit.parse("\n## D (2024-07-05)\n\n### [t](u)\n\n### [s](v)\n", "a/b.md")
    assert [one["source"] for one in lines(document)] == [
        {"path": "a/b.md", "line": 4},
        {"path": "a/b.md", "line": 6},
    ]
    assert [one["source"] for one in lines(digestkit.parse("## D (2024-07-05)\n"))] == [None]


@pytest.mark.parametrize("path", ["/home/a/b.md", "C:\\Users\\a\\b.md", "\\\\host\\share\\b.md"])
def test_source_is_never_absolute(path):
    document = digestkit.parse("## D (2024-07-05)\n\n### [t](u)\n", path)
    assert lines(document)[0]["source"]["path"] == "b.md"


@pytest.mark.parametrize("end", ["\u2028", "\u2029"])
def test_text_is_utf8_but_for_line_ends_of_javascript(end):
    text = digestkit.dumps([attrs.evolve(DIGEST, title=f"D{end}")], "jsonl")
    assert "새로운 점" in text
    assert end not in text
    assert f'"D\\u{ord(end):04x}"' in text
    assert text.endswith("}\n")
    assert text.count("\n") == len(text.splitlines()) == 2


def test_ascii():
    text = digestkit.dumps([DIGEST], "jsonl", ascii=True)
    assert text.isascii()
    assert list(map(json.loads, text.splitlines())) == lines([DIGEST])
    beyond = Digest(None, "", [Paper("\U0001f600", "u"), Paper("é\x80\x7f", "u")])
    first, second = digestkit.dumps([beyond], "jsonl", ascii=True).splitlines()
    assert '"\\ud83d\\ude00"' in first
    assert '"\\u00e9\\u0080\x7f"' in second


@pytest.mark.parametrize("options", [{}, {"ascii": True}])
@pytest.mark.parametrize("half", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_lone_surrogates_are_replaced_and_reported(options, half):
    noticed = []
    digest = Digest(None, "", [Paper(f"a{chr(half)}b", "u")])
    data = digestkit.dump_bytes([digest], "jsonl", report=noticed.append, **options)
    assert json.loads(data)["title"] == "a\ufffdb"
    (diagnostic,) = noticed
    assert diagnostic.code is Code.ALTERED


def test_where_a_lone_surrogate_stood_is_told():
    noticed = []
    document = digestkit.parse("## D (2024-07-05)\n\n### [t\ud800](u)\n", "a.md")
    digestkit.dumps(document, "jsonl", ascii=True, report=noticed.append)
    assert [note.text() for note in noticed] == ["a.md:3:1: DK503 a lone surrogate became U+FFFD"]


@given(st.lists(strategies.further_digests(), max_size=3))
def test_l4_holds_for_all_fields(digests):
    for options in ({}, {"ascii": True}):
        found, noticed = read(digestkit.dumps(digests, "jsonl", **options))
        assert (found, noticed) == (digests, [])
        for digest, again in zip(digests, found, strict=True):
            orders = [paper.authors_ordered for paper in digest.papers]
            assert [paper.authors_ordered for paper in again.papers] == orders
    for one in lines(digests):
        VALIDATOR.validate(one)


@given(st.lists(strategies.digests(), max_size=4))
def test_l4_reading_back_gives_what_was_written(digests):
    text = digestkit.dumps(digests, "jsonl")
    assert read(text) == (digests, [])
    assert read(digestkit.dumps(digests, "jsonl", ascii=True)) == (digests, [])


@given(strategies.digests())
def test_l4_holds_for_days_that_repeat(digest):
    empty = attrs.evolve(digest, date=datetime.date(2024, 7, 5), title="D", papers=[])
    digests = [digest, digest, empty, empty, digest, empty]
    assert read(digestkit.dumps(digests, "jsonl")) == (digests, [])


@given(strategies.damaged_structure())
def test_l4_holds_for_whatever_was_parsed(text):
    digests = list(digestkit.parse(text).digests)
    assert read(digestkit.dumps(digests, "jsonl")) == (digests, [])


@given(strategies.damaged_structure())
def test_the_order_of_authors_is_known_again(text):
    digests = digestkit.parse(text).digests
    found, _ = read(digestkit.dumps(digests, "jsonl"))
    orders = [[paper.authors_ordered for paper in digest.papers] for digest in digests]
    assert [[paper.authors_ordered for paper in digest.papers] for digest in found] == orders


texts = strategies.hostile_text(lines=True)


@given(
    strategies.accepted(Item, st.one_of(st.none(), texts), texts),
    strategies.accepted(Paper, texts, texts, authors=st.lists(texts, max_size=3)),
    st.one_of(st.none(), strategies.dates()),
    strategies.titles(),
)
def test_l4_holds_for_what_no_digest_can_spell(item, paper, date, title):
    digests = [Digest(date, title, [attrs.evolve(paper, summary=[item, item])])]
    assert read(digestkit.dumps(digests, "jsonl")) == (digests, [])


@given(strategies.documents())
def test_every_record_validates(document):
    for one in lines(document):
        VALIDATOR.validate(one)


def test_seeds(golden):
    golden(
        TESTS / "golden" / "seeds.jsonl",
        digestkit.dump_bytes(digestkit.iter_digests(sorted((TESTS.parent / "seeds").glob("2024*"))), "jsonl"),
    )


def test_given_digests(given_paths):
    for path in given_paths:
        document = digestkit.load(path)
        text = digestkit.dumps(document, "jsonl")
        found, noticed = read(text, name="x.jsonl")
        assert (found, noticed) == (list(document.digests), [])
        for one in map(json.loads, text.split("\n")[:-1]):
            VALIDATOR.validate(one)
        # and on from there: the same bytes again, where the records came from included
        assert digestkit.dumps(found, "jsonl") == text


def test_no_character_of_a_summary_is_missing(given_paths):
    for path in given_paths:
        written = {
            (one["url"], at): entry["text"]
            for one in lines(digestkit.load(path))
            for at, entry in enumerate(one["summary"])
        }
        text = path.read_text("utf-8")
        assert written
        assert all(value in text for value in written.values())


def test_markdown_comes_back_from_json_lines(given_digests):
    for digest in given_digests:
        found, _ = read(digestkit.dumps([digest], "jsonl"))
        assert digestkit.parse(digestkit.dumps(found, "markdown")).digests == (digest,)


def test_the_schema_is_valid_and_permits_more():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(record(added_later=1, media={"kind": "image", "url": "x", "width": 3}))


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "digestkit/1"},
        {"section": 1},
        {"categories": None},
        {"submitted": "2024-02-30"},
        {"links": [["code", "u"]]},
        {"extra": [{"name": "x"}]},
        {"authors_ordered": 1},
        {"date": "2024-02-30"},
        {"date": 20240705},
        {"rank": 0},
        {"title": None},
        {"votes": "18"},
        {"votes": -1},
        {"authors": "A B"},
        {"media": {"kind": "film", "url": "x"}},
        {"summary": [{"label": None, "text": "x"}]},
        {"source": {"path": "/home/a.md", "line": 1}},
        {"rank": None},
    ],
)
def test_the_schema_refuses(changes):
    assert not VALIDATOR.is_valid(record(**changes))


def test_the_schema_names_the_keys_of_a_record():
    assert SCHEMA["required"] == list(SCHEMA["properties"]) == list(record())
    assert set(SCHEMA["required"]) == records.KEYS[2]
    assert SCHEMAS[1]["required"] == list(SCHEMAS[1]["properties"]) == list(records.KEYS_1)
    assert set(SCHEMA["$defs"]["entry"]["required"]) == records.PARTS["summary"]
    assert set(SCHEMA["$defs"]["media"]["required"]) == records.PARTS["media"]
    assert set(SCHEMA["$defs"]["source"]["required"]) == records.PARTS["source"]
    assert set(SCHEMA["$defs"]["pair"]["required"]) == records.PARTS["links"] == records.PARTS["extra"]


def test_the_reader_takes_what_a_hand_or_a_tool_writes():
    """A BOM, also where files were joined, CRLF, blank lines, floats of columns with gaps, missing keys."""
    first = '"title": "a", "url": "u", "date": "2024-07-05", "digest": "D", "rank": 1.0, "votes": 3.0'
    second = '"title": "b", "url": "v", "date": "2024-07-05", "digest": "D", "summary": [{"text": "x"}]'
    text = f"\ufeff{{{first}}}\r\n\n   \n\ufeff{{{second}}}"
    found, noticed = read(text)
    assert noticed == []
    assert found == [
        Digest(
            datetime.date(2024, 7, 5),
            "D",
            [Paper("a", "u", votes=3), Paper("b", "v", summary=[Item(None, "x")])],
        )
    ]


def test_a_selection_of_records_keeps_digests_together():
    digests = [attrs.evolve(DIGEST, papers=[Paper(str(n), f"u{n}") for n in range(4)]) for _ in range(2)]
    kept = digestkit.dumps(digests, "jsonl").split("\n")
    found, _ = read("\n".join([kept[1], kept[3], kept[4], kept[6]]))
    assert [[paper.title for paper in digest.papers] for digest in found] == [["1", "3"], ["0", "2"]]


def test_records_without_rank_are_one_digest():
    text = "\n".join(
        json.dumps({"title": name, "url": "u", "date": "2024-07-05", "digest": "D"}) for name in "ab"
    )
    assert [len(digest.papers) for digest in read(text)[0]] == [2]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no JSON: Expecting property name"),
        ("[1]", "a JSON list, not an object"),
        ("null", "a JSON NoneType"),
        ('{"votes": -Infinity}', "-Infinity is not a number"),
        ('{"votes": 1' + "0" * 5000 + "}", "not JSON that can be read"),
        ("[" * 100_000, "not JSON that can be read"),
        ("## Daily Papers (2024-07-05)", "no JSON: Expecting value"),
    ],
)
def test_bad_json_is_reported_and_the_rest_goes_on(line, message):
    good = json.dumps(record())
    found, noticed = read(f"{good}\n{line}\n{json.dumps(record(rank=2))}\n", name="a.jsonl")
    assert [len(digest.papers) for digest in found] == [2]
    (diagnostic,) = noticed
    assert (diagnostic.code, diagnostic.source, diagnostic.line) == (Code.BAD_JSON, "a.jsonl", 2)
    assert message in diagnostic.message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": "digestkit/3"}, "schema must be 'digestkit/1' or 'digestkit/2', not 'digestkit/3'"),
        ({"schema": ["digestkit/1"]}, "schema must be"),
        ({"section": ""}, "Paper.section"),
        ({"abstract": 1}, "Paper.abstract"),
        ({"categories": "cs.CL"}, "categories must be a list"),
        ({"tags": [None]}, "Paper.tags"),
        ({"submitted": 2024}, "submitted must be a day like 2024-07-05 or null, not 2024"),
        ({"links": {"code": "u"}}, "links must be a list"),
        ({"links": [["code", "u"]]}, "links must be a list of objects"),
        ({"links": [{"name": "code"}]}, "links holds an object without value"),
        ({"extra": [{"name": "", "value": "x"}]}, "Paper.extra"),
        ({"authors_ordered": "yes"}, "Paper.authors_ordered"),
        (
            {**dict.fromkeys(("title", "url", "rank", "votes", "media")), **_EMPTY, "tldr": "x"},
            "tldr is 'x' where",
        ),
        ({"date": "2024-02-30"}, "date must be a day"),
        ({"date": "20240705"}, "date must be a day"),
        ({"digest": "a\nb"}, "Digest.title"),
        ({"date": "2024-W27-5"}, "date must be a day like 2024-07-05 or null, not '2024-W27-5'"),
        ({"digest": None}, "digest must be text"),
        ({"rank": "1"}, "rank must be a whole number"),
        ({"rank": True}, "rank must be a whole number"),
        ({"title": 3}, "Paper.title"),
        ({"title": "a\nb"}, "Paper.title"),
        ({"title": None}, "Paper.title"),
        ({"url": ""}, "Paper.url"),
        ({"votes": 1.5}, "votes must be a whole number"),
        ({"votes": -1}, "votes must be a whole number"),
        ({"authors": "A B"}, "authors must be a list"),
        ({"authors": [1]}, "Paper.authors"),
        ({"authors_truncated": 1}, "Paper.authors_truncated"),
        ({"media": "x.png"}, "media must be an object or null"),
        ({"media": {"kind": "film", "url": "x"}}, "Media.kind"),
        ({"media": {}}, "Media.url"),
        ({"summary": "x"}, "summary must be a list"),
        ({"summary": ["x"]}, "summary must be a list of objects"),
        ({"summary": [{"label": "x"}]}, "summary holds an object without text"),
        ({"summary": [{"label": " ", "text": "x"}]}, "Item.label"),
        ({"source": "a.md"}, "source must be an object"),
        ({"source": {"path": 1, "line": 1}}, "source.path must be text"),
        ({"title": None, "url": None, "rank": None}, "votes is 18 where"),
        ({"schema": "x" * 1000}, "schema must be"),
        ({"date": "x" * 1000}, "date must be a day"),
        ({"votes": "x" * 1000}, "votes must be a whole number"),
        ({"title": None, "url": None, "rank": None, "votes": "x" * 1000}, "votes is 'xxx"),
    ],
)
def test_bad_records_are_reported_and_the_rest_goes_on(changes, message):
    text = "\n".join(map(json.dumps, (record(), record(**{"rank": 2, **changes}), record(rank=3))))
    found, noticed = read(text, name="a.jsonl")
    assert [len(digest.papers) for digest in found] == [2]
    (diagnostic,) = noticed
    assert (diagnostic.code, diagnostic.source, diagnostic.line) == (Code.BAD_RECORD, "a.jsonl", 2)
    assert message in diagnostic.message
    assert len(diagnostic.message) < 300


@pytest.mark.parametrize("key", ["title", "votes", "media", "summary", "date"])
def test_records_too_deep_to_be_shown_are_reported(key):
    """Somewhere between what is shown and what `json` reads no more, `repr` gives up."""
    for depth in range(900, 1000):
        line = json.dumps(record(**{key: "HERE"})).replace('"HERE"', "[" * depth + "]" * depth)
        _, (diagnostic,) = read(line)
        assert diagnostic.code in (Code.BAD_JSON, Code.BAD_RECORD)


def test_a_record_without_title_or_url_is_none():
    for key in ("title", "url"):
        bad = record()
        del bad[key]
        _, (diagnostic,) = read(json.dumps(bad))
        assert diagnostic.message == f"{key} is missing"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
PARTS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["label", "text", "kind", "url", "path", "line"], VALUES)
)
STRANGE = st.fixed_dictionaries(
    {"title": st.text(max_size=4) | VALUES, "url": st.just("u") | VALUES},
    optional={
        "schema": st.just("digestkit/1") | VALUES,
        "date": st.sampled_from(["2024-07-05", "2024-02-30", "0000-00-00"]) | VALUES,
        "digest": st.sampled_from(["D", "## D", "\n"]) | VALUES,
        "media": PARTS | VALUES,
        "source": PARTS | VALUES,
        "summary": st.lists(PARTS, max_size=2) | VALUES,
        **dict.fromkeys(["rank", "votes", "authors", "authors_truncated", "more"], VALUES),
    },
)


def _is_no_array_of_objects(values):
    """Such a first line is taken for all records at once."""
    return not (values and isinstance(values[0], list) and values[0] and isinstance(values[0][0], dict))


@given(st.lists(STRANGE | VALUES, max_size=4).filter(_is_no_array_of_objects))
def test_whatever_stands_there_is_read_or_reported(values):
    """No JSON makes the reader raise; each value is a record or an error; what was read can be written."""
    found, noticed = read("".join(f"{json.dumps(value)}\n" for value in values))
    refused = [diagnostic for diagnostic in noticed if diagnostic.code is not Code.UNKNOWN_KEY]
    assert sum(len(digest.papers) or 1 for digest in found) + len(refused) == len(values)
    assert read(digestkit.dumps(found, "jsonl")) == (found, [])


def test_unknown_keys_are_reported_once_each():
    more = {"rating": 5, "media": {"kind": "image", "url": "x", "width": 3}, "source": {"path": "a", "at": 1}}
    entry = {"label": None, "text": "x", "items": [], "lang": "ko"}
    text = "\n".join(json.dumps(record(rank=rank, summary=[entry], **more)) for rank in (1, 2, 3))
    found, noticed = read(text, name="a.jsonl")
    assert len(found[0].papers) == 3
    assert {diagnostic.code for diagnostic in noticed} == {Code.UNKNOWN_KEY}
    named = [re.search("'(.*)'", diagnostic.message)[1] for diagnostic in noticed]
    assert named == ["media.width", "rating", "source.at", "summary.lang"]
    assert {diagnostic.line for diagnostic in noticed} == {1}


@pytest.mark.parametrize(
    "more",
    [
        {"rank": 1},
        {"votes": 0},
        {"authors": ["A"]},
        {"authors_truncated": True},
        {"media": {"kind": "image", "url": "x"}},
        {"summary": [{"text": "x"}]},
    ],
)
def test_a_record_without_a_paper_says_nothing_of_one(more):
    bare = {"title": None, "url": None, "date": "2024-07-05", "digest": "D"}
    empty = {
        "rank": None,
        "votes": None,
        "authors": [],
        "authors_truncated": False,
        "media": None,
        "summary": [],
    }
    assert read(json.dumps(bare | empty)) == ([Digest(datetime.date(2024, 7, 5), "D")], [])
    _, (diagnostic,) = read(json.dumps(bare | empty | more))
    ((key, value),) = more.items()
    assert diagnostic.message == f"{key} is {value!r} where title and url are null"


@pytest.mark.parametrize(("length", "shown"), [(58, "x" * 58 + "'"), (59, "x" * 56 + "...")])
def test_a_long_value_is_shown_by_its_beginning(length, shown):
    _, (diagnostic,) = read(json.dumps(record(schema="x" * length)))
    known = "schema must be 'digestkit/1' or 'digestkit/2'"
    assert diagnostic.message == f"{known}, not '{shown}; perhaps a newer digestkit reads it"


def test_a_digest_begins_where_date_or_title_change_or_a_digest_is_empty():
    paper = {"title": "t", "url": "u"}
    rows = [
        {"date": "2024-07-05", "digest": "D", **paper},
        {"date": "2024-07-06", "digest": "D", **paper},
        {"date": "2024-07-06", "digest": "E", **paper},
        {"date": "2024-07-06", "digest": "E", "title": None, "url": None},
        {"date": "2024-07-06", "digest": "E", **paper, "rank": 2},
        {"date": "2024-07-06", "digest": "E", **paper, "rank": 2},
        {"date": "2024-07-06", "digest": "E", **paper, "rank": 3},
    ]
    found, noticed = read("\n".join(map(json.dumps, rows)))
    assert [(digest.date.day, digest.title, len(digest.papers)) for digest in found] == [
        (5, "D", 1),
        (6, "D", 1),
        (6, "E", 1),
        (6, "E", 0),
        (6, "E", 1),
        (6, "E", 2),
    ]
    assert noticed == []


def test_every_node_knows_where_its_record_stood():
    (digest,), _ = read("\n" + json.dumps(record(source={"path": "a.md", "line": 7})), name="a.jsonl")
    paper = digest.papers[0]
    for node in (digest, paper, paper.media, *paper.summary):
        assert (node.layout.name, node.position.line) == ("a.md", 7)
    assert digest.source == "a.md"
    (digest,), _ = read("\n" + json.dumps(record(source=None)), name="a.jsonl")
    paper = digest.papers[0]
    for node in (digest, paper, paper.media, *paper.summary):
        assert (node.layout.name, node.position.line) == ("a.jsonl", 2)
    assert digest.source is None


def test_the_source_of_an_empty_digest_is_told():
    (only,) = lines(digestkit.parse("\n\n## D (2024-07-05)\n", "a.md"))
    assert only["source"] == {"path": "a.md", "line": 3}


def test_messages_about_what_was_read_have_a_line():
    found, _ = read(json.dumps(record(source=None)) + "\n\n" + json.dumps(record(rank=2)), name="a.jsonl")
    first, second = found[0].papers
    assert (first.layout.name, first.position.line, first.summary[0].position.line) == ("a.jsonl", 1, 1)
    assert (second.layout.name, second.position) == ("2024/07/05.md", None)


def test_digests_come_as_they_are_complete():
    """A digest is handed on when the next begins, so that memory holds one."""
    given_out = []

    def pieces():
        for day in range(1, 4):
            given_out.append(day)
            yield json.dumps(record(date=f"2024-07-0{day}")) + "\n"

    stream = jsonl.digests(pieces(), Origin(), print)
    assert next(stream).date.day == 1
    assert given_out == [1, 2]


DATED = Digest(datetime.date(2024, 7, 5), "", [Paper("a", "u")])
TITLED = Digest(None, "D (2024-02-30)", [Paper("b", "u")])
BARE = Digest(None, "", [Paper("c", "u")])


@pytest.mark.parametrize(
    ("digests", "breaks_before"),
    [
        ([BARE], []),
        ([BARE, DATED, TITLED], []),
        ([DATED, BARE], [1]),
        ([TITLED, BARE, DATED, BARE], [1, 3]),
    ],
)
def test_a_document_keeps_papers_under_no_heading_from_the_digest_before(digests, breaks_before):
    document = run.document(jsonl.READER, [digestkit.dumps(digests, "jsonl")], ReadContext())
    expected = []
    for at, digest in enumerate(digests):
        expected += [BREAK, digest] if at in breaks_before else [digest]
    assert list(document.segments) == expected
    assert document.diagnostics == ()
    assert digestkit.parse(digestkit.write(document)).digests == tuple(digests)


def test_a_document_holds_what_was_noticed():
    document = run.document(
        jsonl.READER, ["{}\n", json.dumps(record()), "\nnull"], ReadContext(Origin("a.jsonl"))
    )
    assert len(document.digests) == 1
    assert [(noticed.code, noticed.line) for noticed in document.diagnostics] == [
        (Code.BAD_RECORD, 1),
        (Code.BAD_JSON, 3),
    ]


def test_a_document_of_papers_under_no_heading_can_be_written(tmp_path):
    digests = [attrs.evolve(DIGEST, source=None), Digest(None, "", [Paper("t", "u")])]
    file = tmp_path / "a.jsonl"
    file.write_text(digestkit.dumps(digests, "jsonl"), "utf-8")
    document = digestkit.load(file)
    assert document.digests == tuple(digests)
    assert digestkit.parse(digestkit.write(document)).digests == tuple(digests)
