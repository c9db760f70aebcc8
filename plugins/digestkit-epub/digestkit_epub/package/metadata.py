"""What the package says about the book: who, what, when, in which language, in which series."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from ebooklib import epub  # type: ignore[import-untyped] # it has no annotations

from digestkit.text.languages import other_language, primary
from digestkit_epub.package import accessibility
from digestkit_epub.package.opf import LANG
from digestkit_epub.phrases import visible
from digestkit_epub.plan import Plan

TITLES = "en"
"""The language of papers' titles and authors' names, the second language of a book in another one."""

_NAMES = ("title", "creator", "publisher")


@attrs.frozen
class Credits:
    """What the digests do not say about themselves; blank values count as missing.

    `series` is None for the digests' own name, and empty for none at all.
    """

    creators: tuple[str, ...]
    publisher: str
    series: str | None
    source: str | None


def describe(book: epub.EpubBook, plan: Plan, credit: Credits, contents: accessibility.Contents) -> None:
    """Write the metadata of a book into EbookLib's book, in place of its own."""
    book.metadata.clear()
    book.set_identifier(plan.identifier)
    book.title = plan.title  # not metadata: for the NCX, which EbookLib writes for old readers
    book.language = plan.language
    for name, text in _dublin_core(plan, credit):
        # So that a Korean title in an English book is read out by a Korean voice.
        other = other_language(text, plan.language) if name in _NAMES else None
        book.add_metadata("DC", name, text, {LANG: other} if other else {})
    _describe_series(book, plan, credit)
    for name, value in accessibility.properties(contents, plan.words):
        language = {LANG: plan.words.language} if name == "schema:accessibilitySummary" else {}
        book.add_metadata(None, "meta", value, {"property": name, **language})


def _dublin_core(plan: Plan, credit: Credits) -> Iterator[tuple[str, str]]:
    yield "title", plan.title
    yield "language", plan.language
    if primary(plan.language) != TITLES:
        yield "language", TITLES
    for creator in [name for name in map(visible, credit.creators) if name] or [plan.channel]:
        yield "creator", creator
    if publisher := visible(credit.publisher):
        yield "publisher", publisher
    if plan.dates:
        yield "date", plan.modified.isoformat()
    yield "source", visible(credit.source or "") or f"{plan.channel} {plan.period}".rstrip()


def _describe_series(book: epub.EpubBook, plan: Plan, credit: Credits) -> None:
    """The place in a series: the book's first day as a number, `20240701`, however long the volumes are.

    It depends on the volume alone, since none knows how many came before it. Reading systems sort it as a
    number, to which `2024.10` would equal `2024.1`.
    """
    series = plan.channel if credit.series is None else visible(credit.series)
    if not plan.dates or not series:
        return
    position = plan.dates[0].isoformat().replace("-", "")
    book.add_metadata(None, "meta", series, {"property": "belongs-to-collection", "id": "series"})
    book.add_metadata(None, "meta", "series", {"property": "collection-type", "refines": "#series"})
    book.add_metadata(None, "meta", position, {"property": "group-position", "refines": "#series"})
