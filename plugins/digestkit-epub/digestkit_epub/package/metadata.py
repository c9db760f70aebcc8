"""What the package says about the book: who, what, when, in which language and series, on which terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ebooklib import epub  # type: ignore[import-untyped] # it has no annotations

from digestkit import __version__, text
from digestkit.text.languages import other_language
from digestkit_epub.package import accessibility
from digestkit_epub.package.opf import LANG
from digestkit_epub.phrases import visible
from digestkit_epub.plan import Plan, by_votes

GENERATOR = f"digestkit {__version__}"

_NAMES = ("title", "creator", "publisher", "rights")
_ARTICLE = re.compile(r"(The|An?) (.+)")
_SUBJECTS = 20
"""Subjects of a book, the most frequent: libraries show each as a tag."""
_NAMED = 3
"""Papers that the description names."""


class Credits(NamedTuple):
    """What the digests do not say about themselves; blank values count as missing.

    `series` is None for the digests' own name, and empty for none at all.
    """

    creators: tuple[str, ...]
    publisher: str
    series: str | None
    source: str | None
    rights: str | None


class _Element(NamedTuple):
    """An element of the Dublin Core, and the text to sort it by where libraries do."""

    name: str
    text: str
    file_as: str | None = None


def describe(book: epub.EpubBook, plan: Plan, credit: Credits, contents: accessibility.Contents) -> None:
    """Write the metadata of a book into EbookLib's book, in place of its own."""
    book.metadata.clear()
    book.set_identifier(plan.identifier)
    book.title = plan.title  # not metadata: for the NCX, which EbookLib writes for old readers
    book.language = plan.language
    for number, element in enumerate(_dublin_core(plan, credit)):
        _add(book, plan, element, f"{element.name}-{number}")
    _describe_series(book, plan, credit)
    for name, value in accessibility.properties(contents, plan.words):
        language = {LANG: plan.words.language} if name == "schema:accessibilitySummary" else {}
        book.add_metadata(None, "meta", value, {"property": name, **language})
    book.add_metadata(None, "meta", "", {"name": "generator", "content": GENERATOR})


def _add(book: epub.EpubBook, plan: Plan, element: _Element, identifier: str) -> None:
    # So that a Korean title in an English book is read out by a Korean voice.
    is_named = element.name in _NAMES and "://" not in element.text
    other = other_language(element.text, plan.language) if is_named else None
    if element.name == "description" and plan.page_language != plan.language:
        other = plan.page_language
    attributes = {LANG: other} if other else {}
    if element.file_as is not None:
        attributes["id"] = identifier
    book.add_metadata("DC", element.name, element.text, attributes)
    if element.file_as is not None:
        book.add_metadata(None, "meta", element.file_as, {"property": "file-as", "refines": f"#{identifier}"})


def _dublin_core(plan: Plan, credit: Credits) -> Iterator[_Element]:
    yield _Element("title", plan.title, _filed(plan.title))
    # One only: readers disagree about which of several counts, and calibre takes the last.
    yield _Element("language", plan.language)
    yield from _creators(plan, credit)
    if publisher := visible(credit.publisher):
        yield _Element("publisher", publisher)
    if plan.dates:
        yield _Element("date", plan.modified.isoformat())
    yield _Element("description", description(plan))
    for subject in subjects(plan):
        yield _Element("subject", subject)
    yield _Element("source", source(plan, credit) or f"{plan.channel} {plan.period}".rstrip())
    if rights := visible(credit.rights or ""):
        yield _Element("rights", rights)


def _creators(plan: Plan, credit: Credits) -> Iterator[_Element]:
    """The people or teams that the user names, else the digests by their own name."""
    named = [name for name in map(visible, credit.creators) if name]
    for name in named:
        yield _Element("creator", name, _filed_name(name))
    if not named:
        yield _Element("creator", plan.channel, _filed(plan.channel))


def _filed(title: str) -> str:
    """A title as it is sorted: an English article goes to the end."""
    found = _ARTICLE.fullmatch(title)
    return f"{found[2]}, {found[1]}" if found else title


def _filed_name(name: str) -> str:
    """A name as it is sorted: of a person by the family name, of a team as it is."""
    parts = text.parse_name(name)
    if not isinstance(parts, text.PersonName):
        return _filed(name)
    return ", ".join(filter(None, (parts.family, f"{parts.given} {parts.particle}".strip(), parts.suffix)))


def source(plan: Plan, credit: Credits) -> str:
    """Where the digests come from: what the user says, else the site of all; empty if nobody knows."""
    sites = {day.digest.site.url for day in plan.days if day.digest.site is not None}
    site = sites.pop() if len(sites) == 1 else ""
    return visible(credit.source or "") or visible(site)


def subjects(plan: Plan) -> list[str]:
    """The categories and tags of the papers, the most frequent first; ties keep the order of the book."""
    counts = Counter(
        shown
        for _, section in plan.sections
        for subject in (*section.paper.categories, *section.paper.tags)
        if (shown := visible(subject).strip())
    )
    return [subject for subject, _ in counts.most_common(_SUBJECTS)]


def description(plan: Plan) -> str:
    """How much is in the book, of which days, and what people voted for most."""
    words = plan.words
    count = f"{words.papers(sum(len(day.sections) for day in plan.days))} · {words.days(len(plan.days))}"
    parts = [f"{count} ({plan.period})." if plan.period else f"{count}."]
    voted = [section.title.text for _, section in islice(by_votes(plan.sections), _NAMED)]
    if voted:
        parts.append(f"{words.most_voted}: {'; '.join(voted)}.")
    return " ".join(parts)


def _describe_series(book: epub.EpubBook, plan: Plan, credit: Credits) -> None:
    """The place in a series: the book's first day as a number, `20240701`, however long the volumes are.

    It depends on the volume alone, since none knows how many came before it. Reading systems sort it as a
    number, to which `2024.10` would equal `2024.1`. It is said twice: EPUB's own way is younger than many
    libraries and devices, which look for calibre's.
    """
    series = series_name(plan, credit)
    if not series:
        return
    position = plan.dates[0].isoformat().replace("-", "")
    book.add_metadata(None, "meta", series, {"property": "belongs-to-collection", "id": "series"})
    book.add_metadata(None, "meta", "series", {"property": "collection-type", "refines": "#series"})
    book.add_metadata(None, "meta", position, {"property": "group-position", "refines": "#series"})
    book.add_metadata(None, "meta", "", {"name": "calibre:series", "content": series})
    book.add_metadata(None, "meta", "", {"name": "calibre:series_index", "content": position})


def series_name(plan: Plan, credit: Credits) -> str:
    """The name of the series; empty for a book that has no place in one."""
    if not plan.dates:
        return ""
    return plan.channel if credit.series is None else visible(credit.series)
