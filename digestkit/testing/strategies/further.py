"""Strategies for papers and digests with fields that only other dialects have."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from digestkit.formats.markdown import styles
from digestkit.model import Digest, Item, Paper
from digestkit.testing.strategies.nodes import accepted, digests, papers
from digestkit.testing.strategies.texts import dates, hostile_text, titles, urls, words

T = TypeVar("T")


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
