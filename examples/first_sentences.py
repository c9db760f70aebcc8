"""A transform in one file: the first sentences of what a digest says of each paper.

digestkit convert seeds/ --to rss --transform examples/first_sentences.py
digestkit convert seeds/ --to rss --transform examples/first_sentences.py:count=2
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

import digestkit

# A full stop, or its kin in other scripts, and what may close behind it. Not `3.5`, nor `e.g. this`.
SENTENCE = re.compile(r"[.!?。！？][\"'”’)]*(?=\s+[^a-z\s]|\s*$)")


@attrs.frozen
class Options:
    """What may be set: `first_sentences.py:count=2`."""

    count: int = attrs.field(
        default=1, validator=attrs.validators.ge(1), metadata={"help": "how many sentences to keep"}
    )


@digestkit.transform("first-sentences", streams=True, options=Options, api_version=1)
def first_sentences(
    digests: Iterable[digestkit.Digest], context: digestkit.TransformContext
) -> Iterator[digestkit.Digest]:
    """Keep the first sentences of each item of a summary."""
    for digest in digests:
        papers = [_shortened(paper, context.options.count) for paper in digest.papers]
        yield attrs.evolve(digest, papers=papers)


def _shortened(paper: digestkit.Paper, count: int) -> digestkit.Paper:
    summary = [attrs.evolve(item, text=_first(item.text, count)) for item in paper.summary]
    return attrs.evolve(paper, summary=summary)


def _first(text: str, count: int) -> str:
    ends = [match.end() for match in SENTENCE.finditer(text)]
    return text[: ends[count - 1]] if len(ends) > count else text
