"""XML of feeds, element by element: what arXiv's Atom has in common wherever it is read.

Documents from anywhere are read with nothing expanded, nothing fetched and libxml2's limits in force.
Sources: RFC 4287; https://info.arxiv.org/help/api/user-manual.html, section 3.3;
https://info.arxiv.org/help/rss_specifications.html.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from digestkit import arxiv
from digestkit.reading.values import day, one_line
from digestkit.text.names import SUFFIXES

Element = Any
"""An element of lxml's, or its parser: nothing is imported for their types."""

Tell = Callable[[str, int | None, int | None], object]
"""Called with a message, a line and a column where the document is damaged."""


_NOT_FOR_PEOPLE = re.compile(r",? (?:try|use) XML_PARSE_HUGE.*|, line \d+.*", re.DOTALL)
"""What libxml2 says besides: how it is compiled into programs, and the place."""


def elements(pieces: Iterable[bytes], names: Collection[str], tell: Tell) -> Iterator[Element]:
    """Yield the elements with these local names, each when it is complete; afterwards it is emptied.

    So memory holds one of them at a time. An element in it that holds an entity of the document's own is
    reported and left out. What comes after damage is not trusted: it is reported, with its place, and reading
    ends there. A text of more than 10 million characters, more than 256 levels and
    entities that stand for much count as damage.
    """
    from lxml import etree  # noqa: PLC0415 - few readers need it

    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    kept: list[Element] = []
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from _complete(parser, names, kept, tell)
        parser.close()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        # What was complete before the damage counts, whatever the pieces were.
        yield from _complete(parser, names, kept, tell)
        reason = one_line(_NOT_FOR_PEOPLE.sub("", error.msg or "no XML"))
        tell(f"damaged XML: {reason}; what follows is not read", line or None, column or None)
    else:
        yield from _complete(parser, names, kept, tell)


def _complete(parser: Element, names: Collection[str], kept: list[Element], tell: Tell) -> Iterator[Element]:
    """Yield what is complete by now; `kept` are the elements of these names that are still open."""
    for event, element in parser.read_events():
        if local_name(element) not in names:
            # Within one that is asked for, everything stays until that is complete.
            if event == "end" and not kept:
                _empty(element)
        elif event == "start":
            kept.append(element)
        else:
            kept.pop()
            if not kept:
                _leave_out_entities(element, tell)
                yield element
                _empty(element)


def _leave_out_entities(element: Element, tell: Tell) -> None:
    """Take away what holds an entity of the document's own, which stands for a text that nobody knows."""
    from lxml import etree  # noqa: PLC0415 - as above

    for entity in list(element.iter(etree.Entity)):
        tell(f"the entity {entity.text} is not expanded; what holds it is not read", entity.sourceline, None)
        holder = entity.getparent()
        if holder is element:
            element.remove(entity)
        elif holder is not None and holder.getparent() is not None:
            holder.getparent().remove(holder)


def _empty(element: Element) -> None:
    # The root keeps an empty shell of each of its children; siblings before this one can go whole.
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def texts(element: Element, name: str) -> list[str]:
    """The texts of the children with a local name, as they are; without blank ones."""
    found = ("".join(child.itertext()) for child in element if local_name(child) == name)
    return [text for text in found if text.strip()]


_ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type: *(\S+)\s+Abstract:\s*")


def announced(text: str) -> tuple[str, str | None]:
    """The abstract in what arXiv's daily feeds say of a paper, and how it is announced (`new`, `cross` …)."""
    found = _ANNOUNCED.match(text)
    return (text[found.end() :].strip(), found[1]) if found is not None else (text.strip(), None)


def _first(element: Element, name: str) -> str | None:
    return next(iter(texts(element, name)), None)


def atom_entry(element: Element) -> dict[str, Any]:
    """What an entry of arXiv's Atom says, as keywords of `digestkit.reading.paper`.

    Of `extra`, `journal` is the journal reference, `v1` and the like the days of versions, and `announced`
    how a daily feed lists it. Categories that are not arXiv's (such as MSC classes) are left out.
    """
    ident = one_line(_first(element, "id"))
    address = ident.removeprefix("oai:arXiv.org:")
    found = arxiv.find(address if "//" in address else arxiv.PAGES + address)
    abstract, kind = announced(_first(element, "summary") or "")
    published, updated = day(_first(element, "published")), day(_first(element, "updated"))
    extra = {
        "journal": one_line(_first(element, "journal_ref") or _first(element, "journal_reference")),
        "comment": one_line(_first(element, "comment")),
        "announced": _first(element, "announce_type") or kind,
    }
    if not _is_daily(element):
        extra |= _versions(found, published, updated)
    return {
        "title": one_line(_first(element, "title")),
        "url": found.abs_url if found is not None else ident,
        "authors": _authors(element),
        "authors_ordered": True,
        "abstract": abstract,
        "categories": _categories(element),
        "submitted": None if _is_daily(element) else published,
        "doi": one_line(_first(element, "doi") or _first(element, "DOI")),
        "extra": extra,
    }


def _is_daily(element: Element) -> bool:
    """Whether an entry is of the daily feeds, whose dates are those of the announcement."""
    return any(local_name(child) == "announce_type" for child in element)


def _authors(element: Element) -> list[str]:
    named = [name for child in element if local_name(child) == "author" for name in texts(child, "name")]
    return [one_line(name) for name in named] or creators(element)


def creators(element: Element) -> list[str]:
    """The authors in `dc:creator`, which arXiv's daily feeds separate by commas; without affiliations."""
    found: list[str] = []
    for text in texts(element, "creator"):
        for name in map(one_line, _without_brackets(text).split(",")):
            if found and name in SUFFIXES:
                found[-1] += f", {name}"
            elif name:
                found.append(name)
    return found


def _without_brackets(text: str) -> str:
    """A text without what stands in round brackets; unchanged where they are not paired."""
    kept, depth = list[str](), 0
    for part in re.split(r"([()])", text):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth < 0:
            return text
        if not depth and part != ")":
            kept.append(part)
    return text if depth else "".join(kept)


def _categories(element: Element) -> list[str]:
    terms = [
        one_line(child.get("term"))
        for name in ("primary_category", "category")
        for child in element
        if local_name(child) == name
    ]
    return [term for term in dict.fromkeys(terms) if arxiv.is_category(term)]


def _versions(
    found: arxiv.ArxivId | None, published: datetime.date | None, updated: datetime.date | None
) -> dict[str, str]:
    """The days of the versions that an entry tells of: the first, and its own."""
    versions = {} if published is None else {"v1": published.isoformat()}
    if found is not None and found.version not in (None, 1) and updated is not None:
        versions[f"v{found.version}"] = updated.isoformat()
    return versions
