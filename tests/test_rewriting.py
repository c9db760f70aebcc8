"""Line ends that are no text, and what of a changed digest stays as it was written."""

import attrs
import pytest

import digestkit
from digestkit.model import Item, Media

HEADING = "## D (2024-07-05)\n\n"
ODD = "### [b](v)\nodd line\n\nVote:7\n"


def changed(text, **fields):
    """The text after the first paper of its digest has changed."""
    (digest,) = digestkit.parse(text).digests
    first, *rest = digest.papers
    return digestkit.write([attrs.evolve(digest, papers=(attrs.evolve(first, **fields), *rest))])


def test_only_the_line_of_a_changed_field_is_written_anew():
    first = "### [a](u)\nVote:3\nodd\n- x\n\n\n"
    assert changed(HEADING + first + ODD, votes=4) == HEADING + first.replace("Vote:3", "Vote: 4") + ODD


def test_a_change_that_the_recorded_lines_cannot_take_leaves_the_other_papers_alone():
    """What stands after the heading of `a` would become the end of its new line of authors."""
    text = changed(f"{HEADING}### [a](u): 3\n\n{ODD}", authors=("Ada Lovelace",))
    assert text.endswith(ODD)
    (digest,) = digestkit.parse(text).digests
    assert digest.papers[0].authors == ("Ada Lovelace",)


@pytest.mark.parametrize("returns", ["\r", "\r\r", "\r\r\r"])
def test_returns_at_the_end_of_a_line_are_its_end(returns):
    lines = [
        "## D (2024-07-05)",
        "",
        "### [t](u)",
        "",
        "![](a.png)",
        "",
        "Vote: 7",
        "",
        "Authors: A, B",
        "",
        "- x",
    ]
    text = "".join(f"{line}{returns}\n" for line in lines)
    (digest,) = digestkit.parse(text).digests
    plain = digestkit.parse(text.replace("\r", "")).digests[0]
    assert digest == plain
    assert digestkit.write(digestkit.parse(text)) == text


@pytest.mark.parametrize("item", ["- x", "- x\n  y", "- x\n  - y"])
def test_returns_before_a_glued_heading_are_no_text(item):
    text = f"{HEADING}### [a](u)\n\n{item}\r\r### [b](https://example.org/b)\n"
    first, second = digestkit.parse(text).digests[0].papers
    assert first.summary[0].text == item.removeprefix("- ")
    assert second.title == "b"
    assert digestkit.write(digestkit.parse(text)) == text


@pytest.mark.parametrize("before", ["", "-", " "])
def test_a_heading_after_returns_alone_or_a_bare_hyphen_is_glued_to_nothing(before):
    text = f"{HEADING}### [a](u)\n\n- x\n{before}\r### [b](https://example.org/b)\n"
    document = digestkit.parse(text)
    assert [paper.title for paper in document.digests[0].papers] == ["a"]
    assert digestkit.write(document) == text


MISSPELLED = """\
### [a](u)

 ![](a.png)

Votes: 3

**Authors:** A, +

stray

* x
* **L**: y
  * z
* w

"""


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"votes": 4}, "Votes: 3", "Vote: 4"),
        ({"votes": None}, "Votes: 3\n\n", ""),
        ({"authors": ("B",), "authors_truncated": False}, "**Authors:** A, +", "Authors: B"),
        ({"authors": (), "authors_truncated": False}, "**Authors:** A, +\n\n", ""),
        ({"media": Media("image", "b.png")}, " ![](a.png)", "![](b.png)"),
        ({"title": "b"}, "[a]", "[b]"),
        ({"summary": (Item(None, "v"), Item("L", "y\n  * z"), Item(None, "w"))}, "* x", "* v"),
        ({"summary": (Item(None, "x"), Item("M", "y"), Item(None, "w"))}, "* **L**: y\n  * z", "* **M**: y"),
        ({"summary": (Item(None, "x"), Item("L", "y\n  * z"))}, "* w\n\n", ""),
        (
            {
                "summary": (
                    Item(None, "x"),
                    Item("L", "y\n  * z"),
                    Item(None, "w"),
                    Item("N", "v"),
                    Item(None, "u"),
                )
            },
            "* w\n",
            "* w\n* **N**: v\n* u\n",
        ),
    ],
)
def test_other_fields_keep_their_odd_spelling(fields, before, after):
    text = HEADING + MISSPELLED + ODD
    assert changed(text, **fields) == text.replace(before, after)


def test_an_item_that_its_bullet_cannot_hold_is_spelled_in_the_usual_way():
    text = changed(HEADING + MISSPELLED + ODD, summary=(Item(None, "x\n* y"), Item(None, "z")))
    (digest,) = digestkit.parse(text).digests
    assert digest.papers[0].summary == (Item(None, "x\n* y"), Item(None, "z"))
    assert text.endswith(ODD)


@pytest.mark.parametrize(
    ("text", "fields", "before", "after"),
    [
        ("### [a](u): odd\nVote:3\n", {"title": "b"}, "[a](u): odd", "[b](u): odd"),
        ("### [a](u)\nVote:3\nodd\nVote: 9\n", {"votes": 4}, "Vote:3", "Vote: 4"),
        ("### [a](u)\nVote:3\n\nX is odd\n", {"votes": None}, "Vote:3\n\n", ""),
        ("### [a](u)\nodd\n", {"votes": 1, "authors": ("B",)}, "(u)\n", "(u)\n\nVote: 1\n\nAuthors: B\n"),
        ("### [a](u)\nodd\nVote:3\n", {"summary": (Item(None, "x"),)}, "Vote:3\n", "Vote:3\n\n- x\n"),
    ],
)
def test_lines_of_no_field_stay_where_fields_change(text, fields, before, after):
    assert changed(HEADING + text + ODD, **fields) == HEADING + text.replace(before, after) + ODD
