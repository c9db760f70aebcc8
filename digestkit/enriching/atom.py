"""A response of the arXiv API, which is Atom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digestkit import arxiv
from digestkit.enriching import tex
from digestkit.enriching.records import Record, Source, arxiv_key, journal_doi, keys_of_doi
from digestkit.reading.feeds import atom_entry, elements
from digestkit.reading.values import day

_VERSION = re.compile(r"v([1-9][0-9]{0,2})")


def records(chunks: Iterable[bytes], source: Source) -> Iterator[Record]:
    """Yield what the entries say of the papers that are wanted; damage is reported with its place."""
    for element in elements(chunks, ("entry",), source.damaged):
        said = atom_entry(element)
        found = arxiv.find(said["url"])
        if found is None:
            continue  # the API tells of its errors in such an entry
        keys = (arxiv_key(found.id), *(key for word in said["doi"].split() for key in keys_of_doi(word)))
        if not source.wanted.has(keys):
            continue
        versions = [
            (int(number[1]), known)
            for name, text in said["extra"].items()
            if (number := _VERSION.fullmatch(name)) and (known := day(text)) is not None
        ]
        yield Record(
            keys=keys,
            file=source.name,
            line=element.sourceline,
            version=found.version,
            title=tex.unaccented(said["title"]),
            authors=tuple(map(tex.unaccented, said["authors"])),
            categories=tuple(said["categories"]),
            abstract=tex.unaccented(said["abstract"]) or None,
            doi=journal_doi(said["doi"]),
            journal=tex.unaccented(said["extra"]["journal"]) or None,
            submitted=said["submitted"],
            versions=tuple(versions),
        )
