"""Strategies for nodes of the model that the Korean Markdown can spell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn, TypeVar, cast

from hypothesis import strategies as st

from digestkit.diagnostics import Located
from digestkit.errors import ModelError
from digestkit.markdown import fits
from digestkit.model import Digest, Document, Item, Media, Paper, Segment
from digestkit.testing.strategies.texts import dates, hostile_text, item_texts, labels, names, titles, urls

T = TypeVar("T")


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
