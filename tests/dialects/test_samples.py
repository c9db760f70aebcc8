"""Samples of each dialect, a file a layout: what is read of it, what is told, and that it is written back."""

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

SAMPLES = Path(__file__).parents[1] / "fixtures" / "dialects"
FILES = sorted(SAMPLES.rglob("*.md"))
PLACE = {"span", "layout", "authors_ordered"}


def dialect_of(path: Path) -> str:
    return path.relative_to(SAMPLES).parts[0]


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
    assert any(dialect_of(path) == name for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_sample(path, golden):
    text = path.read_bytes().decode()
    document = engine.parse(text, dialects.named(dialect_of(path)), Origin("sample.md", None, str(path)))
    shown = [line for segment in document.segments for line in show(segment)]
    shown += [diagnostic.text() for diagnostic in document.diagnostics]
    golden(path.with_suffix(".expected"), "\n".join([*shown, ""]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_sample_is_recognised(path):
    verdict = detection.judge(path.read_bytes().decode(), str(path))
    if path.name != "index.md" or path.parent.name == "docs":  # pages that count papers have none
        assert verdict.best is not None
        assert verdict.best.name == dialect_of(path)
        assert len(verdict.scores) == len(dialects.known()) + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
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
