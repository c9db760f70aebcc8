"""Selection: each filter by itself, what they mean together, and that they hold no more than they must."""

import datetime
import itertools
import re
import signal
import threading
import time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit import Digest, Item, Paper, Selection, UsageError, matching, select


def day(number, *papers, title="D"):
    return Digest(datetime.date(2024, 7, number), title, papers)


def paper(title, votes=None, *, url=None, authors=(), summary=()):
    return Paper(title, url or f"https://example.org/{title}", votes=votes, authors=authors, summary=summary)


def undated(*papers):
    return Digest(None, "", papers)


def titles(digests):
    return [[paper.title for paper in digest.papers] for digest in digests]


def chosen(digests, **settings):
    return titles(Selection(**settings).apply(digests))


WEEK = [day(n, paper(f"p{n}", n)) for n in (1, 3, 2, 5, 4)]


def test_the_default_keeps_everything_as_it_is():
    digests = [*WEEK, undated(paper("x")), day(6)]
    assert list(Selection().apply(digests)) == digests


FURTHER = [
    day(
        1,
        attrs.evolve(paper("a"), categories=("cs.CL", "stat.ML"), section="NLP", tags=("LLM", "rag")),
        attrs.evolve(paper("b"), categories=("cs.CV",), section="Vision", tags=("Rag ",), tldr="a robot"),
        attrs.evolve(paper("c"), categories=("csx.A", "hep-th"), abstract="ROBOTS\nand more"),
        paper("d"),
    )
]


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"category": "cs.CL"}, "a"),
        ({"category": ["CS"]}, "ab"),
        ({"category": ["cs.cv", "hep-th"]}, "bc"),
        ({"category": "cs.C"}, ""),
        ({"category": "cs."}, ""),
        ({"section": "nlp"}, "a"),
        ({"section": ("Vision", " NLP")}, "ab"),
        ({"tag": "RAG"}, "ab"),
        ({"tag": ["llm", "none"]}, "a"),
        ({"category": "cs", "tag": "rag", "section": "vision"}, "b"),
        ({"match": "robot"}, "bc"),
        ({"match": "^and more", "category": "hep-th"}, ""),
    ],
)
def test_what_only_some_dialects_say(settings, kept):
    assert "".join(itertools.chain(*chosen(FURTHER, **settings))) == kept


@pytest.mark.parametrize("term", ["", [" "], [1], [None]])
def test_terms_are_text(term):
    for name in ("category", "section", "tag"):
        with pytest.raises(UsageError, match="not a category, section or tag"):
            Selection(**{name: term})


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"since": "2024-07-03"}, [["p3"], ["p5"], ["p4"]]),
        ({"until": datetime.date(2024, 7, 2)}, [["p1"], ["p2"]]),
        ({"since": "2024-07-03", "until": "2024-07-03"}, [["p3"]]),
        ({"latest": 2}, [["p5"], ["p4"]]),
        ({"latest": 2, "until": "2024-07-03"}, [["p3"], ["p2"]]),
        ({"latest": 2, "match": "p4"}, [["p4"]]),
        ({"latest": 99}, [["p1"], ["p3"], ["p2"], ["p5"], ["p4"]]),
        ({"min_votes": 4}, [["p5"], ["p4"]]),
        ({"top": 2}, [["p5"], ["p4"]]),
        ({"sort": "date"}, [["p1"], ["p2"], ["p3"], ["p4"], ["p5"]]),
    ],
)
def test_one_of_each(settings, kept):
    assert chosen(WEEK, **settings) == kept


@pytest.mark.parametrize("settings", [{"since": "2024-07-01"}, {"until": "2024-07-09"}, {"latest": 9}])
def test_a_digest_without_a_date_is_in_no_period(settings):
    assert chosen([undated(paper("x")), day(1, paper("y"))], **settings) == [["y"]]


def test_latest_counts_days_not_digests():
    digests = [day(1, paper("a")), day(2, paper("b")), day(2, paper("c")), day(1, paper("d"))]
    assert chosen(digests, latest=1) == [["b"], ["c"]]


def test_unknown_votes_fail_and_zero_is_known():
    digests = [day(1, paper("none"), paper("zero", 0), paper("one", 1))]
    assert chosen(digests, min_votes=0) == [["zero", "one"]]
    assert chosen(digests, min_votes=1) == [["one"]]


def test_match_looks_everywhere_and_ignores_case():
    digests = [
        day(
            1,
            paper("About LLMs"),
            paper("b", authors=["Ada Lovelace"]),
            paper("c", summary=[Item("새로운 점", "대규모 언어 모델")]),
            paper("d", summary=[Item(None, "nothing")]),
        )
    ]
    assert chosen(digests, match="llm") == [["About LLMs"]]
    assert chosen(digests, match="^ada") == [["b"]]
    assert chosen(digests, match="언어") == chosen(digests, match="점: 대") == [["c"]]
    assert chosen(digests, match="^nothing") == [["d"]]
    assert chosen(digests, match="example.org") == []


HARD = ["(a+)+$", "(a|aa)+$", r"(\w+\s?)*!", "(.*)*x", r"(.+)\1$"]
"""Patterns that try every way to divide a text."""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a timer of POSIX")
@pytest.mark.parametrize("pattern", HARD)
def test_a_pattern_that_would_never_end_is_an_error(pattern, monkeypatch):
    assert matching.PATIENCE == 0.5
    monkeypatch.setattr(matching, "PATIENCE", 0.1)
    text = "ab" * 5_000 + "c" if "1" in pattern else "a" * 10_000 + "?"
    hard = day(1, paper("t", summary=[Item(None, text)]))
    begin = time.process_time()
    with pytest.raises(UsageError, match=r"takes more than 0\.1 s on 't': nested repetitions"):
        chosen([hard], match=pattern)
    assert time.process_time() - begin < 2
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_the_time_is_that_of_one_paper(monkeypatch):
    monkeypatch.setattr(matching, "PATIENCE", 0.1)
    papers = [paper(f"t{number}", summary=[Item(None, "a" * 150)]) for number in range(100)]
    begin = time.process_time()
    assert chosen([day(1, *papers)], match="a*a*b|t99") == [["t99"]]
    assert time.process_time() - begin > matching.PATIENCE


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a timer of POSIX")
def test_a_timer_of_the_program_stays(monkeypatch):
    monkeypatch.setattr(signal, "setitimer", lambda *_given: pytest.fail("it is not ours"))
    before = signal.signal(signal.SIGVTALRM, lambda *_given: None)
    try:
        assert chosen([day(1, paper("p"))], match="P") == [["p"]]
    finally:
        signal.signal(signal.SIGVTALRM, before)


def test_other_threads_match_too():
    found = []
    thread = threading.Thread(target=lambda: found.append(chosen([day(1, paper("p"))], match="P")))
    thread.start()
    thread.join()
    assert found == [[["p"]]]


def test_selection_drops_what_it_emptied_and_nothing_else():
    digests = [day(1), day(2, paper("a", 1)), day(3, paper("b", 5))]
    assert chosen(digests, min_votes=5) == [[], ["b"]]
    assert chosen(digests, top=1) == [[], ["b"]]


def test_top_is_of_the_whole_output_and_keeps_places():
    digests = [day(1, paper("a", 3), paper("b", 9), paper("c")), day(2, paper("d", 3), paper("e", 3))]
    assert chosen(digests, top=2) == [["a", "b"]]
    assert chosen(digests, top=3) == [["a", "b"], ["d"]]
    assert chosen(digests, top=9) == [["a", "b", "c"], ["d", "e"]]
    assert chosen(digests, top=2, sort="votes") == [["b", "a"]]


def test_sort_is_stable_and_unknown_goes_last():
    digests = [day(2, paper("b", 1), paper("a"), paper("C", 1), paper("d", 7)), day(1, paper("x"))]
    assert chosen(digests, sort="votes") == [["d", "b", "C", "a"], ["x"]]
    assert chosen(digests, sort="title") == [["a", "b", "C", "d"], ["x"]]
    assert chosen([undated(paper("u")), *digests], sort="date")[-1] == ["u"]


def test_titles_are_ordered_as_readers_fold_their_case():
    digests = [day(1, paper("Straße b"), paper("STRASSE a"), paper("strasse c"))]
    assert chosen(digests, sort="title") == [["STRASSE a", "Straße b", "strasse c"]]


def test_match_sees_each_text_by_itself_and_lines_as_lines():
    digests = [day(1, paper("a", authors=["Ada", "Bo"], summary=[Item(None, "first\n second")]))]
    assert chosen(digests, match="first.*second") == []
    assert chosen(digests, match="Ada.*Bo") == []
    assert chosen(digests, match="^Bo$") == [["a"]]
    assert chosen(digests, match=re.compile("ada")) == []


@pytest.mark.parametrize("bound", [1, 9999])
def test_the_first_and_the_last_year_can_be_asked_for(bound):
    digest = Digest(datetime.date(bound, 12, 31), "D", [paper("x")])
    assert chosen([digest], since=f"{bound:04}-12-31", until=f"{bound:04}-12-31") == [["x"]]
    assert chosen([digest], since="0001-01-01") == chosen([digest], until="9999-12-31") == [["x"]]


def test_dedupe_keeps_the_first_that_passes():
    again = "https://arxiv.org/abs/2407.01906"
    digests = [
        day(1, paper("first", 1, url=again), paper("other", 1)),
        day(2, paper("second", 9, url=f"{again}v2")),
    ]
    assert chosen(digests, dedupe=True) == [["first", "other"]]
    assert chosen(digests, dedupe=True, min_votes=5) == [["second"]]


def test_an_input_may_come_in_parts():
    digests = [day(n, paper(f"p{n}"), paper("same")) for n in (3, 2)]
    seen = set()
    parts = [select.of_input([digest], Selection(dedupe=True), seen=seen) for digest in digests]
    assert [titles(part) for part in parts] == [[["p3", "same"]], [["p2"]]]
    assert chosen(digests, dedupe=True) == [["p3", "same"], ["p2"]]


def test_the_newest_days_are_those_of_the_period():
    for settings, days in (
        ({"latest": 2, "until": "2024-07-03"}, {2, 3}),
        ({"latest": 9, "since": "2024-07-05"}, {5}),
    ):
        assert {digest.date.day for digest in Selection(**settings).apply(WEEK)} == days


def test_a_digest_that_loses_nothing_is_handed_on_itself():
    digests = [day(1, paper("a", 3)), day(2, paper("b", 1), paper("c", 3))]
    first, second = select.top(digests, 2)
    assert first is digests[0]
    assert second is not digests[1]
    assert next(select.keep_papers(digests, bool)) is digests[0]


def test_split_divides_without_loss_in_the_order_of_the_digests():
    months = [
        day(1, paper("a")),
        undated(paper("x")),
        Digest(datetime.date(2024, 8, 1), "D"),
        day(2, paper("b")),
    ]
    assert select.split(months, "month") == {
        "2024-07": [months[0], months[3]],
        "undated": [months[1]],
        "2024-08": [months[2]],
    }


def test_split_names_periods():
    dates = [datetime.date(2024, 7, 5), datetime.date(2024, 12, 30), datetime.date(2027, 1, 1)]
    digests = [Digest(date, "D") for date in dates] + [undated(paper("x"))]
    assert {period: list(select.split(digests, period)) for period in select.PERIODS} == {
        "day": ["2024-07-05", "2024-12-30", "2027-01-01", "undated"],
        "week": ["2024-W27", "2025-W01", "2026-W53", "undated"],
        "month": ["2024-07", "2024-12", "2027-01", "undated"],
        "year": ["2024", "2027", "undated"],
    }


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"since": "2024-02-30"}, "'2024-02-30' is not a date like 2024-07-05"),
        ({"until": "20240705"}, "not a date"),
        ({"until": "2024-W27-5"}, "not a date"),
        ({"until": "2024-07-05T00:00"}, "not a date"),
        ({"until": 20240705}, "20240705 is not a date like 2024-07-05"),
        ({"since": datetime.datetime(2024, 7, 5, tzinfo=datetime.UTC)}, "not a date"),
        ({"since": "2024-07-05", "until": "2024-07-04"}, "no day is left"),
        ({"latest": 0}, "latest must be a whole number from 1"),
        ({"top": -1}, "top must be a whole number from 1"),
        ({"min_votes": "5"}, "min_votes must be a whole number from 0, not '5'"),
        ({"min_votes": -1}, "min_votes must be a whole number from 0, not -1"),
        ({"latest": True}, "latest must be a whole number from 1, not True"),
        ({"top": 0}, "top must be a whole number from 1, not 0"),
        ({"match": "("}, "not a regular expression: '('"),
        ({"sort": "size"}, "sort must be one of votes, date, title"),
    ],
)
def test_what_means_nothing_is_refused(settings, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        Selection(**settings)


def test_filters_stream_and_latest_and_top_hold_little():
    """Digests that were handed on or dropped are not kept: a reader of a million holds a few."""
    digests = (day(1 + n % 28, paper(f"{n}", n)) for n in itertools.count())
    first = Selection(min_votes=3, match=".", dedupe=True, since="2024-07-01").apply(digests)
    assert titles(itertools.islice(first, 2)) == [["3"], ["4"]]
    many = [day(1 + n % 28, paper(f"{n}", n % 1000)) for n in range(5000)]
    assert titles(select.top(many, 2)) == [["999"], ["1999"]]
    assert len(list(select.latest(many, 1))) == 5000 // 28


VOTES = st.lists(st.lists(st.none() | st.integers(0, 3), max_size=4), max_size=5)


@given(VOTES, st.integers(1, 4))
def test_top_equals_its_definition(votes, count):
    """Order everything by votes, keep the first few, and put them back where they were."""
    digests = [day(1, *(paper(str(n), each) for n, each in enumerate(row))) for row in votes]
    places = [(d, p) for d, row in enumerate(votes) for p in range(len(row))]
    places.sort(key=lambda at: -1 if votes[at[0]][at[1]] is None else votes[at[0]][at[1]], reverse=True)
    best = set(places[:count])
    kept = [[str(p) for p in range(len(row)) if (d, p) in best] for d, row in enumerate(votes)]
    assert titles(select.top(digests, count)) == [
        row for row, before in zip(kept, votes, strict=True) if row or not before
    ]


DATES = st.lists(st.none() | st.dates(datetime.date(2024, 7, 1), datetime.date(2024, 7, 5)), max_size=8)


@given(DATES, st.integers(1, 3))
def test_latest_equals_its_definition(dates, count):
    digests = [Digest(date, "", [paper("x")]) for date in dates]
    days = sorted({date for date in dates if date})[-count:]
    assert list(select.latest(digests, count)) == [digest for digest in digests if digest.date in days]


def test_the_work_of_top_grows_with_the_number_of_digests_without_papers(monkeypatch):
    looked_at = []
    needed = select._needed

    def counting(held, best):
        looked_at.append(len(held))
        return needed(held, best)

    monkeypatch.setattr(select, "_needed", counting)
    empty = [Digest(datetime.date(2024, 7, 5), "") for _ in range(4000)]
    assert len(list(select.top(empty, 5))) == len(empty)
    assert sum(looked_at) < 4 * len(empty)
