"""What the book says about its accessibility: derived from its contents, and no more than can be known.

EPUB Accessibility 1.1, package metadata, with the values of the Schema.org accessibility vocabulary. No
`dcterms:conformsTo` is written: it would claim that somebody has evaluated this very book.
"""

from __future__ import annotations

from typing import NamedTuple

from digestkit_epub.words import Words


class Contents(NamedTuple):
    """What accessibility depends on: pictures besides the cover, videos that play, and what may move."""

    has_pictures: bool
    has_videos: bool
    has_motion: bool


def properties(contents: Contents, words: Words) -> list[tuple[str, str]]:
    """The metadata as pairs of property and value, a pair for each value.

    The cover does not count as visual access: its words are in its alternative text. Every picture has one,
    and videos have none, so `alternativeText` is claimed only for a book without videos.
    """
    # Every book can be read by text alone: pictures and videos only illustrate it.
    only_text = not (contents.has_pictures or contents.has_videos)
    features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
    return [
        ("schema:accessMode", "textual"),
        *([] if only_text else [("schema:accessMode", "visual")]),
        *([("schema:accessMode", "auditory")] if contents.has_videos else []),
        ("schema:accessModeSufficient", "textual"),
        *[("schema:accessibilityFeature", feature) for feature in features],
        *([] if contents.has_videos else [("schema:accessibilityFeature", "alternativeText")]),
        ("schema:accessibilityHazard", "unknown" if contents.has_motion else "none"),
        ("schema:accessibilitySummary", _summary(contents, words)),
    ]


def _summary(contents: Contents, words: Words) -> str:
    sentences = [words.accessibility]
    if contents.has_pictures:
        sentences.append(words.accessibility_pictures)
    if contents.has_videos:
        sentences.append(words.accessibility_videos)
    return " ".join(sentences)
