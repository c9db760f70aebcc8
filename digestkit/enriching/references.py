"""What references of any format have in common."""

from __future__ import annotations

from collections.abc import Iterable

from digestkit import arxiv


def journal(title: str, volume: str = "", year: str = "", pages: str = "") -> str | None:
    """A journal reference as authors give it to arXiv: `Nature 521 (2015) 436-444`; None without a title."""
    parts = (title, volume, f"({year})" if year else "", pages.replace("--", "-").replace("–", "-"))
    return " ".join(filter(None, parts)) if title else None


def own_categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Those of some keywords that are categories of arXiv, each once; two letters alone are a word."""
    found = dict.fromkeys(map(str.strip, terms))
    return tuple(term for term in found if arxiv.is_category(term) and ("." in term or "-" in term))
