"""Merging: which papers are one, what becomes of each field, and that nothing gets lost in silence."""

import datetime
import itertools
import time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Media, Paper, Selection, select
from digestkit.diagnostics import Severity
from digestkit.merging import sameness, values
from digestkit.reference import Reference
from digestkit.testing import strategies

ARXIV = "https://arxiv.org/abs/2407.01906"
HERE = "https://example.org/a"
THERE = "https://example.net/b"
DOI = "10.1000/Some.Thing"


def day(number, *papers, title="D"):
    return Digest(datetime.date(2024, 7, number), title, papers)


def paper(url=ARXIV, title="T", **fields):
    return Paper(title, url, **fields)


def merged(*papers):
    """What becomes of papers, each in a digest of its own, and what is told of values that give way."""
    told = []
    digests = [day(1 + number % 28, each) for number, each in enumerate(papers)]
    kept = [each for digest in select.merge(digests, told.append) for each in digest.papers]
    return kept, [note.message.split(": ", 1)[1] for note in told if note.code is Code.CONTRADICTION]


def one(*papers):
    (kept,), told = merged(*papers)
    return kept, told


# --- which papers are one ----------------------------------------------------------------------------------

ONE = [
    [
        paper(ARXIV),
        paper(f"{ARXIV}v2"),
        paper("/papers/2407.01906"),
        paper("http://arxiv.org/pdf/2407.01906"),
    ],
    [paper(HERE), paper(HERE)],
    [paper(HERE, doi=DOI), paper(THERE, doi=f"https://doi.org/{DOI.upper()}")],
    [paper(HERE, doi=f"doi: {DOI}"), paper(f"https://dx.doi.org/{DOI.lower()}")],
    [paper("https://doi.org/10.1000/a%2Fb"), paper(HERE, doi="10.1000/a/b")],
    [paper(ARXIV), paper(HERE, doi="10.48550/arXiv.2407.01906")],
    [paper(HERE, doi="10.48550/ARXIV.2407.01906v3"), paper(ARXIV)],
    [paper(ARXIV, doi=DOI), paper(HERE, doi=DOI)],
    [paper(HERE), paper(THERE, doi=DOI), paper(HERE, doi=DOI)],
]
SEVERAL = [
    [paper(HERE), paper(THERE)],
    [paper(HERE), paper(f"{HERE}#")],
    [paper(HERE, doi="N/A"), paper(THERE, doi="N/A")],
    [paper(HERE, doi="10.x"), paper(THERE, doi="10.x")],
    [paper(HERE, doi=DOI), paper(THERE, doi=f"{DOI}.1")],
    [paper(ARXIV, doi=DOI), paper("https://arxiv.org/abs/2407.01907", doi=DOI)],
    [paper(ARXIV, doi="10.48550/arXiv.2407.01907"), paper("https://arxiv.org/abs/2407.01907")],
]


@pytest.mark.parametrize("papers", ONE)
def test_papers_that_are_one(papers):
    for order in itertools.permutations(papers):
        assert set(sameness.firsts(order)) == {0}
        assert len(merged(*order)[0]) == 1


@pytest.mark.parametrize("papers", SEVERAL)
def test_papers_that_are_not(papers):
    assert sameness.firsts(papers) == list(range(len(papers)))
    assert merged(*papers)[0] == papers


def test_a_doi_never_makes_two_papers_of_arxiv_one():
    other = "https://arxiv.org/abs/2407.01907"
    papers = [paper(HERE, doi=DOI), paper(other, doi=DOI), paper(ARXIV, doi=DOI), paper(ARXIV), paper(other)]
    assert sameness.firsts(papers) == [0, 0, 2, 2, 0]


# --- the fields --------------------------------------------------------------------------------------------


def test_what_complements_is_joined():
    votes = paper(f"{ARXIV}v1", votes=18, media=Media("image", "a.png"), authors=["B", "A"])
    names = paper(
        authors=["A", "B"], authors_ordered=True, abstract="All of it.", tldr="Short.", doi=DOI,
        categories=["cs.CL"], tags=["x"], submitted=datetime.date(2024, 7, 2), links=[("code", HERE)],
        extra=[("score", "7")], section="NLP", summary=[Item("Method", "m")],
    )  # fmt: skip
    both, told = one(votes, names)
    assert told == []
    assert both == attrs.evolve(names, url=votes.url, votes=18, media=votes.media)
    assert both.authors_ordered is True
    assert one(names, votes)[0] == attrs.evolve(both, url=names.url)


def test_the_place_is_the_first():
    digests = [
        day(5, paper(HERE, "x"), paper(ARXIV, "first")),
        day(4, paper(ARXIV, "again", votes=3)),
        day(3, paper(THERE), paper(f"{ARXIV}v2")),
        day(2),
    ]
    kept = list(select.merge(digests))
    assert [(digest.date.day, [each.title for each in digest.papers]) for digest in kept] == [
        (5, ["x", "first"]),
        (3, ["T"]),
        (2, []),
    ]
    assert kept[0].papers[1].votes == 3
    assert kept[0].papers[0] is digests[0].papers[0]
    assert kept[2] is digests[3]


@pytest.mark.parametrize(("votes", "most"), [((1, 3, 2), 3), ((None, 0), 0), ((None, None), None)])
def test_of_votes_the_most(votes, most):
    assert one(*(paper(votes=each) for each in votes))[0].votes == most


WHOLE = {"authors": ("A", "B", "C")}
CUT = {"authors": ("A", "B"), "authors_truncated": True}


@pytest.mark.parametrize(
    ("lists", "kept", "told"),
    [
        ([{}, CUT], CUT, []),
        ([CUT, WHOLE], WHOLE, []),
        ([WHOLE, CUT], WHOLE, []),
        ([{"authors": ["A"]}, CUT], CUT, []),
        ([CUT, {"authors": ["a", "B "]}], {"authors": ("A", "B")}, []),
        ([CUT, {"authors": ["X", "Y"]}], {"authors": ("X", "Y")}, ["authors 'A'", "authors 'B'"]),
        ([CUT, {"authors": ["X"]}], CUT, ["authors 'X'"]),
        ([{"authors": ["X"]}, CUT], {"authors": ("X",)}, ["authors 'A'", "authors 'B'"]),
        ([WHOLE, {"authors": ["A", "B", "D", "E"]}], WHOLE, ["authors 'D'", "authors 'E'"]),
        ([{"authors": [" "], "authors_truncated": True}, WHOLE], WHOLE, []),
    ],
)
def test_of_authors_the_fullest(lists, kept, told):
    both, notes = one(*(paper(**each) for each in lists))
    assert both == paper(**kept)
    assert notes == [f"{note} gives way" for note in told]


@pytest.mark.parametrize("order", [False, None])
def test_of_equal_lists_the_one_in_order(order):
    shuffled, published = (paper(authors=names, authors_ordered=None) for names in (["B", "A"], ["A", "B"]))
    shuffled = attrs.evolve(shuffled, authors_ordered=order)
    published = attrs.evolve(published, authors_ordered=True)
    for papers in ((shuffled, published), (published, shuffled)):
        both, _ = one(*papers)
        assert (both.authors, both.authors_ordered) == (("A", "B"), True)
    cut = attrs.evolve(published, authors_truncated=True)
    assert one(shuffled, cut)[0] == published


@pytest.mark.parametrize(
    ("texts", "kept", "told"),
    [
        ((None, "a b"), "a b", []),
        (("a b", "A  b"), "a b", []),
        (("a b", "a\nb c d"), "a\nb c d", []),
        (("a b…", "a b c"), "a b c", []),
        (("a b c", "a b ..."), "a b c", []),
        (("a b c", "a c"), "a b c", ["abstract 'a c' gives way"]),
    ],
)
def test_of_abstracts_the_whole_one(texts, kept, told):
    both, notes = one(*(paper(abstract=text) for text in texts))
    assert (both.abstract, notes) == (kept, told)


def test_summaries_get_the_items_under_new_labels():
    first = paper(summary=[Item("New", "a"), Item(None, "free"), Item("New", "b")])
    again = paper(summary=[Item("new", "other"), Item("Data", "d"), Item("Data", "e"), Item(None, "Free")])
    third = paper(summary=[Item("Data", "f"), Item("More", "a"), Item(None, "g")])
    both, told = one(first, again, third)
    assert both.summary == (*first.summary, Item("Data", "d"), Item("Data", "e"), Item(None, "g"))
    assert told == [f"summary '{text}' gives way" for text in ("new: other", "Data: f", "More: a")]


def test_terms_links_and_the_rest_are_united_in_order():
    first = paper(categories=["cs.CL", "cs.AI"], tags=["b"], links=[("code", HERE)], extra=[("score", "1")])
    again = paper(categories=["cs.AI", "cs.LG"], tags=["a", "b"], links=[("html", HERE), ("code", HERE)])
    again = attrs.evolve(again, extra=[("score", "2"), ("score", "1")])
    both, told = one(first, again)
    assert told == []
    assert both.categories == ("cs.CL", "cs.AI", "cs.LG")
    assert both.tags == ("b", "a")
    assert both.links == (("code", HERE), ("html", HERE))
    assert both.extra == (("score", "1"), ("score", "2"))


def test_a_further_section_is_kept_and_found():
    papers = [paper(), paper(section="NLP"), paper(section="Vision"), paper(section="NLP")]
    both, told = one(*papers)
    assert (both.section, both.extra, told) == ("NLP", (("section", "Vision"),), [])
    digests = [day(1, each) for each in papers]
    for section in ("vision", "nlp"):
        assert len(list(Selection(merge=True, section=section).apply(digests))) == 1
    assert list(Selection(merge=True, section="robots").apply(digests)) == []


def test_a_page_of_arxiv_comes_before_one_from_elsewhere():
    both, told = one(paper(HERE, "first", doi=DOI), paper(THERE, doi=DOI), paper(f"{ARXIV}v2", doi=DOI))
    assert (both.title, both.url, both.id) == ("first", f"{ARXIV}v2", "arxiv:2407.01906")
    assert both.links == (("page", HERE), ("page", THERE))
    assert told == ["title 'T' gives way"] * 2


def test_a_page_that_is_a_link_already_is_none_twice():
    assert one(paper(links=[("journal", HERE)], doi=DOI), paper(HERE, doi=DOI))[0].links == (
        ("journal", HERE),
    )


def test_the_first_version_stays_and_others_are_told():
    told = []
    (digest,) = select.merge([day(1, paper(f"{ARXIV}v1"), paper(f"{ARXIV}v2"), paper(ARXIV))], told.append)
    assert digest.papers == (paper(f"{ARXIV}v1"),)
    assert [note.message for note in told if note.code is Code.CONTRADICTION] == [
        f"arxiv:2407.01906: url '{ARXIV}v2' gives way"
    ]
    assert told[-1].message == "3 papers were joined into 1: those that are the same; -v shows each"


@pytest.mark.parametrize(
    ("dois", "kept", "told"),
    [
        ((DOI, f"doi:{DOI.lower()}"), DOI, []),
        ((None, DOI), DOI, []),
        (("10.48550/arXiv.2407.01906", DOI), DOI, []),
        ((DOI, "10.48550/arXiv.2407.01906v2"), DOI, []),
        (("10.48550/arXiv.2407.01906", None), "10.48550/arXiv.2407.01906", []),
        ((DOI, "10.1000/2"), DOI, ["doi '10.1000/2' gives way"]),
    ],
)
def test_of_dois_that_of_the_journal(dois, kept, told):
    both, notes = one(*(paper(doi=doi) for doi in dois))
    assert (both.doi, notes) == (kept, told)


@pytest.mark.parametrize(
    ("field", "first", "same", "other"),
    [
        ("title", "A Study", "a  study", "Another"),
        ("tldr", "Works.", "works.", "Fails."),
        ("media", Media("image", "a.png"), Media("image", "a.png"), Media("image", "b.png")),
        ("submitted", datetime.date(2024, 7, 1), datetime.date(2024, 7, 1), datetime.date(2024, 7, 2)),
    ],
)
def test_where_they_contradict_each_other_the_first_counts(field, first, same, other):
    missing = "" if field == "title" else None
    papers = [attrs.evolve(paper(), **{field: value}) for value in (missing, first, same, other)]
    both, told = one(*papers)
    assert getattr(both, field) == first
    assert len(told) == 1
    assert told[0].startswith(f"{field} ")


def test_every_field_has_a_rule():
    fields = {field.name for field in attrs.fields(Paper)} - {"span", "layout"}
    assert set(values.FIELDS) == fields - {"authors_truncated", "authors_ordered"}


# --- what is told ------------------------------------------------------------------------------------------

TEXT = "## Daily Papers ({day})\n\n### [{title}]({url})\n\nVote: {votes}\n\n- It works.\n"


def test_one_line_for_all_and_each_where_it_stands():
    texts = [
        TEXT.format(day="2024-07-05", title="A", url=ARXIV, votes=1),
        TEXT.format(day="2024-07-06", title="B", url=f"{ARXIV}v2", votes=2),
        TEXT.format(day="2024-07-07", title="C", url=HERE, votes=3),
    ]
    digests = [digestkit.parse(text, f"{n}.md").digests[0] for n, text in enumerate(texts)]
    told = []
    list(select.merge(digests, told.append))
    assert [note.text() for note in told] == [
        "0.md:3:1: DK508 arxiv:2407.01906 is met again at 1.md:3:1; it is one paper, with votes from there",
        "1.md:3:1: DK509 arxiv:2407.01906: title 'B' gives way",
        f"1.md:3:1: DK509 arxiv:2407.01906: url '{ARXIV}v2' gives way",
        (
            "DK504 2 papers were joined into 1: those that are the same; where they contradict each other,"
            " one counts (title 1); -v shows each"
        ),
    ]
    assert [note.severity for note in told].count(Severity.WARNING) == 1


def test_where_nothing_is_joined_nothing_is_told():
    told = []
    digests = [day(1, paper(HERE)), day(2, paper(THERE))]
    assert list(select.merge(digests, told.append)) == digests
    assert told == []


def test_many_places_are_few_in_a_message():
    told = []
    list(select.merge([day(1, *[paper()] * 9)], told.append))
    assert "a place unknown and 3 more; it is one paper" in told[0].message


# --- with other selections ---------------------------------------------------------------------------------


def test_days_are_chosen_before_and_papers_afterwards():
    digests = [day(1, paper(votes=1)), day(2, paper(HERE, votes=2)), day(3, paper(votes=9))]

    def titles(**settings):
        return [
            (digest.date.day, each.votes)
            for digest in Selection(merge=True, **settings).apply(digests)
            for each in digest.papers
        ]

    assert titles(min_votes=5) == [(1, 9)]
    assert titles(top=1) == [(1, 9)]
    assert titles(since="2024-07-02") == titles(latest=2) == [(2, 2), (3, 9)]
    assert titles(dedupe=True) == titles() == [(1, 9), (2, 2)]


@pytest.fixture
def two(tmp_path):
    """Two files: what the second one says of a paper of the first, the first does not."""
    for name, number, url, votes in (("a", 5, ARXIV, 1), ("b", 6, f"{ARXIV}v2", 7)):
        text = TEXT.format(day=f"2024-07-0{number}", title="T", url=url, votes=votes)
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


def written(folder):
    return {path.name: path.read_text("utf-8").count("\n") for path in sorted((folder / "out").iterdir())}


def test_a_folder_of_outputs_is_merged_as_a_whole(two):
    result = digestkit.convert(two, "jsonl", f"{two}/out/", merge=True)
    assert written(two) == {"a.jsonl": 1}
    assert '"votes": 7' in (two / "out/a.jsonl").read_text("utf-8")
    assert [note.code for note in result.diagnostics].count(Code.MERGED) == 1


def test_of_the_newest_days_only(two):
    digestkit.convert(two, "jsonl", f"{two}/out/", merge=True, latest=1)
    assert written(two) == {"b.jsonl": 1}


def test_periods_are_merged_as_a_whole(two):
    digestkit.convert(two, "jsonl", f"{two}/out/", merge=True, split="day")
    assert written(two) == {"2024-07-05.jsonl": 1}


def test_what_is_joined_is_written_and_read_back(two):
    digestkit.convert(two, "markdown", two / "out.md", merge=True)
    (digest,) = digestkit.load(two / "out.md").digests
    assert digest.papers == (paper(votes=7, summary=[Item(None, "It works.")]),)


# --- laws --------------------------------------------------------------------------------------------------

URLS = st.sampled_from(
    (ARXIV, f"{ARXIV}v1", f"{ARXIV}v2", "/papers/2407.01907", "https://arxiv.org/pdf/2407.01908", HERE, THERE)
)
DOIS = st.sampled_from((None, None, DOI, f"doi:{DOI.lower()}", "10.1000/2", "10.48550/arXiv.2407.01907", "-"))
SAME = st.builds(
    lambda paper, url, doi: attrs.evolve(paper, url=url, doi=doi), strategies.further_papers(), URLS, DOIS
)
FEW = st.sampled_from(("", "a", "b"))
BRIEF = st.builds(
    lambda title, url, doi, author, votes: Paper(
        title, url, votes=votes, authors=[author] if author else [], doi=doi, summary=[Item(None, title)]
    ),
    FEW, URLS, DOIS, FEW, st.none() | st.integers(0, 2),
)  # fmt: skip
DIGESTS = st.lists(
    st.builds(Digest, st.just(datetime.date(2024, 7, 5)), st.just("D"), st.lists(BRIEF, max_size=4)),
    max_size=4,
)


def all_papers(digests):
    return [each for digest in digests for each in digest.papers]


@given(DIGESTS)
def test_merging_twice_is_merging_once(digests):
    once = list(select.merge(digests))
    told = []
    assert all(map(lambda a, b: a is b, select.merge(once, told.append), once))
    assert told == []


@given(DIGESTS)
def test_merging_adds_no_id_and_keeps_the_order(digests):
    before = [each.id for each in all_papers(digests)]
    after = [each.id for each in all_papers(select.merge(digests))]
    assert len(set(after)) == len(after)
    assert set(after) <= set(before)
    firsts = sameness.firsts(all_papers(digests))
    assert len(after) == len(set(firsts))
    titles = [each.title for each in all_papers(digests)]
    assert all(
        titles[first] in ("", kept.title)
        for first, kept in zip(sorted(set(firsts)), all_papers(select.merge(digests)), strict=True)
    )


def bares(texts):
    return {values.bare(text) for text in texts}


def is_in(name):
    return lambda kept, value: getattr(kept, name) == value


def is_alike(name):
    return lambda kept, value: values.bare(getattr(kept, name)) == values.bare(value)


def each_is_in(name):
    return lambda kept, value: set(value) <= set(getattr(kept, name))


def leads_there(kept, url):
    there = paper(url)
    if there.id != kept.id:
        return url in [link for _, link in kept.links]
    return there.version in (None, kept.version)


def doi_is_in(kept, doi):
    keys = set(sameness.dois(Reference(kept))) | {(Reference(kept).stated_doi or "").casefold()}
    return (Reference(paper(doi=doi)).stated_doi or "").casefold() in keys


KEPT = {
    "title": is_alike("title"),
    "url": leads_there,
    "media": lambda kept, media: kept.media.url == media.url,
    "votes": lambda kept, votes: kept.votes >= votes,
    "authors_truncated": lambda kept, _value: kept.authors_truncated or kept.authors_clean,
    "section": lambda kept, section: kept.section == section or ("section", section) in kept.extra,
    "abstract": lambda kept, text: values.bare(kept.abstract).startswith(
        values._CUT.sub("", values.bare(text))
    ),
    "tldr": is_alike("tldr"),
    "submitted": is_in("submitted"),
    "doi": doi_is_in,
    **{name: each_is_in(name) for name in ("categories", "tags", "links", "extra")},
}
"""What of a field is left in the paper that was made of several."""


@given(st.lists(SAME, min_size=2, max_size=3))
def test_every_value_is_kept_or_told(papers):
    told = []
    kept = values.joined(papers, lambda who, field, value: told.append((id(who), field, value)))
    for each in papers:
        for name, stays in KEPT.items():
            value = getattr(each, name)
            if value not in (None, "", (), False):
                assert stays(kept, value) or (id(each), name, value) in told, name
        names = bares(kept.authors) | bares(value for _, field, value in told if field == "authors")
        assert bares(each.authors_clean) <= names
        for item in each.summary:
            shown = item.text if item.label is None else f"{item.label}: {item.text}"
            is_there = values.bare(item.text) in bares(one.text for one in kept.summary) and (
                item.label is None
                or values.bare(item.label)
                in bares(one.label for one in kept.summary if one.label is not None)
            )
            assert is_there or (id(each), "summary", shown) in told


@given(st.lists(SAME, min_size=1, max_size=3))
def test_fields_are_those_of_some_paper(papers):
    kept = values.joined(papers, lambda *_difference: None)
    for name in (
        "title",
        "url",
        "media",
        "votes",
        "authors",
        "abstract",
        "tldr",
        "submitted",
        "doi",
        "section",
    ):
        assert getattr(kept, name) in [getattr(each, name) for each in papers]
        assert (getattr(kept, name) in (None, "", ())) == all(
            getattr(each, name) in (None, "", ()) for each in papers
        ) or name == "authors"
    assert set(kept.summary) <= {item for each in papers for item in each.summary}


def test_merging_takes_linear_time():
    """Eight times the papers take about eight times as long; a quadratic step would take 64 times."""
    assert cost(8000) < 32 * cost(1000) + 0.02


def cost(count):
    """Processor time for a paper that is met often, and many that a DOI connects; the least of a few runs."""
    papers = [
        paper(doi=DOI if n % 2 else None, tags=[str(n)], summary=[Item(str(n), str(n))], authors=[str(n)])
        for n in range(count)
    ]
    papers += [paper(f"{HERE}{n}", doi=f"10.1000/{n // 2}") for n in range(count)]
    times = []
    for _ in range(3):
        begin = time.process_time()
        list(select.merge([day(1, *papers)], lambda _note: None))
        times.append(time.process_time() - begin)
    return min(times)


def test_the_reference_of_a_joined_paper_has_a_doi():
    both, _ = one(paper(doi="10.48550/arXiv.2407.01906"), paper(HERE, doi=DOI), paper(doi=DOI))
    assert Reference(both).journal_doi == DOI
