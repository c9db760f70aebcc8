"""Whatever the constructors accept is written: as it is, or changed so that it reads back, and told. Law L1.

`accepted_by_version_1` says what the constructors of version 0.1 accepted, which refused what the Korean
digests cannot spell. All of that is still written without a word.
"""

from __future__ import annotations

import datetime
import re

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit.diagnostics import Code
from digestkit.errors import ModelError
from digestkit.markdown import fits, grammar, parse
from digestkit.markdown.writer import write
from digestkit.model import FURTHER, Digest, Document, Item, Media, Paper
from digestkit.structure import split_label
from digestkit.testing import samples
from digestkit.testing import strategies as made

DAY = datetime.date(2024, 7, 5)

marks = st.text(st.sampled_from("#-*[]()!: \n\r\ufeff`~+AVote2024-07-05,'\"\\xé가"), max_size=60)
pieces = st.sampled_from(
    (
        "**L**: x", "***", "**", "### [a](http://b)", "### [", "](http://c)", "- b", "-", "# h", "## D", "\r",
        "\n", "\n\n", " ", "\x0c", "x", "\ufeff## D (2024-07-05)", "## D (2024-07-05)", "(2024-07-05)",
        "(2024-02-30)", "```", "~~~~", "# A",
        "1] [", "22] [x", "* c", "Votes: 1", "---", "[",
        "]", "['A', 'B']", ", ", "\\", "\\ud800", "'", '"', "+",
    )
)  # fmt: skip
lines_of_pieces = st.lists(st.one_of(pieces, st.just("\n")), max_size=8).map("".join)
any_text = st.one_of(made.hostile_text(lines=True), marks, lines_of_pieces, lines_of_pieces)
any_value = st.one_of(any_text, any_text, any_text, st.none(), st.integers(), st.booleans(), st.just(b"x"))
any_values = st.one_of(st.lists(any_text, max_size=3), st.lists(any_value, max_size=3), any_value)
style_names = st.sampled_from([None, *made.STYLES])


# What version 0.1 accepted, in its own words


def accepted_by_version_1(node):
    if isinstance(node, Item):
        return fitting_label(node.label) and fitting_text(node.label, node.text)
    if isinstance(node, Paper):
        whole = "](" not in node.url and fitting_authors(node.authors, node.authors_truncated)
        return whole and not numbered(node.title) and all(map(accepted_by_version_1, node.summary))
    if isinstance(node, Digest):
        return fitting_title(node) and all(map(accepted_by_version_1, node.papers))
    return fitting_segments(node.segments) and all(map(accepted_by_version_1, node.digests))


def numbered(title):
    """What version 0.1 read as a title; `### [1] [Title](URL)` is no heading of these digests."""
    return re.match(r"([0-9]+|\{\w*\})\] (?! )[^\[\]]*\[", title) is not None


def fitting_label(label):
    return label is None or not ("*" in label or "### [" in label)


def fitting_text(label, text):
    first, *others = text.split("\n")
    return (
        not any(
            line.endswith("\r") or grammar.find_glued_heading(line) >= 0 for line in (f"- {first}", *others)
        )
        and all(map(grammar.continues_item, others))
        and (label is not None or split_label(text)[0] is None)
    )


def fitting_authors(names, truncated):
    shown = [*names, *["+"] * truncated]
    line = f"Authors: {', '.join(shown)}"
    joined = "\n" not in line and line[-1] != "\r" and grammar.read_authors(line) == (names, truncated)
    listed = repr(shown)
    short = len(listed) <= 200_000 and listed.count("[") <= 20 and not re.search("[\ud800-\udfff]", line)
    return not shown or joined or short


def fitting_title(node):
    if node.date is None and not node.title:
        return True
    spelled = f"## {node.title}" if node.date is None else f"## {node.title} ({node.date.isoformat()})"
    return grammar.read_day(spelled) == (node.date, node.title)


def fitting_segments(segments):
    before = None
    for segment in segments:
        if isinstance(segment, str):
            fits = starts_no_digest(segment) and (before is None or segment.startswith(("# ", "## ")))
        elif isinstance(before, str):
            fits = before.endswith("\n") and open_fence(before) is None
        else:
            fits = before is None or bool(segment.date or segment.title)
        if not fits:
            return False
        before = segment
    return True


def starts_no_digest(text):
    fences = grammar.Fences()
    lines = [line.rstrip("\r") for line in text.split("\n")]
    shown = [line for line in lines if not fences.hides(line)]
    return not any(grammar.read_day(line) or grammar.read_paper_heading(line) for line in shown)


def open_fence(text):
    fences = grammar.Fences()
    for line in text.split("\n"):
        fences.hides(line.rstrip("\r"))
    return fences.open


# The law


def fitted(given):
    if isinstance(given, Digest):
        return fits.digest(given, lambda *_: None)
    segments = fits.segments(given.segments, given.newline, lambda *_: None)
    return attrs.evolve(
        given, segments=[each if isinstance(each, str) else fitted(each) for each in segments]
    )


def read_again(text, like):
    document = parse(text)
    return document if isinstance(like, Document) else document.digests[0]


def assert_written(given, style):
    """It reads back equal, or something is told; what is read back then is what fits, and fits for good."""
    told = []
    text = write(given, style, told.append)
    again = read_again(text, given)
    assert {note.code for note in told} <= {Code.ALTERED}
    assert again == fitted(given)
    assert (again == given) == (not told)
    assert not (told and accepted_by_version_1(given))
    assert read_again(write(again, style), given) == again
    if told:
        with pytest.raises(ModelError, match="with `report` it is changed"):
            write(given, style)


def built(constructor, *args, **kwargs):
    """What a constructor makes, or None where it refuses."""
    try:
        return constructor(*args, **kwargs)
    except ModelError as error:
        assert re.match(r"(Media|Item|Paper|Digest|Document)\.\w+ must be ", str(error))  # noqa: PT017 - its form
        return None


def around(*items, **fields):
    return Digest(None, "", [Paper(**{"title": "t", "url": "u", "summary": items, **fields})])


@given(any_value, any_value, style_names)
@example("*", "**L**: x", "E5")
@example(None, "**### [a**: b](http://x)", "E5")
@example(None, "**L\n\nx**: y", None)
def test_arbitrary_item(label, text, style):
    item = built(Item, label, text)
    if item is not None:
        assert_written(around(Item(None, "before"), item, Item("L", "after")), style)


@given(st.one_of(st.sampled_from(["image", "video"]), any_value), any_value, style_names)
def test_arbitrary_media(kind, url, style):
    media = built(Media, kind, url)
    if media is not None:
        assert_written(around(media=media, votes=1), style)


@given(any_value, any_value, any_value, any_values, st.booleans(), style_names)
def test_arbitrary_paper(title, url, votes, authors, truncated, style):
    papers = [
        built(Paper, title, url, None, votes, authors, truncated),
        built(Paper, title, "u", None, None, (), truncated),
        built(Paper, "t", "u", None, None, authors, truncated),
        built(Paper, "t", url, None, votes),
    ]
    for paper in filter(None, papers):
        assert_written(Digest(None, "", [paper, Paper("next", "u", summary=[Item(None, "x")])]), style)


@given(st.lists(st.text(st.characters(codec=None, categories=None)), max_size=3), st.booleans(), style_names)
@example(["\ud800"], False, "E8")
@example(["\ud800, A"], True, "E5")
@example(["\\ud800", "a, b"], True, "E8")
@example(["\\\ud800"], False, "E8")
def test_arbitrary_names_with_halves_of_surrogate_pairs(authors, truncated, style):
    paper = built(Paper, "t", "u", None, None, authors, truncated)
    if paper is not None:
        assert_written(Digest(None, "", [paper]), style)


any_items = st.builds(built, st.just(Item), st.one_of(st.none(), any_text), any_text).filter(bool)
any_papers = st.builds(
    built, st.just(Paper), any_text, any_text, st.none(), st.none(), st.just(()), st.just(False),
    st.lists(any_items, max_size=3),
).filter(bool)  # fmt: skip
some_papers = st.lists(st.one_of(made.papers(), any_papers), max_size=2)


@given(
    st.one_of(st.none(), made.dates(), any_value), any_value, st.one_of(some_papers, any_values), style_names
)
def test_arbitrary_digest(date, title, papers, style):
    digest = built(Digest, date, title, papers)
    if digest is not None:
        assert_written(digest, style)


any_digests = st.builds(
    built, st.just(Digest), st.one_of(st.none(), made.dates()), st.one_of(st.just(""), any_text), some_papers
).filter(bool)


@given(
    st.one_of(
        st.lists(st.one_of(any_digests, any_digests, made.outside_text(), any_value), max_size=5), any_value
    ),
    st.one_of(st.booleans(), any_value),
    st.one_of(st.sampled_from(["\n", "\r\n"]), any_value),
    style_names,
)
def test_arbitrary_document(segments, bom, newline, style):
    document = built(Document, segments, bom=bom, newline=newline)
    if document is not None:
        assert_written(document, style)


@given(made.parsed_digests(), any_papers, st.data())
def test_arbitrary_change_of_what_was_parsed(digest, other, data):
    papers = [
        attrs.evolve(paper, **{field: getattr(other, field)})
        for paper in digest.papers
        for field in [data.draw(st.sampled_from(["title", "url", "summary"]))]
    ]
    if papers:
        assert_written(attrs.evolve(digest, papers=papers), None)


# Each rule


@pytest.mark.parametrize(
    ("label", "text", "fitting", "told"),
    [
        (None, "a\r\nb\r", (None, "a\nb"), "carriage returns"),
        (None, "a\n\nb\n \n\nc", (None, "a \nb   \nc"), "line breaks around blank lines"),
        (
            None,
            "a\nx\n- b\n-\n# c\n## d\n### e",
            (None, "a\nx\n - b\n -\n # c\n ## d\n ### e"),
            "would end the item",
        ),
        (None, "a\n\ufeff## D (2024-01-01)", (None, "a\n \ufeff## D (2024-01-01)"), "would end the item"),
        (None, "x### [a](http://b)", (None, "x###  [a](http://b)"), "heading of a paper got"),
        ("L", "### [a](http://b)", ("L", "###  [a](http://b)"), "heading of a paper got"),
        ("a*b", "x", ("ab", "x"), "stars were left out"),
        ("***", "x", (None, "x"), "stars were left out"),
        ("### [a", "x", ("###  [a", "x"), "in a label"),
        (None, "**L**: x", (None, " **L**: x"), "read as a label"),
        (None, "**L**:", (None, " **L**:"), "read as a label"),
    ],
)
def test_items_that_do_not_fit(label, text, fitting, told):
    heard = []
    digest = around(Item(label, text))
    [item] = parse(write(digest, report=heard.append)).digests[0].papers[0].summary
    assert (item.label, item.text) == fitting
    assert [told in note.message for note in heard] == [True]


def test_a_url_that_does_not_fit():
    heard = []
    [paper] = parse(write(around(url="http://a.example/](b)"), report=heard.append)).digests[0].papers
    assert paper.url == "http://a.example/]%28b)"
    assert [note.message for note in heard] == ["`](` in the URL became `]%28`"]


@pytest.mark.parametrize(
    ("title", "fitting"),
    [
        ("1] [A", "1]  [A"),
        ("02] [1] [", "02]  [1] ["),
        ("{n}] [A", "{n}]  [A"),
        ("10] | [A", "10]  | [A"),
        ("8] News: [A", "8]  News: [A"),
    ],
)
def test_titles_of_papers_that_do_not_fit(title, fitting):
    heard = []
    [paper] = parse(write(around(title=title), report=heard.append)).digests[0].papers
    assert paper.title == fitting
    assert ["a number and a link" in note.message for note in heard] == [True]


@pytest.mark.parametrize(
    "title", ["1][A", "1]  [A", "a1] [A", "] [A", "1) [A", "\u0661] [A", "1 ] [A", "{a b}] [A", "1] A", ""]
)
def test_titles_with_brackets_fit(title):
    given = around(title=title)
    assert fitted(given) is given
    assert parse(write(given)).digests == (given,)


def test_names_that_do_not_fit():
    heard = []
    [paper] = parse(write(around(authors=["A, \ud800", "B"]), report=heard.append)).digests[0].papers
    assert paper.authors == ("A, \ufffd", "B")
    assert ["surrogate" in note.message for note in heard] == [True]


@pytest.mark.parametrize("title", ["Daily Papers", "Daily Papers (2024-02-28)", "D (2024-02-30) ", " "])
def test_titles_without_a_date_that_do_not_fit(title):
    heard = []
    digest = parse(write(Digest(None, title), report=heard.append)).digests[0]
    assert (digest.date, digest.title) == (None, f"{title} (0000-00-00)")
    assert ["title without a date" in note.message for note in heard] == [True]


PAPER = Paper("t", "u")
DATED, UNDER_NONE = Digest(DAY, "D"), Digest(None, "", [PAPER])


@pytest.mark.parametrize(
    ("segments", "fitting", "told"),
    [
        (["no line end", DATED], ["no line end\n", DATED], "line end"),
        (["```\nopen\n", DATED], ["```\nopen\n```\n", DATED], "end of its code fence"),
        ([" ~~~~\nopen", DATED], [" ~~~~\nopen\n~~~~\n", DATED], "end of its code fence"),
        (["## D (2024-07-05)\n### [a](b)\n"], [" ## D (2024-07-05)\n ### [a](b)\n"], "would start one"),
        ([DATED, "no heading\n"], [DATED, "## Text\n\nno heading\n"], "got a heading"),
        ([DATED, "\n \n# A\n"], [DATED, "# A\n"], "blank lines"),
        ([DATED, "\n", UNDER_NONE], [DATED, fits.BREAK, UNDER_NONE], "blank lines"),
        ([DATED, UNDER_NONE], [DATED, fits.BREAK, UNDER_NONE], "papers under no heading got one"),
    ],
)
def test_documents_that_do_not_fit(segments, fitting, told):
    heard = []
    assert parse(write(Document(segments), report=heard.append)) == Document(fitting)
    assert told in heard[0].message


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_code_fences_count_whatever_the_line_ends(newline):
    """What a fence hides stays, and what stands after its end does not."""
    hidden = "an introduction\n```\n## D (2024-07-05)\n```\nand ``` is no fence\n".replace("\n", newline)
    heading = f"### [a](b){newline}"
    assert parse(write(Document([hidden, DATED]))) == Document([hidden, DATED])
    fitting = Document([f"{hidden} {heading}", DATED])
    assert parse(write(Document([hidden + heading, DATED]), report=lambda _: None)) == fitting
    opened = f"an introduction{newline}```{newline}open"
    closed = f"{opened}{newline}```{newline}"
    document = Document([opened, DATED], newline=newline)
    assert parse(write(document, report=lambda _: None)).segments == (closed, DATED)


def test_a_heading_for_papers_under_none_has_the_line_ends_of_the_document():
    written = write(Document([DATED, UNDER_NONE], newline="\r\n"), report=lambda _: None)
    assert written.count("\r\n") == written.count("\n")


def test_a_change_is_told_where_the_node_came_from():
    heard = []
    digest = parse("## D (2024-07-05)\n\n### [t](u)\n\n- x\n", "a.md").digests[0]
    paper = attrs.evolve(digest.papers[0], url="](")
    write(attrs.evolve(digest, papers=[paper]), report=heard.append)
    assert [note.place for note in heard] == ["a.md:3:1"]


def test_what_fits_is_the_same_object():
    digest = Digest(
        DAY, "D", [Paper("t", "u", authors=["A"], summary=[Item("L", "#x\n  y"), Item(None, "z")])]
    )
    assert fitted(digest) is digest


# What only other dialects have


def test_what_these_digests_have_no_place_for_is_left_out_and_told():
    told = []
    digest = samples.digest(samples.further_paper(), samples.paper(2))
    bare = samples.digest(samples.paper(), samples.paper(2))
    assert parse(write(digest, report=told.append)).digests == (bare,)
    (only,) = told
    left_out = "these digests have no place for it, so it was left out"
    assert (only.code, only.message) == (Code.ALTERED, f"{', '.join(FURTHER)}: {left_out}")
    assert write(bare) == write(digest, report=told.append)


def test_where_nobody_listens_it_is_refused():
    with pytest.raises(ModelError, match="abstract: these digests have no place for it"):
        write(samples.digest(samples.paper(abstract="x")))


@pytest.mark.parametrize("as_document", [False, True])
def test_the_format_tells_it_in_one_line_for_all_papers(as_document):
    told = []
    papers = [samples.paper(1, abstract="x"), samples.paper(2, abstract="y", tags=["z"]), samples.paper(3)]
    digest = samples.digest(*papers)
    given = Document(["# A\n", digest]) if as_document else digest
    text = digestkit.dumps(given, "markdown", report=told.append)
    assert [note.text() for note in told] == ["DK501 markdown does not carry: abstract (2 papers), tags (1)"]
    assert parse(text).digests == (samples.digest(*map(samples.paper, (1, 2, 3))),)


@given(made.further_digests())
def test_l1_holds_for_what_these_digests_have(digest):
    told = []
    again = parse(write(digest, report=told.append)).digests
    bare = fits.digest_without_further(digest)
    if not told or all("no place for it" in note.message for note in told):
        assert again == (bare,)
    assert bool(told) or bare is digest
