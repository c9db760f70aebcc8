"""What becomes of the fields of papers that are one: a function a field, in a table.

Each takes the papers in the order of the input. What is missing is filled from the next that has it; what
would otherwise be lost goes to `differs`, with the paper that says it and the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from digestkit.merging import names
from digestkit.merging.sameness import doi
from digestkit.model import Item, Pair, Paper
from digestkit.reference import Reference

Papers = Sequence[Paper]
Differs = Callable[[Paper, str, object], object]

_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
"""How a text that was cut off ends."""


def joined(papers: Papers, differs: Differs) -> Paper:
    """One paper of several that are the same; the first itself, where the others add nothing to it."""
    fields: dict[str, Any] = {}
    for join in FIELDS.values():
        fields |= join(papers, differs)
    first = papers[0]
    changes = {name: value for name, value in fields.items() if value != getattr(first, name)}
    return attrs.evolve(first, **changes) if changes else first


def changed(before: Paper, after: Paper) -> list[str]:
    """The names of the fields in which two papers differ, in the order of the model."""
    names_of = [field.name for field in attrs.fields(Paper) if field.eq]
    return [name for name in names_of if getattr(before, name) != getattr(after, name)]


def bare(text: str) -> str:
    """A text as it is compared: neither case nor line breaks count."""
    return " ".join(text.split()).casefold()


def _said(papers: Papers, name: str) -> Iterator[tuple[Paper, Any]]:
    """The papers that say something in a field, with what they say."""
    for paper in papers:
        value = getattr(paper, name)
        if value not in (None, ()) and value != "":
            yield paper, value


Join = Callable[[Papers, Differs], Mapping[str, object]]


def _first(name: str, key: Callable[[Any], object]) -> Join:
    """The first that is said counts; another is reported unless its key is the same."""

    def join(papers: Papers, differs: Differs) -> Mapping[str, object]:
        kept: Any = None
        for paper, value in _said(papers, name):
            if kept is None:
                kept, known = value, key(value)
            elif key(value) != known:
                differs(paper, name, value)
        return {} if kept is None else {name: kept}

    return join


def _union(name: str) -> Join:
    """All that is said, each once, in the order in which it is met."""
    return lambda papers, _differs: {
        name: tuple(dict.fromkeys(value for paper in papers for value in getattr(paper, name)))
    }


def _votes(papers: Papers, _differs: Differs) -> Mapping[str, object]:
    """The most: they grow from day to day."""
    return {"votes": max((votes for _, votes in _said(papers, "votes")), default=None)}


def _home(papers: Papers) -> Paper:
    """The paper whose URL counts: the first, but one of arXiv before one from elsewhere."""
    return next((paper for paper in papers if paper.arxiv_id is not None), papers[0])


def _url(papers: Papers, differs: Differs) -> Mapping[str, object]:
    """The first page of arXiv, for ids and much else follow from it; where there is none, the first.

    Other pages become links. Of one page, other versions are reported, and other spellings do not count.
    """
    home = _home(papers)
    known = home.id
    for paper in papers:
        if paper.version not in (None, home.version) and paper.id == known:
            differs(paper, "url", paper.url)
    return {"url": home.url}


def _links(papers: Papers, _differs: Differs) -> Mapping[str, object]:
    """All links, and the pages of the paper that are not its URL."""
    links = dict.fromkeys(link for paper in papers for link in paper.links)
    known = _home(papers).id
    addresses = {url for _, url in links}
    for paper in papers:
        if paper.id != known and paper.url not in addresses:
            links["page", paper.url] = None
    return {"links": tuple(links)}


def _extra(papers: Papers, _differs: Differs) -> Mapping[str, object]:
    """All of it, and the further sections that a paper stands in, where selections find them."""
    extra: dict[Pair, None] = {}
    section = next((section for _, section in _said(papers, "section")), None)
    for paper in papers:
        if paper.section is not None and paper.section != section:
            extra["section", paper.section] = None
        extra |= dict.fromkeys(paper.extra)
    return {"extra": tuple(extra)}


def _abstract(papers: Papers, differs: Differs) -> Mapping[str, object]:
    """The first, or what goes on after it where it is cut off."""
    kept, known = None, ""
    for paper, text in _said(papers, "abstract"):
        own = _CUT.sub("", bare(text))
        if kept is None or (len(own) > len(known) and own.startswith(known)):
            kept, known = text, own
        elif not known.startswith(own):
            differs(paper, "abstract", text)
    return {"abstract": kept}


def _doi(papers: Papers, differs: Differs) -> Mapping[str, object]:
    """The first; but that of a journal before arXiv's own, which follows from the URL."""
    reference = Reference(_home(papers))
    own = doi(reference.arxiv.doi) if reference.arxiv is not None else None
    stated = [(paper, Reference(paper).stated_doi, text) for paper, text in _said(papers, "doi")]
    of_journal = [each for each in stated if doi(each[1]) != own or own is None]
    if not of_journal:
        return {"doi": stated[0][2] if stated else None}
    _, known, kept = of_journal[0]
    for paper, value, text in of_journal[1:]:
        if (value or "").casefold() != (known or "").casefold():
            differs(paper, "doi", text)
    return {"doi": kept}


def _summary(papers: Papers, differs: Differs) -> Mapping[str, object]:
    """The items of the first, and from the others those under new labels; the same text only once."""
    kept: list[Item] = []
    labels: set[str] = set()
    texts: set[str] = set()
    for paper in papers:
        added = []
        for item in paper.summary:
            is_known = item.label is not None and bare(item.label) in labels
            if bare(item.text) not in texts and not is_known:
                added.append(item)
            elif bare(item.text) not in texts or not (is_known or item.label is None):
                differs(paper, "summary", item.text if item.label is None else f"{item.label}: {item.text}")
        # Only now: what one paper says twice, it says twice.
        kept += added
        labels |= {bare(item.label) for item in added if item.label is not None}
        texts |= {bare(item.text) for item in added}
    return {"summary": tuple(kept)}


FIELDS: Mapping[str, Join] = {
    "title": _first("title", bare),
    "url": _url,
    "media": _first("media", lambda media: media.url),
    "votes": _votes,
    "authors": names.join,
    "summary": _summary,
    "section": _first("section", lambda _section: None),  # others differ in nothing: `_extra` has them
    "abstract": _abstract,
    "tldr": _first("tldr", bare),
    "categories": _union("categories"),
    "tags": _union("tags"),
    "submitted": _first("submitted", lambda day: day),
    "doi": _doi,
    "links": _links,
    "extra": _extra,
}
"""How each field is joined; the names of the authors bring what is known of them along."""
