"""How values of the model are shown, pickled and copied."""

from __future__ import annotations

import copy
import datetime
import pickle

import attrs
import pytest
from hypothesis import given

from digestkit.markdown import parse
from digestkit.markdown.writer import write
from digestkit.model import Digest, Document, Item, Media, Paper
from digestkit.node import Node, without_text
from digestkit.testing import samples
from digestkit.testing import strategies as made

DAY = datetime.date(2024, 7, 5)
TEXT = "# A\n\n## D (2024-07-05)\n\n### [T](u)\n![alt](i.png)\n\nVote:  7\n\n- ***L*: x\n- y\n"
LONG = Paper(
    "A title " * 100,
    "https://example.org/" + "x" * 1000,
    Media("image", "i" * 1000),
    7,
    [f"Name {n} {'x' * 100}" for n in range(600)],
    summary=[Item("L" * 500, "text " * 1000)] * 50,
    section="s" * 500,
    abstract="a\n" * 1000,
    tldr="t" * 500,
    categories=["c" * 200] * 9,
    tags=["t" * 200] * 9,
    doi="d" * 500,
    links=[("code" * 99, "u" * 500)] * 9,
    extra=[("name" * 99, "x\n" * 500)] * 9,
)


def again(value):
    return pickle.loads(pickle.dumps(value))


# Shown


@pytest.mark.parametrize(
    "value",
    [
        LONG,
        Digest(DAY, "D" * 500, [LONG] * 50),
        Document(["text\n" * 500, *[Digest(DAY, "D", [LONG])] * 400]),
    ],
)
def test_the_repr_of_a_long_value_fits_a_screen(value):
    assert len(repr(value)) < 2000


def test_a_short_value_is_shown_whole():
    paper = Paper("t", "u", Media("image", "i"), 7, ["A", "B"], True, [Item("L", "x"), Item(None, "y")])
    assert eval(repr(paper)) == paper
    assert "authors=('A',), authors_truncated=False, summary=()" in repr(Paper("t", "u", authors=["A"]))
    short = samples.further_paper(abstract="a\n\nb")
    assert eval(repr(short)) == short


def test_a_digest_names_its_first_papers_and_tells_how_many_follow():
    digest = Digest(DAY, "D", [Paper(f"t{n}", "u") for n in range(9)])
    assert (
        repr(digest)
        .split("papers=")[1]
        .startswith("(Paper('t0', 'u', ...), Paper('t1', 'u', ...), Paper('t2', 'u', ...), ... 6 more)")
    )
    shown = repr(Document(["a\n", *[digest] * 9]))
    assert shown.startswith("Document(segments=('a\\n', Digest(2024-07-05, 'D', 9 papers), ")
    assert "... 7 more), bom=" in shown


def test_a_small_digest_is_shown_whole():
    digest = Digest(DAY, "D", [Paper("t", "u", summary=[Item("L", "x")])])
    assert "summary=(Item(label='L', text='x'),)" in repr(Document([digest]))


def test_a_notebook_shows_a_paper():
    paper = Paper("On <x>", "/papers/2407.01906", None, 18, ["A", "B"], True, [Item("L", "y & **z**")])
    assert paper._repr_html_() == (
        '<div><a href="https://huggingface.co/papers/2407.01906"><strong>On &lt;x&gt;</strong></a><br/>'
        "<small>18 votes · A, B, …</small>"
        "<ul><li><strong>L:</strong> y &amp; <strong>z</strong></li></ul></div>"
    )


def test_a_notebook_shows_a_digest():
    html = Digest(
        DAY, "Daily & Papers", [Paper("a", "b", summary=[Item(None, "x")]), Paper("c", "d")]
    )._repr_html_()
    assert html.startswith(
        "<div><h3>Daily &amp; Papers 2024-07-05</h3><ol><li><details><summary><strong>a</strong>"
    )
    assert html.endswith("<li><strong>c</strong></li></ol></div>")
    assert Digest(None, "", [Paper("a", "b")])._repr_html_().startswith("<div><h3></h3>")


def test_a_notebook_names_ten_authors():
    html = Paper("t", "u", authors=[f"N{n}" for n in range(600)])._repr_html_()
    assert "N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, …<" in html


@given(made.digests())
def test_what_a_notebook_shows_is_well_formed_and_runs_nothing(digest):
    etree = pytest.importorskip("lxml.etree")
    root = etree.fromstring(digest._repr_html_())
    assert {each.tag for each in root.iter()} <= {
        *("div", "h3", "ol", "li", "details", "summary", "a", "strong", "br", "small", "ul", "code")
    }
    assert {name for each in root.iter() for name in each.attrib} <= {"href"}
    assert all(link.get("href").lower().startswith(("http", "mailto:")) for link in root.iter("a"))


# Pickled and copied


@pytest.mark.parametrize("name", samples.NAMES)
def test_samples_survive(name):
    for digest in samples.sample(name):
        assert again(digest) == digest
        assert copy.deepcopy(digest) == digest
        assert again(Document([digest])) == Document([digest])


@pytest.mark.parametrize("copied", [again, copy.deepcopy])
def test_a_copied_node_keeps_its_place_and_not_its_file(copied):
    digest = parse(TEXT + "x" * 100_000, "a.md").digests[0]
    paper = copied(digest.papers[0])
    assert paper == digest.papers[0]
    for old, new in zip(nodes(digest), nodes(copied(digest)), strict=True):
        assert (new.span, new.position, new.layout.name, new.layout.text) == (
            old.span,
            old.position,
            "a.md",
            "",
        )
    assert (copied(digest).source, paper.authors_ordered) == ("a.md", False)
    assert len(pickle.dumps(attrs.evolve(digest, papers=[attrs.evolve(digest.papers[0], summary=())]))) < 1000


def nodes(digest):
    yield digest
    for paper in digest.papers:
        yield from (paper, paper.media, *paper.summary)


@pytest.mark.parametrize("copied", [again, copy.deepcopy])
@pytest.mark.parametrize("text", [TEXT, "\ufeff" + TEXT.replace("\n", "\r\n")])
def test_a_copied_document_keeps_its_layout(copied, text):
    document = parse(text, "a.md")
    other = copied(document)
    assert write(other) == text
    assert (other, other.diagnostics, other.bom, other.newline) == (
        *(document, document.diagnostics, document.bom, document.newline),
    )
    assert [node.position for node in nodes(other.digests[0])] == [
        node.position for node in nodes(document.digests[0])
    ]
    assert len({id(node.layout) for node in nodes(other.digests[0])}) == 1
    changed = attrs.evolve(other.digests[0], title="E")
    assert write(changed).split() == text[text.index("##") :].replace("## D", "## E").split()


def test_a_copy_of_a_value_that_never_changes_is_itself():
    digest = parse(TEXT).digests[0]
    assert copy.copy(digest) is digest
    assert copy.copy(digest.papers[0]) is digest.papers[0]


def test_a_node_without_a_span_leaves_its_file_behind_too():
    paper = again(attrs.evolve(parse(TEXT, "a.md").digests[0].papers[0], span=None))
    assert (paper.layout.name, paper.layout.text, paper.position) == ("a.md", "", None)


def test_what_has_no_place_is_copied_without_one():
    paper = Paper("t", "u", Media("image", "i"), summary=[Item(None, "x")])
    assert (again(paper), again(paper).span, again(paper).layout) == (paper, None, None)


def within(value):
    """A node, and those in it."""
    parts = value if isinstance(value, tuple) else ()
    if isinstance(value, Node):
        yield value
        parts = [getattr(value, field.name) for field in attrs.fields(type(value))]
    for part in parts:
        yield from within(part)


@given(made.digests())
def test_a_node_without_its_text_says_the_same_at_the_same_place(digest):
    (read,) = parse(write([digest]), "a.md").digests or [digest]
    found = without_text(read)
    assert found == read
    assert [(type(one), one.position) for one in within(found)] == [
        (type(one), one.position) for one in within(read)
    ]
    assert not any(one.layout.text for one in within(found) if one.layout is not None)


def test_a_node_without_its_text_keeps_the_site_of_its_links():
    text = "## D (2024-07-05)\n\n### [T](/papers/2407.01906)\n"
    read = parse(text, "a.md").digests[0]
    found = without_text(read)
    assert (found.site, found.papers[0].href) == (read.site, read.papers[0].href)
    assert without_text(found) is found
