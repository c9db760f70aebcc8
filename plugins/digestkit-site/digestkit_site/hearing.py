"""What is told of digests while they are read: text that HTML cannot repeat.

XML forbids some characters, and digestkit's own cleaning replaces them. HTML forbids more (its standard,
section 13.2.3.5): the controls from U+007F on, and all noncharacters. They are so rare that they are looked
for in the digests, and replaced in the finished pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import digestkit
from digestkit.export import alterations
from digestkit.reference import Reference, tell_of_names

_PLANE_ENDS = "".join(chr(plane + end) for plane in range(0xFFFE, 0x110000, 0x10000) for end in (0, 1))
_FORBIDDEN = re.compile(f"[\x7f-\x9f\ufdd0-\ufdef{_PLANE_ENDS}]")


class Heard(NamedTuple):
    """A digest with references to its papers.

    `plain` has those of them, by `id()`, that hold printable characters and line feeds only: nothing of these
    need be cleaned.
    """

    digest: digestkit.Digest
    references: Sequence[Reference]
    plain: frozenset[int]


def legal(line: str) -> str:
    """A line with U+FFFD for what HTML forbids."""
    return line if line.isprintable() else _FORBIDDEN.sub("\ufffd", line)


class Hearing:
    """Passes digests on. `found` tells whether there was something that HTML forbids and XML does not."""

    def __init__(self, context: digestkit.ExportContext) -> None:
        self._context = context
        self.found = False

    def of(self, digests: Iterable[digestkit.Digest]) -> Iterator[Heard]:
        """The digests with references to their papers, each after what is to be told of it."""
        for digest in digests:
            references = [Reference(paper, digest.date) for paper in digest.papers]
            plain = frozenset([id(each) for each in references if _is_plain(_texts(each.paper))])
            if len(plain) < len(references) or not digest.title.isprintable():
                self._hear(digest)
            for reference in references:
                tell_of_names(reference, self._context.report)
                if id(reference) not in plain and _is_forbidden(_texts(reference.paper)):
                    self._tell(reference.paper)
            yield Heard(digest, references, plain)

    def _hear(self, digest: digestkit.Digest) -> None:
        """Tell what `clean` alters in a digest, and whether HTML forbids something in its title."""
        for node, message in alterations.of_digest(digest):
            self._context.report(message, node, digestkit.Code.ALTERED)
        if _is_forbidden([digest.title]):
            self._tell(digest)

    def replaced(self, page: str) -> str:
        """A finished page with U+FFFD for what HTML forbids."""
        return _FORBIDDEN.sub("\ufffd", page) if self.found else page

    def _tell(self, node: digestkit.Digest | digestkit.Paper) -> None:
        self.found = True
        self._context.report("characters that HTML forbids were replaced", node, digestkit.Code.ALTERED)


def _is_plain(texts: Iterable[str]) -> bool:
    """Whether there is nothing in the texts that anybody forbids, as `isprintable` sees at once.

    It settles nearly every paper, at a hundredth of the cost of looking for the characters.
    """
    return "".join(texts).replace("\n", "").isprintable()


def _is_forbidden(texts: Iterable[str]) -> bool:
    return any(not text.isprintable() and _FORBIDDEN.search(text) is not None for text in texts)


def _texts(paper: digestkit.Paper) -> Iterator[str]:
    yield paper.title
    yield paper.url
    yield "".join(paper.authors)
    for item in paper.summary:
        yield item.text
        if item.label is not None:
            yield item.label
        if "\\" in item.text:  # a literal in it may spell any character
            yield from _outline(item.outline)
    if paper.media is not None:
        yield paper.media.url
    if paper.further:
        yield from filter(None, (paper.section, paper.abstract, paper.tldr, paper.doi))
        yield from (*paper.categories, *paper.tags)
        yield from (text for pair in (*paper.links, *paper.extra) for text in pair)


def _outline(entry: digestkit.Outline) -> Iterator[str]:
    yield entry.text
    yield entry.label or ""
    for below in entry.items:
        yield from _outline(below)
