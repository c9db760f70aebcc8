"""The note of a day: its papers in their order, under their sections, each by a link to its note."""

from __future__ import annotations

from collections.abc import Iterator

import digestkit
from digestkit_notes import names
from digestkit_notes.links import Links
from digestkit_notes.markdown import line
from digestkit_notes.properties import front_matter


def properties(digests: list[digestkit.Digest]) -> str:
    """What a list of notes shows of a day."""
    first = digests[0]
    titles = list(dict.fromkeys(digest.title for digest in digests if digest.title))
    return front_matter({"title": " · ".join(titles), "date": first.date})


def body(digests: list[digestkit.Digest], links: Links) -> str:
    """The digests of the day, in the order in which they were met."""
    return "\n".join("".join(f"{row}\n" for row in _rows(digest, links)) for digest in digests)


def _rows(digest: digestkit.Digest, links: Links) -> Iterator[str]:
    yield f"# {heading(digest)}"
    section = None
    yield ""
    for paper in digest.papers:
        if paper.section != section:
            section = paper.section
            yield from ["", f"## {line(section)}" if section else "---", ""]
        yield f"- {links.to(names.of_paper(paper))} {line(paper.title)}".rstrip()


def heading(digest: digestkit.Digest) -> str:
    """Title and day, as far as they are known."""
    day = str(digest.date) if digest.date is not None else ""
    title = line(digest.title)
    if title and day:
        return f"{title} ({day})"
    return title or day or names.UNDATED
