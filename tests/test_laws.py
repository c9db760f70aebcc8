"""The laws of parser and writer as properties: L1, L2, L3, L5 and L7."""

from __future__ import annotations

import datetime
import itertools
import re
import sys

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digestkit.diagnostics import Code
from digestkit.errors import ModelError
from digestkit.markdown import grammar, parse
from digestkit.markdown.eras import style_of
from digestkit.markdown.parser import Parser
from digestkit.markdown.rules import LineKind
from digestkit.markdown.scanner import Cursor
from digestkit.markdown.writer import write
from digestkit.model import Digest, Document, Item, Media, Paper, without_layout
from digestkit.source import SourceText
from digestkit.testing import strategies as made

any_text = st.text(st.characters(), max_size=200)
text_of_marks = st.text(st.sampled_from("#-*[]()!: \n\r\ufeff`~+AVote2024-07-05,'\"\\xé가"), max_size=60)
lines = st.sampled_from(
    (
        "## D (2024-07-05)", "\ufeff## D (2024-07-06)", "## D (2024-02-30)", "# X", "### [t](u)", "### other",
        "### [g](https://z)", "- a", "-", "- **L**: a", "Vote: 3", "Authors: A, +", "![](a.png)",
        "[Watch Video](v)", "```", "stray", " ", "\x0c", "", "", "* a", "* **L**: b", "+ c", " - d",
        "Votes: 4", "**Vote**: -", "authors\uff1aA, B", "**Authors:** C", " ![](b.png)", "[watch video](w)",
        "---", "* * *", "### [t]", "###[t](u)", "#### [t](u)", " ### [t](u)", "### [1] [t](u)",
        "### [1] | [t](u)",
        "## [t](https://arxiv.org/abs/2401.00001)",
    )
)  # fmt: skip
line_ends = st.sampled_from(("\n", "\n", "\n", "\n\n", "\r\n", ""))
text_of_lines = st.builds(
    str.__add__,
    st.sampled_from(("", "", "### [t](u)\n- a\n")),
    st.lists(st.builds(str.__add__, lines, line_ends), max_size=10).map("".join),
)
fields = st.sampled_from(
    (
        "### [t](u)", "![](a.png)", "![x](a.mp4)", "![]( )", "<video src='v'></video>", "[Watch Video](v)",
        '<div><video controls src="v" muted="false"></video></div>', "Vote: 3", "Vote: x", "Vote:", " ",
        "Authors: A, +", "Authors:", "- **L**: a", "- ** **: a", "- ***L***:b", "- *", "- ", "-",
        "- a # b", "- x### [g](https://z)", "  go on",
    )
)  # fmt: skip
text_of_fields = st.builds(
    "### [t](u)\n{}".format,
    st.lists(
        st.builds(str.__add__, fields, st.sampled_from(("\n", "\n", "\n\n", "\n \n", ""))), max_size=12
    ).map("".join),
)
any_input = st.one_of(any_text, text_of_marks, text_of_lines, text_of_lines, made.damaged_structure())

# What can be made can be written and read back: L1


@given(made.digests(), st.sampled_from(made.STYLES))
def test_l1_digest_in_every_style(digest, style):
    assert parse(write([digest], style)).digests == (digest,)


@given(made.documents(), st.sampled_from([None, *made.STYLES]))
def test_l1_document_in_every_style(document, style):
    again = parse(write(document, style))
    assert again == document
    assert again.bom == document.bom


@given(st.lists(made.digests(2), max_size=3), st.sampled_from([None, *made.STYLES]))
def test_l1_list_of_digests_in_every_style(digests, style):
    assert parse(write(digests, style)).digests == tuple(digests)


def reads_back(digest):
    for style in made.STYLES:
        assert parse(write([digest], style)).digests == (digest,)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Paper("t", "u", authors="A B"), "Paper.authors"),
        (lambda: Paper("t", "u", authors=None), "Paper.authors"),
        (lambda: Paper("t", "u", summary=None), "Paper.summary"),
        (lambda: Digest(None, "", None), "Digest.papers"),
        (lambda: Digest(None, "(2024-02-30)", source=3), "Digest.source"),
        (lambda: Document(None), "Document.segments"),
        (lambda: Document("text"), "Document.segments"),
        (lambda: Document(diagnostics=None), "Document.diagnostics"),
        (lambda: Document(bom=None), "Document.bom"),
        (lambda: Document(newline="\r"), "Document.newline"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused_by_name(make, field):
    with pytest.raises(ModelError, match=f"^{re.escape(field)} must be "):
        make()


# Changed models: what is written is what they now are, and the rest is as it was


@st.composite
def changes(draw):
    """A parsed digest with one thing changed by `attrs.evolve`."""
    digest = draw(
        st.one_of(
            made.parsed_digests(),
            made.damaged_structure().map(parse).filter(lambda d: d.digests).map(lambda d: d.digests[0]),
        )
    )
    if not digest.papers or draw(st.integers(0, 5)) == 0:
        other = draw(made.digests().filter(lambda made: made.date or made.papers))
        field = "papers" if other.papers else "date"
        return attrs.evolve(digest, **{field: getattr(other, field)})
    at = draw(st.integers(0, len(digest.papers) - 1))
    paper, other = digest.papers[at], draw(made.papers())
    field = draw(
        st.sampled_from(["title", "url", "media", "votes", "authors", "authors_truncated", "summary"])
    )
    value = getattr(other, field)
    if field == "summary" and draw(st.booleans()):
        kept = list(paper.summary)
        value = [*kept[1:], *value] if draw(st.booleans()) else [*value, *kept]
    changed = attrs.evolve(paper, **{field: value})
    return attrs.evolve(digest, papers=[*digest.papers[:at], changed, *digest.papers[at + 1 :]])


@given(changes())
def test_evolved_model_is_written_as_it_is(changed):
    written_or_told([changed])


def written_or_told(given):
    """What is written reads back, but for titles without a date and papers that lost their heading."""
    told = []
    again = parse(write(given, report=told.append))
    if told:
        assert all("heading" in note.message or "title" in note.message for note in told)
    else:
        assert (again if isinstance(given, Document) else list(again.digests)) == given


@given(made.parsed_digests(), st.randoms(use_true_random=False))
def test_papers_may_be_reordered_and_dropped(digest, random):
    papers = [paper for paper in digest.papers if random.random() < 0.7]
    random.shuffle(papers)
    if papers or digest.title or digest.date:
        written_or_told([attrs.evolve(digest, papers=papers)])


@given(text_of_lines, text_of_lines)
def test_digests_may_take_the_place_of_others_in_a_document(text, other):
    document, others = parse(text), itertools.cycle(parse(other).digests)
    segments = [
        segment if isinstance(segment, str) else next(others, segment) for segment in document.segments
    ]
    written_or_told(attrs.evolve(document, segments=segments))


@given(text_of_lines, text_of_lines)
def test_papers_may_move_between_digests(text, other):
    document, papers = parse(text), [paper for digest in parse(other).digests for paper in digest.papers]
    for at, digest in enumerate(document.digests):
        changed = attrs.evolve(digest, papers=[*papers, *digest.papers[at:]]) if papers else digest
        assert parse(write(changed)).segments == (changed,)


def test_a_change_leaves_the_rest_as_recorded():
    text = "## D (2024-07-05) \n\n### [T](u)\n\n![alt](i.png)\nVote:  7\n\n"
    text += "Authors: A, +, B\nstray\n- ***L*: x\n-\n\n\n"
    digest = parse(text).digests[0]
    paper = attrs.evolve(digest.papers[0], votes=8)
    assert write(attrs.evolve(digest, papers=[paper])) == text.replace("Vote:  7", "Vote: 8")
    paper = attrs.evolve(digest.papers[0], authors=("A", "C"), authors_truncated=False)
    assert write(attrs.evolve(digest, papers=[paper])) == text.replace("A, +, B", "A, C")
    paper = attrs.evolve(digest.papers[0], summary=[*digest.papers[0].summary, Item("M", "y")])
    assert write(attrs.evolve(digest, papers=[paper])) == text.replace("-\n", "-\n- **M**: y\n")
    paper = attrs.evolve(digest.papers[0], summary=digest.papers[0].summary[:1])
    assert write(attrs.evolve(digest, papers=[paper])) == text.replace("-\n\n\n", "")
    paper = attrs.evolve(digest.papers[0], media=None)
    assert write(attrs.evolve(digest, papers=[paper])) == text.replace("![alt](i.png)\n", "")
    assert write(attrs.evolve(digest, title="E")) == text.replace("## D", "## E")


def test_what_is_written_anew_has_the_line_ends_of_its_document():
    text = "# A\r\n## D (2024-07-05)\r\n\r\n### [T](u)\r\n\r\n![](i.png)\r\n\r\n- a\r\n  b\r\n"
    document = parse(text)
    digest = document.digests[0]
    media = attrs.evolve(digest.papers[0], media=Media("video", "v"))
    item = attrs.evolve(digest.papers[0], summary=[*digest.papers[0].summary, Item("M", "y\nz")])
    made_by_hand = Paper("t", "u", votes=1, summary=[Item(None, "x\ny")])
    for papers in ([media], [item], [made_by_hand], [*digest.papers, made_by_hand]):
        changed = attrs.evolve(document, segments=["# A\r\n", attrs.evolve(digest, papers=papers)])
        for style in (None, "E5"):
            written = write(changed, style)
            assert written.count("\r\n") == written.count("\n") > 3
            assert parse(written) == changed


def test_items_are_added_as_the_era_sets_them():
    for date, between in (("2024-06-12", "\n\n"), ("2024-07-05", "\n")):
        text = f"## D ({date})\n\n### [T](u)\n\nVote: 1\n\n- a\n\n"
        digest = parse(text).digests[0]
        more = attrs.evolve(digest.papers[0], summary=[Item(None, "a"), Item(None, "b")])
        assert write(attrs.evolve(digest, papers=[more])) == text.replace("- a\n", f"- a{between}- b\n")
    bare = parse("## D (2024-07-05)\n\n### [T](u)\n\nVote: 1\n\n").digests[0]
    paper = attrs.evolve(bare.papers[0], summary=[Item(None, "a")])
    assert write(attrs.evolve(bare, papers=[paper])).endswith("\n\nVote: 1\n\n- a\n\n")


@pytest.mark.parametrize(
    ("day", "name"),
    [("0001-01-01", "E0"), ("2023-11-20", "E0"), ("2023-11-21", "E1"), ("2024-06-12", "E6"),
     ("2024-10-27", "E8"), ("2024-10-28", "E9"), ("9999-12-31", "E9")],
)  # fmt: skip
def test_each_day_has_the_style_of_its_era(day, name):
    assert style_of(datetime.date.fromisoformat(day)).name == name


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("### [t](u)\n![](a)\n![](b)\n", {"media": None}),
        ("### [t](u)\nVote: 1\nVote: 2\n", {"votes": None}),
        ("### [t](u)\nAuthors: A\nAuthors: B\n", {"authors": ()}),
        ("### [t](u)\n- x\n\nstray\n- y\n", {"summary": ()}),
        ("### [t](u)\n- x", {"summary": (Item(None, "x"), Item("L", "y"))}),
    ],
)
def test_stray_text_does_not_take_the_place_of_what_changed(text, change):
    """Where a line that stayed would now be read as the field, the paper is spelled anew."""
    paper = attrs.evolve(parse(text).digests[0].papers[0], **change)
    digest = Digest(None, "", [paper])
    assert parse(write(digest)).digests == (digest,)


def test_a_changed_digest_alone_keeps_the_line_ends_of_its_source():
    text = "## D (2024-07-05)\r\n\r\n### [t](u)\r\n\r\n- x\r\n"
    digest = parse(text).digests[0]
    paper = attrs.evolve(digest.papers[0], votes=3)
    written = write(attrs.evolve(digest, papers=[paper, Paper("next", "v")]))
    assert written == text.replace("(u)", "(u)\r\n\r\nVote: 3") + "### [next](v)\r\n\r\n"


def test_a_digest_that_loses_its_heading_is_not_swallowed_by_its_layout():
    digest = parse("## D (2024-07-05)\n```\n### [a](b)\n").digests[0]
    bare = attrs.evolve(digest, date=None, title="")
    assert parse(write(bare)).digests == (bare,)


def test_layout_of_a_heading_that_is_gone_does_not_become_text_outside():
    document = parse("# A\n## D (2024-07-05)\nstray\n### [a](b)\n")
    changed = attrs.evolve(
        document, segments=["# A\n", attrs.evolve(document.digests[0], date=None, title="")]
    )
    assert parse(write(changed)) == changed


@pytest.mark.parametrize(
    "name", ["a\nb", "a\r", "a\rb", "", " ", " a", "['a']", "[", "a, b", "Jr., A", "+1", "\u3000"]
)
def test_odd_names_are_written_in_a_spelling_that_holds_them(name):
    for authors in ((name,), (name, "B"), ("B", name)):
        reads_back(Digest(None, "", [Paper("t", "u", authors=authors)]))


@pytest.mark.parametrize("names", [["Ada Lovelace"] * 9_000, ["[" * 20, "(" * 20, "A"], ["\\ud800"]])
def test_names_of_any_number_and_with_any_brackets_read_back(names):
    reads_back(Digest(None, "", [Paper("t", "u", authors=names, authors_truncated=True)]))


@pytest.mark.parametrize(
    "text", ["a\n#b", "a\n#### b", "a\n-b", "a\n * b", "**L**", "**L**x: y", "#", "x### [a](b)", "a\n\ufeffb"]
)
def test_texts_that_only_look_dangerous_are_kept(text):
    reads_back(Digest(None, "", [Paper("t", "u", summary=[Item(None, text), Item("L", text)])]))


# Nothing is lost: L2


@given(any_input)
def test_l2_scanned_lines_rejoin(text):
    line, end = Cursor(text), 0
    while line.kind is not LineKind.END:
        assert not text[end : line.start].strip()
        assert text.startswith(line.content, line.start)
        assert line.start == 0 or text[line.start - 1] == "\n"
        end = line.start + len(line.content)
        line.advance()
    assert line.start == len(text)
    assert not text[end:].strip()


@given(st.one_of(any_input, text_of_fields, made.real_structure()))
@example("### [t](u)\n![](a.png)\nVote: x\nAuthors: A\n- **L**: a\n\n- b\n  c\n- d #\n- e\n")
@example("### [t](u)\n![x](a.png)\n\nVote: 3\n")
@example(
    '### [t](u)\n\n[Watch Video](v)\n<div><video controls src="v" muted="false"></video></div>\n\nVote: 3\n'
)
@example("### [t](u)\n![]( )\nVote: 3\n")
@example('### [t](u)\n[Watch Video](v)\n \n<div><video controls src="v" muted="false"></video></div>\n')
@example("### [t](u)\n- a\n\n- b\n  c\n\n- d\n")
@example("### [t](u)\n\n- a\n#b\n\n### [t](u)\n")
@example("### [t](u)\n\n- a\n\n### t\n- b\n")
@example("### [t](u)\n\n[Watch Video](v)\n![](a.png)\n- a\n")
@example("### [t](u)\n\n<video src='v'></video>\n<video src='v'></video>\n- a\n# b\n")
@example("### [t](u)\n- ** **: a\n- ***L***: b\n- **L**:\n- **#**: c\n- d")
def test_l2_lines_that_are_read_at_once_are_read_as_one_by_one(text):
    text = text.replace("\r", "")
    assert everything(OneByOne(SourceText(text))) == everything(Parser(SourceText(text)))


class OneByOne(Parser):
    """A parser without shortcuts, which takes none where there are carriage returns."""

    has_returns = property(lambda _self: True, lambda _self, _value: None)


def everything(parser):
    segments = parser.document()
    papers = [paper for part in segments if isinstance(part, Digest) for paper in part.papers]
    nodes = [node for paper in papers for node in (paper, paper.media, *paper.summary) if node is not None]
    return segments, [node.span for node in nodes], parser.notes.diagnostics()


@given(any_input)
def test_l2_every_character_has_a_place(text):
    """Each line of a digest that is not blank is a field's, an item's, or has a diagnostic."""
    document = parse(text)
    reported = {note.line for note in document.diagnostics if note.code in LINE_CODES}
    for digest in document.digests:
        places = [item.span for paper in digest.papers for item in paper.summary]
        start, end = digest.span
        offset = start
        for piece in text[start:end].split("\n"):
            line = digest.layout.position(offset).line
            if piece.strip() and line not in reported and not any(a <= offset < b for a, b in places):
                assert holds_field(piece, digest, offset), (piece, offset)
            offset += len(piece) + 1


LINE_CODES = {code for code in Code if code.is_unread} | {Code.SEPARATOR}


def holds_field(piece, digest, offset):
    """Whether a line says, beside its template, just what a field of its node says."""
    piece = piece.rstrip("\r").removeprefix(grammar.BOM).rstrip()
    if offset == digest.span[0] and (digest.date or digest.title):
        dated = f" ({digest.date})" if digest.date else ""
        return piece.removeprefix("## ") in (f"{digest.title}{dated}".rstrip(), f"({digest.date})")
    paper = next(p for p in digest.papers if p.span[0] <= offset < p.span[1])
    if offset == paper.span[0]:
        return piece == f"### [{paper.title}]({paper.url})"
    piece = grammar.usual_spelling(piece) or piece
    if piece.startswith("Vote:"):
        return piece[5:].strip() == "-" or int(piece[5:]) == paper.votes
    if piece.startswith("Authors:"):
        return grammar.read_authors(piece)[0] == paper.authors or all(
            name.strip() in piece for name in paper.authors if repr(name)[1:-1] == name
        )
    return paper.media is not None and paper.media.url.strip() in piece


@given(any_input)
def test_l2_spans_nest_and_partition(text):
    document = parse(text)
    at = int(document.bom)
    for segment in document.segments:
        if isinstance(segment, str):
            assert text.startswith(segment, at)
            at += len(segment)
            continue
        assert segment.span[0] == at
        inner = [paper.span for paper in segment.papers]
        assert all(a[1] == b[0] for a, b in itertools.pairwise(inner))
        assert not inner or inner[-1][1] == segment.span[1]
        for paper in segment.papers:
            children = [child.span for child in (paper.media, *paper.summary) if child is not None]
            assert all(paper.span[0] <= a < b <= paper.span[1] for a, b in children)
        at = segment.span[1]
    assert at == len(text)


# Written back as it was: L3


@given(any_input)
@example("## D (2024-07-05)\r\n### [a](b)\r\n- x\r\ny\n- z\r### [c](http://d)")
@example("\ufeff\ufeff## D (2024-07-05)\n")
@example("### [a](b)\n- x\r### [c](http://d)\n")
@example("## (2024-07-05)\n- \n-\n\n### [](u)")
@example("### [a](b)\n- **x### [c**: y")
@example("### [a](b)\n- x\n ### [c](http://d)")
@example("### [a](b)\n- x\n-### [c](http://d)")
@example("### [a](b)\n- x\n\r### [c](http://d)")
@example("### [a](b)\n- x\n\ufeff## D (2024-07-05)### [c](http://d)")
def test_l3_any_text_is_written_back(text):
    assert write(parse(text)) == text


@pytest.mark.parametrize("line", ["x" * 200_000, "- y\n" * 20_000, "\n" * 200_000, "z\r\n" * 20_000])
def test_l3_long_texts_and_lines_are_written_back(line):
    for before in ("", "### [a](b)\n- x\n  ", "### [a](b)\n\nAuthors: "):
        text = f"{before}{line}\n\n### [c](d)\n- {line}"
        assert write(parse(text)) == text


@given(made.real_structure())
def test_l3_digests_alone_are_written_as_recorded(text):
    document = parse(text)
    recorded = [text[slice(*digest.span)] for digest in document.digests]
    assert [write(digest) for digest in document.digests] == recorded


def test_l3_given_files_are_written_back(given_paths):
    for path in given_paths:
        text = path.read_bytes().decode("utf-8")
        assert write(parse(text)) == text, path


def test_l3_given_digests_from_fields_alone(given_digests):
    """A template chosen by era gives each digest back, but for what the format counts as irregular."""
    for digest in given_digests:
        style = style_of(digest.date)
        recorded = digest.layout.text[slice(*digest.span)]
        written = write([without_layout(digest)], style.name)
        assert written.rstrip("\n") == regular(recorded, style).rstrip("\n"), digest.source


def regular(recorded, style):
    """Spell in the regular way what no field tells: stars, `-` votes, places of `+`."""

    def plus_last(match):
        names = match[1].split(", ")
        return "Authors: " + ", ".join([name for name in names if name != "+"] + ["+"] * ("+" in names))

    text = re.sub(
        r"(?m)^- \*{2,3}([^*\n]+)\*{1,3}:", lambda m: f"- {style.stars}{m[1]}{style.stars}:", recorded
    )
    text = re.sub(r"(?m)^Vote: -$", "Vote: 0", text)
    text = re.sub(r"(?m)^Authors: (?!\[)(.*)$", plus_last, text)
    return text.replace("\n\n\n### ", "\n\n### ") if style.name == "E1" else text


# L5 and L7


@given(any_input)
def test_l5_same_input_same_model(text):
    first, second = parse(text, "a.md"), parse(text, "a.md")
    assert first == second
    assert first.diagnostics == second.diagnostics
    places = [(note.line, note.column) for note in first.diagnostics]
    assert places == sorted(places)
    assert [d.span for d in first.digests] == [d.span for d in second.digests]


@given(st.text(st.characters(codec=None, categories=None), max_size=300))
def test_l7_parsing_never_raises(text):
    document = parse(text)
    for digest in document.digests:
        for paper in digest.papers:
            assert isinstance(paper.id, str)
            assert all(item.outline.label == item.label for item in paper.summary)
    for note in document.diagnostics:
        assert note.text().isprintable()
        assert 1 <= note.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "piece",
    [
        "## D (2024-01-01)\n", "### [a](b)\n", "- x\n", "- **", "### [", "](", "```\n", "Vote: 1\n",
        "Authors: ['",
        "![](a\n", "[Watch Video]", "\r\n", "\ufeff## ", "\x08", "* ", "(", "- a\n\n", "stray\n",
    ],
)  # fmt: skip
def test_l7_work_grows_with_the_text(piece):
    """Twice the text costs at most about twice the calls (counted, not timed)."""

    def calls(text):
        count = 0

        def profiler(_frame, event, _arg):
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(profiler)
        try:
            parse("## D (2024-01-01)\n### [t](u)\n" + text)
        finally:
            sys.setprofile(None)
        return count

    assert calls(piece * 2000) <= 2.2 * calls(piece * 1000) + 200
