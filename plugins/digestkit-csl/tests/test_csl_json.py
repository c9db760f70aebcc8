"""CSL-JSON, read by a schema and by a citation processor that know nothing of digestkit."""

import datetime
import io
import json
import warnings

import jsonschema
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from digestkit_csl import csl_json
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import ExporterConformance, samples
from digestkit.testing.strategies import digests, further_digests
from digestkit.text import typeset

_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
_NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string", "minLength": 1}
        for part in ("family", "given", "non-dropping-particle", "suffix", "literal")
    },
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["article", "webpage"]},
            "author": {"type": "array", "items": _NAME},
            "issued": _DATE,
            "accessed": _DATE,
            **{
                key: {"type": "string"}
                for key in (
                    *(
                        "DOI",
                        "URL",
                        "abstract",
                        "genre",
                        "keyword",
                        "language",
                        "number",
                        "publisher",
                        "title",
                    ),
                )
            },
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
"""The part of csl-data.json of CSL 1.0.2 that this exporter speaks, without what it leaves open.

https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""


def convert(*made, **options):
    text = digestkit.dumps(made, csl_json, **options)
    records = json.loads(text)
    jsonschema.validate(records, SCHEMA)
    return records


class TestConformance(ExporterConformance):
    exporter = "csl-json"


def test_a_preprint_has_what_a_citation_needs():
    paper = samples.paper(authors=("Laurens van der Maaten", "Hal Daumé III", "Gemini Team", "Ada Lovelace"))
    assert convert(samples.digest(paper)) == [
        {
            "id": "arxiv:2407.01906",
            "type": "article",
            "genre": "preprint",
            "title": "Graphs of 1906 Languages",
            "author": [
                {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
                {"family": "Daumé", "given": "Hal", "suffix": "III"},
                {"literal": "Gemini Team"},
                {"family": "Lovelace", "given": "Ada"},
            ],
            "issued": {"date-parts": [[2024, 7]]},
            "publisher": "arXiv",
            "number": "arXiv:2407.01906",
            "DOI": "10.48550/arXiv.2407.01906",
            "URL": "https://arxiv.org/abs/2407.01906",
        }
    ]


def test_a_paper_from_elsewhere_is_a_page_seen_on_the_day_of_the_digest():
    paper = samples.paper(url="/papers/not-an-id", authors=(), summary=())
    [record] = convert(samples.digest(paper))
    assert record == {
        "id": paper.id,
        "type": "webpage",
        "title": paper.title,
        "issued": {"date-parts": [[2024]]},
        "accessed": {"date-parts": [[2024, 7, 5]]},
        "URL": "https://huggingface.co/papers/not-an-id",
    }


def test_old_and_versioned_ids():
    old = samples.paper(url="https://arxiv.org/abs/hep-th/9901001v2")
    [record] = convert(samples.digest(old))
    assert record["DOI"] == "10.48550/arXiv.hep-th/9901001"
    assert record["issued"] == {"date-parts": [[1999, 1]]}
    assert record["URL"] == "https://arxiv.org/abs/hep-th/9901001v2"


def test_a_paper_listed_twice_is_one_reference_of_the_day_met_first():
    post = samples.paper(url="https://blog.example/post", authors=("Ada Lovelace",), authors_truncated=False)
    days = [datetime.date(2024, 7, 6), datetime.date(2024, 7, 4)]
    told = []
    made = [samples.digest(post, date=day) for day in days]
    [record] = json.loads(digestkit.dumps(made, csl_json, report=told.append))
    assert record["accessed"] == {"date-parts": [[2024, 7, 6]]}
    [merged] = [diagnostic for diagnostic in told if diagnostic.code is not digestkit.Code.NOT_CARRIED]
    assert merged.code is digestkit.Code.MERGED
    assert "though listed on 2024-07-04: put the digests in order" in merged.message


def test_an_array_streams_and_is_whole_only_at_its_end():
    chunks = list(csl_json(samples.stream(3)))
    assert [chunk[:3] for chunk in chunks] == ["[\n{", ",\n{", ",\n{", "\n]\n"]
    assert len(json.loads("".join(chunks))) == 3


def test_no_papers_are_an_empty_array():
    assert digestkit.dumps([], csl_json) == "[]\n"
    assert digestkit.dumps([samples.digest()], csl_json) == "[]\n"


def test_the_summary_is_asked_for():
    item = digestkit.Item("Details", "둘:\n  - **안쪽**: 하나\n  - `둘`")
    made = samples.digest(samples.paper(summary=(item, digestkit.Item(None, "끝."))))
    assert "abstract" not in convert(made)[0]
    assert convert(made, abstract=True)[0]["abstract"] == "Details: 둘:\n  안쪽: 하나\n  둘\n끝."


def test_the_language_is_the_users():
    [record] = json.loads(digestkit.dumps([samples.digest(samples.paper())], csl_json, lang="en"))
    assert record["language"] == "en"


@given(st.lists(st.one_of(digests(), further_digests()), max_size=3), st.booleans())
def test_every_paper_is_one_valid_reference(made, abstract):
    records = convert(*made, abstract=abstract)
    papers = {paper.id: paper for digest in reversed(made) for paper in reversed(digest.papers)}
    assert sorted(record["id"] for record in records) == sorted(papers)
    for record in records:
        paper = papers[record["id"]]
        assert record.get("title", "") == typeset(paper.title)
        assert record["URL"] == paper.href
        names = [
            name.get("literal")
            or " ".join(
                name[part] for part in ("given", "non-dropping-particle", "family", "suffix") if part in name
            )
            for name in record.get("author", [])
        ]
        assert [name.replace(",", "") for name in names] == [
            name.replace(",", "") for name in paper.authors_clean
        ]


@pytest.fixture(scope="module")
def style():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor's own remarks on its style
        return CitationStylesStyle("harvard-cite-them-right", validate=False)


def test_a_citation_processor_prints_the_references(style):
    authors = ("Laurens van der Maaten", "Ronald McClelland Jr.", "Gemini Team")
    text = digestkit.dumps([samples.digest(samples.paper(authors=authors))], csl_json)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no field `genre`, and says so
        bibliography = CitationStylesBibliography(
            style, CiteProcJSON(json.load(io.StringIO(text))), formatter.plain
        )
        bibliography.register(Citation([CitationItem("arxiv:2407.01906")]))
        [entry] = map(str, bibliography.bibliography())
    for expected in (
        "van der Maaten, L.",
        "McClelland, R.",
        "Gemini Team",
        "2024",
        "Graphs of 1906 Languages",
    ):
        assert expected in entry


def test_the_given_digests_are_valid_references(given_digests):
    records = convert(*given_digests)
    ids = {paper.id for digest in given_digests for paper in digest.papers}
    assert {record["id"] for record in records} == ids
    assert len(records) == len(ids)
    assert all(record["DOI"].startswith("10.48550/arXiv.") for record in records)


def test_what_only_some_dialects_say():
    elsewhere = samples.further_paper(url="https://journal.example/1", doi="doi:10.1000/182", abstract=None)
    told = []
    text = digestkit.dumps(
        samples.digest(samples.further_paper(), elsewhere), csl_json, abstract=True, report=told.append
    )
    one, other = json.loads(text)
    assert one["keyword"] == other["keyword"] == "cs.CL, cs.LG, graphs, multilingual"
    assert (one["DOI"], other["DOI"]) == ("10.48550/arXiv.2407.01906", "10.1000/182")
    assert other["issued"] == {"date-parts": [[2024, 7]]}
    assert one["abstract"] == samples.further_paper().abstract
    assert other["abstract"].startswith("What's New: ")
    assert [each.message for each in told if each.code is digestkit.Code.DROPPED] == [
        "the DOI '10.1000/182' gives way to arXiv's",
        "the summary gives way to the abstract",
    ]
