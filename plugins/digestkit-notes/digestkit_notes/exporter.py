"""The exporter: which notes there are, and what stands in which.

Everything is known only when the last digest was read, since a paper may be listed again on any day: all
digests are held. What changes stands between marks; the properties above them are written with the note, and
belong to whoever changes the note first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

import digestkit
from digestkit.export import alterations
from digestkit.reference import Reference, tell_of_names
from digestkit_notes import day, names, paper
from digestkit_notes.links import Links


@attrs.frozen
class NotesOptions:
    """How notes refer to each other."""

    links: Literal["wiki", "markdown"] = attrs.field(
        default="wiki",
        metadata={
            "help": "links between notes: [[2407.01906]], or [2407.01906](2407.01906.md) for any reader"
        },
    )


@digestkit.exporter(
    "notes",
    suffix=".zip",
    media_type="application/zip",
    summary="A Markdown note for each paper and each day, for Obsidian and its kin.",
    several=True,
    api_version=2,
    options=NotesOptions,
    carries=(
        "date",
        "digest",
        "title",
        "url",
        "media",
        "votes",
        "authors",
        "authors_truncated",
        "summary",
        "section",
        "abstract",
        "tldr",
        "categories",
        "tags",
        "submitted",
        "doi",
        "links",
        "extra",
    ),
)
def notes(
    digests: Iterable[digestkit.Digest], context: digestkit.ExportContext
) -> Iterator[digestkit.File | str]:
    """Write a note for each day, in the order in which they are met, then one for each paper."""
    options = context.options or NotesOptions()
    links = Links(options.links)
    days: dict[str, list[digestkit.Digest]] = {}
    papers: dict[str, list[paper.Appearance]] = {}
    for digest in digests:
        _tell_of_alterations(digest, context)
        days.setdefault(names.of_day(digest), []).append(digest)
        for each in digest.papers:
            papers.setdefault(names.of_paper(each), []).append(paper.Appearance(digest, each))
    for name, held in days.items():
        yield from _note(name, day.properties(held), day.body(held, links))
    for name, appearances in papers.items():
        yield from _note(name, paper.properties(appearances), paper.body(appearances, links))


def _note(name: str, properties: str, body: str) -> Iterator[digestkit.File | str]:
    file = digestkit.File(f"{name}.md", "text/markdown", keep="outside")
    yield file
    yield f"{properties}{file.begin}{body}{file.end}"


def _tell_of_alterations(digest: digestkit.Digest, context: digestkit.ExportContext) -> None:
    for node, message in alterations.of_digest(digest):
        context.report(message, node, digestkit.Code.ALTERED)
    for each in digest.papers:
        tell_of_names(Reference(each), context.report)
