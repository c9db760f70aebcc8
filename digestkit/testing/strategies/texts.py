"""Strategies for the text in fields: titles, URLs, names, labels, texts of items, and days."""

from __future__ import annotations

import datetime
from functools import cache

from hypothesis import strategies as st

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
def dates() -> st.SearchStrategy[datetime.date]:
    """Days, mostly from November 2023 to June 2025, when the eras of the format were; else any year."""
    eras = st.dates(datetime.date(2023, 11, 1), datetime.date(2025, 6, 1))
    return st.one_of(eras, eras, eras, st.dates())
