"""What readers make without checks is what the checked constructors make of the same values, and accept."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import dialects, unchecked
from digestkit.dialects import engine
from digestkit.markdown import parse
from digestkit.model import Digest, Item, Media, Paper
from digestkit.source import SourceText

HERE = Path(__file__).parent
SAMPLES = sorted((HERE / "fixtures" / "dialects").rglob("*.md"))
GIVEN = sorted((HERE.parents[1] / "shared").glob("corpus/*/**/*.md"))
SEEDS = sorted((HERE.parent / "seeds").glob("*.md"))
KOREAN_LINES = [
    *sorted({line for path in SEEDS for line in path.read_text("utf-8").split("\n")}),
    "### [T](https://arxiv.org/abs/2407.01906) tail",
    "### [T]( )",
    "### [](u)",
    "Vote: -",
    "Vote: 9999999999999999999",
    "Authors: A, +, B",
    "Authors: ['A', '+']",
    r"Authors: ['\x2b', 'B']",
    "Authors: ['A\\nB']",
    "Authors: ",
    "![](a.mp4)",
    "![alt](a.png) tail",
    "![]( )",
    "[Watch Video](u)",
    "[Watch Video]",
    "<video src='u'></video>",
    "- **L**: x",
    "- ** **: x",
    "- x ### [T](https://x.example/)",
    "* x",
    "  go on",
    "-",
]
DIALECT_LINES = [
    *sorted({line for path in SAMPLES for line in path.read_text("utf-8").split("\n")}),
    "|Publish Date|Title|PDF|\t|",
    "|2026-05-12|T|[1](https://x.example/)|x|",
    "**Authors**: A, +, ,B",
    "### [1] [ ](u)",
]


def texts_of(lines):
    return st.lists(st.sampled_from(lines) | st.text(max_size=8), max_size=40).map("\n".join)


def made_anew(node):
    """The node as its constructor makes it of the same values."""
    return type(node)(**{field.name: getattr(node, field.name) for field in attrs.fields(type(node))})


def nodes_of(digests):
    for digest in digests:
        for paper in digest.papers:
            yield paper
            yield from paper.summary
            if paper.media is not None:
                yield paper.media


def assert_checked(document):
    for node in nodes_of(document.digests):
        assert type(node) in (Paper, Item, Media)
        again = made_anew(node)  # raises where the constructor refuses a value
        for field in attrs.fields(type(node)):
            made, wanted = getattr(node, field.name), getattr(again, field.name)
            assert type(made) is type(wanted), field.name
            assert made == wanted, field.name


@given(texts_of(KOREAN_LINES))
def test_korean_digests(text):
    assert_checked(parse(f"## D (2024-07-05)\n\n{text}"))


@given(st.sampled_from(dialects.known()), texts_of(DIALECT_LINES))
def test_dialects(name, text):
    assert_checked(engine.parse(text, dialects.named(name)))


@pytest.mark.parametrize("path", [*SEEDS, *SAMPLES, *GIVEN], ids=str)
def test_digests_as_they_are(path):
    assert_checked(digestkit.parse(path.read_bytes().decode(), str(path)))


def test_such_nodes_are_frozen_and_have_every_field():
    source = SourceText("")
    media = unchecked.media("image", "a.png", (0, 1), source)
    item = unchecked.item(None, "x", (0, 1), source)
    paper = unchecked.paper("T", "u", media, 1, ("A",), False, (item,), (0, 1), source, None)
    for node in (media, item, paper):
        assert node == made_anew(node)
        assert hash(node) == hash(made_anew(node))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            node.span = None
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del node.span
    assert isinstance(digestkit.parse("## D (2024-07-05)\n").digests[0], Digest)


def test_a_column_whose_head_is_blank_is_known_by_its_number():
    text = "|Publish Date|Title|PDF|\t|\n|---|---|---|---|\n|2026-05-12|T|[1](https://x.example/)|x|\n"
    (digest,) = engine.parse(text, dialects.named("cv-arxiv-daily")).digests
    assert digest.papers[0].extra == (("4", "x"),)
