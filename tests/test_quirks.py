"""A named fixture for each quirk of the format: what is read and reported, and that it is written back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digestkit.markdown import parse
from digestkit.markdown.writer import write
from digestkit.model import Digest, Paper
from digestkit.structure import Outline

QUIRKS = sorted((Path(__file__).parent / "fixtures" / "quirks").glob("*.md"))


@pytest.mark.parametrize("path", QUIRKS, ids=lambda path: path.stem)
def test_quirk(path, golden):
    text = path.read_bytes().decode("utf-8")
    document = parse(text, path.name)
    assert write(document) == text
    shown = [f"bom: {document.bom}  newline: {document.newline!r}"] if "\r\n" in text or document.bom else []
    for segment in document.segments:
        shown.extend(show_digest(segment) if isinstance(segment, Digest) else [f"text {segment!r}"])
    shown.extend(note.text() for note in document.diagnostics)
    golden(path.with_suffix(".expected"), "\n".join([*shown, ""]))


def show_digest(digest: Digest) -> Iterator[str]:
    yield f"digest {digest.date} {digest.title!r} at {place(digest)}"
    for paper in digest.papers:
        yield f"  paper {paper.title!r} at {place(paper)}"
        yield from (f"    {line}" for line in show_paper(paper))


def show_paper(paper: Paper) -> Iterator[str]:
    yield f"url {paper.url} -> {paper.href}"
    yield f"id {paper.id} version {paper.version} published {paper.published and tuple(paper.published)}"
    if paper.media is not None:
        yield f"{paper.media.kind} {paper.media.url} -> {paper.media.href} at {place(paper.media)}"
    yield f"votes {paper.votes}"
    names = f"{paper.authors[:6]}{f' and {len(paper.authors) - 6} more' if len(paper.authors) > 6 else ''}"
    clean = "" if paper.authors_clean == paper.authors else f" clean: {paper.authors_clean}"
    yield f"authors {names}{' truncated' * paper.authors_truncated}{clean}"
    for item in paper.summary:
        yield f"item {item.label!r}: {item.text!r} at {place(item)}, {item.span[1] - item.span[0]} long"
        if item.items:
            yield from (f"  {line}" for line in show_entry(item.outline))


def show_entry(entry: Outline) -> Iterator[str]:
    yield f"· {entry.label!r}: {entry.text!r}"
    for below in entry.items:
        yield from (f"  {line}" for line in show_entry(below))


def place(node) -> str:
    return "{}:{}".format(*node.position)
