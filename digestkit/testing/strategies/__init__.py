"""Hypothesis strategies for everything in the model, for plugin authors and for digestkit itself.

They make what occurs in real digests and what could: brackets and `](` in titles, labels, nested lists,
Python literals, `+`, every media spelling, hostile characters, several digests and text between them.
Every value is one that the Korean digests can spell, so that what is written of it reads back equal; but
those of `further_papers` and `further_digests` have also what only other dialects say. Each strategy is made
once and shared.
They need `hypothesis` (`pip install 'paper-digestkit[test]'`).
"""

from __future__ import annotations

from digestkit.testing.strategies.further import dialect_digests, further_digests, further_papers
from digestkit.testing.strategies.nodes import (
    accepted,
    digests,
    documents,
    items,
    media,
    outside_text,
    papers,
)
from digestkit.testing.strategies.sources import STYLES, damaged_structure, parsed_digests, real_structure
from digestkit.testing.strategies.texts import (
    arxiv_urls,
    dates,
    hostile_text,
    item_texts,
    labels,
    names,
    titles,
    urls,
    words,
)

__all__ = [
    "STYLES",
    "accepted",
    "arxiv_urls",
    "damaged_structure",
    "dates",
    "dialect_digests",
    "digests",
    "documents",
    "further_digests",
    "further_papers",
    "hostile_text",
    "item_texts",
    "items",
    "labels",
    "media",
    "names",
    "outside_text",
    "papers",
    "parsed_digests",
    "real_structure",
    "titles",
    "urls",
    "words",
]
