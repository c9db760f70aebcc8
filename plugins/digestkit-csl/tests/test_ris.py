"""RIS, read by rispy."""

import datetime
import re

import pytest
import rispy
from digestkit_csl import ris
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit.reference import Reference
from digestkit.testing import ExporterConformance, samples
from digestkit.testing.strategies import digests, further_digests
from digestkit.text import clean, typeset


def convert(*made, **options):
    return rispy.loads(digestkit.dumps(made, ris, **options))


class TestConformance(ExporterConformance):
    exporter = "ris"


def test_a_record_as_it_is_written():
    paper = samples.paper(authors=("Laurens van der Maaten", "Hal Daumé III", "Gemini Team", "OpenAI"))
    assert digestkit.dumps([samples.digest(paper)], ris).split("\r\n") == [
        "TY  - UNPB",
        "TI  - Graphs of 1906 Languages",
        "AU  - van der Maaten, Laurens",
        "AU  - Daumé, Hal, III",
        "AU  - Gemini Team,",
        "AU  - OpenAI",
        "PY  - 2024",
        "DA  - 2024/07//",
        "PB  - arXiv",
        "AN  - arXiv:2407.01906",
        "DO  - 10.48550/arXiv.2407.01906",
        "UR  - https://arxiv.org/abs/2407.01906",
        "ER  - ",
        "",
    ]


def test_rispy_reads_a_record():
    [record] = convert(samples.digest(samples.paper()), abstract=True)
    assert record == {
        "type_of_reference": "UNPB",
        "title": "Graphs of 1906 Languages",
        "authors": ["Lovelace, Ada", "Daumé, Hal, III"],
        "year": "2024",
        "date": "2024/07//",
        "publisher": "arXiv",
        "accession_number": "arXiv:2407.01906",
        "doi": "10.48550/arXiv.2407.01906",
        "urls": ["https://arxiv.org/abs/2407.01906"],
        "abstract": (
            "What's New: 새로운 그래프 모델을 제안합니다. "
            "Technical Details: 각 언어마다 하나의 그래프를 만들고, 이를 서로 비교합니다. "
            "코드는 공개되어 있습니다."
        ),
    }


def test_a_paper_from_elsewhere_is_a_page_seen_on_the_day_of_the_digest():
    post = samples.paper(url="https://blog.example/post", authors=())
    [record] = convert(samples.digest(post, date=datetime.date(987, 6, 5)))
    assert record == {
        "type_of_reference": "ELEC",
        "title": post.title,
        "year": "0987",
        "date": "0987///",
        "access_date": "0987/06/05/",
        "urls": ["https://blog.example/post"],
    }


@pytest.mark.parametrize(("value", "type_"), [("gen", "GEN"), ("JOUR", "JOUR"), ("rprt", "RPRT")])
def test_the_type_of_a_preprint_is_the_users_choice(value, type_):
    [record] = convert(samples.digest(samples.paper()), type=value)
    assert record["type_of_reference"] == type_


def test_a_paper_listed_twice_is_one_record():
    told = []
    made = [samples.digest(samples.paper(), samples.paper())]
    text = digestkit.dumps(made, ris, report=told.append)
    assert text.count("TY  - ") == 1
    assert digestkit.Code.MERGED in {diagnostic.code for diagnostic in told}


def test_what_would_break_a_line_is_replaced_and_told():
    told = []
    made = samples.digest(samples.paper(title="a\tb\x0cc\u2028d\x85e\x00f"))
    text = digestkit.dumps([made], ris, report=told.append)
    assert "TI  - a b c d e\ufffdf\r\n" in text
    assert [d.message for d in told if d.code is digestkit.Code.ALTERED] == [
        "white space or a control character was replaced"
    ]


def test_no_papers_are_an_empty_file():
    assert digestkit.dumps([], ris) == ""


@given(st.lists(st.one_of(digests(), further_digests()), max_size=3), st.booleans())
def test_rispy_reads_back_what_was_there(made, abstract):
    text = digestkit.dumps(made, ris, abstract=abstract)
    lines = text.split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert text.splitlines() == lines[:-1]
    papers = {paper.id: paper for digest in reversed(made) for paper in reversed(digest.papers)}
    assert lines.count("ER  - ") == len(papers)
    records = rispy.loads(text)
    found = {("".join(record.get("urls", "")), record.get("title", "")) for record in records}
    assert found == {
        (_shown(paper.href).replace(";", "%3B"), _shown(typeset(paper.title))) for paper in papers.values()
    }


def _shown(text):
    """The text as it can stand on one line of a format whose readers strip their values."""
    return clean(re.sub("[\t-\r\x1c-\x1e\x85\u2028\u2029]+", " ", text)).strip()


def test_the_given_digests_are_read_by_rispy(given_digests):
    records = convert(*given_digests, abstract=True)
    papers = {paper.id: paper for digest in reversed(given_digests) for paper in reversed(digest.papers)}
    assert {record["accession_number"] for record in records} == {
        f"arXiv:{paper.arxiv_id}" for paper in papers.values()
    }
    assert {record["title"] for record in records} == {typeset(paper.title) for paper in papers.values()}
    counts = {record["accession_number"]: len(record.get("authors", [])) for record in records}
    assert counts == {f"arXiv:{paper.arxiv_id}": len(Reference(paper).authors) for paper in papers.values()}


def test_what_only_some_dialects_say():
    elsewhere = samples.further_paper(url="https://journal.example/1", doi="doi:10.1000/182")
    one, other = convert(samples.digest(samples.further_paper(), elsewhere), abstract=True)
    assert one["keywords"] == other["keywords"] == ["cs.CL", "cs.LG", "graphs", "multilingual"]
    assert (one["doi"], other["doi"]) == ("10.48550/arXiv.2407.01906", "10.1000/182")
    assert other["date"] == "2024/07//"
    assert one["abstract"] == "Graphs are compared across languages. Each language gets a graph of its own."
