"""The model: what constructors refuse, what is derived, and what does not count in equality."""

from __future__ import annotations

import datetime
import itertools

import attrs
import pytest

from digestkit import structure
from digestkit.errors import ModelError
from digestkit.markdown import parse
from digestkit.model import Digest, Document, Item, Media, Paper, without_layout

DAY = datetime.date(2024, 7, 5)
PAPER = Paper("Title", "https://arxiv.org/abs/2407.01906")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Media("picture", "a.png"), "Media.kind"),
        (lambda: Media("image", "a.mp4"), "Media.kind"),
        (lambda: Media("image", " "), "Media.url"),
        (lambda: Media("video", "a\nb"), "Media.url"),
        (lambda: Item("", "x"), "Item.label"),
        (lambda: Item("a\nb", "x"), "Item.label"),
        (lambda: Item(1, "x"), "Item.label"),
        (lambda: Item(None, None), "Item.text"),
        (lambda: Paper("a\nb", "u"), "Paper.title"),
        (lambda: Paper("t", ""), "Paper.url"),
        (lambda: Paper("t", None), "Paper.url"),
        (lambda: Paper("t", "u", media="a.png"), "Paper.media"),
        (lambda: Paper("t", "u", votes=-1), "Paper.votes"),
        (lambda: Paper("t", "u", votes=True), "Paper.votes"),
        (lambda: Paper("t", "u", votes=1.0), "Paper.votes"),
        (lambda: Paper("t", "u", votes=10**18), "Paper.votes"),
        (lambda: Paper("t", "u", authors=["A", "+"]), "Paper.authors"),
        (lambda: Paper("t", "u", authors=["A", 1]), "Paper.authors"),
        (lambda: Paper("t", "u", authors_truncated=1), "Paper.authors_truncated"),
        (lambda: Paper("t", "u", summary=["x"]), "Paper.summary"),
        (lambda: Paper("t", "u", authors_ordered=1), "Paper.authors_ordered"),
        (lambda: Paper("t", "u", section=" "), "Paper.section"),
        (lambda: Paper("t", "u", section="a\nb"), "Paper.section"),
        (lambda: Paper("t", "u", abstract="\n"), "Paper.abstract"),
        (lambda: Paper("t", "u", abstract=b"x"), "Paper.abstract"),
        (lambda: Paper("t", "u", tldr=""), "Paper.tldr"),
        (lambda: Paper("t", "u", categories="cs.CL"), "Paper.categories"),
        (lambda: Paper("t", "u", categories=None), "Paper.categories"),
        (lambda: Paper("t", "u", categories=["a\nb"]), "Paper.categories"),
        (lambda: Paper("t", "u", tags=[1]), "Paper.tags"),
        (lambda: Paper("t", "u", submitted="2024-07-05"), "Paper.submitted"),
        (
            lambda: Paper("t", "u", submitted=datetime.datetime(2024, 7, 5, tzinfo=datetime.UTC)),
            "Paper.submitted",
        ),
        (lambda: Paper("t", "u", doi=10.1), "Paper.doi"),
        (lambda: Paper("t", "u", links={"code": "u"}), "Paper.links"),
        (lambda: Paper("t", "u", links=[("code",)]), "Paper.links"),
        (lambda: Paper("t", "u", links=[("code", "")]), "Paper.links"),
        (lambda: Paper("t", "u", extra=["ab"]), "Paper.extra"),
        (lambda: Paper("t", "u", extra=[("a\nb", "x")]), "Paper.extra"),
        (lambda: Paper("t", "u", extra=[("a", None)]), "Paper.extra"),
        (lambda: Digest(datetime.datetime(2024, 7, 5, tzinfo=datetime.UTC), "D"), "Digest.date"),
        (lambda: Digest("2024-07-05", "D"), "Digest.date"),
        (lambda: Digest(DAY, "a\nb"), "Digest.title"),
        (lambda: Digest(None, ""), "Digest.papers"),
        (lambda: Digest(DAY, "D", ["x"]), "Digest.papers"),
        (lambda: Document([""]), "Document.segments"),
        (lambda: Document(["a\n", "b\n"]), "Document.segments"),
        (lambda: Document([1]), "Document.segments"),
        (lambda: Document(["\ufeffx"]), "Document.segments"),
    ],
)
def test_a_constructor_names_the_field_that_can_hold_no_such_value(make, field):
    with pytest.raises(ModelError, match=rf"^{field} must be .+, not .+"):
        make()


def test_a_long_value_is_cut_in_the_message():
    with pytest.raises(ModelError) as caught:
        Paper("x" * 100_000 + "\n", "u")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("url", "id", "version", "published", "pdf"),
    [
        ("https://arxiv.org/abs/2407.01906", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("https://arxiv.org/abs/2407.01906v3", "arxiv:2407.01906", 3, (2024, 7), "2407.01906v3"),
        ("http://www.arxiv.org/pdf/0704.0001v1.pdf", "arxiv:0704.0001", 1, (2007, 4), "0704.0001v1"),
        ("https://arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001", None, (1999, 1), "hep-th/9901001"),
        ("https://arxiv.org/abs/hep-th/9108001", "arxiv:hep-th/9108001", None, (1991, 8), "hep-th/9108001"),
        ("arxiv.org/abs/math.GT/0309136", "arxiv:math.GT/0309136", None, (2003, 9), "math.GT/0309136"),
        ("https://huggingface.co/papers/2407.01906", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("/papers/2407.01906", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("//arxiv.org/abs/2407.01906", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("https://arxiv.org/abs/2407.01906?a=b#c", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("https://doi.org/10.48550/arXiv.2407.01906", "arxiv:2407.01906", None, (2024, 7), "2407.01906"),
        ("https://arxiv.org/abs/2413.01906", "url:", None, None, None),
        ("https://arxiv.org/abs/2407.01906/extra", "url:", None, None, None),
        ("https://example.org/2407.01906", "url:", None, None, None),
    ],
)  # fmt: skip
def test_what_follows_from_a_url(url, id, version, published, pdf):  # noqa: A002 - the field's name
    paper = Paper("t", url)
    assert paper.id.startswith("arxiv:") == id.startswith("arxiv:")
    if id.startswith("arxiv:"):
        assert paper.id == id
        assert paper.arxiv_id == id.removeprefix("arxiv:")
        assert paper.pdf_url == f"https://arxiv.org/pdf/{pdf}"
    else:
        assert len(paper.id) == len("url:") + 16
        assert (paper.arxiv_id, paper.pdf_url) == (None, None)
    assert (paper.version, paper.published) == (version, published)


def test_the_id_of_another_url_is_a_hash_of_the_url_as_written():
    """`printf %s https://example.org/a | sha256sum` begins so."""
    assert Paper("t", "https://example.org/a").id == "url:b5b10dd0429e69ac"
    assert Paper("t", "https://example.org/A").id != Paper("t", "https://example.org/a").id
    assert Paper("t", "https://example.org/\ud800").id == Paper("t", "https://example.org/?").id


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("/papers/2407.01906", "https://huggingface.co/papers/2407.01906"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_relative_urls_become_absolute(url, href):
    assert Paper("t", url).href == href
    assert Media("image", url).href == href


def test_clean_names_have_no_outer_space_no_empty_name_and_no_adjacent_double():
    paper = Paper("t", "u", authors=[" Ada  Lovelace", "Ada Lovelace ", "", "Alan\tTuring", "Ada Lovelace"])
    assert paper.authors_clean == ("Ada Lovelace", "Alan Turing", "Ada Lovelace")
    assert paper.authors[0] == " Ada  Lovelace"


def test_place_and_layout_do_not_count_in_equality():
    text = "## D (2024-07-05)\n\n### [T](u)\n\nVote: -\n\n- x\n"
    first, second = (
        parse(text, "a.md").digests[0],
        parse("\n\n" + text.replace("-\n\n", "0\n"), "b.md").digests[0],
    )
    assert first == second
    assert hash(first) == hash(second)
    assert first.papers[0].position == (3, 1)
    assert second.papers[0].position == (5, 1)
    assert (first.source, second.source) == ("a.md", "b.md")
    assert without_layout(first) == first
    assert without_layout(first).papers[0].summary[0].position is None


def test_values_are_frozen():
    for node, field in (
        (PAPER, "title"),
        (Item(None, "x"), "text"),
        (Media("image", "a"), "url"),
        (Digest(DAY, ""), "date"),
    ):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, field, "other")


def test_what_only_some_dialects_say():
    paper = attrs.evolve(
        PAPER, abstract="a\n\nb", categories=["cs.CL"], links=[("code", "u")], extra=(("Note", "x\ny"),)
    )
    assert (paper.categories, paper.links) == (("cs.CL",), (("code", "u"),))
    assert paper.further == ("abstract", "categories", "links", "extra")
    assert PAPER.further == Paper("t", "u", tags=[], doi=None).further == ()
    assert paper != PAPER
    assert hash(paper) != hash(PAPER)


def test_lists_become_tuples():
    digest = Digest(DAY, "D", [attrs.evolve(PAPER, authors=["A"], summary=[Item(None, "x")])])
    assert (digest.papers[0].authors, digest.papers[0].summary) == (("A",), (Item(None, "x"),))
    assert Document([digest]).digests == (digest,)


def test_the_structure_of_lines_is_only_so_deep():
    """What reads it may recurse; lines below the deepest level stand beside each other there."""
    text = "\n".join(["a", *(" " * depth + "x" for depth in range(1500))])
    depth, entries, seen = 0, Item(None, text).items, 0
    while entries:
        depth, seen = depth + 1, seen + len(entries)
        entries = [below for entry in entries for below in entry.items]
    assert (depth, seen) == (structure.MAX_LITERAL_DEPTH + 1, 1500)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("['a', \"b'c\", 'd\\n']", ["a", "b'c", "d\n"]),
        ("['raw\xa0\t\u200b',\n 'next line']", ["raw\xa0\t\u200b", "next line"]),
        ("[1, 2.5, None, True, b'x']", ["1", "2.5", "None", "True", "b'x'"]),
        ("['one' 'two',]", ["onetwo"]),
        ("{'a': 1, 'a': 2}", None),
        ("['a', # lost\n 'b']", None),
        ("[1e999]", None),
        (f"['{'[' * 50}', '{'(' * 50}']", ["[" * 50, "(" * 50]),
        (f"{'[' * 21}'a'{']' * 21}", None),
        (f"{'[' * 500}'a'{']' * 500}", None),
        (f"['{'x' * 200_000}']", None),
        (r"['\ud800']", None),
        (r"[{'a': ['b', '\udfff']}]", None),
        (r"['\ud83d\ude00']", None),
        (r"['a\\ud800', '\u2028']", [r"a\ud800", "\u2028"]),
        (f"[0x{'f' * 5000}]", None),
    ],
    ids=itertools.count(),  # some of the texts are far too long for names
)
def test_a_literal_is_shown_as_a_list_if_nothing_of_it_is_lost(text, shown):
    item = Item(None, text)
    if shown is None:
        assert "".join([item.outline.text, *(entry.text for entry in item.items)]) == text.replace("\n ", "")
    else:
        assert [entry.text for entry in item.items] == shown


def authors_of(line):
    return parse(f"### [t](u)\n\nAuthors: {line}\n").digests[0].papers[0].authors


@pytest.mark.parametrize(
    "names",
    [
        ["Ada Lovelace"] * 20_000,
        [f"[{n}" for n in range(50)],
        ["[" * 50, "(" * 50, "]"],
        ["x\n" * 200_000, "y"],
        ["'", '"', "\\", "'\"", "\\'", "a, b", " ", "", "\x00", "\x85", "\U0001f600", "\\ud800"],
    ],
    ids=["many", "brackets", "deep", "long", "odd"],
)
def test_any_list_of_names_is_read(names):
    assert authors_of(repr(names)) == tuple(names)
    assert authors_of(repr(names).replace("', '", "' ,\t'") + " ") == tuple(names)


@pytest.mark.parametrize(
    "line",
    [r"['\ud800']", r"['A', 'B\udfff']", r"['\x41']", "['a\rb']", "['A' + 'B']", "['A', 1]", "['A'",
     "['A\\']", "['A',, 'B']", "[,]", r"['\N{BULLET}']"],
)  # fmt: skip
def test_what_is_no_list_of_names_stays_text(line):
    """So does half of a surrogate pair, which no file could hold once it were a name."""
    assert ", ".join(authors_of(line)) == line


def test_other_spellings_of_a_list_of_names_are_read():
    assert authors_of("['A' 'B', 'C', ]") == ("AB", "C")
    assert authors_of("[ ]") == ()


@pytest.mark.parametrize(
    ("heading", "ordered"),
    [
        ("## D (2024-01-22)", True),
        ("## D (2024-01-23)", False),
        ("## D (2025-01-01)", False),
        ("## D (2024-02-30)", None),
        ("", None),
    ],
)
def test_what_is_known_of_the_order_of_authors_follows_from_the_day(heading, ordered):
    digest = parse(f"{heading}\n\n### [t](u)\n").digests[0]
    assert digest.papers[0].authors_ordered is ordered
    assert without_layout(digest).papers[0].authors_ordered is ordered


def test_knowledge_of_the_source_does_not_count_in_equality():
    assert PAPER.authors_ordered is None
    assert attrs.evolve(PAPER, authors_ordered=False) == PAPER
    assert hash(attrs.evolve(PAPER, authors_ordered=False)) == hash(PAPER)


def test_a_comment_behind_a_list_of_names_is_not_lost():
    line = "Authors: ['A', 'B'] # and more"
    (paper,) = parse(f"### [t](u)\n\n{line}\n").digests[0].papers
    assert ", ".join(paper.authors) == line.removeprefix("Authors: ")
