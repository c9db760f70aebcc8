"""Loose values become what the model takes; what they do not say stays unsaid."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Origin, ReadContext, reading
from digestkit.reading import Names

JULY = datetime.date(2024, 7, 5)


@pytest.fixture
def told():
    """What is reported, by the context of a file."""
    noticed = []
    noticed_context = ReadContext(Origin("a.json", "a.json"), sink=noticed.append)
    return noticed_context, noticed


@pytest.mark.parametrize(
    "value",
    [
        JULY,
        datetime.datetime(2024, 7, 5, 23, 59, tzinfo=datetime.UTC),
        "2024-07-05",
        " 2024-07-05\n",
        "2024-07-05T08:00:00Z",
        "2024-07-05 08:00:00.000+09:00",
        "2024.7.5",
        "2024年07月05日",
        "5-Jul-2024",
        "5 July 2024",
        20240705,
    ],
)
def test_days(value):
    assert reading.day(value) == JULY


@pytest.mark.parametrize("value", [None, "", "2024-02-30", "soon", "July 2024", 5, [], "2024-07-05x"])
def test_what_is_no_day(value):
    assert reading.day(value) is None


@pytest.mark.parametrize(
    ("value", "names", "more"),
    [
        ("Ada Lovelace, Emmy Noether", ("Ada Lovelace", "Emmy Noether"), False),
        (" Ada\n Lovelace ,, Emmy,", ("Ada Lovelace", "Emmy"), False),
        (["Ada", "", "Emmy "], ("Ada", "Emmy"), False),
        ("Ada, +", ("Ada",), True),
        ("Ada, Emmy et al.", ("Ada", "Emmy"), True),
        ("Ada, et al", ("Ada",), True),
        ("Ada and 12 others", ("Ada",), True),
        ("Ada, …", ("Ada",), True),
        ("王五, 李四 等 7 位作者", ("王五", "李四"), True),
        ("et al.", (), True),
        ("Metal", ("Metal",), False),
        ("", (), False),
        (None, (), False),
    ],
)
def test_names(value, names, more):
    assert reading.names(value) == Names(names, more)


def test_names_by_another_separator():
    assert reading.names("Lovelace, Ada; Noether, Emmy", ";").names == ("Lovelace, Ada", "Noether, Emmy")
    with pytest.raises(TypeError):
        reading.names([{"name": "Ada"}])


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("2407.01906", "https://arxiv.org/abs/2407.01906"),
        ("arXiv:2407.01906v2", "https://arxiv.org/abs/2407.01906v2"),
        ("hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("https://arxiv.org/pdf/2407.01906.pdf", "https://arxiv.org/abs/2407.01906"),
        ("https://huggingface.co/papers/2407.01906", "https://arxiv.org/abs/2407.01906"),
        ("10.48550/arXiv.2407.01906", "https://arxiv.org/abs/2407.01906"),
        ("https://blog.example/2407.01906", None),
        ("", None),
        ("2413.01906", None),
    ],
)
def test_addresses_of_arxiv(text, url):
    assert reading.arxiv_url(text) == url


def test_other_values():
    assert reading.one_line(" a\n\tb\u2028c ") == "a b c"
    assert (reading.one_line(None), reading.one_line(5)) == ("", "5")
    assert (
        reading.terms("cs.CL, cs.AI,") == reading.terms(["cs.CL ", "cs.AI", None, ""]) == ("cs.CL", "cs.AI")
    )
    assert reading.pairs({"code": "https://x.example", "none": None}) == (("code", "https://x.example"),)
    assert reading.pairs([("", "x"), (1, 2)]) == (("1", "2"),)
    assert reading.item(" New\n", " a\nb ") == digestkit.Item("New", "a\nb")
    assert reading.item("", "x") == digestkit.Item(None, "x")
    assert reading.item("New", " ") is None


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_of_pieces(size):
    text = "a\nbc\r\n\n\x0cd\u2028e"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert list(reading.lines(pieces)) == ["a", "bc\r", "", "\x0cd\u2028e"]


def test_a_paper_of_loose_values(told):
    context, noticed = told
    paper = reading.paper(
        context,
        title=" Graphs\n of Languages",
        url="2407.01906v1",
        line=7,
        votes="1,024",
        authors="Ada, Emmy et al.",
        summary={"New": "one", "": "two", "None": None},
        section="",
        abstract=" It is.\n",
        categories="cs.CL, cs.AI",
        tags=["graphs", ""],
        submitted="2024-07-05T00:00:00Z",
        doi=None,
        links={"code": "https://x.example\n"},
        extra=[("score", 5)],
        authors_ordered=True,
    )
    assert paper == digestkit.Paper(
        "Graphs of Languages",
        "https://arxiv.org/abs/2407.01906v1",
        votes=1024,
        authors=("Ada", "Emmy"),
        authors_truncated=True,
        summary=(digestkit.Item("New", "one"), digestkit.Item(None, "two")),
        abstract="It is.",
        categories=("cs.CL", "cs.AI"),
        tags=("graphs",),
        submitted=JULY,
        links=(("code", "https://x.example"),),
        extra=(("score", "5"),),
    )
    assert paper.authors_ordered is True
    assert {node.position.line for node in (paper, *paper.summary)} == {7}
    assert noticed == []


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("votes", "many", "many"),
        ("votes", -1, "-1"),
        ("votes", 1.5, "1.5"),
        ("votes", True, "True"),
        pytest.param("votes", 10**5000, "int", id="huge"),
        ("votes", float("nan"), "nan"),
        ("submitted", "soon", "soon"),
        ("authors", [5], "[5]"),
        ("authors_truncated", "yes", "yes"),
        ("media", ["x.png"], "['x.png']"),
        ("links", "x", "x"),
        ("categories", 5, "5"),
        ("summary", 5, "5"),
    ],
)
def test_what_a_field_cannot_hold_is_kept_and_told(told, field, value, kept):
    context, noticed = told
    paper = reading.paper(context, title="T", url="u", line=3, **{field: value})
    assert paper.extra == ((field, kept),)
    assert noticed[0].text().startswith(f"a.json:3: DK132 {field} cannot be ")
    assert len(noticed) == 1


def test_votes_that_say_nothing_say_nothing(told):
    context, noticed = told
    assert reading.paper(context, title="T", url="u", votes=" ", submitted="") == digestkit.Paper("T", "u")
    assert noticed == []


def test_a_paper_without_a_url_is_left_out(told):
    context, noticed = told
    assert reading.paper(context, title="T", url=None, line=2) is None
    assert [one.code for one in noticed] == [Code.READ_ERROR]
    with pytest.raises(TypeError, match="papers have no 'vote'"):
        reading.paper(context, title="T", url="u", vote=5)


def test_digests(told):
    context, noticed = told
    paper = reading.paper(context, title="T", url="u")
    digest = reading.digest(context, day="2024-07-05", title="Papers\n", papers=[paper, None], line=1)
    assert digest == digestkit.Digest(JULY, "Papers", [paper])
    assert digest.position.line == 1
    assert reading.digest(context, day=None, papers=[]) is None
    assert noticed == []
    odd = reading.digest(context, day="2024-02-30", title="Papers", papers=[], line=4)
    assert (odd.date, odd.title) == (None, "Papers 2024-02-30")
    assert [one.text() for one in noticed] == ["a.json:4: DK132 there is no such day: '2024-02-30'"]


def test_papers_by_day(told):
    context, noticed = told
    one, two, three, four = (reading.paper(context, title=name, url=name) for name in "abcd")
    dated = [("2024-07-05", one), (JULY, two), (None, three), ("2024-02-30", four), ("2024-07-06", None)]
    first, second, third = reading.by_day(context, dated, "Papers")
    assert (first.date, first.papers) == (JULY, (one, two))
    assert (second.date, second.title, second.papers) == (None, "Papers", (three,))
    assert (third.title, third.papers) == ("Papers 2024-02-30", (four,))
    assert len(noticed) == 1


loose = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.text(),
    st.text(),
    st.dictionaries(
        st.sampled_from(
            ["votes", "authors", "authors_truncated", "summary", "section", "abstract", "tldr", "categories",
             "tags", "submitted", "doi", "links", "extra", "authors_ordered", "media"]
        ),
        loose,
    ),
)  # fmt: skip
def test_whatever_json_says_makes_a_paper_or_a_report(title, url, fields):
    noticed = []
    context = ReadContext(Origin("a.json"), sink=noticed.append)
    paper = reading.paper(context, title=title, url=url, line=1, **fields)
    if paper is None:
        assert not url.split()
        return
    assert paper.position.line == 1
    told = {one.message.split()[0] for one in noticed}
    assert told <= set(fields)
    assert told <= {name for name, _ in paper.extra}


def test_damaged_xml_is_told_in_one_line():
    told = []
    pieces = iter([b"<feed><entry>one</entry>", b"<entry>t\x00wo</entry></feed>"])
    found = [
        element.text for element in reading.elements(pieces, {"entry"}, lambda *about: told.append(about))
    ]
    assert found == ["one"]
    [(message, line, column)] = told
    assert message.startswith("damaged XML: ")
    assert "\n" not in message
    assert (line, column is not None) == (1, True)
