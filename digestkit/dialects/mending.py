"""What a dialect cannot spell as it is, and ways to change it, the smallest first.

Whether a value can be spelled is not foreseen: it is written, and read back. What reads otherwise is tried
in these ways, and left out where none of them does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

import attrs

from digestkit.dialects.placeholders import EXTRA, LINKS
from digestkit.dialects.spelling import Slot, Spelling, Terms
from digestkit.model import Item, Paper

Reads = Callable[[Paper], bool]
"""Whether a paper, written alone, reads back as it is."""

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


def texts(text: str, ends: Callable[[str], bool]) -> Iterator[Way]:
    """Ways to spell what may be several lines; `ends` says whether a line would be read as something else."""
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
    marks = [terms.wrap, terms.more, terms.separator, terms.separator.strip(), terms.more.strip()]
    for mark in filter(None, marks):
        whole = tuple(kept for term in whole if (kept := " ".join(term.replace(mark, " ").split())))
    whole = tuple(term for term in whole if term != "+")
    yield "separators in its entries became blanks", whole
    yield f"bars became {_BAR}", tuple(term.replace("|", _BAR) for term in whole)


def fit(paper: Paper, spelling: Spelling, ends: Callable[[str], bool], reads: Reads) -> Fitted:
    """The nearest paper that reads back. Nothing of a paper is tried more often than there are ways."""
    told: list[str] = []
    kept = _base(paper, reads, told)
    if kept is None:
        return Fitted(None)
    for slot in spelling.slots:
        step = _steps(slot, paper, ends)
        if step is None:
            continue
        name, ways = step
        for what, change in ways:
            trial = change(kept)
            if trial is not None and reads(trial):
                kept = trial
                told += [f"{name}: {what}"] if what else []
                break
        else:
            told.append(f"{name}: {LEFT_OUT}")
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


Change = Callable[[Paper], Paper | None]


def _steps(
    slot: Slot, paper: Paper, ends: Callable[[str], bool]
) -> tuple[str, Iterator[tuple[str, Change]]] | None:
    """What to try for a placeholder: the name of what it writes, and changes of the paper so far."""
    name = slot.name
    if name == "text":
        item = next((item for item in paper.summary if item.label == slot.label), None)
        return (f"summary ({slot.label})", _items(item, ends)) if item is not None else None
    if name == "authors":
        truncated = paper.authors_truncated
        return (name, _authors(paper.authors, slot.terms, truncated=truncated)) if paper.authors or truncated else None
    if name in LINKS:
        url = next((url for kind, url in paper.links if kind == name), None)
        return (f"links ({name})", _pairs("links", name, _of_link(url))) if url is not None else None
    if name in EXTRA:
        text = next((text for kind, text in paper.extra if kind == name), None)
        return (f"extra ({name})", _pairs("extra", name, lines(text))) if text is not None else None
    value = getattr(paper, name, None)
    if value in (None, ()) or name in ("title", "url", "id", "section"):
        return None
    if isinstance(value, tuple):
        return name, _values(name, lists(value, slot.terms))
    if isinstance(value, str):
        return name, _values(name, texts(value, ends) if name in ("abstract", "tldr") else lines(value))
    return name, _values(name, iter([("", value)]))


def _values(name: str, ways: Iterator[tuple[str, object]]) -> Iterator[tuple[str, Change]]:
    for what, value in ways:
        if value and not (isinstance(value, str) and value.isspace()):
            yield what, lambda paper, value=value: attrs.evolve(paper, **{name: value})  # type: ignore[misc] # bound at once
        elif value == 0:
            yield what, lambda paper: attrs.evolve(paper, **{name: 0})


def _authors(names: tuple[str, ...], terms: Terms, *, truncated: bool) -> Iterator[tuple[str, Change]]:
    for what, value in lists(names, terms):
        yield what, lambda paper, value=value: attrs.evolve(paper, authors=value, authors_truncated=truncated)  # type: ignore[misc] # as above
    if truncated:
        yield "that there are more was left out", lambda paper: attrs.evolve(paper, authors=names)


def _items(item: Item, ends: Callable[[str], bool]) -> Iterator[tuple[str, Change]]:
    for what, text in texts(item.text, ends):
        yield what, lambda paper, text=text: attrs.evolve(  # type: ignore[misc] # as above
            paper, summary=(*paper.summary, Item(item.label, text))
        )


def _pairs(field: str, name: str, ways: Iterator[Way]) -> Iterator[tuple[str, Change]]:
    for what, value in ways:
        if value and not value.isspace():
            yield what, lambda paper, value=value: attrs.evolve(  # type: ignore[misc] # as above
                paper, **{field: (*getattr(paper, field), (name, value))}
            )


def _of_link(url: str) -> Iterator[Way]:
    yield "", url
    yield "characters were percent-encoded", _encoded(url)


def _encoded(url: str) -> str:
    return _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), url)
