"""The core's readers and transforms, and the lints of an example, pass the kits for strangers."""

from __future__ import annotations

from pathlib import Path

from digestkit.testing import ReaderConformance, TransformConformance

SEEDS = Path(__file__).parent.parent / "seeds"
RECORD = (
    '{"schema": "digestkit/1", "id": "arxiv:2407.01906", "date": "2024-07-05", "digest": "Daily Papers", '
    '"rank": 1, "title": "Graphs", "url": "https://arxiv.org/abs/2407.01906", "arxiv_id": "2407.01906", '
    '"votes": 18, "authors": ["Ada"], "authors_truncated": false, "media": null, '
    '"summary": [{"label": null, "text": "One.", "items": []}], "source": null}\n'
)


class TestMarkdown(ReaderConformance):
    reader = "markdown"
    samples = {  # noqa: RUF012 - read, never changed
        "2024-07-05.md": (
            "## Daily Papers (2024-07-05)\n\n### [Graphs](https://arxiv.org/abs/2407.01906)\n\nVote: 18\n\n"
            "Authors: Ada Lovelace, Emmy Noether\n\n- **What's New**: a graph for each language\n"
        )
    }


class TestJsonLines(ReaderConformance):
    reader = "jsonl"
    samples = {"2024-07-05.jsonl": RECORD}  # noqa: RUF012 - as above


class TestShortenAuthors(TransformConformance):
    transform = "shorten-authors"
    settings = ({"keep": 1}, {"keep": "2"})
    changes = ("authors", "authors_truncated", "extra")


class TestStripMedia(TransformConformance):
    transform = "strip-media"
    changes = ("media",)


class TestTranslateLabels(TransformConformance):
    transform = "translate-labels"
    needs_options = True
    settings = ({"label": ["What's New=새로운 점", "Nothing=없음"]}, {"table": b'"What\'s New" = "New"'})
    changes = ("summary",)
