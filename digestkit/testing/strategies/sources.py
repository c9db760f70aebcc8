"""Strategies for the Markdown of whole documents: as it was written, and damaged."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from digestkit.markdown import eras, parse
from digestkit.markdown.writer import write
from digestkit.model import Digest
from digestkit.testing.strategies.nodes import documents

STYLES = eras.NAMES
"""The names of the era styles."""


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
