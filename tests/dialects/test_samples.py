"""Samples of each dialect, a file a layout, and oddities: what is read of them and told, and written back.

The samples lie in `seeds/dialects`, where users see them; what is odd lies beside the expectations.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit import dialects
from digestkit.dialects import detection, engine
from digestkit.model import Digest, Paper
from digestkit.source import Origin

SAMPLES = Path(__file__).parents[2] / "seeds" / "dialects"
ODD = Path(__file__).parents[1] / "fixtures" / "dialects"
FILES = sorted([*SAMPLES.rglob("*.md"), *ODD.rglob("*.md")])
CONTENTS = {
    "arxiv-daily-paper/topics/papers/2026-04-11/index.md",
    "awesome-arxiv-daily-reporter/1-Apr-2025/README.md",
    "daily-paper-reader/docs/202608/21/README.md",
}
"""Pages that count papers and have none."""
PLACE = {"span", "layout", "authors_ordered"}


def place_of(path: Path) -> Path:
    return path.relative_to(SAMPLES if path.is_relative_to(SAMPLES) else ODD)


def dialect_of(path: Path) -> str:
    return place_of(path).parts[0]


def texts() -> Iterator[tuple[Path, str, str]]:
    for path in FILES:
        yield path, dialect_of(path), path.read_bytes().decode()


def show(segment: Digest | str) -> Iterator[str]:
    if isinstance(segment, str):
        yield f"text {segment!r}"
        return
    yield f"digest {segment.date} {segment.title!r}"
    for paper in segment.papers:
        yield f"  paper {paper.position.line}"
        yield from (f"    {name} {value!r}" for name, value in said(paper))


def said(paper: Paper) -> Iterator[tuple[str, object]]:
    for field in attrs.fields(Paper):
        value = getattr(paper, field.name)
        if field.name == "summary":
            yield from ((f"item {item.label}", item.text) for item in value)
        elif field.name not in PLACE and value not in (None, (), False):
            yield field.name, value


@pytest.mark.parametrize("name", dialects.known())
def test_every_table_has_a_sample(name):
    assert any(path.is_relative_to(SAMPLES / name) for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(place_of(path)))
def test_sample(path, golden):
    text = path.read_bytes().decode()
    document = engine.parse(text, dialects.named(dialect_of(path)), Origin("sample.md", None, str(path)))
    shown = [line for segment in document.segments for line in show(segment)]
    shown += [diagnostic.text() for diagnostic in document.diagnostics]
    golden(ODD / place_of(path).with_suffix(".expected"), "\n".join([*shown, ""]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(place_of(path)))
def test_a_sample_is_recognised(path):
    verdict = detection.judge(path.read_bytes().decode(), str(path))
    if place_of(path).as_posix() not in CONTENTS:
        assert verdict.best is not None
        assert verdict.best.name == dialect_of(path)
        only = bool(dialects.named(dialect_of(path)).front)  # front matter tells of itself
        assert len(verdict.scores) == (1 if only else len(dialects.known()) + 1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(place_of(path)))
@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text.replace("\n", "\r\n")])
def test_a_sample_is_written_back(path, change):
    text = change(path.read_bytes().decode())
    document = digestkit.parse(text, str(path), dialect=dialect_of(path))
    assert digestkit.write(document) == text
    assert digestkit.write(pickle.loads(pickle.dumps(document))) == text


def test_a_changed_digest_is_written_as_a_korean_one():
    path = SAMPLES / "wingedge-daily-papers/papers/2026-08/2026-08-12.md"
    document = digestkit.parse(path.read_text("utf-8"), path.name)
    (digest,) = document.digests
    changed = attrs.evolve(digest, papers=digest.papers[:1])
    told = []
    text = digestkit.write([changed], report=told.append)
    assert text.startswith("## 精选论文 (2026-08-12)\n")
    (read,) = digestkit.parse(text).digests
    assert [paper.title for paper in read.papers] == ["Attention Is All You Need"]
