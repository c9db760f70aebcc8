"""What a dialect cannot spell as it is, and ways to change it, the smallest first.

Whether a value can be spelled is not foreseen: it is written, and read back. What reads otherwise is tried
in these ways, and left out where none of them does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import attrs

from digestkit.dialects.placeholders import COUNTS, EXTRA, HEADINGS, LINKS
from digestkit.dialects.spelling import Spelling
from digestkit.dialects.values import Slot, Terms, value_of
from digestkit.model import Item, Paper

Reads = Callable[[Paper], bool]
"""Whether a paper, written alone, reads back as it is."""

Ends = Callable[[str], bool]
"""Whether a line may be read as something of its own."""

Trial = tuple[str, dict[str, Any]]
"""What is said of a change, and the fields that it makes."""

Way = tuple[str, str]
"""What is said of a change, empty where there is none, and the text."""

LEFT_OUT = "left out"

_BAR = "&#124;"
_UNSAFE = re.compile(r"[\s()\[\]<>|`*]")
_PUNCTUATION = re.compile(r"[^\w]+")
_SAFE_IN_URLS = ":/?&=#%.~_-"


class Fitted(NamedTuple):
    """A paper that reads back, or None; and what was changed for it."""

    paper: Paper | None
    told: tuple[str, ...] = ()


def lines(text: str) -> Iterator[Way]:
    """Ways to spell what is one line."""
    yield "", text
    yield "white space became single blanks", " ".join(text.split())
    yield f"bars became {_BAR}", " ".join(text.split()).replace("|", _BAR)
    yield "marks became blanks", " ".join(_PUNCTUATION.sub(" ", text).split())


def urls(paper: Paper) -> Iterator[Way]:
    """Ways to spell a paper's URL."""
    yield "", paper.url
    yield "it became absolute", paper.href
    yield "characters were percent-encoded", _encoded(paper.href)
    yield "characters were percent-encoded", quote(paper.href, safe=_SAFE_IN_URLS, errors="replace")


def texts(text: str, ends: Ends) -> Iterator[Way]:
    """Ways to spell what may be several lines."""
    yield "", text
    trimmed = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    yield "blanks at the ends of lines were left out", trimmed
    yield "blanks at both ends were left out", trimmed.strip()
    first, *others = trimmed.strip().split("\n")
    indented = [f" {line}" if ends(line) else line for line in others]
    yield "lines that would end it were indented by a space", "\n".join([first, *indented])
    indented = [f" {line}" if ends(line) else line for line in (first, *others)]
    yield "lines that would end it were indented by a space", "\n".join(indented)
    joined = " ".join(text.split())
    yield "line breaks became blanks", joined
    yield f"bars became {_BAR}", joined.replace("|", _BAR)


def lists(given: tuple[str, ...], terms: Terms) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ways to spell a list."""
    yield "", given
    whole = tuple(kept for term in given if (kept := " ".join(term.split())))
    yield "white space became single blanks", whole
    more = terms.more or ""
    marks = [terms.wrap, more, terms.separator, terms.separator.strip(), more.strip()]
    for mark in filter(None, marks):
        whole = tuple(kept for term in whole if (kept := " ".join(term.replace(mark, " ").split())))
    whole = tuple(term for term in whole if term != "+")
    yield "separators in its entries became blanks", whole
    yield f"bars became {_BAR}", tuple(term.replace("|", _BAR) for term in whole)


def fit(paper: Paper, spelling: Spelling, ends: Ends, reads: Reads) -> Fitted:
    """The nearest paper that reads back, made field by field; each is tried as often as it has ways."""
    told: list[str] = []
    kept = _base(paper, reads, told)
    if kept is None:
        return Fitted(None)
    for slot in spelling.slots:
        if slot.name in _PLACED or value_of(slot, paper) is None:
            continue
        ways = _WAYS.get(slot.name, _of_line)(slot, paper, kept, ends)
        trials = ((what, attrs.evolve(kept, **fields)) for what, fields in ways)
        what, kept = next((trial for trial in trials if reads(trial[1])), (LEFT_OUT, kept))
        if what:
            told.append(f"{_named(slot)}: {what}")
    return Fitted(kept, tuple(told))


def _base(paper: Paper, reads: Reads, told: list[str]) -> Paper | None:
    """The paper with no more than what each has: a title, a link, and a section."""
    bare = attrs.evolve(
        paper, media=None, votes=None, authors=(), authors_truncated=False, summary=(), abstract=None,
        tldr=None, categories=(), tags=(), submitted=None, doi=None, links=(), extra=(),
    )  # fmt: skip
    for of_url, url in urls(paper):
        for of_title, title in lines(paper.title):
            trial = attrs.evolve(bare, title=title, url=url)
            if reads(trial):
                told += [f"title: {of_title}"] if of_title else []
                told += [f"url: {of_url}"] if of_url else []
                return trial
    return None


def _named(slot: Slot) -> str:
    """The field that a slot writes a part of."""
    if slot.name == "text":
        return f"summary ({slot.label})"
    if slot.name in LINKS:
        return f"links ({slot.name})"
    return f"extra ({slot.name})" if slot.name in EXTRA else slot.name


# Ways of each placeholder: what is said of them, and what becomes of the fields of the paper so far


def _of_line(slot: Slot, paper: Paper, _kept: Paper, _ends: Ends) -> Iterator[Trial]:
    value = getattr(paper, slot.name)
    if not isinstance(value, str):
        yield "", {slot.name: value}
        return
    for what, text in _said(lines(value)):
        yield what, {slot.name: text}


def _of_text(slot: Slot, paper: Paper, _kept: Paper, ends: Ends) -> Iterator[Trial]:
    for what, text in _said(texts(getattr(paper, slot.name), ends)):
        yield what, {slot.name: text}


def _of_item(slot: Slot, paper: Paper, kept: Paper, ends: Ends) -> Iterator[Trial]:
    for what, text in texts(value_of(slot, paper) or "", ends):
        yield what, {"summary": (*kept.summary, Item(slot.label, text))}


def _of_list(slot: Slot, paper: Paper, _kept: Paper, _ends: Ends) -> Iterator[Trial]:
    for what, terms in lists(getattr(paper, slot.name), slot.terms):
        if terms:
            yield what, {slot.name: terms}


def _of_authors(slot: Slot, paper: Paper, _kept: Paper, _ends: Ends) -> Iterator[Trial]:
    for what, names in lists(paper.authors, slot.terms):
        yield what, {"authors": names, "authors_truncated": paper.authors_truncated}


def _of_link(slot: Slot, paper: Paper, kept: Paper, _ends: Ends) -> Iterator[Trial]:
    url = value_of(slot, paper) or ""
    for what, spelled in (("", url), ("characters were percent-encoded", _encoded(url))):
        yield what, {"links": (*kept.links, (slot.name, spelled))}


def _of_extra(slot: Slot, paper: Paper, kept: Paper, _ends: Ends) -> Iterator[Trial]:
    for what, text in _said(lines(value_of(slot, paper) or "")):
        yield what, {"extra": (*kept.extra, (slot.name, text))}


def _said(ways: Iterator[Way]) -> Iterator[Way]:
    """Those ways that leave something."""
    return ((what, text) for what, text in ways if text and not text.isspace())


_WAYS: Mapping[str, Callable[[Slot, Paper, Paper, Ends], Iterator[Trial]]] = {
    **dict.fromkeys(("abstract", "tldr"), _of_text),
    **dict.fromkeys(("categories", "tags"), _of_list),
    **dict.fromkeys(LINKS, _of_link),
    **dict.fromkeys(EXTRA, _of_extra),
    "authors": _of_authors,
    "text": _of_item,
}
_PLACED = frozenset(("title", "url", "section")) | COUNTS | HEADINGS
"""What is written of each paper, or follows from its place."""


def _encoded(url: str) -> str:
    return _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), url)
