"""Hypothesis strategies for everything in the model, for plugin authors and for digestkit itself.

They make what occurs in real digests and what could: brackets and `](` in titles, labels, nested lists,
Python literals, `+`, every media spelling, hostile characters, several digests and text between them.
Every value is one that the Korean digests can spell, so that what is written of it reads back equal; but
those of `further_papers` and `further_digests` have also what only other dialects say. Each strategy is made
once and shared.
They need `hypothesis` (`pip install 'paper-digestkit[test]'`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn, TypeVar, cast

import attrs
from hypothesis import strategies as st

from digestkit.diagnostics import Located
from digestkit.errors import ModelError
from digestkit.formats.markdown import styles
from digestkit.markdown import eras, fits, parse
from digestkit.markdown.writer import write
from digestkit.model import Digest, Document, Item, Media, Paper, Segment

__all__ = [
    "STYLES",
    "accepted",
    "arxiv_urls",
    "damaged_structure",
    "dates",
    "dialect_digests",
    "digests",
    "documents",
    "further_digests",
    "further_papers",
    "hostile_text",
    "item_texts",
    "items",
    "labels",
    "media",
    "names",
    "outside_text",
    "papers",
    "parsed_digests",
    "real_structure",
    "titles",
    "urls",
    "words",
]

T = TypeVar("T")

STYLES = eras.NAMES
"""The names of the era styles."""

# Pieces that mean something to some parser or some output format.
_HOSTILE = (
    "<script>alert(1)</script>", "]]>", "<think>", "&amp;", "&", "<", ">", '"', "'", "\\", "{", "}",
    "}{", "$", "$O(n^2)$", "$20 million", "%", "#", "_", "^", "~", "`code`", "**bold**", "*",
    "[a](http://a.example/)", "](", "[x](javascript:alert(1))", "data:text/html,x",
    "https://example.org/a_(b)라고", "http://x.example/?q=\"'<>", "\x08enchmark", "\x0c", "\t", "\x00",
    "\x85", "\u2028", "\u2029", "\u2062", "\xa0", "\ufeff", "\ufffe", "\u202e", "\U0001f600", "é",
    "e\u0301", "한글(Hangul)는", "각", "@", "/*", "--", "\r",
)  # fmt: skip

# Only LF ends a line of a digest, neither U+2028 nor a form feed; lone surrogates cannot be written as UTF-8.
_LINE_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\n")


def accepted(
    make: Callable[..., T], *args: st.SearchStrategy[Any], **kwargs: st.SearchStrategy[Any]
) -> st.SearchStrategy[T]:
    """Values of a constructor, without those arguments that it refuses with `ModelError`.

    Any other exception is raised: it is a bug of the constructor's.
    """

    def attempt(arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> T | None:
        try:
            return make(*arguments[0], **arguments[1])
        except ModelError:
            return None

    arguments = st.tuples(st.tuples(*args), st.fixed_dictionaries(kwargs))
    return cast("st.SearchStrategy[T]", arguments.map(attempt).filter(lambda made: made is not None))


def _fits(node: Item | Paper | Digest | Document) -> bool:
    """Whether the Korean Markdown can spell a value so that it reads back equal."""
    try:
        if isinstance(node, Item):
            fits.item(node, _refuse)
        elif isinstance(node, Paper):
            fits.paper(node, _refuse)
        elif isinstance(node, Digest):
            fits.digest(node, _refuse)
        else:
            list(fits.segments(node.segments, node.newline, _refuse))
    except ModelError:
        return False
    return True


def _refuse(message: str, _node: Located | None) -> NoReturn:
    raise ModelError(message)


@cache
def hostile_text(*, lines: bool = False) -> st.SearchStrategy[str]:
    """Text made of pieces that break careless writers; on one line unless `lines`, then on up to three."""
    piece = st.one_of(st.sampled_from(_HOSTILE), st.text(_LINE_CHARACTERS, max_size=8))
    text = st.lists(piece, max_size=6).map("".join)
    return st.lists(text, min_size=1, max_size=3).map("\n".join) if lines else text


@cache
def words() -> st.SearchStrategy[str]:
    """A harmless phrase of one to six words, Korean or English or mixed."""
    word = st.sampled_from(
        (
            "모델은",
            "성능을",
            "제안합니다.",
            "비교하여",
            "LLM",
            "DeepSeek-V2",
            "3D",
            "graph",
            "of",
            "the",
            "10%",
            "α",
        )
    )
    return st.lists(word, min_size=1, max_size=6).map(" ".join)


@cache
def titles() -> st.SearchStrategy[str]:
    """Titles of papers: plain, with brackets, formulas or money, hostile, or empty."""
    odd = st.sampled_from(
        (
            "Learning [MASK] tokens",
            "a](b",
            "$O(n^2)$ attention",
            "R&D: 100% of it",
            "Costs $20",
            "x_{i}^2",
            "(open",
            "<think>",
            "",
        )
    )
    return st.one_of(words(), odd, hostile_text())


@cache
def arxiv_urls() -> st.SearchStrategy[str]:
    """URLs of arXiv papers, with ids of both forms, in the spellings that occur."""
    new = st.builds(
        "{:02d}{:02d}.{:05d}".format, st.integers(7, 29), st.integers(1, 12), st.integers(0, 99_999)
    )
    old = st.builds(
        "hep-th/{:02d}{:02d}{:03d}".format, st.integers(91, 99), st.integers(1, 12), st.integers(1, 999)
    )
    pattern = st.sampled_from(
        (
            "https://arxiv.org/abs/{}", "https://arxiv.org/abs/{}v2", "https://arxiv.org/pdf/{}",
            "http://arxiv.org/abs/{}", "https://huggingface.co/papers/{}", "/papers/{}",
        )
    )  # fmt: skip
    return st.builds(str.format, pattern, st.one_of(new, new, old))


@cache
def urls() -> st.SearchStrategy[str]:
    """URLs of papers: mostly arXiv, some others, some that nobody should follow or that are no URLs."""
    other = st.sampled_from(
        (
            "https://example.org/paper?a=1&b=2#c", "https://example.org/a_(b)",
            "https://example.org/논문", "javascript:alert(1)", "data:text/html,<script>", "/local",
            "not a url", "https://[bad", "https://example.org/%zz\"'><x>", "mailto:a@b.example",
        )
    )  # fmt: skip
    hostile = hostile_text().filter(lambda text: bool(text.strip()) and "](" not in text)
    return st.one_of(arxiv_urls(), arxiv_urls(), arxiv_urls(), other, hostile)


@cache
def media() -> st.SearchStrategy[Media]:
    """Pictures and videos, with absolute and relative URLs, and some that are no URLs."""
    image = st.sampled_from(
        (
            "https://cdn.example.org/2407.01906.png",
            "/avatars/a1b2.svg",
            "https://x.example/a.gif?x=1&y=2",
            "https://x.example/a.mp4.png",
            "javascript:1",
        )
    )
    video = st.sampled_from(
        (
            "https://cdn.example.org/a.mp4",
            "https://x.example/b.qt",
            "/c.webm",
            "(d).mov",
            "https://x.example/e'></video>.mp4",
            "f",
        )
    )
    return st.one_of(
        accepted(Media, st.just("image"), image),
        accepted(Media, st.just("video"), video),
        accepted(Media, st.sampled_from(("image", "video")), hostile_text()),
    )


@cache
def names() -> st.SearchStrategy[str]:
    """Names of authors: people, teams, fragments, and worse; never `+`, which means "and others"."""
    name = st.sampled_from(
        (
            "Zihan Wang", "Y. Wu", "Hal Daumé III", "Ronald McClelland Jr.", "Laurens van der Maaten",
            "Gemini Team", "01. AI", "OpenAI", 'Sercan "O. Arik', "홍길동", "A, B",
            "Research and Development", "Erdős", "{odd}", "김 철수", "",
        )
    )  # fmt: skip
    return st.one_of(name, name, name, hostile_text()).filter(lambda text: text != "+")


@cache
def _literal_values() -> st.SearchStrategy[str]:
    texts = st.one_of(words(), hostile_text(lines=True))
    flat = st.dictionaries(words(), texts, min_size=1, max_size=3)
    return st.one_of(
        st.lists(texts, min_size=1, max_size=3), flat, st.lists(flat, min_size=1, max_size=2)
    ).map(repr)


@cache
def item_texts() -> st.SearchStrategy[str]:
    """Texts of items: plain, over several lines, nested, numbered, Python literals, hostile."""
    bullet = st.sampled_from(
        ("1) ", "2. ", "  - ", "    - (1) ", "1. **Part**: ", "x=", "Vote: ", "Authors: ", "![](a.png)")
    )
    line = st.builds(str.__add__, bullet, words())
    several = st.builds(
        lambda first, rest: "\n".join([first, *rest]), words(), st.lists(line, min_size=1, max_size=4)
    )
    return st.one_of(words(), words(), several, _literal_values(), hostile_text(lines=True))


@cache
def labels() -> st.SearchStrategy[str | None]:
    """Labels of items, usual and hostile ones, or None."""
    usual = st.sampled_from(
        ("What's New", "Technical Details", "Performance Highlights", "What’s New", "기여", "a: b")
    )
    return st.one_of(st.none(), usual, hostile_text())


@cache
def items() -> st.SearchStrategy[Item]:
    """Items of a summary, with or without a label, that Markdown can spell."""
    return accepted(Item, labels(), item_texts()).filter(_fits)


@cache
def papers() -> st.SearchStrategy[Paper]:
    """Papers with any combination of fields that Markdown can spell."""
    return accepted(
        Paper,
        titles(),
        urls(),
        st.one_of(st.none(), media()),
        st.one_of(st.none(), st.integers(0, 300), st.just(10**18 - 1)),
        st.lists(names(), max_size=4),
        st.booleans(),
        st.lists(items(), max_size=4),
    ).filter(_fits)


@cache
def further_papers() -> st.SearchStrategy[Paper]:
    """Papers with any combination of all fields, also those that only some dialects have."""
    line = st.one_of(words(), hostile_text())
    text = st.one_of(words(), hostile_text(lines=True))
    terms = st.lists(st.one_of(st.sampled_from(("cs.CL", "hep-th", "LLM", "a, b")), line), max_size=3)
    links = st.tuples(st.sampled_from(("pdf", "code", "html", "project page")), urls())
    return accepted(
        lambda paper, further: attrs.evolve(paper, **further),
        papers(),
        st.fixed_dictionaries(
            {
                "section": st.one_of(st.none(), st.sampled_from(("NLP", "Vision")), line),
                "abstract": st.one_of(st.none(), text),
                "tldr": st.one_of(st.none(), text),
                "categories": terms,
                "tags": terms,
                "submitted": st.one_of(st.none(), dates()),
                "doi": st.one_of(st.none(), st.sampled_from(("10.1000/182", "doi:10.1/<x>")), line),
                "links": st.lists(st.one_of(links, st.tuples(line, line)), max_size=3),
                "extra": st.lists(st.tuples(line, text), max_size=2),
                "authors_ordered": st.sampled_from((True, False, None)),
            }
        ),
    )


@cache
def further_digests(max_papers: int = 4) -> st.SearchStrategy[Digest]:
    """Digests of such papers, dated or not."""
    some = st.lists(further_papers(), min_size=1, max_size=max_papers)
    return st.builds(Digest, st.one_of(dates(), dates(), st.none()), titles(), some)


@cache
def dialect_digests(name: str, max_papers: int = 4) -> st.SearchStrategy[Digest]:
    """Digests of papers that say something in the fields that a dialect carries, and nothing in others.

    `name` is that of a dialect that can be written. Values are harmless or hostile: not all can be spelled.
    """
    how = styles.of(name).how
    if how is None:
        return digests(max_papers)
    number = st.integers(0, 99).map(str)
    line, text = st.one_of(words(), hostile_text()), st.one_of(words(), hostile_text(lines=True))
    said: dict[str, list[st.SearchStrategy[Any]]] = {
        "summary": [st.builds(Item, st.just(label), text) for label in how.labels],
        "links": [st.tuples(st.just(kind), urls()) for kind in how.kinds],
        "extra": [st.tuples(st.just(extra), st.one_of(number, line)) for extra in how.further],
    }
    fields: dict[str, st.SearchStrategy[Any]] = {
        field: st.tuples(*[_maybe(value) for value in values]).map(_there) for field, values in said.items()
    }
    papers = accepted(
        lambda paper, fields: how.known(attrs.evolve(paper, **fields))[0],
        further_papers(),
        st.fixed_dictionaries(fields),
    )
    some = st.lists(papers, min_size=1, max_size=max_papers)
    title = titles() if "digest" in how.carried else st.just("")
    return st.builds(Digest, st.one_of(dates(), dates(), st.none()), title, some)


def _maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.one_of(st.none(), values)


def _there(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in values if value is not None)


@cache
def dates() -> st.SearchStrategy[datetime.date]:
    """Days, mostly from November 2023 to June 2025, when the eras of the format were; else any year."""
    eras = st.dates(datetime.date(2023, 11, 1), datetime.date(2025, 6, 1))
    return st.one_of(eras, eras, eras, st.dates())


@cache
def digests(max_papers: int = 4) -> st.SearchStrategy[Digest]:
    """Digests: dated, with a date that does not exist, or papers under no heading.

    `max_papers` bounds the papers of each; only the digest without a heading has at least one.
    """
    some = st.lists(papers(), max_size=max_papers)
    title = st.one_of(st.just("Daily Papers"), st.just("Daily Papers"), hostile_text())
    return st.one_of(
        accepted(Digest, dates(), title, some),
        accepted(Digest, dates(), title, some),
        accepted(Digest, st.none(), title.map(lambda text: f"{text} (2024-02-30)"), some),
        accepted(Digest, st.none(), st.just(""), st.lists(papers(), min_size=1, max_size=max_papers)),
    ).filter(_fits)


@cache
def outside_text() -> st.SearchStrategy[str]:
    """Text around digests: headings, paragraphs, code fences with what looks like a digest inside."""
    part = st.sampled_from(
        (
            "# README\n\n", "## Licence\n\nMIT\n", "plain text\n\n",
            "```\n## Daily Papers (2024-01-01)\n### [a](b)\n```\n", "~~~~\n```\n~~~~\n", "- a list\n",
            "\n", "\ufefftext\n",
        )
    )  # fmt: skip
    return st.lists(part, min_size=1, max_size=4).map("".join)


@cache
def documents(max_segments: int = 4) -> st.SearchStrategy[Document]:
    """Documents of up to `max_segments` digests and texts around them, with LF or CRLF, maybe with a BOM."""
    segment: st.SearchStrategy[Segment] = st.one_of(digests(2), digests(2), outside_text())
    return accepted(
        Document,
        st.lists(segment, max_size=max_segments),
        bom=st.booleans(),
        newline=st.sampled_from(("\n", "\r\n")),
    ).filter(_fits)


@cache
def real_structure() -> st.SearchStrategy[str]:
    """Markdown of whole documents, written in the layout of some era."""
    return st.builds(write, documents(), st.sampled_from(STYLES))


_ACCIDENTS = st.sampled_from(
    (
        "", "\n", "\r\n", "\r", "\ufeff", " ", "- ", "### [", "](", ")",
        "### [New](https://arxiv.org/abs/2401.00001)", "## ", "## Daily Papers (2024-07-05)\n",
        "## Daily Papers (2024-02-30)\n", "```\n", "Vote: -\n", "Vote: many\n", "Vote: 3\n",
        "Authors:\n", "Authors: ['a', 'b'\n", "Authors: +, A\n", "![alt](u) tail\n",
        "[Watch Video](v)\n", "**L**: ", "***", "\n\n\n", "* ", "\n* x\n* y\n+ z\n", "\n+ x\n", "\n - x\n",
        "\nVotes: 3\n", "\nvote\uff1a4\n", "\n**Vote**: 5\n", "\nAuthor: A, +\n", "\n**Authors:** A\n",
        "\n ![](u)\n", "\n[watch video](v)\n", "\n---\n", "\n* * *\n", "\n### Title\n", "\n### [Title]\n",
        "\n###[Title](u)\n", "\n\n#### [Title](u)\n", "\n### [1] [Title](u)\n",
        "\n## [Title](https://arxiv.org/abs/2401.00001)\nVote: 3\n",
    )
)  # fmt: skip

_RESPELLED = st.sampled_from(
    (
        ("\n- ", "\n* "), ("\n- ", "\n+ "), ("\n- ", "\n - "), ("\nVote: ", "\nVotes\uff1a"),
        ("\nAuthors: ", "\n**Authors:** "), ("\nAuthors: ", "\nauthors :"), ("\n![", "\n  !["),
        ("\n### [", "\n###["), ("\n### [", "\n #### ["), ("\n### ", "\n\n---\n### "),
    )
)  # fmt: skip


@st.composite
def damaged_structure(draw: st.DrawFn) -> str:
    """Markdown of digests after one to four accidents: something was cut out, inserted or overwritten."""
    text = draw(real_structure())
    # At most 40 characters go at a time, so that something of the digest is left.
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.one_of(st.just(start), st.integers(start, min(len(text), start + 40))))
        text = text[:start] + draw(_ACCIDENTS) + text[end:]
    return text


@cache
def parsed_digests() -> st.SearchStrategy[Digest]:
    """Digests as the parser returns them, with spans and layout, each the first of its document."""
    # A text without a digest gets a heading, so that nothing need be filtered out.
    return real_structure().map(
        lambda text: (parse(text).digests or parse(f"## D (2024-07-05)\n{text}").digests)[0]
    )
