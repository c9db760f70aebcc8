"""The note of a paper: everything that the digests say of it, on whichever days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import digestkit
from digestkit.reference import Reference
from digestkit.text import typeset
from digestkit.text.summary import lines
from digestkit_notes import names
from digestkit_notes.links import Links
from digestkit_notes.markdown import image, line, link, markdown
from digestkit_notes.properties import front_matter

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class Appearance(NamedTuple):
    """A paper as a digest lists it."""

    digest: digestkit.Digest
    paper: digestkit.Paper


def properties(appearances: list[Appearance]) -> str:
    """What people search and sort by: of the paper as it was first met, and all of its days."""
    paper = appearances[0].paper
    published, title = paper.published, typeset(paper.title)
    return front_matter(
        {
            "title": title,
            "aliases": [title] if title.strip() else [],
            "authors": list(Reference(paper).authors),
            "arxiv": paper.arxiv_id,
            "doi": paper.doi,
            "url": paper.href,
            "pdf": paper.pdf_url,
            "dates": list(dict.fromkeys(each.digest.date for each in appearances if each.digest.date)),
            "submitted": paper.submitted,
            "published": f"{published.year:04}-{published.month:02}" if published else None,
            "votes": paper.votes,
            "section": paper.section,
            "categories": list(paper.categories),
            "tags": names.tags(paper.tags),
        }
    )


def body(appearances: list[Appearance], links: Links) -> str:
    """The paper as it was first met; what a later digest says otherwise follows under its day."""
    paper = appearances[0].paper
    days = dict.fromkeys(names.of_day(each.digest) for each in appearances)
    rows = [f"# {line(paper.title)}".rstrip(), "", f"- **Days:** {', '.join(map(links.to, days))}"]
    rows += _content(paper, "##")
    said = [paper]
    for each in appearances[1:]:
        if each.paper not in said:
            said.append(each.paper)
            rows += ["", f"## {names.of_day(each.digest)}", ""]
            if each.paper.title != paper.title:
                rows.append(f"- **Title:** {line(each.paper.title)}".rstrip())
            rows += _content(each.paper, "###")
    return "".join(f"{row}\n" for row in rows)


def _content(paper: digestkit.Paper, heading: str) -> Iterator[str]:
    """Everything but the title, with its parts under headings of this depth."""
    for name, value in _facts(paper):
        yield from _bullet(name, value, 0)
    if paper.media is not None:
        picture = paper.media.kind == "image"
        yield from ["", image(paper.media.href) if picture else link("Video", paper.media.href)]
    if paper.tldr is not None:
        yield from ["", *(f"> {row}" for row in markdown(paper.tldr).split("\n"))]
    if paper.abstract is not None:
        yield from ["", f"{heading} Abstract"]
        for paragraph in _PARAGRAPHS.split(paper.abstract):
            yield from ["", markdown(paragraph)]
    if paper.summary:
        yield from ["", f"{heading} Summary", ""]
        for each in lines(paper.summary):
            yield from _bullet(each.label, markdown(each.source), each.depth)


def _facts(paper: digestkit.Paper) -> Iterator[tuple[str, str]]:
    """The short fields that say something, as names and Markdown."""
    url = link(paper.url, paper.href)
    yield "URL", f"{url} · {link('PDF', paper.pdf_url)}" if paper.pdf_url else url
    if paper.votes is not None:
        yield "Votes", str(paper.votes)
    if paper.authors or paper.authors_truncated:
        yield "Authors", ", ".join([*map(line, Reference(paper).authors), *_others(paper)])
    if paper.section is not None:
        yield "Section", line(paper.section)
    if paper.categories:
        yield "Categories", ", ".join(map(line, paper.categories))
    if paper.tags:
        yield "Tags", ", ".join(map(line, paper.tags))
    if paper.submitted is not None:
        yield "Submitted", paper.submitted.isoformat()
    if paper.doi is not None:
        yield (
            "DOI",
            link(paper.doi, f"https://doi.org/{_bare(paper.doi)}") if _bare(paper.doi) else line(paper.doi),
        )
    if paper.links:
        yield "Links", ", ".join(link(kind, url) for kind, url in paper.links)
    for name, text in paper.extra:
        yield name, markdown(text)


def _others(paper: digestkit.Paper) -> list[str]:
    return ["and others"] if paper.authors_truncated else []


def _bare(doi: str) -> str:
    """The DOI without what is written before it; empty for what is none."""
    found = re.search(r"10\.\d{4,9}/\S+", doi)
    return found[0] if found else ""


def _bullet(label: str | None, text: str, depth: int) -> Iterator[str]:
    """A bullet, whose further lines are indented as its text is."""
    indent = "  " * depth
    name = f"**{line(label)}:** " if label is not None and label.strip() else ""
    first, *rest = text.split("\n")
    yield f"{indent}- {name}{first}".rstrip()
    yield from (f"{indent}  {row}" for row in rest)
